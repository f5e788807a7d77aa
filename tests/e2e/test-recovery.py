#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Changes that are not saved, when the editor ends without being asked to."""
import glob
import json
import os
import random
import time
import unittest

import tap
from editor import Editor, example, read


def drafts(editor):
    """The drafts on disk, and their locks."""
    return sorted(glob.glob(os.path.join(editor.desktop.env['XDG_STATE_HOME'], 'sluice/drafts/*')))


def wait_for_draft(editor, text):
    editor.wait_for(lambda: any(text in read(path) for path in drafts(editor)), f'a draft with {text!r}')


def rename(editor, title):
    """Gives the node that greets another title."""
    editor.select('main/greet')
    editor.set_row('Title', title)
    editor.key('Return')


def choose(editor, label):
    editor.click(editor.place_at_rest(type='GtkButton', text=label))


def bar(editor):
    return [item['text'] for item in editor.query(name='message-title')]


class Recovery(unittest.TestCase):
    def start(self, **options):
        editor = Editor(**options)
        self.enterContext(editor)
        return editor

    def crash(self, editor, *arguments):
        """Renames a node, waits for the draft, kills the editor and starts it again."""
        rename(editor, 'Say it loud')
        wait_for_draft(editor, 'Say it loud')
        editor.kill()
        editor.start_again(*arguments)

    def test_restores_what_was_not_saved(self):
        editor = self.start(copy_of='hello')
        before = read(editor.path)
        self.crash(editor)
        self.assertEqual(read(editor.path), before)
        editor.wait_for(lambda: bar(editor) == ['Changes to “Hello” were recovered'], 'the offer')
        self.assertEqual(editor.nodes['greet']['title'], 'Greet')
        choose(editor, 'Restore')
        editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say it loud', 'the change')
        editor.wait_for(lambda: bar(editor) == [], 'the offer to go')
        self.assertEqual(editor.title, '• Hello')
        self.assertEqual(read(editor.path), before)
        editor.key('ctrl+z')
        self.assertEqual(editor.nodes['greet']['title'], 'Greet')
        editor.key('ctrl+shift+z', 'ctrl+s')
        self.assertIn('Say it loud', read(editor.path))
        self.assertEqual(drafts(editor), [])

    def test_a_restored_change_survives_the_next_crash(self):
        editor = self.start(copy_of='hello')
        self.crash(editor, editor.path)
        choose(editor, 'Restore')
        editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say it loud', 'the change')
        editor.kill()
        editor.start_again()
        editor.wait_for(lambda: bar(editor) == ['Changes to “Hello” were recovered'], 'the offer')

    def test_discards_what_nobody_wants(self):
        editor = self.start(copy_of='hello')
        self.crash(editor)
        choose(editor, 'Discard')
        editor.wait_for(lambda: bar(editor) == [], 'the offer to go')
        self.assertEqual(drafts(editor), [])
        self.assertFalse(editor.state()['dirty'])

    def test_compares(self):
        editor = self.start(copy_of='hello')
        self.crash(editor)
        choose(editor, 'Compare')
        editor.wait_for(lambda: editor.query(name='difference'), 'what differs')
        row, = editor.query(name='difference')
        texts = [item['text'] for item in editor.query(within=row, type='GtkLabel')]
        self.assertIn('Say it loud', texts)
        self.assertIn('main/greet\ntitle: “Greet” → “Say it loud”', texts)
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='difference'), 'the comparison to close')
        self.assertEqual(bar(editor), ['Changes to “Hello” were recovered'])

    def test_what_nobody_decided_about_is_offered_again(self):
        editor = self.start(copy_of='hello')
        self.crash(editor)
        editor.quit()
        editor.start_again()
        editor.wait_for(lambda: bar(editor) == ['Changes to “Hello” were recovered'], 'the offer')

    def test_a_flow_that_was_never_saved_is_kept_too(self):
        editor = self.start()
        editor.key('ctrl+n', 'Tab')
        editor.expect_search()
        editor.type('log')
        editor.key('Return')
        wait_for_draft(editor, '"kind')
        editor.kill()
        editor.start_again()
        editor.wait_for(lambda: bar(editor) == ['Changes to a new flow were recovered'], 'the offer')
        choose(editor, 'Restore')
        editor.wait_for(lambda: list(editor.nodes.values())[0]['kind'] == 'log', 'the node')

    def test_says_that_the_file_changed_since(self):
        editor = self.start(copy_of='hello')
        rename(editor, 'Say it loud')
        wait_for_draft(editor, 'Say it loud')
        editor.kill()
        with open(editor.path, 'a', encoding='utf-8') as file:
            file.write('\n')
        editor.start_again()
        editor.wait_for(lambda: bar(editor), 'the offer')
        text, = [item['text'] for item in editor.query(name='message-text')]
        self.assertIn('The file has changed since', text)

    def test_saving_closing_and_undoing_leave_no_draft(self):
        editor = self.start(copy_of='hello')
        rename(editor, 'One')
        wait_for_draft(editor, 'One')
        editor.key('ctrl+s')
        self.assertEqual(drafts(editor), [])
        rename(editor, 'Two')
        wait_for_draft(editor, 'Two')
        editor.select('main/greet')
        editor.key('ctrl+z')
        editor.wait_for(lambda: not editor.state()['dirty'], 'the undo')
        self.assertEqual(drafts(editor), [])
        rename(editor, 'Three')
        wait_for_draft(editor, 'Three')
        self.assertEqual(editor.quit(), 0)
        self.assertEqual(drafts(editor), [])

    def test_another_running_editor_is_not_robbed(self):
        with Editor(copy_of='hello') as first:
            rename(first, 'Say it loud')
            wait_for_draft(first, 'Say it loud')
            with Editor(example('hello'), state=first.desktop.env['XDG_STATE_HOME']) as second:
                self.assertEqual(bar(second), [])
                rename(second, 'Whisper')
                wait_for_draft(second, 'Whisper')
                self.assertEqual(len(drafts(first)), 4)
            wait_for_draft(first, 'Say it loud')
            self.assertEqual(len(drafts(first)), 2)


class Kills(unittest.TestCase):
    """The whole editor, killed at random moments; tests/ui/drafts/kills.py does so more often."""
    ROUNDS = 5
    MOST_STEPS = 60
    MOST_LOST = 3.0

    def play(self, editor, chance):
        """Moves a node down step by step, and kills the editor after one of them."""
        times = []
        editor.select('main/greet')
        before = self.row(editor.document())
        for _ in range(chance.randint(1, self.MOST_STEPS)):
            times.append(time.monotonic())
            editor.key('ctrl+Down')
        editor.kill()
        return before, times

    @staticmethod
    def row(document):
        return document['layout']['main']['greet'][1]

    def test_at_most_three_seconds_of_editing_are_gone(self):
        seed = os.environ.get('SLUICE_SEED', '1')
        with Editor(copy_of='hello') as editor:
            saved = read(editor.path)
            for number in range(self.ROUNDS):
                before, times = self.play(editor, random.Random(f'{seed}/{number}'))
                self.assertEqual(read(editor.path), saved)
                texts = [json.loads(read(path))['text'] for path in drafts(editor)
                         if path.endswith('.draft')]
                kept = self.row(json.loads(texts[0])) - before if texts else 0
                if kept < len(times):
                    self.assertLess(times[-1] - times[kept], self.MOST_LOST,
                                    f'seed {seed}, round {number}: {kept} of {len(times)} steps')
                for path in drafts(editor):
                    os.unlink(path)
                editor.start_again(editor.path)


if __name__ == '__main__':
    tap.main()
