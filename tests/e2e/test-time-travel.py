#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs of the past: going back in one, going on from there, replaying, comparing, and the list of them."""
import glob
import json
import os
import unittest

import tap
from debug_flows import COUNTING, SCRIPT
from debugging import Person, Server, show_page, write
from editor import Editor, sluice

ASKING = json.dumps({
    'format': 1, 'name': 'Asking', 'run': ['main'], 'flows': {'main': {'start': 'name', 'nodes': {
        'name': {'kind': 'ask', 'title': 'Name', 'settings': {'prompt': 'Who are you?'}, 'output': 'name',
                 'next': {'default': 'place'}, 'ui': {'x': 0, 'y': 0}},
        'place': {'kind': 'ask', 'title': 'Place', 'settings': {'prompt': 'Where are you?'}, 'output': 'place',
                  'ui': {'x': 18, 'y': 0}}}}}})


def records(editor):
    return sorted(glob.glob(os.path.join(editor.desktop.env['XDG_STATE_HOME'], 'sluice/runs/*.run')))


class TimeTravel(unittest.TestCase):
    def open(self, text):
        editor = Editor(text=text)
        return self.enterContext(editor)

    def wait_for_moment(self, editor, moment):
        editor.wait_for(lambda: editor.state()['moment'] == moment, f'moment {moment}')
        editor.settle()

    def run_to_end(self, editor):
        editor.key('F5')
        editor.wait_for_session('finished')

    def show_runs(self, editor, count):
        editor.key('ctrl+h')
        editor.wait_for(lambda: len(editor._rows('run-list')) == count, f'{count} runs')
        editor.settle()

    def choose_run(self, editor, index):
        editor.click(editor.place_of(editor._rows('run-list')[index]))

    def titles(self, editor):
        return [editor.query(within=row, type='GtkLabel')[0]['text'] for row in editor._rows('run-list')]


