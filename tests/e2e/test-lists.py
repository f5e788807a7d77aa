#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Long lists say what they leave out: watches, visits, the call stack, and the runs that a flow is judged by."""
import contextlib
import glob
import json
import os
import shutil
import sqlite3
import subprocess
import unittest

import tap
from debug_flows import BRANCHING, COUNTING
from debugging import Person, show_page, write
from editor import SLUICE, Editor, read

DEPTH = 230


def nest():
    """A node that goes round often, and behind it flows in each other."""
    flows = {f'f{i}': {'start': 'in', 'nodes': {'in': {'kind': 'flow', 'settings': {'flow': f'f{i + 1}'}}}}
             for i in range(1, DEPTH)}
    flows[f'f{DEPTH}'] = {'start': 'ask', 'nodes': {'ask': {'kind': 'ask', 'settings': {'prompt': 'Deep?'}}}}
    flows['main'] = {'start': 'count', 'nodes': {
        'count': {'kind': 'script', 'title': 'Count', 'next': {'again': 'count', 'default': 'in'},
                  'post': 'shared.n = (shared.n or 0) + 1 if shared.n < 150 then return "again" end',
                  'ui': {'x': 0, 'y': 0}},
        'in': {'kind': 'flow', 'title': 'In', 'settings': {'flow': 'f1'}, 'ui': {'x': 18, 'y': 0}}}}
    return {'format': 1, 'name': 'Nest', 'run': ['main'], 'flows': flows}


def told(editor, name):
    """What a label says that is there only where there is something to say."""
    return [item['text'] for item in editor.query(name=name) if item['mapped']]


class AtAStop(unittest.TestCase):
    def turn_back(self, editor):
        editor.key('alt+Page_Up')
        return editor.get('visit-place', 'label')

    def test_watches_visits_and_the_stack(self):
        session = Person(text=nest())
        subprocess.run([SLUICE, 'debug', session.path], input='watch 1\nquit\n', text=True, check=True, timeout=60,
                       stdout=subprocess.DEVNULL, env=session.desktop.env)
        kept, = glob.glob(os.path.join(session.desktop.env['XDG_STATE_HOME'], 'sluice/watches/*'))
        session.make_file(kept, json.dumps({**json.loads(read(kept)), 'watches': ['1'] * 199}))
        with session as editor:
            editor.watch('"the last"')
            full = '200 watches, and no room for more: remove one to add another'
            editor.wait_for(lambda: told(editor, 'watches-full') == [full], 'the list to be full')
            editor.type('one more')
            editor.key('Return')
            self.assertEqual(len(editor.watched()), 200)
            self.assertEqual(editor.get('watch-entry', 'text'), 'one more')

            editor.select('main/in')
            editor.key('F9', 'F5')
            editor.wait_for_stop('main/in')
            editor.select('main/count')
            show_page(editor, 'Visit')
            editor.wait_for(lambda: editor.get('visit-place', 'label') == '150 of 150', 'the last visit')
            self.assertEqual(told(editor, 'visit-lost'), [])
            editor.click(editor.find('visit-previous'))
            editor.wait_for(lambda: self.turn_back(editor) == '51 of 150', 'the first that is kept', 30)
            self.assertEqual(told(editor, 'visit-lost'),
                             ['50 visits before it are not kept: step back to see all in the record'])
            editor.key('shift+F10')
            editor.wait_for(lambda: editor.state()['moment'] > 0 and told(editor, 'visit-lost') == [], 'the record')
            editor.click(editor.find('travel-close'))
            editor.wait_for(lambda: editor.state()['moment'] == 0, 'the present')

            editor.key('F5')
            editor.wait_for_question('Deep?')
            editor.key('F6')
            editor.wait_for_session('stopped')
            editor.show_run()
            editor.wait_for(lambda: told(editor, 'stack-unlisted') == ['… and 32 more around these'], 'the stack')


class Deeds(unittest.TestCase):
    def test_a_long_value_is_cut_in_the_row_and_whole_in_its_tooltip(self):
        with Editor(text=BRANCHING) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/count')
            editor.key('F10')
            editor.wait_for_stop('main/decide')
            value = json.dumps('long ' * 40)
            editor.click(editor.store_key('count'), count=2)
            write(editor, value)
            editor.wait_for(lambda: editor.query(name='intervention-list'), 'what was done')
            found, = editor.query(name='intervention-list')
            label, = [item for item in editor.query(within=found, type='GtkLabel') if item['text'] != 'Keep']
            self.assertEqual(label['text'], f'Changed /count: 1 → {value[:59]}…')
            self.assertEqual(label['tooltip'], f'Changed /count: 1 → {value}')


class Judged(unittest.TestCase):
    def judge(self, editor):
        editor.key('ctrl+j')
        self.wait_for_verdict(editor)

    def wait_for_verdict(self, editor):
        editor.wait_for(lambda: editor.query(name='judge-found') or editor.query(name='judge-nothing'), 'the verdict')
        editor.settle()

    def test_by_sixty_runs_of_which_some_cannot_be_read(self):
        with Editor(text=COUNTING) as editor:
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.key('shift+F10')
            editor.wait_for(lambda: editor.state()['moment'] > 0, 'the record to be whole')
            folder = os.path.join(editor.desktop.env['XDG_STATE_HOME'], 'sluice/runs')
            record, = glob.glob(os.path.join(folder, '*.run'))
            copies = [os.path.join(folder, f'copy-{number}.run') for number in range(59)]
            for copy in copies:
                shutil.copy(record, copy)
            with open(copies[0], 'wb') as file:
                file.write(b'no record')
            for copy in copies[1:4]:
                with contextlib.closing(sqlite3.connect(copy)) as database:
                    database.execute("update entry set bytes = x'00' where kind = 3")
                    database.commit()
            editor.click(editor.find('travel-close'))
            editor.select('main/count')
            editor.show_inspector()
            editor.set_row('Finish (post)', "return 'done'")

            self.judge(editor)
            self.assertRegex(editor.get('judge-left-out', 'label'),
                             r'1 record cannot be opened, and may be of this file · 9 older runs are not looked at')
            editor.click(editor.place_at_rest(name='judge-all'))
            self.wait_for_verdict(editor)
            self.assertEqual(editor.get('judge-found', 'label'),
                             '504 visits would go another way · 1120 visits judged · 56 runs')
            self.assertRegex(editor.get('judge-left-out', 'label'),
                             '^3 runs cannot be read · 1 record cannot be opened, and may be of this file · .*damaged')
            self.assertEqual(told(editor, 'judge-all'), [])
            editor.key('Escape')
            editor.wait_for(lambda: not editor.query(name='judge'), 'the window to close')


if __name__ == '__main__':
    tap.main()
