#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A file that git could not merge: both sides are shown, and what is chosen becomes the file."""
import json
import os
import subprocess
import tempfile
import unittest

import tap
from editor import Editor, read

FLOW = {
    'format': 1,
    'name': 'Merged',
    'run': ['main'],
    'flows': {'main': {'start': 'ask', 'nodes': {
        'ask': {'kind': 'ask', 'title': 'Ask', 'settings': {'prompt': 'Name?'}, 'next': {'default': 'say'}},
        'say': {'kind': 'log', 'title': 'Say', 'settings': {'message': 'Hello'}},
    }}},
    'layout': {'main': {'ask': [0, 0], 'say': [18, 0]}},
}


def flow(prompt, extra=None):
    """The flow with another prompt and perhaps a node more, as text."""
    changed = json.loads(json.dumps(FLOW))
    nodes = changed['flows']['main']['nodes']
    nodes['ask']['settings']['prompt'] = prompt
    if extra:
        nodes['say']['next'] = {'default': extra}
        nodes[extra] = {'kind': 'log', 'title': extra.title(), 'settings': {'message': extra}}
        changed['layout']['main'][extra] = [36, 0]
    return json.dumps(changed, indent=2) + '\n'


def merge(*, style):
    """What git makes of two branches that changed the same lines: the text that it leaves."""
    with tempfile.TemporaryDirectory(prefix='sluice-merge-') as folder:
        path = os.path.join(folder, 'flow.flow.json')

        def git(*arguments, check=True):
            subprocess.run(['git', '-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@b', *arguments],
                           check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env={**os.environ, 'HOME': folder, 'GIT_CONFIG_NOSYSTEM': '1'})

        def commit(text):
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
            git('add', '.')
            git('commit', '-m', 'x')

        git('init', '-b', 'main')
        git('config', 'merge.conflictStyle', style)
        commit(flow('Name?'))
        git('checkout', '-b', 'feature')
        commit(flow('Who are you?', 'thanks'))
        git('checkout', 'main')
        commit(flow('What is your name?', 'bye'))
        git('merge', 'feature', check=False)
        return read(path)


def bars(editor):
    return [bar['text'] for bar in editor.query(name='message-title')]


