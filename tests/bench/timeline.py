# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures the timeline: the release editor on an X server of 1920×1080 without a GPU, a run of 100,000
stretches in one lane and in 200, panned and zoomed by a real pointer. Prints one table with the goal.

What a frame costs is the processor time of the whole editor, all its threads, by the frames it painted, as
for the canvas."""

import argparse
import json
import os
import pathlib
import sys
import tempfile

from canvas import PANELS, ROOT, Meter, make_session, measure_memcpy, move_along, pause, use_build

sys.path.insert(0, str(ROOT / 'tests/lib'))

GOAL_MS = 8
# name: lanes, and visits of three stretches in each; a wait makes them five
RUNS = {'1 lane': (1, 33300), '200 lanes': (200, 99)}


def make_flow(lanes, visits):
    """Each lane goes round a loop so often; more than one wait a moment each time, and so go side by side."""
    work = {'kind': 'script', 'title': 'Work', 'prep': 'return 1',
            'exec': 'sleep (0.002)' if lanes > 1 else 'return prep_res',
            'post': f'local key = "n" .. (params.lane or 0) shared[key] = (shared[key] or 0) + 1 '
                    f'if shared[key] < {visits} then return "more" end',
            'next': {'more': 'work'}}
    each = {'kind': 'flow', 'title': 'All', 'settings': {'flow': 'loop'}, 'batch': 'parallel',
            'prep': f'local all = {{}} for i = 1, {lanes} do all[i] = {{ lane = i }} end return all'}
    return {'format': 1, 'name': 'Long', 'run': ['main'], 'flows': {
        'main': {'start': 'all', 'nodes': {'all': each}}, 'loop': {'start': 'work', 'nodes': {'work': work}}}}


def open_timeline(editor, height):
    """The panel so high, and all of a run that is over in it."""
    label = editor.place_at_rest(type='GtkLabel', text='Timeline')
    editor.drag((label.x, label.y - 14), by=(0, -height))
    editor.click(editor.place_at_rest(type='GtkLabel', text='Timeline'))
    editor.key('F5', settle=False)
    editor.wait_for(lambda: editor.state()['session'] == 'finished', 'the run', 120, settle=False)
    editor.wait_for_rest()
    return editor.place_at_rest(name='timeline-area')


def measure_zoom(editor, area, seconds):
    """Turns the wheel in and out again, a click every other event of a mouse."""
    x, y = area.at(0.6, 0.4)
    editor.move((x, y))
    editor.input.hold(('ctrl',))
    meter = Meter(editor)
    clicks = max(1, round(seconds * 60 / 2))
    for button in [4] * clicks + [5] * clicks:
        editor.input.press(button)
        editor.input.release(button)
        pause(1 / 60)
    result = meter.read()
    editor.input.let_go(('ctrl',))
    editor.wait_for_rest()
    return result


def measure_pan(editor, area, clicks, seconds):
    """Drags to and fro, so many clicks of the wheel nearer."""
    x, y = area.at(0.6, 0.4)
    editor.key('0')
    editor.scroll((x, y), -clicks, modifiers=('ctrl',))
    editor.wait_for_rest()
    editor.move((x, y))
    editor.press()
    way = 400

    def to_and_fro(t):
        back = int(t * 600 / way) % 2
        along = t * 600 % way
        return x + (way - along if back else along), y

    move_along(editor, to_and_fro, 0.5)
    meter = Meter(editor)
    move_along(editor, to_and_fro, seconds)
    result = meter.read()
    editor.release()
    editor.wait_for_rest()
    return result


def measure(lanes, visits, folder, seconds):
    from editor import Editor
    path = os.path.join(folder, f'{lanes}.flow.json')
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(make_flow(lanes, visits), file)
    with make_session(path, Editor, {**PANELS, 'org/sluiceflow/Sluice/bottom-panel-visible': 'true'}) as editor:
        area = open_timeline(editor, 300)
        editor.click(area.at(0.5, 0.98))
        return {'zoom': measure_zoom(editor, area, seconds),
                'pan, 8 × nearer': measure_pan(editor, area, 9, seconds),
                'pan, 100 × nearer': measure_pan(editor, area, 21, seconds)}


def show(results, floor):
    missed = 0
    print(f"{'':44}{'ours':>9}{'':6}{'× memcpy':>9}{'goal':>8}")
    for name, cases in results.items():
        for case, result in cases.items():
            met = result['ms'] <= GOAL_MS
            missed += not met
            print(f"{f'100,000 stretches, {name}: {case}':44}{result['ms']:9.1f} ms   {result['ms'] / floor:9.1f}"
                  f"{GOAL_MS:8.3g}  {'met' if met else 'not met'} ({result['fps']:.0f} fps)")
    print(f"{'memcpy of a frame':44}{floor:9.2f} ms")
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--seconds', type=float, default=3, help='each case (3)')
    arguments = parser.parse_args()
    use_build(arguments.build)
    floor = measure_memcpy()
    with tempfile.TemporaryDirectory() as folder:
        results = {name: measure(lanes, visits, folder, arguments.seconds)
                   for name, (lanes, visits) in RUNS.items()}
    missed = show(results, min(floor, measure_memcpy()))
    print(f'{missed} goals not met' if missed else 'All goals met')


if __name__ == '__main__':
    main()
