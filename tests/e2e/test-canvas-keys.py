#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands of the canvas by their keys, and their undo."""
import json
import unittest

import tap
from canvas_case import FLOW, CanvasCase, Rect


class Selecting(CanvasCase):
    def hint(self):
        """The keys that are shown at the foot of the canvas."""
        return self.editor.texts('canvas-keys')

    def test_by_two_keys(self):
        self.editor.select('main/b')
        for key, nodes in (('u', 'ab'), ('d', 'bc'), ('c', 'abc')):
            self.editor.select('main/b')
            self.editor.key('alt+s')
            self.assertEqual(self.hint(), ['Select', 'U', 'Upstream', 'D', 'Downstream', 'C',
                                           'Connected'])
            self.editor.key(key)
            self.assertEqual(self.hint(), [])
            self.assert_selected(*nodes)

    def test_a_second_key_is_given_up(self):
        self.editor.select('main/b')
        self.editor.key('alt+s', 'Escape')
        self.assertEqual(self.hint(), [])
        self.assert_selected('b')
        self.editor.key('Escape')
        self.assert_selected()

    def test_along_edges(self):
        self.editor.select('main/a')
        for key, node in (('alt+Right', 'b'), ('alt+Right', 'c'), ('alt+Right', 'c'),
                          ('alt+Left', 'b'), ('alt+Left', 'a')):
            self.editor.key(key)
            self.assert_selected(node)

    def test_everything_and_nothing(self):
        self.editor.key('ctrl+a')
        self.assert_selected('a', 'b', 'c')
        self.editor.key('ctrl+shift+a')
        self.assert_selected()


class Editing(CanvasCase):
    def test_connects_with_hints(self):
        self.editor.select('main/c')
        self.editor.key('e')
        self.assertIn('Choose the target', self.editor.texts('canvas-keys'))
        self.editor.key('Left', 'Return')
        self.assertEqual(self.editor.nodes['c']['next'], {'default': 'b'})
        self.assertEqual(self.editor.texts('canvas-keys'), [])
        self.assert_undone_and_redone()
        self.editor.key('e', 'Left', 'Escape')
        self.assertEqual(self.editor.document(), self.before)

    def test_deletes_and_heals(self):
        self.editor.select('main/b')
        self.editor.key('ctrl+Delete')
        self.assertEqual(list(self.editor.nodes), ['a', 'c'])
        self.assertEqual(self.editor.nodes['a']['next'], {'default': 'c'})
        self.assert_undone_and_redone()

    def test_pastes_keeping_incoming_edges(self):
        self.editor.select('main/b')
        self.editor.key('ctrl+c')
        self.assertIn('"b"', self.editor.clipboard())
        self.editor.move(self.editor.canvas(0.3, 0.8))
        self.editor.key('ctrl+shift+v')
        self.editor.wait_for(lambda: len(self.editor.nodes) == 4, 'the copy')
        self.assertEqual(self.editor.nodes['a']['next'], {'default': 'b-2'})
        self.assert_undone_and_redone()

    def test_aligns_and_distributes(self):
        def places():
            return [self.layout()[name] for name in 'abc']

        self.editor.key('ctrl+a', 'alt+a')
        self.assertIn('Align left', self.editor.texts('canvas-keys'))
        self.editor.key('l')
        self.assertEqual({x for x, _ in places()}, {0})
        self.assert_undone_and_redone()
        for key, axis, value in (('r', 0, 30), ('t', 1, 0), ('b', 1, 8)):
            self.editor.key('ctrl+a', 'alt+a', key)
            self.assertEqual({place[axis] for place in places()}, {value})
            self.assert_undone_and_redone()
        for key, axis in (('m', 1), ('c', 0)):
            self.editor.key('ctrl+a', 'alt+a', key)
            self.assertEqual(len({place[axis] for place in places()}), 1)
            self.assert_undone_and_redone()
        self.editor.key('ctrl+a', 'alt+a', 'v')
        self.assertEqual(places()[1][1], 4)
        self.assert_undone_and_redone()
        self.editor.select('main/b')
        self.editor.key('ctrl+Left', 'ctrl+Left')
        self.before = self.editor.document()
        self.editor.key('ctrl+a', 'alt+a', 'h')
        self.assertEqual([x for x, _ in places()], [0, 15, 30])
        self.assert_undone_and_redone()

    def test_disables_and_passes_through(self):
        self.editor.select('main/b')
        self.editor.key('ctrl+m')
        self.assertIs(self.editor.nodes['b']['disabled'], True)
        self.assert_undone_and_redone()
        self.editor.key('ctrl+b')
        self.assertEqual(self.editor.nodes['b']['disabled'], 'pass-through')
        self.assert_undone_and_redone()

    def test_lays_out_the_selection(self):
        self.select_all('main/a', 'main/c')
        self.editor.key('ctrl+l')
        self.assertEqual(self.layout()['b'], [15, 0])
        self.assert_undone_and_redone()

    def test_breakpoints(self):
        self.editor.select('main/b')
        self.editor.key('F9')
        self.assertEqual(self.editor.state()['breakpoints'], ['main/b'])
        self.editor.key('ctrl+F9')
        self.assertEqual(self.editor.state()['breakpoints'], ['main/b'])
        self.editor.key('F9')
        self.assertEqual(self.editor.state()['breakpoints'], [])


