#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The inspector: what is typed into it is in the document, and is seen while it is typed."""
import os
import unittest

import tap
from editor import Editor, example, read


class Inspector(unittest.TestCase):
    def setUp(self):
        self.editor = Editor(example('recipe-finder'))
        self.enterContext(self.editor)
        self.editor.select('main/suggest')

    def height_of(self, title):
        return self.editor.place_of(self.editor.row(title)).height

    def test_a_script_has_the_height_of_its_lines(self):
        self.editor.select('main/fetch')
        self.editor.wait_for(lambda: self.height_of('Execute (exec)') >
                             self.height_of('Prepare (prep)') + 40, 'a row as high as its lines')

    def test_a_text_grows_and_its_cursor_stays_in_view(self):
        before = self.height_of('Note')
        self.editor.set_row('Note', '1\n2\n3\n4\n5\n6\n7')
        self.assertEqual(self.editor.nodes['suggest']['note'], list('1234567'))
        view = self.editor.find('inspector')
        self.editor.wait_for(lambda: self.editor.place_of(self.editor.row('Note')).height >
                             before + 40, 'a higher row')
        row = self.editor.place_of(self.editor.row('Note'))
        self.assertLess(row.y + row.height, view.y + view.height + 20)

    def test_an_empty_text_says_how_to_get_at_the_store(self):
        def hints():
            rows = [self.editor.row(title) for title in ('Prompt', 'Input')]
            return [bool(self.editor.query(within=row, type='GtkLabel', text=text))
                    for row, text in zip(rows, ('Text and {{ shared.key }}', 'shared.key'))]

        self.editor.key('ctrl+n')
        self.editor.key('Tab')
        self.editor.expect_search()
        self.editor.type('language')
        self.editor.key('Return')
        self.editor.wait_for(lambda: self.editor.nodes, 'the node')
        self.assertEqual(hints(), [True, True])
        height = self.height_of('Prompt')
        self.editor.set_row('Prompt', 'Hello')
        self.assertEqual(hints(), [False, True])
        self.assertEqual(self.height_of('Prompt'), height)
        self.editor.key('ctrl+a', 'BackSpace')
        self.assertEqual(hints(), [True, True])

    def test_a_number_that_is_left_to_the_server_says_so(self):
        def number():
            return self.editor.query(within=self.editor.row('Top P'), type='GtkText')[0]['text']

        def step(button):
            row = self.editor.row('Top P')
            self.editor.click(self.editor.place_of(self.editor.query(within=row, type='GtkButton')[button]))

        def setting():
            return self.editor.nodes['suggest']['settings'].get('top-p')

        self.assertEqual((number(), setting()), ('Auto', None))
        step(1)
        self.editor.wait_for(lambda: (number(), setting()) == ('0', 0), 'the first number')
        step(1)
        self.editor.wait_for(lambda: (number(), setting()) == ('0.1', 0.1), 'the next')
        step(0)
        step(0)
        self.editor.wait_for(lambda: (number(), setting()) == ('Auto', None), 'none')
        self.editor.set_row('Top P', '0.7')
        self.editor.key('Return')
        self.editor.wait_for(lambda: (number(), setting()) == ('0.7', 0.7), 'a typed one')
        self.editor.set_row('Top P', '-1')
        self.editor.key('Return')
        self.editor.wait_for(lambda: (number(), setting()) == ('Auto', None), 'none again')

    def test_typing_is_one_step_to_undo(self):
        before = self.editor.document()
        self.editor.set_row('Title', 'Choose one')
        self.assertEqual(self.editor.nodes['suggest']['title'], 'Choose one')
        self.editor.click(self.editor.canvas(0.5, 0.9))
        self.editor.key('ctrl+z')
        self.assertEqual(self.editor.document(), before)

    def test_an_edge_is_set_by_its_row(self):
        self.editor.select('main/fetch')
        self.editor.click(self.editor.place_of(self.editor.row('suggest')))
        choice = [label for popover in self.editor.query(type='GtkPopover')
                  for label in self.editor.query(within=popover, text='Get approval')]
        self.editor.click(self.editor.place_of(choice[0]))
        self.editor.wait_for(lambda: self.editor.nodes['fetch']['next']['suggest'] == 'approve',
                             'the edge')
        self.editor.click(self.editor.canvas(0.5, 0.9))
        self.editor.key('ctrl+z')
        self.assertEqual(self.editor.nodes['fetch']['next']['suggest'], 'suggest')

    def test_pencils_stand_below_each_other(self):
        """A button that is hidden takes no room."""
        places = {round(self.editor.place_of(image).x) for row in self.editor.query(type='AdwEntryRow')
                  if not any(item['type'] in ('GtkButton', 'GtkMenuButton') for item in self.editor.query(within=row))
                  for image in self.editor.query(within=row, type='GtkImage')}
        self.assertEqual(1, len(places), places)

    def test_an_action_is_added(self):
        self.editor.set_row('Add Action', 'later')
        self.editor.key('Return')
        self.assertIn('later', self.editor.nodes['suggest']['next'])
        self.assertTrue(self.editor.port('main/suggest', 'later'))

    def test_a_script_is_typed_while_names_are_offered(self):
        self.editor.select('main/fetch')
        self.editor.set_row('Execute (exec)', 'return shared.sugg')
        self.editor.wait_for(lambda: self.editor.nodes['fetch']['exec'] == 'return shared.sugg',
                             'the script')

    def offered(self):
        """The texts of what completion offers, when it has something."""
        popups = self.editor.query(type='GtkSourceCompletionList')
        return [label['text'] for popup in popups
                for label in self.editor.query(within=popup, type='GtkLabel') if label['text']]

    def expect_exec(self, script):
        self.editor.wait_for(lambda: self.editor.nodes['fetch'].get('exec') == script,
                             f'the script {script!r}')

    def test_a_name_that_is_offered_is_taken(self):
        self.editor.select('main/fetch')
        self.editor.set_row('Execute (exec)', 'return sha')
        self.editor.wait_for(lambda: 'shared' in self.offered(), 'the store to be offered')
        self.editor.key('Return')
        self.expect_exec('return shared')
        self.editor.type('.')
        self.editor.wait_for(lambda: {'ingredient', 'recipes', 'refused', 'suggestion'} <=
                             set(self.offered()), 'the keys of the store')
        self.editor.key('Down', 'Tab')
        self.expect_exec('return shared.recipes')

    def test_functions_are_offered_with_what_they_take_and_do(self):
        self.editor.select('main/fetch')
        self.editor.set_row('Execute (exec)', 'return json.d')
        self.editor.wait_for(lambda: 'decode' in self.offered(), 'the function')
        self.editor.wait_for(lambda: any('JSON' in text for text in self.offered()),
                             'what it does')
        self.assertIn('(text)', self.offered())
        self.editor.key('Return')
        self.expect_exec('return json.decode()')
        self.editor.type('prep_res')
        self.expect_exec('return json.decode(prep_res)')

    def test_names_are_offered_when_asked_for(self):
        self.editor.select('main/fetch')
        self.editor.set_row('Execute (exec)', 'return sha')
        self.editor.wait_for(self.offered, 'a name')
        self.editor.key('Escape')
        self.editor.wait_for(lambda: not self.offered(), 'nothing to be offered')
        self.assertTrue(self.editor.query(type='GtkSourceView', focus=True))
        self.editor.key('ctrl+space')
        self.editor.wait_for(lambda: 'shared' in self.offered(), 'the store to be offered')
        self.editor.key('Return')
        self.expect_exec('return shared')

    def test_names_are_offered_at_the_end_of_a_line_that_is_scrolled(self):
        """What is offered is placed by the word, once the view has scrolled to it: never beside the screen."""
        line = 'if name ~= shared.refused then left[#left + 1] = name end if name then return '
        self.editor.select('main/fetch')
        self.editor.set_row('Execute (exec)', line + 'sha')
        self.editor.wait_for(lambda: 'shared' in self.offered(), 'the store to be offered')
        popup, = self.editor.query(type='GtkSourceCompletionList')
        self.assertLessEqual(self.editor.place_of(popup).x, self.editor.size[0])
        self.editor.key('Return')
        self.expect_exec(line + 'shared')

    def test_a_line_of_whole_words_ends_with_return(self):
        self.editor.select('main/fetch')
        self.editor.set_row('Execute (exec)', 'for i, x in pairs (a) do')
        self.editor.key('Return')
        self.editor.type('end')
        self.editor.key('Return')
        self.editor.type('return i')
        self.editor.key('Return')
        self.expect_exec(['for i, x in pairs (a) do', 'end', 'return i', ''])

    def test_a_script_goes_back_to_its_simple_form(self):
        self.editor.set_row('Finish (post)', "return 'none'")
        row = self.editor.row('Finish (post)')
        buttons = [button for button in self.editor.query(within=row, type='GtkButton')]
        self.editor.click(self.editor.place_of(buttons[-1]))
        self.editor.wait_for(lambda: self.editor.nodes['suggest'].get('action') == 'none',
                             'the simple form')
        self.assertNotIn('post', self.editor.nodes['suggest'])
        self.editor.wait_for(lambda: self.editor.row('Action'), 'its row')
        with self.assertRaises(LookupError):
            self.editor.row('Finish (post)')

    def test_a_script_has_a_window_with_room(self):
        self.editor.select('main/fetch')
        self.editor.set_row('Execute (exec)', 'return 1')
        self.editor.key('ctrl+Return')
        self.editor.wait_for(lambda: self.editor.query(name='large-editor'), 'the window')
        self.editor.key('ctrl+End')
        self.editor.type('\nreturn 2')
        self.editor.key('Escape')
        self.editor.wait_for(lambda: not self.editor.query(name='large-editor'),
                             'the window to close')
        self.assertEqual(self.editor.nodes['fetch']['exec'], ['return 1', 'return 2'])


