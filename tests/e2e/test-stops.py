#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a person sees and does at a stop."""
import json
import unittest

import tap
from debug_flows import BRANCHING, PARALLEL, RETRYING
from debugging import choose_at_stop, show_page, write
from editor import Editor, read


class Visits(unittest.TestCase):
    def test_a_retry_is_seen_attempt_by_attempt(self):
        with Editor(text=RETRYING) as editor:
            editor.select('main/fetch')
            show_page(editor, 'Visit')
            self.assertIn('has not been visited', ' '.join(editor.texts('visit-card')))
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.wait_for(lambda: editor.query(name='visit-place', text='2 of 2'), 'the last visit')
            self.assertIn('sunny', editor.get('visit-exec', 'label'))
            self.assertTrue(any(text.startswith('The beginning of') for text in editor.texts('visit-parts')))
            editor.click(editor.find('visit-previous'))
            editor.wait_for(lambda: editor.query(name='visit-place', text='1 of 2'), 'the first visit')
            lines = editor.texts('visit-parts')
            for attempt in (1, 2, 3):
                self.assertTrue([line for line in lines
                                 if line.startswith(f'Attempt {attempt} of 3 failed after')], lines)
            self.assertEqual(len([line for line in lines if line.endswith('the network is down')]), 3)
            self.assertEqual(lines.count('Waited 50 ms'), 2)
            self.assertIn('The fallback gave the result', lines)
            self.assertIn('Action “again”', lines)
            self.assertIn('to Fetch', lines)
            self.assertIn('Seoul', editor.get('visit-prep', 'label'))
            self.assertEqual(editor.get('visit-exec', 'label'), '"unknown"')

            editor.click(editor.find('visit-next'))
            editor.wait_for(lambda: editor.query(name='visit-place', text='2 of 2'), 'the last visit again')
            editor.click(editor.place_of(editor.query(tooltip='Show all of the exec result')[0]))
            editor.wait_for(lambda: editor.query(name='value-editor-text'), 'the whole result')
            editor.key('Escape')
            editor.click(editor.place_of(editor.query(tooltip='Copy the prep result')[0]))
            editor.wait_for(lambda: editor.clipboard() is not None and 'Seoul' in editor.clipboard(), 'the copy')


class Store(unittest.TestCase):
    def test_is_edited_at_a_stop_and_another_edge_is_taken(self):
        with Editor(text=BRANCHING) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/count')
            editor.key('F10')
            editor.wait_for_stop('main/decide')
            self.assertEqual(editor.store()['count'], '1')
            self.assertIn('Removed', self.tooltips(editor))

            editor.click(editor.store_key('count'), count=2)
            editor.wait_for(lambda: editor.query(name='value-editor-text'), 'the editor')
            editor.type('seven')
            editor.key('Return')
            self.assertIn('in quotes', editor.get('value-editor-error', 'label'))
            editor.key('ctrl+a')
            editor.type('7')
            editor.key('Return')
            editor.wait_for(lambda: editor.store()['count'] == '7', 'the store to be edited')
            editor.key('F10')
            editor.wait_for_stop('main/many')
            self.assertEqual(self.row(editor, 'count'), ['count', '7'])
            editor.key('F5')
            editor.wait_for_session('finished')
            self.assertEqual(editor.marks()['main/many']['visits'], 1)
            self.assertNotIn('main/few', editor.marks())

    @staticmethod
    def cell(editor, key):
        tree, = editor.query(name='store-tree')
        return editor.query(within=tree, type='GtkLabel', text=key)[0]

    @staticmethod
    def row(editor, key):
        for row in editor._rows('store-tree'):
            texts = [item['text'] for item in editor.query(within=row, type='GtkLabel')]
            if texts and texts[0] == key:
                return texts
        raise LookupError(key)

    @staticmethod
    def tooltips(editor):
        tree, = editor.query(name='store-tree')
        return ' '.join(item.get('tooltip') or '' for item in editor.query(within=tree, type='GtkImage'))


    def test_an_edit_is_taken_back_and_a_place_is_watched_over(self):
        with Editor(text=BRANCHING) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/count')
            editor.key('F10')
            editor.wait_for_stop('main/decide')
            for text in ('7', '8'):
                editor.click(editor.store_key('count'), count=2)
                write(editor, text)
                editor.wait_for(lambda wanted=text: editor.store()['count'] == wanted, 'the store to be edited')
            for text in ('7', '1'):
                editor.key('ctrl+z')
                editor.wait_for(lambda wanted=text: editor.store()['count'] == wanted, 'the edit to be taken back')
            editor.key('Delete')
            editor.wait_for(lambda: 'count' not in editor.store(), 'the key to go')
            editor.key('ctrl+z')
            editor.wait_for(lambda: editor.store().get('count') == '1', 'the key to come back')
            # All of it was done to the run, and none of it to the document.
            self.assertEqual(len([text for text in editor.texts('intervention-list') if text != 'Keep']), 6)
            self.assertFalse(editor.state()['dirty'])

            editor.click(editor.store_key('count'), button=3)
            editor.choose_from_menu('Stop When It Changes')
            editor.wait_for(lambda: editor.state()['stops'] == ['changed /count'], 'the breakpoint')
            editor.key('ctrl+shift+F5')
            editor.wait_for(lambda: '/count' in (editor.state()['message'] or ''), 'the stop')


