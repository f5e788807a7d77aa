#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Kinds: each is added from the library, says what it still needs, is set in the inspector, and does its work."""
import base64
import json
import os
import subprocess
import unittest

import tap
from editor import Editor, read, sluice

# 2 × 1 pixels.
PNG = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg==')


def kinds():
    return [json.loads(line) for line in sluice('kinds', '--json').splitlines()]


def make_chain():
    """Nodes that lead to each other, and have no settings yet."""
    nodes = {'write': 'file', 'count': 'sql', 'shout': 'command', 'keep': 'set', 'judge': 'switch', 'say': 'log'}
    names = list(nodes)
    flow = {name: {'kind': kind} for name, kind in nodes.items()}
    for name, target in zip(names, names[1:]):
        flow[name]['next'] = {'many' if name == 'judge' else 'default': target}
    flow['count']['output'] = 'rows'
    flow['shout']['output'] = 'shouted'
    layout = {name: [16 * (i % 3), 12 * (i // 3)] for i, name in enumerate(names)}
    return json.dumps({'format': 1, 'run': ['main'], 'shared': {'n': 3},
                       'flows': {'main': {'start': 'write', 'nodes': flow}}, 'layout': {'main': layout}})


class Kinds(unittest.TestCase):
    def test_each_is_added_and_says_what_it_needs(self):
        flow = {'format': 1, 'run': ['main'], 'flows': {'main': {'start': 'first', 'nodes': {'first': {'kind': 'end'}}}}}
        with Editor(text=json.dumps(flow)) as editor:
            for number, kind in enumerate(kinds()):
                with self.subTest(kind['kind']):
                    self.add(editor, kind['title'], by_pointer=number % 2)
                    address = list(editor.nodes)[-1]
                    self.assertEqual(editor.nodes[address]['kind'], kind['kind'])
                    needs = {setting['name'] for setting in kind['settings'] if setting['required']}
                    self.assertEqual(needs, self.missing(editor, address))
                    if needs:
                        self.expect_needs(editor, kind)
                    while address in editor.nodes:
                        editor.key('ctrl+z')
                    self.assertEqual(list(editor.nodes), ['first'])

    def add(self, editor, title, by_pointer):
        before = len(editor.nodes)
        editor.click(editor.canvas(0.9, 0.95))  # nothing is selected, so the inspector stays as it is
        if by_pointer:
            editor.click(editor.canvas(0.9, 0.8), count=2)
        else:
            editor.key('Tab')
        editor.expect_search()
        editor.type(title)
        editor.key('Return')
        editor.wait_for(lambda: len(editor.nodes) == before + 1, f'a node of the kind {title}')

    def expect_needs(self, editor, kind):
        """The inspector says so at once, beside each; and no longer once it is set."""
        n_needed = sum(setting['required'] for setting in kind['settings'])
        editor.wait_for(lambda: self.count_called_for(editor) == n_needed, f'{n_needed} settings to be called for')
        if kind['kind'] == 'http':
            editor.set_row('Address', 'https://example.org/')
            editor.wait_for(lambda: self.count_called_for(editor) == 0, 'the address to be enough')
            editor.click(editor.canvas(0.3, 0.95))

    def expect_checked(self, editor):
        """What is called for goes a moment after it is set, and the rows below it move up."""
        address, = editor.state()['selection']
        node = editor.nodes[address.split('/')[-1]]
        kind, = (kind for kind in kinds() if kind['kind'] == node['kind'])
        n_unset = sum(setting['required'] and setting['name'] not in node.get('settings', {})
                      for setting in kind['settings'])
        editor.wait_for(lambda: self.count_called_for(editor) == n_unset, f'{n_unset} settings to be called for')

    @staticmethod
    def count_called_for(editor):
        inspector = editor.query(type='SluiceInspector')[0]
        return len({label['text'] + repr(label['rect'])
                    for label in editor.query(within=inspector, text='This has to be set')})

    @staticmethod
    def missing(editor, node):
        """The settings that a node is said to need, as the command line tells it of the same document."""
        path = os.path.join(editor.home, 'check.flow.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(editor.document(), file)
        done = subprocess.run([os.path.join(os.environ['SLUICE_BUILD_DIR'], 'app/cli/sluice'), 'check', path],
                              capture_output=True, encoding='utf-8', check=False)
        lines = [line for line in (done.stdout + done.stderr).splitlines() if f'.nodes.{node}.' in line]
        return {line.split("needs '")[1].split("'")[0] for line in lines if "needs '" in line}

    def test_they_are_set_in_the_inspector_and_work(self):
        with Editor(text=make_chain()) as editor:
            folder = os.path.dirname(editor.path)
            editor.key('ctrl+1')
            editor.select('main/write')
            self.choose(editor, 'Does', 'Write')
            editor.set_row('Path', 'numbers.csv')
            self.choose(editor, 'Content Is', 'CSV')
            editor.set_row('Content', '[{"a": 1}, {"a": 2}]')
            self.assertEqual(editor.nodes['write']['settings'],
                             {'does': 'write', 'path': 'numbers.csv', 'format': 'csv', 'content': [{'a': 1}, {'a': 2}]})

            editor.select('main/count')
            editor.set_row('Database', 'numbers.sqlite')
            editor.set_row('Query', 'select :n * 2 as twice')
            editor.set_row('Parameters', '{"n": "{{ shared.n }}"}')

            editor.select('main/shout')
            editor.set_row('Program', 'tr')
            self.add_lines(editor, 'Arguments', 'a-z', 'A-Z')
            editor.set_row('Input', 'twice {{ shared.rows[1].twice }}')

            editor.select('main/keep')
            self.add_pair(editor, 'Values', 'words', '{{ shared.shouted.output }}')

            editor.select('main/judge')
            self.add_pair(editor, 'Rules', 'many', 'shared.rows[1].twice > 5')

            editor.select('main/say')
            editor.set_row('Message', 'It says {{ shared.words }}.')
            editor.key('ctrl+s')
            editor.wait_for(lambda: not editor.state()['dirty'], 'the flow to be saved')

            editor.key('F5')
            editor.allow()
            editor.wait_for_session('finished')
            editor.wait_for_line('It says TWICE 6.')
            self.assertEqual(read(os.path.join(folder, 'numbers.csv')).split(), ['a', '1', '2'])

    def test_a_picture_is_shown_in_the_console_and_larger(self):
        show = {'kind': 'log', 'title': 'Show', 'settings': {'message': 'Look:', 'picture': 'plot.png'}}
        flow = {'format': 1, 'run': ['main'], 'flows': {'main': {'start': 'show', 'nodes': {'show': show}}}}
        with Editor(text=json.dumps(flow)) as editor:
            path = os.path.join(os.path.dirname(editor.path), 'plot.png')
            with open(path, 'wb') as file:
                file.write(PNG)
            editor.key('F5')
            editor.allow()
            editor.wait_for_session('finished')
            os.remove(path)
            editor.wait_for_line('plot.png · PNG, 2 × 1, 70 bytes')
            editor.click(editor.place_at_rest(type='GtkButton', tooltip='Show “plot.png” larger'))
            editor.wait_for(lambda: self.pictures(editor) == ['picture'], 'the picture in a window of its own')
            editor.key('Escape')
            editor.wait_for(lambda: not editor.query(type='SluicePictureWindow'), 'its window to close')

            with open(path, 'wb') as file:
                file.write(PNG[:12] + b'\0' * 12)
            editor.key('F5')
            editor.allow()
            editor.wait_for_line('plot.png · PNG, 24 bytes')
            editor.wait_for(lambda: [label for thumbnail in editor.query(type='SluiceThumbnail')
                                     for label in editor.query(within=thumbnail, type='GtkLabel')],
                            'why it is not shown')

    def test_a_picture_for_a_model_is_chosen(self):
        look = {'kind': 'llm', 'settings': {'prompt': 'What is it?', 'images': ['first.png']}}
        flow = {'format': 1, 'run': ['main'], 'flows': {'main': {'start': 'look', 'nodes': {'look': look}}}}
        with Editor(text=json.dumps(flow)) as editor:
            path = os.path.join(os.path.dirname(editor.path), 'plot.png')
            with open(path, 'wb') as file:
                file.write(PNG)
            editor.select('main/look')
            find = lambda: editor.query(within=editor.row('Images'), type='GtkButton', tooltip='Choose a File')[0]
            editor.click(self.at_rest(editor, find))
            editor.choose_file(path)
            editor.wait_for(lambda: self.images(editor) == ['first.png', 'plot.png'], 'the picture to be in the list')
            self.assertEqual([field['text'] for field in self.fields(editor, 'Images')], ['first.png', 'plot.png'])
            editor.key('ctrl+z')
            editor.wait_for(lambda: self.images(editor) == ['first.png'], 'the picture to be out of the list')
            self.assertEqual([field['text'] for field in self.fields(editor, 'Images')], ['first.png'])

    @staticmethod
    def images(editor):
        return editor.nodes['look']['settings'].get('images')

    @staticmethod
    def pictures(editor):
        """What the windows of pictures show."""
        return [editor.query(within=window, type='GtkPicture') and 'picture'
                for window in editor.query(type='SluicePictureWindow')]

    @staticmethod
    def choose(editor, title, choice):
        editor.click(editor.place_of(editor.row(title)))
        labels = []

        def offered():
            labels[:] = [label for popover in editor.query(type='GtkPopover')
                         for label in editor.query(within=popover, type='GtkLabel', text=choice)]
            return labels

        editor.wait_for(offered, f'the choice {choice}')
        editor.settle()
        offered()
        editor.click(editor.place_of(labels[0]))

    @staticmethod
    def at_rest(editor, find):
        """Where something is, once the rows above it have their heights."""
        place = None
        while repr(editor.place_of(find())) != repr(place):
            place = editor.place_of(find())
            editor.settle()
        return place

    @staticmethod
    def fields(editor, title):
        return editor.query(within=editor.row(title), type='GtkText')

    def press_add(self, editor, title):
        self.expect_checked(editor)
        before = len(self.fields(editor, title))
        editor.click(self.at_rest(editor, lambda: editor.query(within=editor.row(title), type='GtkButton')[0]))
        editor.wait_for(lambda: len(self.fields(editor, title)) > before, 'a field')

    def add_lines(self, editor, title, *texts):
        for text in texts:
            self.press_add(editor, title)
            editor.click(self.at_rest(editor, lambda: self.fields(editor, title)[-1]))
            editor.type(text)

    def add_pair(self, editor, title, key, value):
        self.press_add(editor, title)
        for index, text in ((-2, key), (-1, value)):
            editor.click(self.at_rest(editor, lambda index=index: self.fields(editor, title)[index]))
            editor.key('ctrl+a')
            editor.type(text)
            editor.settle()


if __name__ == '__main__':
    tap.main()
