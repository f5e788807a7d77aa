#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Breakpoints of all kinds, watches, and scripts stepped line by line, as a person meets them."""
import json
import unittest

import tap
from debug_flows import LANES, LOOP, SCRIPT
from debugging import Person
from editor import example, read

FUNCTIONS = json.dumps({
    'format': 1, 'name': 'Functions', 'run': ['main'], 'shared': {'order': {'the item': [1]}}, 'flows': {
        'main': {'start': 'sum', 'nodes': {
            'sum': {'kind': 'script', 'title': 'Sum',
                    'exec': ['local total = 0', 'local function add (n)', '  total = total + n.value', 'end',
                             'add ({ value = 2 })', 'add ({ value = 3 })', 'return total']}}}}})


class Conditional(unittest.TestCase):
    def test_stops_in_the_right_lane_at_the_right_item(self):
        with Person(text=LANES) as editor:
            editor.click(editor.node('main/all').at(0.5, 0.15), count=2)
            editor.click(editor.node('lane/inner').at(0.5, 0.15), count=2)
            self.assertEqual(editor.state()['flow'], 'deep')
            editor.select('deep/work')
            editor.add('Before a phase')
            editor.type("params.n == 5 and item == 'b'")
            editor.done()
            self.assertEqual(editor.list(), ['Work, Exec'])
            terms, = editor.query(name='break-terms')
            self.assertEqual(terms['text'], "if params.n == 5 and item == 'b'")
            editor.watch('params.n', 'item')
            editor.key('F5')
            editor.wait_for_reason('Breakpoint before the exec of Work')
            editor.wait_for(lambda: editor.watched() == ['5', '"b"'], 'what is watched')
            editor.wait_for_hits('1 hit')
            self.assertEqual([key for key in editor.shared() if key >= 'done5'], [])
            self.check_stack(editor)
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.wait_for_hits('1 hit')
            self.assertEqual([key for key in editor.shared() if key >= 'done8'], ['done8'])

    def check_stack(self, editor):
        """Each frame leads to its flow, node and item, by the pointer and by keys."""
        def frames():
            return [label['text'] for label in editor.query(name='frame-title')]

        self.assertEqual(frames(), ['Work', 'Inner', 'Eight at once', 'main'])
        places = [label['text'] for label in editor.query(name='frame-place')]
        self.assertTrue(places[0].startswith('deep · item 2 of 3'), places)
        self.assertTrue(places[2].startswith('main · item 5 of 8 in lane'), places)
        self.assertEqual(editor.get('frame-item', 'label'), '"b"')
        self.assertIn('Held', editor.texts('lane-list'))
        self.assertIn('Joined, waits for 4 lanes', editor.texts('lane-list'))

        editor.click(editor.place_at_rest(name='frame-title', text='Eight at once'))
        editor.wait_for(lambda: editor.state()['selection'] == ['main/all'], 'the outermost flow')
        self.assertEqual(editor.state()['flow'], 'main')
        self.assertEqual(editor.get('frame-item', 'label'), '{"n":5}')
        editor.key('Up', 'Return')
        editor.wait_for(lambda: editor.state()['selection'] == ['lane/inner'], 'the flow within')
        editor.key('Up', 'Return')
        editor.wait_for(lambda: editor.state()['selection'] == ['deep/work'], 'where it is stopped')
        names = [item.name for item in editor.accessible().walk() if item.role == 'list item']
        self.assertTrue([name for name in names if name.startswith('Work, deep · item 2 of 3')], names)

    def test_says_what_is_wrong_in_place(self):
        with Person(text=LOOP) as editor:
            editor.select('main/add')
            editor.key('shift+F9')
            editor.wait_for_editor()
            editor.type('shared.count >')
            editor.wait_for(lambda: editor.query(name='break-condition-error')[0]['mapped'], 'the error')
            self.assertIn('condition', editor.query(name='break-condition-error')[0]['text'])
            self.assertFalse(editor.query(name='break-done')[0]['sensitive'])
            editor.type(' 3')
            editor.wait_for(lambda: editor.query(name='break-done')[0]['sensitive'], 'it to be right')
            editor.done()
            self.assertEqual(editor.state()['breakpoints'], ['main/add'])
            editor.key('F5')
            editor.wait_for_stop('main/add')
            self.assertEqual(editor.shared()['count'], '4')


