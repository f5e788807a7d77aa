#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Frames, notes and sub-flows, dropping a node on an edge, habits, and what a frame costs, with a real pointer."""
import unittest

import tap
from canvas_case import CanvasCase, FLOW, Rect
from editor import Editor, example

LOOSE = {**FLOW, 'flows': {'main': {'start': 'a', 'nodes': {
    'a': {'kind': 'ask', 'title': 'A', 'next': {'default': 'b'}},
    'b': {'kind': 'log', 'title': 'B'},
    'c': {'kind': 'log', 'title': 'C'},
}}}, 'layout': {'main': {'a': [0, 0], 'b': [32, 0], 'c': [16, 14]}}}


class Insert(CanvasCase):
    flow = LOOSE

    def test_a_node_dropped_on_an_edge_is_put_into_it(self):
        unit = self.unit()
        self.editor.drag(self.head('main/c'), by=(0, -14 * unit))
        self.assertEqual(self.editor.nodes['a']['next'], {'default': 'c'})
        self.assertEqual(self.editor.nodes['c']['next'], {'default': 'b'})
        self.assert_undone_and_redone()
        self.editor.drag(self.head('main/c'), by=(0, -14 * unit), modifiers=['alt'])
        self.assertEqual(self.editor.nodes['a']['next'], {'default': 'b'})
        self.assertNotIn('next', self.editor.nodes['c'])

    def test_a_kind_of_the_palette_dropped_on_an_edge_is_put_into_it(self):
        self.editor.drag(self.editor.kind('Delay'), self.editor.edge('main/a'))
        self.editor.wait_for(lambda: len(self.editor.nodes) == 4, 'the node')
        self.assertEqual(self.editor.nodes['a']['next'], {'default': 'delay'})
        self.assertEqual(self.editor.nodes['delay']['next'], {'default': 'b'})
        self.assertEqual(self.editor.state()['selection'], ['main/delay'])
        self.assert_undone_and_redone()


class FromThePalette(CanvasCase):
    """A kind is dragged over an edge, which is lit; the window leaves the right of the screen free."""

    flow = LOOSE
    settings = {'window-width': 1100}

    def setUp(self):
        super().setUp()
        self.editor.move(self.editor.kind('Delay'))
        self.calm = self.look()

    def look(self):
        """The beginning of the edge: what is dragged is right of the pointer."""
        start, end = self.editor.port('main/a'), self.editor.edge('main/a')
        return self.editor.image(Rect(start.x, start.y - 20, end.x - start.x - 3, 40))

    def expect_lit(self, is_lit=True):
        self.editor.wait_for(lambda: (self.look() != self.calm) == is_lit,
                             'the edge to be ' + ('lit' if is_lit else 'as it was'))
        self.editor.settle()

    def drag_to_edge(self, meanwhile):
        self.editor.drag(self.editor.kind('Delay'), self.editor.edge('main/a'), meanwhile=meanwhile)

    def test_escape_gives_it_up(self):
        editor = self.editor
        self.drag_to_edge(lambda: (self.expect_lit(), editor.key('Escape')))
        self.assertEqual(editor.document(), self.before)
        editor.key('ctrl+z')
        self.assertEqual(editor.document(), self.before)
        editor.drag(editor.kind('Delay'), editor.canvas(0.5, 0.9))
        editor.wait_for(lambda: len(editor.nodes) == 4, 'the node of the next drag')

    def leave(self):
        self.editor.move((1200, 400))
        self.expect_lit(False)

    def come_back(self):
        """In two steps: GDK lets the drop know of the drag with the first."""
        edge = self.editor.edge('main/a')
        self.editor.move((edge.x + 100, edge.y))
        self.editor.move(edge)

    def test_it_leaves_the_window_and_comes_back(self):
        editor = self.editor
        self.drag_to_edge(self.leave)
        self.assertEqual(editor.document(), self.before)
        self.drag_to_edge(lambda: (self.leave(), self.come_back(), self.expect_lit()))
        editor.wait_for(lambda: len(editor.nodes) == 4, 'the node')
        self.assertEqual(editor.nodes['a']['next'], {'default': 'delay'})


