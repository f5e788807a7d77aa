#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Of a flow that was drawn in, run, stepped and closed nothing is left: no page, document, session, node or row."""
import unittest

import tap
from editor import Editor, example

# The examples that are opened and closed, with a node of each.
FLOWS = (('recipe-finder', 'main/fetch'), ('nested', 'order/total'), ('taboo', 'hinter/hint'))


class Closed(unittest.TestCase):
    def use(self, editor, name, first):
        """Opens an example, looks at all panels, changes and undoes something, steps into a run, and closes it."""
        before = editor.title
        editor.open(example(name))
        editor.wait_for(lambda: editor.title != before, f'{name} to be open')
        editor.select(first)
        for page in ('ctrl+shift+i', 'ctrl+shift+y', 'ctrl+h', 'ctrl+shift+m', 'ctrl+shift+b', 'ctrl+shift+h'):
            editor.key(page)
        editor.key('Escape')
        editor.select(first)
        editor.key('ctrl+d', 'ctrl+z')
        editor.key('F11')
        editor.wait_for(lambda: editor.query(name='grants') or editor.state()['session'] == 'stopped', 'the stop')
        if editor.query(name='grants'):
            editor.allow()
            editor.focus_window()
        editor.wait_for(lambda: editor.state()['session'] == 'stopped', 'the stop')
        editor.show_run()
        editor.key('F11')
        editor.key('shift+F5')
        editor.wait_for(lambda: editor.state()['session'] not in ('running', 'stopped'), 'the end')
        editor.key('ctrl+w')
        editor.wait_for(lambda: editor.title == before, f'{name} to be closed')

    def test_nothing_is_left(self):
        editor = self.enterContext(Editor(example('hello')))
        # What is made once, with the first flow that needs it, stays.
        for name, first in FLOWS:
            self.use(editor, name, first)
        before = editor.objects()
        for name, first in FLOWS:
            self.use(editor, name, first)
            editor.wait_for(lambda: not self.find_more(editor, before), f'what {name} has left to go')
        # And they are counted.
        editor.key('ctrl+n')
        editor.wait_for(lambda: {'SluicePage', 'SluiceDocument', 'SluiceCanvas', 'SluiceRunSession'} <=
                        set(self.find_more(editor, before)), 'the parts of a new flow')

    @staticmethod
    def find_more(editor, before):
        return {kind: n - before.get(kind, 0) for kind, n in editor.objects().items() if n > before.get(kind, 0)}


if __name__ == '__main__':
    tap.main()
