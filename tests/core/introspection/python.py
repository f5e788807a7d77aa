#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""libsluice from Python, with its overrides: nodes, flows, batches, the store, events, people."""
import gc
import unittest
import weakref

import gi
gi.require_version('Sluice', '1.0')
from gi.repository import GLib, Sluice

import tap

MIXED = {'a': [1, 2.0, None, True, 'é'], 'b': {'c': {}}, '': -0.5}


class Step(Sluice.Node):
    """A node made of functions that get the call and give what the phase returns."""

    def __init__(self, prep=None, exec=None, fallback=None, post=None, **properties):
        super().__init__(**properties)
        self.phases = {'prep': prep, 'exec': exec, 'fallback': fallback, 'post': post}

    def play(self, name, call):
        func = self.phases[name]
        call.return_value(func(call) if func else None)

    def do_prep(self, call):
        self.play('prep', call)

    def do_exec(self, call):
        self.play('exec', call)

    def do_fallback(self, call):
        if self.phases['fallback'] is None:
            Sluice.Node.do_fallback(self, call)
        else:
            self.play('fallback', call)

    def do_post(self, call):
        self.play('post', call)


class Late(Sluice.AsyncNode):
    """Keeps its call, and returns it from the main loop."""

    def __init__(self, post=None, **properties):
        super().__init__(**properties)
        self.post = post

    def do_exec(self, call):
        GLib.idle_add(self.end, call)

    def end(self, call):
        call.return_value('late')

    def do_post(self, call):
        if self.post:
            self.post(call)
        else:
            call.store['late'] = call.get_exec_result()
            call.return_value()


def play(*roots, store=None, is_async=False):
    """Runs nodes to their end, and returns the run."""
    run = Sluice.Run(engine=Sluice.Engine(virtual=True), store=Sluice.Store(store))
    for root in roots:
        run.add(Sluice.Flow.new_async(root) if is_async else root)
    run.join()
    return run


def note(key):
    """A post that appends to a list of the store what exec returned."""
    def post(call):
        call.store[key] = call.store.get(key, []) + [call.get_exec_result()]
    return post