class Painting(CanvasCase):
    def setUp(self):
        super().setUp()
        self.editor.key('ctrl+minus', 'ctrl+minus')  # away from the sides, where the view follows

    def frame(self):
        return self.editor.node('main/$frames/frame')

    def bar(self):
        """Where a frame is taken: within its title."""
        frame = self.frame()
        return frame.x + frame.width * 0.5, frame.y + self.unit()

    def add(self):
        self.select_all('main/a', 'main/b')
        self.editor.key('ctrl+g')
        self.assertIn('frame', self.layout()['$frames'])
        self.assert_undone_and_redone()
        self.editor.key('ctrl+shift+z')
        self.before = self.editor.document()

    def test_a_frame_takes_along_what_is_within(self):
        self.add()
        unit = self.unit()
        at = self.frame()
        self.editor.drag(self.bar(), by=(0, 20 * unit), modifiers=['alt'])
        self.assertEqual([self.layout()[name] for name in 'abc'], [[0, 20], [15, 20], [30, 8]])
        self.assertAlmostEqual(self.frame().y, at.y + 20 * unit, delta=2)
        self.assert_undone_and_redone()

    def test_is_resized_at_sides_and_corners(self):
        self.add()
        unit = self.unit()
        at = self.frame()
        self.editor.drag((at.x + at.width, at.y + at.height / 2), by=(3 * unit, 0))
        self.assertAlmostEqual(self.frame().width, at.width + 3 * unit, delta=2)
        self.assert_undone_and_redone()
        self.editor.drag((at.x, at.y + at.height), by=(-2 * unit, 2 * unit))
        self.assertAlmostEqual(self.frame().x, at.x - 2 * unit, delta=2)
        self.assertAlmostEqual(self.frame().height, at.height + 2 * unit, delta=2)
        self.assert_undone_and_redone()
        self.editor.drag((at.x + at.width, at.y + at.height / 2), by=(3 * unit, 0),
                         meanwhile=lambda: self.editor.key('Escape'))
        self.assertEqual(self.editor.document(), self.before)

    def test_is_renamed_coloured_and_deleted(self):
        self.add()
        self.editor.click(self.bar(), count=2)
        self.editor.key('ctrl+a')
        self.editor.type('Input')
        self.editor.key('Return')
        self.assertEqual(self.layout()['$frames']['frame']['title'], 'Input')
        self.assert_undone_and_redone()
        self.editor.click(self.bar(), button=3)
        self.editor.choose_from_menu('Colour')
        self.editor.choose_from_menu('Green')
        self.assertEqual(self.layout()['$frames']['frame']['colour'], 'green')
        self.assert_undone_and_redone()
        self.editor.click(self.bar())
        self.editor.key('Delete')
        self.assertNotIn('$frames', self.layout())
        self.assertEqual(list(self.editor.nodes), ['a', 'b', 'c'])
        self.assert_undone_and_redone()


class Notes(CanvasCase):
    def test_is_written_moved_and_resized(self):
        self.editor.key('ctrl+minus', 'ctrl+minus')
        self.editor.click(self.editor.canvas(0.15, 0.65), button=3)
        self.editor.choose_from_menu('Add Note…')
        self.editor.wait_for(lambda: any(item['focus'] for item in
                                         self.editor.query(name='canvas-note')), 'the text')
        self.editor.key('ctrl+a')
        self.editor.type('Two lines:')
        self.editor.key('Return')
        self.editor.type('one more')
        self.editor.key('ctrl+Return')
        self.assertEqual(self.layout()['$notes']['note']['text'], ['Two lines:', 'one more'])
        self.rest()
        self.before = self.editor.document()
        unit = self.unit()
        at = self.editor.node('main/$notes/note')
        self.editor.drag(at.at(0.5, 0.7), by=(4 * unit, 3 * unit), modifiers=['alt'])
        moved = self.editor.node('main/$notes/note')
        self.assert_near(moved, type(at)(at.x + 4 * unit, at.y + 3 * unit), 2)
        self.assert_undone_and_redone()
        self.editor.drag((at.x + at.width, at.y + at.height), by=(2 * unit, 2 * unit))
        self.assertAlmostEqual(self.editor.node('main/$notes/note').width, at.width + 2 * unit,
                               delta=2)
        self.assert_undone_and_redone()
        self.editor.click(at.at(0.5, 0.5), count=2)
        self.editor.wait_for(lambda: any(item['focus'] for item in
                                         self.editor.query(name='canvas-note')), 'the text')
        self.editor.key('ctrl+a')
        self.editor.type('No')
        self.editor.key('Escape')
        self.assertEqual(self.editor.document(), self.before)


