#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tasks of the editor by keyboard alone: drawing, setting, running, looking and finding."""
import json
import os
import unittest

import tap
from editor import example, read
from keyboard_case import KeyboardCase


class Drawing(KeyboardCase):
    def test_draws_a_flow_from_nothing(self):
        editor = self.start()
        editor.key('ctrl+n')
        self.expect_canvas()
        ask, log = self.add('ask'), self.add('log')
        self.walk_to(f'main/{ask}')
        editor.key('ctrl+l')
        here, there = editor.node(f'main/{ask}'), editor.node(f'main/{log}')
        editor.key('e', 'Right' if there.x > here.x else 'Down', 'Return')
        self.assertEqual(editor.nodes[ask]['next'], {'default': log})
        self.expect_canvas()
        path = os.path.join(editor.home, 'keyboard.flow.json')
        editor.save_as(path)
        self.expect_canvas_after_window()
        self.assertEqual(json.loads(read(path)), editor.document())

    def test_renames(self):
        editor = self.start(example('hello'))
        self.walk_to('main/greet')
        editor.key('F2', 'ctrl+a')
        editor.type('Say hello')
        editor.key('Return')
        self.assertEqual(editor.nodes['greet']['title'], 'Say hello')
        self.expect_canvas()
        editor.key('F2')
        editor.type('no')
        editor.key('Escape')
        self.assertEqual(editor.nodes['greet']['title'], 'Say hello')
        self.expect_canvas()

    def test_undoes_and_does_again(self):
        editor = self.start(example('hello'))
        before = editor.document()
        self.walk_to('main/greet')
        editor.key('ctrl+d')
        self.add('log')
        editor.key('Delete', 'ctrl+a', 'Delete')
        after = editor.document()
        self.assertEqual(editor.nodes, {})
        for _ in range(4):
            editor.key('ctrl+z')
        self.assertEqual(editor.document(), before)
        for _ in range(4):
            editor.key('ctrl+shift+z')
        self.assertEqual(editor.document(), after)
        self.expect_canvas()

    def test_frames_and_collapses(self):
        editor = self.start(example('recipe-finder'))
        editor.key('ctrl+a', 'ctrl+g')
        self.assertIn('$frames', editor.document()['layout']['main'])
        editor.key('ctrl+z')
        self.walk_to('main/suggest')
        editor.key('ctrl+shift+g')
        self.assertEqual(len(editor.document()['flows']), 2)
        self.expect_canvas()
        editor.key('ctrl+shift+g')
        self.assertEqual(len(editor.document()['flows']), 1)

    def test_takes_a_command_from_a_menu(self):
        editor = self.start(example('hello'))
        self.walk_to('main/greet')
        editor.key('Menu')
        editor.wait_for(lambda: editor.query(name='canvas-menu'), 'the menu')
        self.tab_to(lambda: any(item['focus'] and item['text'] == 'Start Here'
                                for item in editor.query(type='GtkModelButton')),
                    'the entry', 'Down')
        editor.key('Return')
        editor.wait_for(lambda: editor.document()['flows']['main']['start'] == 'greet', 'the start')
        self.expect_canvas()


class Setting(KeyboardCase):
    def test_a_text(self):
        editor = self.start(example('hello'))
        self.walk_to('main/name')
        editor.key('Return')
        self.tab_to_row('Prompt')
        editor.key('ctrl+a')
        editor.type('Who?')
        self.assertEqual(editor.nodes['name']['settings']['prompt'], 'Who?')
        self.leave()

    def test_a_script_and_back(self):
        editor = self.start(example('recipe-finder'))
        self.walk_to('main/fetch')
        editor.key('Return')
        self.tab_to_row('Execute (exec)')
        editor.key('ctrl+a')
        editor.type('return 1')
        self.assertEqual(editor.nodes['fetch']['exec'], 'return 1')
        editor.key('ctrl+Return')
        editor.wait_for(lambda: editor.query(name='large-editor'), 'the window')
        editor.key('ctrl+End')
        editor.type('\nreturn 2')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='large-editor'), 'the window to close')
        self.assertEqual(editor.nodes['fetch']['exec'], ['return 1', 'return 2'])
        editor.focus_window()
        editor.wait_for(lambda: self.row_of_focus('Execute (exec)'), 'the focus to be where it was')
        self.leave()
        editor.key('ctrl+z')
        self.assertNotEqual(editor.nodes['fetch']['exec'], ['return 1', 'return 2'])

    def test_a_list(self):
        editor = self.start(example('recipe-finder'))
        self.walk_to('main/approve')
        editor.key('Return')
        self.tab_to_row('Choices')
        editor.key('End', 'Return')
        editor.type('later')
        editor.key('Return')
        self.assertEqual(sorted(editor.nodes['approve']['settings']['choices']), ['accept', 'later', 'retry'])
        self.leave()

    def test_a_choice(self):
        editor = self.start(example('hello'))
        self.walk_to('main/name')
        editor.key('Return')
        self.tab_to_row('Type')
        editor.key('Return')
        editor.wait_for(lambda: any(item['mapped'] for item in editor.query(type='GtkPopover')),
                        'the choices')
        editor.key('Down', 'Return')
        editor.wait_for(lambda: editor.nodes['name']['settings'].get('type') == 'multiline',
                        'the choice')
        self.leave()


