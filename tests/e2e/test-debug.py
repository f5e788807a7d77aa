#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The debugger: two lanes and their queues, stepping into a flow and out, breakpoints that stay."""
import json
import os
import unittest

import tap
from debug_flows import LOOP
from editor import Editor, example, read


class TwoLanes(unittest.TestCase):
    def test_both_are_lit_and_the_queues_are_shown(self):
        with Editor(example('taboo')) as editor:
            editor.key('F11')
            editor.wait_for_stop('hinter/hint')
            self.assertEqual(editor.store('queue-tree')['hinter_queue'], '1 item')
            editor.select('hinter/hint')
            editor.key('F9', 'F5')
            editor.wait_for(lambda: editor.state()['session'] == 'stopped' and
                            editor.marks()['hinter/hint']['visits'] == 1, 'the second round')
            state = editor.state()
            self.assertEqual([lane['address'] for lane in state['lanes']],
                             ['hinter/hint', 'guesser/guess'])
            self.assertEqual([mark['state'] for mark in state['marks'].values()],
                             ['stopped', 'stopped'])
            # No model answered: there is no room for a reply that never came.
            self.assertEqual([item for item in editor.query(name='reply-text') if item['mapped']], [])
            self.assertIn('No model', editor.get('reply-usage', 'label'))
            shown = editor.store('queue-tree')
            self.assertEqual((shown['hinter_queue'], shown['guesser_queue']), ('0 items', '0 items'))
            shown = editor.texts('lane-list')
            self.assertIn('Give a hint', shown)
            self.assertIn('Guess the word', shown)
            editor.key('F9', 'F5')
            editor.wait_for_session('finished')
            editor.wait_for_line('Correct!')
            self.assertEqual(editor.store()['target_word'], '“nostalgic”')

    def test_says_who_waits_for_what(self):
        flow = json.loads(read(example('taboo')))
        flow['queues']['hinter_queue']['items'] = []
        with Editor(text=json.dumps(flow)) as editor:
            editor.key('F5')
            state = editor.wait_for_session('failed')
            for queue in ('hinter_queue', 'guesser_queue'):
                self.assertIn(queue, state['message'])


class Large(unittest.TestCase):
    """A flow that is prepared in a thread starts as a small one does, also anew and from a record."""

    def test_starts_as_any_other(self):
        nodes = {f'n{i}': {'kind': 'log', 'settings': {'message': f'Step {i}'}, 'next': {'default': f'n{i + 1}'}}
                 for i in range(1200)}
        nodes['n3'] = {'kind': 'ask', 'settings': {'prompt': 'Go on?'}}
        with Editor(text=json.dumps({'format': 1, 'run': ['main'], 'flows': {'main': {
                'start': 'n0', 'nodes': {**nodes, 'n1200': {'kind': 'end'}}}}})) as editor:
            # What is about to start is given up, and is no hindrance.
            editor.key('F5', settle=False)
            editor.key('shift+F5')
            editor.wait_for(lambda: editor.state()['session'] in ('idle', 'cancelled'), 'nothing to run')
            editor.key('F11')
            editor.wait_for_stop('main/n0')
            editor.key('ctrl+shift+F5')
            editor.wait_for_session('waiting')
            editor.wait_for_line('Step 2')
            # The run goes on until another takes its place; stopping ends both.
            editor.key('ctrl+shift+F5', 'shift+F5', settle=False)
            editor.wait_for_session('cancelled')


class Keys(unittest.TestCase):
    def test_each_command_has_one(self):
        with Editor(text=LOOP) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/add')
            editor.key('alt+F11')
            editor.wait_for(lambda: 'Stopped before the' in (editor.state()['message'] or ''), 'the next phase')
            editor.select('main/look')
            editor.key('ctrl+F10')
            editor.wait_for_stop('main/look')
            self.assertEqual(editor.store()['count'], '1')
            # Nothing stops it now: it begins anew, and ends.
            editor.key('ctrl+shift+F5')
            editor.wait_for_session('finished')
            self.assertEqual(editor.store()['count'], '6')

    def test_what_never_ends_is_paused_and_stopped(self):
        with Editor(text={**LOOP, 'flows': {'main': {'start': 'a', 'nodes': {
                'a': {'kind': 'script', 'title': 'Again', 'next': {'default': 'a'}}}}}}) as editor:
            editor.key('F5')
            editor.wait_for(lambda: editor.marks().get('main/a', {}).get('visits', 0) > 9, 'some rounds')
            editor.key('F6')
            editor.wait_for_stop('main/a')
            editor.key('F5')
            editor.wait_for_session('running')
            editor.key('shift+F5')
            editor.wait_for_session('cancelled')


