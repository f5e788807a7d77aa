#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same gestures whatever the flow is doing: busy, stopped, in its past, nested, read-only, near and far."""
import copy
import json
import unittest

import tap
from editor import Editor, Rect
from ui_driver import get_point

PARTS = {
    'a': {'kind': 'log', 'title': 'A', 'settings': {'message': 'a'}, 'next': {'default': 'b'}},
    'b': {'kind': 'ask', 'title': 'B', 'settings': {'prompt': 'Well?'}, 'next': {'default': 'c'}},
    'c': {'kind': 'log', 'title': 'C', 'settings': {'message': 'c'}},
}
PLACES = {'a': [0, 0], 'b': [15, 0], 'c': [30, 8]}
FLOW = {
    'format': 1, 'name': 'Hands', 'run': ['main'],
    'flows': {'main': {'start': 'a', 'nodes': PARTS}},
    'layout': {'main': PLACES},
}
NESTED = {
    'format': 1, 'name': 'Hands', 'run': ['outer'],
    'flows': {'outer': {'start': 'in', 'nodes': {'in': {'kind': 'flow', 'settings': {'flow': 'main'}}}},
              'main': {'start': 'a', 'nodes': PARTS}},
    'layout': {'outer': {'in': [0, 0]}, 'main': PLACES},
}


def head(editor, name):
    """Where a node is taken to be dragged."""
    return editor.node('main/' + name).at(0.5, 0.12)


