#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The main job: a flow is drawn on an empty canvas, saved, run, answered, stepped and reopened."""
import os
import shutil
import tempfile
import unittest

import tap
from editor import Editor, read, run_headless, sluice

ANSWER = 'Ada'


class DrawAndRun(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='sluice-story-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, 'greeting.flow.json')

    def test_three_nodes_from_an_empty_canvas(self):
        with Editor() as editor:
            self.draw(editor)
            self.describe(editor)
            editor.save_as(self.path)
            self.assertEqual(editor.title, 'greeting.flow.json')
            self.run_to_its_end(editor)
            self.run_step_by_step(editor)
        self.save_again_without_a_change()
        self.run_without_the_editor()

    def draw(self, editor):
        """A node from the palette, one from the search at the pointer, one from a port."""
        editor.click(editor.find('start-new'))
        editor.drag(editor.kind('Ask'), editor.canvas(0.08, 0.2))
        self.assertEqual(list(editor.nodes), ['ask'])

        editor.click(editor.canvas(0.5, 0.2), count=2)
        editor.expect_search()
        editor.type('log')
        editor.key('Return')
        self.assertEqual(list(editor.nodes), ['ask', 'log'])
        editor.drag(editor.port('main/ask'), editor.node('main/log').at(0.5, 0.4))
        self.assertEqual(editor.nodes['ask']['next'], {'default': 'log'})

        editor.drag(editor.port('main/log'), editor.canvas(0.7, 0.5))
        editor.type('end')
        editor.key('Return')
        self.assertEqual(editor.nodes['log']['next'], {'default': 'end'})

    def describe(self, editor):
        editor.select('main/ask')
        editor.set_row('Title', 'Ask for a name')
        editor.set_row('Prompt', 'What is your name?')
        editor.set_row('Output', 'name')
        editor.select('main/log')
        editor.set_row('Title', 'Greet')
        editor.set_row('Message', 'Hello, {{ shared.name }}!')
        nodes = editor.nodes
        self.assertEqual(nodes.pop('end')['kind'], 'end')
        self.assertEqual(nodes, {
            'ask': {'kind': 'ask', 'title': 'Ask for a name', 'output': 'name',
                    'settings': {'prompt': 'What is your name?'}, 'next': {'default': 'log'}},
            'log': {'kind': 'log', 'title': 'Greet',
                    'settings': {'message': 'Hello, {{ shared.name }}!'},
                    'next': {'default': 'end'}},
        })

    def run_to_its_end(self, editor):
        editor.key('F5')
        editor.wait_for_question('What is your name?')
        self.assertTrue(editor.marks()['main/ask']['current'])
        editor.answer(ANSWER)
        editor.wait_for_session('finished')
        editor.wait_for_line('Hello, Ada!')
        editor.show_run()
        self.assertEqual(editor.store()['name'], '“Ada”')

    def run_step_by_step(self, editor):
        editor.key('F11')
        editor.wait_for_stop('main/ask')
        self.assertNotIn('name', editor.store())
        editor.key('F10')
        editor.wait_for_question('What is your name?')
        editor.answer('Bob')
        state = editor.wait_for_stop('main/log')
        self.assertEqual(state['marks']['main/ask']['state'], 'done')
        self.assertEqual(state['marks']['main/log']['state'], 'stopped')
        self.assertEqual([edge['from'] for edge in state['edges'] if edge['last']], ['main/ask'])
        self.assertEqual(editor.store()['name'], '“Bob”')
        self.assertEqual(editor.get('stop-reason', 'label'), 'Stopped before Greet')
        names = [item.name for item in editor.accessible().walk() if item.role == 'list item']
        self.assertIn('Greet, Log, stopped here', names)
        editor.key('F10')
        editor.wait_for_stop('main/end')
        editor.wait_for_line('Hello, Bob!')
        editor.key('F10')
        editor.wait_for_session('finished')

    def save_again_without_a_change(self):
        before = read(self.path)
        with Editor(self.path) as editor:
            editor.key('ctrl+s')
            editor.wait_for(lambda: editor.status.startswith('Saved'), 'the flow to be saved')
        self.assertEqual(read(self.path), before)

    def run_without_the_editor(self):
        sluice('fmt', '--check', self.path)
        self.assertEqual(run_headless(self.path, ANSWER), {'name': ANSWER})


if __name__ == '__main__':
    tap.main()
