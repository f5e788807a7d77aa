# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the debugger can be seen doing, each situation by its name; see situations.py.

Every one of the stories a debugger is for is here: the same flows are debugged by the tests.
"""
import json

from debug_flows import BRANCHING, COUNTING, LANES, LOOP, PARALLEL, RETRYING, SCRIPT, TIMES, make_long, make_wide
from debugging import Server, choose_at_stop, show_page, write
from editor import example, read


def run_to_end(editor):
    editor.key('F5')
    editor.wait_for_session('finished')


def show_runs(editor):
    editor.key('ctrl+h')
    editor.wait_for(lambda: editor._rows('run-list'), 'the runs')
    editor.settle()


def stop_in_lane(editor):
    """A conditional breakpoint in a nested flow in one of eight lanes."""
    editor.click(editor.node('main/all').at(0.5, 0.15), count=2)
    editor.click(editor.node('lane/inner').at(0.5, 0.15), count=2)
    editor.select('deep/work')
    editor.add('Before a phase')
    editor.type("params.n == 5 and item == 'b'")
    editor.done()
    editor.key('F5')
    editor.wait_for_reason('Breakpoint before the exec of Work')
    editor.show_run()


def stop_at_value(editor):
    """A data breakpoint: a place of the store becomes a value."""
    editor.add('A place of the store becomes a value')
    editor.type('shared.count')
    editor.write('break-value', '3')
    editor.done()
    editor.key('F5')
    editor.wait_for_reason('/count: 2 → 3')
    editor.show_run()


def stop_at_branch(editor):
    editor.key('F11')
    editor.wait_for_stop('main/count')
    editor.key('F10')
    editor.wait_for_stop('main/decide')


def edit_store(editor):
    """The store is being edited at a stop, with what is wrong said in place."""
    stop_at_branch(editor)
    editor.click(editor.store_key('count'), count=2)
    editor.wait_for(lambda: editor.query(name='value-editor-text'), 'the editor')
    editor.type('seven')
    editor.key('Return')


def take_other_edge(editor):
    """After the edit: another edge was taken than it would have been."""
    stop_at_branch(editor)
    editor.click(editor.store_key('count'), count=2)
    write(editor, '7')
    editor.wait_for(lambda: editor.store()['count'] == '7', 'the store to be edited')
    editor.key('F10')
    editor.wait_for_stop('main/many')


def step_back(editor):
    """Five visits back in a run that is over."""
    run_to_end(editor)
    for moment in range(21, 16, -1):
        editor.key('shift+F10')
        editor.wait_for(lambda wanted=moment: editor.state()['moment'] == wanted, f'moment {moment}')


def fork(editor):
    """A run that went on from there, and the two of them in the list."""
    step_back(editor)
    editor.click(editor.place_at_rest(name='travel-fork'))
    editor.wait_for_stop('main/again')
    show_runs(editor)


def replay(editor):
    """A run whose server is gone, replayed, in the flow as it is by now: where it parts is shown."""
    server = Server()
    editor.select('main/fetch')
    editor.set_row('Address', server.url)
    editor.key('Return', 'F5')
    editor.allow()
    editor.wait_for_session('finished')
    server.close()
    show_runs(editor)
    editor.click(editor.place_of(editor._rows('run-list')[0]))
    editor.key('Return')
    editor.wait_for(lambda: editor.state()['moment'] > 0, 'the run')
    editor.click(editor.place_at_rest(name='travel-replay'))
    editor.wait_for(lambda: editor.state()['moment'] == 0 and editor.state()['session'] == 'finished', 'the replay')
    editor.show_run()


def diverge(editor):
    """The flow asks for something else than when it was recorded."""
    replay(editor)
    address = editor.nodes['fetch']['settings']['url']
    editor.select('main/fetch')
    editor.show_inspector()
    editor.set_row('Address', address + '/else')
    editor.key('Return')
    show_runs(editor)
    editor.click(editor.place_of(editor._rows('run-list')[0]))
    editor.key('Return')
    editor.wait_for(lambda: editor.state()['moment'] > 0, 'the run')
    editor.click(editor.place_at_rest(name='travel-replay'))
    editor.wait_for_session('failed')
    editor.show_run()


def step_lines(editor):
    """A script is stepped line by line: its line, its locals, a breakpoint in the gutter."""
    editor.key('F11')
    editor.wait_for_stop('main/count')
    for reason in ('line 1 of the prep', 'before the exec', 'line 1 of the exec'):
        editor.key('F11')
        editor.wait_for_reason(reason)
    for line in (2, 3, 4):
        editor.key('F10')
        editor.wait_for_reason(f'line {line} of the exec')
    gutter, = editor.query(name='line-gutter', within=editor.query(name='script-view')[0])
    place = editor.place_of(gutter)
    editor.click(place.at(0.2, 88 / place.height))


def look_at_line(editor):
    """A line of a script at a past stop, with the locals that it had there."""
    step_lines(editor)
    editor.watch('n')
    editor.show_run()
    editor.key('shift+F6')
    editor.wait_for(lambda: editor.query(name='locals-tree'), 'the line')


def show_attempts(editor):
    """A visit with its attempts, waits and its fallback."""
    run_to_end(editor)
    editor.select('main/fetch')
    show_page(editor, 'Visit')
    editor.wait_for(lambda: editor.query(name='visit-place', text='2 of 2'), 'the last visit')
    editor.click(editor.find('visit-previous'))
    editor.wait_for(lambda: editor.query(name='visit-place', text='1 of 2'), 'the first visit')


def show_deadlock(editor):
    """Two flows wait for each other, and it is said how."""
    editor.add('Every lane waits for another')
    editor.done()
    editor.key('F5')
    editor.wait_for_session('stopped')
    editor.show_run()
    editor.wait_for(lambda: editor.query(name='deadlock'), 'the circle')


def hold_results(editor):
    """Results of three lanes arrived during a stop."""
    editor.key('F5')
    editor.wait_for(lambda: len(editor.query(name='prompt-card')) == 3, 'the questions')
    editor.key('F6')
    editor.wait_for_session('stopped')
    for answer in ('A', 'B', 'C'):
        editor.answer(answer)
    editor.wait_for(lambda: len(editor.query(name='held-value')) == 3, 'three held results')


def intervene(editor):
    """What the person did instead of the run is listed."""
    editor.key('F11')
    editor.wait_for_stop('main/fetch')
    choose_at_stop(editor, 'Use This Result…')
    write(editor, '"rain"')
    editor.key('F10')
    editor.wait_for(lambda: editor.store().get('weather') == '“rain”', 'the result to be used')
    editor.wait_for_stop('main/fetch')
    choose_at_stop(editor, 'Skip with Action…')
    write(editor, 'done')
    editor.key('F10')
    editor.wait_for_stop('main/end')


def compare(editor):
    """Two runs, where they part."""
    run_to_end(editor)
    editor.key('F11')
    editor.wait_for_stop('main/count')
    editor.click(editor.store_key('limit'), count=2)
    write(editor, '4')
    editor.wait_for(lambda: editor.store()['limit'] == '4', 'the store to be edited')
    run_to_end(editor)
    show_runs(editor)
    editor.click(editor.place_of(editor._rows('run-list')[0]))
    editor.key('ctrl+a')
    editor.click(editor.place_at_rest(name='run-compare'))
    editor.wait_for(lambda: editor.state()['moment'] > 0, 'where they part')


def judge(editor):
    """An edited flow beside what it would do else in its last run."""
    run_to_end(editor)
    editor.select('main/count')
    editor.show_inspector()
    editor.set_row('Finish (post)', "return 'done'")
    editor.key('ctrl+j')
    editor.wait_for(lambda: editor.query(name='judge-found'), 'what would go another way')


def show_timeline(editor):
    """The bottom panel as high as the canvas, and the timeline in it."""
    panel = editor.place_at_rest(type='GtkLabel', text='Timeline')
    editor.drag((panel.x, panel.y - 14), by=(0, -220))
    editor.click(editor.place_of(editor.query(type='GtkLabel', text='Timeline')[0]))


def time_run(editor):
    """A run of one lane that waited, with its rows, its fold and a held result."""
    show_timeline(editor)
    editor.key('F5')
    editor.wait_for_question('Five?')
    editor.key('F6')
    editor.wait_for_session('stopped')
    editor.answer('yes')
    editor.wait_for(lambda: editor.query(name='held-value'), 'the held result')


def time_all(editor):
    show_timeline(editor)
    run_to_end(editor)


def measure_time(editor):
    """A span of time is measured by a drag with Shift."""
    time_all(editor)
    area = editor.place_at_rest(name='timeline-area')
    editor.drag((area.x + 200, area.y + 40), (area.x + 420, area.y + 40), modifiers=('shift',))


def make_deadlock():
    flow = json.loads(read(example('taboo')))
    flow['queues']['hinter_queue']['items'] = []
    return flow


FETCHING = {
    'format': 1, 'name': 'Fetching', 'run': ['main'], 'flows': {'main': {'start': 'fetch', 'nodes': {
        'fetch': {'kind': 'http', 'title': 'Fetch', 'settings': {'url': 'http://127.0.0.1:1/'},
                  'post': 'shared.answer = exec_res.body.answer'}}}}}

DEBUGGING = {
    'debug-lane': (LANES, stop_in_lane),
    'debug-value': (LOOP, stop_at_value),
    'debug-edit': (BRANCHING, edit_store),
    'debug-edge': (BRANCHING, take_other_edge),
    'debug-back': (COUNTING, step_back),
    'debug-fork': (COUNTING, fork),
    'debug-replay': (FETCHING, replay),
    'debug-diverge': (FETCHING, diverge),
    'debug-script': (SCRIPT, step_lines),
    'debug-past-line': (SCRIPT, look_at_line),
    'debug-retry': (RETRYING, show_attempts),
    'debug-deadlock': (make_deadlock(), show_deadlock),
    'debug-held': (PARALLEL, hold_results),
    'debug-instead': (RETRYING, intervene),
    'debug-compare': (COUNTING, compare),
    'debug-judge': (COUNTING, judge),
    'timeline': (TIMES, time_run),
    'timeline-measure': (make_wide(8), measure_time),
    'timeline-lane': (COUNTING, time_all),
    'timeline-lanes': (make_wide(200), time_all),
    'timeline-more': (make_wide(1300), time_all),
    'timeline-long': (make_long(12000), time_all),
}
