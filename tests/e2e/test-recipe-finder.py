#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The recipe finder: changed with the pointer, run, refused once, accepted, stopped and stepped."""
import unittest

import tap
from editor import Editor, example, read, run_headless

QUESTION = 'Enter ingredient:'


class RecipeFinder(unittest.TestCase):
    def test_is_changed_with_the_pointer_and_back(self):
        with Editor(example('recipe-finder')) as editor:
            before = editor.document()
            editor.drag(editor.node('main/suggest').at(0.4, 0.1), by=(0, 80))
            moved = editor.document()['layout']['main']['suggest']
            self.assertEqual(moved[0], before['layout']['main']['suggest'][0])
            self.assertGreater(moved[1], before['layout']['main']['suggest'][1])
            editor.key('ctrl+z')
            self.assertEqual(editor.document(), before)
            self.assertFalse(editor.state()['dirty'])

            editor.drag(editor.input_port('main/end'), editor.node('main/fetch').at(0.5, 0.5))
            self.assertEqual(editor.nodes['approve']['next'],
                             {'accept': 'fetch', 'retry': 'suggest'})
            editor.key('ctrl+z')
            self.assertEqual(editor.document(), before)

    def test_suggests_again_after_a_refusal(self):
        with Editor(copy_of='recipe-finder') as editor:
            editor.drag(editor.node('main/end').at(0.4, 0.3), by=(0, 60))
            editor.key('ctrl+s')
            editor.key('F5')
            editor.allow()
            editor.wait_for_question(QUESTION)
            self.assertEqual(editor.marks()['main/fetch']['state'], 'person')
            self.assertTrue(editor.marks()['main/fetch']['current'])
            editor.answer('Chicken')
            store = run_headless(editor.path, 'chicken', 'retry', 'accept')
            self.refuse_once(editor, store)
            editor.choose('accept')
            self.finish(editor, store)

    def refuse_once(self, editor, store):
        refused, = store['refused']
        editor.wait_for_question(f'Accept {refused}?')
        marks = editor.marks()
        self.assertEqual((marks['main/suggest']['state'], marks['main/suggest']['text']),
                         ('done', 'approve'))
        self.assertTrue(marks['main/approve']['current'])
        editor.choose('retry')
        editor.wait_for_question(f'Accept {store["suggestion"]}?')
        state = editor.state()
        self.assertEqual(state['marks']['main/suggest']['visits'], 2)
        self.assertEqual([(edge['from'], edge['action']) for edge in state['edges']
                          if edge['last']], [('main/suggest', 'approve')])
        self.assertIn({'from': 'main/approve', 'action': 'retry', 'taken': 1, 'last': False, 'next': False},
                      state['edges'])

    def finish(self, editor, store):
        editor.wait_for_session('finished')
        editor.wait_for_line(f'Enjoy your meal: {store["suggestion"]}')
        self.assertFalse(editor.query(name='prompt-card'))
        self.assertEqual(editor.status, 'Finished')
        editor.show_run()
        shown = editor.store()
        for key in ('ingredient', 'suggestion'):
            self.assertEqual(shown[key], f'“{store[key]}”')
        self.assertEqual(set(shown) - {'Key'}, set(store))

    def test_stopped_while_it_waits_for_a_person_leaves_nothing(self):
        with Editor(example('recipe-finder')) as editor:
            editor.key('F5')
            editor.wait_for_question(QUESTION)
            editor.key('shift+F5')
            state = editor.wait_for_session('cancelled')
            self.assertEqual([lane['ended'] for lane in state['lanes']], [True])
            editor.show_run()
            lanes, = editor.query(name='lane-list')
            editor.wait_for(lambda: [image['icon'] for image in editor.query(within=lanes, type='GtkImage')][:1]
                            == ['media-playback-stop-symbolic'], 'the sign of a lane that was cancelled')
            self.assertFalse(any(mark['current'] for mark in state['marks'].values()))
            self.assertFalse(editor.query(name='prompt-card'))
            self.assertFalse(state['dirty'])
            editor.key('F5')
            editor.wait_for_question(QUESTION)
            editor.answer('chicken')
            editor.wait_for(lambda: editor.query(name='prompt-choice'), 'the second question')

    def test_stops_at_breakpoints_and_steps(self):
        with Editor(example('recipe-finder')) as editor:
            editor.select('main/suggest')
            editor.key('F9')
            corner = editor.node('main/approve')
            editor.click((corner.x + 2, corner.y + 2))
            self.assertEqual(editor.state()['breakpoints'], ['main/approve', 'main/suggest'])

            def mark():
                """The middle of the breakpoint's mark, over which a ring would go."""
                place, zoom = editor.node('main/suggest'), editor.state()['zoom']
                return editor.pixel((round(place.x + 2 * zoom), round(place.y + 2 * zoom)))

            editor.click(editor.canvas(0.5, 0.95))
            red = mark()
            editor.key('F5')
            editor.wait_for_question(QUESTION)
            editor.answer('chicken')
            editor.wait_for_stop('main/suggest')
            editor.wait_for(lambda: mark() == red, 'the mark above the ring')
            editor.key('F5')
            editor.wait_for_stop('main/approve')
            self.assertIn('suggestion', editor.store())
            corner = editor.node('main/approve')
            editor.click((corner.x + 2, corner.y + 2))
            self.assertEqual(editor.state()['breakpoints'], ['main/suggest'])
            editor.key('F10')
            editor.choose('retry')
            editor.wait_for_stop('main/suggest')
            editor.key('F10')
            editor.wait_for_stop('main/approve')
            editor.key('F5')
            editor.choose('accept')
            editor.wait_for_session('finished')

    def test_pauses_while_it_waits(self):
        with Editor(example('recipe-finder')) as editor:
            editor.key('F5')
            editor.wait_for_question(QUESTION)
            editor.key('F6')
            editor.answer('chicken')
            editor.wait_for_session('stopped')
            editor.key('F5')
            editor.choose('accept')
            editor.wait_for_session('finished')


if __name__ == '__main__':
    tap.main()
