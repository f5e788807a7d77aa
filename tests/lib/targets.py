#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints what has to be built for the tests of some suites, one target a line.

Usage: targets.py BUILD_DIR SUITE…
"""
import json
import os
import subprocess
import sys


def introspect(build, what):
    result = subprocess.run(['meson', 'introspect', build, what], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def main(build, suites):
    files = {target['id']: target['filename'] for target in introspect(build, '--targets')}
    wanted = set()
    for test in introspect(build, '--tests'):
        if any(suite.rpartition(':')[2] in suites for suite in test['suite']):
            wanted.update(file for target in test['depends'] for file in files[target])
    print('\n'.join(sorted(os.path.relpath(file, build) for file in wanted)))


main(os.path.realpath(sys.argv[1]), sys.argv[2:])
