#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Three flows that somebody who is new draws from nothing, by pointer and keys: a chat that remembers, a map and
reduce over the files of a folder, and an agent that searches and asks before it acts. Each is run, stepped, saved,
opened again, and run on the command line with the same result."""
import os
import subprocess
import unittest

import tap
from editor import Editor, sluice

SOURCE = os.environ['SLUICE_SOURCE_DIR']
SCRIPTS = {'Prepare (prep)': 'Prepare', 'Fallback': 'Fallback', 'Finish (post)': 'Finish'}


class ThreeFlows(unittest.TestCase):
    def setUp(self):
        self.server = subprocess.Popen(['/usr/bin/python3', os.path.join(SOURCE, 'tests/lib/model-server.py')],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding='utf-8')
        self.addCleanup(self.end_server)
        self.url = f'http://127.0.0.1:{self.server.stdout.readline().strip()}'

    def end_server(self):
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()

    def test_story(self):
        editor = Editor(size=(1600, 900))
        folder = os.path.join(editor.desktop.env['XDG_CONFIG_HOME'], 'sluice')
        os.makedirs(folder)
        with open(os.path.join(folder, 'models.ini'), 'w', encoding='utf-8') as models:
            models.write(f'[openai]\nurl={self.url}/v1\n[default]\nprovider=openai\nmodel=small-model\n')
        editor.desktop.env['OPENAI_API_KEY'] = 'none'
        self.editor = self.enterContext(editor)
        with self.subTest('a chat that remembers'):
            self.chat()
        with self.subTest('map and reduce over the files of a folder'):
            self.map_and_reduce()
        with self.subTest('an agent that searches, and asks before it acts'):
            self.act()

    # What is drawn

    def begin(self, *kinds):
        """A new flow with nodes of these kinds, each drawn from the port of the one before it."""
        self.editor.key('ctrl+n')
        self.editor.wait_for(lambda: not self.editor.nodes, 'a new flow')
        self.editor.click(self.editor.canvas(0.1, 0.2), count=2)
        for number, kind in enumerate(kinds):
            if number > 0:
                self.editor.drag(self.editor.port(f'main/{list(self.editor.nodes)[-1]}'),
                                 self.editor.canvas(0.1 + 0.27 * (number % 3), 0.2 + 0.4 * (number // 3)))
            self.editor.expect_search()
            self.editor.type(kind)
            self.editor.key('Return')
            self.editor.expect_search(False)
        self.assertEqual(len(kinds), len(self.editor.nodes))

    def fill(self, name, rows=(), scripts=()):
        self.editor.select(f'main/{name}')
        for row, text in dict(rows).items():
            self.editor.set_row(row, text)
        for row, text in dict(scripts).items():
            button, = self.editor.query(within=self.editor.row('Add a Script'), type='GtkButton', text=SCRIPTS[row])
            self.editor.click(self.editor.place_of(button))
            self.editor.wait_for(lambda: self.editor.query(type='GtkSourceView', focus=True), 'the script')
            self.editor.key('ctrl+a', 'Delete')
            self.editor.type(text)

    def connect(self, source, action, target):
        self.editor.drag(self.editor.port(f'main/{source}', action), self.editor.node(f'main/{target}').at(0.5, 0.5))
        self.assertEqual(target, self.editor.nodes[source]['next'][action])

    def choose(self, row, choice):
        self.editor.click(self.editor.place_of(self.editor.row(row)))
        self.editor.click(self.editor.place_at_rest(type='GtkLabel', text=choice))

    def add_to_list(self, title, *texts):
        for number, text in enumerate(texts, 1):
            add, = self.editor.query(within=self.editor.row(title), type='GtkButton', tooltip='Add to the List')
            self.editor.click(self.editor.place_of(add))
            self.editor.wait_for(lambda count=number: len(self.editor.query(within=self.editor.row(title),
                                                                            type='GtkEntry')) == count, 'the entry')
            self.editor.type(text)

    # What is done with it

    def run_it(self):
        self.editor.click(self.editor.find('run-button'))
        self.editor.allow('Always Allow')

    def save_and_open_again(self, name):
        path = os.path.join(self.editor.home, name)
        drawn = self.editor.document()
        self.editor.save_as(path)
        self.editor.key('ctrl+n', 'ctrl+Page_Up', 'ctrl+w')
        self.editor.wait_for(lambda: not self.editor.nodes, 'the flow to close')
        self.editor.open(path)
        self.editor.wait_for(lambda: self.editor.document()['flows'] == drawn['flows'], 'the same flow again')
        return path

    def run_on_command_line(self, path, *answers):
        words = [word for answer in answers for word in ('--answer', answer)]
        return sluice('run', path, '--trust', *words, cwd=self.editor.home,
                      env={**os.environ, **self.editor.desktop.env})

    def rename_edge(self, source, action):
        """What is returned takes the place of the edge's default."""
        self.editor.click(self.editor.edge(f'main/{source}'))
        self.editor.key('F2', 'ctrl+a')
        self.editor.type(action)
        self.editor.key('Return')
        self.assertIn(action, self.editor.nodes[source]['next'])

    def chat(self):
        editor = self.editor
        self.begin('ask', 'llm', 'log')
        self.fill('ask', {'Prompt': 'You:', 'Output': 'question'},
                  {'Finish (post)': "return exec_res == 'bye' and 'bye' or 'said'"})
        self.fill('language-model', {'Input': 'shared.question', 'History': 'talk', 'Output': 'answer'})
        self.fill('log', {'Message': '{{ shared.answer }}'})
        self.rename_edge('ask', 'said')
        self.connect('log', 'default', 'ask')
        editor.drag(editor.port('main/ask', 'bye'), editor.canvas(0.3, 0.8))
        editor.expect_search()
        editor.type('end')
        editor.key('Return')
        editor.expect_search(False)
        self.run_it()
        for said in 'say one', 'repeat':
            editor.wait_for_question('You:')
            editor.answer(said)
        editor.wait_for_question('You:')
        editor.wait_for(lambda: 'say one' in str(editor.console), 'what is remembered')
        editor.answer('bye')
        editor.wait_for_session('finished')
        path = self.save_and_open_again('chat.flow.json')
        self.step('bye', 'main/ask', 'main/end')
        self.assertIn('"say one"', self.run_on_command_line(path, 'say one', 'repeat', 'bye'))

    def map_and_reduce(self):
        editor = self.editor
        os.mkdir(os.path.join(editor.home, 'notes'))
        for name in 'ant', 'bee':
            editor.make_file(f'notes/{name}.txt', name)
        self.begin('file', 'file', 'llm', 'log')
        editor.select('main/file')
        self.choose('Does', 'List')
        self.fill('file', {'Path': 'notes', 'Pattern': '*.txt', 'Output': 'files'})
        self.fill('file-2', {'Path': 'notes/{{ item }}', 'Input': 'shared.files', 'Output': 'texts'})
        self.choose('For Each Item', 'Together')
        self.fill('language-model', {'Prompt': 'say {{ item }}!', 'Input': 'shared.texts', 'Output': 'cries'})
        self.choose('For Each Item', 'Together')
        self.fill('log', {'Message': "{{ table.concat (shared.cries, ' ') }}"})
        editor.click(editor.canvas(0.5, 0.95))
        self.add_to_list('Folders', 'notes')
        path = self.save_and_open_again('map.flow.json')
        self.run_it()
        editor.wait_for_session('finished')
        editor.wait_for_line('ant! bee!')
        self.step(None, 'main/file', 'main/file-2')
        self.assertIn('ant! bee!', self.run_on_command_line(path))

    def act(self):
        editor = self.editor
        self.begin('llm', 'web search', 'choice', 'llm', 'log')
        self.fill('language-model', {'Prompt': "say {{ shared.hits and 'act' or 'search' }}"},
                  {'Finish (post)': "return exec_res == 'act' and 'act' or 'search'"})
        self.fill('web-search', {'Query': 'rivers', 'Address': self.url + '/search', 'Results': '/web/hits',
                                 'Title At': 'name', 'Address At': 'link', 'Text At': 'about', 'Output': 'hits'})
        self.fill('choice', {'Prompt': 'Tell of {{ shared.hits[1].title }}?'})
        self.add_to_list('Choices', 'approve', 'reject')
        self.fill('language-model-2', {'Prompt': 'busy', 'Output': 'told'})
        self.fill('log', {'Message': '{{ shared.told }}'})
        self.rename_edge('language-model', 'search')
        self.connect('web-search', 'default', 'language-model')
        self.connect('language-model', 'act', 'choice')
        self.rename_edge('choice', 'approve')
        self.connect('choice', 'reject', 'language-model')
        path = self.save_and_open_again('agent.flow.json')
        self.run_it()
        for choice in 'reject', 'approve':
            editor.wait_for_question('Tell of Hit 1?')
            editor.choose(choice)
        editor.wait_for_session('finished')
        editor.wait_for_line('at last')
        self.assertEqual(3, editor.marks()['main/language-model']['visits'])
        self.step(None, 'main/language-model', 'main/web-search', 'approve')
        self.assertIn('at last', self.run_on_command_line(path, 'approve'))

    def step(self, answer, first, following, choice=None):
        """Into the run and over its first node, then on to the end."""
        editor = self.editor
        editor.key('F11')
        editor.wait_for_stop(first)
        editor.key('F10')
        if answer:
            editor.answer(answer)
        editor.wait_for_stop(following)
        editor.key('F5')
        if choice:
            editor.choose(choice)
        editor.wait_for_session('finished')


if __name__ == '__main__':
    tap.main()
