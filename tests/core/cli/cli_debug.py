#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice debug: commands in, what it says out."""
import json
import os
import pathlib
import signal
import subprocess

import tap
from program import DEADLINE, ENDLESS, HELLO, SLUICE, ProgramTest, script

LOOP = {
    'start': 'a',
    'nodes': {
        'a': {'kind': 'script', 'exec': 'local x = 1\nlocal y = x + 1\nreturn y',
              'post': 'shared.n = (shared.n or 0) + 1', 'next': {'default': 'b'}},
        'b': {'kind': 'script', 'post': 'if shared.n < 3 then return "again" end return "done"',
              'next': {'again': 'a', 'done': 'end'}},
        'end': {'kind': 'end'},
    },
}


class Talk:
    """A session that answers each command with a line."""

    def __init__(self, path, *options, environment):
        self.process = subprocess.Popen([SLUICE, 'debug', '--fresh', *options, path], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding='utf-8',
                                        env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with self.process:
            self.process.stdin.close()
            self.rest = self.process.stdout.read()
        self.status = self.process.wait(timeout=DEADLINE)

    def read(self):
        return self.process.stdout.readline().rstrip('\n')

    def say(self, command):
        self.process.stdin.write(command + '\n')
        self.process.stdin.flush()
        return self.read()


BY_HAND = '1 thing was done by hand: interventions lists, keep NUMBER keeps, forget throws away'


class Debug(ProgramTest):
    def debug(self, main, *commands, options=('--fresh',), status=0, **others):
        out, err = self.sluice('debug', *options, self.flow(main, **others), status=status,
                               stdin=''.join(command + '\n' for command in commands))
        self.assertEqual('', err)
        return out.splitlines()

    def debug_file(self, path, *commands, options=(), status=0):
        return self.sluice('debug', path, *options, stdin='\n'.join(commands), status=status)[0].splitlines()

    def runs(self):
        """The records, the newest first."""
        return [json.loads(line) for line in self.sluice('runs', '--json')[0].splitlines()]

    def test_steps(self):
        self.assertEqual(['Stopped before a', 'Stopped before b', 'Stopped before the exec of b',
                          'Stopped before the post of b', 'Stopped before a', 'The run has finished'],
                         self.debug(LOOP, 'start', 'over', 'into', 'into', 'into', 'continue'))

    def test_breakpoints(self):
        self.assertEqual(['Breakpoint 1: becomes /n 2', 'a wrote /n: 1 → 2', '{', '  "n": 2', '}',
                          'The run has finished'],
                         self.debug(LOOP, 'break becomes /n 2', 'run', 'store', 'continue'))

    def test_every_kind_is_understood(self):
        commands = ['node main/a', 'after main/a', 'phase main/a exec', 'phase exec', 'considered main/b again',
                    'taken main/b done', 'written /n', 'changed /n', 'becomes /n {"x": [1, 2]}', 'error',
                    'error main/a', 'attempt', 'retry main/a', 'fallback', 'no-edge', 'queue-empty', 'queue-full q',
                    'deadlock', 'time 2.5', 'visits 9', 'tokens 100', 'cost 0.5', 'line main/a exec 2']
        said = self.debug(LOOP, *('break ' + command for command in commands))
        for number, (command, line) in enumerate(zip(commands, said, strict=True), 1):
            self.assertEqual(f'Breakpoint {number}: ' + command.replace('": ', '":').replace('1, 2', '1,2'), line)

    def test_terms(self):
        self.assertEqual(['Breakpoint 1: node main/b, if shared.n == 3, logs “at {{ shared.n }}”',
                          'Breakpoint 2: after main/a, from hit 2 on, once', 'a', 'at 3', 'The run has finished'],
                         ['a' if 'Breakpoint after a' in line else line for line in
                          self.debug(LOOP, 'break main/b if shared.n == 3 log at {{ shared.n }}',
                                     'b after main/a hits 2 once', 'run', 'continue')])

    def test_functions_are_looked_into(self):
        main = {'start': 'a', 'nodes': {'a': {
            'kind': 'script',
            'exec': 'local sum = 1\nlocal function add (n)\n  sum = sum + n\nend\nadd (4)\nreturn sum'}}}
        said = self.debug(main, 'until line main/a exec 3', 'print n + sum', 'frame 1', 'print n == nil and sum', 'quit')
        self.assertEqual(['Breakpoint at line 3 of the exec of a', '5'], said[:2])
        self.assertIn('  "sum": 1,', said)
        self.assertEqual('1', said[-1])

    def test_attempts_stop(self):
        main = {'start': 'a', 'nodes': {'a': {'kind': 'script', 'retries': 2, 'exec': 'error("no")',
                                              'fallback': 'return 1'}}}
        said = self.debug(main, 'errors attempts', 'run', 'errors off', 'continue')
        self.assertEqual('Attempt 1 of a failed: main/a exec, line 1: no', said[0])
        self.assertEqual('The run has finished', said[-1])

    def test_lines(self):
        said = self.debug(LOOP, 'until line main/a exec 3', 'where', 'over', 'quit')
        self.assertEqual('Breakpoint at line 3 of the exec of a', said[0])
        self.assertIn('"x": 1', '\n'.join(said))
        self.assertIn('"y": 2', '\n'.join(said))
        self.assertEqual('Stopped before the post of a', said[-1])

    def test_interventions(self):
        said = self.debug(LOOP, 'until main/b', 'set /n 7', 'over', 'goto main/a', 'skip', 'retry',
                          'result "x"', 'print exec_res', 'interventions', 'continue')
        self.assertEqual(['Breakpoint on b', 'Stopped before end', 'Stopped before a', 'Stopped after a',
                          'Stopped before a', 'Stopped before the post of a', '"x"'], said[:7])
        self.assertEqual(['1: /n: 1 → 7', '2: went from main/end to main/a', '3: skipped main/a with “default”',
                          '4: did main/a again', '5: used "x" as the result of main/a', 'The run has finished',
                          '5 things were done by hand: interventions lists, keep NUMBER keeps, forget throws away'],
                         said[7:])

    def test_what_was_done_is_kept_or_forgotten(self):
        said = self.debug(LOOP, 'until main/b', 'set /n 7', 'set /gone {"a": 1}', 'unset /gone', 'skip',
                          'keep 1', 'keep 4', 'keep 9', 'forget', 'interventions', 'keep 1', 'quit', status=2)
        self.assertIn('has it', said[-5])
        self.assertEqual(['It was of that moment: edits of the store and results can be kept',
                          'There is no intervention 9: interventions lists them', 'Nothing was done to the run',
                          'There is no intervention 1: interventions lists them'], said[-4:])
        document = json.loads((self.folder / 'test.flow.json').read_text())
        self.assertEqual({'n': 7}, document['shared'])

    def test_what_was_done_stays_listed(self):
        path = self.flow(LOOP)
        said = self.debug_file(path, 'until main/b', 'set /n 7', 'over', 'goto main/a', 'skip', 'over', 'interventions',
                               'at 3', 'continue', 'interventions', 'set /x 1', 'restart', 'interventions', 'keep 1',
                               'forget', 'interventions', options=('--fresh',))
        listed = ['1: /n: 1 → 7', '2: went from main/end to main/a', '3: skipped main/a with “default”']
        self.assertEqual(listed, said[5:8])
        earlier = [line + '  (in an earlier run)' for line in listed]
        self.assertEqual([listed[0], *earlier[1:]], said[11:14])
        self.assertEqual(['The run has finished', '4 things were done by hand: interventions lists, keep NUMBER keeps, '
                          'forget throws away', *earlier, '4: /x: nothing → 1  (in an earlier run)',
                          f'The initial store of {path} has it', 'Nothing was done to the run'], said[14:])
        self.assertEqual({'n': 7}, json.loads(pathlib.Path(path).read_text())['shared'])

    def test_a_fork_has_done_again_what_was_before_it(self):
        commands = ('until main/b', 'set /n 2', 'result 1', 'over', 'set /y 1', 'over', 'set /x 1', 'over')
        fork = ('at 4', 'continue', 'set /z 1')
        said = self.debug(LOOP, *commands, *fork, 'interventions', 'store')
        self.assertEqual(['1: /n: 1 → 2', '2: used 1 as the result of main/b', '3: /y: nothing → 1',
                          '4: /x: nothing → 1  (in an earlier run)', '5: /z: nothing → 1',
                          '{', '  "n": 2,', '  "y": 1,', '  "z": 1', '}'], said[8:])
        # What is no longer listed was done all the same, and a fork of the fork has it, too.
        said = self.debug(LOOP, *commands[:2], 'forget', *commands[2:], *fork, 'over', *fork, 'interventions')
        self.assertEqual(['1: used 1 as the result of main/b', '2: /y: nothing → 1',
                          '3: /x: nothing → 1  (in an earlier run)', '4: /z: nothing → 1', '5: /z: 1 → 1'], said[-5:])

    def test_a_result_is_kept_as_a_pin(self):
        said = self.debug(script(exec='error ("no")'), 'errors', 'run', 'result 3', 'keep 1', 'pins', 'quit')
        self.assertEqual(['It is pinned to main/a', 'main/a = 3'], said[-2:])

    def test_a_pin_is_kept_in_the_file(self):
        main = {'start': 'a', 'nodes': {'a': {'kind': 'script', 'exec': 'return 1', 'output': 'x'}}}
        path = self.flow(main)
        said = self.debug_file(path, 'pin main/a {"y": [5]}', 'keep main/a', 'pins', 'unpin main/a', status=2)
        self.assertEqual(['main/a = {"y":[5]}  (in the file)',
                          'The file keeps the pin of main/a: unkeep it first, or say pins off main/a'], said[1:])
        node = json.loads(pathlib.Path(path).read_text())['flows']['main']['nodes']['a']
        self.assertEqual({'result': {'y': [5]}}, node['pin'])
        # Another person opens it: it is said, and used with --pins alone.
        self.environment['XDG_STATE_HOME'] = str(self.folder / 'another')
        out, err = self.sluice('run', path, '--print-store')
        self.assertEqual({'x': 1}, json.loads(out))
        self.assertIn('The result of main/a is pinned in the file; it is used with --pins only', err)
        out, err = self.sluice('run', path, '--print-store', '--pins')
        self.assertEqual({'x': {'y': [5]}}, json.loads(out))
        self.assertIn('Pinned results are used for: main/a', err)
        self.assertEqual(['main/a = {"y":[5]}  (in the file)', 'main/a = {"y":[5]}  (in the file)  (off)'],
                         self.debug_file(path, 'pins', 'pins off main/a', 'pins', options=('--pins',)))
        self.assertEqual({'x': 1}, json.loads(self.sluice('run', path, '--print-store', '--pins')[0]))
        self.assertEqual(['The pin of main/a is yours alone', 'main/a = {"y":[5]}'],
                         self.debug_file(path, 'pins on main/a', 'unkeep main/a', 'pins', options=('--pins',)))
        self.assertNotIn('pin', json.loads(pathlib.Path(path).read_text())['flows']['main']['nodes']['a'])
        self.assertEqual({'x': {'y': [5]}}, json.loads(self.sluice('run', path, '--print-store', '--pins')[0]))

    def test_steps_of_all_sizes(self):
        inner = {'start': 'x', 'nodes': {'x': {'kind': 'script', 'prep': 'return 1', 'next': {'default': 'y'}},
                                         'y': {'kind': 'script'}}}
        main = {'start': 'f', 'nodes': {'f': {'kind': 'flow', 'settings': {'flow': 'inner'}, 'next': {'default': 'z'}},
                                        'z': {'kind': 'script', 'exec': 'local a = 1\nreturn a'}}}
        cases = {('start', 'over'): 'Stopped before z', ('start', 'into'): 'Stopped before x',
                 ('start', 'into', 'out'): 'Stopped before z', ('start', 'into', 'phase'): 'Stopped before the exec of x',
                 ('start', 'into', 'into'): 'Stopped before the exec of x', ('start', 'into', 'over'): 'Stopped before y',
                 ('start', 'over', 'lines', 'into', 'into'): 'Breakpoint at line 1',
                 ('run',): 'The run has finished', ('start', 'fail it is late'): 'it is late'}
        for commands, last in cases.items():
            said = self.debug(main, *commands, 'quit', status=None, inner=inner)
            self.assertIn(last if last[:5] != 'Break' else 'line 1 of the exec of z', said[-1], commands)

    def test_held_results_go_one_by_one(self):
        main = {'start': 'p', 'nodes': {'p': {
            'kind': 'script', 'batch': 'parallel', 'prep': 'return { 1, 2, 3 }', 'post': 'shared.p = exec_res',
            'exec': 'return ask ("?") .. item'}}}
        with self.talk(self.flow(main)) as talk:
            self.assertEqual('It asks: ? (answer TEXT)', talk.say('run'))
            self.assertEqual('Paused', talk.say('pause'))
            self.assertEqual('No result is held there.', talk.say('event'))
            for text in 'abc':
                self.assertEqual('Paused', talk.say('answer ' + text))
            talk.process.stdin.write('held\nreplace 3 "x"\nevent 4\nlanes\nevent\ncontinue\nstore /p\n')
        said = talk.rest
        self.assertEqual(3, said.count('"effect"'), said)
        self.assertIn('"a1"', said)
        self.assertIn('"x2"', said)
        self.assertIn('"c3"', said)

    def two_lanes(self, main, other):
        path = self.flow(main, other=other)
        document = json.loads(pathlib.Path(path).read_text())
        pathlib.Path(path).write_text(json.dumps({**document, 'run': ['main', 'other']}))
        return path

    def test_queues_and_who_waits(self):
        path = self.two_lanes(
            {'start': 'a', 'nodes': {'a': {'kind': 'script', 'prep': 'queue ("p"):put (1) queue ("p"):put ({ 2 })',
                                           'next': {'default': 'c'}},
                                     'c': {'kind': 'script', 'prep': 'return queue ("q"):get ()'}}},
            {'start': 'b', 'nodes': {'b': {'kind': 'script', 'next': {'default': 'd'}},
                                     'd': {'kind': 'script', 'prep': 'queue ("p"):get () queue ("p"):get () '
                                                                     'return queue ("p"):get ()'}}})
        said = self.debug_file(path, 'until main/c', 'queues', 'break deadlock', 'continue', 'queues', 'back stop', 'queues',
                               'now', 'continue', options=('--fresh',), status=1)
        self.assertEqual('p: 2 items, [1,[2]]', said[1])
        self.assertIn('Deadlock: every lane waits for a queue', said[3])
        self.assertEqual(['p: 0 items, []', '  lane 2 waits for an item', 'q: 0 items, []', '  lane 1 waits for an item'],
                         said[4:8])
        self.assertIn('p: 2 items, [1,[2]]', said[8:])

    def test_one_lane_steps_or_all(self):
        flow = {'start': 'a', 'nodes': {'a': {'kind': 'script', 'exec': 'sleep (0.01)', 'next': {'default': 'b'}},
                                        'b': {'kind': 'script'}}}
        other = {**flow, 'nodes': {**flow['nodes'], 'b': {'kind': 'script', 'prep': 'return queue ("q"):get ()'}}}
        path = self.two_lanes(flow, other)
        for switch, place in (('all off', '  2: other, held'), ('all on', '  2: other/')):
            said = self.debug_file(path, switch, 'break main/a', 'run', 'over', 'lanes', options=('--fresh',))
            self.assertEqual(place, said[-1][:len(place)], switch)
        said = self.debug_file(path, 'break other/a', 'run', 'lanes', 'lane 1', 'where', 'over', options=('--fresh',))
        self.assertEqual(['* 2: other/a, held', 'lane 1: '], [said[3], said[4][:8]])

    def test_an_error(self):
        broken = script(exec='error ("no")', post='shared.x = exec_res')
        said = self.debug(broken, 'errors', 'run', 'result 3', 'continue')
        self.assertEqual(['Only failed: main/a exec, line 1: no', 'Stopped before the post of Only',
                          'The run has finished', BY_HAND], said)
        self.debug(broken, 'run', status=1)

    def test_questions(self):
        said = self.debug(HELLO, 'run', 'answer Ann', 'answer no')
        self.assertEqual(['It asks: Who are you? (answer TEXT)', 'Hello Ann'], said[:2])
        self.assertEqual('The run has finished', said[-1])

    def test_what_is_wrong_is_said(self):
        said = self.debug(LOOP, 'stepp', 'retry', 'continue', 'break line main/a exec', 'break main/a maybe',
                          'break main/a if 1 +', 'delete 7', 'start', 'set /x/y 1', 'set /x {', 'goto main/c',
                          'print nothing.x', status=2)
        said = [line for line in said if '    1 |' not in line]
        self.assertEqual(12, len(said))
        self.assertIn('There is no command “stepp”', said[0])
        self.assertEqual('The run is not stopped.', said[1])
        self.assertEqual('The run has not begun: run, or start', said[2])
        self.assertEqual('There is no breakpoint 7: breakpoints lists them', said[6])

    def test_what_is_missing_is_named(self):
        cases = {'set /n': 'set needs a place and a value', 'lane 7': 'There is no lane 7: lanes lists them',
                 'lane x': '“x” is no number', 'lane': 'a number is missing', 'errors never': 'say on, attempts or off',
                 'mute maybe': 'say on or off', 'print': 'print needs an expression', 'run': 'has begun already',
                 'answer x': 'Nothing is asked', 'frame 3': 'no such function', 'over 3': 'stands alone',
                 'pin main/x 1': 'no node “main/x”', 'pin main/b': 'has no result yet', 'unpin main/a': 'has no pin',
                 'pins of': 'say mute, unmute', 'pins on main/a': 'has no pin', 'watch': 'needs an expression',
                 'unwatch 9': 'There is no watch 9', 'unwatch x': 'is no number', 'at 99': 'no such visit',
                 'card 99': 'no such visit', 'card': 'This visit has not begun', 'at': 'a number is missing',
                 'forward': 'The run itself is shown', 'back 9': 'fewer visits', 'back 0': 'how many visits, from 1',
                 'back x': 'is no number', 'back stop': 'no stop before', 'visits main/x': 'no visit of main/x',
                 'event': 'No result is held', 'replace 1 2': 'result', 'unset /x/y': '/x', 'xyz': 'help lists them'}
        said = self.debug(LOOP, 'start', *cases, 'quit', status=2)
        said = [line for line in said if '|' not in line][1:]
        self.assertEqual(len(cases), len(said), said)
        for (command, words), line in zip(cases.items(), said, strict=True):
            self.assertIn(words, line, command)

    def test_restart_takes_the_file_as_it_is(self):
        path = self.flow(LOOP)
        with self.talk(path) as talk:
            self.assertEqual('The run has not begun: run, or start', talk.say('restart'))
            self.assertEqual('Breakpoint 1: becomes /n 2', talk.say('break becomes /n 2'))
            self.assertEqual('a wrote /n: 1 → 2', talk.say('run'))
            self.assertEqual('a wrote /n: 1 → 2', talk.say('restart'))
            self.flow({**LOOP, 'nodes': {**LOOP['nodes'], 'a': {**LOOP['nodes']['a'], 'post': 'shared.n = 3'}}})
            self.assertEqual('The run has finished', talk.say('restart'))
            self.assertEqual('The run has ended: restart begins it again, back looks at what was', talk.say('over'))
            self.assertEqual('3', talk.say('store /n'))
            self.write('test.flow.json', '{')
            self.assertIn("can't be run as it is now", talk.say('restart'))
            self.assertEqual('3', talk.say('store /n'))
        self.assertEqual(['finished', 'cancelled', 'cancelled'], [run['result'] for run in self.runs()])

    def test_a_restarted_run_stops_as_the_first(self):
        self.assertEqual(['Stopped before a', 'Stopped before b', 'Stopped before a', 'Stopped before b'],
                         self.debug(LOOP, 'start', 'over', 'restart', 'over', 'quit'))

    def test_stop_ends_the_run_and_not_the_program(self):
        self.assertEqual(['Stopped before a', 'The run has been cancelled', '{}', 'Stopped before a'],
                         self.debug(LOOP, 'start', 'stop', 'store', 'restart', 'quit'))

    def test_a_moment_of_the_past(self):
        said = self.debug(LOOP, 'until main/b if shared.n == 2', 'back 2', 'store /n', 'where', 'lanes', 'queues',
                          'forward', 'store /n', 'forward', 'store /n', 'back', 'now', 'quit')
        self.assertEqual(['Breakpoint on b', 'Visit 3 of 4: main/b', '1', 'visit 3 of 4, lane 1: main/b',
                          '  main/b, visit 3', '  main, visit 1', '* 1: main/b', 'No queue is used',
                          'Visit 4 of 4: main/a', '1', 'Breakpoint on b', '2', 'Visit 4 of 4: main/a',
                          'Breakpoint on b'], said)

    def test_a_card_has_every_attempt(self):
        main = {'start': 'a', 'nodes': {'a': {
            'kind': 'script', 'retries': 2, 'prep': 'return 7', 'exec': 'error("no")', 'fallback': 'return prep_res + 1',
            'post': 'shared.x = exec_res; return "on"', 'next': {'on': 'b'}}, 'b': {'kind': 'end'}}}
        said = self.debug(main, 'run', 'card 2', 'visits', 'visits main/b')
        self.assertEqual(['The run has finished', 'visit 2: main/a, lane 1', '  prep: 7',
                          '  exec, attempt 1 of 2: failed: main/a exec, line 1: no',
                          '  exec, attempt 2 of 2: failed: main/a exec, line 1: no', '  fallback: 8', '  post: "on"',
                          '  wrote /x: 8', '  action on, then main/b'], said[:9])
        self.assertEqual(['     1  lane 1  main', '     2  lane 1    main/a', '     3  lane 1    main/b',
                          '     3  lane 1    main/b'], said[9:])

    def test_back_to_the_last_stop(self):
        self.assertEqual(['Stopped before a', 'Stopped before b', 'Breakpoint on a', 'Visit 3 of 3: main/b',
                          'Visit 2 of 3: main/a', 'The run had no stop before this', 'Breakpoint on a'],
                         self.debug(LOOP, 'start', 'over', 'until main/a', 'back stop', 'back stop', 'back stop', 'now',
                                    'quit', status=2))

    def test_a_stop_in_the_midst_of_a_visit(self):
        self.assertEqual(['a wrote /n: nothing → 1', 'The run has finished', 'In visit 2 of 8: a wrote /n: nothing → 1',
                          '1', 'Visit 2 of 8: main/a'],
                         self.debug(LOOP, 'until written /n', 'continue', 'back stop', 'store /n', 'at 2', 'store'
                                    )[:5])
        said = self.debug(LOOP, 'until line main/a exec 2', 'continue', 'back stop', 'forward', 'back stop')
        words = 'In visit 2 of 8: Breakpoint at line 2 of the exec of a'
        self.assertEqual([words, 'Visit 3 of 8: main/b', words], said[2:])

    def test_names_at_a_stop_that_is_over(self):
        main = {'start': 'a', 'params': {'of': 7}, 'nodes': {
            'a': {'kind': 'script', 'prep': 'return { 1, params.of }',
                  'exec': 'local t = { "x" }\nlocal function add (k)\n  return k + #t\nend\nlocal sum = add (2)\n'
                          'return sum', 'post': 'shared.n = exec_res', 'next': {'default': 'b'}},
            'b': {'kind': 'script', 'exec': 'local long = string.rep ("x", 70000)\nerror ("no")'}}}
        names = ('print params.of', 'print prep_res[2]', 'print k', 'print t[1]', 'frame 1', 'print t[1]', 'print k')
        said = self.debug(main, 'break line main/a exec 3', 'errors', 'run', *names, 'continue', 'continue', 'watch t',
                          'back stop', 'print error.message', 'print exec_res', 'back stop', *names, 'where',
                          'print nobody', 'forward', 'print k', 'watches', 'frame 0', options=('--fresh',), status=1)
        at_line = said[2:said.index('b failed: main/b exec, line 2: no')]
        self.assertEqual(['7', '7', '2', '"x"'], at_line[:4])
        self.assertEqual(['"x"', 'null'], at_line[-2:])
        said = said[said.index('1: t = null') + 1:]
        self.assertEqual(['In visit 3 of 3: b failed: main/b exec, line 2: no', '1: t = null',
                          '"main/b exec, line 2: no\\n    2 | error (\\"no\\")"', 'null',
                          'In visit 2 of 3: Breakpoint at line 3 of the exec of a', '1: t = ["x"]'], said[:6])
        said = said[6:]
        self.assertEqual(at_line, said[:len(at_line)])
        self.assertIn('    "function": "add",', said)
        missing = 'The record does not have “%s” of this moment: what a node and its script have is kept at stops alone'
        self.assertEqual(['null', 'Visit 3 of 3: main/b', '1: t can\'t be told: ' + missing % 't', missing % 'k',
                          '1: t can\'t be told: ' + missing % 't'], said[-6:-1])
        self.assertIn('back stop goes to a stop', said[-1])

    def test_what_is_too_large_of_a_stop_is_said(self):
        long = script(exec='local long, n = string.rep ("x", 70000), 1\nreturn n')
        said = self.debug(long, 'until line main/a exec 2', 'continue', 'back stop', 'print #long', 'print n', 'where',
                          options=('--fresh',), status=2)
        self.assertEqual(['The record does not have “long” of that stop: it was too large to be kept', '1'], said[3:5])
        self.assertEqual([{'function': None, 'line': 2, 'locals': {'n': 1}, 'not-kept': ['long']}],
                         json.loads(''.join(said[8:])))

    def test_what_goes_on_in_the_past_is_refused(self):
        words = 'Visit 2 is over: continue begins a new run there, now shows the run itself'
        commands = ('over', 'into', 'out', 'phase', 'pause', 'stop', 'event', 'until main/a', 'answer x', 'retry',
                    'skip', 'result 1', 'fail', 'goto main/a', 'set /n 1', 'unset /n', 'lane 1', 'held', 'replace 1 1')
        self.assertEqual([words] * len(commands),
                         self.debug(LOOP, 'start', 'over', 'back', *commands, 'quit', status=2)[3:])

    def test_a_fork_knows_its_parent(self):
        said = self.debug(LOOP, 'break main/b if shared.n == 2', 'run', 'at 3', 'continue', 'store /n', 'set /n 5',
                          'visits', 'continue')
        self.assertEqual(['Breakpoint on b', 'Visit 3 of 4: main/b'], said[1:3])
        self.assertRegex(said[3], '^The run .* goes on from visit 3 of the one before$')
        self.assertEqual(['Forked here', '1', '     1  lane 1  main', '     2  lane 1    main/a', 'The run has finished',
                          BY_HAND],
                         said[4:])
        fork, parent = self.runs()
        self.assertEqual((parent['run'], 3), (fork['parent'], fork['parent-visit']))
        self.assertEqual(('finished', 'cancelled'), (fork['result'], parent['result']))
        self.assertIn('"n": 5', self.sluice('show', fork['run'], '--store')[0])

    def test_a_fork_goes_back_to_the_stops_of_its_parent(self):
        said = self.debug(LOOP, 'start', 'over', 'over', 'over', 'at 4', 'continue', *['back stop'] * 4, 'now', status=2)
        self.assertEqual(['Forked here', 'Visit 3 of 3: main/b', 'Visit 2 of 3: main/a', 'The run had no stop before this',
                          'The run had no stop before this', 'Forked here'], said[6:])

    def test_forks_of_forks_beside_a_record_of_a_name(self):
        record = str(self.folder / 'mine.run')
        said = self.debug(LOOP, 'run', 'at 4', 'continue', 'continue', 'at 2', 'continue', 'back stop', 'continue',
                          options=('--fresh', '--record', record), status=2)
        self.assertIn('The run had no stop before this', said)
        for name, parent in (('mine.run', None), ('mine-2.run', 'mine'), ('mine-3.run', 'mine-2')):
            head = json.loads(self.sluice('show', '--json', str(self.folder / name))[0].splitlines()[0])
            self.assertEqual(parent, head.get('parent'))

    def test_a_run_without_a_record_has_no_past(self):
        for command in ('back', 'back stop', 'at 1', 'card', 'visits', 'pin main/a'):
            said = self.debug(LOOP, 'run', command, options=('--fresh', '--no-record'), status=2)
            self.assertEqual('The run is not recorded, so nothing of it can be looked at again: leave --no-record out',
                             said[1], command)
        self.assertIn('give megabytes from 0 on',
                      self.sluice('debug', self.flow(LOOP), '--record-size', '-1', status=2)[1])

    def test_a_record_of_limited_size(self):
        big = script(exec='return string.rep ("x", 300000)', post='shared.x = exec_res; shared.n = (shared.n or 0) + 1\n'
                                                                 'if shared.n < 9 then return "on" end')
        big['nodes']['a']['next'] = {'on': 'a', 'default': 'end'}
        big['nodes']['end'] = {'kind': 'end'}
        for size, words in (('0.5', 'null'), ('100', '"')):
            said = self.debug(big, 'run', 'at 8', 'store /x', options=('--fresh', '--record-size', size))
            self.assertEqual(words, said[-1][:len(words)])

    def test_what_is_too_large_is_said(self):
        long = script(exec="return string.rep ('é', 3000000)", output='x')
        said = self.debug(long, 'run', 'card 2', 'pin main/a', 'back', 'store', options=('--fresh',), status=2)
        self.assertIn('  exec: (not kept: 6.0\xa0MB)', said)
        self.assertIn('too large to be kept in the record', '\n'.join(said))
        said = self.debug(long, 'until phase main/a post', 'pin main/a', 'pins', 'store', 'continue', 'store')
        self.assertRegex(said[1], '^main/a = "é{99}… \\(59998[0-9][0-9] bytes more\\)$')
        self.assertGreater(len(said[-2]), 3000000)

    def test_until_takes_all_places(self):
        for place, words in (('main/b', 'Breakpoint on b'), ('taken main/b again', 'b went on by “again”'),
                             ('line main/a exec 2', 'Breakpoint at line 2 of the exec of a'),
                             ('written /n', 'a wrote /n: nothing → 1'), ('becomes /n 3', 'a wrote /n: 2 → 3'),
                             ('after main/a', 'Breakpoint after a'), ('phase main/b post', 'before the post of b')):
            said = self.debug(LOOP, 'until ' + place, 'continue')
            self.assertIn(words, said[0], place)
            self.assertEqual('The run has finished', said[-1])

    def test_watches(self):
        said = self.debug(LOOP, 'watches', 'watch shared.n', 'start', 'watch exec_res * 2', 'until after main/a',
                          'unwatch 2', 'until main/b', 'watches', 'unwatch', 'watches', 'over', 'quit')
        self.assertEqual('Nothing is watched: watch EXPRESSION', said[0])
        self.assertEqual('1: shared.n = null', said[1])
        self.assertEqual('1: shared.n = null', said[3])
        self.assertRegex(said[4], '^2: exec_res \\* 2 can\'t be told: .*arithmetic')
        self.assertEqual(['1: shared.n = 1', '2: exec_res * 2 = 4'], said[6:8])
        self.assertEqual(['1: shared.n = 1', '1: shared.n = 1', 'Nothing is watched: watch EXPRESSION'], said[9:12])
        self.assertEqual(13, len(said), said)

    def test_watches_are_kept_for_the_file(self):
        path = self.flow(LOOP)
        self.debug_file(path, 'watch shared.n', 'watch  item ', 'unwatch 2', 'watch shared')
        said = self.debug_file(path, 'start', 'over')
        self.assertEqual(['1: shared.n = null', '2: shared = {}'], said[1:3])
        self.assertEqual(['1: shared.n = 1', '2: shared = {"n":1}'], said[4:6])
        self.assertEqual(['Nothing is watched: watch EXPRESSION'],
                         self.debug_file(path, 'watches', 'watch other', options=('--fresh',))[:1])
        said = self.debug_file(path, 'start', 'over', 'back', 'watches', 'unwatch', 'quit')
        self.assertEqual(['1: shared.n = null', '2: shared = {}'], said[-2:])
        self.assertEqual(said[-2:], said[-4:-2])
        self.assertEqual(['Nothing is watched: watch EXPRESSION'], self.debug_file(path, 'watches'))

    def test_pins(self):
        said = self.debug(LOOP, 'start', 'pin main/a 9', 'pin main/b {"x": 1}', 'pins', 'into', 'into', 'into', 'quit')
        self.assertEqual(['main/a = 9', 'main/b = {"x":1}'], said[1:3])
        said = self.debug(LOOP, 'until main/b', 'pin main/a', 'pins', 'pins off main/a', 'pins', 'pins on main/a',
                          'pins mute', 'pins', 'pins unmute', 'unpin main/a', 'pins', 'quit')
        self.assertEqual(['main/a = 2', 'main/a = 2  (off)', 'main/a = 2', 'All are muted', 'No results are pinned'],
                         said[1:])

    def test_a_pin_is_used(self):
        main = {'start': 'a', 'nodes': {'a': {'kind': 'script', 'exec': 'return 1', 'output': 'x'}}}
        for commands, value in ((('pin main/a 5',), '5'), (('pin main/a 5', 'pins off main/a'), '1'),
                                (('pin main/a 5', 'pins mute'), '1'), (('pin main/a 5', 'unpin'), '1'),
                                (('pin main/a 5', 'pins mute', 'pins unmute'), '5')):
            self.assertEqual(['The run has finished', value], self.debug(main, *commands, 'run', 'store /x'))

    def test_terms_of_breakpoints(self):
        cases = {
            ('break main/a once',): ['a'],
            ('break main/a hits 3',): ['a'],
            ('break main/a if shared.n == 1', 'break main/b after 1'): ['a', 'b', 'b'],
            ('break main/a', 'disable 1'): [],
            ('break main/a', 'disable 1', 'enable 1'): ['a', 'a', 'a'],
            ('break main/a', 'break main/b', 'delete 1'): ['b', 'b', 'b'],
            ('break main/a', 'delete'): [],
            ('break main/a', 'mute'): [],
            ('break main/a', 'mute', 'mute off'): ['a', 'a', 'a'],
            ('break main/a log at {{ shared.n }}',): [],
        }
        for commands, stops in cases.items():
            said = self.debug(LOOP, *commands, 'run', 'continue', 'continue', 'continue', 'quit', status=None)
            self.assertEqual(stops, [line.split()[-1] for line in said if line.startswith('Breakpoint on')], commands)

    def test_breakpoints_are_listed_with_what_they_met(self):
        said = self.debug(LOOP, 'breakpoints', 'break main/a', 'break main/b if shared.n == 2', 'disable 1', 'run',
                          'breakpoints', 'mute', 'breakpoints', 'quit')
        self.assertEqual('No breakpoint is set', said[0])
        self.assertEqual(['1: node main/a, disabled', '2: node main/b, if shared.n == 2 (met 1×)'], said[4:6])
        self.assertEqual('all are muted', said[-1])

    def test_kept_breakpoints(self):
        path = self.flow(LOOP)
        environment = {**os.environ, 'XDG_STATE_HOME': str(self.folder / 'state')}
        for commands, words in (('break after main/a once\n', 'Breakpoint 1'),
                                ('breakpoints\nrun\n', 'Breakpoint after a'), ('delete\n', ''),
                                ('breakpoints\nrun\n', 'The run has finished')):
            process = subprocess.run([SLUICE, 'debug', path], input=commands, env=environment, text=True,
                                     timeout=DEADLINE, capture_output=True, check=False, encoding='utf-8')
            self.assertEqual((0, ''), (process.returncode, process.stderr))
            self.assertIn(words, process.stdout)
        self.assertNotIn('Breakpoint', process.stdout)

    def talk(self, path, *options):
        return Talk(path, *options, environment=self.environment)

    def test_an_interrupt_pauses(self):
        with self.talk(self.flow(ENDLESS)) as talk:
            self.assertIn('Breakpoint 1', talk.say('break visits 9 log begun'))
            self.assertEqual('begun', talk.say('run'))
            talk.process.send_signal(signal.SIGINT)
            self.assertEqual('Paused', talk.read())
            talk.process.send_signal(signal.SIGINT)
            self.assertEqual('The run has been cancelled', talk.read())
            self.assertIn("nothing at '/n'", talk.say('store /n'))
            talk.process.send_signal(signal.SIGINT)
            self.assertEqual(130, talk.process.wait(timeout=DEADLINE))

    def test_command_lines_that_are_wrong(self):
        path = self.flow(LOOP)
        for arguments, words in (((), 'debug needs a FILE'), ((path, path), 'debug takes one FILE'),
                                 ((path, '--break', 'line main/a'), 'it needs a phase')):
            _, err = self.sluice('debug', *arguments, status=2)
            self.assertIn(words, err)
        self.sluice('debug', 'nothing.flow.json', status=66)

    def test_help(self):
        said = '\n'.join(self.debug(LOOP, 'help'))
        for word in ('continue', 'until', 'interventions', 'becomes', 'queue-empty'):
            self.assertIn(word, said)


if __name__ == '__main__':
    tap.main()
