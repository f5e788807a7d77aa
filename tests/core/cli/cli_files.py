#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice check, fmt, kinds and help."""
import json
import os
import subprocess
import time

import tap
from program import EXAMPLES, HELLO, SLUICE, ProgramTest

BAD = '''{
  "format": 1,
  "run": ["main"],
  "flows": {
    "main": {
      "start": "fetch",
      "nodes": {
        "fetch": { "kind": "script", "next": { "suggest": "sugest" } },
        "suggest": { "kind": "scrpit" }
      }
    }
  }
}
'''


class Check(ProgramTest):
    def test_examples_have_no_problems(self):
        out, err = self.sluice('check', *map(str, sorted(EXAMPLES.glob('*.flow.json'))))
        self.assertEqual(('', ''), (out, err))

    def test_every_problem_with_its_place(self):
        path = self.write('bad.flow.json', BAD)
        out, err = self.sluice('check', path, status=65)
        self.assertEqual('', err)
        lines = out.splitlines()
        self.assertTrue(all(line.startswith(path + ':') for line in lines), out)
        edge = [line for line in lines if 'no node' in line]
        self.assertEqual(1, len(edge), out)
        self.assertTrue(edge[0].startswith(path + ':8:'), edge)
        self.assertIn('flows.main.nodes.fetch.next.suggest', edge[0])
        self.assertIn("did you mean 'suggest'?", edge[0])
        self.assertTrue(any(line.startswith(path + ':9:') and 'scrpit' in line for line in lines), out)

    def test_json(self):
        path = self.write('bad.flow.json', BAD)
        out, _ = self.sluice('check', '--json', path, status=65)
        problems = [json.loads(line) for line in out.splitlines()]
        found = [problem for problem in problems if 'sugest' in problem['message']]
        self.assertEqual('/flows/main/nodes/fetch/next/suggest', found[0]['pointer'])
        self.assertEqual((path, 8, 'error'), tuple(found[0][key] for key in ('file', 'line', 'severity')))

    def test_flows_of_other_files(self):
        """Found before a run: a file that is not there, and what that file names in its turn."""
        def this(name):
            return self.write('this.flow.json', json.dumps({
                'format': 1, 'run': ['main'], 'flows': {'main': {'start': 'inner', 'nodes': {
                    'inner': {'kind': 'flow', 'settings': {'flow': name}}}}}}))

        self.write('other.flow.json', json.dumps({
            'format': 1, 'flows': {'good': {'start': 'a', 'nodes': {'a': {'kind': 'log'}}},
                                   'bad': {'start': 'a', 'nodes': {'a': {'kind': 'script', 'exec': 'return ('}}},
                                   'deep': {'start': 'a', 'nodes': {'a': {'kind': 'flow', 'settings': {
                                       'flow': 'gone.flow.json'}}}}}}))
        for name, text in (('gone.flow.json', 'there is no file “gone.flow.json” beside the document'),
                           ('other.flow.json#god', 'did you mean “other.flow.json#good”?'),
                           ('other.flow.json#deep', 'other.flow.json:1:'),
                           ('other.flow.json#bad', 'flows.other-bad.nodes.a.exec')):
            out, _ = self.sluice('check', this(name), status=65)
            self.assertIn(text, out)
            _, err = self.sluice('run', this(name), status=65)
            self.assertIn(text, err)
        found, _ = self.sluice('check', '--json', this('other.flow.json#deep'), status=65)
        self.assertEqual('other-file', json.loads(found)['code'])
        self.sluice('check', this('other.flow.json#good'))

    def test_all_files_are_looked_at(self):
        good = self.flow(HELLO)
        bad = self.write('bad.flow.json', BAD)
        out, _ = self.sluice('check', good, bad, status=65)
        self.assertNotIn(good, out)
        self.assertIn(bad, out)
        _, err = self.sluice('check', good, 'nothing.flow.json', status=66)
        self.assertIn('nothing.flow.json', err)

    def test_a_file_that_is_no_json(self):
        path = self.write('bad.flow.json', '{ "format": 1,')
        _, err = self.sluice('check', path, status=65)
        self.assertIn(path, err)
        self.assertIn('1:15', err)

    def test_a_file_that_is_no_flow_file(self):
        path = self.write('bad.flow.json', '{}')
        _, err = self.sluice('check', path, status=65)
        self.assertTrue(err.startswith(f'sluice: {path}: format: missing'), err)

    def test_a_newer_format(self):
        path = self.write('new.flow.json', '{"format": 99, "flows": {}}')
        out, _ = self.sluice('check', path, status=65)
        self.assertIn(path + ':1:12: error: format: This file has format 99', out)

    def test_a_full_disk(self):
        path = self.write('bad.flow.json', BAD)
        for arguments in (('check', path), ('kinds',), ('--version',), ('help',)):
            with self.subTest(arguments), open('/dev/full', 'w', encoding='utf-8') as full:
                done = subprocess.run([SLUICE, *arguments], stdout=full, stderr=subprocess.PIPE,
                                      text=True, check=False)
                self.assertEqual(73, done.returncode, done.stderr)
                self.assertIn('stdout could not be written', done.stderr)

    def test_usage(self):
        _, err = self.sluice('check', status=2)
        self.assertIn('FILE', err)


