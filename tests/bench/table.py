# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the benchmarks in turn, several rounds, and prints one table of medians.

Times differ from machine to machine and from minute to minute, so a goal is a ratio: what was
set as µs is scaled by what the trampoline takes here. On the machine where the goals were set,
which ran npm's pocketflow at 0.52 µs a transition, it takes 0.0058 µs. Each round has a trampoline
of its own."""

import argparse
import pathlib
import statistics
import subprocess
import sys

TRAMPOLINE = 0.0058

# case, name it prints, what it is, unit, goal, whether the goal is a time
LINES = [
    ('loop', 'loop', 'loop of 2 nodes in C', 'µs', 0.08, True),
    ('script', 'script', 'the same, prep and post in Lua', 'µs', 0.35, True),
    ('chain', 'chain-build', 'chain of 10,000: build', 'ms', 8, True),
    ('chain', 'chain-run', 'chain of 10,000: run', 'µs', 0.08, True),
    ('chain', 'chain-bytes', 'chain of 10,000: a node', 'bytes', 400, False),
    ('nested', 'nested', 'leaf in 3 nested flows', 'µs', 0.15, True),
    ('many', 'many', '1,000 flows, a yield each', 'µs', 0.15, True),
    ('queue', 'queue', 'queue ping-pong, a message', 'µs', 0.06, True),
    ('parallel', 'parallel', '10,000 items of 10 ms: more', 'ms', 7, True),
    ('parallel', 'parallel-bytes', '10,000 items: an item', 'bytes', 512, False),
    ('event', 'event', 'event with a 1 KB snapshot', 'µs', 0.1, True),
    ('steps', 'steps', '10,000,000 steps: each', 'µs', 0.08, True),
    ('steps', 'steps-bytes', '10,000,000 steps: left over', 'bytes', 65536, False),
    ('steps', 'steps-resident', '10 M beside 1 M steps: larger', 'KiB', 256, False),
    ('deep', 'deep', '1,000 flows deep: a visit', 'µs', 0.08, True),
    ('lanes', 'lanes', '100,000 lanes: each', 'µs', 0.7, True),
    ('lanes', 'lanes-bytes', '100,000 lanes alive: a lane', 'bytes', 512, False),
    ('breakpoints', 'breakpoints', '1,000 breakpoints: more', '%', 25, False),
    ('record', 'record', 'loop in C, recorded', 'µs', 0.5, True),
    ('record', 'record-times', 'the same: of plain', '×', 2.5, False),
    ('record', 'record-durable', 'the same: up to the disk', 'µs', 1, True),
    ('record', 'record-bytes', 'the same: on disk', 'bytes', 100, False),
    ('record-script', 'record-script-times', 'prep and post in Lua: of plain', '×', 2.5, False),
    ('seek', 'seek-mean', 'to any of 1,000,000: mean', 'ms', 0.1, True),
    ('seek', 'seek', 'the same: most', 'ms', 5, True),
    ('seek', 'seek-disk', 'the same, from disk: most', 'ms', 50, True),
    ('endless', 'endless', 'an endless script: a slice', 'ms', 2.5, False),
    ('http-100', 'http-100', '5,000 requests, 100 in flight', '×', 1.15, False),
    ('http-100', 'http-100-bytes', 'the same: left over', 'bytes', 65536, False),
    ('http-200', 'http-200', '5,000 requests, 200 in flight', '×', 1.25, False),
    ('http-200', 'http-200-bytes', 'the same: left over', 'bytes', 65536, False),
    ('nodes-http', 'http-nodes', '5,000 by nodes, 200 at a time', '×', 1.25, False),
    ('nodes-http', 'http-nodes-bytes', 'the same: left over', 'bytes', 65536, False),
    ('nodes-http', 'http-lanes', '5,000 lanes, the limiter at 200', '×', 1.25, False),
    ('nodes-http', 'http-lanes-bytes', 'the same: left over', 'bytes', 65536, False),
    ('turns', 'turns', 'busy with 10,000 timers: a turn', 'ms', 4, False),
]

# The cases of bench-record.
RECORD = ('record', 'record-script', 'seek')


def run(command):
    """The numbers a program prints, by name."""
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {name: float(value) for name, value in (line.split('\t') for line in output.splitlines())}


def measure(build, cases, rounds):
    """For each name the list of its numbers, one a round."""
    programs = build / 'tests' / 'bench'
    modules = build / 'npm'
    script = pathlib.Path(__file__).with_name('pocketflow.mjs')
    ours, theirs = {}, {}

    for number in range(rounds):
        print(f'Round {number + 1} of {rounds} …', file=sys.stderr)
        numbers = run([programs / 'bench-trampoline'])
        for case in cases:
            if case in RECORD:
                numbers |= run([programs / 'bench-record', case])
                continue
            if case == 'nodes-http':
                numbers |= run([programs / 'bench-http-nodes'])
                continue
            if case.startswith('http-'):
                numbers |= run([programs / 'bench-http', case.removeprefix('http-')])
                continue
            numbers |= run([programs / 'bench-engine', case])
            if (modules / 'node_modules' / 'pocketflow').exists():
                for name, value in run(['node', script, modules, case]).items():
                    theirs.setdefault(name, []).append(value)
        for name, value in numbers.items():
            ours.setdefault(name, []).append(value)
    return ours, theirs


def show(ours, theirs, cases):
    floor = ours['trampoline']
    missed = 0

    print(f"{'':31}{'ours':>10} {'':5}{'× floor':>9}{'pocketflow':>12}{'times':>7}{'goal here':>11}"
          f"{'of goal':>9}")
    for case, name, title, unit, goal, is_time in LINES:
        if case not in cases:
            continue
        value = statistics.median(ours[name])
        scaled = [v / f * TRAMPOLINE for v, f in zip(ours[name], floor)] if is_time else ours[name]
        met = statistics.median(scaled) <= goal
        here = goal * statistics.median(floor) / TRAMPOLINE if is_time else goal
        ratio = f'{statistics.median(scaled) / TRAMPOLINE:.1f}' if unit == 'µs' else ''
        other = statistics.median(theirs[name]) if name in theirs else None
        missed += not met
        print(f"{title:31}{value:10.4g} {unit:5}{ratio:>9}"
              f"{format(other, '.3g') if other else '':>12}{format(other / value, '.1f') if other else '':>7}"
              f"{here:11.3g}{max(value / here, 0):9.2f}  {'met' if met else 'not met'}")
    print(f"{'floor: a C trampoline':31}{statistics.median(floor):10.4g} µs")
    print(f"{'memcpy of 1 KB':31}{statistics.median(ours['memcpy']):10.4g} µs")
    return missed


def main():
    names = list(dict.fromkeys(line[0] for line in LINES))
    parser = argparse.ArgumentParser()
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('cases', nargs='*', metavar='CASE')
    arguments = parser.parse_intermixed_args()
    unknown = set(arguments.cases) - set(names)
    if unknown:
        parser.error(f"no case {', '.join(sorted(unknown))}; the cases are {', '.join(names)}")
    cases = arguments.cases or names
    missed = show(*measure(arguments.build, cases, arguments.rounds), cases)
    print(f'{missed} goals not met' if missed else 'All goals met')


main()
