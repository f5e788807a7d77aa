#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each gesture and key of the canvas, with a real pointer and keyboard, and its undo."""
import json
import unittest

import tap
from canvas_case import CanvasCase, Rect
from editor import Editor, example


class Gestures(CanvasCase):
    """A flow of three nodes, at 100 %, is open in self.editor."""

    # The view

    def test_pans_by_the_middle_button_and_by_space(self):
        at = self.editor.node('main/a')
        self.editor.drag(self.editor.canvas(0.5, 0.8), by=(40, -30), button=2)
        self.assert_near(self.editor.node('main/a'), Rect(at.x + 40, at.y - 30))
        self.editor.click(self.editor.canvas(0.5, 0.9))
        self.editor.input.press_key('space')
        self.editor.drag(self.editor.canvas(0.5, 0.8), by=(-40, 30))
        self.editor.input.release_key('space')
        self.assert_near(self.editor.node('main/a'), at)
        self.assertEqual(self.editor.document(), self.before)
        self.assertEqual(self.editor.state()['selection'], [])

    def test_zooms_at_the_pointer(self):
        at = self.head('main/b')
        before = self.editor.state()['zoom']
        self.editor.scroll(at, -2)
        self.assertGreater(self.editor.state()['zoom'], before)
        self.assert_near(Rect(*self.head('main/b')), Rect(*at))
        self.editor.scroll(at, 2)
        self.assertAlmostEqual(self.editor.state()['zoom'], before, places=6)
        self.editor.key('ctrl+plus')
        self.assertGreater(self.editor.state()['zoom'], before)
        self.assert_near(Rect(*self.head('main/b')), Rect(*at))
        self.editor.key('ctrl+0')
        self.assertEqual(self.editor.state()['zoom'], 1)
        self.assertEqual(self.editor.get('zoom', 'label'), '100 %')

    def test_scrolls_with_shift(self):
        at = self.editor.node('main/a')
        self.editor.scroll(self.editor.canvas(0.5, 0.8), 1, modifiers=['shift'])
        moved = self.editor.node('main/a')
        self.assertNotEqual(moved.x, at.x)
        self.assertAlmostEqual(moved.y, at.y, delta=1)

    def test_the_view_is_thrown(self):
        """Without animations, as here, it stays where it was dragged to."""
        at = self.editor.node('main/a')
        self.editor.drag(self.editor.canvas(0.5, 0.8), by=(60, 0), button=2, steps=3)
        self.assert_near(self.editor.node('main/a'), Rect(at.x + 60, at.y))

    # The selection

    def test_selects_with_a_marquee(self):
        a, b, c = (self.editor.node('main/' + name) for name in 'abc')
        start = a.x - 12, min(a.y, b.y) - 14
        self.editor.drag(start, (b.x + 20, b.y + 20))
        self.assertEqual(self.editor.state()['selection'], ['main/a', 'main/b'])
        beside_c = c.x + c.width + 12, c.y + c.height + 12
        self.editor.drag(beside_c, c.at(0.6, 0.6), modifiers=['shift'])
        self.assertEqual(self.editor.state()['selection'], ['main/a', 'main/b', 'main/c'])
        self.editor.drag(start, (a.x + 20, a.y + 20), modifiers=['ctrl'])
        self.assertEqual(self.editor.state()['selection'], ['main/b', 'main/c'])
        self.editor.click(self.editor.canvas(0.5, 0.95))
        self.assertEqual(self.editor.state()['selection'], [])

    def test_selects_by_keyboard(self):
        self.editor.key('ctrl+a')
        self.assertEqual(sorted(self.editor.state()['selection']), ['main/a', 'main/b', 'main/c'])
        self.editor.key('Escape')
        self.assertEqual(self.editor.state()['selection'], [])
        self.editor.select('main/a')
        self.editor.key('Right')
        self.assertEqual(self.editor.state()['selection'], ['main/b'])
        self.editor.key('Right')
        self.assertEqual(self.editor.state()['selection'], ['main/c'])
        self.editor.key('Left')
        self.assertEqual(self.editor.state()['selection'], ['main/b'])

    # Moving

    def test_moves_and_snaps(self):
        unit = self.unit()
        self.editor.drag(self.head('main/c'), by=(2.3 * unit, 3.2 * unit))
        self.assertEqual(self.layout()['c'], [32, 11])
        self.assert_undone_and_redone()
        near_a = self.layout()['a'][1] - self.layout()['c'][1] + 0.6
        self.editor.drag(self.head('main/c'), by=(0, near_a * unit))
        self.assertEqual(self.layout()['c'], [30, 0])
        self.assertEqual(self.editor.state()['undo'], 'Move Node')

    def test_moves_the_selection_together(self):
        unit = self.unit()
        self.editor.key('ctrl+a')
        self.editor.drag(self.head('main/b'), by=(0, 5 * unit))
        self.assertEqual(self.layout(), {'a': [0, 5], 'b': [15, 5], 'c': [30, 13]})
        self.assert_undone_and_redone()

    def test_escape_ends_a_drag_without_a_trace(self):
        self.editor.drag(self.head('main/b'), by=(60, 80),
                         meanwhile=lambda: self.editor.key('Escape'))
        self.assertEqual(self.editor.document(), self.before)
        self.assertIsNone(self.editor.state()['undo'])
        self.editor.drag(self.editor.port('main/c'), self.editor.node('main/a').at(0.5, 0.5),
                         meanwhile=lambda: self.editor.key('Escape'))
        self.assertEqual(self.editor.document(), self.before)

    def test_keys_wait_until_a_drag_is_over(self):
        def press_keys():
            for key in ('F2', 'Menu', 'Tab', 'Delete'):
                self.editor.key(key)
                self.assertEqual(1, len([window for window in self.editor.widgets() if window['mapped']]), key)

        self.editor.drag(self.head('main/b'), by=(0, 5 * self.unit()), meanwhile=press_keys)
        self.assertEqual(self.layout(), {'a': [0, 0], 'b': [15, 5], 'c': [30, 8]})
        self.assert_undone_and_redone()

    def test_another_button_gives_a_drag_up(self):
        def press_other(button):
            self.editor.press(button)
            self.editor.release(button)

        for button in 3, 2:
            self.editor.drag(self.head('main/b'), by=(60, 80), meanwhile=lambda button=button: press_other(button))
            self.assertEqual(self.editor.document(), self.before)
            self.assertEqual(self.editor.query(name='canvas-menu'), [])
        self.editor.drag(self.head('main/b'), by=(0, 5 * self.unit()))
        self.assertEqual(self.layout()['b'], [15, 5])
        self.assert_undone_and_redone()

    def test_space_is_let_go_in_a_menu(self):
        self.editor.select('main/a')
        self.editor.input.press_key('space')
        self.editor.click(self.editor.canvas(0.5, 0.95), button=3)
        self.editor.wait_for(lambda: self.editor.query(name='canvas-menu'), 'the menu')
        self.editor.input.release_key('space')
        self.editor.key('Escape')
        self.editor.wait_for(lambda: not self.editor.query(name='canvas-menu'), 'the menu to close')
        self.rest()
        self.editor.drag(self.head('main/b'), by=(0, 5 * self.unit()))
        self.assertEqual(self.layout()['b'], [15, 5])

    def test_nudges(self):
        self.editor.select('main/b')
        self.editor.key('ctrl+Down', 'ctrl+Down', 'ctrl+Right')
        self.assertEqual(self.layout()['b'], [16, 2])
        self.assert_undone_and_redone()

    # Editing

    def test_deletes(self):
        self.editor.select('main/b')
        self.editor.key('Delete')
        self.assertEqual(list(self.editor.nodes), ['a', 'c'])
        self.assertNotIn('next', self.editor.nodes['a'])
        self.assert_undone_and_redone()

    def test_renames(self):
        self.editor.select('main/b')
        self.editor.key('F2')
        self.editor.key('ctrl+a')
        self.editor.type('Say it')
        self.editor.key('Return')
        self.assertEqual(self.editor.nodes['b']['title'], 'Say it')
        self.assert_undone_and_redone()
        self.editor.key('F2')
        self.editor.type('No')
        self.editor.key('Escape')
        self.assertEqual(self.editor.document(), self.before)
        self.editor.key('F2')
        self.editor.type('Say it')
        self.editor.click(self.editor.canvas(0.5, 0.95))
        self.assertEqual(self.editor.nodes['b']['title'], 'Say it')
        self.assert_undone_and_redone()

    def test_copies_as_text_of_a_flow_file(self):
        self.editor.drag((self.editor.node('main/a').x - 12, self.editor.node('main/a').y - 14),
                         self.editor.node('main/b').at(0.3, 0.3))
        self.editor.key('ctrl+c')
        copied = json.loads(self.editor.clipboard())
        self.assertEqual(copied['format'], 1)
        nodes, = (flow['nodes'] for flow in copied['flows'].values())
        self.assertEqual(nodes['a']['next'], {'default': 'b'})
        self.assertEqual(list(nodes), ['a', 'b'])

        self.editor.move(self.editor.canvas(0.1, 0.75))
        self.editor.key('ctrl+v')
        self.editor.wait_for(lambda: len(self.editor.nodes) == 5, 'the copies')
        self.assertEqual(self.editor.nodes['a-2']['next'], {'default': 'b-2'})
        self.assertEqual(self.editor.state()['selection'], ['main/a-2', 'main/b-2'])
        self.assert_undone_and_redone()

    def test_cuts_and_duplicates(self):
        self.editor.select('main/c')
        self.editor.key('ctrl+d')
        self.assertEqual(list(self.editor.nodes), ['a', 'b', 'c', 'c-2'])
        self.assert_undone_and_redone()
        self.editor.select('main/c')
        self.editor.key('ctrl+x')
        self.assertEqual(list(self.editor.nodes), ['a', 'b'])
        self.editor.key('ctrl+v')
        self.editor.wait_for(lambda: len(self.editor.nodes) == 3, 'what was cut')
        self.assertEqual(self.editor.nodes['c']['title'], 'C')

    # Edges

    def test_connects_and_reroutes_and_unlinks(self):
        self.editor.drag(self.editor.port('main/c'), self.editor.node('main/a').at(0.5, 0.5))
        self.assertEqual(self.editor.nodes['c']['next'], {'default': 'a'})
        self.assert_undone_and_redone()

        self.editor.drag(self.editor.input_port('main/a'), self.editor.port('main/c'))
        self.assertEqual(self.editor.nodes['c']['next'], {'default': 'a'})
        self.assert_undone_and_redone()
        self.editor.drag(self.editor.input_port('main/a'), self.editor.canvas(0.2, 0.8))
        self.editor.expect_search()
        self.editor.type('scr')
        self.editor.key('Return')
        self.assertEqual(self.editor.nodes['script']['next'], {'default': 'a'})
        self.assert_undone_and_redone()
        self.editor.key('ctrl+1')

        self.editor.drag(self.editor.input_port('main/c'), self.editor.node('main/a').at(0.5, 0.5))
        self.assertEqual(self.editor.nodes['b']['next'], {'default': 'a'})
        self.assert_undone_and_redone()

        self.editor.drag(self.editor.input_port('main/c'), self.editor.canvas(0.5, 0.9))
        self.assertNotIn('next', self.editor.nodes['b'])
        self.assert_undone_and_redone()

    def test_deletes_an_edge(self):
        self.editor.click(self.editor.edge('main/b'))
        self.assertEqual(self.editor.state()['edge'], ['main/b', 'default'])
        self.editor.key('Delete')
        self.assertNotIn('next', self.editor.nodes['b'])
        self.assert_undone_and_redone()

    def test_edits_an_action_at_its_label(self):
        self.editor.click(self.editor.edge('main/b'))
        self.editor.key('F2')
        self.editor.key('ctrl+a')
        self.editor.type('again')
        self.editor.key('Return')
        self.assertEqual(self.editor.nodes['b']['next'], {'again': 'c'})
        self.assert_undone_and_redone()
        self.editor.key('ctrl+shift+z')
        self.before = self.editor.document()
        self.rest()
        self.editor.click(self.editor.edge('main/b', 'again'), count=2)
        self.editor.key('ctrl+a')
        self.editor.type('once more')
        self.editor.key('Return')
        self.assertEqual(self.editor.nodes['b']['next'], {'once more': 'c'})
        self.assert_undone_and_redone()

    def test_bends_an_edge(self):
        unit = self.unit()
        self.editor.click(self.editor.edge('main/b'), count=2)
        (x, y), = self.layout()['b']['bends']['default']
        self.assert_undone_and_redone()
        self.editor.key('ctrl+shift+z')
        origin = self.editor.node('main/a')
        bend = origin.x + x * unit, origin.y + y * unit
        self.before = self.editor.document()
        self.editor.drag(bend, by=(2 * unit, 4 * unit))
        self.assert_undone_and_redone()
        self.editor.click(bend, count=2)
        self.assertEqual(self.layout()['b'], [15, 0])
        self.assert_undone_and_redone()

    def test_cuts_edges(self):
        a, c = self.editor.node('main/a'), self.editor.node('main/c')
        below = a.x + a.width + 20, c.y + c.height + 40
        self.editor.drag((a.x + a.width + 20, a.y - 16), below, modifiers=['alt'])
        self.assertNotIn('next', self.editor.nodes['a'])
        self.assertEqual(self.editor.nodes['b']['next'], {'default': 'c'})
        self.assertEqual(self.editor.state()['undo'], 'Cut 1 Edge')
        self.assert_undone_and_redone()
        self.editor.drag((a.x + a.width + 20, a.y - 16), below, modifiers=['alt'],
                         meanwhile=lambda: self.editor.key('Escape'))
        self.assertEqual(self.editor.document(), self.before)

    def test_copies_by_dragging(self):
        unit = self.unit()
        self.editor.drag(self.head('main/c'), by=(0, 9 * unit), modifiers=['ctrl'])
        self.assertEqual(self.layout()['c'], [30, 8])
        self.assertEqual(self.layout()['c-2'], [30, 17])
        self.assert_selected('c-2')
        self.assert_undone_and_redone()

    def test_asks_for_a_node_where_a_port_is_dropped(self):
        self.editor.drag(self.editor.port('main/c'), self.editor.canvas(0.5, 0.85))
        self.editor.expect_search()
        self.editor.key('Escape')
        self.editor.expect_search(False)
        self.assertEqual(self.editor.document(), self.before)
        self.editor.drag(self.editor.port('main/c'), self.editor.canvas(0.5, 0.85))
        self.editor.expect_search()
        self.editor.type('scr')
        self.editor.key('Return')
        self.assertEqual(self.editor.nodes['c']['next'], {'default': 'script'})
        self.assert_undone_and_redone()

    def test_the_edge_stays_while_it_is_asked_where_to(self):
        """From its port to where it was dropped, until the search is closed."""
        port, end = self.editor.port('main/c'), self.editor.canvas(0.3, 0.8)
        way = Rect(port.x + 8, port.y - 4, 8, 24)
        empty = list(self.editor.image(way).getdata())
        self.editor.drag(port, end)
        self.editor.expect_search()
        self.editor.wait_for(lambda: list(self.editor.image(way).getdata()) != empty, 'the edge')
        self.editor.key('Escape')
        self.editor.expect_search(False)
        self.editor.wait_for(lambda: list(self.editor.image(way).getdata()) == empty, 'the edge to go')
        self.assertEqual(self.editor.document(), self.before)

    def test_searches_at_the_pointer(self):
        for key, across in (('Tab', 0.4), ('shift+a', 0.6)):
            self.editor.click(self.editor.canvas(across, 0.9))
            self.editor.key(key)
            self.editor.expect_search()
            self.editor.key('Escape')
            self.editor.expect_search(False)
            self.rest()

    def test_a_drag_follows_the_search_at_once(self):
        """However slow the double click: its button is let go before the search comes. The next press is the canvas's."""
        for _ in range(2):
            self.editor.click(self.editor.canvas(0.2, 0.85))
        self.editor.expect_search()
        self.editor.type('as')
        self.editor.key('Return')
        self.editor.expect_search(False)
        self.editor.drag(self.editor.port('main/ask'), self.editor.node('main/a').at(0.5, 0.5))
        self.assertEqual(self.editor.nodes['ask']['next'], {'default': 'a'})

    # The context menu

    def test_has_a_menu_for_what_is_under_the_pointer(self):
        self.editor.click(self.head('main/b'), button=3)
        self.assertEqual(self.editor.state()['selection'], ['main/b'])
        self.editor.choose_from_menu('Delete')
        self.assertEqual(list(self.editor.nodes), ['a', 'c'])
        self.editor.click(self.editor.canvas(0.5, 0.9), button=3)
        self.editor.choose_from_menu('Undo')
        self.assertEqual(self.editor.document(), self.before)

    def test_lays_out(self):
        self.editor.key('ctrl+l')
        places = self.layout()
        self.assertTrue(places['a'][0] < places['b'][0] < places['c'][0])
        self.assert_undone_and_redone()


class Looks(unittest.TestCase):
    def test_opens_with_all_nodes_in_view(self):
        with Editor(example('recipe-finder')) as editor:
            view = editor.find('canvas')
            for name in editor.nodes:
                node = editor.node('main/' + name)
                self.assertGreaterEqual(node.x, view.x)
                self.assertLessEqual(node.x + node.width, view.x + view.width)


if __name__ == '__main__':
    tap.main()
