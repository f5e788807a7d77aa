#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Records and the disk they are on, the menu of a run, the runs of other tabs, and queues as they were."""
import glob
import json
import os
import resource
import unittest

import tap
from debug_flows import COUNTING, LOOP
from debugging import Person
from editor import read, sluice

ASKING = {
    'format': 1, 'name': 'Asking', 'run': ['main'], 'flows': {'main': {'start': 'name', 'nodes': {
        'name': {'kind': 'ask', 'title': 'Name', 'settings': {'prompt': 'Who are you?'}, 'output': 'name',
                 'next': {'default': 'place'}},
        'place': {'kind': 'ask', 'title': 'Place', 'settings': {'prompt': 'Where are you?'}, 'output': 'place'}}}}}

QUEUES = {
    'format': 1, 'name': 'Queues', 'run': ['main'], 'queues': {'orders': {'items': ['tea'], 'limit': 3}}, 'flows': {
        'main': {'start': 'put', 'nodes': {
            'put': {'kind': 'script', 'title': 'Put', 'post': "queue ('orders'):put ('cake')",
                    'next': {'default': 'get'}},
            'get': {'kind': 'script', 'title': 'Get', 'post': "shared.first = queue ('orders'):get ()",
                    'next': {'default': 'end'}},
            'end': {'kind': 'end', 'title': 'The End'}}}}}


class Runs(unittest.TestCase):
    def open(self, flow):
        return self.enterContext(Person(text=flow))

    def run_to_end(self, editor):
        editor.key('F5')
        editor.wait_for_session('finished')

    def show_runs(self, editor, count):
        editor.key('ctrl+h')
        editor.wait_for(lambda: len(editor._rows('run-list')) == count, f'{count} runs')
        editor.settle()

    def titles(self, editor):
        return [editor.query(within=row, type='GtkLabel')[0]['text'] for row in editor._rows('run-list')]

    def wait_for_moment(self, editor, moment):
        editor.wait_for(lambda: editor.state()['moment'] == moment, f'moment {moment}')
        editor.settle()


class FullDisk(Runs):
    """Promise D4. No file of the editor may grow: that is what a full disk is to it."""

    def limit(self, editor, is_full):
        _, most = resource.prlimit(editor.app.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(editor.app.pid, resource.RLIMIT_FSIZE, (0 if is_full else most, most))

    def fill_disk(self, editor):
        """Asks, has no room for the answer, and says so."""
        editor.key('F5')
        editor.wait_for_question('Who are you?')
        self.limit(editor, True)
        editor.answer('Ada')
        self.wait_for_bar(editor)
        # The answer is not used before it is kept.
        self.assertEqual(editor.query(name='prompt-card'), [])
        self.assertNotIn('name', editor.store())

    def wait_for_bar(self, editor):
        editor.wait_for(lambda: editor.query(name='message-title',
                                             text='The run waits: its record cannot be written'), 'the bar')
        self.assertTrue(editor.query(name='message-text')[0]['text'])

    def test_the_run_waits_until_there_is_room(self):
        editor = self.open(ASKING)
        self.fill_disk(editor)
        editor.click(editor.place_at_rest(type='GtkButton', text='Retry'))
        self.wait_for_bar(editor)
        self.limit(editor, False)
        editor.click(editor.place_at_rest(type='GtkButton', text='Retry'))
        editor.wait_for_question('Where are you?')
        self.assertEqual(editor.query(name='message-title'), [])
        editor.answer('London')
        editor.wait_for_session('finished')
        editor.show_run()
        editor.wait_for(lambda: editor.store().get('name') == '“Ada”', 'the store')
        # Nothing of it is missing from the record.
        editor.key('shift+F10')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'a moment')
        editor.wait_for(lambda: editor.store().get('name') == '“Ada”', 'the store as it was')

    def test_the_run_goes_on_unrecorded_if_told(self):
        editor = self.open(ASKING)
        self.fill_disk(editor)
        editor.click(editor.place_at_rest(type='GtkButton', text='Go On Unrecorded'))
        editor.wait_for_question('Where are you?')
        self.assertEqual(editor.query(name='message-title'), [])
        editor.answer('London')
        editor.wait_for_session('finished')
        editor.show_run()
        editor.wait_for(lambda: editor.store().get('place') == '“London”', 'the store')
        self.limit(editor, False)

    def wait_for_title(self, editor, title):
        editor.wait_for(lambda: [item['text'] for item in editor.query(name='message-title')] == [title],
                        f'the bar {title!r}')
        text, = editor.query(name='message-text')
        self.assertIn('the file size limit is reached', text['text'])

    def test_nothing_is_lost_by_a_disk_that_stays_full(self):
        editor = self.open(COUNTING)
        before = read(editor.path)
        self.limit(editor, True)
        editor.select('main/count')
        editor.show_inspector()
        editor.set_row('Title', 'Count up')
        editor.key('Return')
        self.wait_for_title(editor, 'Changes that are not saved cannot be kept safe')
        editor.key('ctrl+s')
        self.wait_for_title(editor, 'The flow could not be saved')

        # It runs, and says that nothing of that is kept; no half a record is left.
        self.run_to_end(editor)
        self.wait_for_title(editor, 'This run is not recorded')
        editor.key('ctrl+h')
        self.assertEqual(editor._rows('run-list'), [])
        self.assertEqual(glob.glob(os.path.join(editor.desktop.env['XDG_STATE_HOME'], 'sluice/runs/*')), [])

        # It does not close over what could not be saved, and the settings that are written then end nothing.
        editor.key('ctrl+w')
        editor.wait_for(lambda: editor.query(type='AdwMessageDialog'), 'the question')
        editor.key('alt+s')
        editor.wait_for(lambda: not editor.query(type='AdwMessageDialog'), 'the question to go')
        editor.wait_for(lambda: editor.query(name='message-title', text='The flow could not be saved'), 'the bar')
        self.assertEqual(editor.title, '• Counting')
        self.assertEqual(read(editor.path), before)

        self.limit(editor, False)
        editor.click(editor.place_at_rest(type='GtkButton', text='Retry'))
        editor.wait_for(lambda: editor.title == 'Counting', 'the flow to be saved')
        self.assertIn('Count up', read(editor.path))
        self.run_to_end(editor)
        editor.wait_for(lambda: not editor.query(name='message-title'), 'the bars to go')
        self.show_runs(editor, 1)
        self.limit(editor, True)
        self.assertEqual(editor.quit(), 0)