class Fmt(ProgramTest):
    def test_examples_are_canonical(self):
        for path in sorted(EXAMPLES.glob('*.flow.json')):
            with self.subTest(path.name):
                self.assertEqual(('', ''), self.sluice('fmt', '--check', str(path)))

    def test_makes_canonical(self):
        canonical = (EXAMPLES / 'recipe-finder.flow.json').read_text(encoding='utf-8')
        path = self.write('squeezed.flow.json', json.dumps(json.loads(canonical), ensure_ascii=False))
        out, _ = self.sluice('fmt', '--check', path, status=1)
        self.assertEqual(path + '\n', out)
        self.assertEqual(('', ''), self.sluice('fmt', path))
        with open(path, encoding='utf-8') as file:
            self.assertEqual(canonical, file.read())
        self.sluice('fmt', '--check', path)

    def test_stdin(self):
        canonical = (EXAMPLES / 'hello.flow.json').read_text(encoding='utf-8')
        squeezed = json.dumps(json.loads(canonical), ensure_ascii=False)
        self.assertEqual((canonical, ''), self.sluice('fmt', '-', stdin=squeezed))
        self.sluice('fmt', '--check', '-', stdin=canonical)
        self.sluice('fmt', '--check', '-', stdin=squeezed, status=1)
        _, err = self.sluice('fmt', '-', stdin='', status=65)
        self.assertIn('stdin:1:1: expected a value', err)

    def test_names_that_begin_with_a_dash(self):
        for name in ('-a.flow.json', '--check'):
            self.write(name, '{"flows":{},"format":1}')
        self.sluice('fmt', '--', '-a.flow.json', '--check')
        for name in ('-a.flow.json', '--check'):
            self.assertIn('\n  ', (self.folder / name).read_text(encoding='utf-8'))

    def test_what_is_canonical_is_not_touched(self):
        text = (EXAMPLES / 'hello.flow.json').read_text(encoding='utf-8')
        path = self.write('a.flow.json', text)
        before = os.stat(path)
        self.sluice('fmt', path)
        self.assertEqual((before.st_ino, before.st_mtime_ns),
                         (os.stat(path).st_ino, os.stat(path).st_mtime_ns))

    def test_bad_files_stay(self):
        path = self.write('bad.flow.json', '{ "format": 1,')
        _, err = self.sluice('fmt', path, status=65)
        self.assertIn(path, err)
        with open(path, encoding='utf-8') as file:
            self.assertEqual('{ "format": 1,', file.read())
        self.sluice('fmt', 'nothing.flow.json', status=66)
        self.sluice('fmt', status=2)

    def test_a_newer_format_is_left_alone(self):
        path = self.write('new.flow.json', '{"format":99,"flows":{}}')
        _, err = self.sluice('fmt', path, status=65)
        self.assertIn('newer', err)


class Kinds(ProgramTest):
    def test_list(self):
        out, _ = self.sluice('kinds')
        listed = [line.split()[0] for line in out.splitlines()]
        for kind in ('script', 'ask', 'choice', 'log', 'end', 'flow'):
            self.assertIn(kind, listed)

    def test_one(self):
        out, _ = self.sluice('kinds', 'choice')
        self.assertIn('choices', out)
        self.assertIn('required', out)
        _, err = self.sluice('kinds', 'chioce', status=2)
        self.assertIn('did you mean choice?', err)

    def test_json(self):
        out, _ = self.sluice('kinds', '--json')
        kinds = {kind['kind']: kind for kind in map(json.loads, out.splitlines())}
        prompt = [setting for setting in kinds['ask']['settings'] if setting['name'] == 'prompt']
        self.assertEqual(('text', True), (prompt[0]['type'], prompt[0]['template']))


class Help(ProgramTest):
    def test_alone_it_helps(self):
        out, err = self.sluice()
        self.assertEqual('', err)
        self.assertIn('Examples:', out)
        self.assertEqual(out, self.sluice('--help')[0])

    def test_commands_help(self):
        for command in ('run', 'check', 'fmt', 'kinds'):
            with self.subTest(command):
                out, _ = self.sluice(command, '--help')
                self.assertTrue(out.startswith('Usage:'), out)
                self.assertIn('sluice ' + command, out)
                self.assertEqual(out, self.sluice('help', command)[0])

    def test_version(self):
        out, _ = self.sluice('--version')
        self.assertRegex(out, r'^sluice \d+\.\d+\.\d+\n$')

    def test_it_starts_at_once(self):
        """20 ms at best of several, with room for a machine that is busy and a sanitizer."""
        times = []
        for _ in range(10):
            begin = time.monotonic()
            subprocess.run([SLUICE, '--version'], stdout=subprocess.DEVNULL, check=True)
            times.append(time.monotonic() - begin)
        self.assertLess(min(times), 0.2)


if __name__ == '__main__':
    tap.main()
