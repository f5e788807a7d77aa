#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice diff and merge."""
import copy
import json
import os
import random
import shutil
import subprocess

import tap
from program import EXAMPLES, SLUICE, ProgramTest

BASE = json.loads((EXAMPLES / 'recipe-finder.flow.json').read_text(encoding='utf-8'))


class MergeTest(ProgramTest):
    def changed(self, name, change):
        document = copy.deepcopy(BASE)
        change(document, document['flows']['main']['nodes'])
        path = self.write(name + '.flow.json', json.dumps(document))
        self.sluice('fmt', path)
        return path

    def base(self):
        return self.changed('base', lambda document, nodes: None)


class Diff(MergeTest):
    def diff(self, change, *options):
        status = 0 if change is None else 1
        other = self.changed('other', change or (lambda document, nodes: None))
        return self.sluice('diff', self.base(), other, *options, status=status)[0]

    def test_words(self):
        def change(document, nodes):
            nodes['suggest']['retries'] = 5
            nodes['fetch']['next'] = {'suggest': 'approve', 'none': None}
            nodes['fetch']['exec'][0] = 'local all = {}'
            nodes['new'] = {'kind': 'log', 'title': 'New'}
            del nodes['end']
            document['shared'] = {'n': 1}
        self.assertEqual('main/fetch “Fetch recipes”\n'
                         '  ~ exec\n'
                         "      - local all = json.decode (read ('recipes.json'))\n"
                         '      + local all = {}\n'
                         '  ~ edge “suggest”: suggest → approve\n'
                         '  + edge “none”: end\n'
                         'main/suggest “Suggest a recipe”\n'
                         '  ~ retries: 2 → 5\n'
                         '- main/end “End”\n'
                         '+ main/new “New”\n'
                         'file\n'
                         '  + shared.n: 1\n', self.diff(change))

    def test_layout_counts_when_asked(self):
        def change(document, nodes):
            document['layout']['main']['fetch'] = [3, 4]
        path = self.changed('other', change)
        self.assertEqual(('', ''), self.sluice('diff', self.base(), path))
        out, _ = self.sluice('diff', '--layout', self.base(), path, status=1)
        self.assertEqual('file\n  ~ layout.main.fetch: [0,0] → [3,4]\n', out)

    def test_the_same(self):
        self.assertEqual('', self.diff(None))

    def test_json(self):
        def change(document, nodes):
            nodes['suggest']['title'] = 'Other'
        said = json.loads(self.diff(change, '--json'))
        self.assertEqual({'type': 'changed', 'address': 'main/suggest', 'key': 'title', 'before': 'Suggest a recipe',
                          'after': 'Other'}, said)

    def test_wrong_use(self):
        self.sluice('diff', self.base(), status=2)
        self.sluice('diff', self.base(), 'nothing.flow.json', status=66)


