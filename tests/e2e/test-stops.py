#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a person sees and does at a stop."""
import json
import unittest

import tap
from editor import Editor

BRANCHING = {
    'format': 1, 'name': 'Branching', 'run': ['main'], 'shared': {'old': 'x', 'order': {'items': [1, 2]}},
    'flows': {'main': {'start': 'count', 'nodes': {
        'count': {'kind': 'script', 'title': 'Count',
                  'post': 'shared.count = (shared.count or 0) + 1 shared.old = nil '
                          'shared.order.items[1] = 5',
                  'next': {'default': 'decide'}, 'ui': {'x': 0, 'y': 0}},
        'decide': {'kind': 'script', 'title': 'Decide',
                   'post': 'if shared.count > 2 then return "many" end return "few"',
                   'next': {'many': 'many', 'few': 'few'}, 'ui': {'x': 16, 'y': 0}},
        'many': {'kind': 'end', 'title': 'Many', 'ui': {'x': 32, 'y': -6}},
        'few': {'kind': 'end', 'title': 'Few', 'ui': {'x': 32, 'y': 6}}}}}}


RETRYING = {
    'format': 1, 'name': 'Retrying', 'run': ['main'], 'shared': {},
    'flows': {'main': {'start': 'fetch', 'nodes': {
        'fetch': {'kind': 'script', 'title': 'Fetch', 'retries': 3, 'wait': 0.05,
                  'prep': 'return { place = "Seoul", round = shared.round or 1 }',
                  'exec': 'if prep_res.round > 1 then return string.rep("sunny ", 2000) end '
                          'error("the network is down")',
                  'fallback': 'return "unknown"',
                  'post': 'shared.round = (shared.round or 1) + 1 shared.weather = exec_res '
                          'if shared.round < 3 then return "again" end return "done"',
                  'next': {'again': 'fetch', 'done': 'end'}, 'ui': {'x': 0, 'y': 0}},
        'end': {'kind': 'end', 'title': 'The End', 'ui': {'x': 18, 'y': 0}}}}}}


def show_page(editor, title):
    editor.click(editor.place_of(editor.query(within=editor.query(name='right-switcher')[0],
                                              type='GtkLabel', text=title)[0]))


class Visits(unittest.TestCase):
    def test_a_retry_is_seen_attempt_by_attempt(self):
        with Editor(text=json.dumps(RETRYING)) as editor:
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
                self.assertTrue([line for line in lines if line.startswith(f'Attempt {attempt} of 3 failed after')], lines)
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
        with Editor(text=json.dumps(BRANCHING)) as editor:
            editor.key('F11')
            editor.wait_for_stop('main/count')
            editor.key('F10')
            editor.wait_for_stop('main/decide')
            self.assertEqual(editor.store()['count'], '1')
            self.assertIn('Removed', self.tooltips(editor))

            editor.click(editor.place_of(self.cell(editor, 'count')), count=2)
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


if __name__ == '__main__':
    tap.main()
