#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a screen reader finds: in every situation each object to be used has a role and a name, a button
one that no other beside it has, and a node tells its kind, its state, its actions and its neighbours.
What is read on the screen is there in full, and does not push aside what is beside it."""
import collections
import unittest

import tap
from situations import SITUATIONS, go_to, open_situation, stop_at_second

TO_BE_USED = {
    'button', 'toggle button', 'check box', 'radio button', 'text box', 'search box', 'combo box', 'spin button',
    'list item', 'menu item', 'menu item checkbox', 'menu item radio', 'switch', 'slider', 'tab', 'link',
    'tree item', 'row', 'grid cell', 'tree grid',
}
# Nothing is in them either, and there are many of them: no more is asked about them.
NOT_TO_BE_USED = {'label', 'image', 'scroll bar', 'separator'}
# What GTK and libadwaita make themselves, and name after its class.
OF_LIBRARIES = {'AdwTabBox', 'AdwViewSwitcher', 'AdwPreferencesPage', 'GtkShortcutsWindow'}
OF_PREFERENCES = ('preferences', 'search box')
NO_NAME = ('Gtk', 'Adw', 'Sluice')
# Their widgets are those of others.
LIKE_OTHERS = {'example', 'large', 'prompt', 'debug-value', 'debug-edge', 'debug-back', 'debug-fork', 'debug-replay',
               'debug-diverge', 'timeline-measure', 'timeline-lane', 'timeline-lanes', 'timeline-long'}


def walk(item, path=()):
    """What can be seen, each with the names of what it is in."""
    role = item.role
    if role in NOT_TO_BE_USED or (path and 'visible' not in item.states):
        return
    name = item.name
    if name in OF_LIBRARIES or role in {'combo box', 'spin button'}:
        yield item, role, name, path
        return
    yield item, role, name, path
    for child in item.children:
        yield from walk(child, (*path, f'{role} {name}'))


# What a person's own words and values are in, and blurbs that have a tooltip.
MAY_BE_CUT = {'SluiceKindRow', 'GtkTreeExpander', 'params_box'}


def find_cut_texts(widget):
    """The labels that end in an ellipsis for want of room, of what is not in MAY_BE_CUT."""
    if MAY_BE_CUT & {widget['type'], widget.get('name')}:
        return
    if widget.get('cut'):
        yield widget['text']
    for child in widget['children']:
        yield from find_cut_texts(child)


def find_width(editor):
    """How wide the right panel is; None where there is none."""
    return editor.find('right-panel').width if editor.query(name='right-panel') else None


def lacks_name(situation, role, name):
    return (not name or name.startswith(NO_NAME)) and (situation, role) != OF_PREFERENCES


def may_have_twin(*parts):
    """A dialog has its buttons in a row and in a column, and shows one; each line of a list can be removed,
    and each tab has a page."""
    return parts[-2] != 'button' or parts[-1] == 'Remove' or 'widget AdwSqueezer' in parts


class Names(unittest.TestCase):
    def look_into(self, situation):
        editor, bring = open_situation(situation)
        with editor:
            width = find_width(editor)
            bring(editor)
            editor.settle()
            if width:
                self.assertEqual(find_width(editor), width)
            cut = [text for window in editor.widgets() for text in find_cut_texts(window)]
            used = [(*path, role, name) for item, role, name, path in walk(editor.accessible())
                    if role in TO_BE_USED and 'focusable' in item.states]
        self.assertEqual(cut, [])
        self.assertEqual([' / '.join(place[-6:]) for place in used if lacks_name(situation, *place[-2:])], [])
        twins = [' / '.join(place[-6:]) for place, n in collections.Counter(used).items()
                 if n > 1 and not may_have_twin(*place)]
        self.assertEqual([] if situation == 'tabs' else twins, [])


def add_situation(name):
    setattr(Names, 'test_' + name.replace('-', '_'), lambda self: self.look_into(name))


for each in SITUATIONS:
    if each not in LIKE_OTHERS:
        add_situation(each)


class Nodes(unittest.TestCase):
    def open(self, name):
        editor, self.bring = open_situation(name)
        self.enterContext(editor)
        self.editor = editor
        return editor

    def nodes(self):
        """The nodes on the canvas: what is said of each, by its title."""
        canvas = self.editor.accessible().find('list', 'Canvas')
        found = {}
        for item in canvas.children:
            if item.role == 'list item' and 'visible' in item.states:
                title, *words = item.name.split(', ')
                found[title] = (words, item.description.split('; '))
        return found

    def wait_for_words(self, title, *words):
        self.editor.wait_for(lambda: set(words) <= set(self.nodes()[title][0]), f'{title} to be {words}')

    def test_tell_kind_actions_and_neighbours(self):
        self.open('example')
        words, neighbours = self.nodes()['Suggest a recipe']
        self.assertEqual(words[0], 'Language model')
        self.assertEqual(neighbours, ['approve leads to Get approval', 'none ends the flow',
                                      'reached from Fetch recipes', 'reached from Get approval'])
        self.assertIn('start', self.nodes()['Fetch recipes'][0])

    def test_tell_their_state(self):
        editor = self.open('example')
        go_to(editor, 'suggest')
        editor.key('F9')
        self.wait_for_words('Suggest a recipe', 'breakpoint')
        editor.key('ctrl+F9')
        self.wait_for_words('Suggest a recipe', 'disabled breakpoint')
        editor.key('F9', 'ctrl+b')
        self.wait_for_words('Suggest a recipe', 'passed through')
        editor.key('ctrl+z')
        stop_at_second(editor)
        self.wait_for_words('Suggest a recipe', 'stopped here')
        self.assertIn('Stopped before Suggest a recipe', editor.status)

    def test_tell_what_their_badges_show(self):
        editor = self.open('badges')
        nodes = self.nodes()
        self.assertEqual(nodes['One by one'][0],
                         ['Script', 'start', 'takes a list one by one', 'up to 3 attempts', 'has a note'])
        self.assertEqual(nodes['All at once'][0], ['Script', 'takes a list side by side', 'may wait'])
        self.assertEqual(nodes['Ask somebody'][0], ['Ask', 'may wait'])
        self.assertEqual(nodes['Plain'][0], ['Script'])
        tips = {(0.9, 0.15): 'The flow starts here',
                (0.9, 0.34): 'takes a list one by one\nup to 3 attempts\nhas a note'}
        for (across, down), text in tips.items():
            editor.move(editor.node('main/each').at(across, down))
            editor.wait_for(lambda words=text: editor.query(type='GtkLabel', text=words), f'the tooltip {text!r}')
            editor.move(editor.canvas(0.02, 0.02))

    def test_tell_how_much_is_queued(self):
        editor = self.open('lanes')
        self.bring(editor)
        self.wait_for_words('Give a hint', '1 item queued', 'may wait')

    def test_tell_their_problems(self):
        editor = self.open('problem')
        editor.wait_for(lambda: any(word.startswith('Error: ') for word in self.nodes()['Greet'][0]),
                        'the problem')
        self.assertIn('default leads to nowhere, which is missing', self.nodes()['Greet'][1])

    def test_tell_what_changed_about_a_neighbour(self):
        editor = self.open('example')
        go_to(editor, 'approve')
        editor.key('F2', 'ctrl+a')
        editor.type('Ask the cook')
        editor.key('Return')
        editor.wait_for(lambda: 'approve leads to Ask the cook' in self.nodes()['Suggest a recipe'][1],
                        'the new title')


class Status(unittest.TestCase):
    def test_says_what_a_step_did(self):
        editor, bring = open_situation('stopped')
        with editor:
            bring(editor)
            item = editor.accessible().find('status', 'Stopped before Suggest a recipe')
            self.assertIn('visible', item.states)


if __name__ == '__main__':
    tap.main()
