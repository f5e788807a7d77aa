#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts what meson test has run and prints 'N passed, N failed, N skipped'.

Usage: summary.py TESTLOG.JSON…

Each test that speaks TAP counts as many times as it has subtests. One that ends badly without a
subtest to blame (a crash, a leak, a time limit) adds a failure of its own. Exits with 1 where
something failed, or where nothing ran at all.
"""
import json
import re
import sys

TAP_LINE = re.compile(r'^(not )?ok\b[^#]*(#\s*SKIP\b)?', re.IGNORECASE)
BAD = {'FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS'}


def count_test(test):
    """The passed, failed and skipped subtests of one test."""
    passed = failed = skipped = 0
    for line in (test['stdout'] or '').splitlines():
        match = TAP_LINE.match(line)
        if not match:
            continue
        if match.group(2):
            skipped += 1
        elif match.group(1):
            failed += 1
        else:
            passed += 1

    if test['result'] in BAD:
        failed = max(failed, 1)
    elif passed + failed + skipped == 0:
        skipped += test['result'] == 'SKIP'
        passed += test['result'] != 'SKIP'
    return passed, failed, skipped


def main(logs):
    counts = [0, 0, 0]
    for log in logs:
        with open(log, encoding='utf-8') as lines:
            for line in lines:
                counts = [a + b for a, b in zip(counts, count_test(json.loads(line)))]
    print('{} passed, {} failed, {} skipped'.format(*counts))
    return 1 if counts[1] or not counts[0] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
