#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The editor in another language: core, code and .ui files all speak it."""
import unittest

import tap
from editor import example
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


if __name__ == '__main__':
    tap.main()
