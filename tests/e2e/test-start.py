#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The editor as it is before anybody does anything: whole, named and able to end."""
import os
import unittest

import tap
from ui_driver import Session

EXAMPLE = os.path.join(os.environ['SLUICE_DATA_DIR'], 'examples/recipe-finder.flow.json')
UNNAMED = ('Gtk', 'Adw', 'Sluice')
INTERACTIVE = ('button', 'toggle button', 'text box', 'combo box', 'search box', 'spin button',
               'check box', 'switch', 'slider', 'list item', 'tree item')


class Start(unittest.TestCase):
    def test_shows_a_window_and_quits(self):
        with Session(EXAMPLE) as editor:
            self.assertEqual(editor.quit(), 0)

    def test_everything_to_be_operated_has_a_name(self):
        with Session(EXAMPLE) as editor:
            for item in editor.accessible().walk():
                if item.role in INTERACTIVE and 'visible' in item.states:
                    self.assertFalse(item.name.startswith(UNNAMED) or item.name == '',
                                     f'a {item.role} is called {item.name!r}')


if __name__ == '__main__':
    tap.main()
