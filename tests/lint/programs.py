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

    def read_commands(self):
        """The options of each command, by its name."""
        summary = read_output(os.environ['SLUICE'], '--help').split('Commands:')[1].split('Options:')[0]
        commands = re.findall(r'^  ([a-z]+) ', summary, re.M)
        self.assertIn('run', commands)
        return {command: set(re.findall(r'^  (?:-\w, )?(--[\w-]+)',
                                        read_output(os.environ['SLUICE'], command, '--help'), re.M))
                for command in commands}

    def complete_in_bash(self, *words):
        script = f'. "{ROOT}/data/completions/sluice.bash"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sluice'
        return set(read_output('bash', '-c', script + '; printf "%s\n" "${COMPREPLY[@]}"', 'bash', *words).split())

    def test_bash_completes_every_command_and_option(self):
        commands = self.read_commands()
        self.assertEqual({*commands, 'help', '--help', '--version'}, self.complete_in_bash('sluice', ''))
        self.assertEqual({*commands}, self.complete_in_bash('sluice', 'help', ''))
        for command, options in commands.items():
            with self.subTest(command):
                self.assertEqual(options, self.complete_in_bash('sluice', command, '-'))

    def test_the_other_shells_and_the_manual_know_them_too(self):
        zsh, fish, manual = ((ROOT / 'data' / name).read_text(encoding='utf-8')
                             for name in ('completions/_sluice', 'completions/sluice.fish', 'man/sluice.1'))
        manual = manual.replace('\\-', '-')
        for command, options in self.read_commands().items():
            with self.subTest(command):
                self.assertTrue(f"  '{command}:" in zsh)
                self.assertTrue(f'-a {command} ' in fish)
                self.assertTrue(f'.SS sluice {command}' in manual)
                zsh_case = re.search(rf'^      {command}\)\n(.*?);;', zsh, re.S | re.M).group(1)
                for option in options - {'--help'}:
                    grant = option.startswith('--allow-') or option == '--trust'
                    self.assertTrue(('$grants' if grant else option) in zsh_case, option)
                    self.assertTrue(re.search(rf'from [a-z ]*\b{command}\b[^\n]* -l {option[2:]}\b', fish), option)
                    self.assertTrue(re.search(rf'{option}\b', manual), option)


if __name__ == '__main__':
    tap.main()
