#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""sluice export and import."""
import ast
import configparser
import json
import os
import py_compile
import resource
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import tap
from program import EXAMPLES, HELLO, SLUICE, ProgramTest

FLOWS = sorted(EXAMPLES.glob('*.flow.json'))


def graph(path):
    """What a flow file draws: per flow its start, and its nodes with titles and edges."""
    document = json.loads(path.read_text(encoding='utf-8'))
    return [(flow.get('start'),
             [(node.get('title'), node.get('next', {})) for node in flow['nodes'].values()])
            for flow in document['flows'].values()]


class Export(ProgramTest):
    def test_every_example_to_every_format(self):
        for path in FLOWS:
            for suffix in ('.mmd', '.dot', '.md', '.svg', '.png', '.pdf'):
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
                ((path,), 'Name one of'),
                ((path, '-o', 'out.xyz'), '“out.xyz” does not tell the format'),
                ((path, '--to', 'mermiad'), 'did you mean mermaid?'),
                ((path, '--to', 'dot', '--flow', 'mein'), 'did you mean “main”?'),
                ((path, '--to', 'dot', '--theme', 'pink'), '--theme is light, dark or transparent'),
                ((path, '--to', 'dot', '--scale', '9'), '--scale is 1, 2, 3 or 4')):
            _, err = self.sluice('export', *arguments, status=2)
            self.assertIn(words, err)

    def test_what_is_read_is_not_written_over(self):
        path = self.flow(HELLO)
        text = Path(path).read_bytes()
        (self.folder / 'link').symlink_to(path)
        for name in (path, 'test.flow.json', './link'):
            _, err = self.sluice('export', path, '--to', 'svg', '-o', name, status=2)
            self.assertIn(f'“{name}” is the file that is read', err)
            self.sluice('thumbnail', path, name, '64', status=2)
        picture = self.folder / 'a.svg'
        self.sluice('export', path, '-o', str(picture))
        drawn = picture.read_bytes()
        self.sluice('import', str(picture), '-o', str(picture), status=2)
        self.assertEqual((text, drawn), (Path(path).read_bytes(), picture.read_bytes()))

    def test_files_that_are_not_there(self):
        self.sluice('export', 'nothing.flow.json', '--to', 'dot', status=66)
        path = self.flow(HELLO)
        self.sluice('export', path, '-o', str(self.folder / 'no/such/folder.dot'), status=73)

    def test_a_secret_is_said(self):
        flow = {'start': 'a', 'nodes': {'a': {'kind': 'log', 'settings': {
            'message': 'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z'}}}}
        _, err = self.sluice('export', self.flow(flow), '--to', 'markdown')
        self.assertIn('flows.main.nodes.a.settings.message looks like a key or password', err)


def load_pixels(path):
    """Width, height, and the darkness of each pixel of a picture, as GTK's own loaders see it."""
    gi = __import__('gi')
    gi.require_version('GdkPixbuf', '2.0')
    from gi.repository import GdkPixbuf  # pylint: disable=import-outside-toplevel
    pixbuf = GdkPixbuf.Pixbuf.new_from_file(str(path))
    width, height, n = pixbuf.get_width(), pixbuf.get_height(), pixbuf.get_n_channels()
    stride, data = pixbuf.get_rowstride(), pixbuf.get_pixels()
    return width, height, [[sum(data[y * stride + x * n:y * stride + x * n + 3]) for x in range(width)]
                           for y in range(height)]


