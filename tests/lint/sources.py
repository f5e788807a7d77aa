#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the source files against the rules of the house that a machine can see."""
import re
import unittest

import tap
from tree import ROOT, list_files, read_lines, show

TOP_LEVEL = {'app', 'core', 'ui', 'data', 'tests', 'meson.build', 'README.md', 'LICENSE',
             'CONTRIBUTING.md'}
LICENSE = 'SPDX-License-Identifier: LGPL-2.1-or-later'

MAX_FILE_LINES = 800
MAX_BODY_LINES = 120
# The style aims at 100.
MAX_COLUMNS = 120

# Split, or this file would be the first to be found.
LATER = re.compile(r'\b(TO' r'DO|FIX' r'ME|X' r'XX|HA' r'CK)\b')
SLEEP = re.compile(r'\b(g_usleep|usleep|nanosleep|sleep)\s*\(|^\s*sleep\s')
STRING = re.compile(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'')
OUTDATED = re.compile(r'\b(GtkTreeView|GtkComboBox|GtkDialog|gtk_tree_view_|gtk_combo_box_|'
                      r'gtk_dialog_)(?!Flags)')


def find_long_bodies(lines):
    """The first line and the length of each C function body that is too long."""
    start = None
    for number, line in enumerate(lines):
        if line == '{' and lines[number - 1].rstrip().endswith(')'):
            start = number
        elif line == '}' and start is not None:
            if number - start - 1 > MAX_BODY_LINES:
                yield start, number - start - 1
            start = None


class Sources(unittest.TestCase):
    def check(self, problems):
        problems = list(problems)
        self.assertEqual([], problems, '\n' + '\n'.join(problems))

    def find(self, pattern, *folders, without=None, **options):
        for path in list_files(*folders, **options):
            for number, line in enumerate(read_lines(path), 1):
                match = pattern.search(without.sub('""', line) if without else line)
                if match:
                    yield f'{show(path)}:{number}: {match.group().strip()}'

    def test_top_level_is_the_house(self):
        found = {path.name for path in ROOT.iterdir()
                 if not path.name.startswith(('.', 'build'))}
        self.assertEqual(TOP_LEVEL, found)

    def test_files_say_their_license(self):
        self.check(f'{show(path)}: the license line is missing'
                   for path in list_files()
                   if not any(LICENSE in line for line in self.first_lines(path)))

    @staticmethod
    def first_lines(path):
        """The first line, or the second after one that a program has to find first."""
        lines = read_lines(path)
        return lines[:2] if lines and lines[0].startswith(('#!', '<?xml')) else lines[:1]

    def test_files_are_not_too_long(self):
        self.check(f'{show(path)}: {len(read_lines(path))} lines'
                   for path in list_files() if len(read_lines(path)) > MAX_FILE_LINES)

    def test_function_bodies_are_not_too_long(self):
        self.check(f'{show(path)}:{start}: a body of {length} lines'
                   for path in list_files(suffixes={'.c', '.h'}, scripts=False)
                   for start, length in find_long_bodies(read_lines(path)))

    def test_lines_are_not_too_wide(self):
        """But for the rows of a test's table, which are read across."""
        self.check(f'{show(path)}:{number}: {len(line)} columns'
                   for path in list_files(suffixes={'.c', '.h', '.py'})
                   for number, line in enumerate(read_lines(path), 1)
                   if len(line) > MAX_COLUMNS
                   and not (path.is_relative_to(ROOT / 'tests') and STRING.search(line)))

    def test_lines_end_where_they_end(self):
        self.check(self.find(re.compile(r'[ \t]+$|\t'), suffixes={'.c', '.h', '.py', '.build'}))

    def test_nothing_is_left_for_later(self):
        self.check(self.find(LATER))

    def test_tests_do_not_sleep(self):
        """A flow in a string may: its clock is the test's."""
        self.check(self.find(SLEEP, 'tests', without=STRING))

    def test_no_outdated_widgets(self):
        self.check(self.find(OUTDATED, 'ui', 'app', suffixes={'.c', '.h', '.ui'}))

    def test_headers_are_guarded_once(self):
        self.check(f'{show(path)}: #pragma once is missing'
                   for path in list_files('core', 'ui', 'app', suffixes={'.h'}, scripts=False)
                   if '#pragma once' not in read_lines(path)[:3])


if __name__ == '__main__':
    tap.main()
