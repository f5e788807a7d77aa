#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A narrow window: its panels float above the canvas, one at a time, and the run has a bar of its own."""
import unittest

import tap
from editor import Editor, example


class Narrow(unittest.TestCase):
    def setUp(self):
        self.editor = self.enterContext(Editor(example('hello'), size=(640, 800)))

    def shown(self):
        return [name for name in ('left-panel', 'right-panel') if self.editor.query(name=name)]

    def test_panels_float_one_at_a_time(self):
        editor = self.editor
        canvas = editor.find('canvas')
        self.assertEqual(self.shown(), [])
        editor.key('ctrl+shift+i')
        self.assertEqual(self.shown(), ['right-panel'])
        self.assertEqual(repr(editor.find('canvas')), repr(canvas))
        self.assertLess(editor.find('right-panel').x, canvas.x + canvas.width)
        editor.key('ctrl+shift+e')
        self.assertEqual(self.shown(), ['left-panel'])
        editor.key('Escape')
        self.assertEqual(self.shown(), [])

    def test_a_click_beside_closes_them(self):
        editor = self.editor
        editor.click(editor.find('toggle-right'))
        self.assertEqual(self.shown(), ['right-panel'])
        editor.click(editor.canvas(0.1, 0.1))
        self.assertEqual(self.shown(), [])

    def test_what_is_edited_there_is_kept(self):
        editor = self.editor
        editor.select('main/greet')
        editor.key('ctrl+shift+i')
        editor.set_row('Title', 'Say hello')
        editor.key('Escape')
        editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say hello', 'the title')

    def test_the_title_and_the_run_are_there(self):
        editor = self.editor
        self.assertEqual(editor.title, 'Hello')
        self.assertGreater(editor.find('run-bar').y, editor.find('canvas').y)
        bar, = editor.query(name='run-bar')
        editor.click(editor.place_of(editor.query(within=bar, type='GtkButton')[0]))
        editor.wait_for(lambda: editor.query(name='prompt-card'), 'the prompt')


if __name__ == '__main__':
    tap.main()