class Order(unittest.TestCase):
    def test_one_waits_for_another(self):
        with Person(text=LOOP) as editor:
            for node in ('add', 'look', 'end'):
                editor.select('main/' + node)
                editor.key('F9')
            for node, choice in (('look', 1), ('end', 2)):
                editor.select('main/' + node)
                editor.key('shift+F9')
                editor.wait_for_editor()
                self.choose(editor, choice)
                editor.done()
            editor.wait_for_stops('node main/add', 'node main/look, after 1', 'node main/end, after 2')
            editor.key('ctrl+shift+b')
            self.assertEqual(self.terms(editor), ['waits for Add one', 'waits for Look'])

            # Who waits for this one is no choice for it.
            editor.select('main/add')
            editor.key('shift+F9')
            editor.wait_for_editor()
            self.assertFalse(editor.query(name='break-after')[0]['sensitive'])
            editor.key('Escape')
            editor.wait_for_editor(False)

            # In a run it is told which were met; what is gone or off is told too, and comes back.
            editor.key('F5')
            editor.wait_for_stop('main/add')
            editor.wait_for(lambda: self.terms(editor) == ['after Add one', 'waits for Look'], 'the first to be met')
            editor.key('F5')
            editor.wait_for_stop('main/look')
            editor.wait_for(lambda: self.terms(editor) == ['after Add one', 'after Look'], 'the second to be met')
            editor.key('shift+F5', 'ctrl+shift+b', 'Delete')
            editor.wait_for(lambda: self.terms(editor)[0] == 'waits for a breakpoint that is gone', 'the one to go')
            self.assertIn('Ctrl+Z', editor.status)
            editor.key('ctrl+F9')
            editor.wait_for(lambda: self.terms(editor)[1] == 'after Look, which is disabled', 'the one to be off')
            editor.key('ctrl+z')
            editor.wait_for(lambda: self.terms(editor)[0] == 'after Add one', 'the one to be back')

    @staticmethod
    def choose(editor, choice):
        """Another breakpoint of the row "After Breakpoint", by keys."""
        def row():
            return editor.query(name='break-after')[0]

        for _ in range(20):
            if row()['focus']:
                break
            editor.key('Tab')
        editor.key('space', *['Down'] * choice, 'Return')

    @staticmethod
    def terms(editor):
        return [label['text'] for label in editor.query(name='break-terms')]


class Store(unittest.TestCase):
    def test_becomes_three_with_hits_and_a_log(self):
        with Person(text=LOOP) as editor:
            editor.add('A place of the store becomes a value')
            editor.type('shared.count')
            editor.write('break-value', 'three')
            self.assertFalse(editor.query(name='break-done')[0]['sensitive'])
            editor.write('break-value', '3')
            editor.done()
            self.assertEqual(editor.list(), ['/count = 3'])
            editor.key('F5')
            editor.wait_for_reason('/count: 2 → 3')
            self.assertEqual(editor.shared()['count'], '3')
            editor.wait_for_hits('1 hit')
            editor.click(editor.place_at_rest(name='break-remove'))
            self.assertEqual(editor.list(), [])
            editor.key('shift+F5')
            editor.wait_for_session('cancelled')

            # A hit count lets the first ones pass; a message lets all pass.
            editor.select('main/look')
            editor.key('shift+F9')
            editor.wait_for_editor()
            editor.write('break-hit-count', '4')
            editor.done()
            editor.add('After a node')
            editor.write('break-log', 'after {{ shared.count }}')
            editor.done()
            editor.key('F5')
            editor.wait_for_reason('Breakpoint on Look')
            editor.wait_for_hits('4 hits', '3 hits')
            editor.wait_for_line('after 3')
            self.assertFalse(any('after 4' in line for line in editor.console))

            # Muted, none stops or logs.
            editor.key('ctrl+shift+F9', 'F5')
            editor.wait_for_session('finished')
            self.assertFalse(any('after 4' in line for line in editor.console))


class Edges(unittest.TestCase):
    def test_an_edge_stops_and_is_run_to(self):
        with Person(text=LOOP) as editor:
            editor.click(editor.edge('main/add', 'enough'))
            editor.key('F9', 'ctrl+shift+b')
            self.assertEqual(editor.list(), ['Add one → enough'])
            editor.key('F5')
            editor.wait_for_reason('Add one went on by “enough”')
            self.assertEqual(editor.shared()['count'], '6')

            editor.select('main/look')  # a second click at the same place would be a double one
            editor.click(editor.edge('main/add', 'enough'))
            editor.key('ctrl+F9')
            editor.wait_for_stops('taken main/add enough, disabled')
            editor.key('ctrl+F9')
            editor.wait_for_stops('taken main/add enough')
            editor.key('F9')
            editor.wait_for_stops()

            editor.key('shift+F5')
            editor.wait_for_session('cancelled')
            editor.select('main/look')
            editor.key('ctrl+F10')
            editor.wait_for_stop('main/look')
            self.assertEqual(editor.shared()['count'], '1')
            editor.wait_for_stops()


