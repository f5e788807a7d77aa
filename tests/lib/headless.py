#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a program on a desktop of its own, without a display.

Usage: headless.py PROGRAM [ARGUMENT…]

For the tests of widgets within one process. Its exit status is the program's.
"""
import os
import signal
import sys

from display import Display


def main(argv):
    if not argv:
        print(__doc__, file=sys.stderr)
        return 2
    # The leaks of GTK's libraries, which have no frame pointers, are told from ours by whole stacks.
    if 'ASAN_OPTIONS' in os.environ:
        os.environ['ASAN_OPTIONS'] += ':fast_unwind_on_malloc=0'
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Display(accessibility=False) as display:
        program = display.spawn(argv, stdin=None)
        return program.wait()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