class Moments(TimeTravel):
    def test_five_visits_back_and_another_way_on(self):
        editor = self.open(COUNTING)
        self.run_to_end(editor)
        for moment in range(21, 16, -1):
            editor.key('shift+F10')
            self.wait_for_moment(editor, moment)
        self.assertEqual(editor.get('travel-title', 'label'), 'Visit 17 of 21: Again')
        self.assertEqual(editor.state()['stop'], 'main/again')
        self.assertEqual(editor.store()['n'], '8')
        self.assertEqual(editor.marks()['main/count']['visits'], 8)
        self.assertNotIn('main/end', editor.marks())

        editor.click(editor.find('travel-fork'))
        editor.wait_for_stop('main/again')
        self.assertEqual(editor.state()['moment'], 0)
        self.assertEqual(editor.store()['n'], '8')
        tree, = editor.query(name='store-tree')
        editor.move(editor.place_of(editor.query(within=tree, type='GtkLabel', text='limit')[0]))
        editor.input.press(1)
        editor.input.release(1)
        editor.press()
        self.assertEqual(editor.query(name='value-editor-text'), [], 'the editor comes before the button is up')
        editor.release()
        editor.wait_for(lambda: editor.query(name='value-editor-text'), 'the editor')
        editor.key('ctrl+a')
        editor.type('9')
        editor.key('Return')
        editor.wait_for(lambda: editor.store()['limit'] == '9', 'the store to be edited')
        editor.key('F5')
        editor.wait_for_session('finished')
        self.assertEqual(editor.store()['n'], '9')
        self.assertEqual(editor.marks()['main/end']['visits'], 1)

        self.show_runs(editor, 2)
        details = [[item['text'] for item in editor.query(within=row, type='GtkLabel')][1]
                   for row in editor._rows('run-list')]
        self.assertIn('forked', details[0])
        self.assertNotIn('forked', details[1])

    def test_on_from_a_node(self):
        """Of a run that has ended any node that was visited is where a new one can begin."""
        editor = self.open(COUNTING)
        self.run_to_end(editor)
        editor.click(editor.canvas(0.9, 0.9))
        editor.key('ctrl+F5')
        editor.wait_for(lambda: editor.query(type='GtkLabel', text='Select a node that the run has visited first'),
                        'the hint')
        editor.select('main/end')
        editor.key('ctrl+F5')
        editor.wait_for_stop('main/end')
        self.assertEqual(editor.store()['n'], '10')
        editor.key('F5')
        editor.wait_for_session('finished')

        # By its menu; the flow is run as it is now.
        editor.show_inspector()
        editor.select('main/count')
        ending = 'shared.edited = true return "done"'
        editor.set_row('Finish (post)', f'shared.n = (shared.n or 0) + 1 if shared.n >= shared.limit then {ending} end')
        editor.key('Escape')
        editor.click(editor.node('main/count').at(0.5, 0.15), button=3)
        editor.choose_from_menu('Run')
        editor.choose_from_menu('Continue from Here')
        editor.wait_for_stop('main/count')
        editor.show_run()
        self.assertEqual(editor.store()['n'], '9')
        editor.key('F5')
        editor.wait_for_session('finished')
        self.assertEqual((editor.store()['n'], editor.store()['edited']), ('10', 'true'))

        # From any of its visits, by the page that shows them.
        editor.select('main/count')
        show_page(editor, 'Visit')
        editor.wait_for(lambda: editor.get('visit-place', 'label') == '10 of 10', 'the last visit')
        for number in 9, 8:
            editor.click(editor.find('visit-previous'))
            editor.wait_for(lambda seen=number: editor.get('visit-place', 'label') == f'{seen} of 10', f'visit {number}')
        editor.click(editor.find('visit-fork'))
        editor.wait_for_stop('main/count')
        editor.show_run()
        self.assertEqual(editor.store()['n'], '7')

        # It does not end as if all were well where the edited flow never comes there.
        editor.show_inspector()
        editor.set_row('Finish (post)', "return 'done'")
        editor.key('Escape')
        editor.wait_for(lambda: editor.nodes['count']['post'] == "return 'done'"
                        and editor.get('visit-place', 'label') == '7 of 7', 'the edit, and the visit')
        editor.key('ctrl+F5')
        editor.wait_for_session('failed')
        self.assertIn('ends before it comes to visit', editor.state()['message'])

    def test_the_scale_and_the_playhead(self):
        editor = self.open(COUNTING)
        self.run_to_end(editor)
        editor.key('shift+F10')
        self.wait_for_moment(editor, 21)
        scale = editor.find('travel-scale')
        editor.drag(scale.at(0.93, 0.5), scale.at(0.02, 0.5))
        editor.wait_for(lambda: editor.state()['moment'] < 5, 'a moment at the beginning')
        editor.click(editor.find('travel-scale'))
        editor.key('Home')
        self.wait_for_moment(editor, 1)
        editor.key('Right')
        editor.key('Right')
        self.wait_for_moment(editor, 3)
        editor.key('ctrl+shift+F10')
        self.wait_for_moment(editor, 4)
        slider = next(item for item in editor.accessible().walk() if item.role == 'slider')
        self.assertEqual(slider.name, 'Moment of the run')

        editor.click(editor.place_of(editor.query(text='Timeline')[0]))
        area = editor.find('timeline-area')
        editor.drag((area.x + 300, area.y + 10), (area.x + area.width - 4, area.y + 10))
        editor.wait_for(lambda: editor.state()['moment'] > 15, 'a moment at the end')
        editor.click(editor.find('travel-scale'))
        editor.key('Escape')
        editor.wait_for(lambda: editor.state()['moment'] == 0, 'the present')
        self.assertEqual(editor.store()['n'], '10')

    def test_back_to_the_last_stop(self):
        editor = self.open(COUNTING)
        editor.key('F11')
        editor.wait_for_stop('main/count')
        for address in ('main/again', 'main/count', 'main/again'):
            editor.key('F10')
            editor.wait_for_stop(address)
        editor.key('shift+F6')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'a moment')
        editor.settle()
        self.assertEqual(editor.state()['stop'], 'main/count')
        self.assertEqual(editor.store()['n'], '1')
        self.assertEqual(editor.state()['session'], 'stopped')

        # Nothing is done to the run behind the back of who looks at its past, and it is told why.
        step, = editor.query(name='step-over-button')
        self.assertFalse(step['sensitive'])
        self.assertIn('This is the past', step['tooltip'])
        editor.key('F10')
        editor.click(editor.store_key('n'), count=2)
        editor.wait_for(lambda: editor.query(name='value-editor-text'), 'the value')
        self.assertEqual(editor.query(name='value-editor-apply')[0]['text'], 'Close')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='value-editor-text'), 'the value to go')
        self.assertEqual((editor.state()['session'], editor.store()['n']), ('stopped', '1'))
        editor.click(editor.canvas(0.9, 0.9))
        editor.key('Escape')
        editor.wait_for(lambda: editor.state()['moment'] == 0, 'the present')
        self.assertEqual(editor.store()['n'], '2')
        step, = editor.query(name='step-over-button')
        self.assertEqual((step['sensitive'], step['tooltip']), (True, 'Step over (F10)'))
        editor.key('F10')
        editor.wait_for_stop('main/count')

    def stop_and_edit(self, editor):
        """Three stops, and an edit at the second; then to the end, after 17 visits."""
        editor.key('F11')
        editor.wait_for_stop('main/count')
        editor.key('F10')
        editor.wait_for_stop('main/again')
        editor.click(editor.store_key('limit'), count=2)
        write(editor, '8')
        editor.wait_for(lambda: editor.store()['limit'] == '8', 'the store to be edited')
        editor.key('F10')
        editor.wait_for_stop('main/count')
        self.run_to_end(editor)

    def did(self, editor):
        return [text for text in editor.texts('intervention-list') if text != 'Keep']

    def test_a_fork_and_the_run_before_it(self):
        editor = self.open(COUNTING)
        self.stop_and_edit(editor)
        for moment in range(17, 12, -1):
            editor.key('shift+F10')
            self.wait_for_moment(editor, moment)
        self.assertEqual(self.did(editor), ['Changed /limit: 10 → 8'])
        editor.click(editor.find('travel-fork'))
        editor.wait_for(lambda: editor.state()['moment'] == 0 and editor.state()['session'] == 'stopped', 'the fork')
        editor.settle()
        self.assertEqual(editor.state()['stop'], 'main/again')
        # The edit was done to the run before, and so to this one.
        self.assertEqual(self.did(editor), ['Changed /limit: 10 → 8'])

        # It was stopped where that was: the keys lead there and back.
        for moment, place in ((4, 'Count'), (3, 'Again'), (2, 'Count')):
            editor.key('shift+F6')
            self.wait_for_title(editor, f'Visit {moment} of 12: Stopped before {place}')
        self.assertEqual(editor.get('travel-stop', 'sensitive'), 'FALSE')
        for moment, place in ((3, 'Again'), (4, 'Count')):
            editor.key('alt+F6')
            self.wait_for_title(editor, f'Visit {moment} of 12: Stopped before {place}')
        editor.click(editor.find('travel-next-stop'))
        self.wait_for_title(editor, 'Visit 12 of 12: Forked here')
        self.assertEqual(editor.get('travel-next-stop', 'sensitive'), 'FALSE')
        self.assertEqual(self.did(editor), ['Changed /limit: 10 → 8'])

        # Begun anew nothing of it was done, and it stays listed; then beside the run before.
        editor.key('ctrl+shift+F5')
        editor.wait_for(lambda: editor.state()['session'] == 'finished' and editor.store()['n'] == '10', 'the end')
        self.assertEqual(self.did(editor), ['Changed /limit: 10 → 8 (in an earlier run)'])
        self.show_runs(editor, 3)
        self.choose_run(editor, 0)
        editor.key('ctrl+Down', 'ctrl+Down', 'ctrl+space')
        editor.click(editor.place_at_rest(name='run-compare'))
        self.wait_for_moment(editor, 3)
        self.assertRegex(editor.get('travel-details', 'label'), '^The two runs part at visit 3: .*/limit became 8')
        self.assertEqual(self.did(editor), ['Changed /limit: 10 → 8 (in an earlier run)'])
        editor.key('Escape')

    def tell_place(self, editor, node, words):
        """Where the run stands in the node, as the canvas tells it, and as it is read out."""
        name = next(item.name for item in editor.accessible().walk()
                    if item.role == 'list item' and item.name.startswith(node + ', '))
        self.assertTrue(name.endswith(', ' + words), name)

    def wait_for_title(self, editor, *words):
        editor.wait_for(lambda: all(word in editor.get('travel-title', 'label') for word in words), words)

    def test_the_stops_of_an_old_run(self):
        first = self.open(SCRIPT)
        for key, reason in (('F11', 'before Count'), ('F11', 'line 1 of the prep'), ('F11', 'before the exec'),
                            ('F11', 'line 1 of the exec'), ('F10', 'line 2 of the exec')):
            first.key(key)
            first.wait_for(lambda words=reason: words in first.get('stop-reason', 'label'), reason)
        self.assertEqual(first.status, 'Stopped at line 2 of the exec of Count letters')
        self.tell_place(first, 'Count letters', 'stopped at line 2 of exec')
        first.show_run()
        locals_there = first.store('locals-tree')
        self.assertNotEqual(locals_there, {})
        first.key('F5')
        first.wait_for_session('finished')
        first.quit()

        editor = self.enterContext(Editor(first.path, state=first.desktop.env['XDG_STATE_HOME']))
        self.show_runs(editor, 1)
        self.choose_run(editor, 0)
        editor.key('Return')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the end of the run')
        editor.key('shift+F6')
        self.wait_for_title(editor, 'Visit 2 of 2: ', 'line 2 of the exec')
        editor.show_run()
        self.assertEqual(editor.status, 'Visit 2 of 2: Stopped at line 2 of the exec of Count letters')
        self.tell_place(editor, 'Count letters', 'at line 2 of exec')
        self.assertIn('Stopped at line 2 of the exec of Count letters', editor.texts('lane-list'))
        editor.wait_for(lambda: editor.query(name='script-heading'), 'the script')
        self.assertEqual(editor.query(name='script-heading')[0]['text'], 'Count letters, Exec')
        self.assertEqual(editor.store('locals-tree'), locals_there)
        self.assertEqual(editor.query(name='script-unkept'), [])
        editor.select('main/count')
        editor.show_inspector()
        editor.set_row('Execute (exec)', 'return 0')
        editor.show_run()
        self.assertRegex(editor.query(name='script-stale')[0]['text'], '^This is the script as it ran[.]')
        editor.select('main/count')
        editor.key('ctrl+z')
        editor.wait_for(lambda: not editor.query(name='script-stale'), 'the word to go')
        editor.key('shift+F6')
        self.wait_for_title(editor, 'line 1 of the exec')
        self.tell_place(editor, 'Count letters', 'at line 1 of exec')
        editor.key('shift+F6')
        self.wait_for_title(editor, 'before the exec')
        self.tell_place(editor, 'Count letters', 'before exec')
        editor.wait_for(lambda: not editor.query(name='script-heading'), 'the script to go')
        editor.key('alt+F6')
        self.wait_for_title(editor, 'line 1 of the exec')

        # Each has its sign on the axis of the timeline, and leads there.
        editor.click(editor.place_of(editor.query(text='Timeline')[0]))
        editor.settle()
        item, = (item for item in editor.accessible().walk() if item.name == 'Timeline' and item.role == 'image')
        self.assertRegex(item.description, '^Stopped at .*: Stopped at line 1 of the exec of Count letters$')
        self.assertEqual(editor.get('travel-next-stop', 'sensitive'), 'TRUE')
        editor.click(editor.find('travel-next-stop'))
        self.wait_for_title(editor, 'line 2 of the exec')
        self.assertEqual(editor.get('travel-next-stop', 'sensitive'), 'FALSE')


    def test_a_script_that_failed_is_shown_at_its_line(self):
        flow = json.loads(json.dumps(SCRIPT))
        flow['flows']['main']['nodes']['count']['exec'][3] = "  if i == 2 then error ('too many words') end"
        editor = self.open(json.dumps(flow))
        editor.key('F5')
        editor.wait_for_session('failed')
        # Without a fallback none is told to have failed, too.
        show_page(editor, 'Visit')
        editor.wait_for(lambda: 'The visit failed' in editor.texts('visit-parts'), 'the visit')
        self.assertNotIn('The fallback failed', editor.texts('visit-parts'))
        editor.show_run()
        editor.key('shift+F10')
        self.wait_for_moment(editor, 2)
        self.assertEqual(editor.query(name='script-heading'), [])
        editor.key('ctrl+shift+F10')
        self.wait_for_moment(editor, 3)
        self.assertEqual(editor.state()['stop'], 'main/count')
        editor.wait_for(lambda: editor.query(name='script-heading'), 'the script')
        self.assertEqual(editor.query(name='script-heading')[0]['text'], 'Count letters, Exec')
        # What the record does not have is said where it would be.
        self.assertIn('The record has locals of stops at a line', editor.query(name='script-unkept')[0]['text'])
        self.assertEqual(editor.query(name='locals-tree'), [])