class Scripts(unittest.TestCase):
    def test_is_stepped_line_by_line(self):
        with Person(text=SCRIPT) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/count')
            editor.key('F11')
            editor.wait_for_reason('line 1 of the prep')
            editor.key('F11')
            editor.wait_for_reason('before the exec')
            editor.key('F11')
            editor.wait_for_reason('line 1 of the exec')
            for line, local in ((2, {'n': '0'}), (3, {'word': '“red”'}), (4, {'length': '3'})):
                editor.key('F10')
                editor.wait_for_reason(f'line {line} of the exec')
                editor.wait_for(lambda wanted=local: wanted.items() <= editor.store('locals-tree').items(),
                                'the locals')
            self.assertEqual(editor.query(name='script-heading')[0]['text'], 'Count letters, Exec')

            # A breakpoint by the gutter of the script that is shown; F9 on its line takes it back.
            gutter, = editor.query(name='line-gutter', within=editor.query(name='script-view')[0])
            place = editor.place_of(gutter)
            editor.click(place.at(0.2, 88 / place.height))
            editor.wait_for_stops('line main/count exec 6')
            editor.key('F5')
            editor.wait_for_reason('Breakpoint at line 6 of the exec')
            editor.key('F5')
            editor.wait_for_session('finished')
            self.assertEqual(editor.shared()['letters'], '8')

    def test_a_short_script_is_seen_from_its_first_line(self):
        with Person(text=LANES) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/all')
            editor.key('F11')
            editor.wait_for_reason('line 1 of the prep')
            editor.key('F11')
            editor.wait_for_reason('line 2 of the prep')
            gutter, = editor.query(name='line-gutter', within=editor.query(name='script-view')[0])
            place = editor.place_of(gutter)
            editor.click(place.at(0.2, 8 / place.height))
            editor.wait_for_stops('line main/all prep 1')

    def test_breakpoints_move_with_their_lines(self):
        with Person(text=SCRIPT) as editor:
            editor.select('main/count')
            editor.wait_for(lambda: len(editor.query(name='line-gutter')) >= 2, 'the scripts')
            editor.set_row('Execute (exec)', 'local n = 1\nreturn n')
            editor.key('F9')
            editor.wait_for_stops('line main/count exec 2')
            editor.key('ctrl+Home')
            editor.type('local m = 2\n')
            editor.wait_for_stops('line main/count exec 3')
            editor.key('F5')
            editor.wait_for_reason('Breakpoint at line 3 of the exec')
            # What stops is the script that runs; it is said that the document has another one by now.
            self.assertFalse(editor.query(name='script-stale'))
            editor.show_inspector()
            editor.set_row('Execute (exec)', 'return 7')
            editor.wait_for_stops()
            editor.show_run()
            editor.wait_for(lambda: editor.query(name='script-stale'), 'the note')
            editor.show_inspector()
            editor.set_row('Execute (exec)', 'local m = 2\nlocal n = 1\nreturn n')
            editor.wait_for_stops('line main/count exec 3')
            editor.show_run()
            editor.wait_for(lambda: not editor.query(name='script-stale'), 'the note to go')

    def test_functions_are_looked_into(self):
        with Person(text=FUNCTIONS) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/sum')
            self.step_into(editor, 'line 3 of the exec')
            editor.watch('n.value + total', 'n')
            editor.wait_for(lambda: editor.watched() == ['2', '{"value":2}'], 'what is watched')
            editor.click(editor.place_of(editor.query(name='watch-open')[1]))
            editor.wait_for(lambda: editor.store('watch-tree').get('value') == '2', 'the tree')
            editor.show_run()
            self.assertLessEqual({'n': '1 member', 'total': '0'}.items(), editor.store('locals-tree').items())

            editor.click(editor.place_at_rest(name='script-frame'))
            editor.wait_for(lambda: editor.query(type='GtkLabel', text='Script, line 5'), 'the functions')
            editor.key('Down', 'Return')
            editor.wait_for(lambda: editor.store('locals-tree').get('add') == '“(function)”', 'the locals of the script')
            editor.key('ctrl+shift+h')
            editor.wait_for(lambda: 'attempt to index' in editor.watched()[0], 'what is wrong')

            self.step_into(editor, 'line 3 of the exec', leave=True)
            editor.wait_for(lambda: editor.watched()[0] == '5', 'the next value')
            self.assertIn('changed', editor.query(name='watch-value')[0]['classes'])
            editor.wait_for(lambda: editor.store('watch-tree').get('value') == '3', 'the tree')

            # A place of the store is watched from its menu.
            editor.show_run()
            editor.click(editor.store_key('order'))
            editor.key('Menu')
            editor.choose_from_menu('Watch')
            editor.wait_for(lambda: editor.watched()[-1] == '{"the item":[1]}', 'the new watch')

    def step_into(self, editor, reason, leave=False):
        """Into again and again, until there is a stop for that reason; leave: once it is over."""
        while leave or reason not in editor.get('stop-reason', 'label'):
            before = editor.get('stop-reason', 'label')
            leave = leave and reason in before
            editor.key('F11')
            editor.wait_for(lambda said=before: editor.state()['session'] == 'stopped' and
                            editor.get('stop-reason', 'label') != said, 'the next stop')


