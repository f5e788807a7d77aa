# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures the canvas: the release editor on an X server of 1920×1080 without a GPU, moved by a real
pointer, with flows of 100 to 100,000 nodes. Prints one table with the goals.

What a frame costs is the processor time of the whole editor, all its threads, by the frames it
painted: that is the same on a busy machine, and frames a second are not. All times come beside the
time of a memcpy of one frame, and what opening costs beside an empty window of libadwaita, both
measured in the same minute."""

import argparse
import ctypes
import json
import math
import os
import pathlib
import select
import statistics
import subprocess
import sys
import tempfile
import time

from Xlib import Xatom

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/lib'))

SIZE = (1920, 1080)
FRAME_BYTES = SIZE[0] * SIZE[1] * 4
SLOW = 20  # seconds until also what GLib hoards has gone back
STEP_S = 1 / 120  # between two events of the pointer, as a usual mouse sends them
PANELS = {f'org/sluiceflow/Sluice/{side}-panel-visible': 'false' for side in ('left', 'right', 'bottom')}

# nodes: (open in s, memory in MB, ms a frame at 1:1 and at fit)
GOALS = {
    100: (0.2, 90, 5, 5),
    1000: (0.2, 90, 5, 5),
    10000: (0.3, 110, 5, 6),
    100000: (1, 200, 8, 8),
}
GOAL_FPS = 60
GOAL_DRAG_MS = 4
GOAL_DRAG_PAINT_MS = 8
GOAL_LIVE = 8   # % of a processor
GOAL_WAIT_MS = 50  # a machine that others use, too, keeps the editor waiting as well
GOAL_CLOSED = 25   # MB more than an editor that opened nothing
TIMES_OPENED = 20
GOAL_GROWN = 4     # MB: what the second half of them may leave
GOAL_IDLE = 0.05


def pause(seconds):
    """Lets the editor go on for so long: what it does then is what is measured."""
    select.select([], [], [], seconds)


def make_node(number, count, columns):
    """A script with a title, a summary and two or three actions; every other one has two edges."""
    following = {'next': f'n{number + 1}'} if number + 1 < count else {}
    if number == 9:
        following = {'next': 'n0', 'rest': 'n10'}
    elif number % 2:
        following['retry'] = f'n{max(0, number - columns // 2 * (number % 3) - 5)}'
    node = {'kind': 'script', 'title': f'Step number {number}', 'post': "return 'next'",
            'next': following}
    if number < 10:
        node['exec'] = 'sleep (1 / 60)'
    return node


def make_flow(count):
    columns = max(4, round(math.sqrt(count) * 1.2))
    hub = columns * (math.ceil(count / columns) // 2) + columns // 2
    nodes = {f'n{i}': make_node(i, count, columns) for i in range(count)}
    for i in range(hub - 12, hub - 2):
        nodes[f'n{i}']['next']['hub'] = f'n{hub}'
    places = {f'n{i}': [i % columns * 18, i // columns * 12] for i in range(count)}
    return {'format': 1, 'name': f'{count} nodes', 'run': ['main'], 'shared': {},
            'flows': {'main': {'start': 'n0', 'nodes': nodes}}, 'layout': {'main': places}}, f'main/n{hub}'


def measure_memcpy():
    """ms to copy one frame, the best of many: what a machine can do, not what is left of it."""
    libc = ctypes.CDLL(None)
    source, target = (ctypes.create_string_buffer(bytes(range(1, 256)) * (FRAME_BYTES // 255), FRAME_BYTES)
                      for _ in range(2))
    best = math.inf
    for _ in range(50):
        start = time.thread_time()
        libc.memcpy(target, source, ctypes.c_size_t(FRAME_BYTES))
        best = min(best, time.thread_time() - start)
    return best * 1000


def measure_window():
    """ms of processor time to an empty window of libadwaita: the floor under opening. The best of several."""
    from display import Display
    best = math.inf
    program = os.path.join(os.environ['SLUICE_BUILD_DIR'], 'tests/bench/bench-window')
    with Display(SIZE) as desktop:
        for _ in range(5):
            window = desktop.spawn([program, *map(str, SIZE)], stdout=subprocess.PIPE, text=True)
            best = min(best, float(window.communicate()[0].split()[1]))
    return best


class Meter:
    """Frames painted and processor time used since it was made."""

    def __init__(self, editor):
        self.editor = editor
        editor.frames()
        self.clock = (~editor.app.pid << 3) | 2  # what clock_getcpuclockid () gives
        self.cpu = time.clock_gettime(self.clock)
        self.start = time.monotonic()

    def read_cost(self):
        """Processor time in s."""
        return time.clock_gettime(self.clock) - self.cpu

    def read(self):
        cpu = self.read_cost()
        wall = time.monotonic() - self.start
        frames = [frame / 1e6 for frame in self.editor.frames()]
        return {'fps': len(frames) / wall, 'ms': cpu * 1000 / max(len(frames), 1),
                'percent': cpu / wall * 100, 'frames': frames}


def move_along(editor, points, seconds):
    """Moves the pointer from point to point as a hand does, for so long; the times of its events."""
    sent = []
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        sent.append(time.monotonic())
        editor.input.move(*points(sent[-1] - start))
        pause(max(0, sent[-1] + STEP_S - time.monotonic()))
    return sent


def measure_pan(editor, seconds):
    view = editor.find('canvas')
    centre = view.centre

    def on_circle(t):
        return centre[0] + 400 * math.sin(t * 2), centre[1] + 250 * math.sin(t * 3)

    editor.move(centre)
    editor.press(2)
    move_along(editor, on_circle, 0.5)
    meter = Meter(editor)
    move_along(editor, on_circle, seconds)
    result = meter.read()
    editor.release(2)
    editor.wait_for_rest()
    return result


def measure_drag(editor, address, seconds):
    """Drags the node in small circles; every 40 ms one event whose way to the screen is timed."""
    x, y = editor.node(address).at(0.5, 0.3)

    def on_circle(t):
        return x + 40 * math.sin(t * 3), y + 40 * math.cos(t * 3)

    editor.move((x, y))
    editor.press()
    move_along(editor, on_circle, 0.5)
    meter = Meter(editor)
    move_along(editor, on_circle, seconds)
    result = meter.read()

    editor.wait_for_rest()
    editor.frames()
    delays = []
    for i in range(40):
        sent = time.monotonic()
        editor.input.move(x + 40 * math.sin(i), y + 40 * math.cos(i))
        pause(0.04)
        frames = [frame / 1e6 - sent for frame in editor.frames()]
        delays += [frame for frame in frames if frame > 0][:1]
    result['delay'] = statistics.median(delays) * 1000 if delays else math.inf
    editor.key('Escape')
    editor.release()
    editor.wait_for_rest()
    return result


def measure_live(editor, seconds):
    """A run that enters a node 60 times a second."""
    editor.key('F5', settle=False)
    editor.wait_for(lambda: editor.state()['session'] in ('running', 'waiting'), 'the run', 60,
                    settle=False)
    pause(1)
    meter = Meter(editor)
    pause(seconds)
    result = meter.read()
    editor.key('shift+F5', settle=False)
    editor.wait_for(lambda: editor.state()['session'] == 'cancelled', 'the end of the run', 60,
                    settle=False)
    return result


def measure_idle(editor):
    """Nobody asks it anything meanwhile: an answer is work. What was done before it may be tidied up first: memory
    goes back a second after frames and runs have ended."""
    meter = Meter(editor)
    pause(4)
    before, start = meter.read_cost(), time.monotonic()
    pause(5)
    return {'percent': (meter.read_cost() - before) / (time.monotonic() - start) * 100}


def read_memory(pid):
    """RSS in MB."""
    with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as file:
        values = dict(line.split(':') for line in file if ':' in line)
    return int(values['Rss'].split()[0]) / 1024


def tell_of_manager(display):
    """Says that there is a window manager, one that can do nothing: without, GTK asks for it in each frame."""
    root = display.screen().root
    window = root.create_window(0, 0, 1, 1, 0, 0)
    for place in (root, window):
        place.change_property(display.intern_atom('_NET_SUPPORTING_WM_CHECK'), Xatom.WINDOW, 32, [window.id])
    window.change_property(display.intern_atom('_NET_WM_NAME'), display.intern_atom('UTF8_STRING'), 8, b'bench')
    root.change_property(display.intern_atom('_NET_SUPPORTED'), Xatom.ATOM, 32, [])
    display.sync()


def make_session(path=None, base=None, settings=None):
    """An editor that tells its frames. base: what kind of session (a plain one), settings: but for the panels."""
    from ui_driver import APP_ID, OBJECT_PATH, Session
    from gi.repository import Gio

    class Bench(base or Session):
        def _launch(self):
            """Nothing is asked of it before its first frame with a flow: to answer costs time, too."""
            tell_of_manager(self.input.display)
            with open(self.desktop.path('editor.log'), 'wb') as log:
                self.app = self.desktop.spawn(self.argv, stdout=log, stderr=log, cwd=self.home)
            self.wait_for(self._is_on_bus, 'the editor to be on the bus', 60, settle=False)
            self.wait_for(self.first_frame, 'the first frame', 60, settle=False)
            self.settle()
            self.focus_window()
            self.settle()

        def frames(self):
            """When the frames since the last call were painted, in µs."""
            reply = self.bus.call_sync(APP_ID, OBJECT_PATH + '/Inspect', APP_ID + '.Inspect', 'Frames',
                                       None, None, Gio.DBusCallFlags.NONE, 60000, None)
            return reply.unpack()[0]

        def first_frame(self):
            """Processor time in s from the start of the program to its first frame with a flow."""
            reply = self.bus.call_sync(APP_ID, OBJECT_PATH + '/Inspect', APP_ID + '.Inspect', 'FirstFrame',
                                       None, None, Gio.DBusCallFlags.NONE, 60000, None)
            return reply.unpack()[0] / 1e6

        def wait_for_rest(self):
            """Until nothing has been painted for a second."""
            self.frames()
            pause(1)
            while self.frames():
                pause(0.5)

    os.environ.pop('GTK_A11Y', None)
    session = Bench(*([path] if path else []), size=SIZE, settings=settings or PANELS)
    session.desktop.env.pop('G_SLICE', None)
    return session


def measure_open(path):
    """Seconds from the start of the program to the first frame with the flow: passed, and used."""
    session = make_session(path)
    spawn = session.desktop.spawn
    started = []

    def timed_spawn(argv, **options):
        started.append(time.monotonic())
        return spawn(argv, **options)

    session.desktop.spawn = timed_spawn
    with session as editor:
        return editor.frames()[0] / 1e6 - started[-1], editor.first_frame()


def probe(editor, seconds):
    """ms that a question to the editor waits at most, for so long."""
    longest, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        asked = time.monotonic()
        editor.first_frame()
        longest = max(longest, time.monotonic() - asked)
        pause(0.002)
    return longest * 1000


def measure_wait(editor, address):
    """ms that a question to the editor waits at most, for a while after a node was deleted and came back."""
    editor.click(editor.node(address).at(0.5, 0.3))
    editor.key('Delete', settle=False)
    longest = probe(editor, 3)
    editor.key('ctrl+z')
    editor.wait_for_rest()
    return longest


def measure_start(editor):
    """ms that a question waits at most while a run starts, and ms until it runs."""
    sent = time.monotonic()
    editor.key('F5', settle=False)
    longest = 0
    while editor.get('status', 'label') not in ('Running', 'Waiting'):
        longest = max(longest, probe(editor, 0.02))
    runs = (time.monotonic() - sent) * 1000
    longest = max(longest, probe(editor, 1))
    editor.key('shift+F5', settle=False)
    editor.wait_for(lambda: editor.get('status', 'label') == 'Cancelled', 'the end of the run', 60, settle=False)
    return {'wait': longest, 'runs': runs}


def look_around(editor):
    """The flow is moved all over the view, zoomed, and stays."""
    for chord in ('ctrl+1', 'ctrl+plus', 'ctrl+plus', 'ctrl+minus', 'ctrl+0', 'ctrl+1'):
        editor.key(chord)
    editor.wait_for_rest()


def read_memory_at_rest(editor, patience=3):
    """MB once nothing has gone back to the system for so many seconds."""
    lowest, since = read_memory(editor.app.pid), time.monotonic()
    while time.monotonic() < since + patience:
        pause(1)
        size = read_memory(editor.app.pid)
        if size < lowest - 0.5:
            lowest, since = size, time.monotonic()
    return read_memory(editor.app.pid)


def close_tab(editor):
    """A tab with a new flow stays."""
    for chord in ('ctrl+n', 'ctrl+Page_Up', 'ctrl+w'):
        editor.key(chord)


def measure_closed(editor):
    """MB after the flow was closed."""
    look_around(editor)
    close_tab(editor)
    return read_memory_at_rest(editor, SLOW)


def measure_new():
    """MB with a new flow, and nothing opened before."""
    with make_session() as editor:
        editor.key('ctrl+n')
        look_around(editor)
        return read_memory_at_rest(editor, SLOW)


def measure_reopened(editor, path):
    """By how many MB the editor is larger after the flow was opened and closed so many times than after half of them."""
    sizes = []
    for _ in range(TIMES_OPENED):
        editor.desktop.spawn([editor.argv[0], path]).wait()
        editor.wait_for_rest()
        close_tab(editor)
        sizes.append(read_memory_at_rest(editor))
    return sizes[-1] - sizes[TIMES_OPENED // 2 - 1]


def measure(count, folder, cases, seconds):
    flow, hub = make_flow(count)
    path = os.path.join(folder, f'{count}.flow.json')
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(flow, file)
    result = {}
    if 'open' in cases:
        opened = [measure_open(path) for _ in range(3)]
        result['open'], result['open-cost'] = (min(times) for times in zip(*opened))
    with make_session(path) as editor:
        editor.wait_for_rest()
        result['rss'] = read_memory(editor.app.pid)
        if 'fit' in cases:
            editor.key('ctrl+1')
            result['fit'] = measure_pan(editor, seconds)
        if 'drag' in cases:
            editor.key('ctrl+1')
            editor.wait_for_rest()
            editor.key('Escape')
            result['drag'] = measure_drag(editor, hub, seconds)
        if 'near' in cases:
            editor.key('ctrl+0')
            result['near'] = measure_pan(editor, seconds)
        if 'live' in cases:
            editor.key('ctrl+1')
            result['live'] = measure_live(editor, seconds)
        if 'start' in cases:
            editor.key('ctrl+1')
            editor.wait_for_rest()
            result['start'] = measure_start(editor)
        if 'idle' in cases:
            editor.wait_for_rest()
            result['idle'] = measure_idle(editor)
        result['rss-after'] = read_memory_at_rest(editor, SLOW)
        if 'edit' in cases:
            editor.key('ctrl+1')
            result['wait'] = measure_wait(editor, hub)
        if 'close' in cases:
            result['closed'] = measure_closed(editor) - measure_new()
        if 'reopen' in cases:
            result['grown'] = measure_reopened(editor, path)
    return result


def list_lines(count, result):
    """What the table says of one flow: title, value, unit, goal, whether smaller is better."""
    goal_open, goal_memory, goal_near, goal_fit = GOALS[count]
    for view, title, goal in (('fit', 'pan, all in view', goal_fit), ('near', 'pan, 100 %', goal_near)):
        if view in result:
            yield title + ': a frame', result[view]['ms'], 'ms', goal, True
            yield title, result[view]['fps'], 'fps', GOAL_FPS * 0.95, False
    if 'drag' in result:
        yield 'drag a node of 10 edges: a frame', result['drag']['ms'], 'ms', GOAL_DRAG_MS, True
        yield 'drag a node of 10 edges', result['drag']['fps'], 'fps', GOAL_FPS * 0.95, False
        yield 'drag: event to paint', result['drag']['delay'], 'ms', GOAL_DRAG_PAINT_MS, True
    if 'live' in result:
        yield 'run of 60 nodes a second', result['live']['percent'], '%', GOAL_LIVE, True
    if 'idle' in result:
        yield 'idle', result['idle']['percent'], '%', GOAL_IDLE, True
    if 'open' in result:
        yield 'start to first paint', result['open'] * 1000, 'ms', goal_open * 1000, True
        yield 'start to first paint: processor time', result['open-cost'] * 1000, 'ms', goal_open * 1000, True
    yield 'memory, opened (RSS)', result['rss'], 'MB', goal_memory, True
    yield 'memory, after all this (RSS)', result['rss-after'], 'MB', goal_memory, True
    if 'wait' in result:
        yield 'a node deleted: the longest wait', result['wait'], 'ms', GOAL_WAIT_MS, True
    if 'start' in result:
        yield 'a run starts: the longest wait', result['start']['wait'], 'ms', GOAL_WAIT_MS, True
        yield 'a run starts', result['start']['runs'], 'ms', goal_open * 1000, True
    if 'closed' in result:
        yield 'memory, closed: over a new one', result['closed'], 'MB', GOAL_CLOSED, True
    if 'grown' in result:
        yield f'memory, opened {TIMES_OPENED} times: grown', result['grown'], 'MB', GOAL_GROWN, True


def show(results, floor, window):
    missed = 0

    print(f"{'':44}{'ours':>9}{'':6}{'× memcpy':>9}{'goal':>8}")
    for count, result in results.items():
        for title, value, unit, goal, is_cost in list_lines(count, result):
            met = value <= goal if is_cost else value >= goal
            ratio = f'{value / floor:.1f}' if unit == 'ms' else ''
            if window and title.startswith('start to first paint: proc'):
                ratio = f'{value / window:.1f} win'
            missed += not met
            verdict = 'met' if met else 'not met'
            print(f"{f'{count:,}: {title}':44}{value:9.1f} {unit:5}{ratio:>9}{goal:8.3g}  {verdict}")
    print(f"{'memcpy of a frame':44}{floor:9.2f} ms")
    if window:
        print(f"{'an empty window: processor time':44}{window:9.1f} ms")
    return missed


def use_build(build):
    """Once in a process: the driver looks where its editor is when it is imported."""
    if 'ui_driver' in sys.modules:
        raise RuntimeError('one build is in use already')
    os.environ['SLUICE_BUILD_DIR'] = str(build.resolve())
    os.environ['SLUICE_DATA_DIR'] = str(ROOT / 'data')
    os.environ['SLUICE_SOURCE_DIR'] = str(ROOT)


def main():
    cases = ('open', 'fit', 'near', 'drag', 'live', 'start', 'idle', 'edit', 'close', 'reopen')
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--nodes', type=int, action='append', choices=GOALS, help='may be repeated (all)')
    parser.add_argument('--seconds', type=float, default=3, help='each case (3)')
    parser.add_argument('cases', nargs='*', metavar='CASE', help=', '.join(cases) + ' (all)')
    arguments = parser.parse_intermixed_args()
    if set(arguments.cases) - set(cases):
        parser.error(f"the cases are {', '.join(cases)}")
    use_build(arguments.build)
    floor, results = measure_memcpy(), {}
    window = measure_window() if 'open' in (arguments.cases or cases) else None
    with tempfile.TemporaryDirectory() as folder:
        for count in arguments.nodes or GOALS:
            print(f'{count:,} nodes …', file=sys.stderr)
            results[count] = measure(count, folder, arguments.cases or cases, arguments.seconds)
    missed = show(results, min(floor, measure_memcpy()), window)
    print(f'{missed} goals not met' if missed else 'All goals met')


if __name__ == '__main__':
    main()
