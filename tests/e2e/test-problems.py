#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The list of problems, and what it offers to do about them."""
import json
import os
import unittest

import tap
from editor import Editor, read


def flow(**nodes):
    return json.dumps({'format': 1, 'run': ['main'], 'flows': {'main': {'start': 'ask', 'nodes': nodes}}})


class Fixes(unittest.TestCase):
    def start(self, text):
        editor = Editor(text=text)
        self.enterContext(editor)
        editor.key('ctrl+shift+m')
        editor.wait_for(lambda: self.fixes(editor), 'a fix')
        return editor

    @staticmethod
    def fixes(editor):
        return [item['text'] for item in editor.query(name='problem-fix')]

    def take(self, editor, fix):
        """Takes the fix, undoes it and takes it again."""
        before = editor.document()
        editor.click(editor.place_at_rest(name='problem-fix', text=fix))
        editor.wait_for(lambda: editor.document() != before, 'the fix')
        after = editor.document()
        editor.action('undo', window=1)
        self.assertEqual(editor.document(), before)
        editor.wait_for(lambda: fix in self.fixes(editor), 'the offer')
        editor.click(editor.place_at_rest(name='problem-fix', text=fix))
        editor.wait_for(lambda: editor.document() == after, 'the fix again')
        editor.wait_for(lambda: fix not in self.fixes(editor), 'the offer to go')

    def test_uses_the_node_that_is_meant(self):
        editor = self.start(flow(ask={'kind': 'log', 'next': {'default': 'suggets'}}, suggest={'kind': 'log'}))
        self.take(editor, 'Use “suggest”')
        self.assertEqual(editor.nodes['ask']['next'], {'default': 'suggest'})

    def test_removes_an_edge_to_nowhere(self):
        editor = self.start(flow(ask={'kind': 'log', 'next': {'default': 'somewhere else'}}))
        self.take(editor, 'Remove the Edge')
        self.assertNotIn('default', editor.nodes['ask'].get('next', {}))

    def test_finds_a_start(self):
        editor = self.start(flow(first={'kind': 'log'}))
        self.take(editor, 'Start at “first”')
        self.assertEqual(editor.document()['flows']['main']['start'], 'first')

    def test_removes_a_setting_that_nobody_knows(self):
        editor = self.start(flow(ask={'kind': 'log', 'settings': {'message': 'x', 'colour of it': 1}}))
        self.take(editor, 'Remove “colour of it”')
        self.assertEqual(editor.nodes['ask']['settings'], {'message': 'x'})

    def test_removes_a_setting_with_a_name_of_hundreds_of_letters(self):
        """Its button is as long as others are, and so within the panel."""
        editor = self.start(flow(ask={'kind': 'log', 'settings': {'message': 'x', 'y' * 480: 1}}))
        self.take(editor, *self.fixes(editor))
        self.assertEqual(editor.nodes['ask']['settings'], {'message': 'x'})

    def test_uses_the_kind_that_is_meant(self):
        editor = self.start(flow(ask={'kind': 'lgo', 'settings': {'message': 'x'}}))
        self.take(editor, 'Use “log”')
        self.assertEqual(editor.nodes['ask'], {'kind': 'log', 'settings': {'message': 'x'}})

    def test_deletes_what_nothing_leads_to(self):
        editor = self.start(flow(ask={'kind': 'log'}, alone={'kind': 'log'}))
        self.take(editor, 'Delete the Node')
        self.assertEqual(list(editor.nodes), ['ask'])

    def test_connects_what_nothing_leads_to(self):
        editor = self.start(flow(ask={'kind': 'log', 'title': 'First'}, alone={'kind': 'log'}))
        before = editor.document()
        editor.click(editor.place_at_rest(name='problem-connect'))
        editor.wait_for(lambda: editor.query(name='finder-row'), 'the open actions')
        self.assertEqual(len(editor.query(name='finder-row')), 1)
        editor.key('Return')
        editor.wait_for(lambda: editor.nodes['ask'].get('next') == {'default': 'alone'}, 'the edge')
        editor.wait_for(lambda: not editor.query(name='problem-connect'), 'the problem to go')
        editor.action('undo', window=1)
        self.assertEqual(editor.document(), before)

    def test_removes_edges_of_an_end(self):
        editor = self.start(flow(ask={'kind': 'log', 'next': {'default': 'end'}},
                                 end={'kind': 'end', 'next': {'default': 'ask', 'again': 'ask'}}))
        self.take(editor, 'Remove the Edges')
        self.assertFalse(editor.nodes['end'].get('next'))

    def test_a_key_is_taken_from_the_environment(self):
        key = 'sk-' + 'a1b2c3d4' * 4
        editor = self.start(flow(ask={'kind': 'log', 'settings': {'message': key}}))
        self.take(editor, 'Take It from $MESSAGE')
        self.assertEqual(editor.nodes['ask']['settings'], {'message': {'$env': 'MESSAGE'}})

    def test_finds_the_flow_that_is_meant(self):
        text = json.loads(flow(ask={'kind': 'flow', 'settings': {'flow': 'paymnet'}}))
        text['flows']['payment'] = {'start': 'say', 'nodes': {'say': {'kind': 'log'}}}
        editor = self.start(json.dumps(text))
        self.take(editor, 'Use “payment”')
        self.assertEqual(editor.nodes['ask']['settings'], {'flow': 'payment'})

    def test_runs_what_there_is(self):
        text = json.loads(flow(ask={'kind': 'log'}))
        text['run'] = ['gone']
        editor = self.start(json.dumps(text))
        self.take(editor, 'Run “main”')
        self.assertEqual(editor.document()['run'], ['main'])

    def test_fixes_all_that_are_alike(self):
        editor = self.start(flow(ask={'kind': 'log'}, one={'kind': 'log'}, two={'kind': 'log'},
                                 three={'kind': 'log'}))
        before = editor.document()
        shown = [item['text'] for item in editor.query(name='problem-fix-all')]
        self.assertEqual(shown, ['Fix All 3'])
        editor.click(editor.place_at_rest(name='problem-fix-all', text='Fix All 3'))
        editor.wait_for(lambda: list(editor.nodes) == ['ask'], 'all to be fixed')
        editor.action('undo', window=1)
        self.assertEqual(editor.document(), before)

    def start_missing(self):
        """Two texts that are kept in files which are not there."""
        editor = Editor(text=flow(ask={'kind': 'log', 'settings': {'message': {'$file': 'texts/hello.md'}},
                                       'next': {'default': 'again'}},
                                  again={'kind': 'log', 'settings': {'message': {'$file': 'again.md'}}}))
        self.enterContext(editor)
        editor.key('ctrl+shift+m')
        editor.wait_for(lambda: self.missing(editor) == 2, 'both problems')
        return editor

    @staticmethod
    def missing(editor):
        return len(editor.query(name='problem-create-file'))

    def test_creates_files_that_are_missing(self):
        editor = self.start_missing()
        before = editor.document()
        for left in (1, 0):
            editor.click(editor.place_of(editor.query(name='problem-create-file')[0]))
            editor.wait_for(lambda: self.missing(editor) == left, 'the problem to go')
        self.assertEqual(editor.document(), before)
        self.assertEqual(read(os.path.join(editor.home, 'texts/hello.md')), '')
        self.assertEqual(read(os.path.join(editor.home, 'again.md')), '')

    def test_chooses_another_file(self):
        editor = self.start_missing()
        before = editor.document()
        there = editor.make_file('there.md', 'Hello')
        editor.click(editor.place_of(editor.query(name='problem-choose-file')[0]))
        editor.wait_for(lambda: editor.query(type='GtkFileChooserDialog'), 'the file chooser')
        editor.key('ctrl+l')
        editor.choose_file(there)
        editor.wait_for(lambda: self.missing(editor) == 1, 'the problem to go')
        self.assertEqual(editor.nodes['ask']['settings'], {'message': {'$file': 'there.md'}})
        editor.action('undo', window=1)
        self.assertEqual(editor.document(), before)

    def test_a_flow_of_another_file(self):
        """Missed before a run; once it is there it is run, and its node opens it."""
        editor = Editor(text=flow(ask={'kind': 'flow', 'settings': {'flow': 'other.flow.json'}}))
        self.enterContext(editor)
        editor.key('ctrl+shift+m')
        editor.wait_for(lambda: any('there is no file “other.flow.json”' in text
                                    for text in editor.texts('problem-list')), 'the problem')
        editor.key('F5')
        editor.wait_for(lambda: editor.query(name='message-title', text='The flow cannot run yet'), 'the bar')
        self.assertEqual(editor.state()['session'], 'idle')
        editor.make_file('other.flow.json', json.dumps(dict(
            json.loads(flow(ask={'kind': 'script', 'post': 'shared.done = true'})), name='Other')))
        editor.key('F5')
        editor.wait_for(lambda: editor.state()['session'] == 'finished', 'the run')
        editor.wait_for(lambda: not any('other.flow.json' in text for text in editor.texts('problem-list')),
                        'the problem to go')
        editor.select('main/ask')
        editor.key('Return')
        editor.wait_for(lambda: editor.title == 'Other', 'the other flow')

    def test_a_setting_is_called_as_its_row_is(self):
        editor = Editor(text=flow(ask={'kind': 'file', 'title': 'Notes'}, more={'kind': 'file'}))
        self.enterContext(editor)
        editor.key('F5')
        reason = 'Notes: “Path” has to be set (and 1 more problem)'
        editor.wait_for(lambda: editor.query(name='message-text', text=reason), 'the bar')
        editor.key('ctrl+shift+m')
        editor.wait_for(lambda: '“Path” has to be set' in editor.texts('problem-list'), 'the problem')


if __name__ == '__main__':
    tap.main()