class Nested(unittest.TestCase):
    def test_steps_into_a_flow_and_out_of_it(self):
        with Editor(example('nested')) as editor:
            editor.key('F11')
            editor.wait_for_stop('order/total')
            editor.key('F10')
            editor.wait_for_stop('order/payment')
            self.assertEqual(editor.state()['flow'], 'order')
            editor.key('F11')
            editor.wait_for_stop('payment/check')
            self.assertEqual(editor.state()['flow'], 'payment')
            self.assertTrue(editor.node('payment/check'))
            self.assertEqual(self.crumbs(editor), ['Order', 'Payment'])
            editor.key('shift+F11')
            editor.wait_for_stop('order/shipping')
            self.assertEqual(editor.state()['flow'], 'order')
            editor.key('F10')
            editor.wait_for_stop('order/confirm')
            editor.key('F5')
            editor.wait_for_session('finished')

    def test_is_walked_into_with_the_pointer_and_back(self):
        with Editor(example('nested')) as editor:
            editor.click(editor.node('order/payment').at(0.5, 0.15), count=2)
            self.assertEqual(editor.state()['flow'], 'payment')
            editor.key('alt+Up')
            self.assertEqual(editor.state()['flow'], 'order')
            self.assertEqual(self.crumbs(editor), ['Order'])

    def test_the_menu_of_flows_knows_a_new_one(self):
        with Editor(copy_of='nested') as editor:
            known = self.flows(editor)
            self.assertIn('Payment', known)
            flow = editor.state()['flow']
            editor.choose_from_menu('New Flow in This File')
            editor.wait_for(lambda: editor.state()['flow'] != flow, 'the new flow')
            self.assertEqual(len(self.flows(editor)), len(known) + 1)

    @staticmethod
    def flows(editor):
        """What the opened menu says."""
        editor.click(editor.place_at_rest(name='flow-menu'))
        editor.wait_for(lambda: editor.query(type='GtkModelButton'), 'the menu')
        return [item['text'] for item in editor.query(type='GtkModelButton')]

    @staticmethod
    def crumbs(editor):
        return [item['text'] for item in editor.query(within=editor.query(name='flow-crumbs')[0],
                                                      type='GtkLabel')]


class Hidden(unittest.TestCase):
    """What nobody sees is not followed: shown again, it tells what is so by then."""

    def set_shown(self, is_shown):
        if bool(self.editor.query(name='right-panel')) != is_shown:
            self.editor.key('ctrl+shift+i')
        self.assertEqual(bool(self.editor.query(name='right-panel')), is_shown)

    def frames(self):
        return [label['text'] for label in self.editor.query(name='frame-title')]

    def test_the_panel_of_a_run(self):
        editor = self.editor = self.enterContext(Editor(text=LOOP))
        editor.key('F11')
        editor.wait_for_stop('main/add')
        self.set_shown(True)
        self.assertEqual((editor.store()['count'], self.frames()[0]), ('0', 'Add one'))

        for address in ('main/look', 'main/add', 'main/look'):
            self.set_shown(False)
            editor.key('F10')
            editor.wait_for_stop(address)
        self.set_shown(True)
        self.assertEqual((editor.store()['count'], self.frames()[0]), ('2', 'Look'))

        self.set_shown(False)
        editor.key('shift+F10')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'a moment of the past')
        editor.key('shift+F10')
        editor.wait_for(lambda: editor.state()['stop'] == 'main/look', 'an earlier moment')
        self.set_shown(True)
        self.assertEqual((editor.store()['count'], self.frames()[0]), ('1', 'Look'))

        self.set_shown(False)
        editor.click(editor.canvas(0.9, 0.9))
        editor.key('Escape')
        editor.wait_for(lambda: editor.state()['moment'] == 0, 'the present')
        editor.key('F5')
        editor.wait_for_session('finished')
        self.set_shown(True)
        self.assertEqual((editor.store()['count'], self.frames()), ('6', []))

    def test_another_page_of_it(self):
        editor = self.editor = self.enterContext(Editor(text=LOOP))
        editor.key('F11')
        editor.wait_for_stop('main/add')
        editor.show_inspector()
        editor.wait_for(lambda: not editor.query(name='store-tree'), 'the other page')
        editor.key('F5')
        editor.wait_for_session('finished')
        self.assertEqual(editor.query(name='store-tree'), [])
        editor.show_run()
        editor.wait_for(lambda: editor.query(name='store-tree'), 'the page of the run')
        self.assertEqual((editor.store()['count'], self.frames()), ('6', []))


class Breakpoints(unittest.TestCase):
    def test_stay_over_a_restart_and_out_of_the_file(self):
        with Editor(copy_of='hello') as editor:
            editor.select('main/greet')
            editor.key('F9')
            self.assertEqual(read(editor.path), read(example('hello')))
            self.assertFalse(editor.state()['dirty'])
            with Editor(editor.path, state=editor.desktop.env['XDG_STATE_HOME']) as again:
                self.assertEqual(again.state()['breakpoints'], ['main/greet'])
                again.key('F5')
                again.wait_for_question('What is your name?')
                again.answer('Ada')
                again.wait_for_stop('main/greet')
                self.assertIn('Greet', again.get('stop-reason', 'label'))
            self.assertTrue(os.listdir(editor.desktop.env['XDG_STATE_HOME']))

    def test_a_failure_is_told_where_it_happened(self):
        flow = json.loads(read(example('hello')))
        flow['flows']['main']['nodes']['greet'] = {'kind': 'script', 'title': 'Greet',
                                                   'exec': "error ('no greeting')"}
        with Editor(text=json.dumps(flow)) as editor:
            editor.key('F5')
            editor.wait_for_question('What is your name?')
            editor.answer('Ada')
            state = editor.wait_for_session('failed')
            self.assertIn('no greeting', editor.get('stop-reason', 'label'))
            self.assertEqual(state['marks']['main/greet']['state'], 'failed')
            self.assertIn('no greeting', state['marks']['main/greet']['text'])
            editor.click(editor.place_at_rest(type='GtkLabel', text='Greet'))
            self.assertEqual(editor.state()['selection'], ['main/greet'])

    def test_a_value_is_opened_by_its_arrow(self):
        flow = json.loads(read(example('hello')))
        flow['shared'] = {'words': {'first': 1}}
        with Editor(text=json.dumps(flow)) as editor:
            editor.key('F11')
            editor.wait_for_session('stopped')
            editor.place_at_rest(type='GtkLabel', text='words')
            tree, = editor.query(name='store-tree')
            expander, = editor.query(within=tree, type='GtkTreeExpander')
            editor.click(editor.place_of(expander['children'][0]))
            self.assertEqual(editor.store()['first'], '1')


if __name__ == '__main__':
    tap.main()