class Bindings(unittest.TestCase):
    def assert_fails(self, code, function, *args, **named):
        with self.assertRaises(GLib.Error) as raised:
            function(*args, **named)
        error = raised.exception
        self.assertTrue(error.matches(Sluice.EngineError.quark(), code), error)
        return error

    # Nodes

    def test_phases_pass_on_what_they_return(self):
        step = Step(prep=lambda call: call.store['in'],
                    exec=lambda call: [call.get_prep_result(), call.get_item()],
                    post=note('out'))
        self.assertEqual([[MIXED, MIXED]], play(step, store={'in': MIXED}).get_store()['out'])

    def test_exec_is_tried_again(self):
        attempts = []

        def fail_twice(call):
            attempts.append(call.get_attempt())
            if len(attempts) < 3:
                raise ValueError('not yet')
            return 'third'

        run = play(Step(exec=fail_twice, post=note('out'), retries=3, wait=10.0))
        self.assertEqual([0, 1, 2], attempts)
        self.assertEqual(['third'], run.get_store()['out'])
        self.assertEqual(20 * GLib.USEC_PER_SEC, run.get_engine().get_time())

    def test_the_fallback_gets_the_error(self):
        def fail(call):
            raise ValueError('no luck')

        step = Step(exec=fail, fallback=lambda call: call.get_error().message, post=note('out'))
        self.assertEqual(['ValueError: no luck'], play(step).get_store()['out'])

    def test_what_a_phase_raises_is_the_error_of_the_run(self):
        logged = []
        run = Sluice.Run()
        run.watch(lambda run, event: logged.append(event.value.to_python()), Sluice.EventType.LOG)
        run.add(Step(prep=lambda call: {}['absent'], id='step'))
        error = self.assert_fails(Sluice.EngineError.FAILED, run.join)
        self.assertEqual("KeyError: 'absent'", error.message)
        self.assertIn('Traceback', logged[0])
        self.assertEqual('step', run.get_error_node().get_id())
        self.assertEqual(error.message, run.get_error().message)

    def test_an_error_of_glib_stays_what_it_is(self):
        def fail(call):
            raise GLib.Error.new_literal(GLib.quark_from_string('my-domain'), 'mine', 42)

        with self.assertRaises(GLib.Error) as raised:
            play(Step(exec=fail))
        self.assertEqual(('my-domain', 42, 'mine'),
                         (raised.exception.domain, raised.exception.code, raised.exception.message))

    def test_a_call_is_returned_once(self):
        class Forgetful(Sluice.Node):
            def do_exec(self, call):
                pass

        class Twice(Sluice.Node):
            def do_exec(self, call):
                call.return_value(1)
                call.return_value(2)

        self.assert_fails(Sluice.EngineError.NOT_RETURNED, play, Forgetful())
        self.assert_fails(Sluice.EngineError.TWICE, play, Twice())

    def test_exec_has_no_store(self):
        self.assert_fails(Sluice.EngineError.PHASE, play, Step(exec=lambda call: call.store))

    def test_a_visit_keeps_what_is_its_own(self):
        def count(call):
            call.visit.count = getattr(call.visit, 'count', 0) + 1

        def post(call):
            call.store['counts'] = call.store['counts'] + [call.visit.count]
            return 'again' if len(call.store['counts']) < 3 else 'end'

        step = Step(prep=count, exec=count, post=post)
        step - 'again' >> step
        self.assertEqual([2, 2, 2], play(Sluice.Flow(start=step), store={'counts': []}).get_store()['counts'])

    def test_a_subclass_chains_up(self):
        class Louder(Step):
            def do_exec(self, call):
                super().do_exec(call)

        run = play(Louder(exec=lambda call: 'loud', post=note('out')))
        self.assertEqual(['loud'], run.get_store()['out'])

    # Flows and batches

    def test_actions_lead_along_edges(self):
        first = Step(post=lambda call: call.store['go'])
        left, right = Step(exec=lambda call: 'left', post=note('way')), Step(
            exec=lambda call: 'right', post=note('way'))
        first - 'left' >> left >> right
        first - 'right' >> right
        first - 'nowhere' >> None
        for go, way in (('left', ['left', 'right']), ('right', ['right']), ('nowhere', [])):
            with self.subTest(go):
                run = play(Sluice.Flow(start=first), store={'go': go, 'way': []})
                self.assertEqual(way, run.get_store()['way'])

    def test_flows_nest_and_pass_their_action_on(self):
        inner = Sluice.Flow(start=Step(post=lambda call: 'deep'))
        after = Step(exec=lambda call: call.get_params(), post=note('out'))
        inner - 'deep' >> after
        run = play(Sluice.Flow(start=inner, params={'k': [1]}))
        self.assertEqual([{'k': [1]}], run.get_store()['out'])

    def test_a_subclassed_flow_has_its_own_phases(self):
        class Entries(Sluice.Flow):
            def do_prep(self, call):
                call.return_value([{'n': 1}, {'n': 2}])

            def do_post(self, call):
                call.store['entries'] = call.get_prep_result()
                call.return_action('over')

        step = Step(exec=lambda call: call.get_params()['n'], post=note('seen'))
        run = play(Entries(start=step, batch=Sluice.Batch.EACH))
        self.assertEqual({'seen': [1, 2], 'entries': [{'n': 1}, {'n': 2}]}, run.get_store().get_root())
        self.assertEqual('over', run.get_action())

    def test_a_batch_is_done_item_by_item(self):
        for batch in (Sluice.Batch.EACH, Sluice.Batch.PARALLEL):
            with self.subTest(batch):
                step = Step(prep=lambda call: [1, 2, 3], post=note('out'), batch=batch,
                            exec=lambda call: [call.get_item_index(), call.get_item() * 2])
                self.assertEqual([[[0, 2], [1, 4], [2, 6]]], play(step).get_store()['out'])

    # Async

    def test_a_call_is_kept_and_returned_later(self):
        self.assertEqual('late', play(Late(), is_async=True).get_store()['late'])

    def test_a_run_ends_on_a_main_loop(self):
        run = Sluice.Run()
        run.add(Sluice.Flow.new_async(Late()))
        loop = GLib.MainLoop()
        run.connect('ended', lambda run: loop.quit())
        run.start()
        self.assertEqual(Sluice.RunState.RUNNING, run.get_state())
        loop.run()
        self.assertEqual(Sluice.RunState.FINISHED, run.get_state())

    def test_async_in_plain_is_refused(self):
        self.assert_fails(Sluice.EngineError.ASYNC_IN_PLAIN, play, Sluice.Flow(start=Late(id='late')))
        run = Sluice.Run()
        run.add(Late())
        self.assert_fails(Sluice.EngineError.USE_ASYNC, run.sync)

    def test_flows_without_end_in_each_other_are_refused(self):
        leaf = Step()
        flow = Sluice.Flow(start=leaf)
        leaf >> flow
        self.assert_fails(Sluice.EngineError.TOO_DEEP, play, flow)
        leaf.clear_edges()

    def test_a_plain_flow_runs_here_and_now(self):
        run = Sluice.Run()
        run.add(Sluice.Flow(start=Step(exec=lambda call: 1, post=note('out'))))
        self.assertTrue(run.sync())
        self.assertEqual([1], run.get_store()['out'])

    def test_a_cancelled_run_tells_its_calls(self):
        class Stuck(Sluice.AsyncNode):
            def do_exec(self, call):
                self.kept = call
                call.get_cancellable().connect(lambda *_: told.append(True))

        told = []
        stuck = Stuck(id='stuck')
        run = Sluice.Run()
        run.add(Sluice.Flow.new_async(stuck))
        run.start()
        GLib.idle_add(run.cancel)
        self.assert_fails(Sluice.EngineError.CANCELLED, run.join)
        self.assertEqual([True], told)
        self.assertTrue(stuck.kept.is_returned())
        self.assertIsNone(stuck.kept.get_lane())
        stuck.kept.return_value('nobody wants it')

    def test_queues_connect_lanes(self):
        def give(call):
            call.queue_put('post', {'n': 1})
            call.return_value()

        def take(call):
            call.queue_get('post', taken)

        def taken(call, item, error):
            call.yield_(lambda call, result, error: end(call, item))

        def end(call, item):
            call.store['item'] = item
            call.return_value()

        self.assertEqual({'n': 1}, play(Late(take), Late(give), is_async=True).get_store()['item'])
        self.assert_fails(Sluice.EngineError.DEADLOCK, play, Late(take), is_async=True)

    def test_queues_are_looked_at(self):
        queue = Sluice.Run().ensure_queue('post')
        queue.set_limit(2)
        self.assertEqual([True, True, False], [queue.try_put(n) for n in (1, [2], 3)])
        self.assertEqual(([1, [2]], 2, 'post'), (queue.dup_items(), len(queue), queue.get_name()))
        self.assertEqual([1, [2], None], [queue.try_get() for _ in range(3)])

    def test_effects_are_performed_in_python(self):
        def perform(effect):
            GLib.idle_add(effect.return_value, [effect.get_request(), effect.get_effect_type()])

        def ask(call):
            call.begin_effect('oracle', {'q': 1}, told)

        def told(call, result, error):
            call.store['told'] = result
            call.return_value()

        engine = Sluice.Engine()
        engine.set_performer('oracle', perform)
        run = Sluice.Run(engine=engine)
        run.add(Sluice.Flow.new_async(Late(ask)))
        run.join()
        self.assertEqual([{'q': 1}, 'oracle'], run.get_store()['told'])

    def test_an_effect_that_is_let_go_fails(self):
        def told(call, result, error):
            call.store['error'] = [result, error.code]
            call.return_value()

        engine = Sluice.Engine()
        engine.set_performer('oracle', lambda effect: None)
        run = Sluice.Run(engine=engine)
        run.add(Sluice.Flow.new_async(Late(lambda call: call.begin_effect('oracle', {}, told))))
        run.join()
        self.assertEqual([None, int(Sluice.EngineError.NOT_RETURNED)], run.get_store()['error'])

    # People

    def make_question(self):
        def ask(call):
            call.begin_effect('ask', {'prompt': 'How many?', 'type': 'number'}, answered)

        def answered(call, answer, error):
            if error:
                raise error
            call.store['answer'] = answer
            call.return_value()

        run = Sluice.Run()
        run.add(Sluice.Flow.new_async(Late(ask)))
        run.start()
        while run.get_n_prompts() == 0:
            run.get_engine().get_context().iteration(True)
        return run

    def test_a_prompt_is_answered(self):
        run = self.make_question()
        prompt = run.get_prompt(0)
        self.assertEqual('How many?', prompt.get_request()['prompt'])
        self.assert_fails(Sluice.EngineError.BAD_ANSWER, run.answer, prompt.get_id(), 'many')
        self.assertEqual(1, run.get_n_prompts())
        run.answer(prompt.get_id(), '12')
        run.join()
        self.assertEqual(12, run.get_store()['answer'])
        self.assertIsNone(run.get_prompt(0))
        self.assertEqual('How many?', prompt.get_request()['prompt'])

    def test_a_prompt_is_refused(self):
        run = self.make_question()
        run.refuse_prompt(run.get_prompt(0).get_id(), RuntimeError('nobody is here'))
        error = self.assert_fails(Sluice.EngineError.FAILED, run.join)
        self.assertEqual('RuntimeError: nobody is here', error.message)

    # The store

    def test_the_store_is_like_a_dict(self):
        store = Sluice.Store({'a': 1})
        store['b'] = MIXED
        del store['a']
        self.assertEqual({'b': MIXED}, store.get_root())
        self.assertEqual((True, False, 5), ('b' in store, 'a' in store, store.get('a', 5)))
        self.assertEqual('é', store.lookup('/b/a/4'))
        store.change(Sluice.ChangeType.REMOVE, '/b/a')
        self.assertEqual({'c': {}}, store['b']['b'])
        with self.assertRaises(KeyError):
            store['a']
        with self.assertRaises(KeyError):
            del store['a']

    def test_numbers_keep_their_type(self):
        store = Sluice.Store({'integer': 2**63 - 1, 'real': 1.0, 'small': 5e-324})
        self.assertEqual([int, float, float], [type(store[key]) for key in store.get_root()])
        self.assertEqual([2**63 - 1, 1.0, 5e-324], list(store.get_root().values()))

    def test_what_json_cannot_hold_is_refused(self):
        store = Sluice.Store()
        for value in (float('nan'), float('inf'), object(), {1, 2}):
            with self.subTest(value), self.assertRaises(TypeError):
                store['x'] = value
        with self.assertRaises(GLib.Error) as raised:
            store['x'] = 2**63
        self.assertTrue(raised.exception.matches(Sluice.JsonError.quark(), Sluice.JsonError.RANGE))
        self.assertEqual({}, store.get_root())

    def test_changes_are_watched(self):
        seen = []
        store = Sluice.Store()
        watch = store.watch(lambda store, change, author: seen.append(
            (change.type, change.pointer, change.value.to_python(), author.lane, author.phase)))
        store['x'] = [1]
        run = Sluice.Run(store=store)
        run.add(Step(exec=lambda call: 2, post=note('x')))
        run.join()
        store.unwatch(watch)
        store['x'] = None
        self.assertEqual([(Sluice.ChangeType.ADD, '/x', [1], 0, 0),
                          (Sluice.ChangeType.REPLACE, '/x', [1, 2], 1, int(Sluice.Phase.POST))], seen)

    def test_a_place_is_subscribed(self):
        seen = []
        store = Sluice.Store({'a': {'b': 1}})
        place = store.subscribe('/a/b', lambda store, pointer, old, new, author, version: seen.append(
            (pointer, old, new, author.lane, version)))
        store['x'] = 0
        store['a'] = {'b': [2]}
        store.change(Sluice.ChangeType.REMOVE, '/a/b')
        store.unsubscribe(place)
        store['a'] = None
        self.assertEqual([('/a/b', 1, [2], 0, 3), ('/a/b', [2], None, 0, 4)], seen)
        with self.assertRaises(GLib.Error) as raised:
            store.subscribe('a', print)
        self.assertTrue(raised.exception.matches(Sluice.PointerError.quark(), Sluice.PointerError.SYNTAX))

    def test_a_digest_gathers_changes(self):
        woken = []
        store = Sluice.Store({'n': 0})
        digest = Sluice.StoreDigest.new(store, lambda digest: woken.append(True))
        digest.add('/n')
        digest.add('/gone')
        for number in range(1, 101):
            store['n'] = number
        self.assertEqual([True], woken)
        self.assertEqual([{'pointer': '/n', 'old': 0, 'value': 100, 'version': 101, 'lane': 0, 'visit': 0}],
                         digest.take())
        self.assertEqual([], digest.take())

    # Events, and what outlives its run

    def test_events_are_kept(self):
        events = []
        run = Sluice.Run(engine=Sluice.Engine(virtual=True))
        watch = run.watch(lambda run, event: events.append(event))
        step = Step(id='step', post=note('out'))
        run.add(Sluice.Flow(start=step, id='main'))
        run.join()
        run.unwatch(watch)
        del run
        gc.collect()
        visits = [event for event in events if event.type == Sluice.EventType.VISIT_STARTED]
        self.assertEqual([('main', 0), ('step', 1)], [(e.node.get_id(), e.depth) for e in visits])
        self.assertIs(step, visits[1].node)
        self.assertEqual(Sluice.LaneState.ENDED, visits[1].dup_lane().get_state())
        self.assertIsNone(visits[1].dup_lane().get_node())
        self.assertEqual('patch', next(e for e in events if e.change).to_dict()['event'])
        self.assertEqual(list(range(1, len(events) + 1)), [event.serial for event in events])

    def test_only_the_types_that_are_wanted_are_told(self):
        seen = []
        run = Sluice.Run()
        run.watch(lambda run, event: seen.append(event.type), Sluice.EventType.EDGE,
                  Sluice.EventType.RUN_ENDED)
        run.add(Sluice.Flow(start=Step()))
        run.join()
        self.assertEqual([Sluice.EventType.EDGE, Sluice.EventType.RUN_ENDED], seen)

    def test_an_event_has_its_error(self):
        errors = []
        run = Sluice.Run()
        run.watch(lambda run, event: errors.append(event.dup_error()), Sluice.EventType.RUN_ENDED)
        run.add(Step(exec=lambda call: 1 / 0))
        error = self.assert_fails(Sluice.EngineError.FAILED, run.join)
        self.assertEqual([error.message], [error.message for error in errors])

    def test_lanes_are_looked_at(self):
        paths = []

        def look(call):
            lane = call.get_lane()
            paths.append((lane.dup_path(), lane.get_depth(), lane.get_frame(0).get_id(),
                          call.get_run().find_lane(lane.get_id()).get_state()))

        play(Sluice.Flow(start=Step(prep=look, id='step'), id='main'))
        self.assertEqual([('main/step', 1, 'main', Sluice.LaneState.COMPUTING)], paths)

    def test_nodes_in_a_loop_are_let_go(self):
        first, second = Step(), Step()
        first >> second
        second - 'again' >> first
        gone = [weakref.ref(first), weakref.ref(second)]
        flow = Sluice.Flow(start=first)
        del first, second, flow
        gc.collect()
        self.assertEqual([None, None], [ref() for ref in gone])


if __name__ == '__main__':
    tap.main()
