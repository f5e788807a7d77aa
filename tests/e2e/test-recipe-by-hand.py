#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The recipe finder drawn from nothing, of the kinds that the example has, and run, refused, accepted and stepped:
once with the pointer and a model, once by keyboard alone and without one."""
import json
import os
import shutil
import subprocess
import unittest

import tap
from editor import DATA, Editor
from keyboard_case import KeyboardCase

SOURCE = os.environ['SLUICE_SOURCE_DIR']
QUESTION = 'Enter ingredient:'

# By the ids that the nodes get.
KINDS = {'script': 'script', 'language-model': 'llm', 'choice': 'choice', 'end': 'end'}

# By the rows of the inspector.
SCRIPTS = {
    'script': {
        'Prepare (prep)': ("return ask ('Enter ingredient:'):lower ()",),
        'Execute (exec)': ("local all = json.decode (read ('recipes.json'))", 'return all[prep_res]'),
        'Finish (post)': ('shared.recipes = exec_res', 'shared.ingredient = prep_res', "return 'suggest'"),
    },
    'language-model': {
        'Prepare (prep)': ('local left = json.array ()', 'for _, name in ipairs (shared.recipes) do',
                           'if name ~= shared.refused then left[#left + 1] = name end', 'end', 'return left'),
        'Fallback': ('return prep_res[1]',),
        'Finish (post)': ('shared.suggestion = exec_res', "return 'approve'"),
    },
    'choice': {
        'Finish (post)': ("if exec_res == 'retry' then shared.refused = shared.suggestion end",),
    },
}
TEXTS = {
    'script': {'Title': 'Fetch recipes'},
    'language-model': {'Title': 'Suggest a recipe', 'Prompt': 'say {{ prep_res[1] }}'},
    'choice': {'Title': 'Get approval', 'Prompt': 'Accept {{ shared.suggestion }}?'},
    'end': {},
}
CHOICES = ('accept', 'retry')
EDGES = (('script', 'suggest', 'language-model'), ('language-model', 'approve', 'choice'),
         ('choice', 'accept', 'end'), ('choice', 'retry', 'language-model'))
KEYS = {'Prepare (prep)': 'prep', 'Execute (exec)': 'exec', 'Fallback': 'fallback', 'Finish (post)': 'post'}
BUTTONS = {'Prepare (prep)': 'Prepare', 'Execute (exec)': 'Execute', 'Fallback': 'Fallback', 'Finish (post)': 'Finish'}
RECIPES = ['Chicken stir fry', 'Grilled chicken with herbs']


def make_nodes():
    """What is to be drawn."""
    nodes = {}
    for name, texts in TEXTS.items():
        nodes[name] = {'kind': KINDS[name], 'title': texts.get('Title', 'End')}
        if 'Prompt' in texts:
            nodes[name]['settings'] = {'prompt': texts['Prompt']}
        for row, lines in SCRIPTS.get(name, {}).items():
            nodes[name][KEYS[row]] = lines[0] if len(lines) == 1 else list(lines)
    nodes['choice']['settings']['choices'] = list(CHOICES)
    for source, action, target in EDGES:
        nodes[source].setdefault('next', {})[action] = target
    return nodes


def make_folder(editor):
    """Where the flow is kept, beside what it reads."""
    folder = os.path.join(editor.home, 'recipes')
    os.mkdir(folder)
    shutil.copy(os.path.join(DATA, 'examples/recipes.json'), folder)
    return os.path.join(folder, 'by-hand.flow.json')


def wait_for_script(editor):
    """A script that was asked for has the focus once its row is there."""
    editor.wait_for(lambda: editor.query(type='GtkSourceView', focus=True), 'the script to have the focus')


def write_script(editor, lines):
    """Into the row that has the focus. What is offered there is not wanted."""
    editor.key('ctrl+a', 'Delete')
    for number, line in enumerate(lines):
        if number > 0:
            editor.key('Return')
        editor.type(line)


class Drawn:
    """What is told of the flow once it runs, however it was drawn."""

    def expect_drawn(self, editor):
        self.assertEqual(editor.nodes, make_nodes())
        self.assertEqual(editor.document()['uses'], {'folders': ['.']})

    def expect_suggestion(self, editor, visit):
        editor.wait_for_question(f'Accept {RECIPES[visit - 1]}?')
        marks = editor.marks()
        self.assertEqual(visit, marks['main/language-model']['visits'])
        self.assertTrue(marks['main/choice']['current'])

    def expect_end(self, editor):
        editor.wait_for_session('finished')
        self.assertIn({'from': 'main/choice', 'action': 'retry', 'taken': 1, 'last': False, 'next': False},
                      editor.state()['edges'])
        editor.show_run()
        self.assertEqual(f'“{RECIPES[1]}”', editor.store()['suggestion'])
        self.assertEqual(f'“{RECIPES[0]}”', editor.store()['refused'])


class ByPointer(unittest.TestCase, Drawn):
    def setUp(self):
        self.server = subprocess.Popen(['/usr/bin/python3', os.path.join(SOURCE, 'tests/lib/model-server.py')],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding='utf-8')
        self.addCleanup(self.end_server)

    def end_server(self):
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()

    def open(self):
        """An editor to whom a model on loopback is known."""
        editor = Editor(size=(1600, 900))
        folder = os.path.join(editor.desktop.env['XDG_CONFIG_HOME'], 'sluice')
        os.makedirs(folder)
        with open(os.path.join(folder, 'models.ini'), 'w', encoding='utf-8') as models:
            models.write(f'[openai]\nurl=http://127.0.0.1:{self.server.stdout.readline().strip()}/v1\n'
                         '[default]\nprovider=openai\nmodel=small-model\n')
        editor.desktop.env['OPENAI_API_KEY'] = 'none'
        return self.enterContext(editor)

    def test_is_drawn_and_run(self):
        editor = self.open()
        editor.click(editor.find('start-new'))
        editor.drag(editor.kind('Script'), editor.canvas(0.05, 0.1))
        for kind, across, down in (('llm', 0.3, 0.5), ('choice', 0.55, 0.1), ('end', 0.8, 0.6)):
            editor.click(editor.canvas(across, down), count=2)
            editor.expect_search()
            editor.type(kind)
            editor.key('Return')
            editor.expect_search(False)
        self.assertEqual(list(KINDS), list(editor.nodes))
        editor.click(editor.find('zoom-fit'))
        for name, texts in TEXTS.items():
            editor.select(f'main/{name}')
            for row, text in texts.items():
                editor.set_row(row, text)
            for row, lines in SCRIPTS.get(name, {}).items():
                self.add_script(editor, row, lines)
        editor.select('main/choice')
        self.add_to_list(editor, 'Choices', CHOICES)
        editor.click(editor.canvas(0.5, 0.95))
        self.add_to_list(editor, 'Folders', ['.'])
        for source, action, target in EDGES:
            editor.drag(editor.port(f'main/{source}', action), editor.node(f'main/{target}').at(0.5, 0.5))
        self.expect_drawn(editor)
        editor.save_as(make_folder(editor))
        self.run_it(editor)
        self.step_it(editor)

    @staticmethod
    def add_script(editor, row, lines):
        button, = editor.query(within=editor.row('Add a Script'), type='GtkButton', text=BUTTONS[row])
        editor.click(editor.place_of(button))
        wait_for_script(editor)
        write_script(editor, lines)

    @staticmethod
    def add_to_list(editor, title, texts):
        for number, text in enumerate(texts, 1):
            add, = editor.query(within=editor.row(title), type='GtkButton', tooltip='Add to the List')
            editor.click(editor.place_of(add))
            editor.wait_for(lambda: len(editor.query(within=editor.row(title), type='GtkEntry')) == number, 'the entry')
            editor.type(text)

    def run_it(self, editor):
        editor.click(editor.find('run-button'))
        editor.allow('Always Allow')
        editor.wait_for_question(QUESTION)
        editor.type('Chicken')
        editor.click(editor.place_at_rest(name='prompt-answer'))
        self.expect_suggestion(editor, 1)
        self.assertEqual(10, editor.marks()['main/language-model']['tokens'])
        editor.choose('retry')
        self.expect_suggestion(editor, 2)
        editor.choose('accept')
        self.expect_end(editor)

    def step_it(self, editor):
        """Over each node in turn, back by the edge of the refusal, and out of it."""
        step = lambda: editor.click(editor.find('step-over-button'))
        editor.click(editor.find('step-into-button'))
        editor.wait_for_stop('main/script')
        step()
        editor.wait_for_question(QUESTION)
        editor.answer('chicken')
        editor.wait_for_stop('main/language-model')
        step()
        editor.wait_for_stop('main/choice')
        step()
        editor.choose('retry')
        editor.wait_for_stop('main/language-model')
        self.assertEqual([('main/choice', 'retry')], [(edge['from'], edge['action'])
                                                      for edge in editor.state()['edges'] if edge['last']])
        self.assertEqual(json.dumps(RECIPES[0]), editor.copy_store('/refused'))
        step()
        editor.wait_for_stop('main/choice')
        step()
        editor.choose('accept')
        editor.wait_for_stop('main/end')
        step()
        editor.wait_for_session('finished')


class ByKeyboard(KeyboardCase, Drawn):
    def test_is_drawn_and_run(self):
        editor = self.start()
        editor.key('ctrl+n')
        self.expect_canvas()
        for name, kind in KINDS.items():
            self.assertEqual(name, self.add(kind))
        for name, texts in TEXTS.items():
            self.walk_to(f'main/{name}')
            editor.key('Return')
            for row, text in texts.items():
                self.tab_to_row(row)
                editor.key('ctrl+a')
                editor.type(text)
            if name == 'choice':
                self.add_to_list(editor, 'Choices', CHOICES)
            for row, lines in SCRIPTS.get(name, {}).items():
                self.add_script(editor, row, lines)
            self.leave()
        editor.key('ctrl+shift+a')
        self.pane(type='SluiceInspector')
        self.add_to_list(editor, 'Folders', ['.'])
        self.leave()
        for source, action, target in EDGES:
            self.connect(editor, source, action, target)
        self.expect_drawn(editor)
        editor.save_as(make_folder(editor))
        self.expect_canvas_after_window()
        self.run_it(editor)
        self.step_it(editor)

    def add_script(self, editor, row, lines):
        self.tab_to(lambda: self.focused()[-1].get('text') == BUTTONS[row], f'the button {BUTTONS[row]}')
        editor.key('space')
        wait_for_script(editor)
        write_script(editor, lines)

    def add_to_list(self, editor, title, texts):
        """The button, then Return after each text for a further one."""
        self.tab_to(lambda: self.row_of_focus(title) and self.focused()[-1].get('tooltip') == 'Add to the List',
                    f'the button of {title}')
        editor.key('space')
        editor.wait_for(lambda: self.row_of_focus(title) and self.focused()[-1]['type'] == 'GtkText', 'the entry')
        for number, text in enumerate(texts):
            if number > 0:
                editor.key('Return')
            editor.type(text)

    def connect(self, editor, source, action, target):
        """E, the action by Tab, and the target by the arrows."""
        self.walk_to(f'main/{source}')
        editor.key('e')
        while editor.state()['link'][1] != action:
            editor.key('Tab')
        for _ in range(12):
            at = (editor.state()['link'][2:] or [f'main/{source}'])[0]
            if at == f'main/{target}':
                break
            here, there = editor.node(at), editor.node(f'main/{target}')
            editor.key('Right' if there.x > here.x + 5 else 'Left' if there.x < here.x - 5 else
                       'Down' if there.y > here.y else 'Up')
        editor.key('Return')
        self.assertEqual(editor.nodes[source]['next'][action], target)

    def choose(self, editor, choice):
        """A button of the question, which is at the first of them."""
        editor.wait_for(lambda: self.has_focus(name='prompt-choice'), 'a choice to have the focus')
        self.tab_to(lambda: self.focused()[-1].get('text') == choice, choice)
        editor.key('Return')

    def run_it(self, editor):
        editor.key('F5')
        editor.wait_for(lambda: editor.query(name='grants'), 'the question what it may do')
        self.tab_to(lambda: self.focused()[-1].get('text') == 'Always Allow', 'the button')
        editor.key('Return')
        editor.wait_for(lambda: not editor.query(name='grants'), 'the question to go')
        editor.focus_window()
        editor.wait_for_question(QUESTION)
        editor.answer('Chicken')
        self.expect_suggestion(editor, 1)
        self.choose(editor, 'retry')
        self.expect_suggestion(editor, 2)
        self.choose(editor, 'accept')
        self.expect_end(editor)
        editor.key('Escape')
        self.expect_canvas()

    def step_it(self, editor):
        editor.key('F11')
        editor.wait_for_stop('main/script')
        editor.key('F10')
        editor.wait_for_question(QUESTION)
        editor.answer('chicken')
        for choice, following in (('retry', 'main/language-model'), ('accept', 'main/end')):
            editor.wait_for_stop('main/language-model')
            editor.key('F10')
            editor.wait_for_stop('main/choice')
            editor.key('F10')
            self.choose(editor, choice)
            editor.wait_for_stop(following)
        editor.key('F10')
        editor.wait_for_session('finished')


if __name__ == '__main__':
    tap.main()
