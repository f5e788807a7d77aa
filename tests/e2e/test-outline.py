#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The outline: flows and their nodes as a list, to go by and to edit."""
import json
import unittest

import tap
from editor import Editor, example


def many(count):
    nodes = {f'n{i}': {'kind': 'log', 'title': f'Node {i}', 'settings': {'message': 'x'},
                       'next': {'default': f'n{i + 1}'}} for i in range(count)}
    nodes[f'n{count - 1}'].pop('next')
    return json.dumps({'format': 1, 'run': ['main'], 'flows': {'main': {'start': 'n0', 'nodes': nodes}}})


class Outline(unittest.TestCase):
    def start(self, *arguments, **options):
        editor = Editor(*arguments, **options)
        self.enterContext(editor)
        editor.key('ctrl+shift+o')
        editor.wait_for(lambda: editor.query(name='outline-list'), 'the outline')
        return editor

    @staticmethod
    def rows(editor):
        """What the rows on screen are called."""
        return [item['text'] for row in editor.query(type='SluiceOutlineRow')
                for item in editor.query(within=row, type='GtkLabel')]

    def wait_for_rows(self, editor, *rows):
        editor.wait_for(lambda: self.rows(editor) == list(rows), f'the rows {rows}')

    @staticmethod
    def place(editor, title):
        row = next(row for row in editor.query(type='SluiceOutlineRow')
                   if editor.query(within=row, type='GtkLabel', text=title))
        return editor.place_of(row)

    @staticmethod
    def wait_for_selection(editor, *addresses):
        editor.wait_for(lambda: editor.state()['selection'] == list(addresses), f'{addresses} to be selected')

    def test_shows_all_flows_and_leads_there(self):
        editor = self.start(example('nested'))
        rows = self.rows(editor)
        self.assertEqual(rows[:3], ['Order', 'Add up the order', 'Payment'])
        self.assertIn('Refuse', rows)
        editor.click(self.place(editor, 'Refuse'))
        self.wait_for_selection(editor, 'payment/refuse')
        self.assertEqual(editor.state()['flow'], 'payment')
        editor.key('Up')
        self.wait_for_selection(editor, 'payment/charge')
        editor.click(self.place(editor, 'Order'))
        editor.wait_for(lambda: editor.state()['flow'] == 'order', 'the flow')

    def test_follows_the_canvas(self):
        editor = self.start(copy_of='nested')
        editor.select('order/decline')
        self.wait_for_selection(editor, 'order/decline')
        editor.key('ctrl+shift+o', 'Down')
        self.wait_for_selection(editor, 'order/end')
        editor.key('Return', 'Delete')
        editor.wait_for(lambda: 'End' not in self.rows(editor), 'the row to go')
        editor.key('ctrl+z')
        editor.wait_for(lambda: 'End' in self.rows(editor), 'the row to come back')

    def test_filters(self):
        editor = self.start(example('nested'))
        editor.click(editor.find('outline-search'))
        editor.type('refuse')
        self.wait_for_rows(editor, 'Payment', 'Refuse')
        editor.key('Return')
        self.wait_for_selection(editor, 'payment/refuse')
        editor.click(editor.find('outline-search'))
        editor.type('nowhere')
        editor.wait_for(lambda: editor.query(text='Nothing is called that'), 'the words')
        editor.key('Escape')
        editor.wait_for(lambda: 'Order' in self.rows(editor), 'all rows')

    def test_renames(self):
        editor = self.start(copy_of='nested')
        editor.click(self.place(editor, 'Decline'))
        self.wait_for_selection(editor, 'order/decline')
        editor.key('F2')
        editor.wait_for(lambda: editor.query(name='outline-rename'), 'the entry')
        editor.type('Say no')
        editor.key('Return')
        editor.wait_for(lambda: 'Say no' in self.rows(editor), 'the new title')
        self.assertEqual(editor.nodes['decline']['title'], 'Say no')
        editor.click(self.place(editor, 'Shipping') if self.rows(editor).count('Shipping') == 1
                     else self.place(editor, 'Order'))
        editor.wait_for(lambda: editor.state()['selection'] == [], 'the flow to be selected')
        editor.key('F2')
        editor.wait_for(lambda: editor.query(name='outline-rename'), 'the entry')
        editor.type('Sale')
        editor.key('Return')
        editor.wait_for(lambda: 'Sale' in self.rows(editor), 'the new title')
        self.assertEqual(editor.document()['flows']['order']['title'], 'Sale')

    def test_edits_flows(self):
        editor = self.start(copy_of='nested')
        editor.click(self.place(editor, 'Order'))
        editor.key('ctrl+d')
        editor.wait_for(lambda: len(editor.document()['flows']) == 4, 'the copy')
        copy = editor.state()['flow']
        self.assertNotEqual(copy, 'order')
        editor.key('shift+F10')
        editor.choose_from_menu('Start Runs with This Flow')
        editor.wait_for(lambda: editor.document()['run'] == [copy], 'what runs')
        editor.key('Delete')
        editor.wait_for(lambda: len(editor.document()['flows']) == 3, 'the flow to go')

    def test_says_why_a_flow_stays(self):
        editor = self.start(copy_of='nested')
        editor.select('order/payment')
        editor.click(self.place(editor, 'Refuse'))
        self.wait_for_selection(editor, 'payment/refuse')
        editor.key('Up', 'Up', 'Up')
        editor.wait_for(lambda: editor.state()['selection'] == [], 'the flow to be selected')
        editor.key('Delete')
        editor.wait_for(lambda: editor.query(type='AdwToastWidget'), 'the words')
        self.assertEqual(len(editor.document()['flows']), 3)

    def test_edits_nodes_by_their_menu(self):
        editor = self.start(copy_of='nested')
        editor.click(self.place(editor, 'Decline'), button=3)
        editor.choose_from_menu('Start Here')
        editor.wait_for(lambda: editor.document()['flows']['order']['start'] == 'decline', 'the start')
        editor.key('ctrl+d')
        editor.wait_for(lambda: len(editor.nodes) == 7, 'the copy')
        editor.key('Delete')
        editor.wait_for(lambda: len(editor.nodes) == 6, 'the copy to go')

    def test_has_marks(self):
        editor = self.start(copy_of='nested')

        def marks(title):
            row = next(row for row in editor.query(type='SluiceOutlineRow')
                       if editor.query(within=row, type='GtkLabel', text=title))
            return [item.get('tooltip') for item in editor.query(within=row, type='GtkImage')][1:]

        before = len(marks('Decline'))
        editor.select('order/decline')
        editor.key('F9')
        editor.wait_for(lambda: len(marks('Decline')) == before + 1, 'the breakpoint')
        editor.key('ctrl+m')
        editor.wait_for(lambda: len(marks('Decline')) == before + 2, 'the mark of what is disabled')

    def test_a_thousand_nodes(self):
        editor = self.start(text=many(1000))
        self.assertLess(len(self.rows(editor)), 300)
        editor.click(editor.find('outline-search'))
        editor.type('Node 997')
        self.wait_for_rows(editor, 'main', 'Node 997')
        editor.key('Return', 'ctrl+shift+o', 'Escape')
        self.wait_for_selection(editor, 'main/n997')


if __name__ == '__main__':
    tap.main()
