#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice export and import."""
import json
import shutil
import subprocess
import unittest

import tap
from program import EXAMPLES, HELLO, ProgramTest

FLOWS = sorted(EXAMPLES.glob('*.flow.json'))


def graph(path):
    """What a flow file draws: per flow its start, and its nodes with titles and edges."""
    document = json.loads(path.read_text(encoding='utf-8'))
    return [(flow.get('start'),
             [(node.get('title'), node.get('next', {})) for node in flow['nodes'].values()])
            for flow in document['flows'].values()]


class Export(ProgramTest):
    def test_every_example_to_every_text(self):
        for path in FLOWS:
            for suffix in ('.mmd', '.dot', '.md'):
                target = self.folder / (path.name + suffix)
                self.assertEqual(('', ''), self.sluice('export', str(path), '-o', str(target)))
                self.assertGreater(target.stat().st_size, 50)

    def test_dot_is_understood(self):
        if shutil.which('dot') is None:
            self.skipTest('Graphviz is not installed')
        for path in FLOWS:
            text, _ = self.sluice('export', str(path), '--to', 'dot')
            drawn = subprocess.run(['dot', '-Tplain'], input=text, capture_output=True, text=True, check=False)
            self.assertEqual((0, ''), (drawn.returncode, drawn.stderr))

    def test_formats_are_listed(self):
        out, _ = self.sluice('export', '--to', 'help')
        self.assertEqual({'mermaid', 'dot', 'markdown'},
                         {line.split()[0] for line in out.splitlines()} & {'mermaid', 'dot', 'markdown'})

    def test_command_lines_that_are_wrong(self):
        path = self.flow(HELLO)
        for arguments, words in (
                ((), 'export needs a FILE'),
                ((path,), 'name one of'),
                ((path, '-o', 'out.xyz'), 'out.xyz does not tell the format'),
                ((path, '--to', 'mermiad'), 'did you mean mermaid?'),
                ((path, '--to', 'dot', '--flow', 'mein'), 'did you mean “main”?'),
                ((path, '--to', 'dot', '--theme', 'pink'), '--theme is light, dark or transparent'),
                ((path, '--to', 'dot', '--scale', '9'), '--scale is 1, 2, 3 or 4')):
            _, err = self.sluice('export', *arguments, status=2)
            self.assertIn(words, err)

    def test_files_that_are_not_there(self):
        self.sluice('export', 'nothing.flow.json', '--to', 'dot', status=66)
        path = self.flow(HELLO)
        self.sluice('export', path, '-o', str(self.folder / 'no/such/folder.dot'), status=73)

    def test_a_secret_is_said(self):
        flow = {'start': 'a', 'nodes': {'a': {'kind': 'log', 'settings': {
            'message': 'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z'}}}}
        _, err = self.sluice('export', self.flow(flow), '--to', 'markdown')
        self.assertIn('flows.main.nodes.a.settings.message looks like a key or password', err)


class Import(ProgramTest):
    def test_examples_come_back_from_mermaid(self):
        for path in FLOWS:
            diagram = self.folder / 'a.mmd'
            again = self.folder / 'again.flow.json'
            self.sluice('export', str(path), '-o', str(diagram))
            self.sluice('import', str(diagram), '-o', str(again))
            titles = [[title for title, _ in nodes] for _, nodes in graph(path)]
            # Nested flows are read where they stand; their order may differ.
            self.assertEqual(sorted(titles), sorted([title for title, _ in nodes] for _, nodes in graph(again)))
            self.assertEqual(('', ''), self.sluice('check', str(again)))

    def test_one_flow_comes_back_whole(self):
        path = EXAMPLES / 'recipe-finder.flow.json'
        diagram = self.folder / 'a.md'
        again = self.folder / 'again.flow.json'
        self.sluice('export', str(path), '-o', str(diagram))
        self.sluice('import', str(diagram), '--from', 'mermaid', '-o', str(again))
        self.assertEqual(graph(path), graph(again))

    def test_what_is_not_understood(self):
        path = self.write('bad.mmd', 'flowchart LR\na ->\n')
        _, err = self.sluice('import', path, status=65)
        self.assertIn(f'{path}: line 2: ', err)
        self.sluice('import', 'nothing.mmd', status=66)
        _, err = self.sluice('import', self.write('a.dot', 'digraph {}'), status=2)
        self.assertIn('dot can only be exported', err)


if __name__ == '__main__':
    tap.main()