class Menus(CanvasCase):
    def entries(self, place, button=3):
        self.editor.click(place, button=button)
        self.editor.wait_for(lambda: self.editor.query(name='canvas-menu'), 'the menu')
        self.editor.place_at_rest(name='canvas-menu')
        texts = [item['text'] for item in self.editor.query(type='GtkModelButton')]
        self.editor.key('Escape')
        self.editor.wait_for(lambda: not self.editor.query(name='canvas-menu'), 'the menu to go')
        self.rest()
        return texts

    def test_are_about_what_is_under_them(self):
        self.assertIn('Start Here', self.entries(self.head('main/b')))
        self.assertIn('Edit Action…', self.entries(self.editor.edge('main/b')))
        self.assertIn('Add Node…', self.entries(self.editor.canvas(0.5, 0.95)))
        self.editor.key('ctrl+a')
        self.assertIn('Arrange', self.entries(self.head('main/b')))
        self.editor.key('ctrl+a', 'ctrl+g')
        frame = self.editor.node('main/$frames/frame')
        entries = self.entries((frame.x + frame.width / 2, frame.y + self.unit()))
        self.assertIn('Colour', entries)
        self.assertNotIn('Start Here', entries)

    def test_adds_where_it_was_opened(self):
        place = self.editor.canvas(0.3, 0.8)
        self.editor.click(place, button=3)
        self.editor.choose_from_menu('Add Note…')
        self.editor.wait_for(lambda: self.editor.query(name='canvas-note'), 'the text')
        self.editor.key('Escape')
        note = self.editor.node('main/$notes/note')
        self.assertAlmostEqual(note.x, place[0], delta=self.unit())
        self.assertAlmostEqual(note.y, place[1], delta=self.unit())

    def test_open_by_keyboard(self):
        for key in ('Menu', 'shift+F10'):
            self.editor.select('main/b')
            self.editor.key(key)
            self.editor.place_at_rest(name='canvas-menu')
            self.assertIn('Start Here',
                          [item['text'] for item in self.editor.query(type='GtkModelButton')])
            self.editor.key('Escape')
            self.editor.wait_for(lambda: not self.editor.query(name='canvas-menu'),
                                 'the menu to go')

    def test_a_long_menu_after_a_short_one_has_room_for_all(self):
        heights = []
        for is_long in (False, True):
            self.editor.key('ctrl+shift+a')
            if not is_long:
                self.editor.click(self.editor.edge('main/a'))
            self.editor.key('shift+F10')
            place = self.editor.place_at_rest(name='canvas-menu')
            heights.append(place.height)
            for button in self.editor.query(within=self.editor.query(name='canvas-menu')[0], type='GtkModelButton'):
                inner = self.editor.place_of(button)
                self.assertLessEqual(inner.y + inner.height, place.y + place.height, button['text'])
            self.editor.key('Escape')
            self.editor.wait_for(lambda: not self.editor.query(name='canvas-menu'), 'the menu to go')
        self.assertLess(heights[0], heights[1])

    def test_opens_by_keyboard_on_nothing(self):
        self.editor.key('ctrl+shift+a', 'shift+F10')
        self.editor.wait_for(lambda: self.editor.query(name='canvas-menu'), 'the menu')
        self.editor.place_at_rest(name='canvas-menu')
        self.assertIn('Add Node…', [item['text'] for item in self.editor.query(type='GtkModelButton')])
        self.editor.key('Escape')
        self.editor.wait_for(lambda: not self.editor.query(name='canvas-menu'), 'the menu to go')