class Marks(unittest.TestCase):
    def test_the_edge_that_comes_next_and_what_was_skipped(self):
        with Editor(text=BRANCHING) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/count')
            editor.key('F10')
            editor.wait_for_stop('main/decide')
            choose_at_stop(editor, 'Skip with Action…')
            write(editor, 'many')
            editor.wait_for(lambda: ('main/decide', 'many') in self.next(editor), 'the edge that comes next')
            self.assertEqual([(edge['from'], edge['action']) for edge in editor.state()['edges'] if edge['last']],
                             [('main/count', 'default')])
            editor.key('F10')
            editor.wait_for_stop('main/many')
            self.assertEqual(self.next(editor), [])
            self.assertEqual(editor.marks()['main/decide']['state'], 'skipped')
            names = [item.name for item in editor.accessible().walk() if item.role == 'list item']
            self.assertTrue([name for name in names if name.endswith('skipped → many')], names)

    @staticmethod
    def next(editor):
        return [(edge['from'], edge['action']) for edge in editor.state()['edges'] if edge['next']]


class Held(unittest.TestCase):
    def test_results_of_parallel_lanes_are_let_through_one_by_one(self):
        with Editor(text=PARALLEL) as editor:
            editor.key('F5')
            for text in ('one', 'two', 'three'):
                editor.wait_for(lambda text=text: any(label['text'] == text
                                                      for label in editor.query(name='prompt-text')), 'the questions')
            editor.key('F6')
            editor.wait_for_session('stopped')
            for answer in ('A', 'B', 'C'):
                editor.answer(answer)
            editor.wait_for(lambda: self.values(editor) == ['"A"', '"B"', '"C"'], 'three held results')
            self.assertEqual(editor.marks()['main/ask']['results'], 3)

            editor.wait_for(lambda: not editor.query(name='prompt-text'), 'the questions to go')
            editor.click(editor.place_of(editor.query(tooltip='Edit the result')[1]))
            write(editor, '"changed"')
            editor.wait_for(lambda: self.values(editor) == ['"A"', '"changed"', '"C"'], 'the other result')

            # The keyboard stays there: on the button of the edited one, then on that of the row in its place.
            def focused():
                return [index for index, button in enumerate(editor.query(tooltip='Let it through')) if button['focus']]

            editor.wait_for(lambda: editor.query(tooltip='Edit the result')[1]['focus'], 'the keyboard to be back')
            editor.key('Tab', 'Tab', 'Tab', 'Tab')
            self.assertEqual(focused(), [2])
            editor.key('space')
            editor.wait_for(lambda: self.values(editor) == ['"A"', '"changed"'], 'the chosen one to go')
            editor.wait_for_session('stopped')
            editor.wait_for(lambda: focused() == [1], 'the keyboard to be on the row before')
            editor.key('ctrl+period')
            editor.wait_for(lambda: self.values(editor) == ['"changed"'], 'the oldest to go')
            editor.wait_for_session('stopped')
            editor.key('F5')
            editor.wait_for_session('finished')
            self.assertEqual(json.loads(editor.copy_store('/answers')), ['A', 'changed', 'C'])
            self.assertIn('Replaced a held result of Ask Three with "changed"', editor.texts('intervention-list'))

    @staticmethod
    def values(editor):
        return [item['text'] for item in editor.query(name='held-value')]


