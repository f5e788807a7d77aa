#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice debug: commands in, what it says out."""
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


class Debug(ProgramTest):
    def debug(self, main, *commands, options=('--fresh',), status=0):
        out, err = self.sluice('debug', *options, self.flow(main), status=status,
                               stdin=''.join(command + '\n' for command in commands))
        self.assertEqual('', err)
        return out.splitlines()

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
                    'deadlock', 'time 2.5', 'visits 9', 'line main/a exec 2']
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
                          'print nothing.x')
        self.assertEqual(12, len([line for line in said if '    1 |' not in line]))
        self.assertIn('There is no command “stepp”', said[0])
        self.assertEqual('The run is not stopped.', said[1])

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

    def test_an_interrupt_pauses(self):
        with subprocess.Popen([SLUICE, 'debug', '--fresh', self.flow(ENDLESS)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True, encoding='utf-8') as process:
            process.stdin.write('break visits 9 log begun\nrun\n')
            process.stdin.flush()
            self.assertIn('Breakpoint 1', process.stdout.readline())
            self.assertEqual('begun\n', process.stdout.readline())
            process.send_signal(signal.SIGINT)
            self.assertEqual('Paused\n', process.stdout.readline())
            process.stdin.close()
            self.assertEqual(0, process.wait(timeout=DEADLINE))

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
