#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The editor as it is before anybody does anything: whole, named and able to end."""
import json
import os
import pathlib
import unittest

import tap
from editor import Editor
from ui_driver import Session

EXAMPLE = os.path.join(os.environ['SLUICE_DATA_DIR'], 'examples/recipe-finder.flow.json')
UNNAMED = ('Gtk', 'Adw', 'Sluice')
INTERACTIVE = ('button', 'toggle button', 'text box', 'combo box', 'search box', 'spin button',
               'check box', 'switch', 'slider', 'list item', 'tree item')


def walk_with_parents(item, parent=''):
    """Each object with the name of the nearest one above it that has a name."""
    yield parent, item
    for child in item.children:
        yield from walk_with_parents(child, item.name or parent)


class Start(unittest.TestCase):
    def test_shows_a_window_and_quits(self):
        with Session(EXAMPLE) as editor:
            self.assertEqual(editor.quit(), 0)

    def test_an_empty_flow_is_no_mistake(self):
        with Session() as editor:
            editor.key('ctrl+n')
            self.assertEqual(editor.query(name='problems-button'), [])

    def test_a_new_flow_says_what_is_next(self):
        """How the first node gets there, then how the next one does, and then no more."""
        def hint():
            return [label['text'] for label in editor.query(name='canvas-hint')]

        def add(kind, key):
            editor.key(key)
            editor.wait_for(lambda: editor.query(name='node-search'), 'the search')
            editor.type(kind)
            editor.key('Return')

        with Editor() as editor:
            editor.key('ctrl+n')
            editor.wait_for(lambda: hint() and 'press Tab to add the first node' in hint()[0], 'the first hint')
            add('ask', 'Tab')
            editor.wait_for(lambda: hint() == ['Drag from the circle on its right to add what comes next'],
                            'the second hint')
            canvas, label = editor.find('canvas'), editor.place_of(name='canvas-hint')
            self.assertLess(canvas.y + canvas.height - label.y - label.height, 40)
            add('log', 'Tab')
            editor.wait_for(lambda: not hint(), 'the hint to go')

    def test_the_examples_say_what_they_show(self):
        """By the names that they have in their files, the simplest first, each with a line of its own."""
        with Session() as editor:
            rows, = editor.query(name='example-list')
            texts = [label['text'] for label in editor.query(within=rows, type='GtkLabel') if label['text']]
            self.assertEqual(texts[:2], ['Hello', 'Asks for a name and greets'])
            names = [json.loads(path.read_text(encoding='utf-8'))['name']
                     for path in pathlib.Path(EXAMPLE).parent.glob('*.flow.json')]
            self.assertEqual(sorted(texts[::2]), sorted(names))
            self.assertEqual(len(texts), 2 * len(names))

    def test_a_narrow_window_shows_all_of_the_flow(self):
        with Session(EXAMPLE, size=(640, 700)) as editor:
            self.assertGreaterEqual(int(editor.get('zoom', 'label').split()[0]), 60)
            canvas = editor.find('canvas')
            self.assertGreater(canvas.width, 600)

    def test_everything_to_be_operated_has_a_name(self):
        with Session(EXAMPLE) as editor:
            unnamed = [f'{item.role} {item.name!r} below {parent!r}'
                       for parent, item in walk_with_parents(editor.accessible())
                       if item.role in INTERACTIVE and 'visible' in item.states
                       and item.name != parent  # a button within a button, such as a menu's
                       and (item.name == '' or item.name.startswith(UNNAMED))]
            self.assertEqual([], unnamed)


if __name__ == '__main__':
    tap.main()