class Pictures(ProgramTest):
    def test_svg_and_png_show_the_same(self):
        path = str(EXAMPLES / 'nested.flow.json')
        for theme in ('light', 'dark'):
            svg, png = self.folder / 'a.svg', self.folder / 'a.png'
            self.sluice('export', path, '-o', str(svg), '--theme', theme)
            self.sluice('export', path, '-o', str(png), '--theme', theme)
            try:
                width, height, one = load_pixels(svg)
            except Exception as error:  # pylint: disable=broad-except
                self.skipTest(f'SVG can not be read here: {error}')
            self.assertEqual((width, height), load_pixels(png)[:2])
            other = load_pixels(png)[2]
            differing = sum(abs(one[y][x] - other[y][x]) > 96 for y in range(height) for x in range(width))
            # Letters are drawn by another renderer, a little otherwise.
            self.assertLess(differing / (width * height), 0.015)
            inked = sum(abs(value - one[0][0]) > 96 for row in one for value in row)
            self.assertGreater(inked / (width * height), 0.01)

    def test_svg_says_what_it_shows(self):
        path = EXAMPLES / 'recipe-finder.flow.json'
        svg = self.folder / 'a.svg'
        self.sluice('export', str(path), '-o', str(svg))
        root = ElementTree.parse(svg).getroot()
        space = '{http://www.w3.org/2000/svg}'
        self.assertEqual('Recipe finder', root.find(space + 'title').text)
        nodes = [group for group in root.iter(space + 'g') if group.get('role') == 'img']
        self.assertEqual(['Fetch recipes', 'Suggest a recipe', 'Get approval', 'End'],
                         [group.find(space + 'title').text for group in nodes])
        self.assertIn('by “retry” to Suggest a recipe', nodes[2].find(space + 'desc').text)
        self.assertIn('Fetch recipes', [text.text for text in root.iter(space + 'text')])

    def test_pictures_open_as_the_flow(self):
        for path in FLOWS:
            for suffix in ('.svg', '.png'):
                picture, again = self.folder / ('a' + suffix), self.folder / 'again.flow.json'
                self.sluice('export', str(path), '-o', str(picture))
                self.sluice('import', str(picture), '-o', str(again))
                self.assertEqual(path.read_bytes(), again.read_bytes())

    def test_pdf_has_a_page_for_each_flow(self):
        if shutil.which('pdfinfo') is None:
            self.skipTest('pdfinfo is not installed')
        pdf = self.folder / 'a.pdf'
        self.sluice('export', str(EXAMPLES / 'nested.flow.json'), '-o', str(pdf))
        said = subprocess.run(['pdfinfo', str(pdf)], capture_output=True, text=True, check=True).stdout
        self.assertRegex(said, r'Pages: +3\n')
        text = subprocess.run(['pdftotext', str(pdf), '-'], capture_output=True, text=True, check=True).stdout
        self.assertIn('Charge the card', text)

    def test_a_thousand_nodes(self):
        nodes = {f'n{i}': {'kind': 'log', 'title': f'Node {i}', 'next': {'default': f'n{i + 1}'}}
                 for i in range(999)}
        path = self.flow({'start': 'n0', 'nodes': {**nodes, 'n999': {'kind': 'end'}}})
        svg = self.folder / 'a.svg'
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.sluice('export', path, '-o', str(svg))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if b'__asan_init' not in Path(SLUICE).read_bytes():
            # Processor time, whatever else the machine does.
            self.assertLess(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)
        self.assertEqual(1000, svg.read_text(encoding='utf-8').count('role="img"'))
        # In pixels a row of them would be too wide, and it is said what to do.
        document = json.loads(Path(path).read_text(encoding='utf-8'))
        document['layout'] = {'main': {f'n{i}': [16 * i, 0] for i in range(1000)}}
        path = self.write('row.flow.json', json.dumps(document))
        _, err = self.sluice('export', path, '-o', str(self.folder / 'a.png'), status=2)
        self.assertIn('is too large; take a smaller scale, one flow, or SVG', err)

    def test_thumbnailer(self):
        entry = configparser.ConfigParser(interpolation=None)
        entry.read(Path(os.environ['SLUICE_SOURCE_DIR']) / 'data/org.sluiceflow.Sluice.thumbnailer')
        entry = entry['Thumbnailer Entry']
        self.assertEqual('application/vnd.sluice.flow+json;', entry['MimeType'])
        path, out = str(EXAMPLES / 'taboo.flow.json'), self.folder / 'out.png'
        given = {'%i': path, '%o': str(out), '%s': '128'}
        command = [given.get(word, word) for word in entry['Exec'].split()]
        self.assertEqual(entry['TryExec'], command[0])
        self.assertEqual(('', ''), self.sluice(*command[1:]))
        self.assertEqual(128, max(load_pixels(out)[:2]))
        self.sluice('thumbnail', path, str(out), 'large', status=2)
        self.sluice('thumbnail', 'nothing.flow.json', str(out), '128', status=66)


