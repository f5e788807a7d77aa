#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The typelib alone, as a language without overrides meets it: JSON is JsonNode trees."""
import unittest

import gi
gi.require_version('Json', '1.0')
gi.require_version('Sluice', '1.0')
from gi.repository import GLib, GObject, Json, Sluice

import tap


def node(text):
    return Sluice.json_node_from_text(text)


def text(json_node):
    return Sluice.json_node_to_text(json_node)


class Greet(Sluice.Node):
    def do_prep(self, call):
        call.return_value(call.get_store().get('name'))

    def do_exec(self, call):
        call.return_value(node('{"text": "Hello, %s!"}' % call.get_item().get_string()))

    def do_post(self, call):
        call.get_store().set('greeting', call.get_exec_result())
        call.return_action('done')


class Later(Sluice.AsyncNode):
    def do_exec(self, call):
        GLib.idle_add(lambda: call.return_value(node('7')))

    def do_post(self, call):
        call.begin_effect('sleep', node('{"seconds": 3600}'), self.slept)

    def slept(self, call, result, error):
        call.get_store().set('slept', call.get_exec_result())
        call.return_action(None)


class Keep(Sluice.Node):
    def do_prep(self, call):
        call.set_data(GObject.Object())
        call.return_value(None)

    def do_post(self, call):
        kept = call.get_data()
        call.get_store().set('kept', node('true' if isinstance(kept, GObject.Object) else 'false'))
        call.return_value(None)


class Typelib(unittest.TestCase):
    def test_it_is_bare(self):
        """Or it is not the typelib that is tested here."""
        self.assertFalse(hasattr(Sluice.Store, '__getitem__'))

    def test_a_flow_runs_on_a_main_loop(self):
        greet, later = Greet(id='greet', retries=2), Later(id='later')
        self.assertIs(later, greet.next(later, 'done'))
        run = Sluice.Run.new(Sluice.Engine.new_virtual(), Sluice.Store.new_json(node('{"name":"Ada"}')))
        run.add(Sluice.Flow.new_async(greet))
        loop = GLib.MainLoop()
        run.connect('ended', lambda run: loop.quit())
        self.assertTrue(run.start())
        loop.run()
        self.assertEqual(Sluice.RunState.FINISHED, run.get_state())
        self.assertEqual('{"name":"Ada","greeting":{"text":"Hello, Ada!"},"slept":7}',
                         text(run.get_store().get_root()))
        self.assertEqual(3600 * GLib.USEC_PER_SEC, run.get_engine().get_time())

    def test_a_visit_keeps_an_object(self):
        run = Sluice.Run()
        run.add(Keep())
        run.join()
        self.assertTrue(run.get_store().get('kept').get_boolean())

    def test_a_pointer_of_c_is_no_object(self):
        """A node of C keeps what it likes with a visit: an object is only what was set as one."""
        got = []

        class Look(Sluice.Node):
            def do_post(self, call):
                got.append(call.get_data())
                call.return_value(None)

        run = Sluice.Run()
        run.add(Look())
        run.join()
        self.assertEqual([None], got)

    def test_the_store_is_read_and_changed(self):
        store = Sluice.Store()
        store.set('list', node('[1, 2.0, "three"]'))
        store.change(Sluice.ChangeType.ADD, '/list/1', node('null'))
        self.assertEqual('[1,null,2.0,"three"]', text(store.get('list')))
        self.assertEqual('2.0', text(store.lookup('/list/2')))
        self.assertEqual(Json.NodeType.NULL, store.get('absent').get_node_type())
        self.assertEqual(2, store.get_version())

    def test_errors_have_their_domain(self):
        store = Sluice.Store()
        with self.assertRaises(GLib.Error) as raised:
            store.lookup('/nothing')
        self.assertTrue(raised.exception.matches(Sluice.PointerError.quark(),
                                                 Sluice.PointerError.NOT_FOUND))
        with self.assertRaises(GLib.Error) as raised:
            store.set_root(node('[]'))
        self.assertTrue(raised.exception.matches(Sluice.StoreError.quark(), Sluice.StoreError.ROOT))
        with self.assertRaises(GLib.Error) as raised:
            Sluice.json_node_from_text('{"a":1,"a":2}')
        self.assertTrue(raised.exception.matches(Sluice.JsonError.quark(),
                                                 Sluice.JsonError.DUPLICATE))

    def test_a_property_holds_a_boxed_value(self):
        value = Sluice.Value.new_from_json(node('{"a":1}'))
        tested = Sluice.Node(params=value)
        self.assertEqual('{"a":1}', text(tested.get_params()))
        self.assertEqual('{"a":1}', text(tested.props.params.dup_json()))

    def test_the_fields_of_an_event_are_where_they_are(self):
        """Of which the last come after a value, a union in C."""
        seen = []
        run = Sluice.Run.new(Sluice.Engine.new_virtual(), None)
        run.watch(1 << Sluice.EventType.EFFECT_BEGAN, lambda run, event: seen.append(event))
        run.add(Sluice.Flow.new_async(Later()))
        run.join()
        self.assertEqual([(1, 'sleep', '{"seconds":3600}')],
                         [(event.effect, event.text, text(event.value.dup_json())) for event in seen])


if __name__ == '__main__':
    tap.main()