class Running(KeyboardCase):
    def test_runs_answers_and_steps(self):
        editor = self.start(example('recipe-finder'))
        self.walk_to('main/suggest')
        editor.key('F9')
        self.assertEqual(editor.state()['breakpoints'], ['main/suggest'])
        editor.key('F5')
        editor.wait_for_question('Enter ingredient:')
        editor.answer('chicken')
        editor.wait_for_stop('main/suggest')
        editor.key('F10')
        editor.wait_for_stop('main/approve')
        editor.key('F5')
        editor.wait_for(lambda: self.has_focus(name='prompt-choice'), 'a choice to have the focus')
        editor.key('Tab')
        focused, = [item for item in editor.query(name='prompt-choice') if item['focus']]
        self.assertEqual(focused['text'], 'retry')
        editor.key('shift+Tab', 'Return')
        editor.wait_for_session('finished')
        self.expect_canvas()
        editor.key('F11')
        editor.wait_for_stop('main/fetch')
        editor.key('shift+F5')
        editor.wait_for_session('cancelled')
        self.expect_canvas()

    def test_looks_into_the_store(self):
        editor = self.start(example('nested'))
        editor.key('F11')
        editor.wait_for_stop('order/total')
        self.pane(name='right-panel')
        self.tab_to(lambda: self.has_focus(name='store-tree'), 'the store')
        before = set(editor.store())
        self.tab_to(lambda: set(editor.store()) > before or editor.key('shift+Right'),
                    'a value that opens', 'Down')
        self.leave()

    def test_answers_after_a_look_elsewhere(self):
        editor = self.start(example('hello'))
        editor.key('F5')
        editor.wait_for_question('What is your name?')
        self.pane(name='bottom-panel')
        self.pane(name='prompt-card')
        editor.answer('Ada')
        editor.wait_for_session('finished')
        editor.wait_for_line('Hello, Ada!')


class Going(KeyboardCase):
    def test_finds(self):
        editor = self.start(example('recipe-finder'))
        editor.key('ctrl+f')
        self.wait_for_focus(name='find-entry')
        editor.type('approval')
        self.assertEqual(editor.state()['selection'], ['main/approve'])
        self.leave()

    def test_goes_anywhere(self):
        editor = self.start(example('nested'))
        self.walk_to('payment/charge')
        self.assertEqual(editor.state()['flow'], 'payment')
        editor.key('alt+Up')
        self.assertEqual(editor.state()['flow'], 'order')
        self.expect_canvas()

    def test_does_any_command(self):
        editor = self.start(example('hello'))
        self.command('select all')
        self.assertEqual(len(editor.state()['selection']), 2)
        self.expect_canvas()

    def test_into_a_flow_and_out(self):
        editor = self.start(example('nested'))
        self.walk_to('order/payment')
        editor.key('Return')
        self.assertEqual(editor.state()['flow'], 'payment')
        self.expect_canvas()
        editor.key('Right')
        self.assertEqual(len(editor.state()['selection']), 1)
        editor.key('alt+Up')
        self.assertEqual(editor.state()['flow'], 'order')

    def test_from_pane_to_pane(self):
        editor = self.start(example('nested'))
        seen = []
        for _ in range(12):
            for name in ('left-panel', 'canvas', 'bottom-panel', 'right-panel', 'status-bar',
                         'open-button'):
                if self.has_focus(name=name) and name not in seen:
                    seen.append(name)
            editor.key('ctrl+F6')
            self.assertTrue(self.focused(), 'nothing has the focus')
        self.assertEqual(len(seen), 6, seen)
        self.leave()
        editor.key('ctrl+shift+F6')
        self.assertFalse(self.has_focus(name='canvas'))
        editor.key('ctrl+F6')
        self.expect_canvas()

    def test_from_tab_to_tab(self):
        editor = self.start(example('hello'), example('nested'))
        self.assertEqual(editor.title, 'Order processing')
        editor.key('ctrl+Page_Up')
        editor.wait_for(lambda: editor.title == 'Hello', 'the other tab')
        self.expect_canvas()
        editor.key('ctrl+w')
        editor.wait_for(lambda: editor.title == 'Order processing', 'the tab that is left')
        self.expect_canvas()

    def test_into_windows_and_back(self):
        editor = self.start(example('hello'))
        self.walk_to('main/greet')
        for keys, kind in (('ctrl+question', 'GtkShortcutsWindow'),
                           ('ctrl+comma', 'SluicePreferences')):
            editor.key(keys)
            editor.wait_for(lambda kind=kind: editor.query(type=kind), kind)
            editor.key('Escape')
            editor.wait_for(lambda kind=kind: not editor.query(type=kind), 'the window to go')
            self.expect_canvas_after_window()

    def test_from_the_start_page(self):
        editor = self.start()
        self.tab_to(lambda: any(item['focus'] and any(label['text'] == 'Hello' for label in
                                                      editor.query(within=item, type='GtkLabel'))
                                for item in editor.query()), 'the example')
        editor.key('Return')
        editor.wait_for(lambda: editor.title == 'Hello', 'the example to open')
        self.expect_canvas()


if __name__ == '__main__':
    tap.main()