class Merge(MergeTest):
    def test_both_sides_are_taken(self):
        def ours(document, nodes):
            nodes['suggest']['retries'] = 5
            nodes['mine'] = {'kind': 'log', 'settings': {'message': 'mine'}, 'next': {'default': 'fetch'}}
            document['layout']['main']['fetch'] = [1, 1]

        def theirs(document, nodes):
            nodes['suggest']['wait'] = 2
            nodes['approve']['next']['accept'] = 'fetch'
            nodes['approve']['title'] = 'Ask'
            document['layout']['main']['fetch'] = [2, 2]

        def both(document, nodes):
            theirs(document, nodes)
            ours(document, nodes)
        base, a, b = self.base(), self.changed('a', ours), self.changed('b', theirs)
        wanted = self.changed('wanted', both)
        for first, second in ((a, b), (b, a)):
            merged = self.folder / 'merged.flow.json'
            self.assertEqual(('', ''), self.sluice('merge', base, first, second, '-o', str(merged)))
            self.assertEqual(('', ''), self.sluice('diff', wanted, str(merged)))

    def test_conflicts_are_marked(self):
        def five(document, nodes):
            nodes['suggest']['retries'] = 5
            nodes['approve']['title'] = 'Ask'

        def seven(document, nodes):
            nodes['suggest']['retries'] = 7
        out, err = self.sluice('merge', self.base(), self.changed('a', five), self.changed('b', seven), status=1)
        self.assertIn('both sides changed flows.main.nodes.suggest.retries', err)
        self.assertIn('<<<<<<< ours\n          "retries": 5,\n=======\n          "retries": 7,\n>>>>>>> theirs\n', out)
        self.assertEqual(1, out.count('<<<<<<<'))
        self.assertIn('"title": "Ask"', out)

    def test_deleted_here_and_changed_there(self):
        def delete(document, nodes):
            del nodes['suggest']
            nodes['fetch']['next'] = {'suggest': 'approve'}
            nodes['approve']['next']['retry'] = 'fetch'

        def change(document, nodes):
            nodes['suggest']['retries'] = 9
        _, err = self.sluice('merge', self.base(), self.changed('a', delete), self.changed('b', change), status=1)
        self.assertIn('both sides changed flows.main.nodes.suggest\n', err)

    def test_what_is_right_on_each_side_only(self):
        def delete(document, nodes):
            del nodes['end']
            nodes['approve']['next']['accept'] = None

        def connect(document, nodes):
            nodes['suggest']['next']['none'] = 'end'
        _, err = self.sluice('merge', self.base(), self.changed('a', delete), self.changed('b', connect), status=1)
        self.assertIn("no node 'end'", err)

    def test_random_changes_of_different_nodes(self):
        chance = random.Random(5)
        names = list(BASE['flows']['main']['nodes'])
        for _ in range(15):
            chance.shuffle(names)
            half = chance.randrange(len(names))

            def change(nodes, which, number):
                for name in which:
                    nodes[name][chance.choice(('title', 'note'))] = f'Changed {number}'
            base = self.base()
            a = self.changed('a', lambda document, nodes: change(nodes, names[:half], 1))
            b = self.changed('b', lambda document, nodes: change(nodes, names[half:], 2))
            one, _ = self.sluice('merge', base, a, b)
            other, _ = self.sluice('merge', base, b, a)
            self.assertEqual(one, other)
            self.assertEqual(len(names), one.count('Changed '))

    def test_as_the_driver_of_git(self):
        if shutil.which('git') is None:
            self.skipTest('git is not installed')
        environment = {**os.environ, 'GIT_CONFIG_GLOBAL': '/dev/null', 'GIT_CONFIG_SYSTEM': '/dev/null',
                       'GIT_AUTHOR_NAME': 'A', 'GIT_AUTHOR_EMAIL': 'a@example.org',
                       'GIT_COMMITTER_NAME': 'A', 'GIT_COMMITTER_EMAIL': 'a@example.org'}
        folder = self.folder / 'repository'
        folder.mkdir()

        def git(*arguments):
            subprocess.run(['git', '-C', str(folder), *arguments], check=True, capture_output=True, env=environment)

        def commit(change, message):
            shutil.copy(self.changed('next', change), folder / 'a.flow.json')
            git('add', '.')
            git('commit', '-q', '-m', message)
        git('init', '-q', '-b', 'main')
        git('config', 'merge.sluice.driver', f"'{SLUICE}' merge %O %A %B -o %A")
        (folder / '.gitattributes').write_text('*.flow.json merge=sluice\n', encoding='utf-8')
        commit(lambda document, nodes: None, 'base')
        git('checkout', '-q', '-b', 'side')
        commit(lambda document, nodes: nodes['suggest'].update(retries=5), 'side')
        git('checkout', '-q', 'main')
        # The same lines of text: git alone would call this a conflict.
        commit(lambda document, nodes: nodes['suggest'].update(wait=3), 'main')
        git('merge', '-q', 'side', '-m', 'merge')
        merged = json.loads((folder / 'a.flow.json').read_text(encoding='utf-8'))
        suggest = merged['flows']['main']['nodes']['suggest']
        self.assertEqual((5, 3), (suggest['retries'], suggest['wait']))


if __name__ == '__main__':
    tap.main()
