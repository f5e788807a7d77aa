#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The main job by keyboard alone: nodes are added, connected, described, run, answered, stepped."""
import os
import unittest

import tap
from editor import Editor, read


class Keyboard(unittest.TestCase):
    def start(self, **options):
        self.editor = Editor(**options)
        self.enterContext(self.editor)
        return self.editor

    def add(self, kind):
        self.editor.key('Tab')
        self.editor.expect_search()
        self.editor.type(kind)
        self.editor.key('Return')
        self.editor.expect_search(False)

    def tab_to(self, title):
        """Goes on with Tab until the focus is where the row of that title is written in."""
        for _ in range(40):
            for row in (self.editor.query(type='AdwEntryRow') +
                        self.editor.query(type='AdwPreferencesRow')):
                labels = self.editor.query(within=row, type='GtkLabel')
                if (any(item['focus'] and item['type'] in ('GtkText', 'GtkSourceView')
                        for item in self.editor.query(within=row)) and
                        any(label['text'] == title for label in labels)):
                    return
            self.editor.key('Tab')
        self.fail(f'Tab does not lead to {title}')

    def test_draws_runs_steps_and_saves(self):
        editor = self.start()
        editor.key('ctrl+n')
        self.add('ask')
        self.add('log')
        self.assertEqual(list(editor.nodes), ['ask', 'log'])
        self.connect()
        self.describe()
        path = os.path.join(editor.home, 'keyboard.flow.json')
        editor.save_as(path)
        self.assertIn('"Your name?"', read(path))

        editor.key('F5')
        editor.wait_for_question('Your name?')
        editor.answer('Ada')
        editor.wait_for_session('finished')
        editor.key('F11')
        editor.wait_for_stop('main/ask')
        editor.key('F10')
        editor.answer('Bob')
        editor.wait_for_stop('main/log')
        self.assertEqual(editor.store()['ask'], '“Bob”')
        editor.key('F9', 'F5')
        editor.wait_for_session('finished')

    def connect(self):
        """E begins an edge at the selected node, the arrows find its target."""
        editor = self.editor
        editor.key('ctrl+l')
        self.walk_to('main/ask')
        ask, log = editor.node('main/ask'), editor.node('main/log')
        editor.key('e', 'Right' if log.x > ask.x else 'Down', 'Return')
        self.assertEqual(editor.nodes['ask']['next'], {'default': 'log'})

    def walk_to(self, address):
        for key in ('Left', 'Up', 'Right', 'Down') * 3:
            if self.editor.state()['selection'] == [address]:
                return
            self.editor.key(key)
        self.fail(f'the arrows do not lead to {address}')

    def describe(self):
        editor = self.editor
        self.walk_to('main/ask')
        editor.key('Return')
        self.tab_to('Prompt')
        editor.type('Your name?')
        self.assertEqual(editor.nodes['ask']['settings'], {'prompt': 'Your name?'})

    def test_a_choice_is_made_with_the_arrows(self):
        editor = self.start(copy_of='recipe-finder')
        editor.key('F5')
        editor.wait_for_question('Enter ingredient:')
        editor.answer('chicken')
        editor.wait_for(lambda: any(item['focus'] for item in editor.query(name='prompt-choice')),
                        'a choice to have the focus')
        editor.key('Tab')
        focused, = [item for item in editor.query(name='prompt-choice') if item['focus']]
        self.assertEqual(focused['text'], 'retry')
        editor.key('Return')
        editor.wait_for(lambda: editor.marks()['main/suggest']['visits'] == 2, 'a new suggestion')
        editor.wait_for(lambda: any(item['focus'] for item in editor.query(name='prompt-choice')),
                        'a choice to have the focus')
        editor.key('Return')
        editor.wait_for_session('finished')


if __name__ == '__main__':
    tap.main()
