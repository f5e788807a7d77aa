#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A narrow window: its panels float above the canvas, one at a time, and the run has a bar of its own."""
import json
import unittest

import tap
from editor import Editor, example, read


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


class Tiny(unittest.TestCase):
    """As small as a telephone, or with text twice as large: the window is no larger than its screen."""

    def expect_all_is_there(self, editor, what):
        width, height = editor.size
        for kind in ('SluiceWindow', 'GtkLabel', 'GtkButton', 'GtkToggleButton', 'GtkMenuButton', 'GtkSearchEntry'):
            for widget in editor.query(type=kind):
                place = editor.place_of(widget)
                self.assertGreaterEqual(place.x, -2, (what, kind, widget.get('name'), widget.get('text')))
                self.assertLessEqual(place.x + place.width, width + 2, (what, kind, widget.get('name'), widget.get('text')))
        window = editor.place_of(type='SluiceWindow')
        self.assertEqual((window.width, window.height), (width, height), what)

    def walk(self, editor):
        """Through all pages of all panels."""
        for keys in ('ctrl+shift+y', 'ctrl+shift+y', 'ctrl+h', 'ctrl+shift+m', 'ctrl+shift+i', 'ctrl+shift+b',
                     'ctrl+shift+h', 'ctrl+shift+e', 'ctrl+shift+o', 'Escape'):
            editor.key(keys)
            self.expect_all_is_there(editor, keys)
        editor.key('F5')
        editor.wait_for(lambda: editor.query(name='prompt-card'), 'the prompt')
        editor.place_at_rest(name='prompt-card')
        self.expect_all_is_there(editor, 'the prompt')

    def test_a_tiny_window(self):
        self.walk(self.enterContext(Editor(example('hello'), size=(360, 600))))

    def test_a_title_of_many_words(self):
        flow = json.loads(read(example('hello')))
        flow['name'] = 'A title that goes on and on, so that nobody would read all of it ' * 3
        flow['flows']['main']['nodes']['greet']['title'] = flow['name']
        editor = self.enterContext(Editor(text=json.dumps(flow), size=(360, 600)))
        self.expect_all_is_there(editor, 'the title')
        editor.select('main/greet')
        editor.key('ctrl+shift+i')
        self.expect_all_is_there(editor, 'the inspector')

    def test_large_text(self):
        self.walk(self.enterContext(Editor(example('hello'), size=(640, 900), text_scale=2)))

    def test_panels_float_sooner_where_text_is_large(self):
        editor = self.enterContext(Editor(example('hello'), text_scale=2))
        self.assertEqual(editor.query(name='right-panel'), [])
        editor.key('ctrl+shift+i')
        panel = editor.find('right-panel')
        self.assertGreater(panel.width, 500)
        self.assertLess(panel.x, editor.find('canvas').x + editor.find('canvas').width)
        self.expect_all_is_there(editor, 'the inspector')


if __name__ == '__main__':
    tap.main()