class View(CanvasCase):
    def zoom(self):
        return self.editor.state()['zoom']

    def test_by_keys(self):
        editor = self.editor
        editor.click(self.head('main/c'))
        editor.key('ctrl+2')
        alone = editor.node('main/c')
        view = editor.find('canvas')
        self.assert_near(Rect(*alone.centre), Rect(*view.centre), 3)
        self.assertEqual(self.zoom(), 1)
        editor.key('ctrl+1')
        for name in 'abc':
            node = editor.node('main/' + name)
            self.assertGreaterEqual(node.x, view.x)
            self.assertLessEqual(node.x + node.width, view.x + view.width)
        editor.key(*['ctrl+minus'] * 30)
        self.assertAlmostEqual(self.zoom(), 0.1)
        editor.key(*['ctrl+plus'] * 40)
        self.assertAlmostEqual(self.zoom(), 4)
        editor.key('ctrl+0')
        self.assertEqual(self.zoom(), 1)
        self.assertEqual(editor.document(), self.before)

    def test_a_double_click_shows_the_settings(self):
        """Where nothing was to be seen of them."""
        editor = self.editor
        editor.key('ctrl+shift+i')
        editor.wait_for(lambda: not editor.query(type='SluiceInspector'), 'the panel to go')
        editor.click(self.head('main/b'), count=2)
        editor.wait_for(lambda: editor.query(type='SluiceInspector'), 'the inspector')
        editor.row('Title')
        self.assert_selected('b')
        self.assertEqual(editor.document(), self.before)

    def test_the_menu_names_what_is_undone(self):
        """Even one that is opened before the key was answered; a screen reader is told the same."""
        editor = self.editor
        editor.select('main/b')
        editor.move(editor.find('main-menu'))
        editor.key('Delete', settle=False)
        editor.press()
        editor.release()
        for name in ('Undo: Delete B', 'Redo'):
            editor.wait_for(lambda name=name: editor.query(type='GtkModelButton', text=name), name)
            self.assertIn('visible', editor.accessible().find('menu item', name).states)
        editor.choose_from_menu('Undo: Delete B')
        editor.wait_for(lambda: editor.document() == self.before, 'the node to be back')
        editor.wait_for(lambda: not editor.query(type='GtkModelButton'), 'the menu to close')
        editor.click(editor.find('main-menu'))
        editor.wait_for(lambda: editor.query(type='GtkModelButton', text='Redo: Delete B'), 'what would be redone')
        self.assertEqual(editor.query(type='GtkModelButton', text='Undo: Delete B'), [])
        editor.choose_from_menu('Redo: Delete B')
        editor.wait_for(lambda: editor.document() != self.before, 'the node to go')

    def test_the_search_opens_where_the_pointer_is(self):
        editor = self.editor
        for across in (0.2, 0.5):
            place = editor.canvas(across, 0.85)
            editor.click(place, count=2)
            editor.expect_search()
            search = editor.place_at_rest(name='node-search')
            self.assertLess(abs(search.x + search.width / 2 - place[0]), search.width)
            editor.type('log')
            editor.key('Return')
            editor.expect_search(False)
            added = editor.node(editor.state()['selection'][0])
            self.assertLess(abs(added.x - place[0]), added.width)
            editor.key('ctrl+z')
            self.rest()


class Minimap(CanvasCase):
    """Of a flow that is far larger than the view."""

    flow = FLOW | {'layout': {'main': FLOW['layout']['main'] | {'c': [300, 90]}}}

    def test_comes_and_goes(self):
        editor = self.editor

        def is_shown():
            return bool(editor.query(type='SluiceMinimap'))

        editor.key('ctrl+0')
        editor.wait_for(is_shown, 'the minimap')
        editor.key('ctrl+1')
        editor.wait_for(lambda: not is_shown(), 'the minimap to go where all is in view')
        editor.key('ctrl+0')
        editor.wait_for(is_shown, 'the minimap to be there again')
        editor.key('alt+m')
        editor.wait_for(lambda: not is_shown(), 'the minimap to go')
        editor.key('alt+m')
        editor.wait_for(is_shown, 'the minimap to come back')
        self.assertEqual(editor.document(), self.before)


class Clipboard(CanvasCase):
    def test_between_flows(self):
        self.select_all('main/a', 'main/b')
        self.editor.key('ctrl+c', 'ctrl+t')
        self.editor.wait_for(lambda: self.editor.title == 'New Flow', 'the other flow')
        self.editor.key('ctrl+v')
        self.editor.wait_for(lambda: sorted(self.editor.nodes) == ['a', 'b'], 'the nodes')
        self.assertEqual(self.editor.nodes['a']['next'], {'default': 'b'})

    def test_between_windows(self):
        editor = self.editor
        self.select_all('main/a', 'main/b')
        editor.key('ctrl+c', 'ctrl+shift+n')
        editor.wait_for(lambda: len(editor.query(type='SluiceWindow')) == 2, 'the other window')
        editor.focus_window()
        editor.key('ctrl+t')
        editor.wait_for(lambda: 'New Flow' in [item['text'] for item in editor.query(name='title')], 'the other flow')
        self.assertEqual(len(editor.query(type='SluiceNodeProxy')), 3)
        editor.key('ctrl+v')
        editor.wait_for(lambda: len(editor.query(type='SluiceNodeProxy')) == 5, 'the nodes')
        self.assertEqual(editor.document(), self.before)

    def test_frames_travel_too(self):
        self.select_all('main/a', 'main/b')
        self.editor.key('ctrl+g', 'ctrl+a', 'ctrl+c')
        copied = json.loads(self.editor.clipboard())
        self.assertEqual(list(copied['layout']['main']['$frames']), ['frame'])


if __name__ == '__main__':
    tap.main()
