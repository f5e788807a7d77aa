#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What comes from other programs: dropped on the canvas, and pasted."""
import json
import os
import pathlib

import tap
from canvas_case import FLOW, CanvasCase
from editor import read, sluice
from x_offer import Offer


class FromOthers(CanvasCase):
    def offer(self, selection, contents):
        offer = Offer(self.editor.desktop.env['DISPLAY'], selection, contents)
        self.addCleanup(offer.close)
        return offer

    def drop(self, kind, data, place=None):
        """Drops data of a kind on the canvas, where there is nothing by default."""
        offer = self.offer('XdndSelection', {kind: data.encode()})
        offer.drop(place or self.editor.canvas(0.4, 0.85), self.editor.wait_for)

    def drop_files(self, *paths):
        self.drop('text/uri-list', ''.join(pathlib.Path(path).as_uri() + '\r\n' for path in paths))

    def fragment(self):
        """Two nodes as text, as they are copied."""
        self.select_all('main/a', 'main/b')
        self.editor.key('ctrl+c')
        text = self.editor.clipboard()
        self.editor.key('ctrl+shift+a')
        return text

    def test_text_becomes_nodes_or_a_note(self):
        text = self.fragment()
        self.drop('text/plain;charset=utf-8', text)
        self.editor.wait_for(lambda: len(self.editor.nodes) == 5, 'the nodes')
        self.assertEqual(self.editor.nodes['a-2']['next'], {'default': 'b-2'})
        self.assert_undone_and_redone()
        self.drop('text/plain;charset=utf-8', 'Buy milk, λ')
        self.editor.wait_for(lambda: '$notes' in self.layout(), 'the note')
        self.assertEqual(self.layout()['$notes']['note']['text'], 'Buy milk, λ')
        self.assert_undone_and_redone()

    def test_files_open(self):
        """A flow as itself, a picture that has one in it as a flow without a file."""
        editor = self.editor
        other = editor.make_file('other.flow.json', json.dumps(dict(FLOW, name='Other')))
        self.drop_files(other)
        editor.wait_for(lambda: editor.title == 'Other', 'the other flow')
        for kind in ('svg', 'png'):
            picture = os.path.join(editor.home, 'picture.' + kind)
            sluice('export', other, '--to', kind, '--output', picture)
            editor.key('ctrl+t')
            editor.wait_for(lambda: not editor.nodes, 'an empty flow')
            self.drop_files(picture)
            editor.wait_for(lambda: len(editor.nodes) == 3, f'the flow of the {kind}')
        self.assertEqual(json.loads(read(other))['name'], 'Other')

    def test_each_file_that_cannot_be_opened_is_told(self):
        editor = self.editor
        good = json.dumps(dict(FLOW, name='Good'))
        paths = [editor.make_file(name, text) for name, text in (
            ('1.flow.json', '{'), ('2.flow.json', good), ('3.flow.json', '[]'), ('4.flow.json', good))]
        self.drop_files(*paths)
        editor.wait_for(lambda: len(editor.query(type='AdwTab')) == 3, 'the tabs of those that can')
        title, = [bar['text'] for bar in editor.query(name='message-title')]
        self.assertEqual(title, '2 files could not be opened')
        text, = [bar['text'] for bar in editor.query(name='message-text')]
        self.assertEqual([line.split(':')[0] for line in text.splitlines()], ['1.flow.json', '3.flow.json'])

    def test_text_is_pasted(self):
        text = self.fragment()
        offer = self.offer('CLIPBOARD', {'UTF8_STRING': text.encode(),
                                         'text/plain;charset=utf-8': text.encode()})

        def is_there():
            offer.serve()
            return len(self.editor.nodes) == 5

        def is_known():
            offer.serve()
            return 'TARGETS' in offer.asked

        self.editor.wait_for(is_known, 'the editor to hear of it')
        self.editor.move(self.editor.canvas(0.4, 0.85))
        self.editor.key('ctrl+v', settle=False)
        self.editor.wait_for(is_there, 'what the other program has', settle=False)
        self.assert_selected('a-2', 'b-2')
        self.assert_undone_and_redone()


if __name__ == '__main__':
    tap.main()
