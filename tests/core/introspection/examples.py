#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The example programs do what they say."""
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import tap

EXAMPLES = Path(os.environ['SLUICE_SOURCE_DIR']) / 'data/examples'


def run(*argv, given=''):
    return subprocess.run(argv, input=given, capture_output=True, text=True, check=False)


class Examples(unittest.TestCase):
    def test_hello_in_c(self):
        done = run(os.environ['EXAMPLE_C'], 'Ada')
        self.assertEqual((0, 'Hello, Ada!\n', ''), (done.returncode, done.stdout, done.stderr))

    def need_introspection(self):
        if 'GI_TYPELIB_PATH' not in os.environ:
            self.skipTest('introspection is not built here')

    def test_the_program_in_the_readme(self):
        self.need_introspection()
        readme = (EXAMPLES / '../../README.md').read_text(encoding='utf-8')
        done = run(sys.executable, '-c', re.search(r'```python\n(.*?)```', readme, re.S).group(1))
        self.assertEqual((0, 'Hello, Ada!\n', ''), (done.returncode, done.stdout, done.stderr))

    def test_overrides_are_installed_where_python_looks(self):
        self.need_introspection()
        if os.environ['PREFIX'] not in ('/usr', '/usr/local'):
            self.skipTest('PYTHONPATH has to name the folders of other prefixes')
        self.assertIn(os.environ['OVERRIDES_DIR'].removesuffix('/gi/overrides'), sys.path)

    def guess(self, given):
        self.need_introspection()
        return run(sys.executable, str(EXAMPLES / 'python/guess.py'), '7', given=given)

    def test_guess_in_python(self):
        """Whatever the number is: halving finds it."""
        low, high, guesses = 1, 100, []
        while True:
            guesses.append((low + high) // 2)
            done = self.guess('x\n' + ''.join(f'{number}\n' for number in guesses))
            told = [line for line in done.stdout.splitlines() if line.startswith('Too')]
            if done.returncode == 0:
                break
            self.assertEqual('EOFError: There is no more input.\n', done.stderr)
            self.assertEqual(len(guesses), len(told))
            if told[-1] == 'Too low.':
                low = guesses[-1] + 1
            else:
                high = guesses[-1] - 1
            self.assertLess(len(guesses), 8)
        self.assertIn('A number is wanted.\n', done.stdout)
        self.assertEqual(f'Found with {len(guesses)} guesses: {guesses[-1]}.',
                         done.stdout.splitlines()[-1])


if __name__ == '__main__':
    tap.main()
