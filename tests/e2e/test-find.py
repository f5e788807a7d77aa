#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finding: anything to go to, any command, and a text on the canvas; all by keyboard."""
import unittest

import tap
from editor import Editor, example


def rows(editor):
    """What the finder shows: the texts of each row, and whether it can be chosen."""
    return [([item['text'] for item in editor.query(within=row, type='GtkLabel')], row['sensitive'])
            for row in editor.query(name='finder-row')]


class Find(unittest.TestCase):
    def start(self, *names):
        editor = Editor(*[example(name) for name in names])
        self.enterContext(editor)
        return editor

    def search(self, editor, keys, text):
        editor.key(keys)
        editor.wait_for(lambda: editor.query(name='finder'), 'the finder')
        editor.type(text)
        editor.wait_for(lambda: rows(editor), 'something found')

    def expect_closed(self, editor):
        editor.wait_for(lambda: not editor.query(name='finder'), 'the finder to close')

    def test_goes_to_a_node_of_another_flow(self):
        editor = self.start('nested')
        self.assertEqual(editor.state()['flow'], 'order')
        self.search(editor, 'ctrl+k', 'payment/')
        address = rows(editor)[0][0][1]
        editor.key('Return')
        self.expect_closed(editor)
        editor.wait_for(lambda: editor.state()['selection'] == [address], 'the node')
        self.assertEqual(editor.state()['flow'], 'payment')
        editor.key('alt+Up')
        self.assertEqual(editor.state()['flow'], 'order')

    def test_goes_to_an_example_from_the_start_page(self):
        editor = self.start()
        self.search(editor, 'ctrl+k', 'recipe')
        editor.key('Return')
        self.expect_closed(editor)
        editor.wait_for(lambda: editor.title == 'Recipe finder', 'the example')

    def test_escape_goes_back(self):
        editor = self.start('hello')
        self.search(editor, 'ctrl+k', 'gre')
        editor.key('Escape')
        self.expect_closed(editor)
        self.assertEqual(editor.state()['selection'], [])

    def test_does_a_command(self):
        editor = self.start('hello')
        self.search(editor, 'ctrl+shift+p', 'zoom in')
        self.assertEqual(rows(editor)[0], (['Zoom In', 'Ctrl++'], True))
        before = editor.get('zoom', 'label')
        editor.key('Return')
        self.expect_closed(editor)
        editor.wait_for(lambda: editor.get('zoom', 'label') != before, 'another zoom')

    def test_what_cannot_be_done_is_dimmed(self):
        editor = self.start('hello')
        self.search(editor, 'ctrl+shift+p', 'duplicate')
        self.assertFalse(rows(editor)[0][1])
        editor.key('Return')
        self.assertTrue(editor.query(name='finder'))
        editor.key('Escape')
        self.expect_closed(editor)
        editor.select('main/greet')
        self.search(editor, 'ctrl+shift+p', 'duplicate')
        self.assertTrue(rows(editor)[0][1])
        editor.key('Return')
        editor.wait_for(lambda: len(editor.nodes) == 3, 'a copy')

    def test_finds_on_the_canvas(self):
        editor = self.start('recipe-finder')
        editor.key('ctrl+f')
        editor.type('recipe')
        first = editor.state()['selection']
        count = editor.get('find-count', 'label')
        self.assertRegex(count, r'^1 of [2-9]$')
        editor.key('Return')
        self.assertEqual(editor.get('find-count', 'label'), count.replace('1', '2', 1))
        self.assertNotEqual(editor.state()['selection'], first)
        editor.key('shift+Return')
        self.assertEqual(editor.state()['selection'], first)
        editor.key('shift+Return')
        self.assertEqual(editor.get('find-count', 'label'), f'{count[-1]} of {count[-1]}')
        editor.type('no such text')
        self.assertEqual(editor.get('find-count', 'label'), 'Not found')
        editor.key('Escape')
        editor.key('ctrl+a')
        self.assertEqual(len(editor.state()['selection']), len(editor.nodes))

    def test_finds_in_all_flows_of_the_file(self):
        """Where a key of the store is used, wherever that is."""
        def script(text, follows=None):
            return {'kind': 'script', 'post': text, **({'next': {'default': follows}} if follows else {})}

        flow = {'format': 1, 'run': ['main'], 'flows': {
            'main': {'start': 'make', 'nodes': {
                'make': script('shared.items = {}', 'inner'),
                'inner': {'kind': 'flow', 'settings': {'flow': 'part'}, 'next': {'default': 'show'}},
                'show': {'kind': 'log', 'settings': {'message': '{{ #shared.items }}'}}}},
            'part': {'start': 'fill', 'nodes': {
                'fill': script('shared.items[1] = 7', 'other'), 'other': script('shared.done = true')}}}}
        editor = self.enterContext(Editor(text=flow))
        editor.key('ctrl+f')
        editor.type('shared.items')
        for number, address in ((1, 'main/make'), (2, 'main/show'), (3, 'part/fill'), (1, 'main/make')):
            self.assertEqual((f'{number} of 3', [address]),
                             (editor.get('find-count', 'label'), editor.state()['selection']))
            self.assertEqual(address.split('/')[0], editor.state()['flow'])
            editor.key('Return')
        editor.key('shift+Return', 'shift+Return')
        self.assertEqual(['part/fill'], editor.state()['selection'])

        # Typing alone stays in the flow.
        editor.key('ctrl+a')
        editor.type('make')
        self.assertEqual(('1 in another flow', 'part'), (editor.get('find-count', 'label'), editor.state()['flow']))
        editor.key('Return')
        self.assertEqual(('1 of 1', ['main/make']), (editor.get('find-count', 'label'), editor.state()['selection']))

    def test_goes_near_enough_to_read(self):
        editor = self.start('recipe-finder')
        editor.scroll(editor.canvas(), 8)
        far = editor.state()['zoom']
        self.assertLess(far, 0.4)
        editor.key('ctrl+f')
        editor.type('approval')
        self.assertEqual(editor.state()['zoom'], far)
        editor.key('Return')
        self.assertEqual(editor.state()['zoom'], 1)
        editor.key('Escape')
        editor.scroll(editor.canvas(), 8)
        self.search(editor, 'ctrl+k', 'approval')
        editor.key('Return')
        self.expect_closed(editor)
        editor.wait_for(lambda: editor.state()['zoom'] == 1, 'the node to be near')
        place = editor.node(editor.state()['selection'][0])
        canvas = editor.find('canvas')
        self.assertAlmostEqual(place.centre[0], canvas.centre[0], delta=2)
        self.assertAlmostEqual(place.centre[1], canvas.centre[1], delta=2)

    def test_rings_all_that_is_found(self):
        editor = self.start('hello')
        editor.key('ctrl+1')
        self.assertEqual(list(editor.nodes), ['name', 'greet'])
        place = editor.node('main/greet')
        zoom = int(editor.get('zoom', 'label').split()[0]) / 100

        def ring():
            """Above the node, that the bar may have moved down."""
            now = editor.node('main/greet')
            return editor.pixel((round(now.x + now.width / 2), round(now.y - 4.2 * zoom)))

        before = editor.pixel((round(place.x + place.width / 2), round(place.y - 4.2 * zoom)))
        editor.key('ctrl+f')
        editor.type('name')
        self.assertEqual(editor.get('find-count', 'label'), '1 of 2')
        self.assertEqual(editor.state()['selection'], ['main/name'])
        editor.wait_for(lambda: ring() != before, 'the ring')
        editor.key('Escape')
        editor.wait_for(lambda: ring() == before, 'the ring to go')


if __name__ == '__main__':
    tap.main()
