#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looks at the programs as they are built: what they link, contain and offer."""
import os
import re
import subprocess
import unittest

import tap
from tree import ROOT

# Pango and cairo draw pictures without a display; that cairo itself knows X11 is Debian's choice.
WINDOWS = re.compile(r'lib(gtk|gdk|gsk|adwaita|gtksourceview|graphene|wayland)')


def read_output(*argv):
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout


class Programs(unittest.TestCase):
    def test_sluice_links_nothing_of_a_window(self):
        linked = [line.split()[0] for line in read_output('ldd', os.environ['SLUICE']).splitlines()
                  if WINDOWS.search(line.split()[0])]
        self.assertEqual([], linked)

    def test_libsluice_links_nothing_of_a_window(self):
        linked = [line.split()[0]
                  for line in read_output('ldd', os.environ['LIBSLUICE']).splitlines()
                  if WINDOWS.search(line.split()[0])]
        self.assertEqual([], linked)

    def test_the_editor_has_nothing_of_the_tests(self):
        editor = os.environ.get('SLUICE_EDITOR')
        if not editor:
            self.skipTest('the editor is not built here')
        with open(editor, 'rb') as program:
            self.assertNotIn(b'Sluice.Inspect', program.read())

    def test_app_run_knows_the_options_of_sluice_run(self):
        """It has to, to tell a file from the value of an option."""
        help_text = read_output(os.environ['SLUICE'], 'run', '--help')
        offered = set(re.findall(r'(--[\w-]+)[= ][A-Z]', help_text))
        script = (ROOT / 'app/run').read_text(encoding='utf-8')
        known = set(re.search(r"^VALUE_OPTIONS='(.*?)'", script, re.S | re.M).group(1).split())
        self.assertTrue(offered)
        self.assertEqual(offered, known)


if __name__ == '__main__':
    tap.main()
