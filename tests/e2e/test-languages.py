#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The editor in another language: core, code and .ui files all speak it."""
import unittest

import tap
from editor import Editor, example
from ui_driver import Session


class Languages(unittest.TestCase):
    def test_korean(self):
        session = Session(example('recipe-finder'))
        session.desktop.env['LANGUAGE'] = 'ko'
        with session as editor:
            texts = {widget.get('text') for widget in editor.query()}
            for where, text in (('a .ui file', '콘솔'), ('the code', '준비됨'), ('core', '스크립트')):
                with self.subTest(where):
                    self.assertIn(text, texts)

    def test_choices_of_a_setting(self):
        """The word of the file is one thing, what a person reads another."""
        editor = Editor(example('hello'))
        editor.desktop.env['LANGUAGE'] = 'ko'
        with editor:
            editor.select('main/name')
            row, = [row for row in editor.query(type='AdwComboRow')
                    if editor.query(within=row, type='GtkLabel', text='형')]
            self.assertTrue(editor.query(within=row, type='GtkLabel', text='텍스트'))


if __name__ == '__main__':
    tap.main()
