#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A narrow window: its panels float above the canvas, one at a time, and the run has a bar of its own."""
import json
import unittest

from gi.repository import GLib

import tap
from editor import Editor, example, read

# Asks before it runs, and says much.
REACHING = {
    'format': 1, 'name': 'Reach out', 'run': ['main'],
    'flows': {'main': {'start': 'ask', 'nodes': {
        'ask': {'kind': 'http', 'title': 'Ask the weather', 'settings': {'url': 'http://127.0.0.1:9/weather'},
                'next': {'default': 'print'}},
        'print': {'kind': 'command', 'title': 'Print', 'settings': {'program': 'lp'}, 'next': {'default': 'read'}},
        'read': {'kind': 'file', 'title': 'Read', 'settings': {'path': 'a.txt'}}}}},
    'layout': {'main': {'ask': [0, 0], 'print': [3, 40], 'read': [70, 3]}},
}


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


class Deep(unittest.TestCase):
    def test_a_long_way_widens_no_window(self):
        """Thirty flows, each in another: the one that is shown is in view, and so are the panels."""
        flows = {f'level-{n}': {'start': 'x', 'nodes': {
            'x': {'kind': 'flow', 'settings': {'flow': f'level-{n + 1}'}}}} for n in range(30)}
        flows['level-30'] = {'start': 'x', 'nodes': {'x': {'kind': 'end', 'title': 'The Bottom'}}}
        flow = {'format': 1, 'name': 'Deep', 'run': ['level-0'], 'flows': flows}
        with Editor(text=flow) as editor:
            for n in range(31):
                editor.key('F11')
                editor.wait_for_stop(f'level-{n}/x')
            editor.wait_for(lambda: self.get_last(editor)[0] == 'level-30', 'the way there')
            self.assertEqual(editor.widgets()[0]['rect'][2:], [1280, 800])
            canvas = editor.find('canvas')
            editor.wait_for(lambda: canvas.x < self.get_last(editor)[1] < canvas.x + canvas.width,
                            'its end to be in view')

    @staticmethod
    def get_last(editor):
        crumbs, = editor.query(name='flow-crumbs')
        last = editor.query(within=crumbs, type='GtkButton')[-1]
        place = editor.place_of(last)
        return last['text'], place.x + place.width