class Runs(ProgramTest):
    """How far a run came, and a part of a flow."""

    def setUp(self):
        super().setUp()
        nodes = {'a': {'kind': 'script', 'title': 'Twice', 'post': 'shared.n = (shared.n or 0) + 1\n'
                       "return shared.n < 2 and 'again' or 'on'", 'next': {'again': 'a', 'on': 'b', 'never': 'c'}},
                 'b': {'kind': 'script', 'title': 'Breaks', 'exec': "error ('no')", 'next': {'default': 'c'}},
                 'c': {'kind': 'log', 'title': 'Not reached', 'settings': {'message': 'x'}}}
        self.path = self.flow({'start': 'a', 'nodes': nodes})
        self.record = str(self.folder / 'run.db')
        self.sluice('run', self.path, '--record', self.record, status=1)

    def test_a_run_in_mermaid(self):
        out, _ = self.sluice('export', self.path, '--to', 'mermaid', '--run', self.record)
        self.assertRegex(out, r'class a done\n')
        self.assertRegex(out, r'class b failed\n')
        self.assertRegex(out, r'class c untouched\n')
        self.assertIn('classDef failed fill:#e01b24', out)

    def test_a_run_in_pictures(self):
        svg = self.folder / 'a.svg'
        self.sluice('export', self.path, '-o', str(svg), '--run', self.record)
        text = svg.read_text(encoding='utf-8')
        self.assertRegex(text, r'>2 ×<')
        for words in ('Done.', 'Failed.', 'Not visited.'):
            self.assertEqual(1, text.count(words + '</desc>'), words)
        plain, shown = self.folder / 'plain.png', self.folder / 'shown.png'
        self.sluice('export', self.path, '-o', str(plain))
        self.sluice('export', self.path, '-o', str(shown), '--run', self.record)
        self.assertEqual(load_pixels(plain)[:2], load_pixels(shown)[:2])
        self.assertNotEqual(load_pixels(plain)[2], load_pixels(shown)[2])
        # The flow within is the flow, whatever is shown of a run.
        again = self.folder / 'again.flow.json'
        self.sluice('import', str(shown), '-o', str(again))
        self.assertEqual(json.loads(Path(self.path).read_text())['flows'], json.loads(again.read_text())['flows'])
        pdf = self.folder / 'a.pdf'
        self.sluice('export', self.path, '-o', str(pdf), '--run', self.record)
        self.assertGreater(pdf.stat().st_size, 1000)

    def test_a_part(self):
        again = self.folder / 'again.flow.json'
        for suffix in ('.svg', '.png'):
            picture = self.folder / ('a' + suffix)
            self.sluice('export', self.path, '-o', str(picture), '--select', 'a,main/c')
            self.sluice('import', str(picture), '-o', str(again))
            flow = json.loads(again.read_text())['flows']['main']
            self.assertEqual({'a': {'again': 'a', 'never': 'c'}, 'c': {}},
                             {name: node.get('next', {}) for name, node in flow['nodes'].items()})
            self.assertEqual('a', flow['start'])
            self.assertNotIn('Breaks', again.read_text())
        out, _ = self.sluice('export', self.path, '--to', 'dot', '--select', 'b')
        self.assertNotIn('Twice', out)

    def test_a_part_brings_what_it_runs(self):
        path = str(EXAMPLES / 'nested.flow.json')
        svg, again = self.folder / 'a.svg', self.folder / 'again.flow.json'
        self.sluice('export', path, '-o', str(svg), '--select', 'order/payment')
        self.sluice('import', str(svg), '-o', str(again))
        before, after = (json.loads(Path(place).read_text())['flows'] for place in (path, again))
        self.assertEqual(['order', 'payment'], list(after))
        self.assertEqual(before['payment'], after['payment'])
        self.assertEqual(['payment'], list(after['order']['nodes']))

    def test_what_can_not_be_shown(self):
        for arguments, status, words in ((('--to', 'dot', '--run', self.record), 2, 'dot does not show a run'),
                                         (('--to', 'dot', '--select', 'z'), 2, 'There is no node “main/z”'),
                                         (('--to', 'svg', '--run', 'nothing'), 66, 'nothing')):
            _, err = self.sluice('export', self.path, *arguments, status=status)
            self.assertIn(words, err)


