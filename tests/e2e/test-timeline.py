#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The timeline of a run: rows, words for each stretch, and the way to its node, by pointer and keys."""
import json
import unittest

import tap
from editor import Editor

FLOW = json.dumps({
    'format': 1, 'name': 'Times', 'run': ['main'], 'flows': {'main': {'start': 'flaky', 'nodes': {
        'flaky': {'kind': 'script', 'title': 'Flaky call', 'retries': 2, 'wait': 0.05,
                  'exec': "if attempt == 0 then error('no luck') end", 'next': {'default': 'many'}},
        'many': {'kind': 'script', 'title': 'Many', 'prep': 'return {1, 2, 3}', 'batch': {'mode': 'parallel'},
                 'exec': 'sleep(0.05)', 'next': {'default': 'who'}},
        'who': {'kind': 'ask', 'title': 'Who', 'settings': {'prompt': 'Who?'}}}}}})


class Timeline(unittest.TestCase):
    def words(self, editor):
        """What a screen reader says of the selected stretch."""
        return next(item.description for item in editor.accessible().walk() if item.name == 'Timeline'
                    and item.description)

    def show(self, editor):
        tab = next(editor.place_of(widget) for widget in editor.query(text='Timeline'))
        editor.click(tab)
        editor.settle()

    def test_a_run(self):
        with Editor(text=FLOW) as editor:
            self.show(editor)
            editor.key('F5')
            editor.wait_for(lambda: editor.query(type='SluicePromptCard'), 'the question')
            area = editor.find('timeline-area')
            editor.click((area.x + 200, area.y + 34))
            editor.key('End')
            self.assertRegex(self.words(editor), '^Lane 1, Who: waits for a person, ')
            editor.key('Home')
            self.assertRegex(self.words(editor), '^Lane 1, (main|Flaky call): ')
            editor.key('Down')
            self.assertRegex(self.words(editor), '^Lane 2, Many: ')
            editor.key('Return')
            self.assertEqual(['main/many'], editor.state()['selection'])

    def test_the_word_before_a_run(self):
        with Editor(text=FLOW) as editor:
            self.show(editor)
            self.assertTrue(editor.query(text='What the lanes of a run do, and when, appears here'))
            self.assertEqual([], editor.query(name='timeline-area'))


if __name__ == '__main__':
    tap.main()
