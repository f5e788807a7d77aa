#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A recipe finder drawn from nothing and run: once with the pointer, once by keyboard alone."""
import unittest

import tap
from editor import Editor
from keyboard_case import KeyboardCase

MESSAGE = 'How about {{ shared.ingredient }} soup?'
PROMPT = 'Accept {{ shared.ingredient }} soup?'

NODES = {
    'ask': {'kind': 'ask', 'title': 'Ingredient', 'output': 'ingredient',
            'settings': {'prompt': 'Enter ingredient:'}, 'next': {'default': 'log'}},
    'log': {'kind': 'log', 'title': 'Suggest', 'settings': {'message': MESSAGE},
            'next': {'default': 'choice'}},
    'choice': {'kind': 'choice', 'title': 'Approve', 'settings': {'prompt': PROMPT, 'choices': ['y', 'n']},
               'next': {'y': 'end', 'n': 'log'}},
    'end': {'kind': 'end', 'title': 'End'},
}

SETTINGS = {
    'ask': {'Title': 'Ingredient', 'Prompt': 'Enter ingredient:', 'Output': 'ingredient'},
    'log': {'Title': 'Suggest', 'Message': MESSAGE},
    'choice': {'Title': 'Approve', 'Prompt': PROMPT},
}

EDGES = (('ask', 'default', 'log'), ('log', 'default', 'choice'), ('choice', 'y', 'end'),
         ('choice', 'n', 'log'))


class ByPointer(unittest.TestCase):
    def test_is_drawn_and_run(self):
        editor = self.enterContext(Editor(size=(1600, 900)))
        editor.click(editor.find('start-new'))
        editor.drag(editor.kind('Ask'), editor.canvas(0.05, 0.1))
        for kind, across, down in (('log', 0.3, 0.5), ('choice', 0.55, 0.1), ('end', 0.8, 0.6)):
            editor.click(editor.canvas(across, down), count=2)
            editor.expect_search()
            editor.type(kind)
            editor.key('Return')
            editor.expect_search(False)
        self.assertEqual(list(editor.nodes), list(NODES))
        editor.click(editor.find('zoom-fit'))
        for name, rows in SETTINGS.items():
            editor.select(f'main/{name}')
            for row, text in rows.items():
                editor.set_row(row, text)
        self.add_choices(editor)
        for source, action, target in EDGES:
            editor.drag(editor.port(f'main/{source}', action), editor.node(f'main/{target}').at(0.5, 0.5))
        self.assertEqual(editor.nodes, NODES)
        self.run_it(editor)

    @staticmethod
    def add_choices(editor):
        editor.select('main/choice')
        for number, choice in enumerate(('y', 'n'), 1):
            row = editor.row('Choices')
            add, = editor.query(within=row, type='GtkButton', tooltip='Add to the List')
            editor.click(editor.place_of(add))
            editor.wait_for(lambda: len(editor.query(within=editor.row('Choices'), type='GtkEntry')) == number,
                            'the entry')
            editor.type(choice)

    def run_it(self, editor):
        editor.click(editor.find('run-button'))
        editor.wait_for_question('Enter ingredient:')
        editor.type('chicken')
        editor.click(editor.place_at_rest(name='prompt-answer'))
        editor.wait_for_question('Accept chicken soup?')
        editor.choose('n')
        editor.wait_for(lambda: editor.marks()['main/choice']['visits'] == 2, 'the second suggestion')
        editor.wait_for_question('Accept chicken soup?')
        editor.choose('y')
        editor.wait_for_session('finished')
        self.assertEqual(editor.marks()['main/log']['visits'], 2)


class ByKeyboard(KeyboardCase):
    def test_is_drawn_and_run(self):
        editor = self.start()
        editor.key('ctrl+n')
        self.expect_canvas()
        for kind in ('ask', 'log', 'choice', 'end'):
            self.assertEqual(self.add(kind), kind)
        for name, rows in SETTINGS.items():
            self.walk_to(f'main/{name}')
            editor.key('Return')
            for row, text in rows.items():
                self.tab_to_row(row)
                editor.key('ctrl+a')
                editor.type(text)
            self.leave()
        self.add_choices(editor)
        for source, action, target in EDGES:
            self.connect(editor, source, action, target)
        self.assertEqual(editor.nodes, NODES)
        self.run_it(editor)

    def add_choices(self, editor):
        self.walk_to('main/choice')
        editor.key('Return')
        self.tab_to(lambda: self.row_of_focus('Choices') and self.focused()[-1].get('tooltip') == 'Add to the List', 'the button')
        editor.key('space')
        editor.wait_for(lambda: self.row_of_focus('Choices') and self.focused()[-1]['type'] == 'GtkText', 'the entry')
        editor.type('y')
        editor.key('Return')
        editor.type('n')
        self.leave()

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

    def run_it(self, editor):
        editor.key('F5')
        editor.wait_for_question('Enter ingredient:')
        editor.answer('chicken')
        editor.wait_for_question('Accept chicken soup?')
        editor.wait_for(lambda: self.has_focus(name='prompt-choice'), 'a choice to have the focus')
        editor.key('Tab', 'Return')
        editor.wait_for(lambda: editor.marks()['main/choice']['visits'] == 2, 'the second suggestion')
        editor.wait_for_question('Accept chicken soup?')
        editor.wait_for(lambda: self.has_focus(name='prompt-choice'), 'a choice to have the focus')
        editor.key('Return')
        editor.wait_for_session('finished')
        self.expect_canvas()
        self.assertEqual(editor.marks()['main/log']['visits'], 2)


if __name__ == '__main__':
    tap.main()
