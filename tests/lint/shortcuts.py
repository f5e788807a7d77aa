#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the three places that tell of keys against each other: what the keys do, the commands that can be
searched for, and the window of the shortcuts."""
import re
import unittest
import xml.etree.ElementTree as ElementTree

import tap
from tree import ROOT

WINDOW = ROOT / 'ui/window'


def normalize(key):
    """One spelling of each: the modifiers in order, all small."""
    key = key.lower()
    return ''.join(sorted(re.findall(r'<\w+>', key))) + re.sub(r'<\w+>', '', key)


def read(name):
    return (WINDOW / name).read_text(encoding='utf-8')


class Shortcuts(unittest.TestCase):
    def setUp(self):
        self.accels = {action: [normalize(key) for key in re.findall(r'"([^"]+)"', keys)]
                       for action, keys in re.findall(r'^  \{ "((?:win|app)\.[\w-]+)", \{ (.*?) \} \},',
                                                      read('window-actions.c'), re.M)}
        self.commands = dict(re.findall(r'^  \{ N_\("[^"]+"\), "([^"]+)", (?:"([^"]+)"|NULL) \},',
                                        read('commands.c'), re.M))
        overlay = ElementTree.fromstring(read('help-overlay.ui'))
        self.told = {normalize(key) for entry in overlay.iter('property') if entry.get('name') == 'accelerator'
                     for key in entry.text.split()}
        self.assertIn('win.run', self.accels)
        self.assertIn('win.run', self.commands)
        self.assertIn('f5', self.told)

    def test_a_key_does_one_thing(self):
        keys = [key for of_action in self.accels.values() for key in of_action]
        self.assertEqual(len(set(keys)), len(keys), sorted(keys))

    def test_commands_name_the_keys_there_are(self):
        wrong = [action for action, key in self.commands.items()
                 if key and action in self.accels and normalize(key) not in self.accels[action]]
        self.assertEqual([], wrong)

    def test_every_key_is_in_the_window_of_shortcuts(self):
        missing = [action for action, keys in self.accels.items() if not self.told.intersection(keys)]
        self.assertEqual([], missing)
        missing = [action for action, key in self.commands.items() if key and normalize(key) not in self.told]
        self.assertEqual([], missing)

    def test_every_item_of_the_menu_is_a_command(self):
        menu = re.findall(r'<attribute name="action">([^<]+)<', read('menus.ui'))
        self.assertIn('win.save', menu)
        self.assertEqual([], [action for action in menu if action not in self.commands])

    def test_every_key_is_of_a_command(self):
        """All but the key that opens them."""
        self.assertEqual(['win.show-commands'], [action for action in self.accels if action not in self.commands])


if __name__ == '__main__':
    tap.main()
