#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Several flows in one window: each with its own canvas, undo, run and panels."""
import json
import unittest

import tap
from editor import Editor, example, read


def tabs(editor):
    """What the tabs are called, if there is a bar of them."""
    return [item['text'] for tab in editor.query(name='tab-bar')
            for shown in editor.query(within=tab, type='AdwTab')
            for item in editor.query(within=shown, type='GtkLabel')]


def wait_for_title(editor, title):
    editor.wait_for(lambda: editor.title == title, f'the title {title!r}')


class Tabs(unittest.TestCase):
    def start(self, *arguments, **options):
        editor = Editor(*arguments, **options)
        self.enterContext(editor)
        return editor

    def test_one_flow_has_no_bar(self):
        editor = self.start(example('hello'))
        self.assertEqual(tabs(editor), [])
        editor.key('ctrl+t')
        editor.wait_for(lambda: sorted(tabs(editor)) == ['Hello', 'New Flow'], 'the tabs')
        wait_for_title(editor, 'New Flow')
        editor.key('ctrl+w')
        wait_for_title(editor, 'Hello')
        editor.wait_for(lambda: tabs(editor) == [], 'the bar to go')

    def test_goes_from_tab_to_tab(self):
        editor = self.start(example('hello'), example('nested'), example('recipe-finder'))
        wait_for_title(editor, 'Recipe finder')
        editor.key('ctrl+Page_Up')
        self.assertNotEqual(editor.title, 'Recipe finder')
        editor.key('ctrl+Page_Down')
        wait_for_title(editor, 'Recipe finder')
        editor.key('ctrl+Tab')
        wait_for_title(editor, 'Hello')
        editor.key('ctrl+shift+Tab')
        wait_for_title(editor, 'Recipe finder')
        editor.key('alt+1')
        wait_for_title(editor, 'Hello')

    def test_a_file_that_is_open_is_gone_to(self):
        editor = self.start(example('hello'), example('recipe-finder'))
        editor.open(example('hello'))
        wait_for_title(editor, 'Hello')
        self.assertEqual(sorted(tabs(editor)), ['Hello', 'Recipe finder'])

    def test_a_run_ends_with_its_tab(self):
        editor = self.start(example('recipe-finder'), example('hello'))
        wait_for_title(editor, 'Hello')
        editor.key('F5')
        editor.wait_for_question('What is your name?')
        editor.key('ctrl+w')
        wait_for_title(editor, 'Recipe finder')
        editor.wait_for(lambda: editor.query(type='GtkLabel', text='The run of “Hello” was stopped with its tab'),
                        'the news')

    def test_each_has_its_own_undo_and_run(self):
        editor = self.start(example('recipe-finder'), copy_of='hello')
        editor.key('alt+2')
        wait_for_title(editor, 'Hello')
        editor.select('main/greet')
        editor.key('ctrl+Down')
        wait_for_title(editor, '• Hello')
        editor.key('F5')
        editor.wait_for_question('What is your name?')
        editor.key('alt+1')
        wait_for_title(editor, 'Recipe finder')
        self.assertEqual(editor.state()['session'], 'idle')
        self.assertIsNone(editor.state()['undo'])
        self.assertEqual(editor.query(name='prompt-card'), [])
        editor.key('alt+2')
        editor.wait_for(lambda: editor.query(name='prompt-card'), 'the question')
        editor.answer('Ada')
        editor.wait_for_session('finished')
        editor.wait_for_line('Hello, Ada!')

    def test_asks_about_each_flow_that_is_not_saved(self):
        editor = self.start(copy_of='hello')
        before = read(editor.path)
        editor.select('main/greet')
        editor.key('ctrl+Down')
        wait_for_title(editor, '• Hello')
        editor.open(editor.make_file('second.flow.json', before))
        wait_for_title(editor, 'Hello')
        editor.select('main/greet')
        editor.key('ctrl+Down')
        wait_for_title(editor, '• Hello')
        editor.key('ctrl+shift+w')
        editor.wait_for(lambda: editor.query(type='AdwMessageDialog'), 'the question')
        editor.key('alt+s')
        editor.wait_for(lambda: read(editor.path) != before, 'the first to be saved')
        editor.wait_for(lambda: editor.query(type='AdwMessageDialog') and editor.state()['dirty'],
                        'the second question')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(type='AdwMessageDialog'), 'the question to go')
        self.assertEqual(len(tabs(editor)), 2)

    def test_a_flow_of_another_file_opens_in_a_tab(self):
        editor = Editor(text=json.dumps({
            'format': 1, 'name': 'Outer', 'run': ['main'], 'flows': {'main': {'start': 'inner', 'nodes': {
                'inner': {'kind': 'flow', 'settings': {'flow': 'inner.flow.json'}}}}}}))
        editor.make_file('inner.flow.json', read(example('hello')))
        self.enterContext(editor)
        wait_for_title(editor, 'Outer')
        editor.select('main/inner')
        editor.key('Return')
        wait_for_title(editor, 'Hello')
        self.assertEqual(sorted(tabs(editor)), ['Hello', 'Outer'])

    def test_panels_are_as_they_were_left(self):
        editor = self.start(example('hello'), example('recipe-finder'))
        editor.key('ctrl+shift+e')
        self.assertEqual(editor.query(name='left-panel'), [])
        editor.key('ctrl+Page_Up')
        wait_for_title(editor, 'Hello')
        editor.wait_for(lambda: editor.query(name='left-panel') == [], 'the panel to be folded')


if __name__ == '__main__':
    tap.main()