class Commands(unittest.TestCase):
    def test_what_a_person_does_instead(self):
        with Editor(text=RETRYING) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/fetch')
            choose_at_stop(editor, 'Use This Result…')
            write(editor, '"rain"')
            editor.key('F10')
            editor.wait_for(lambda: editor.store().get('weather') == '“rain”', 'the result to be used')
            editor.wait_for_stop('main/fetch')
            choose_at_stop(editor, 'Skip with Action…')
            editor.wait_for(lambda: editor.query(name='value-suggestion', text='done'), 'the actions')
            editor.click(editor.place_at_rest(name='value-suggestion', text='done'))
            editor.wait_for(lambda: not editor.query(name='value-editor-text'), 'the editor to close')
            editor.key('F10')
            editor.wait_for_stop('main/end')
            editor.select('main/fetch')
            choose_at_stop(editor, 'Set the Selected Node as the Next')
            editor.wait_for_stop('main/fetch')
            choose_at_stop(editor, 'Fail…')
            write(editor, 'it is late')
            editor.wait_for(lambda: 'it is late' in (editor.state()['message'] or ''), 'the failure')
            # After the error it is done again, without a new run.
            choose_at_stop(editor, 'Retry Node')
            editor.wait_for_stop('main/fetch')
            did = editor.texts('intervention-list')
            self.assertIn('Used "rain" as the result of Fetch', did)
            self.assertIn('Skipped Fetch with “done”', did)
            self.assertIn('Failed Fetch: it is late', did)
            self.assertIn('Did Fetch again', did)
            editor.key('shift+F5')
            editor.wait_for_session('cancelled')
            self.assertEqual(editor.texts('intervention-list'), did)

            # The result becomes a pin, and the list is thrown away.
            editor.click(editor.place_of(editor.query(name='keep-intervention')[0]))
            editor.wait_for(lambda: editor.state()['pinned'] == ['main/fetch'], 'the pin')
            editor.click(editor.find('throw-interventions'))
            editor.wait_for(lambda: not editor.query(name='intervention-list'), 'the list to be empty')
            editor.key('F5')
            editor.wait_for_session('finished')
            self.assertEqual(editor.store()['weather'], '“rain”')

    def test_a_result_is_pinned_and_unpinned(self):
        with Editor(text=RETRYING) as editor:
            before = read(editor.path)
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.select('main/fetch')
            editor.key('ctrl+p')
            editor.wait_for(lambda: editor.state()['pinned'] == ['main/fetch'], 'the pin')
            editor.key('F5')
            editor.wait_for_session('finished')
            self.assertTrue(editor.marks()['main/fetch']['mocked'])
            show_page(editor, 'Visit')
            self.assertIn('Exec was not called: its result was given', editor.texts('visit-parts'))
            self.work_with_the_list(editor)
            editor.select('main/fetch')
            editor.key('ctrl+p')
            editor.wait_for(lambda: not editor.state()['pinned'], 'the pin to go')
            self.assertEqual(read(editor.path), before)
            self.assertFalse(editor.state()['dirty'])

    def run_and_read(self, editor):
        """The weather that a run from the start comes to."""
        editor.key('F5')
        editor.wait_for_session('finished')
        editor.show_run()
        weather = editor.store()['weather']
        editor.key('ctrl+shift+k')
        editor.wait_for(lambda: editor.query(name='pin-value'), 'the pins')
        return weather

    def work_with_the_list(self, editor):
        """The page of the pins: what is pinned, edited, off, muted, and gone with its node until that is back."""
        editor.key('ctrl+shift+k')
        editor.wait_for(lambda: editor.query(name='pin-value'), 'the pins')
        self.assertEqual(editor.query(name='pin-node')[0]['text'], 'Fetch')
        self.assertIn('From the run ', editor.query(name='pin-origin')[0]['text'])
        editor.key('F2')
        write(editor, '{"sun": true}')
        editor.wait_for(lambda: editor.query(name='pin-value')[0]['text'] == '{"sun":true}', 'the new value')
        self.assertEqual(editor.query(name='pin-origin')[0]['text'], 'Written by hand')
        self.assertEqual(self.run_and_read(editor), '1 member')

        editor.click(editor.place_at_rest(name='pin-used'))
        editor.wait_for(lambda: 'dim-label' in editor.query(name='pin-node')[0]['classes'], 'the pin to be off')
        self.assertTrue(self.run_and_read(editor).startswith('“sunny'))
        editor.click(editor.place_at_rest(name='pin-used'))
        editor.click(editor.place_at_rest(name='pin-mute'))
        self.assertTrue(self.run_and_read(editor).startswith('“sunny'))
        editor.click(editor.place_at_rest(name='pin-mute'))
        editor.wait_for(lambda: 'dim-label' not in editor.query(name='pin-node')[0]['classes'], 'the pin to be on')

        editor.select('main/fetch')
        editor.key('Delete')
        editor.wait_for(lambda: not editor.state()['pinned'], 'the pin to go with its node')
        editor.key('ctrl+z')
        editor.wait_for(lambda: editor.state()['pinned'] == ['main/fetch'], 'the pin to come back')

    def wait_for_origin(self, editor, words):
        editor.wait_for(lambda: [label for label in editor.query(name='pin-origin') if words in label['text']],
                        f'the pin to be “{words}”')

    def test_a_pin_is_kept_in_the_file(self):
        """By its row, undone and done again; then another person opens the file."""
        with Editor(text=RETRYING) as editor:
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.select('main/fetch')
            editor.key('ctrl+p')
            editor.key('ctrl+shift+k')
            self.wait_for_origin(editor, 'From the run')
            editor.click(editor.place_at_rest(name='pin-keep'))
            self.wait_for_origin(editor, 'In the flow file')
            editor.key('ctrl+z')
            self.wait_for_origin(editor, 'From the run')
            editor.key('ctrl+shift+z')
            self.wait_for_origin(editor, 'In the flow file')
            editor.key('ctrl+s')
            editor.wait_for(lambda: not editor.state()['dirty'], 'the file')
            text = read(editor.path)
        self.assertIn('sunny', json.loads(text)['flows']['main']['nodes']['fetch']['pin']['result'])

        with Editor(text=text) as editor:
            self.assertEqual(editor.state()['pinned'], ['main/fetch'])
            editor.key('F5')
            editor.wait_for_session('finished')
            self.assertTrue(editor.marks()['main/fetch']['mocked'])
            editor.key('ctrl+shift+k')
            self.wait_for_origin(editor, 'In the flow file')
            editor.click(editor.place_at_rest(name='pin-used'))
            editor.wait_for(lambda: not editor.state()['pinned'] or
                            'dim-label' in editor.query(name='pin-node')[0]['classes'], 'the pin to be off')
            self.assertFalse(editor.state()['dirty'])
            self.run_and_read(editor)
            self.assertFalse(editor.marks()['main/fetch']['mocked'])
            # It becomes this person's own, and then nobody's.
            editor.click(editor.place_at_rest(name='pin-keep'))
            self.wait_for_origin(editor, 'Written by hand')
            self.assertTrue(editor.state()['dirty'])
            editor.key('ctrl+z')
            self.wait_for_origin(editor, 'In the flow file')
            editor.click(editor.place_at_rest(name='pin-remove'))
            editor.wait_for(lambda: not editor.query(name='pin-node'), 'the pin to go')
            editor.key('ctrl+s')
            editor.wait_for(lambda: not editor.state()['dirty'], 'the file')
            self.assertNotIn('pin', json.loads(read(editor.path))['flows']['main']['nodes']['fetch'])

    def test_errors_stop_with_no_breakpoint(self):
        with Editor(text=RETRYING) as editor:
            editor.key('ctrl+shift+b')
            editor.click(editor.place_at_rest(name='break-errors'))
            editor.wait_for(lambda: editor.query(type='GtkLabel', text='Any Attempt'), 'the choices')
            editor.key('Down', 'Down', 'Return')
            editor.wait_for(lambda: int(editor.get('break-errors', 'selected')) == 2, 'the choice')
            editor.key('F5')
            for attempt in (1, 2, 3):
                editor.wait_for(lambda: f'Attempt {attempt} of Fetch failed' in (editor.state()['message'] or ''),
                                'a stop')
                editor.key('F5')
            editor.wait_for_session('finished')

    def test_a_result_for_an_item_ends_its_lane(self):
        flow = {'format': 1, 'name': 'Lanes', 'run': ['main'], 'flows': {'main': {'start': 'first', 'nodes': {
            'first': {'kind': 'script', 'title': 'First', 'next': {'default': 'first'}},
            'lanes': {'kind': 'script', 'title': 'Three Lanes', 'batch': 'parallel', 'prep': 'return { 1, 2, 3 }',
                      'exec': "if item == 2 then error ('no luck') end return item", 'post': 'shared.all = exec_res',
                      'ui': {'x': 0, 'y': 14}}}}}}
        with Editor(text=flow, settings={'org/sluiceflow/Sluice/stop-on-errors': 'uncaught'}) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/first')
            editor.select('main/lanes')
            choose_at_stop(editor, 'Set the Selected Node as the Next')
            editor.wait_for_stop('main/lanes')
            editor.wait_for(lambda: 'Went on with Three Lanes' in editor.texts('intervention-list'), 'what was done')
            editor.key('F5')
            editor.wait_for(lambda: 'no luck' in (editor.state()['message'] or ''), 'the error')
            choose_at_stop(editor, 'Use This Result…')
            write(editor, '20')
            editor.wait_for(lambda: 'has ended; the others are held' in (editor.state()['message'] or ''), 'the news')
            editor.key('F5')
            editor.wait_for_session('finished')
            self.assertEqual(json.loads(editor.copy_store('/all')), [1, 20, 3])

    def test_an_edit_of_the_store_is_kept_in_the_document(self):
        with Editor(text=BRANCHING) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/count')
            editor.click(editor.store_key('old'))
            editor.key('F2')
            write(editor, '"kept"')
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.click(editor.place_at_rest(name='keep-intervention'))
            editor.wait_for(lambda: editor.document()['shared']['old'] == 'kept', 'the document')
            editor.key('ctrl+z')
            editor.wait_for(lambda: editor.document()['shared']['old'] == 'x', 'the undo')


if __name__ == '__main__':
    tap.main()