class Again(TimeTravel):
    def test_a_replay_needs_no_network(self):
        server = Server()
        fetch = {'kind': 'http', 'title': 'Fetch', 'settings': {'url': server.url},
                 'post': 'shared.answer = exec_res.body.answer', 'ui': {'x': 0, 'y': 0}}
        editor = self.open(json.dumps({'format': 1, 'run': ['main'],
                                       'flows': {'main': {'start': 'fetch', 'nodes': {'fetch': fetch}}}}))
        editor.key('F5')
        editor.allow()
        editor.wait_for_session('finished')
        server.close()
        self.assertEqual(server.n_asked, 1)

        self.show_runs(editor, 1)
        self.choose_run(editor, 0)
        editor.key('Return')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the run')
        editor.settle()
        editor.click(editor.find('travel-replay'))
        editor.wait_for(lambda: editor.state()['moment'] == 0 and editor.state()['session'] == 'finished', 'the replay')
        self.assertEqual(editor.store()['answer'], '42')
        self.assertEqual(len(records(editor)), 1)

        editor.select('main/fetch')
        editor.show_inspector()
        editor.set_row('Address', server.url + '/else')
        editor.key('Return')
        self.show_runs(editor, 1)
        self.choose_run(editor, 0)
        editor.key('Return')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the run')
        editor.settle()
        self.assertIn('when the flow was another', editor.get('travel-details', 'label'))
        editor.click(editor.find('travel-replay'))
        editor.wait_for_session('failed')
        self.assertIn('diverges', editor.state()['message'])
        self.assertEqual(editor.state()['stop'], 'main/fetch')
        self.assertEqual(server.n_asked, 1)

    def test_a_killed_run_is_resumed(self):
        editor = self.open(ASKING)
        editor.key('F5')
        editor.wait_for_question('Who are you?')
        editor.answer('Ada')
        editor.wait_for_question('Where are you?')
        editor.kill()
        editor.start_again(editor.path)

        self.show_runs(editor, 1)
        self.choose_run(editor, 0)
        editor.key('Return')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the run')
        editor.settle()
        self.assertIn('interrupted', editor.get('travel-details', 'label'))
        editor.click(editor.find('travel-resume'))
        editor.wait_for_question('Where are you?')
        editor.answer('London')
        editor.wait_for_session('finished')
        self.assertEqual(editor.store()['name'], '“Ada”')
        self.assertEqual(editor.store()['place'], '“London”')
        self.assertEqual(len(records(editor)), 1)

    def kill_computing(self, editor):
        """Ends the editor while the run computes; returns how many visits are in its record."""
        def list_runs():
            return [json.loads(line) for line in sluice('runs', '--json', env=editor.desktop.env).splitlines()]

        before = max([0] + [run['visits'] for run in list_runs()])
        editor.wait_for(lambda: list_runs() and list_runs()[0]['visits'] > before + 100, 'the record to grow', 30)
        editor.kill()
        visits = list_runs()[0]['visits']
        editor.start_again(editor.path)
        return visits

    def resume(self, editor):
        self.show_runs(editor, 1)
        self.choose_run(editor, 0)
        editor.key('Return')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the run')
        editor.click(editor.place_at_rest(name='travel-resume'))

    def test_a_resumed_run_stops_right_behind_its_record(self):
        """Its nodes never wait: what they did is what there is in the record, and then there is the breakpoint."""
        counting = {'format': 1, 'name': 'Endless', 'run': ['main'], 'flows': {'main': {'start': 'count', 'nodes': {
            'count': {'kind': 'script', 'title': 'Count', 'post': 'shared.n = (shared.n or 0) + 1',
                      'next': {'default': 'count'}, 'ui': {'x': 0, 'y': 0}}}}}}
        editor = self.enterContext(Person(text=counting))
        editor.key('F5')
        visits = self.kill_computing(editor)
        editor.select('main/count')
        editor.key('F9')
        self.resume(editor)
        editor.wait_for_stop('main/count')
        self.assertEqual(editor.store()['n'], str(visits - 1))  # the first visit is that of the flow
        editor.key('F9', 'F5')
        visits = self.kill_computing(editor)

        editor.add('Before a node')
        editor.write('break-condition', f'shared.n == {visits + 50}')
        editor.done()
        self.resume(editor)
        editor.wait_for_stop('main/count')
        self.assertEqual(editor.store()['n'], str(visits + 50))
        self.assertIn('Breakpoint on Count', editor.get('stop-reason', 'label'))
        editor.key('shift+F5')
        editor.wait_for_session('cancelled')

    def test_two_runs_are_compared(self):
        editor = self.open(ASKING)
        for name in ('Ada', 'Grace'):
            editor.key('F5')
            editor.wait_for_question('Who are you?')
            editor.answer(name)
            editor.wait_for_question('Where are you?')
            editor.answer('London')
            editor.wait_for_session('finished')
        self.show_runs(editor, 2)
        self.choose_run(editor, 0)
        editor.key('ctrl+a')
        editor.click(editor.find('run-compare'))
        self.wait_for_moment(editor, 2)
        self.assertEqual(editor.state()['stop'], 'main/name')
        self.assertRegex(editor.get('travel-details', 'label'), '^The two runs part at visit 2: .*Grace.*Ada')
        editor.key('ctrl+shift+F10')
        self.wait_for_moment(editor, 3)
        rows = [[item['text'] for item in editor.query(within=row, type='GtkLabel')]
                for row in editor._rows('store-tree')]
        name = ' '.join(next(row for row in rows if row[0] == 'name'))
        self.assertIn('Ada', name)
        self.assertIn('Grace', name)


