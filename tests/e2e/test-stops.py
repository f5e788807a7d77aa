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
