#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Kills a program that keeps a draft, at 50 random moments, and looks at what is left.

The seed is in SLUICE_SEED, or 1; what a failure says begins with it.
"""
import json
import os
import random
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

import tap

SCRIBBLER = os.path.join(os.environ['SLUICE_BUILD_DIR'], 'tests/ui/drafts/scribbler')
SEED = int(os.environ.get('SLUICE_SEED', '1'))
ROUNDS = 50
MOST_EDITS = 260     # five seconds and a little
MOST_LOST = 3.0      # seconds


def run(state, *arguments, **options):
    environment = dict(os.environ, XDG_STATE_HOME=state)
    return subprocess.Popen([SCRIBBLER, *arguments], env=environment, encoding='utf-8',
                            stdout=subprocess.PIPE, **options)


def read_count(text):
    """How many edits a flow file holds."""
    document = json.loads(text)
    node = next(iter(document['flows']['main']['nodes'].values()))
    return int(node['title']) if node.get('title', '').isdigit() else 0


def read_log(program, n_edits):
    """Follows the program until it is at the given edit; what it did: times, begun and done saves."""
    times, begun, done = [], 0, 0
    for line in program.stdout:
        word, number, *rest = line.split()
        if word == 'edit':
            times.append(int(rest[0]) / 1e6)
            if int(number) == n_edits:
                program.kill()
        elif word == 'save':
            begun = int(number)
        else:
            done = int(number)
    return times, begun, done


def play(number):
    """One round: what went wrong, or nothing."""
    chance = random.Random(f'{SEED}/{number}')
    folder = '/dev/shm' if os.path.isdir('/dev/shm') else None
    with tempfile.TemporaryDirectory(prefix='sluice-kills-', dir=folder) as folder:
        path = os.path.join(folder, 'a.flow.json') if number % 3 else None
        with run(folder, *([path] if path else [])) as program:
            times, begun, done = read_log(program, chance.randint(1, MOST_EDITS))

        kept = 0
        if path:
            with open(path, encoding='utf-8') as file:
                kept = read_count(file.read())
            if kept not in (begun, done):
                return f'the file has {kept} edits, {done} or {begun} were saved'
        with run(folder, '--recover') as program:
            text = program.stdout.read()
        if text:
            kept = max(kept, read_count(text))
        if kept < len(times) and times[-1] - times[kept] > MOST_LOST:
            return f'{kept} of {len(times)} edits are left: {times[-1] - times[kept]:.2f} s are lost'
    return None


class Kills(unittest.TestCase):
    def test_no_more_than_three_seconds_are_lost(self):
        with ThreadPoolExecutor(10) as pool:
            for number, wrong in enumerate(pool.map(play, range(ROUNDS))):
                self.assertIsNone(wrong, f'seed {SEED}, round {number}')


if __name__ == '__main__':
    tap.main()