class Prompts(unittest.TestCase):
    """What a node asks stands beside it, wherever on the canvas the node is."""

    def ask(self, **options):
        """Where the node that asks is, once it has been moved down to the bottom of the canvas, and its prompt."""
        editor = self.enterContext(Editor(example('hello'), **options))
        editor.key('F5')
        editor.wait_for(lambda: editor.query(name='prompt-card'), 'the prompt')
        editor.key('shift+F5')
        editor.wait_for(lambda: not editor.query(name='prompt-card'), 'the prompt to go')
        canvas, node = editor.find('canvas'), editor.node('main/name')
        editor.drag(canvas.at(0.5, 0.02), by=(0, canvas.y + canvas.height - node.y - node.height - 10), button=2)
        editor.key('F5')
        editor.wait_for(lambda: editor.query(name='prompt-card'), 'the prompt')
        return editor, editor.node('main/name'), editor.place_at_rest(name='prompt-card')

    def test_a_node_at_the_bottom(self):
        for options in ({}, {'size': (360, 600)}, {'size': (640, 900), 'text_scale': 2}):
            with self.subTest(**options):
                editor, node, card = self.ask(**options)
                self.assertLessEqual(card.y + card.height, node.y)
                self.assertGreater(card.y, editor.find('canvas').y)
                editor.answer('Ada')
                editor.wait_for_line('Hello, Ada!')


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

    def walk_panels(self, editor):
        """Through all pages of all panels."""
        for keys in ('ctrl+shift+y', 'ctrl+shift+y', 'ctrl+h', 'ctrl+shift+m', 'ctrl+shift+i', 'ctrl+shift+b',
                     'ctrl+shift+h', 'ctrl+shift+e', 'ctrl+shift+o', 'Escape'):
            editor.key(keys)
            self.expect_all_is_there(editor, keys)

    def walk(self, editor):
        """Through the panels, and to a question."""
        self.walk_panels(editor)
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

    def expect_in_view(self, editor, dialog, *texts):
        """The buttons of a dialog are on the screen, whatever else there is no room for."""
        width, height = editor.size
        for text in texts:
            place = editor.place_at_rest(type='GtkButton', text=text)
            self.assertGreaterEqual(min(place.x, place.y), 0, (dialog, text))
            self.assertLessEqual(place.x + place.width, width, (dialog, text))
            self.assertLessEqual(place.y + place.height, height, (dialog, text))

    def test_large_text_on_a_telephone(self):
        """Text twice as large in 360 × 500: all panels, and the buttons of what is asked."""
        editor = self.enterContext(Editor(text=json.dumps(REACHING), size=(360, 500), text_scale=2))
        self.walk_panels(editor)
        tabs = editor.query(within=editor.query(name='bottom-switcher')[0], type='GtkToggleButton')
        self.assertEqual(['Console', 'Timeline', 'Problems', 'Runs'], [tab['tooltip'] for tab in tabs])
        editor.key('F5')
        editor.wait_for(lambda: editor.query(name='grants'), 'the question what it may do')
        self.expect_in_view(editor, 'grants', 'Deny', 'Allow Once', 'Always Allow')
        editor.click(editor.place_at_rest(type='GtkButton', text='Deny'))
        editor.wait_for(lambda: not editor.query(name='grants'), 'the question to go')
        editor.action('export', GLib.Variant('s', 'svg'), window=1)
        editor.wait_for(lambda: editor.query(name='export'), 'the questions')
        self.expect_in_view(editor, 'export', 'Cancel', 'Export…')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='export'), 'the questions to go')
        editor.focus_window()
        editor.action('lay-out', window=1)
        editor.action('close', window=1)
        editor.wait_for(lambda: editor.query(type='AdwMessageDialog'), 'the question')
        self.expect_in_view(editor, 'save', 'Save', 'Discard', 'Cancel')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(type='AdwMessageDialog'), 'the question to go')

    def expect_to_fit(self, editor, kind):
        """A window is no larger than the screen, and no text in it is beside it."""
        editor.wait_for(lambda: editor.query(type=kind), kind)
        place = editor.place_at_rest(type=kind)
        self.assertEqual((0, 0, *editor.size), (place.x, place.y, place.width, place.height), kind)
        window, = editor.query(type=kind)
        for label in editor.query(within=window, type='GtkLabel'):
            inner = editor.place_of(label)
            self.assertGreaterEqual(inner.x, 0, (kind, label['text']))
            self.assertLessEqual(inner.x + inner.width, place.width, (kind, label['text']))

    def close_dialog(self, editor, kind):
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(type=kind), f'{kind} to go')
        editor.focus_window()

    def test_windows_of_the_program_on_a_telephone(self):
        editor = self.enterContext(Editor(example('hello'), size=(360, 500), text_scale=2))
        editor.key('ctrl+comma')
        self.expect_to_fit(editor, 'SluicePreferences')
        self.close_dialog(editor, 'SluicePreferences')
        editor.action('about')
        self.expect_to_fit(editor, 'AdwAboutWindow')
        self.close_dialog(editor, 'AdwAboutWindow')
        editor.select('main/greet')
        editor.key('shift+F9')
        self.expect_to_fit(editor, 'SluiceBreakEditor')
        editor.place_of(type='GtkLabel', text='Add a Breakpoint')
        self.close_dialog(editor, 'SluiceBreakEditor')

    def test_shortcuts_on_a_telephone(self):
        """GTK's window of them is wider: there they are a list, with a search."""
        editor = self.enterContext(Editor(example('hello'), size=(360, 500), text_scale=2))
        editor.key('ctrl+question')
        self.expect_to_fit(editor, 'SluiceShortcutsList')
        told = editor.texts('shortcuts-list')
        for text in ('Run', 'Step over', 'Pan', 'Space and drag, or the middle button'):
            self.assertIn(text, told)
        editor.type('f10 OVER')
        editor.wait_for(lambda: sorted(editor.texts('shortcuts-list')) == ['F10', 'Run', 'Step over'],
                        'what was searched for')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(type='SluiceShortcutsList'), 'the list to go')

    def test_nodes_are_as_large_as_text(self):
        """100 % is where the text of nodes is as large as elsewhere on the desktop."""
        editor = self.enterContext(Editor(example('hello'), text_scale=2))
        editor.click(editor.canvas(0.5, 0.95))
        editor.key('ctrl+0')
        self.assertEqual(editor.get('zoom', 'label'), '100 %')
        self.assertAlmostEqual(editor.node('main/greet').width, 2 * 12 * 16, delta=2)
        editor.key(*['ctrl+plus'] * 20)
        self.assertEqual(editor.get('zoom', 'label'), '400 %')
        editor.key('ctrl+1')
        self.assertLessEqual(int(editor.get('zoom', 'label').split()[0]), 100)

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
