# SPDX-License-Identifier: LGPL-2.1-or-later
"""Starts sluice, and writes the flows it is started with."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

SLUICE = os.environ['SLUICE']
EXAMPLES = pathlib.Path(os.environ['SLUICE_SOURCE_DIR']) / 'data/examples'
DEADLINE = 60  # s: for what should take milliseconds

HELLO = {
    'start': 'name',
    'nodes': {
        'name': {'kind': 'ask', 'title': 'Ask name', 'settings': {'prompt': 'Who are you?'},
                 'output': 'name', 'next': {'default': 'greet'}},
        'greet': {'kind': 'log', 'settings': {'message': 'Hello {{ shared.name }}'},
                  'next': {'default': 'again'}},
        'again': {'kind': 'choice', 'title': 'Again', 'settings': {'prompt': 'Again?',
                                                                 'choices': ['yes', 'no', 'never']},
                  'next': {'yes': 'name', 'no': 'end', 'never': 'end'}},
        'end': {'kind': 'end'},
    },
}


def script(**phases):
    """A flow of one script node."""
    return {'start': 'a', 'nodes': {'a': {'kind': 'script', 'title': 'Only', **phases}}}


ENDLESS = {'start': 'a', 'nodes': {'a': {'kind': 'script', 'next': {'default': 'a'}}}}


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='sluice-cli-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = dict(os.environ, XDG_STATE_HOME=str(self.folder / 'state'))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding='utf-8')
        return str(path)

    def flow(self, main, shared=None, **others):
        document = {'format': 1, 'name': 'Test', 'run': ['main'], 'shared': shared or {},
                    'flows': {'main': main, **others}}
        return self.write('test.flow.json', json.dumps(document))

    def sluice(self, *arguments, status=0, stdin=None):
        """Runs it without a terminal, and gives back (stdout, stderr); status None: any."""
        process = subprocess.run([SLUICE, *arguments], input=stdin or '', text=True, timeout=DEADLINE,
                                 capture_output=True, check=False, cwd=self.folder, encoding='utf-8',
                                 env=self.environment)
        if status is not None:
            self.assertEqual(status, process.returncode, process.stdout + process.stderr)
        return process.stdout, process.stderr
