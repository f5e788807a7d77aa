# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the stories on the canvas share: a flow of three nodes, open at 100 %, and its undo."""
import json
import unittest

from editor import Editor, Rect

FLOW = {
    'format': 1,
    'run': ['main'],
    'flows': {'main': {'start': 'a', 'nodes': {
        'a': {'kind': 'ask', 'title': 'A', 'next': {'default': 'b'}},
        'b': {'kind': 'log', 'title': 'B', 'next': {'default': 'c'}},
        'c': {'kind': 'log', 'title': 'C'},
    }}},
    'layout': {'main': {'a': [0, 0], 'b': [15, 0], 'c': [30, 8]}},
}

APP_PATH = 'org/sluiceflow/Sluice'


class CanvasCase(unittest.TestCase):
    """A flow is open in self.editor; as it was is in self.before."""

    flow = FLOW
    settings = None

    def setUp(self):
        settings = {f'{APP_PATH}/{key}': value for key, value in (self.settings or {}).items()}
        self.editor = Editor(text=json.dumps(self.flow), settings=settings)
        self.enterContext(self.editor)
        self.editor.key('ctrl+1')
        self.before = self.editor.document()

    def unit(self):
        """A grid unit in pixels."""
        return 16 * self.editor.state()['zoom']

    def layout(self):
        return self.editor.document()['layout']['main']

    def head(self, address):
        """Where a node is taken to be dragged."""
        return self.editor.node(address).at(0.5, 0.12)

    def rest(self):
        """Clicks a node until it is selected, and nothing after that: on X11, GDK may still give the
        first press to a popover that was closed by a key."""
        def select():
            self.editor.select('main/a')
            return self.editor.state()['selection'] == ['main/a']

        self.editor.key('ctrl+shift+a')
        self.editor.wait_for(select, 'the pointer to be free')
        self.editor.key('ctrl+shift+a')

    def select_all(self, *addresses):
        """Clicks the nodes, the further ones with Shift."""
        for number, address in enumerate(addresses):
            self.editor.click(self.head(address), modifiers=['shift'] if number else [])

    def assert_selected(self, *ids):
        self.assertEqual(sorted(self.editor.state()['selection']),
                         sorted(f'main/{name}' for name in ids))

    def assert_near(self, place, other, tolerance=1.5):
        self.assertAlmostEqual(place.x, other.x, delta=tolerance)
        self.assertAlmostEqual(place.y, other.y, delta=tolerance)

    def assert_undone_and_redone(self):
        """What was done last goes with Ctrl+Z and comes back with Ctrl+Shift+Z."""
        after = self.editor.document()
        self.assertNotEqual(after, self.before)
        self.editor.key('ctrl+z')
        self.assertEqual(self.editor.document(), self.before)
        self.editor.key('ctrl+shift+z')
        self.assertEqual(self.editor.document(), after)
        self.editor.key('ctrl+z')


__all__ = ['CanvasCase', 'FLOW', 'Rect']
