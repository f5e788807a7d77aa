#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Out of the editor as pictures, diagrams and programs, and back in again."""
import json
import os
import pathlib
import tempfile
import unittest

from gi.repository import GLib
from PIL import Image

import tap
from editor import Editor, example, read, sluice
from x_offer import Offer

MERMAID = """flowchart LR
  fetch[Fetch] --> review{Review}
  review -->|approve| done[Done]
"""


class Exchange(unittest.TestCase):
    def setUp(self):
        self.editor = self.enterContext(Editor(copy_of='nested'))
        self.before = self.editor.document()

    def export(self, name, format_id, choose=None):
        """Exports into the home folder; choose answers what the format asks."""
        path = os.path.join(self.editor.home, name)
        self.editor.action('export', GLib.Variant('s', format_id), window=1)
        if choose:
            self.editor.wait_for(lambda: self.editor.query(name='export'), 'the questions')
            choose()
            self.editor.click(self.editor.place_at_rest(name='export-go'))
        self.editor.choose_file(path)
        self.editor.wait_for(lambda: os.path.exists(path), 'the file')
        return path

    def open(self, path):
        """Opens a file in a further tab, and tells its document."""
        tabs = len(self.editor.query(type='AdwTab'))
        self.editor.open(path)
        self.editor.wait_for(lambda: len(self.editor.query(type='AdwTab')) > max(tabs, 1), 'the tab')
        return self.editor.document()

    def leave_alone(self):
        """The defaults: the flow that is shown, light, as large as it is drawn."""

    def take_all_flows_dark_and_large(self):
        for row, downs in (('export-flow', -1), ('export-theme', 1), ('export-scale', 1)):
            self.editor.click(self.editor.place_at_rest(name=row))
            self.editor.key(*['Up' if downs < 0 else 'Down'], 'Return')

    def test_svg_and_back(self):
        path = self.export('picture.svg', 'svg', self.leave_alone)
        self.assertIn('<svg', read(path))
        self.assertEqual(self.open(path)['flows'], self.before['flows'])
        self.assertEqual(self.editor.get('subtitle', 'label'), 'Not saved yet')

    def test_png_dark_and_large(self):
        small = self.export('small.png', 'png', self.leave_alone)
        large = self.export('large.png', 'png', self.take_all_flows_dark_and_large)
        with Image.open(small) as light, Image.open(large) as dark:
            self.assertGreaterEqual(dark.width, 2 * light.width)
            self.assertGreater(sum(light.convert('RGB').getpixel((2, 2))),
                               sum(dark.convert('RGB').getpixel((2, 2))))
        self.assertEqual(self.open(large)['flows'], self.before['flows'])

    def test_each_is_among_the_commands(self):
        self.editor.key('ctrl+shift+p')
        self.editor.wait_for(lambda: self.editor.query(name='finder-row'), 'the commands')
        self.editor.type('mermaid')
        self.editor.key('Return')
        self.editor.wait_for(lambda: self.editor.query(name='export'), 'the questions')
        self.editor.key('Escape')
        self.editor.wait_for(lambda: not self.editor.query(name='export'), 'the questions to go')

    def test_a_diagram_becomes_a_flow(self):
        path = self.editor.make_file('steps.mmd', MERMAID)
        nodes = self.open(path)['flows']
        self.assertEqual([len(flow['nodes']) for flow in nodes.values()], [3])
        self.assertEqual(self.editor.get('subtitle', 'label'), 'Not saved yet')
        target = os.path.join(self.editor.home, 'steps.flow.json')
        self.editor.save_as(target)
        self.assertEqual(json.loads(read(target))['flows'], nodes)

    def test_a_program_in_a_folder(self):
        folder = os.path.join(self.editor.home, 'program')
        os.mkdir(folder)
        self.editor.action('export', GLib.Variant('s', 'python'), window=1)
        self.editor.choose_file(folder)
        self.editor.wait_for(lambda: any(name.endswith('.py') for name in os.listdir(folder)), 'the program')

    def switch(self, *names):
        for name in names:
            self.editor.click(self.editor.place_at_rest(name=name))

    def test_a_part_of_a_run(self):
        """The nodes that are selected, with the states of the run that is shown."""
        self.editor.key('F5')
        self.editor.wait_for_session('finished')
        self.editor.select('order/payment')
        path = self.export('part.svg', 'svg', lambda: self.switch('export-selection', 'export-run'))
        picture = read(path)
        self.assertIn('Done.</desc>', picture)
        self.assertNotIn('Confirm', picture)
        self.assertEqual(['order', 'payment'], list(self.open(path)['flows']))

    def test_a_project_in_python(self):
        folder = os.path.join(self.editor.home, 'project')
        sluice('export', example('recipe-finder'), '--to', 'python', '-o', folder)
        nodes = self.open(os.path.join(folder, 'flow.py'))['flows']['main']['nodes']
        self.assertEqual({'fetch': 'python', 'suggest': 'python', 'approve': 'python', 'end': 'end'},
                         {name: node['kind'] for name, node in nodes.items()})
        self.assertEqual({'accept': 'end', 'retry': 'suggest'}, nodes['approve']['next'])

    def test_what_is_no_flow_is_refused(self):
        path = os.path.join(self.editor.home, 'plain.png')
        Image.new('RGB', (8, 8)).save(path)
        self.editor.open(path)
        self.assertEqual([bar['text'] for bar in self.editor.query(name='message-title')],
                         ['“plain.png” could not be opened'])
        self.assertEqual(self.editor.document(), self.before)