class Python(ProgramTest):
    def project(self, path):
        folder = self.folder / 'project'
        said = self.sluice('export', str(path), '--to', 'python', '-o', str(folder))[1]
        for module in folder.rglob('*.py'):
            py_compile.compile(str(module), cfile=str(self.folder / 'compiled'), doraise=True)
        return folder, said

    def test_every_example_compiles(self):
        for path in FLOWS:
            shutil.rmtree(self.folder / 'project', ignore_errors=True)
            folder, _ = self.project(path)
            tree = ast.parse((folder / 'flow.py').read_text(encoding='utf-8'))
            factories = [item.name for item in tree.body if isinstance(item, ast.FunctionDef)]
            self.assertEqual(len(graph(path)), len(factories))
            classes = {item.name for item in ast.parse((folder / 'nodes.py').read_text(encoding='utf-8')).body
                       if isinstance(item, ast.ClassDef)}
            imported = {name.name for item in tree.body if isinstance(item, ast.ImportFrom) and item.module == 'nodes'
                        for name in item.names}
            self.assertEqual(classes, imported)
            self.assertIn('```mermaid', (folder / 'docs/design.md').read_text(encoding='utf-8'))
            self.assertTrue((folder / 'requirements.txt').read_text(encoding='utf-8').startswith('pocketflow'))

    def test_examples_need_no_hand(self):
        for path in FLOWS:
            shutil.rmtree(self.folder / 'project', ignore_errors=True)
            folder, said = self.project(path)
            left = (folder / 'nodes.py').read_text(encoding='utf-8').count('NotImplementedError')
            self.assertEqual(('', 0), (said, left), path.name)

    def test_edges_are_one_a_line(self):
        folder, _ = self.project(EXAMPLES / 'recipe-finder.flow.json')
        text = (folder / 'flow.py').read_text(encoding='utf-8')
        self.assertIn('    fetch - "suggest" >> suggest\n'
                      '    suggest - "approve" >> approve\n'
                      '    suggest - "none" >> None  # The flow ends here.\n'
                      '    approve - "accept" >> end\n'
                      '    approve - "retry" >> suggest\n', text)
        self.assertIn('suggest = SuggestARecipe(max_retries=2, wait=0.5)', text)
        self.assertTrue((folder / 'recipes.json').exists())

    def test_only_what_waits_is_async(self):
        folder, _ = self.project(EXAMPLES / 'nested.flow.json')
        nodes = (folder / 'nodes.py').read_text(encoding='utf-8')
        flow = (folder / 'flow.py').read_text(encoding='utf-8')
        self.assertEqual(1, nodes.count('(AsyncNode)'))
        self.assertIn('class PackTheItems(BatchNode)', nodes)
        self.assertIn('    return Flow(start=check)', flow)
        self.assertEqual(2, flow.count('return AsyncFlow('))

    def test_what_is_written_by_hand_stays(self):
        flow = {'start': 'a', 'nodes': {'a': {'kind': 'script', 'title': 'Work', 'exec': 'return setmetatable ({}, {})'},
                                        'b': {'kind': 'oracle', 'title': 'Oracle'}}}
        path = self.flow(flow)
        folder, said = self.project(path)
        self.assertIn('main/a: exec is not translated: line 1: ', said)
        self.assertIn('main/b: exec is not translated: there is no counterpart of the kind “oracle”', said)
        nodes = folder / 'nodes.py'
        text = nodes.read_text(encoding='utf-8')
        self.assertIn('        #     return setmetatable ({}, {})\n', text)
        text = text.replace('raise NotImplementedError("main/a.exec")', 'return {"made": "by hand"}')
        nodes.write_text(text.replace('# >>> yours: imports\n', '# >>> yours: imports\nimport mine\n'), encoding='utf-8')
        _, said = self.project(path)
        again = nodes.read_text(encoding='utf-8')
        self.assertIn('return {"made": "by hand"}', again)
        self.assertIn('# >>> yours: imports\nimport mine\n', again)
        self.assertNotIn('main/a: ', said)
        # A third time nothing changes any more.
        self.project(path)
        self.assertEqual(again, nodes.read_text(encoding='utf-8'))
        # What has no place any more is kept beside.
        del flow['nodes']['a']
        flow['start'] = 'b'
        _, said = self.project(self.flow(flow))
        self.assertIn('“main/a.exec” has no place any more', said)
        self.assertIn('by hand', (folder / 'docs/leftovers.txt').read_text(encoding='utf-8'))

    def test_a_folder_is_needed(self):
        _, err = self.sluice('export', self.flow(HELLO), '--to', 'python', status=2)
        self.assertIn('python is a folder; say where with -o', err)


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
        _, err = self.sluice('import', self.write('a.txt', ''), status=2)
        self.assertIn('--from', err)
        self.assertNotIn('pdf', err)


if __name__ == '__main__':
    tap.main()
