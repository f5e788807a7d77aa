#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice run on a terminal, with a person who types."""
import json
import os
import pty
import select
import signal
import subprocess
import time

import tap
from program import DEADLINE, HELLO, SLUICE, ProgramTest, script


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, *arguments, **environment):
        self.end, theirs = pty.openpty()
        self.text = ''
        self.process = subprocess.Popen([SLUICE, *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
                                        start_new_session=True, preexec_fn=self._take_terminal,
                                        env={**os.environ, 'TERM': 'xterm', **environment})
        os.close(theirs)

    @staticmethod
    def _take_terminal():
        import fcntl
        import termios
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def _read(self, deadline):
        ready, _, _ = select.select([self.end], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise AssertionError('waited too long; so far: ' + repr(self.text))
        try:
            part = os.read(self.end, 65536)
        except OSError:  # nobody holds the other end any more
            part = b''
        self.text += part.decode()
        return bool(part)

    def expect(self, text):
        """Waits for @text, and forgets what came up to it."""
        deadline = time.monotonic() + DEADLINE
        while text not in self.text:
            if not self._read(deadline):
                raise AssertionError(f'{text!r} never came; so far: {self.text!r}')
        before, _, self.text = self.text.partition(text)
        return before

    def type(self, text):
        os.write(self.end, text.encode())

    def finish(self):
        """All that still comes, and the exit status."""
        deadline = time.monotonic() + DEADLINE
        while self._read(deadline):
            pass
        status = self.process.wait(DEADLINE)
        os.close(self.end)
        return self.text, status


class People(ProgramTest):
    def start(self, *arguments, **environment):
        terminal = Terminal(*arguments, **{'XDG_STATE_HOME': str(self.folder / 'state'), **environment})
        self.addCleanup(terminal.process.kill)
        return terminal

    def test_questions_are_asked_and_answered(self):
        terminal = self.start('run', self.flow(HELLO))
        terminal.expect('Who are you?')
        terminal.type('Ann\n')
        terminal.expect('Hello Ann')
        terminal.expect('1) yes')
        terminal.expect('3) never')
        terminal.type('1\n')
        terminal.expect('Who are you?')
        terminal.type('Bob\n')
        terminal.expect('Hello Bob')
        terminal.expect('3) never')
        terminal.type('nev\n')
        _, status = terminal.finish()
        self.assertEqual(0, status)

    def test_a_wrong_answer_is_explained(self):
        terminal = self.start('run', self.flow(HELLO), '--answer', 'Ann')
        terminal.expect('Again?')
        terminal.type('n\n')
        terminal.expect('could be several of the choices: yes, no, never')
        terminal.expect('Again?')
        terminal.type('maybe\n')
        terminal.expect('none of the choices: yes, no, never')
        terminal.expect('Again?')
        terminal.type('no\n')
        self.assertEqual(0, terminal.finish()[1])

    def test_the_run_goes_on_while_it_asks(self):
        """Two flows: one asks, the other talks before the answer is there."""
        document = {'format': 1, 'run': ['main', 'other'], 'flows': {
            'main': HELLO, 'other': script(prep="sleep(0.05) log('meanwhile')")}}
        terminal = self.start('run', self.write('two.flow.json', json.dumps(document)))
        terminal.expect('Who are you?')
        terminal.expect('meanwhile')
        terminal.type('Ann\n')
        terminal.expect('Hello Ann')
        terminal.expect('Again?')
        terminal.type('no\n')
        self.assertEqual(0, terminal.finish()[1])

    def test_the_end_of_input(self):
        terminal = self.start('run', self.flow(HELLO))
        terminal.expect('Who are you?')
        terminal.type('\x04')
        text, status = terminal.finish()
        self.assertEqual(1, status)
        self.assertIn('--answer', text)

    def test_a_secret_is_not_shown(self):
        node = {'kind': 'ask', 'settings': {'prompt': 'Password:', 'type': 'secret'}, 'output': 'a',
                'next': {'default': 'b'}}
        flow = self.flow({'start': 'a', 'nodes': {
            'a': node, 'b': {'kind': 'log', 'settings': {'message': 'got {{ json.encode (shared.a) }}'}}}})
        terminal = self.start('run', flow)
        terminal.expect('Password:')
        terminal.type('hush\n')
        before = terminal.expect('got {"$answer":1}')
        self.assertNotIn('hush', before)
        self.assertEqual(0, terminal.finish()[1])

    def test_ctrl_c_cancels(self):
        terminal = self.start('run', self.flow(HELLO))
        terminal.expect('Who are you?')
        terminal.type('\x03')
        self.assertEqual(130, terminal.finish()[1])

    def test_ctrl_c_in_the_debugger(self):
        path = self.flow({'start': 'a', 'nodes': {'a': {'kind': 'script', 'prep': 'return ask ("Who?")'}}})
        # What runs is paused, what is paused is stopped, and then the program ends; each leaves a place for a command.
        terminal = self.start('debug', '--fresh', path)
        terminal.expect('(sluice) ')
        terminal.type('run\n')
        terminal.expect('It asks: Who? (answer TEXT)\r\n(sluice) ')
        terminal.type('ans\x03')
        terminal.expect('\r\nPaused\r\n(sluice) ')
        terminal.type('\x03')
        terminal.expect('\r\nThe run has been cancelled\r\n(sluice) ')
        terminal.type('\x03')
        text, status = terminal.finish()
        self.assertEqual((130, '\n'), (status, text[-1:]))

    def test_the_end_of_input_in_the_debugger(self):
        terminal = self.start('debug', '--fresh', self.flow(HELLO))
        terminal.expect('(sluice) ')
        terminal.type('\x04')
        text, status = terminal.finish()
        self.assertEqual((0, '\n'), (status, text[-1:]))

    def test_what_waits_is_shown(self):
        flow = self.flow(script(prep="log('go')", exec="sleep(60)"))
        terminal = self.start('run', flow)
        terminal.expect('go')
        terminal.expect('Only: waits for 60 s')
        terminal.process.send_signal(signal.SIGTERM)
        self.assertEqual(143, terminal.finish()[1])

    def test_of_many_that_wait_it_is_told_how_many(self):
        node = {'kind': 'script', 'batch': 'parallel', 'prep': 'return {1, 2, 3, 4, 5, 6, 7, 8}', 'exec': 'sleep(60)'}
        terminal = self.start('run', self.flow({'start': 'a', 'nodes': {'a': node}}))
        self.assertEqual(5, terminal.expect('… and 3 more').count('waits for 60 s'))
        terminal.process.send_signal(signal.SIGTERM)
        self.assertEqual(143, terminal.finish()[1])

    def test_what_a_flow_says_cannot_steer_the_terminal(self):
        flow = self.flow(script(exec=r"log ('\27]0;owned\7'); error ('\27[2Jgone')"))
        terminal = self.start('run', flow)
        terminal.expect(r'\u001b]0;owned\u0007')
        terminal.expect(r'\u001b[2Jgone')
        self.assertEqual(1, terminal.finish()[1])

    def test_a_name_cannot_steer_the_terminal(self):
        for name in (b'\x1b[2Jno', b'\xff\x1b[2Jno'):
            with self.subTest(name):
                terminal = self.start('run', name)
                terminal.expect(r'\u001b[2Jno')
                self.assertEqual(66, terminal.finish()[1])

    def test_colours_and_no_colours(self):
        flow = self.flow(script(exec="error('no luck')"))
        self.assertIn('\x1b[31m', self.start('run', flow).finish()[0])
        self.assertNotIn('\x1b[3', self.start('run', flow, NO_COLOR='1').finish()[0])
        self.assertNotIn('\x1b', self.start('run', flow, TERM='dumb').finish()[0])


if __name__ == '__main__':
    tap.main()