class Menu(Runs):
    def open_menu(self, editor, index):
        editor.click(editor.place_of(editor._rows('run-list')[index]), button=3)
        editor.wait_for(lambda: editor.query(name='run-menu'), 'the menu')

    def test_open_compare_name_and_delete(self):
        editor = self.open(COUNTING)
        for _ in range(2):
            self.run_to_end(editor)
        self.show_runs(editor, 2)

        self.open_menu(editor, 1)
        editor.choose_from_menu('Open')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the run')

        self.open_menu(editor, 0)
        editor.choose_from_menu('Name…')
        editor.wait_for(lambda: editor.query(name='run-name'), 'the name')
        editor.type('The last one')
        editor.key('Return')
        editor.wait_for(lambda: self.titles(editor)[0] == 'The last one', 'the name in the list')

        # Two that are chosen are compared; they do the same.
        editor.click(editor.place_of(editor._rows('run-list')[0]))
        editor.key('ctrl+a')
        self.open_menu(editor, 0)
        editor.choose_from_menu('Compare')
        editor.wait_for(lambda: 'The two runs' in editor.get('travel-details', 'label'), 'what differs')

        # A run that goes is asked for, and stays where that is left.
        for leave in (True, False):
            editor.click(editor.place_of(editor._rows('run-list')[1]))
            self.open_menu(editor, 1)
            editor.choose_from_menu('Delete…')
            editor.wait_for(lambda: editor.query(name='run-delete-now'), 'the question')
            if leave:
                editor.key('Escape')
                editor.wait_for(lambda: not editor.query(name='run-delete-now'), 'the question to go')
                self.assertEqual(len(editor._rows('run-list')), 2)
            else:
                editor.click(editor.place_at_rest(name='run-delete-now'))
        editor.wait_for(lambda: self.titles(editor) == ['The last one'], 'one run')
        kept = glob.glob(os.path.join(editor.desktop.env['XDG_STATE_HOME'], 'sluice/runs/*.run'))
        self.assertEqual(len(kept), 1)


class OtherTabs(Runs):
    def test_the_picker_leads_to_the_run_of_another_tab(self):
        editor = self.open(ASKING)
        editor.key('F5')
        editor.wait_for_question('Who are you?')
        other = editor.make_file('other.flow.json', json.dumps({**COUNTING, 'name': 'Other'}))
        editor.open(other)
        editor.wait_for(lambda: 'count' in editor.nodes, 'the other tab')
        editor.show_run()
        editor.wait_for(lambda: editor.query(name='run-picker'), 'the picker')
        editor.click(editor.place_at_rest(name='run-picker'))
        editor.wait_for(lambda: editor.query(type='GtkModelButton', text='The Run of This Tab'), 'the runs')
        live = [item for item in editor.query(type='GtkModelButton') if item['text'].startswith('Asking · ')]
        self.assertEqual([item['text'] for item in live], ['Asking · Waiting'])
        editor.choose_from_menu('Asking · Waiting')
        editor.wait_for(lambda: 'name' in editor.nodes, 'its tab')
        self.assertEqual(editor.state()['session'], 'waiting')
        editor.key('shift+F5')
        editor.wait_for_session('cancelled')


