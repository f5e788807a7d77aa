#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice runs, show, replay, resume, fork, compare and prune."""
import contextlib
import fcntl
import json
import os
import pathlib
import signal
import sqlite3
import subprocess

import tap
from program import DEADLINE, EXAMPLES, HELLO, SLUICE, ProgramTest, script

RECIPES = str(EXAMPLES / 'recipe-finder.flow.json')
ANSWERS = ('--answer', 'chicken', '--answer', 'accept')


class Records(ProgramTest):
    def runs(self, *arguments):
        out, _ = self.sluice('runs', '--json', *arguments)
        return [json.loads(line) for line in out.splitlines()]

    def play(self, *arguments, **keys):
        self.sluice('run', RECIPES, '--trust', *ANSWERS, *arguments, **keys)
        return self.runs()[0]

    def test_a_run_is_recorded(self):
        run = self.play()
        self.assertEqual(('finished', 5, RECIPES), (run['result'], run['visits'], run['file']))
        self.assertTrue(run['path'].startswith(str(self.folder / 'state/sluice/runs/')))
        self.assertEqual(0o700, pathlib.Path(run['path']).parent.stat().st_mode & 0o777)

    def test_a_name_that_is_no_text(self):
        path = self.folder / 'a\udcff.flow.json'
        path.write_text(pathlib.Path(self.flow(script(exec='return 1'))).read_text(encoding='utf-8'), encoding='utf-8')
        self.sluice('run', os.fsencode(path))
        run, = self.runs()
        self.assertTrue(run['file'].endswith('a\ufffd.flow.json'))
        self.sluice('replay', 'last')

    def test_record_elsewhere_or_not(self):
        self.sluice('run', RECIPES, '--trust', *ANSWERS, '--no-record')
        self.sluice('run', RECIPES, '--trust', *ANSWERS, '--record', 'mine')
        self.assertEqual([], self.runs())
        self.assertTrue((self.folder / 'mine').exists())
        self.assertIn('approve', self.sluice('show', 'mine')[0])
        _, err = self.sluice('run', RECIPES, '--trust', *ANSWERS, '--record', 'mine', status=73)
        self.assertIn('exists already', err)
        self.sluice('run', RECIPES, '--trust', '--record', self.write('other', 'text'), status=73)
        self.assertFalse((self.folder / 'other-lock').exists())
        self.sluice('run', RECIPES, '--trust', '--record', 'a', '--no-record', status=2)

    def test_replay_asks_nobody(self):
        first, _ = self.sluice('run', RECIPES, '--trust', *ANSWERS, '--print-store')
        again, _ = self.sluice('replay', 'last', '--print-store')
        self.assertEqual(first, again)

    def test_a_replay_in_another_language_is_the_same(self):
        """How a run fails is part of its record."""
        flow = script(prep="return queue ('letters'):get ()")
        self.environment['LANGUAGE'] = 'ko'
        self.sluice('run', self.flow(flow), status=1)
        del self.environment['LANGUAGE']
        _, err = self.sluice('replay', 'last', status=1)
        self.assertIn('Deadlock', err)
        self.assertNotIn('diverges', err)

    def test_replay_says_where_it_diverges(self):
        path = self.flow(HELLO)
        self.sluice('run', path, '--answer', 'Ada', '--answer', 'no')
        other = json.loads(pathlib.Path(path).read_text(encoding='utf-8'))
        other['flows']['main']['nodes']['name']['settings']['prompt'] = 'What is your name?'
        changed = self.write('other.flow.json', json.dumps(other))
        _, err = self.sluice('replay', 'last', '--with', changed, status=1)
        self.assertIn('“main/name” asks “ask” for something else', err)
        other['flows']['main']['nodes']['name']['settings']['prompt'] = 'Who are you?'
        other['flows']['main']['nodes']['greet']['settings']['message'] = 'Bye {{ shared.name }}'
        changed = self.write('other.flow.json', json.dumps(other))
        out, _ = self.sluice('replay', 'last', '--with', changed)
        self.assertIn('Bye Ada', out)

    def test_interrupted_and_resumed(self):
        path = self.flow(HELLO)
        with subprocess.Popen([SLUICE, 'run', path, '--answer', 'Ada', '--ask'], stdin=subprocess.PIPE, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
                              env=self.environment) as process:
            self.assertIn('Hello Ada', process.stdout.readline())
            process.send_signal(signal.SIGINT)
            self.assertEqual(130, process.wait(DEADLINE))
            err = process.stderr.read()
        run = self.runs()[0]
        self.assertEqual('interrupted', run['result'])
        self.assertIn('sluice resume ' + run['run'], err)
        out, _ = self.sluice('resume', run['run'], '--answer', 'no')
        self.assertEqual('', out)  # what was said is not said again
        self.assertEqual('finished', self.runs()[0]['result'])
        _, err = self.sluice('resume', 'last', status=1)
        self.assertIn('nothing to resume', err)

    def test_killed_and_resumed(self):
        path = self.flow(HELLO)
        with subprocess.Popen([SLUICE, 'run', path, '--answer', 'Ada', '--ask'], stdin=subprocess.PIPE, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
                              env=self.environment) as process:
            self.assertIn('Hello Ada', process.stdout.readline())
            self.assertEqual('running', self.runs()[0]['result'])
            _, err = self.sluice('resume', 'last', status=75)
            self.assertIn('another process', err)
            process.kill()
        out, _ = self.sluice('resume', 'last', '--answer', 'no', '--print-store')
        self.assertEqual('Ada', json.loads(out)['name'])

    def test_no_run_yet(self):
        for command in (('show',), ('replay',), ('resume',), ('compare', 'last'), ('runs', '--pin')):
            _, err = self.sluice(*command, 'last', status=66)
            self.assertIn('There is no run “last”: none is recorded yet.', err)
        other = self.write('notes.txt', 'no record')
        for command in (('show',), ('replay',), ('resume',), ('compare', other), ('runs', '--pin'),
                        ('runs', '--name', 'mine')):
            _, err = self.sluice(*command, other, status=65)
            self.assertIn('is no record of a run', err)
        self.assertEqual([], list(self.folder.glob('notes.txt.*')))

    def test_pins_names_and_pruning(self):
        first = self.play()
        second = self.play()
        self.play()
        self.sluice('runs', first['run'], '--pin', '--name', 'the first')
        for name, what in (('a\nb', 'a line break (U+000A)'), ('\x1b[1m', 'a control character (U+001B)')):
            _, err = self.sluice('runs', first['run'], '--name', name, status=2)
            self.assertIn(f'The name of a run is one line of text; this one holds {what}', err)
        self.assertEqual([first['run']], [run['run'] for run in self.runs('THE FIRST')])
        self.sluice('prune', status=2)
        out, _ = self.sluice('prune', '--keep', '2', '--dry-run', '--json')
        self.assertEqual(second['run'], json.loads(out)['run'])
        self.assertEqual(3, len(self.runs()))
        self.sluice('prune', '--keep', '1')
        self.assertEqual(['the first'], [run['name'] for run in self.runs()])
        self.sluice('runs', 'the first', '--unpin')
        self.sluice('prune', '--size', '0.000001')
        self.assertEqual([], self.runs())
        self.assertEqual(['.pruned'], [path.name for path in (self.folder / 'state/sluice/runs').iterdir()])

    def test_the_size_of_a_record(self):
        path = self.flow({'start': 'a', 'nodes': {
            'a': {'kind': 'script', 'post': ['shared.n = (shared.n or 0) + 1',
                                             'shared.text = ("x"):rep(4000) .. shared.n',
                                             'return shared.n < 600 and "again" or "done"'],
                  'next': {'again': 'a', 'done': None}}}})
        _, err = self.sluice('run', path, '--record-size', '0.1')
        self.assertIn('The record has grown large', err)
        _, err = self.sluice('run', path, '--record-size', '100')
        self.assertNotIn('The record', err)
        self.sluice('run', path, '--record-size', '-1', status=2)

    def test_compare(self):
        first = self.play()
        self.sluice('run', RECIPES, '--trust', '--answer', 'beef', '--answer', 'accept')
        out, _ = self.sluice('compare', first['run'], 'last', '--json', status=1)
        difference = json.loads(out)
        self.assertEqual(2, difference['visit'])
        self.assertEqual(('chicken', 'beef'), (difference['first']['value'], difference['second']['value']))
        self.sluice('compare', first['run'], first['run'])

    def counter(self, limit):
        """A loop that counts up to a limit."""
        node = {'kind': 'script', 'prep': 'return (shared.n or 0) + 1', 'exec': 'return item', 'next': {'again': 'a'},
                'post': f'shared.n = exec_res if exec_res < {limit} then return "again" end'}
        return json.dumps({'format': 1, 'name': 'Count', 'run': ['main'],
                           'flows': {'main': {'start': 'a', 'nodes': {'a': node}}}})

    def test_an_edited_flow_is_judged(self):
        path = self.write('count.flow.json', self.counter(3))
        out, _ = self.sluice('judge', path)
        self.assertEqual('0 of 0 visits in 0 runs would go elsewhere; 0 could not be judged\n', out)
        self.sluice('run', path)
        self.sluice('run', path)
        out, _ = self.sluice('judge', path)
        self.assertEqual('0 of 6 visits in 2 runs would go elsewhere; 0 could not be judged\n', out)
        self.write('count.flow.json', self.counter(2))
        out, _ = self.sluice('judge', path, status=1)
        self.assertIn('visit 3  main/a: again to main/a; now: default to the end', out)
        self.assertIn('2 of 6 visits in 2 runs', out)
        out, _ = self.sluice('judge', path, '--last', '1', '--json', status=1)
        change = json.loads(out)
        self.assertEqual(('again', None, 'main/a', None),
                         tuple(change[key] for key in ('old_action', 'new_action', 'old_target', 'new_target')))
        out, _ = self.sluice('judge', path, '--last', '1', status=1)
        self.assertEqual('1 older run was not looked at: --last 2 looks at all', out.splitlines()[-1])
        self.sluice('judge', path, 'last', status=1)
        self.sluice('judge', path, 'no-such-run', status=66)
        self.sluice('judge', path, '--last', '0', status=2)

    def test_runs_that_were_left_are_counted_apart(self):
        path = self.write('count.flow.json', self.counter(3))
        self.sluice('debug', '--fresh', path, stdin='start\nover\nquit\n')
        self.sluice('debug', '--fresh', path, stdin='until after main/a\nquit\n')
        with subprocess.Popen([SLUICE, 'debug', '--fresh', path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True, cwd=self.folder, env=self.environment) as process:
            process.stdin.write('start\nover\nvisits\n')
            process.stdin.flush()
            self.assertEqual(['Stopped before a', 'Stopped before a', '     1  lane 1  main'],
                             [process.stdout.readline().rstrip('\n') for _ in range(3)])
            process.kill()
        out, _ = self.sluice('judge', path)
        self.assertEqual('0 of 0 visits in 3 runs would go elsewhere; 3 could not be judged\n'
                         '3 of those were not finished: their runs were stopped or killed, or go on still\n', out)

    def test_pinned_results_are_used_and_said(self):
        path = self.write('count.flow.json', self.counter(3))
        _, err = self.sluice('run', path, '--pins')
        self.assertIn('No results are pinned', err)
        out, _ = self.sluice('debug', path, '--pins', stdin='pin main/a 7\npins\npin main/nobody 1\n', status=2)
        self.assertIn('main/a = 7', out)
        self.assertIn('no node “main/nobody”', out)
        out, err = self.sluice('run', path, '--pins', '--print-store')
        self.assertIn('Pinned results are used for: main/a', err)
        self.assertEqual(7, json.loads(out)['n'])
        again, _ = self.sluice('replay', 'last', '--print-store')  # the record has the pins
        self.assertEqual(out, again)
        out, err = self.sluice('run', path, '--print-store')
        self.assertEqual(3, json.loads(out)['n'])
        self.assertNotIn('inned', err)
        self.sluice('debug', path, '--pins', stdin='unpin\n')
        self.assertIn('No results', self.sluice('run', path, '--pins')[1])

    def test_what_is_done_in_the_debugger_is_recorded(self):
        path = self.write('count.flow.json', self.counter(3))
        self.sluice('debug', path, '--fresh', stdin='start\nset /edited 4\nphase\nskip\ncontinue\n')
        store, _ = self.sluice('replay', 'last', '--print-store')
        self.assertEqual({'edited': 4}, json.loads(store))
        self.sluice('debug', path, '--fresh', '--no-record', stdin='run\n')
        self.assertEqual(1, len(self.runs()))
        self.sluice('debug', path, '--fresh', '--record', 'mine', stdin='run\n')
        self.assertTrue((self.folder / 'mine').exists())

    def test_old_runs_go_by_themselves(self):
        flow = self.flow(script(exec='return 1'))
        for _ in range(3):
            self.sluice('run', flow)
        runs = self.folder / 'state/sluice/runs'
        mark = runs / '.pruned'
        self.assertEqual('1\n', mark.read_text(encoding='utf-8'))
        settings = self.folder / 'settings.ini'
        settings.write_text('[org/sluiceflow/Sluice]\nkeep-runs=uint32 2\n', encoding='utf-8')
        newest = self.runs()[0]['path']
        self.environment |= {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(self.folder / 'config')}
        (self.folder / 'config/glib-2.0/settings').mkdir(parents=True)
        settings.rename(self.folder / 'config/glib-2.0/settings/keyfile')
        self.sluice('debug', '--fresh', flow, stdin='run\n')
        self.assertEqual(2, len(self.runs()))
        self.assertEqual(newest, self.runs()[1]['path'])
        # What is recorded elsewhere is no matter.
        self.sluice('run', flow, '--record', 'mine')
        self.assertEqual(2, len(self.runs()))

    def batch(self, limit):
        """A flow in a batch, whose last node goes by the params of its entry."""
        flow = {'kind': 'flow', 'settings': {'flow': 'sub'}, 'batch': 'each', 'prep': 'return { { n = 1 }, { n = 2 } }'}
        node = {'kind': 'script', 'post': f'if params.n > {limit} then return "large" end'}
        return json.dumps({'format': 1, 'name': 'Batch', 'run': ['main'],
                           'flows': {'main': {'start': 'a', 'nodes': {'a': flow}},
                                     'sub': {'start': 'x', 'nodes': {'x': node}}}})

    def test_a_batch_of_flows_is_judged(self):
        path = self.write('batch.flow.json', self.batch(2))
        self.sluice('run', path)
        self.write('batch.flow.json', self.batch(1))
        out, _ = self.sluice('judge', path, status=1)
        self.assertIn('visit 4  sub/x: default to the end; now: large to the end', out)
        self.assertIn('1 of 3 visits in 1 runs would go elsewhere; 0 could not be judged', out)

    def test_show_where_it_was_stopped(self):
        path = self.flow(script(exec='local n = 1\nreturn n'))
        self.sluice('debug', '--fresh', path, stdin='break line main/a exec 2\nrun\ncontinue\n')
        out, _ = self.sluice('show', 'last')
        self.assertRegex(out, r'stopped: Breakpoint at line 2 of the exec of')
        facts = [json.loads(line) for line in self.sluice('show', 'last', '--json')[0].splitlines()]
        stop, = [fact for fact in facts if fact.get('event') == 'stop']
        self.assertEqual(('breakpoint', 'exec', 2, 'line'),
                         (stop['reason'], stop['phase'], stop['line'], stop['breakpoint']['kind']))
        self.sluice('replay', 'last')

    def test_show_a_visit_and_its_store(self):
        self.play()
        card = json.loads(self.sluice('show', 'last', '--at', '3', '--json')[0])
        self.assertEqual(('main/suggest', 'approve', 'main/approve'), (card['node'], card['action'], card['target']))
        before = json.loads(self.sluice('show', 'last', '--at', '3', '--store')[0])
        after = json.loads(self.sluice('show', 'last', '--store')[0])
        self.assertNotIn('suggestion', before)
        self.assertEqual('Chicken stir fry', after['suggestion'])
        self.sluice('show', 'last', '--at', '99', status=1)

    def test_fork(self):
        path = self.flow(HELLO)
        self.sluice('run', path, '--answer', 'Ada', '--answer', 'no')
        parent = self.runs()[0]
        out, _ = self.sluice('fork', 'last', '--at', '3', '--set', 'name="Grace"', '--answer', 'never')
        self.assertEqual('Hello Grace\n', out)
        fork = self.runs()[0]
        self.assertEqual((parent['run'], 3), (fork['parent'], fork['parent-visit']))
        out, _ = self.sluice('replay', fork['run'], '--print-store')
        self.assertEqual('Grace', json.loads(out)['name'])
        self.sluice('fork', 'last', '--at', '99', status=2)

    def test_failures_are_recorded(self):
        self.sluice('run', self.flow(script(exec='error("no water")')), status=1)
        run = self.runs()[0]
        self.assertEqual('failed', run['result'])
        self.assertIn('no water', run['error'])
        _, err = self.sluice('replay', 'last', status=1)
        self.assertIn('no water', err)

    def test_runs_that_are_not_there(self):
        for command in ('show', 'replay', 'resume'):
            _, err = self.sluice(command, 'nothing', status=66)
            self.assertIn('no run “nothing”', err)
            self.sluice(command, status=2)
        self.write('wrong', 'no record')
        for command in ('show', 'replay', 'resume'):
            self.sluice(command, 'wrong', status=65)

    def test_a_torn_record_opens_up_to_the_damage(self):
        run = self.play()
        path = pathlib.Path(run['path'])
        whole = path.read_bytes()
        for size in (len(whole) // 2, 100, 0):
            path.write_bytes(whole[:size])
            process = subprocess.run([SLUICE, 'show', str(path)], capture_output=True, text=True, check=False,
                                     timeout=DEADLINE, env=self.environment)
            self.assertIn(process.returncode, (0, 1, 65), process.stderr)
            self.assertEqual(1, len(self.runs()))

    def test_judging_tells_of_records_that_cannot_be_read(self):
        path = self.write('count.flow.json', self.counter(3))
        for _ in range(4):
            self.sluice('run', path)
        newest = [run['path'] for run in self.runs()]
        pathlib.Path(newest[1]).write_bytes(b'no record')
        with contextlib.closing(sqlite3.connect(newest[2])) as record:
            record.execute("update entry set bytes = x'00' where kind = 3")
            record.commit()
        out, err = self.sluice('judge', path, '--last', '2', status=1)
        self.assertIn('in 1 runs', out)
        self.assertIn('1 older run was not looked at: --last 3 looks at all\n', out)
        self.assertIn('1 record cannot be opened, and may be of this file: sluice runs lists them\n', out)
        self.assertIn('is damaged', err)

    def test_a_record_that_is_held_is_not_pruned(self):
        run = self.play()
        with open(run['path'] + '-lock', 'r+b') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertEqual('running', self.runs()[0]['result'])
            self.sluice('prune', '--size', '0.000001')
        self.assertEqual(1, len(self.runs()))


if __name__ == '__main__':
    tap.main()