class Kept(unittest.TestCase):
    def test_all_of_it_survives_a_restart(self):
        with Person(text=LOOP) as editor:
            editor.add('A place of the store changes')
            editor.type('/count')
            editor.write('break-condition', 'shared.count > 4')
            editor.done()
            editor.select('main/look')
            editor.key('F9', 'ctrl+F9')
            editor.watch('shared.count * 2', 'nothing.there')
            self.assertEqual(read(editor.path), json.dumps(LOOP))
            self.assertFalse(editor.state()['dirty'])
            with Person(editor.path, state=editor.desktop.env['XDG_STATE_HOME']) as again:
                again.key('ctrl+shift+b')
                self.assertEqual(again.list(), ['/count', 'Look'])
                self.assertEqual(again.are_on(), [True, False])
                again.key('F5')
                again.wait_for_reason('/count: 4 → 5')
                again.key('ctrl+shift+h')
                again.wait_for(lambda: again.watched()[0:1] == ['10'], 'the watch')
                self.assertIn('nothing', again.watched()[1])

                # By keyboard: the first one down, and the other one away.
                again.key('Down', 'alt+Down')
                again.wait_for(lambda: again.watched()[1:2] == ['10'], 'the other order')
                again.key('Up', 'Delete')
                again.wait_for(lambda: again.watched() == ['10'], 'one of them to go')

                # What is long has room beside what is short, and what is wrong is told in the words of who wrote it.
                again.watch('string.rep("x", 400)', 'params', '1 +')
                again.wait_for(lambda: len(again.watched()) == 4 and '{}' in again.watched(), 'the values')
                self.assertIn('near <eof>', again.watched()[3])


class Deadlock(unittest.TestCase):
    def test_says_who_waits_for_what(self):
        flow = json.loads(read(example('taboo')))
        flow['queues']['hinter_queue']['items'] = []
        with Person(text=json.dumps(flow)) as editor:
            editor.add('Every lane waits for another')
            editor.done()
            editor.key('F5')
            editor.wait_for_session('stopped')
            reason = editor.get('stop-reason', 'label')
            for queue in ('hinter_queue', 'guesser_queue'):
                self.assertIn(queue, reason)
            editor.show_run()
            self.assertEqual(len([text for text in editor.texts('lane-list') if 'queue' in text]), 2)
            circle = ('Give a hint (lane 1) waits for an item of “hinter_queue”, which only Guess the word (lane 2) '
                      'fills; Guess the word (lane 2) waits for an item of “guesser_queue”, which only Give a hint '
                      '(lane 1) fills.')
            self.assertEqual(editor.get('deadlock', 'label'), circle)
            # Who waits for which is told once, there.
            self.assertEqual(editor.query(name='queue-waits'), [])
            for queue in ('hinter_queue', 'guesser_queue'):
                self.assertEqual(editor.store('queue-tree')[queue], '0 items')
            # It is still told when the run has failed of it.
            editor.key('F5')
            editor.wait_for_session('failed')
            editor.settle()
            self.assertEqual(editor.get('deadlock', 'label'), circle)
            editor.key('shift+F10')
            editor.wait_for(lambda: editor.state()['moment'] == 4, 'a moment')
            self.assertIn('hinter_queue', editor.store('queue-tree'))


if __name__ == '__main__':
    tap.main()