class Queues(Runs):
    def test_are_shown_with_their_limits_as_they_were(self):
        editor = self.open(QUEUES)
        self.run_to_end(editor)
        editor.show_run()
        editor.wait_for(lambda: editor.store('queue-tree').get('orders') == '1 of 3 items', 'the queue')
        self.assertEqual(editor.store()['first'], '“tea”')
        for moment, items in ((4, '1 of 3 items'), (3, '2 of 3 items'), (2, '1 of 3 items')):
            editor.key('shift+F10')
            self.wait_for_moment(editor, moment)
            editor.wait_for(lambda: editor.store('queue-tree').get('orders') == items, f'{items}')
        self.assertNotIn('first', editor.store())


def records(editor):
    return glob.glob(os.path.join(editor.desktop.env['XDG_STATE_HOME'], 'sluice/runs/*.run'))


class List(unittest.TestCase):
    def test_the_keyboard_stays_in_the_list(self):
        with Person(text=COUNTING, settings={'org/sluiceflow/Sluice/bottom-panel-height': 300}) as editor:
            for _ in range(4):
                sluice('run', editor.path, env={**os.environ, 'XDG_STATE_HOME': editor.desktop.env['XDG_STATE_HOME']})
            editor.key('ctrl+h')
            editor.wait_for(lambda: len(self.titles(editor)) == 4, 'the runs')
            editor.key('Down', 'Down')

            # A run that is named or deleted leaves the keyboard on its row, or on the one in its place.
            editor.key('F2')
            editor.type('the best')
            editor.key('Return')
            editor.wait_for(lambda: self.titles(editor)[1] == 'the best', 'the name')
            for n_left in (3, 2):
                editor.wait_for(lambda: self.has_focus(editor), 'the keyboard to be in the list')
                editor.key('Delete', 'Return')
                editor.wait_for(lambda n=n_left: len(records(editor)) == n, 'the record to go')
                editor.wait_for(lambda n=n_left: len(self.titles(editor)) == n, 'the run to go')
            self.assertNotIn('the best', self.titles(editor))
            editor.wait_for(lambda: self.has_focus(editor), 'the keyboard to be in the list')

            # What the command line ran is the flow that is open; a record that is gone is told so.
            editor.key('Home')
            run = editor._rows('run-list')[0]['children'][0]['name']
            os.remove(next(path for path in records(editor) if run in path))
            editor.key('Return')
            editor.wait_for(lambda: editor.query(type='GtkLabel', text='Its record is not there any more.'), 'the news')
            editor.wait_for(lambda: len(self.titles(editor)) == 1, 'the run to go')
            editor.wait_for(lambda: self.has_focus(editor), 'the keyboard to be in the list')
            editor.key('Return')
            editor.wait_for(lambda: editor.state()['moment'] == 22, 'the run')
            self.assertFalse([text for text in editor.texts('travel-bar') if 'another' in text])

    @staticmethod
    def titles(editor):
        return [editor.query(within=row, type='GtkLabel')[0]['text'] for row in editor._rows('run-list')]

    @staticmethod
    def has_focus(editor):
        return any(row['focus'] for row in editor._rows('run-list'))


class Console(unittest.TestCase):
    def test_lines_are_found_copied_and_lead_to_their_visits(self):
        with Person(text=LOOP) as editor:
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.wait_for_line('seen 5')
            editor.click(editor.place_at_rest(name='console-filter'))
            editor.type('look SEEN')
            editor.wait_for(lambda: '5 of 7 lines' in editor.texts('console-search'), 'the lines to be found')
            self.assertEqual(editor.console[-1], ['Look', 'seen 5'])
            editor.key('Down', 'Home', 'Down', 'shift+Down', 'ctrl+c')
            editor.wait_for(lambda: (editor.clipboard() or '').count('\n') == 2, 'the copy')
            self.assertEqual([line.split('  ', 1)[1] for line in editor.clipboard().splitlines()],
                             ['Look: seen 2', 'Look: seen 3'])

            # A line leads to its node, and opened to its visit.
            editor.key('Up')
            editor.wait_for(lambda: editor.state()['selection'] == ['main/look'], 'the node')
            editor.key('Down', 'Return')
            editor.wait_for(lambda: editor.state()['moment'] == 7, 'the visit')
            self.assertEqual(editor.shared()['count'], '3')

            # Where the keyboard is, there is searched; Escape shows all lines again.
            editor.click(editor.place_of(editor._rows('console-list')[0]))
            editor.key('ctrl+f')
            editor.type('nowhere')
            editor.wait_for(lambda: editor.query(type='GtkLabel', text='No line has these words'), 'no line')
            editor.key('Escape')
            editor.wait_for(lambda: len(editor.console) > 2 and not editor.query(name='console-search'), 'all lines')


if __name__ == '__main__':
    tap.main()
