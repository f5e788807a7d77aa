#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The preferences: what is chosen there is so at once, and stays."""
import os
import unittest

import tap
from editor import Editor, Rect, example


class Preferences(unittest.TestCase):
    def start(self, **options):
        # With settings of its own the desktop keeps what is written to them.
        editor = Editor(example('hello'), settings={'org/sluiceflow/Sluice/wheel-preset': "'zoom'"}, **options)
        self.enterContext(editor)
        editor.key('ctrl+comma')
        editor.wait_for(lambda: editor.query(name='preferences'), 'the preferences')
        return editor

    def close(self, editor):
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='preferences'), 'the preferences to close')

    @staticmethod
    def show_page(editor, title):
        window, = editor.query(type='SluicePreferences')
        tab = editor.query(within=window, type='GtkLabel', text=title)[0]
        editor.click(editor.place_of(tab))
        editor.settle()

    def choose(self, editor, name, choice):
        self.show_page(editor, 'Canvas')
        editor.click(editor.place_at_rest(name=name))
        editor.wait_for(lambda: editor.query(type='GtkLabel', text=choice), 'the choices')
        editor.click(editor.place_at_rest(type='GtkLabel', text=choice))
        editor.settle()

    def test_the_wheel_scrolls(self):
        editor = self.start()
        self.choose(editor, 'wheel-preset', 'Scrolls')
        self.close(editor)
        self.assertEqual(editor.get('canvas', 'wheel-preset'), 'scroll')
        before = editor.get('zoom', 'label')
        editor.scroll(editor.canvas(), 2)
        self.assertEqual(editor.get('zoom', 'label'), before)

    def test_what_is_chosen_stays(self):
        editor = self.start()
        self.choose(editor, 'wheel-preset', 'Scrolls')
        self.close(editor)
        editor.quit()
        editor.start_again(example('hello'))
        self.assertEqual(editor.get('canvas', 'wheel-preset'), 'scroll')

    def test_resets_and_takes_that_back(self):
        editor = self.start()
        self.choose(editor, 'wheel-preset', 'Scrolls')
        self.show_page(editor, 'General')
        editor.click(editor.place_at_rest(name='reset-preferences'))
        editor.wait_for(lambda: editor.get('canvas', 'wheel-preset') == 'zoom', 'the preset of the start')
        editor.click(editor.place_at_rest(type='GtkButton', text='Undo'))
        editor.wait_for(lambda: editor.get('canvas', 'wheel-preset') == 'scroll', 'the preset of before')
        self.close(editor)

    def test_the_grid_and_the_snapping(self):
        editor = self.start()
        self.show_page(editor, 'Canvas')
        for name in ('grid-visible', 'snap'):
            self.assertEqual(editor.get(name, 'active'), 'TRUE')
        area = editor.find('canvas')
        corner = Rect(area.x + area.width - 120, area.y + 4, 110, 60)
        self.assertGreater(len(editor.image(corner).getcolors()), 1)
        editor.click(editor.place_at_rest(name='grid-visible'))
        editor.wait_for(lambda: len(editor.image(corner).getcolors()) == 1, 'the grid to go')
        editor.click(editor.place_at_rest(name='snap'))
        editor.wait_for(lambda: editor.get('snap', 'active') == 'FALSE', 'the switch')
        self.close(editor)

    def test_the_minimap(self):
        editor = self.start()
        self.show_page(editor, 'Canvas')
        before = editor.get('minimap-visible', 'active')
        editor.click(editor.place_at_rest(name='minimap-visible'))
        editor.wait_for(lambda: editor.get('minimap-visible', 'active') != before, 'the switch')
        self.close(editor)

    def test_says_how_changes_are_kept(self):
        editor = self.start()
        self.assertTrue([item for item in editor.query(type='GtkLabel') if '2 seconds' in item['text']])
        self.assertFalse(editor.query(name='forgotten'))
        self.close(editor)

    def test_says_that_nothing_can_be_kept(self):
        editor = Editor(example('hello'))
        editor.desktop.env['XDG_CONFIG_HOME'] = os.path.join(editor.make_file('a <file> & no folder', ''), 'config')
        editor.desktop.env['G_DEBUG'] = 'fatal-criticals'  # GLib warns of the same, where nobody sees it
        self.enterContext(editor)
        editor.key('ctrl+comma')
        editor.wait_for(lambda: editor.query(name='forgotten'), 'the preferences')
        self.assertIn(f'“{editor.desktop.env["XDG_CONFIG_HOME"]}” cannot be written', editor.texts('forgotten'))
        self.close(editor)


if __name__ == '__main__':
    tap.main()