class Circumstances(unittest.TestCase):
    def open(self, flow):
        self.editor = self.enterContext(Editor(text=json.dumps(flow)))
        return self.editor

    def empty(self):
        """Where nothing is, below a node."""
        place = self.editor.node('main/b')
        return place.x + place.width / 2, place.y + place.height + 50

    def place(self, name):
        return self.editor.document()['layout']['main'][name]

    def assert_near(self, place, other):
        self.assertAlmostEqual(place.x, other.x, delta=1.5)
        self.assertAlmostEqual(place.y, other.y, delta=1.5)

    @staticmethod
    def get_run(state):
        return {key: state[key] for key in ('session', 'stop', 'moment', 'marks')}

    def edit(self, change, what):
        """A change that is seen at once and goes with Ctrl+Z."""
        before = self.editor.document()
        change()
        self.assertNotEqual(self.editor.document(), before, what)
        self.editor.key('ctrl+z')
        self.assertEqual(self.editor.document(), before, what)

    def assert_edits(self):
        """Moving, linking, deleting and adding work, and leave what the run shows as it is."""
        editor = self.editor
        shown = self.get_run(editor.state())
        self.edit(lambda: editor.drag(head(editor, 'c'), by=(0, 80)), 'moved')
        self.edit(lambda: editor.drag(editor.port('main/c'), editor.node('main/a').at(0.5, 0.5)), 'linked')
        self.edit(lambda: editor.drag(head(editor, 'c'), by=(0, 80), modifiers=['ctrl']), 'copied')
        editor.select('main/a')
        self.edit(lambda: editor.key('Delete'), 'deleted')
        editor.select('main/a')
        self.edit(lambda: editor.key('ctrl+d'), 'duplicated')
        self.assertEqual(self.get_run(editor.state()), shown)
        editor.drag(head(editor, 'c'), by=(40, 80), meanwhile=lambda: editor.key('Escape'))
        self.assertIsNone(editor.state()['undo'])

    def assert_looks(self):
        """Selecting, panning and zooming work."""
        editor = self.editor
        before = editor.document()
        editor.select('main/c')
        self.assertEqual(editor.state()['selection'], ['main/c'])
        at = editor.node('main/a')
        editor.drag(self.empty(), by=(40, -30), button=2)
        self.assertAlmostEqual(editor.node('main/a').x, at.x + 40, delta=1.5)
        editor.drag(self.empty(), by=(-40, 30), button=2)
        zoom = editor.state()['zoom']
        editor.scroll(head(editor, 'b'), 1)
        self.assertLess(editor.state()['zoom'], zoom)
        editor.scroll(head(editor, 'b'), -1)
        self.assertAlmostEqual(editor.state()['zoom'], zoom, places=6)
        editor.key('ctrl+shift+a')
        self.assertEqual(editor.document(), before)

    def test_busy_and_in_the_past(self):
        editor = self.open(FLOW)
        editor.key('F5')
        editor.wait_for_question('Well?')
        editor.click(self.empty())
        self.assert_edits()
        self.assert_looks()
        editor.key('ctrl+shift+a')
        editor.click(editor.find('prompt-entry'))
        editor.answer('yes')
        editor.wait_for_session('finished')
        editor.key('shift+F10')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the past')
        editor.settle()
        self.assert_looks()
        self.assert_edits()
        self.assertGreater(editor.state()['moment'], 0)

    def test_stopped_in_a_nested_flow(self):
        editor = self.open(NESTED)
        editor.key('F11')
        editor.wait_for_stop('outer/in')
        editor.key('F11')
        editor.wait_for_stop('main/a')
        self.assertEqual(editor.state()['flow'], 'main')
        self.assert_looks()
        self.assert_edits()
        editor.key('F10')
        editor.wait_for_stop('main/b')
        editor.key('F10')
        editor.wait_for_question('Well?')

    def test_read_only(self):
        flow = copy.deepcopy(FLOW)
        flow['format'] = 2
        editor = self.open(flow)
        self.assertTrue(editor.state()['read-only'])
        before = editor.document()
        self.assert_looks()
        b = editor.node('main/b')
        for gesture in (lambda: editor.drag(head(editor, 'c'), by=(0, 80)),
                        lambda: editor.drag(head(editor, 'c'), by=(0, 80), modifiers=['ctrl']),
                        lambda: editor.drag(editor.port('main/c'), editor.node('main/a').at(0.5, 0.5)),
                        lambda: editor.drag(editor.port('main/c'), self.empty()),
                        lambda: editor.drag(b.at(1.1, -0.2), b.at(1.1, 1.2), modifiers=['alt']),
                        lambda: editor.click(editor.edge('main/a'), count=2),
                        lambda: editor.click(self.empty(), count=2)):
            gesture()
            self.assertEqual(editor.document(), before)
            self.assertEqual(editor.query(name='node-search'), [])
            self.assert_near(editor.node('main/b'), b)
            self.assertFalse(editor.state()['dirty'])
        self.assertEqual(editor.query(name='message-title')[0]['text'], 'This flow is read-only')

    def test_the_view_and_the_windows(self):
        self.open(FLOW)
        self.near_and_far()
        self.beside_a_neighbour()
        self.at_the_side()
        self.from_another_window()

    def near_and_far(self):
        editor = self.editor
        before = editor.document()
        for clicks, zoom, units in ((40, 0.1, 20), (-80, 4, 3)):
            editor.scroll(head(editor, 'b'), clicks)
            self.assertAlmostEqual(editor.state()['zoom'], zoom, places=6)
            at = editor.node('main/b')
            editor.drag(head(editor, 'b'), by=(0, units * 16 * zoom))
            self.assertEqual(self.place('b'), [15, units])
            self.assert_near(editor.node('main/b'), Rect(at.x, at.y + units * 16 * zoom))
            self.assertEqual(editor.state()['selection'], ['main/b'])
            editor.key('ctrl+z', 'ctrl+shift+a')
            self.assertEqual(editor.document(), before)
        editor.key('ctrl+1')

    def beside_a_neighbour(self):
        """Alt leaves a node where it was dragged to, though another's side is near."""
        editor = self.editor
        by = (0, -7.4 * 16 * editor.state()['zoom'])
        for modifiers, place in (([], [30, 0]), (['alt'], [30, 1])):
            editor.drag(head(editor, 'c'), by=by, modifiers=modifiers)
            self.assertEqual(self.place('c'), place)
            editor.key('ctrl+z')

    def at_the_side(self):
        """The view goes on while what is dragged is held there, for each kind of drag, and Esc gives it up."""
        editor = self.editor
        before = editor.document()
        canvas = editor.find('canvas')
        for start in (head(editor, 'b'), editor.port('main/c'), self.empty()):
            def scroll():
                at = editor.node('main/a').x
                editor.wait_for(lambda: editor.node('main/a').x < at - 100, 'the view to scroll')
                editor.key('Escape')

            editor.drag(start, (canvas.x + canvas.width - 4, get_point(start)[1]), meanwhile=scroll)
            self.assertEqual(editor.document(), before)
            self.assertEqual(editor.query(name='node-search'), [])
            at = editor.node('main/a')
            editor.settle()
            self.assert_near(editor.node('main/a'), at)
            editor.key('ctrl+1', 'ctrl+shift+a')

    def from_another_window(self):
        """A file has one place: opened in another window, it is shown where it is."""
        editor = self.editor
        editor.key('ctrl+shift+n')
        editor.wait_for(lambda: len(editor.query(type='SluiceWindow')) == 2, 'the other window')
        editor.focus_window()
        editor.open(editor.path)
        editor.wait_for(lambda: editor.query(type='SluiceWindow')[0]['mapped'], 'the first window')
        self.assertEqual(len(editor.query(type='SluiceCanvas')), 1)
        self.edit(lambda: editor.drag(head(editor, 'c'), by=(0, 80)), 'moved')


if __name__ == '__main__':
    tap.main()