class Merge(unittest.TestCase):
    def start(self, text, **options):
        editor = Editor(text=text, **options)
        self.enterContext(editor)
        return editor

    def wait_for_sides(self, editor):
        editor.wait_for(lambda: editor.query(name='merge'), 'both sides')

    @staticmethod
    def can_open(editor):
        button, = editor.query(name='merge-open')
        return button['sensitive']

    @staticmethod
    def count(editor):
        return editor.get('merge-count', 'label')

    def rows(self, editor):
        return [[item['text'] for item in editor.query(within=row, type='GtkLabel')]
                for row in editor.query(name='choice')]

    def choose(self, editor, number, side):
        row = editor.query(name='choice')[number]
        check = editor.query(within=row, type='GtkCheckButton')[side]
        place = editor.place_of(check)
        view = editor.find('merge')
        if place.y + place.height > view.y + view.height:
            editor.scroll(view.at(0.5, 0.9), 10)
            place = editor.place_of(editor.query(within=editor.query(name='choice')[number], type='GtkCheckButton')[side])
        editor.click((place.x + 10, place.y + 10))

    def open_result(self, editor):
        editor.wait_for(lambda: self.can_open(editor), 'everything to be decided')
        editor.click(editor.place_at_rest(name='merge-open'))
        editor.wait_for(lambda: not editor.query(name='merge'), 'the window to close')

    def test_is_put_together_thing_by_thing(self):
        text = merge(style='merge')
        self.assertIn('<<<<<<< HEAD', text)
        editor = self.start(text)
        self.wait_for_sides(editor)
        editor.wait_for(lambda: self.count(editor) == '4 things differ, 4 are to be decided.', 'the count')
        self.assertEqual(self.rows(editor), [
            ['Prompt', 'Ours: HEAD', 'What is your name?', 'Theirs: feature', 'Who are you?'],
            ['Action “default”', 'Ours: HEAD', 'leads to “Bye”', 'Theirs: feature', 'leads to “Thanks”'],
            ['The node', 'Ours: HEAD', 'bye', 'Theirs: feature', 'is not there'],
            ['The node', 'Ours: HEAD', 'is not there', 'Theirs: feature', 'thanks']])
        self.assertFalse(self.can_open(editor))
        for number, side in enumerate((0, 1, 1)):
            self.choose(editor, number, side)
        editor.wait_for(lambda: '1 is to be decided' in self.count(editor), 'the count')
        self.choose(editor, 3, 1)
        self.open_result(editor)

        self.assertEqual(editor.nodes['ask']['settings']['prompt'], 'What is your name?')
        self.assertEqual(editor.nodes['say']['next'], {'default': 'thanks'})
        self.assertEqual(list(editor.nodes), ['ask', 'say', 'thanks'])
        self.assertEqual(editor.document()['layout']['main'], {'ask': [0, 0], 'say': [18, 0], 'thanks': [36, 0]})
        self.assertTrue(editor.state()['dirty'])
        self.assertEqual(read(editor.path), text)
        editor.key('ctrl+s')
        editor.wait_for(lambda: not editor.state()['dirty'], 'the file to be saved')
        self.assertEqual(json.loads(read(editor.path)), editor.document())

    def test_what_one_side_changed_is_decided(self):
        """With what both began with in the file, only what both changed is asked about; both new nodes stay."""
        editor = self.start(merge(style='diff3'))
        self.wait_for_sides(editor)
        editor.wait_for(lambda: self.count(editor) == '4 things differ, 2 are to be decided.', 'the count')
        self.choose(editor, 0, 1)
        self.choose(editor, 1, 0)
        self.open_result(editor)
        self.assertEqual(editor.nodes['ask']['settings']['prompt'], 'Who are you?')
        self.assertEqual(sorted(editor.nodes), ['ask', 'bye', 'say', 'thanks'])

    def test_one_side_is_taken_whole_by_keyboard(self):
        editor = self.start(merge(style='merge'))
        self.wait_for_sides(editor)
        for _ in range(10):
            editor.key('Tab')
            if any(item['focus'] for item in editor.query(name='take-theirs')):
                break
        editor.key('Return')
        editor.wait_for(lambda: self.can_open(editor), 'everything to be decided')
        editor.key('alt+o')
        editor.wait_for(lambda: not editor.query(name='merge'), 'the window to close')
        self.assertEqual(editor.nodes['ask']['settings']['prompt'], 'Who are you?')

    def test_escape_opens_nothing(self):
        text = merge(style='merge')
        editor = self.start(text)
        self.wait_for_sides(editor)
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='merge'), 'the window to close')
        self.assertTrue(editor.query(name='start-page'))
        self.assertEqual(read(editor.path), text)

    def test_a_side_that_is_no_flow_leaves_the_other(self):
        ours, theirs = flow('A?'), flow('B?').replace('"format": 1,', '"format": 1')
        editor = self.start(f'<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> feature\n')
        self.wait_for_sides(editor)
        self.assertIn('“Theirs: feature” is no flow by itself', self.count(editor))
        self.open_result(editor)
        self.assertEqual(editor.nodes['ask']['settings']['prompt'], 'A?')
        self.assertTrue(editor.state()['dirty'])

    def test_a_file_that_is_open_when_git_marks_it(self):
        editor = self.start(flow('What is your name?'))
        with open(editor.path + '.new', 'w', encoding='utf-8') as file:
            file.write(merge(style='merge'))
        os.rename(editor.path + '.new', editor.path)
        editor.wait_for(lambda: bars(editor) == ['The file holds both sides of a merge'], 'the bar')
        self.assertEqual(editor.nodes['ask']['settings']['prompt'], 'What is your name?')
        editor.click(editor.place_at_rest(type='GtkButton', text='Show Both Sides…'))
        self.wait_for_sides(editor)
        editor.click(editor.place_at_rest(name='take-theirs'))
        self.open_result(editor)
        self.assertEqual(editor.nodes['ask']['settings']['prompt'], 'Who are you?')
        editor.key('ctrl+s')
        editor.wait_for(lambda: not editor.state()['dirty'], 'the file to be saved')
        self.assertNotIn('<<<<<<<', read(editor.path))
        self.assertEqual(bars(editor), [])


if __name__ == '__main__':
    tap.main()
