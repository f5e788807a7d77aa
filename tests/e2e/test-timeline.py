#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The timeline of a run: rows, words for each stretch, and the way to its node, by pointer and keys."""
import json
import unittest

import tap
from debug_flows import make_long, make_wide
from editor import Editor

FLOW = json.dumps({
    'format': 1, 'name': 'Times', 'run': ['main'], 'flows': {'main': {'start': 'flaky', 'nodes': {
        'flaky': {'kind': 'script', 'title': 'Flaky call', 'retries': 2, 'wait': 0.05,
                  'exec': "if attempt == 0 then error('no luck') end", 'next': {'default': 'many'}},
        'many': {'kind': 'script', 'title': 'Many', 'prep': 'return {1, 2, 3}', 'batch': {'mode': 'parallel'},
                 'exec': 'sleep(0.05)', 'next': {'default': 'who'}},
        'who': {'kind': 'ask', 'title': 'Who', 'settings': {'prompt': 'Who?'}}}}}})


class Timeline(unittest.TestCase):
    def words(self, editor):
        """What a screen reader says of the selected stretch."""
        return next(item.description for item in editor.accessible().walk() if item.name == 'Timeline'
                    and item.description)

    def show(self, editor):
        tab = next(editor.place_of(widget) for widget in editor.query(text='Timeline'))
        editor.click(tab)
        editor.settle()

    def test_a_run(self):
        with Editor(text=FLOW) as editor:
            self.show(editor)
            editor.key('F5')
            editor.wait_for(lambda: editor.query(type='SluicePromptCard'), 'the question')
            area = editor.find('timeline-area')
            editor.click((area.x + 200, area.y + 34))
            editor.key('End')
            self.assertRegex(self.words(editor), '^Lane 1, Who: waits for a person, ')
            editor.key('Home')
            self.assertRegex(self.words(editor), '^Lane 1, (main|Flaky call): ')
            editor.key('Down')
            self.assertRegex(self.words(editor), '^Lane 2, Many: ')
            editor.key('Return')
            self.assertEqual(['main/many'], editor.state()['selection'])

            # It is reached by its own key, and what leads through the past in the way around the panes.
            editor.key('Escape', 'ctrl+shift+l', 'Home')
            self.assertTrue(editor.query(name='timeline-area')[0]['focus'])
            self.assertRegex(self.words(editor), '^Lane 2, Many: ')
            editor.key('shift+F10')
            editor.wait_for(lambda: editor.state()['moment'] > 0, 'the past')
            editor.key('Escape', 'ctrl+shift+F6')
            bar, = editor.query(name='travel-bar')
            self.assertTrue([item for item in editor.query(within=bar) if item['focus']])

    def test_is_zoomed_panned_and_measured(self):
        with Editor(text=make_wide(8)) as editor:
            self.show(editor)
            editor.key('F5')
            editor.wait_for_session('finished')
            area = editor.place_at_rest(name='timeline-area')
            x, y = area.x + 132 + (area.width - 132) * 0.1, area.y + 22 + 24 + 8
            editor.click((x, y))
            first = self.words(editor)
            self.assertRegex(first, '^Lane 2, All at once: ')

            # The moment below the pointer stays there, and goes with it.
            editor.scroll((x, y), -6, modifiers=('ctrl',))
            editor.click((x, y + 6))
            self.assertEqual(self.words(editor), first)
            editor.drag((x, y), by=(30, 0))
            editor.click((x + 30, y + 6))
            self.assertEqual(self.words(editor), first)

            editor.drag((x, y), by=(80, 0), modifiers=('shift',))
            self.assertRegex(self.words(editor), r'\. Measured: [0-9.]+ (µs|ms)$')
            editor.key('Escape')
            self.assertNotIn('Measured', self.words(editor))
            # From the beginning of one stretch to the end of the third.
            editor.key('0', 'Home', 'shift+Right', 'shift+Right')
            self.assertRegex(self.words(editor), r'\. Measured: [0-9.]+ ms$')
            editor.click((x, y))
            self.assertNotIn('Measured', self.words(editor))

    def test_says_what_is_more_than_it_shows(self):
        with Editor(text=make_wide(1300)) as editor:
            self.show(editor)
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.wait_for(lambda: editor.query(name='timeline-left-out'), 'the word')
            self.assertEqual(editor.get('timeline-left-out', 'label'), '301 more lanes are not shown')
            editor.click(editor.place_at_rest(text='Show Runs', type='GtkButton'))
            editor.wait_for(lambda: editor._rows('run-list'), 'the runs')
        # Attempts that fail are shown, however short they are.
        flow = make_long(18000)
        flow['flows']['main']['nodes']['work'] |= {'retries': 10, 'exec': "error ('no')", 'fallback': 'return 1'}
        with Editor(text=flow) as editor:
            self.show(editor)
            self.assertEqual(editor.query(name='timeline-left-out'), [])
            editor.key('F5')
            editor.wait_for(lambda: editor.state()['session'] == 'finished', 'the end', 60)
            editor.key('shift+F10')
            editor.wait_for(lambda: editor.state()['moment'] > 0, 'a moment')
            editor.wait_for(lambda: editor.query(name='timeline-left-out'), 'the word')
            self.assertRegex(editor.get('timeline-left-out', 'label'), r'^The earliest [0-9]{4,} stretches are not shown$')

    def test_the_word_before_a_run(self):
        with Editor(text=FLOW) as editor:
            self.show(editor)
            self.assertTrue(editor.query(text='What the lanes of a run do, and when, appears here'))
            self.assertEqual([], editor.query(name='timeline-area'))


if __name__ == '__main__':
    tap.main()
