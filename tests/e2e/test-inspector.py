#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The inspector: what is typed into it is in the document, and is seen while it is typed."""
import unittest

import tap
from editor import Editor, example


class Inspector(unittest.TestCase):
    def setUp(self):
        self.editor = Editor(example('recipe-finder'))
        self.enterContext(self.editor)
        self.editor.select('main/suggest')

    def height_of(self, title):
        return self.editor.place_of(self.editor.row(title)).height

    def test_a_script_has_the_height_of_its_lines(self):
        self.editor.wait_for(lambda: self.height_of('Finish (post)') >
                             self.height_of('Execute (exec)') + 40, 'a row as high as its lines')

    def test_a_text_grows_and_its_cursor_stays_in_view(self):
        before = self.height_of('Note')
        self.editor.set_row('Note', '1\n2\n3\n4\n5\n6\n7')
        self.assertEqual(self.editor.nodes['suggest']['note'], list('1234567'))
        view = self.editor.find('inspector')
        self.editor.wait_for(lambda: self.editor.place_of(self.editor.row('Note')).height >
                             before + 40, 'a higher row')
        row = self.editor.place_of(self.editor.row('Note'))
        self.assertLess(row.y + row.height, view.y + view.height + 20)

    def test_typing_is_one_step_to_undo(self):
        before = self.editor.document()
        self.editor.set_row('Title', 'Choose one')
        self.assertEqual(self.editor.nodes['suggest']['title'], 'Choose one')
        self.editor.click(self.editor.canvas(0.5, 0.9))
        self.editor.key('ctrl+z')
        self.assertEqual(self.editor.document(), before)

    def test_an_edge_is_set_by_its_row(self):
        self.editor.click(self.editor.place_of(self.editor.row('none')))
        choice = [label for popover in self.editor.query(type='GtkPopover')
                  for label in self.editor.query(within=popover, text='Fetch recipes')]
        self.editor.click(self.editor.place_of(choice[0]))
        self.editor.wait_for(lambda: self.editor.nodes['suggest']['next']['none'] == 'fetch',
                             'the edge')
        self.editor.click(self.editor.canvas(0.5, 0.9))
        self.editor.key('ctrl+z')
        self.assertIsNone(self.editor.nodes['suggest']['next']['none'])

    def test_an_action_is_added(self):
        self.editor.set_row('Add Action', 'later')
        self.editor.key('Return')
        self.assertIn('later', self.editor.nodes['suggest']['next'])
        self.assertTrue(self.editor.port('main/suggest', 'later'))

    def test_a_script_is_typed_while_names_are_offered(self):
        self.editor.set_row('Execute (exec)', 'return shared.sugg')
        self.editor.wait_for(lambda: self.editor.nodes['suggest']['exec'] == 'return shared.sugg',
                             'the script')

    def test_a_script_has_a_window_with_room(self):
        self.editor.set_row('Execute (exec)', 'return 1')
        self.editor.key('ctrl+Return')
        self.editor.wait_for(lambda: self.editor.query(name='large-editor'), 'the window')
        self.editor.key('ctrl+End')
        self.editor.type('\nreturn 2')
        self.editor.key('Escape')
        self.editor.wait_for(lambda: not self.editor.query(name='large-editor'),
                             'the window to close')
        self.assertEqual(self.editor.nodes['suggest']['exec'], ['return 1', 'return 2'])


if __name__ == '__main__':
    tap.main()
