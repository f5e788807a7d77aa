#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice run without a terminal."""
import json
import os
import select
import shutil
import signal
import subprocess

import tap
from program import DEADLINE, ENDLESS, EXAMPLES, HELLO, SLUICE, ProgramTest, script

RECIPE_FINDER = str(EXAMPLES / 'recipe-finder.flow.json')


class Run(ProgramTest):
    def test_the_recipe_finder_prints_its_store(self):
        out, _ = self.sluice('run', RECIPE_FINDER, '--trust', '--answer', 'chicken', '--answer', 'retry',
                             '--answer', 'accept', '--print-store')
        store = json.loads(out)
        self.assertEqual('chicken', store['ingredient'])
        self.assertNotIn(store['suggestion'], store['refused'])
        self.assertEqual(json.dumps(store, indent=2, sort_keys=True, ensure_ascii=False) + '\n', out)

    def test_every_example_runs_to_its_end(self):
        answers = {'recipe-finder.flow.json': ['chicken', 'accept'], 'hello.flow.json': ['Ann'],
                   'chat.flow.json': ['Hello', 'bye'],
                   'review.flow.json': ['reject', 'too long', 'edit', 'My own text.', 'approve']}
        copy = shutil.copytree(EXAMPLES, self.folder / 'examples')
        granted = ['--allow-read', str(copy), '--allow-write', str(copy)]
        for path in sorted(copy.glob('*.flow.json')):
            with self.subTest(path.name):
                options = [word for text in answers.get(path.name, []) for word in ('--answer', text)]
                _, err = self.sluice('run', str(path), '--timeout', '30', *granted, *options)
                self.assertNotIn('warning', err)

    def test_log_lines_are_the_output(self):
        flow = self.flow(HELLO)
        out, err = self.sluice('run', flow, '--answer', 'Ann', '--answer', 'no')
        self.assertEqual(('Hello Ann\n', ''), (out, err))

    def test_with_print_store_stdout_is_the_store_alone(self):
        flow = self.flow(HELLO)
        out, err = self.sluice('run', flow, '--answer', 'Ann', '--answer', 'no', '--print-store')
        self.assertEqual({'name': 'Ann'}, json.loads(out))
        self.assertEqual('Hello Ann\n', err)

    def test_choices_by_number_and_by_beginning(self):
        flow = self.flow(HELLO)
        out, _ = self.sluice('run', flow, '--answer', 'A', '--answer', 'y', '--answer', 'B', '--answer', '2')
        self.assertEqual('Hello A\nHello B\n', out)

    def test_an_answer_that_is_none_is_wrong_usage(self):
        flow = self.flow(HELLO)
        for text in ('maybe', 'n', '4'):
            with self.subTest(text):
                _, err = self.sluice('run', flow, '--answer', 'A', '--answer', text, status=2)
                self.assertIn('main/again', err)
                self.assertIn('yes, no, never', err)

    def test_what_was_not_granted_is_named(self):
        flow = self.flow(script(kind='llm', settings={'provider': 'mistral', 'model': 'm', 'prompt': 'hi'}))
        _, err = self.sluice('run', flow, status=77)
        self.assertIn('--allow-host api.mistral.ai --allow-env MISTRAL_API_KEY', err)
        self.assertIn('--trust', err)
        _, err = self.sluice('run', flow, '--allow-env', 'MISTRAL_API_KEY', status=1)
        self.assertIn('MISTRAL_API_KEY of the environment is not set', err)

    def test_nothing_of_a_program_outlives_sluice(self):
        for line in ('trap "" HUP TERM; sleep 1000 & echo $! >inner; (trap "" HUP TERM; sleep 1000) & wait',
                     'setsid sh -c "trap \'\' HUP TERM; echo \\$\\$ >inner; sleep 1000" & wait',
                     '(setsid sh -c "setsid sleep 1000 & echo \\$! >inner" &) ; sleep 1000'):
            with self.subTest(line):
                self.expect_gone_with_sluice(line)

    def expect_gone_with_sluice(self, line):
        """A shell's @line writes the id of what it starts into `inner`; that is gone when sluice is killed."""
        flow = self.flow({'start': 'a', 'nodes': {'a': {
            'kind': 'command', 'title': 'Long', 'settings': {'program': 'sh', 'args': ['-c', line]}}}})
        pipe = self.folder / 'inner'
        os.mkfifo(pipe)
        heard = os.open(pipe, os.O_RDWR)
        self.addCleanup(os.close, heard)
        with subprocess.Popen([SLUICE, 'run', flow, '--trust'], env=self.environment, cwd=self.folder,
                              stderr=subprocess.DEVNULL) as process:
            self.addCleanup(process.kill)
            self.assertTrue(select.select([heard], [], [], DEADLINE)[0], 'the program does not begin')
            inner = os.pidfd_open(int(os.read(heard, 100)))
            process.kill()
        self.addCleanup(os.close, inner)
        os.unlink(pipe)
        self.assertTrue(select.select([inner], [], [], DEADLINE)[0], 'it is still there')

    def test_folders_and_programs_are_granted(self):
        self.write('note.txt', 'hello')
        flow = self.flow(script(exec=["local text = read ('note.txt')", "write ('out/copy.txt', text)", 'return text'],
                                post='shared.text = exec_res'))
        (self.folder / 'out').mkdir()
        _, err = self.sluice('run', flow, status=77)
        self.assertIn('“note.txt”: reading there was not granted', err)
        self.assertIn(f'--allow-read {self.folder} --allow-write {self.folder}/out;', err)
        _, err = self.sluice('run', flow, '--allow-read', '.', status=77)
        self.assertIn(f'Allow it with: --allow-write {self.folder}/out;', err)
        self.sluice('run', flow, '--allow-read', '.', '--allow-write', 'out')
        self.assertEqual('hello', (self.folder / 'out/copy.txt').read_text(encoding='utf-8'))
        (self.folder / 'out/copy.txt').unlink()
        self.sluice('run', flow, '--trust')
        self.assertEqual('hello', (self.folder / 'out/copy.txt').read_text(encoding='utf-8'))

    def test_a_flow_of_another_file(self):
        """What it touches is asked for, and again once it has changed; its run is had again when it is gone."""
        def other(*hosts):
            self.write('parts/other.flow.json', json.dumps({
                'format': 1, 'uses': {'hosts': hosts}, 'shared': {'a': 2, 'b': 3}, 'flows': {'main': {
                    'start': 'a', 'nodes': {
                        'a': {'kind': 'file', 'settings': {'does': 'read', 'path': 'note.txt'}, 'output': 'text',
                              'next': {'default': 'b'}},
                        'b': {'kind': 'script', 'post': 'shared.sum = (shared.sum or 0) + params.n'}}}}}))

        (self.folder / 'parts').mkdir()
        self.write('note.txt', 'hello')
        other()
        flow = self.flow({'start': 'all', 'nodes': {'all': {
            'kind': 'flow', 'batch': 'each', 'settings': {'flow': 'parts/other.flow.json'},
            'prep': 'return { { n = 1 }, { n = 2 } }'}}}, shared={'a': 1})
        _, err = self.sluice('run', flow, status=77)
        self.assertIn('“note.txt”: reading there was not granted', err)
        self.assertIn(f'Allow it with: --allow-read {self.folder};', err)
        out, _ = self.sluice('run', flow, '--allow-read', '.', '--print-store')
        self.assertEqual({'a': 1, 'b': 3, 'sum': 3, 'text': 'hello'}, json.loads(out))
        out, _ = self.sluice('debug', '--fresh', '--trust', flow, stdin='break node other-main/b\nrun\n')
        self.assertIn('other-main/b', out)
        other('api.example.com')
        _, err = self.sluice('run', flow, '--no-record', status=77)
        self.assertIn('--allow-host api.example.com', err)

        self.sluice('run', flow, '--trust')
        self.sluice('judge', flow, 'last')
        (self.folder / 'parts/other.flow.json').unlink()
        out, _ = self.sluice('replay', 'last', '--print-store')
        self.assertEqual(3, json.loads(out)['sum'])
        out, _ = self.sluice('fork', 'last', '--at', '3', '--trust', '--print-store')
        self.assertEqual(3, json.loads(out)['sum'])
        _, err = self.sluice('run', flow, status=65)
        self.assertIn('there is no file “parts/other.flow.json” beside the document', err)

    def test_a_picture_is_a_line_with_its_path_and_size(self):
        (self.folder / 'plot.gif').write_bytes(b'GIF89a\x03\0\x04\0')
        flow = self.flow({'start': 'a', 'nodes': {'a': {'kind': 'log', 'settings': {'picture': 'plot.gif'}}}})
        _, err = self.sluice('run', flow, status=77)
        self.assertIn(f'--allow-read {self.folder};', err)
        out, _ = self.sluice('run', flow, '--allow-read', '.')
        self.assertEqual('plot.gif · GIF, 3 × 4, 10 bytes\n', out)
        out, _ = self.sluice('run', flow, '--allow-read', '.', '--json')
        logged = json.loads(out.splitlines()[0])['value']
        self.assertEqual(['plot.gif', 'image/gif', 10, 3, 4],
                         [logged[name] for name in ('picture', 'type', 'size', 'width', 'height')])

    def test_answers_nobody_asks_for_are_told(self):
        flow = self.flow(script(exec='return 1'))
        _, err = self.sluice('run', flow, '--answer', 'one', '--answer', 'two')
        self.assertIn('“one”, “two”', err)

    def test_without_a_person_it_fails_and_says_what_to_do(self):
        flow = self.flow(HELLO)
        _, err = self.sluice('run', flow, status=1)
        self.assertIn('Ask name (main/name)', err)
        self.assertIn('Who are you?', err)
        self.assertIn('--answer', err)

    def test_ask_reads_lines(self):
        flow = self.flow(HELLO)
        out, err = self.sluice('run', flow, '--ask', stdin='Ann\nmaybe\nno\n')
        self.assertEqual('Hello Ann\n', out)
        self.assertIn('“maybe” is none of the choices', err)
        self.assertEqual(2, err.count('Again?'))

    def test_ask_ends_with_its_input(self):
        flow = self.flow(HELLO)
        _, err = self.sluice('run', flow, '--ask', stdin='Ann\n', status=1)
        self.assertIn('--answer', err)

    def test_answers_come_before_stdin(self):
        flow = self.flow(HELLO)
        out, _ = self.sluice('run', flow, '--ask', '--answer', 'Ann', stdin='never\n')
        self.assertEqual('Hello Ann\n', out)

    def test_kinds_of_answers(self):
        node = {'kind': 'ask', 'settings': {'prompt': '?', 'type': 'number'}, 'output': 'a'}
        flow = self.flow({'start': 'a', 'nodes': {'a': node}})
        out, _ = self.sluice('run', flow, '--answer', '12', '--print-store')
        self.assertEqual({'a': 12}, json.loads(out))
        self.sluice('run', flow, '--answer', 'twelve', status=2)
        node['settings'] = {'prompt': '?', 'default': 'so'}
        flow = self.flow({'start': 'a', 'nodes': {'a': node}})
        out, _ = self.sluice('run', flow, '--answer', '', '--print-store')
        self.assertEqual({'a': 'so'}, json.loads(out))
        node['settings'] = {'prompt': '?', 'type': 'multiline'}
        flow = self.flow({'start': 'a', 'nodes': {'a': node}})
        out, _ = self.sluice('run', flow, '--ask', '--print-store', stdin='one\ntwo\n\n')
        self.assertEqual({'a': 'one\ntwo'}, json.loads(out))

    def test_set(self):
        flow = self.flow(script(exec='return 1'), shared={'a': 1, 'b': 2})
        out, _ = self.sluice('run', flow, '--set', 'a=[true,"x=y"]', '--set', 'c=null', '--print-store')
        self.assertEqual({'a': [True, 'x=y'], 'b': 2, 'c': None}, json.loads(out))

    def test_set_that_is_none(self):
        flow = self.flow(script(exec='return 1'))
        for text, remedy in (('a=text', "'a=\"text\"'"), ('a', 'KEY=JSON'), ('=1', 'KEY=JSON')):
            with self.subTest(text):
                _, err = self.sluice('run', flow, '--set', text, status=2)
                self.assertIn(remedy, err)

    def test_store(self):
        flow = self.flow(script(exec='return 1'), shared={'a': 1})
        store = self.write('store.json', '{"b": 2}')
        out, _ = self.sluice('run', flow, '--store', store, '--set', 'c=3', '--print-store')
        self.assertEqual({'b': 2, 'c': 3}, json.loads(out))

    def test_store_that_is_none(self):
        flow = self.flow(script(exec='return 1'))
        for text, words in (('[1]', 'JSON object'), ('{"a": ', 'store.json:1:')):
            with self.subTest(text):
                _, err = self.sluice('run', flow, '--store', self.write('store.json', text), status=65)
                self.assertIn(words, err)
        self.sluice('run', flow, '--store', 'nothing.json', status=66)

    def test_flow(self):
        flow = self.flow(script(post='shared.x = 1'), other=script(post='shared.x = 2'))
        out, _ = self.sluice('run', flow, '--flow', 'other', '--print-store')
        self.assertEqual({'x': 2}, json.loads(out))
        _, err = self.sluice('run', flow, '--flow', 'otter', status=2)
        self.assertIn('did you mean other?', err)
        self.assertIn('main, other', err)

    def test_trace(self):
        flow = self.flow(HELLO)
        trace = self.folder / 'trace.jsonl'
        self.sluice('run', flow, '--answer', 'Ann', '--answer', 'no', '--trace', str(trace))
        events = [json.loads(line) for line in trace.read_text(encoding='utf-8').splitlines()]
        self.assertEqual('run-started', events[0]['event'])
        self.assertEqual('run-ended', events[-1]['event'])
        self.assertEqual(list(range(1, len(events) + 1)), [event['serial'] for event in events])
        edges = [(event['node'], event['target']) for event in events if event['event'] == 'edge']
        self.assertIn(('main/name', 'main/greet'), edges)

    def test_trace_on_stdout(self):
        flow = self.flow(HELLO)
        out, err = self.sluice('run', flow, '--answer', 'Ann', '--answer', 'no', '--trace', '-')
        for line in out.splitlines():
            json.loads(line)
        self.assertEqual('Hello Ann\n', err)
        self.sluice('run', flow, '--trace', '-', '--print-store', status=2)

    def test_trace_that_cannot_be_written(self):
        flow = self.flow(script(exec='return 1'))
        _, err = self.sluice('run', flow, '--trace', '/no/such/folder/trace', status=73)
        self.assertIn('/no/such/folder/trace', err)
        self.sluice('run', flow, '--trace', '/dev/full', status=73)

    def test_json(self):
        flow = self.flow(HELLO)
        out, _ = self.sluice('run', flow, '--answer', 'Ann', '--answer', 'no', '--json', '--print-store')
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual({'log': 'info', 'address': 'main/greet', 'value': 'Hello Ann'}, lines[0])
        self.assertEqual('finished', lines[-1]['result'])
        self.assertEqual({'name': 'Ann'}, lines[-1]['store'])

    def test_seed(self):
        flow = self.flow(script(exec='return random()', post='shared.x = exec_res'))
        drawn = [self.sluice('run', flow, '--seed', seed, '--print-store')[0] for seed in ('1', '1', '2')]
        self.assertEqual(drawn[0], drawn[1])
        self.assertNotEqual(drawn[0], drawn[2])
        self.sluice('run', flow, '--seed', 'one', status=2)

    def test_a_failure_names_the_node(self):
        flow = self.flow(script(exec="error('no luck')", prep='shared.begun = true'))
        out, err = self.sluice('run', flow, '--print-store', status=1)
        self.assertIn('Only (main/a)', err)
        self.assertIn('no luck', err)
        self.assertEqual({'begun': True}, json.loads(out))

    def test_limits(self):
        flow = self.flow(ENDLESS)
        _, err = self.sluice('run', flow, '--max-visits', '100', status=124)
        self.assertIn('100 visits', err)
        _, err = self.sluice('run', flow, '--timeout', '0.05', status=124)
        self.assertIn('0.05 s', err)

    def test_a_nodes_own_time_limit_is_a_failure(self):
        flow = self.flow(script(exec='sleep(60)', timeout=0.05))
        self.sluice('run', flow, status=1)

    def test_signals(self):
        flow = self.flow(script(prep="log('here')", exec='sleep(60)'))
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
            with self.subTest(number.name):
                with subprocess.Popen([SLUICE, 'run', flow], env=self.environment, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE) as process:
                    self.assertEqual(b'here\n', process.stdout.readline())
                    process.send_signal(number)
                    self.assertEqual(status, process.wait(DEADLINE))

    def test_nohup_keeps_it_running(self):
        flow = self.flow(script(prep="log('here')", exec='sleep(60)'))
        with subprocess.Popen([SLUICE, 'run', flow], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE,
                              preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as process:
            self.assertEqual(b'here\n', process.stdout.readline())
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=DEADLINE)
            self.assertIn(b'Interrupted', err)  # once: who is told twice goes without a word
            self.assertEqual(143, process.returncode)

    def test_arguments_are_utf8_in_every_locale(self):
        flow = self.flow(HELLO)
        for locale in ('C', 'POSIX', 'no_SUCH.UTF-8', 'C.UTF-8'):
            with self.subTest(locale):
                self.environment['LC_ALL'] = locale
                out, _ = self.sluice('run', flow, '--answer', 'Zoë 한', '--answer', 'no')
                self.assertIn('Hello Zoë 한', out)
                out, err = self.sluice('run', flow, '--answer', b'\xff-?', status=2)
                self.assertEqual('', out)
                self.assertIn('“\ufffd-?” is not UTF-8', err)

    def test_usage(self):
        flow = self.flow(ENDLESS)
        for arguments, words in ((['run'], 'FILE'), (['run', flow, flow], 'one FILE'),
                                 (['run', flow, '--stroe', 'x'], 'did you mean --store?'),
                                 (['run', flow, '--timeout', '-1'], '--timeout'),
                                 (['run', flow, '--timeout', '0'], '--timeout'),
                                 (['run', flow, '--timeout', 'nan'], '--timeout'),
                                 (['run', flow, '--max-visits', '0'], '--max-visits'),
                                 (['run', flow, '--max-visits', 'many'], 'many'),
                                 (['run', flow, '--record', 'x', '--no-record'], '--record'),
                                 (['rnu', flow], 'did you mean run?'),
                                 ([flow], 'sluice run ')):
            with self.subTest(arguments):
                out, err = self.sluice(*arguments, status=2)
                self.assertEqual('', out)
                self.assertIn(words, err)
                self.assertIn('--help', err)

    def test_files_that_are_none(self):
        self.sluice('run', 'nothing.flow.json', status=66)
        _, err = self.sluice('run', self.write('bad.flow.json', '{ "format": 1,\n  "flows": }'), status=65)
        self.assertIn('2:12', err)
        _, err = self.sluice('run', self.flow({'start': 'x', 'nodes': {'a': {'kind': 'end'}}}),
                             status=65)
        self.assertIn('test.flow.json:1:', err)
        self.assertIn('flows.main.start', err)

    def test_a_pipe_that_is_closed_ends_it(self):
        flow = self.flow(script(exec="for i = 1, 100000 do log('line') end"))
        with subprocess.Popen([SLUICE, 'run', flow], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertIn(process.wait(DEADLINE), (-signal.SIGPIPE, 73))


if __name__ == '__main__':
    tap.main()