class Projects(unittest.TestCase):
    """Projects in Python, which take a while to be read."""

    def setUp(self):
        editor = Editor(copy_of='hello')
        self.programs = pathlib.Path(editor.home) / 'programs'
        self.gate = self.programs / 'gate'
        self.python = self.programs / 'python3'
        self.programs.mkdir()
        os.mkfifo(self.gate)
        self.python.write_text(f'#!/bin/sh\n[ -e {self.gate}.shut ] && read line < {self.gate}\n'
                               'exec /usr/bin/python3 "$@"\n', encoding='utf-8')
        self.python.chmod(0o755)
        editor.argv[:0] = ['/usr/bin/env', f'PATH={self.programs}']
        self.editor = self.enterContext(editor)
        self.folder = os.path.join(editor.home, 'project')
        sluice('export', example('recipe-finder'), '--to', 'python', '-o', self.folder)

    def shut(self):
        """From now on reading lasts until it is let through."""
        pathlib.Path(f'{self.gate}.shut').touch()

    def let_through(self):
        os.unlink(f'{self.gate}.shut')
        self.gate.write_text('\n', encoding='utf-8')

    def drop(self, path):
        offer = Offer(self.editor.desktop.env['DISPLAY'], 'XdndSelection',
                      {'text/uri-list': (pathlib.Path(path).as_uri() + '\r\n').encode()})
        self.addCleanup(offer.close)
        offer.drop(self.editor.canvas(0.4, 0.85), self.editor.wait_for)

    def tabs(self):
        return len(self.editor.query(type='AdwTab'))

    def bar(self):
        """What the bars say that are shown."""
        return [bar['text'] for bar in self.editor.query(name='message-title')]

    def wait_for_project(self):
        self.editor.wait_for(lambda: 'fetch' in self.editor.nodes, 'the project')
        self.assertEqual('Recipe finder', self.editor.title)
        self.assertEqual('Not saved yet', self.editor.get('subtitle', 'label'))

    def test_a_folder_is_dropped(self):
        """Meanwhile the window is there for other things."""
        editor = self.editor
        self.shut()
        self.drop(self.folder)
        editor.wait_for(lambda: self.bar() == ['Reading “project”…'], 'the word that it takes a while')
        editor.key('ctrl+a')
        editor.key('Delete')
        editor.wait_for(lambda: not editor.nodes, 'the nodes to be gone')
        editor.key('ctrl+z')
        editor.wait_for(lambda: editor.nodes, 'the nodes to be back')
        self.let_through()
        self.wait_for_project()
        editor.wait_for(lambda: 'Reading “project”…' not in self.bar(), 'the word to go')
        self.assertEqual(2, self.tabs())

    def test_what_is_read_can_be_left(self):
        editor = self.editor
        self.shut()
        before = editor.document()
        self.drop(self.folder)
        editor.wait_for(lambda: self.bar() == ['Reading “project”…'], 'the word that it takes a while')
        editor.click(editor.place_at_rest(type='GtkButton', text='Cancel'))
        editor.wait_for(lambda: not self.bar(), 'the word to go')
        self.assertEqual(before, editor.document())
        # Another time it comes.
        os.unlink(f'{self.gate}.shut')
        editor.action('import', window=1)
        editor.choose_file(self.folder)
        self.wait_for_project()

    def test_python_is_not_there(self):
        self.python.unlink()
        self.drop(self.folder)
        self.editor.wait_for(lambda: self.bar() == ['“project” could not be opened'], 'the word why not')
        self.assertIn('Install the package python3', self.editor.query(name='message-text')[0]['text'])
        self.assertIn('name', self.editor.nodes)


class CommandLine(unittest.TestCase):
    def test_a_picture_is_opened(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = os.path.join(folder, 'hello.svg')
            sluice('export', example('hello'), '-o', picture)
            with Editor(picture) as editor:
                self.assertEqual(editor.title, 'Hello')
                self.assertEqual(editor.nodes, json.loads(read(example('hello')))['flows']['main']['nodes'])
                self.assertFalse(editor.state()['dirty'])


if __name__ == '__main__':
    tap.main()