class SubFlows(CanvasCase):
    def test_collapses_enters_and_expands(self):
        self.select_all('main/b', 'main/c')
        self.editor.key('ctrl+shift+g')
        self.assertEqual(len(self.editor.nodes), 2)
        group = [name for name in self.editor.nodes if name != 'a'][0]
        self.assertEqual(self.editor.nodes[group]['kind'], 'flow')
        self.assert_selected(group)
        self.assert_undone_and_redone()
        self.editor.key('ctrl+shift+z')
        self.editor.select(f'main/{group}')
        self.editor.scroll(self.head(f'main/{group}'), -3)
        seen = self.editor.node(f'main/{group}'), self.editor.state()['zoom']
        self.editor.key('Return')
        self.editor.wait_for(lambda: self.editor.state()['flow'] != 'main', 'the sub-flow')
        self.assertEqual(sorted(self.editor.nodes), ['b', 'c'])
        self.assertNotEqual(self.editor.state()['zoom'], seen[1])
        self.editor.key('alt+Up')
        self.editor.wait_for(lambda: self.editor.state()['flow'] == 'main', 'the flow above')
        self.assert_selected(group)
        self.assertAlmostEqual(self.editor.state()['zoom'], seen[1], places=6)
        self.assert_near(self.editor.node(f'main/{group}'), seen[0])
        self.editor.select(f'main/{group}')
        self.editor.key('ctrl+shift+g')
        self.assertEqual(sorted(node.get('title') for node in self.editor.nodes.values()),
                         ['A', 'B', 'C'])
        self.assertEqual(len(self.editor.document()['flows']), 1)


class Habits(CanvasCase):
    settings = {'wheel-preset': "'scroll'"}

    def test_the_wheel_scrolls_and_a_drag_pans(self):
        at = self.editor.node('main/a')
        zoom = self.editor.state()['zoom']
        self.editor.scroll(self.editor.canvas(0.5, 0.8), 1)
        self.assertLess(self.editor.node('main/a').y, at.y)
        self.assertEqual(self.editor.state()['zoom'], zoom)
        self.editor.scroll(self.editor.canvas(0.5, 0.8), -1)
        self.editor.scroll(self.editor.canvas(0.5, 0.8), -1, modifiers=['ctrl'])
        self.assertGreater(self.editor.state()['zoom'], zoom)
        self.editor.scroll(self.editor.canvas(0.5, 0.8), 1, modifiers=['ctrl'])
        at = self.editor.node('main/a')
        self.editor.drag(self.editor.canvas(0.5, 0.8), by=(50, -40))
        self.assert_near(self.editor.node('main/a'), type(at)(at.x + 50, at.y - 40))
        self.assert_selected()
        a = self.editor.node('main/a')
        self.editor.drag((a.x - 12, a.y - 14), a.at(0.3, 0.3), modifiers=['shift'])
        self.assert_selected('a')


class Painting(unittest.TestCase):
    """Of a large window."""

    def setUp(self):
        self.editor = self.enterContext(Editor(example('hello'), size=(1920, 1080)))

    def count_faults(self):
        """Pages of memory that the kernel has found for it."""
        with open(f'/proc/{self.editor.app.pid}/stat', encoding='ascii') as stat:
            return int(stat.read().rpartition(')')[2].split()[7])

    def pan(self, steps):
        before = self.count_faults()
        self.editor.drag(self.editor.canvas(0.5, 0.8), by=(60, -60), button=2, steps=steps)
        self.editor.drag(self.editor.canvas(0.5, 0.2), by=(-60, 60), button=2, steps=steps)
        return self.count_faults() - before

    def test_frames_of_a_pan_share_their_memory(self):
        """Each that did not would need 2,000 new pages."""
        with open(f'/proc/{self.editor.app.pid}/maps', encoding='ascii') as maps:
            if 'libasan' in maps.read():
                self.skipTest('memory is the sanitizer’s')
        self.pan(30)
        self.assertLess(self.pan(60), 6000)

    def count_shared(self):
        """KB in memory that the editor shares with the display."""
        with open(f'/proc/{self.editor.app.pid}/smaps', encoding='ascii') as smaps:
            parts = smaps.read().split('/SYSV')[1:]
        return sum(int(part.partition('Rss:')[2].split()[0]) for part in parts)

    def test_nothing_is_shared_with_the_display_at_rest(self):
        """It would be 8 MB for each frame that was on its way when it was done with."""
        for steps in (30, 1):
            self.pan(steps)
            self.editor.wait_for(lambda: self.count_shared() < 512, 'the frames to go back', settle=False)


if __name__ == '__main__':
    tap.main()
