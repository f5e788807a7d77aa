#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice debug: commands in, what it says out."""
import json
import os
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


class Debug(ProgramTest):
    def debug(self, main, *commands, options=('--fresh',), status=0, **others):
        out, err = self.sluice('debug', *options, self.flow(main, **others), status=status,
                               stdin=''.join(command + '\n' for command in commands))
        self.assertEqual('', err)
        return out.splitlines()

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
        self.assertEqual('The run has finished', said[-1])
        for kind in ('store', 'next', 'skip', 'retry', 'result'):
            self.assertIn(f'"type": "{kind}"', '\n'.join(said))

    def test_an_error(self):
        broken = script(exec='error ("no")', post='shared.x = exec_res')
        said = self.debug(broken, 'errors', 'run', 'result 3', 'continue')
        self.assertEqual(['Only failed: main/a exec, line 1: no', 'Stopped before the post of Only',
                          'The run has finished'], said)
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
                 'pins of': 'say mute, unmute', 'pins on main/a': 'has no pin', 'at 99': 'no such visit',
                 'card 99': 'no such visit', 'at': 'a number is missing', 'forward': 'The run itself is shown',
                 'back 9': 'fewer visits', 'back stop': 'no stop before', 'visits main/x': 'no visit of main/x',
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

    def test_what_goes_on_in_the_past_is_refused(self):
        words = 'Visit 2 is over: continue begins a new run there, now shows the run itself'
        commands = ('over', 'into', 'out', 'phase', 'pause', 'stop', 'event', 'until main/a', 'answer x', 'retry',
                    'skip', 'result 1', 'fail', 'goto main/a', 'set /n 1', 'unset /n', 'print 1', 'lane 1', 'frame 0',
                    'held', 'replace 1 1')
        self.assertEqual([words] * len(commands),
                         self.debug(LOOP, 'start', 'over', 'back', *commands, 'quit', status=2)[3:])

    def test_a_fork_knows_its_parent(self):
        said = self.debug(LOOP, 'break main/b if shared.n == 2', 'run', 'at 3', 'continue', 'store /n', 'set /n 5',
                          'visits', 'continue')
        self.assertEqual(['Breakpoint on b', 'Visit 3 of 4: main/b'], said[1:3])
        self.assertRegex(said[3], '^The run .* goes on from visit 3 of the one before$')
        self.assertEqual(['Paused', '1', '     1  lane 1  main', '     2  lane 1    main/a', 'The run has finished'],
                         said[4:])
        fork, parent = self.runs()
        self.assertEqual((parent['run'], 3), (fork['parent'], fork['parent-visit']))
        self.assertEqual(('finished', 'cancelled'), (fork['result'], parent['result']))
        self.assertIn('"n": 5', self.sluice('show', fork['run'], '--store')[0])

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

    def test_until_takes_all_places(self):
        for place, words in (('main/b', 'Breakpoint on b'), ('taken main/b again', 'b went on by “again”'),
                             ('line main/a exec 2', 'Breakpoint at line 2 of the exec of a'),
                             ('written /n', 'a wrote /n: nothing → 1'), ('becomes /n 3', 'a wrote /n: 2 → 3'),
                             ('after main/a', 'Breakpoint after a'), ('phase main/b post', 'before the post of b')):
            said = self.debug(LOOP, 'until ' + place, 'continue')
            self.assertIn(words, said[0], place)
            self.assertEqual('The run has finished', said[-1])

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