class Texts(unittest.TestCase):
    """A script of a flow in the home folder, moved to a file beside it."""

    def setUp(self):
        self.editor = Editor(copy_of='recipe-finder')
        self.enterContext(self.editor)
        self.editor.select('main/suggest')
        self.script = self.editor.nodes['suggest']['post']
        self.folder = os.path.dirname(self.editor.path)

    def find_menu(self):
        row = self.editor.row('Finish (post)')
        return self.editor.place_of(self.editor.query(within=row, type='GtkMenuButton')[0])

    def choose_from_menu(self, text):
        """The rows above get the height of their texts one after the other, and move this one."""
        places = [self.find_menu()]
        while len(places) < 4 or len({repr(place) for place in places[-4:]}) > 1:
            self.editor.settle()
            places.append(self.find_menu())
        self.editor.click(places[-1])
        self.editor.wait_for(lambda: self.editor.query(type='GtkLabel', text=text), 'the menu')
        self.editor.click(self.editor.place_at_rest(type='GtkLabel', text=text))
        self.editor.wait_for(lambda: not self.editor.query(type='GtkLabel', text=text),
                             'the menu to close')

    def keep_in(self, name):
        self.choose_from_menu('Keep in a File…')
        self.editor.choose_file(os.path.join(self.folder, name))

    def expect_message(self, *words):
        inspector = self.editor.query(type='SluiceInspector')[0]
        self.editor.wait_for(
            lambda: any(all(word in label['text'] for word in words)
                        for label in self.editor.query(within=inspector, type='GtkLabel')),
            f'a message with {words}')

    def test_a_script_is_kept_in_a_file_and_taken_back(self):
        self.keep_in('suggest.lua')
        self.editor.wait_for(lambda: self.editor.nodes['suggest']['post'] ==
                             {'$file': 'suggest.lua'}, 'the reference')
        self.assertEqual(read(os.path.join(self.folder, 'suggest.lua')), '\n'.join(self.script))

        with open(os.path.join(self.folder, 'suggest.lua'), 'w', encoding='utf-8') as file:
            file.write("return 'none'")
        self.choose_from_menu('Take Into the Document')
        self.editor.wait_for(lambda: self.editor.nodes['suggest']['post'] == "return 'none'",
                             'the text of the file')
        self.editor.click(self.editor.canvas(0.5, 0.9))
        self.editor.key('ctrl+z', 'ctrl+z')
        self.assertEqual(self.editor.nodes['suggest']['post'], self.script)

    def test_what_is_missing_is_told(self):
        self.keep_in('suggest.lua')
        self.editor.wait_for(lambda: self.editor.nodes['suggest']['post'] ==
                             {'$file': 'suggest.lua'}, 'the reference')
        os.remove(os.path.join(self.folder, 'suggest.lua'))
        self.choose_from_menu('Take Into the Document')
        self.expect_message('suggest.lua', 'there is no file')
        self.assertEqual(self.editor.nodes['suggest']['post'], {'$file': 'suggest.lua'})

    def test_a_file_that_cannot_be_written_is_told(self):
        os.symlink('/proc', os.path.join(self.folder, 'closed'))
        self.keep_in('closed/suggest.lua')
        self.expect_message('closed/suggest.lua')
        self.assertEqual(self.editor.nodes['suggest']['post'], self.script)

    def test_a_file_elsewhere_is_refused(self):
        self.keep_in('../suggest.lua')
        self.expect_message('below the document')
        self.assertEqual(self.editor.nodes['suggest']['post'], self.script)
        self.assertFalse(os.path.exists(os.path.join(self.folder, '../suggest.lua')))


if __name__ == '__main__':
    tap.main()