class Judged(TimeTravel):
    def judge(self, editor):
        editor.key('ctrl+j')
        editor.wait_for(lambda: editor.query(name='judge-found') or editor.query(name='judge-nothing'), 'the verdict')
        editor.settle()

    def nothing(self, editor):
        status, = editor.query(name='judge-nothing')
        return [item['text'] for item in editor.query(within=status, type='GtkLabel')]

    def close(self, editor):
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='judge'), 'the window to close')

    def test_an_edited_flow_is_judged_by_its_runs(self):
        editor = self.open(COUNTING)
        self.judge(editor)
        self.assertIn('No Runs Yet', self.nothing(editor))
        self.close(editor)
        editor.key('F11')
        editor.wait_for_stop('main/count')
        editor.key('F10')
        editor.wait_for_stop('main/again')
        editor.key('shift+F10')
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'a moment')  # what was done is in the record
        self.judge(editor)
        self.assertEqual(['Nothing Could Be Judged', '1 visit was not finished'], self.nothing(editor))
        self.close(editor)
        editor.click(editor.find('travel-close'))
        editor.wait_for(lambda: editor.state()['moment'] == 0, 'the present')
        self.run_to_end(editor)
        self.judge(editor)
        self.assertIn('The last run would go the same way.', self.nothing(editor))
        self.close(editor)

        editor.select('main/count')
        editor.show_inspector()
        editor.set_row('Finish (post)', "return 'done'")
        self.judge(editor)
        self.assertEqual(editor.get('judge-found', 'label'),
                         '9 visits would go another way · 20 visits judged · 1 run')
        rows = [[item['text'] for item in editor.query(within=row, type='GtkLabel')]
                for row in editor._rows('judge-list')]
        self.assertEqual(rows[0][0], 'Count')
        self.assertRegex(rows[0][1], '· visit 2$')
        self.assertEqual(rows[0][2:], ['Was', 'default → Again', 'Now', 'done → The End'])

        # A row shows its moment beside the list, which stays.
        editor.click(editor.place_of(editor._rows('judge-list')[1]))
        self.wait_for_moment(editor, 4)
        self.assertEqual(editor.state()['stop'], 'main/count')
        self.assertEqual(editor.store()['n'], '1')
        editor.key('Down', 'Return')
        self.wait_for_moment(editor, 6)
        self.close(editor)
        self.assertEqual(editor.state()['moment'], 6)

        # What cannot run cannot be judged.
        editor.show_inspector()
        editor.set_row('Finish (post)', "return return 'done'")
        self.judge(editor)
        self.assertIn('The Flow Cannot Be Judged', self.nothing(editor))
        editor.click(editor.place_at_rest(name='judge-problems'))
        editor.wait_for(lambda: not editor.query(name='judge') and editor.query(name='problem-list'), 'the problems')

    def test_what_is_on_the_canvas_is_judged_wherever_it_lies(self):
        # A copy on a new tab, which lies in no file.
        editor = self.open(json.dumps(COUNTING).replace('shared.limit', '3'))
        editor.key('ctrl+a', 'ctrl+c', 'ctrl+n', 'ctrl+v')
        editor.wait_for(lambda: len(editor.nodes) == 3, 'the copy')
        count = next(key for key, node in editor.nodes.items() if node['title'] == 'Count')
        editor.select(f'main/{count}')
        editor.show_inspector()
        self.judge(editor)
        self.assertIn('No Runs Yet', self.nothing(editor))
        self.close(editor)
        self.run_to_end(editor)
        self.judge(editor)
        self.assertIn('The last run would go the same way.', self.nothing(editor))
        self.close(editor)
        editor.set_row('Finish (post)', "return 'done'")
        self.judge(editor)
        found = '2 visits would go another way · 6 visits judged · 1 run'
        self.assertEqual(editor.get('judge-found', 'label'), found)
        self.close(editor)

        # Once it is saved, the run that it had before is still its own.
        editor.save_as(os.path.join(editor.home, 'saved.flow.json'))
        self.judge(editor)
        self.assertEqual(editor.get('judge-found', 'label'), found)
        self.close(editor)

        # What it says on disk does not count.
        editor.set_row('Finish (post)', 'return')
        self.judge(editor)
        self.assertEqual(editor.get('judge-found', 'label'),
                         '1 visit would go another way · 6 visits judged · 1 run')
        self.close(editor)

    def test_closing_gives_it_up(self):
        editor = self.open({**COUNTING, 'shared': {'limit': 40000}})
        editor.key('ctrl+n', 'ctrl+Page_Up')
        self.run_to_end(editor)
        editor.key('ctrl+j')
        editor.wait_for(lambda: editor.query(text='Judging the runs…'), 'the work')
        # Asked again, there is one window still.
        editor.action('judge', window=1)
        editor.wait_for(lambda: len(editor.query(name='judge')) == 1, 'one window')
        self.close(editor)
        editor.action('judge', window=1)
        editor.wait_for(lambda: editor.query(text='Judging the runs…'), 'the work')
        editor.action('close', window=1)
        editor.wait_for(lambda: not editor.query(name='judge') and not editor.nodes, 'the tab to close')
        editor.open(editor.path)
        editor.wait_for(lambda: 'count' in editor.nodes, 'the flow')
        editor.key('ctrl+j')
        editor.wait_for(lambda: editor.query(text='Judging the runs…'), 'the work')
        self.assertEqual(editor.quit(), 0)


