# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the editor can be seen doing, each situation by its name.

A situation opens a flow and brings the editor there by keyboard; pictures are taken of it, and the
accessibility tree is walked in it.
"""
from debug_situations import DEBUGGING
from debugging import Person
from editor import DATA, example

BROKEN = {
    'format': 1, 'name': 'Broken', 'run': ['main'],
    'flows': {'main': {'start': 'ask', 'nodes': {
        'ask': {'kind': 'ask', 'title': 'Ask', 'settings': {'prompt': 'Name?', 'colour': 'red'},
                'next': {'default': 'greet'}},
        'greet': {'kind': 'script', 'title': 'Greet', 'post': 'return nothing here',
                  'next': {'default': 'nowhere'}},
        'choose': {'kind': 'choice', 'title': 'Choose', 'next': {'yes': 'ask'}},
    }}},
    'layout': {'main': {'ask': [0, 0], 'greet': [18, 0], 'choose': [36, 0]}},
}

BADGES = {
    'format': 1, 'name': 'Badges', 'run': ['main'],
    'flows': {'main': {'start': 'each', 'nodes': {
        'each': {'kind': 'script', 'title': 'One by one', 'note': 'It has a note.', 'retries': 3, 'batch': 'each',
                 'prep': 'return { 1, 2, 3 }', 'exec': 'return item', 'next': {'default': 'together'}},
        'together': {'kind': 'script', 'title': 'All at once', 'batch': {'mode': 'parallel', 'limit': 4},
                     'prep': 'return { 1, 2 }', 'exec': 'sleep (1) return item', 'next': {'default': 'ask'}},
        'ask': {'kind': 'ask', 'title': 'Ask somebody', 'settings': {'prompt': 'Well?'}, 'next': {'default': 'plain'}},
        'plain': {'kind': 'script', 'title': 'Plain', 'post': "return 'x'"},
    }}},
    'layout': {'main': {'each': [0, 0], 'together': [18, 0], 'ask': [0, 12], 'plain': [18, 12]}},
}


def make_large(count=200):
    """A flow of so many nodes, in rows, each leading to the next and some of them back."""
    nodes, layout = {}, {}
    for number in range(count):
        following = f'n{number + 1}'
        node = ({'kind': 'script', 'post': "return 'next'", 'next': {'next': following}},
                {'kind': 'choice', 'settings': {'prompt': 'Go on?', 'choices': ['yes', 'no']},
                 'next': {'yes': following, 'no': f'n{max(0, number - 7)}'}},
                {'kind': 'log', 'settings': {'message': 'line {{ shared.n }}'},
                 'next': {'default': following}},
                {'kind': 'ask', 'settings': {'prompt': 'What?'},
                 'next': {'default': following}})[number % 4]
        if number + 1 == count:
            node['next'] = {}
        nodes[f'n{number}'] = {**node, 'title': f'{node["kind"].title()} number {number}'}
        layout[f'n{number}'] = [number % 17 * 18, number // 17 * 12]
    return {'format': 1, 'name': 'Large', 'run': ['main'],
            'flows': {'main': {'start': 'n0', 'nodes': nodes}}, 'layout': {'main': layout}}


def go_to(editor, text):
    """Selects the first node that Ctrl+K finds."""
    editor.key('ctrl+k')
    editor.wait_for(lambda: editor.query(name='finder'), 'the finder')
    editor.type(text)
    editor.wait_for(lambda: editor.query(name='finder-row'), 'something found')
    editor.key('Return')
    editor.wait_for(lambda: not editor.query(name='finder'), 'the finder to close')
    editor.wait_for(lambda: editor.state()['selection'], 'a node to be selected')


def run_to_prompt(editor):
    editor.key('F5')
    editor.wait_for(lambda: editor.query(name='prompt-card'), 'the prompt')


def run_to_choice(editor):
    run_to_prompt(editor)
    editor.wait_for_question('Enter ingredient:')
    editor.answer('chicken')
    editor.wait_for(lambda: editor.query(name='prompt-choice'), 'the choice')


def stop_at_second(editor):
    editor.key('F11')
    editor.wait_for(lambda: editor.state()['session'] == 'stopped', 'the stop')
    editor.key('F10')
    editor.answer('chicken')
    editor.wait_for_stop('main/suggest')


def show_breakpoints(editor):
    editor.select('main/suggest')
    editor.key('F9', 'ctrl+shift+b')


def edit_breakpoint(editor):
    editor.select('main/suggest')
    editor.key('shift+F9')
    editor.wait_for(lambda: editor.query(name='break-editor'), 'the editor of the breakpoint')


def show_watches(editor):
    editor.key('ctrl+shift+h')
    editor.type('shared.recipe')
    editor.key('Return', 'F11')
    editor.wait_for(lambda: editor.state()['session'] == 'stopped', 'the stop')


def show_problems(editor):
    editor.key('ctrl+shift+m')
    editor.wait_for(lambda: editor.query(name='problem-fix'), 'a fix')


def search_node(editor):
    editor.key('Tab')
    editor.expect_search()


def find_in_flow(editor):
    editor.key('ctrl+f')
    editor.type('recipe')


def show_finder(keys):
    def show(editor):
        editor.key(keys)
        editor.wait_for(lambda: editor.query(name='finder-row'), 'the finder')

    return show


def show_window(keys, kind):
    def show(editor):
        editor.key(keys)
        editor.wait_for(lambda: editor.query(type=kind), 'the window')

    return show


def inspect(text):
    def show(editor):
        go_to(editor, text)

    return show


def show_menu(editor):
    go_to(editor, 'suggest')
    editor.key('Menu')
    editor.wait_for(lambda: editor.query(name='canvas-menu'), 'the menu')


def look_back(editor):
    stop_at_second(editor)
    editor.key('shift+F10')
    editor.wait_for(lambda: editor.state()['moment'] > 0, 'a moment of the past')
    editor.key('ctrl+h')
    editor.wait_for(lambda: editor._rows('run-list'), 'the runs')


def ask_to_save(editor):
    go_to(editor, 'suggest')
    editor.key('ctrl+d', 'ctrl+w')
    editor.wait_for(lambda: editor.query(type='AdwMessageDialog'), 'the question')


def leave_alone(editor):
    """The editor as it comes up."""


# By the name of the situation: what is opened (the names of examples, or a flow), and what is done.
SITUATIONS = {
    'empty': ((), leave_alone),
    'new': ((), lambda editor: editor.key('ctrl+n')),
    'example': (('recipe-finder',), leave_alone),
    'large': (make_large(), leave_alone),
    'nested': (('nested',), leave_alone),
    'running': (('recipe-finder',), run_to_choice),
    'prompt': (('recipe-finder',), run_to_prompt),
    'stopped': (('recipe-finder',), stop_at_second),
    'past': (('recipe-finder',), look_back),
    'lanes': (('taboo',), lambda editor: (editor.key('F11'),
                                          editor.wait_for_stop('hinter/hint'))),
    'breakpoints': (('recipe-finder',), show_breakpoints),
    'breakpoint': (('recipe-finder',), edit_breakpoint),
    'watches': (('recipe-finder',), show_watches),
    'badges': (BADGES, leave_alone),
    'problem': (BROKEN, show_problems),
    'failed': (BROKEN, lambda editor: (editor.key('F5'),)),
    'inspector-script': (('recipe-finder',), inspect('fetch')),
    'inspector-text': (('hello',), inspect('ask')),
    'inspector-list': (('recipe-finder',), inspect('approve')),
    'inspector-flow': (('nested',), inspect('order/payment')),
    'search': (('recipe-finder',), search_node),
    'find': (('recipe-finder',), find_in_flow),
    'go-to': (('nested',), show_finder('ctrl+k')),
    'commands': (('hello',), show_finder('ctrl+shift+p')),
    'menu': (('recipe-finder',), show_menu),
    'preferences': (('hello',), show_window('ctrl+comma', 'SluicePreferences')),
    'shortcuts': (('hello',), show_window('ctrl+question', 'GtkShortcutsWindow')),
    'close': (('recipe-finder',), ask_to_save),
    'tabs': (('recipe-finder', 'nested', 'hello'), leave_alone),
    **DEBUGGING,
}


def open_situation(name, **options):
    """A Person to enter, and what then brings them into the situation."""
    opened, bring = SITUATIONS[name]
    if isinstance(opened, dict):
        return Person(text=opened, **options), bring
    return Person(*[example(item) for item in opened], **options), bring


__all__ = ['DATA', 'SITUATIONS', 'go_to', 'make_large', 'open_situation']