class List(TimeTravel):
    def test_names_pins_search_and_deletion(self):
        editor = self.open(COUNTING)
        editor.key('ctrl+h')
        editor.wait_for(lambda: editor.query(name='run-empty'), 'the word that there is none')
        for _ in range(3):
            self.run_to_end(editor)
        self.show_runs(editor, 3)

        self.choose_run(editor, 1)
        editor.key('F2')
        editor.wait_for(lambda: editor.query(name='run-name'), 'the name')
        editor.type('The good one')
        editor.key('Return')
        editor.wait_for(lambda: self.titles(editor)[1] == 'The good one', 'the name in the list')
        editor.click(editor.find('run-pin'))
        editor.wait_for(lambda: [item for item in editor.query(within=editor.query(name='run-list')[0], type='GtkImage')
                                 if item.get('tooltip') == 'Pinned'], 'the pin')

        editor.click(editor.find('run-search'))
        editor.type('good')
        editor.wait_for(lambda: self.titles(editor) == ['The good one'], 'the one that is looked for')
        editor.key('ctrl+a')
        editor.type('nothing like it')
        editor.wait_for(lambda: editor.query(name='run-empty'), 'the word that there is none')
        editor.key('ctrl+a')
        editor.key('BackSpace')
        editor.wait_for(lambda: len(editor._rows('run-list')) == 3, 'all runs')

        self.choose_run(editor, 0)
        editor.key('Delete')
        editor.wait_for(lambda: editor.query(name='run-delete-now'), 'the question')
        editor.click(editor.place_at_rest(name='run-delete-now'))
        editor.wait_for(lambda: len(editor._rows('run-list')) == 2, 'one run less')
        self.assertEqual(len(records(editor)), 2)

        editor.click(editor.find('run-clean'))
        editor.click(editor.place_at_rest(name='run-keep'))
        editor.key('ctrl+a')
        editor.type('1')
        editor.key('Return')
        editor.wait_for(lambda: editor.get('run-clean-words', 'label').startswith('1 run goes'), 'what goes')
        editor.click(editor.place_at_rest(name='run-clean-now'))
        editor.wait_for(lambda: self.titles(editor) == ['The good one'], 'the pinned one alone')

        # What is too much goes by itself, and never what is pinned.
        editor.key('ctrl+comma')
        editor.click(editor.place_at_rest(name='keep-rows'))
        editor.click(editor.place_at_rest(name='keep-runs'))
        editor.key('ctrl+a')
        editor.type('2')
        editor.key('Return')
        editor.wait_for(lambda: float(editor.get('keep-runs', 'value')) == 2, 'the number')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='keep-rows'), 'the preferences to close')
        for _ in range(2):
            self.run_to_end(editor)
        editor.wait_for(lambda: len(records(editor)) == 2, 'the run between to go')
        self.show_runs(editor, 2)
        self.assertIn('The good one', self.titles(editor))

    def test_the_menu_of_a_run_and_the_picker(self):
        editor = self.open(COUNTING)
        for _ in range(2):
            self.run_to_end(editor)
        self.show_runs(editor, 2)
        editor.click(editor.place_of(editor._rows('run-list')[1]), button=3)
        editor.wait_for(lambda: editor.query(name='run-menu'), 'the menu')
        editor.choose_from_menu('Pin')
        editor.wait_for(lambda: [item for item in editor.query(within=editor.query(name='run-list')[0], type='GtkImage')
                                 if item.get('tooltip') == 'Pinned'], 'the pin')
        self.choose_run(editor, 1)
        editor.key('Menu')
        editor.wait_for(lambda: editor.query(name='run-menu'), 'the menu again')
        editor.choose_from_menu('Fork from the Beginning')
        editor.wait_for_stop('main/count')
        self.assertNotIn('n', editor.store())

        # The picker of the run page leads to a recorded run, and back to the one of this tab.
        editor.click(editor.place_at_rest(name='run-picker'))
        editor.wait_for(lambda: editor.query(type='GtkModelButton', text='The Run of This Tab'), 'the runs')
        editor.settle()
        recorded = [item for item in editor.query(type='GtkModelButton') if 'Finished' in item['text']]
        self.assertEqual(len(recorded), 2)
        editor.click(editor.place_of(recorded[0]))
        editor.wait_for(lambda: editor.state()['moment'] > 0, 'the recorded run')
        editor.click(editor.place_at_rest(name='run-picker'))
        editor.choose_from_menu('The Run of This Tab')
        editor.wait_for(lambda: editor.state()['moment'] == 0, 'the run of the tab')
        # It has the last ones; all of them are in the list, which is closed by now.
        editor.click(editor.place_at_rest(type='GtkLabel', text='Console'))
        editor.wait_for(lambda: not editor.query(name='run-list'), 'the list to go')
        editor.click(editor.place_at_rest(name='run-picker'))
        editor.choose_from_menu('All Runs')
        editor.wait_for(lambda: len(editor._rows('run-list')) == 3, 'the list')
        self.assertEqual(editor.state()['stop'], 'main/count')

        # Written as text, an event a line.
        self.show_runs(editor, 3)
        editor.click(editor.place_of(editor._rows('run-list')[1]), button=3)
        editor.wait_for(lambda: editor.query(name='run-menu'), 'the menu')
        editor.choose_from_menu('Export…')
        target = os.path.join(editor.home, 'events.jsonl')
        editor.choose_file(target)
        editor.wait_for(lambda: os.path.exists(target), 'the file')
        with open(target, encoding='utf-8') as file:
            events = [json.loads(line)['event'] for line in file]
        self.assertEqual(events[-1], 'run-ended')
        self.assertEqual(events.count('visit-started'), 21)

    def test_a_run_of_another_flow(self):
        editor = self.open(COUNTING)
        self.run_to_end(editor)
        editor.key('ctrl+n')
        editor.wait_for(lambda: not editor.nodes, 'a new flow')
        editor.key('ctrl+h')
        editor.wait_for(lambda: editor.query(name='run-empty'), 'the word that there is none')
        editor.click(editor.find('run-all'))
        editor.wait_for(lambda: len(editor._rows('run-list')) == 1, 'the run')
        self.choose_run(editor, 0)
        editor.key('Return')
        editor.wait_for(lambda: 'count' in editor.nodes and editor.state()['moment'] > 0, 'the run over its flow')

    def test_nothing_is_recorded_where_nobody_wants_it(self):
        editor = self.open(COUNTING)
        editor.key('ctrl+comma')
        editor.wait_for(lambda: editor.query(name='record-runs'), 'the preferences')
        editor.click(editor.place_at_rest(name='record-runs'))
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='preferences'), 'the preferences to close')
        self.run_to_end(editor)
        self.assertIsNone(editor.state()['record'])
        self.assertEqual(records(editor), [])


if __name__ == '__main__':
    tap.main()
