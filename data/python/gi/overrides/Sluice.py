# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes libsluice pleasant from Python: JSON is what `json` makes of it (dict, list, str, int, float,
bool, None), flows are wired with `a >> b` and `a - 'action' >> b`, and what a phase raises is its
error."""
import json
import sys
import traceback

from gi.repository import GLib, GObject

from ..importer import modules
from ..overrides import override

Sluice = modules['Sluice']._introspection_module
__all__ = []

PHASES = ('do_prep', 'do_exec', 'do_fallback', 'do_post')


def _override(cls):
    __all__.append(cls.__name__)
    return override(cls)


def _to_node(value):
    """The JsonNode of a plain value. What JSON can't hold is a TypeError or a GLib.Error."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise TypeError(f'JSON can\'t hold it: {error}') from error
    return Sluice.json_node_from_text(text)


def _to_python(node):
    return None if node is None else json.loads(Sluice.json_node_to_text(node))


def _to_glib_error(error):
    if isinstance(error, GLib.Error):
        return error
    text = ''.join(traceback.format_exception_only(error)).strip()
    return GLib.Error.new_literal(Sluice.EngineError.quark(), text, Sluice.EngineError.FAILED)


def _report(call, function, *args):
    """Calls a function that stands for a phase: what it raises is the error of the call."""
    try:
        function(*args)
    except Exception as error:  # pylint: disable=broad-except
        if call.is_returned():
            sys.excepthook(*sys.exc_info())
            return
        if not isinstance(error, GLib.Error):
            call.log(traceback.format_exc(), 'error')
        call.return_error(error)


def _wrap_phase(phase):
    def wrapped(self, call):
        _report(call, phase, self, call)
    wrapped.__doc__ = phase.__doc__
    wrapped.__name__ = phase.__name__
    return wrapped


def _wrap_result(func):
    def wrapped(call, result, error, *data):
        _report(call, func, call, _to_python(result), error, *data)
    return wrapped


class _Edge:
    """What `node - 'action'` is, until `>> target` makes an edge of it."""

    def __init__(self, node, action):
        self._node = node
        self._action = action

    def __rshift__(self, target):
        return self._node.next(target, self._action)


@_override
class Node(Sluice.Node):
    """Async nodes and flows are nodes, and have all this too."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name in PHASES:
            if name in cls.__dict__:
                setattr(cls, name, _wrap_phase(cls.__dict__[name]))

    def __init__(self, *args, params=None, **kwargs):
        super().__init__(*args, **kwargs)
        if params is not None:
            self.set_params(params)

    def __rshift__(self, target):
        return self.next(target)

    def __sub__(self, action):
        return _Edge(self, action)

    def get_params(self):
        return _to_python(super().get_params())

    def set_params(self, params):
        super().set_params(_to_node(params))


class Visit(GObject.Object):
    """What one visit keeps for itself (rule C1): set and read any attribute of it."""


@_override
class Call(Sluice.Call):
    """A phase's call. Values go in and out as plain Python."""

    @property
    def store(self):
        """The store, in prep and post; a GLib.Error elsewhere."""
        return self.get_store()

    @property
    def visit(self):
        """What this visit keeps for itself, from prep to post. A node object is no place for it: it
        is visited again and again, by several lanes at once."""
        data = self.get_data()
        if data is None:
            data = Visit()
            self.set_data(data)
        return data

    def return_value(self, value=None):
        super().return_value(_to_node(value))

    def return_error(self, error):
        super().return_error(_to_glib_error(error))

    def get_prep_result(self):
        return _to_python(super().get_prep_result())

    def get_exec_result(self):
        return _to_python(super().get_exec_result())

    def get_item(self):
        return _to_python(super().get_item())

    def get_params(self):
        return _to_python(super().get_params())

    def log(self, value, level='info'):
        super().log(level, _to_node(value))

    def begin_effect(self, effect_type, request, func, *data):
        super().begin_effect(effect_type, _to_node(request), _wrap_result(func), *data)

    def yield_(self, func, *data):
        super().yield_(_wrap_result(func), *data)

    def queue_put(self, queue, item, func=None, *data):
        super().queue_put(queue, _to_node(item), func and _wrap_result(func), *data)

    def queue_get(self, queue, func, *data):
        super().queue_get(queue, _wrap_result(func), *data)


@_override
class Effect(Sluice.Effect):
    def get_request(self):
        return _to_python(super().get_request())

    def return_value(self, value=None):
        super().return_value(_to_node(value))

    def return_error(self, error):
        super().return_error(_to_glib_error(error))


@_override
class Event(Sluice.Event):
    def to_dict(self):
        """The event as a trace has it."""
        return _to_python(self.to_json())


@_override
class Lane(Sluice.Lane):
    def get_prep_result(self):
        return _to_python(super().get_prep_result())

    def get_exec_result(self):
        return _to_python(super().get_exec_result())


@_override
class Queue(Sluice.Queue):
    def __len__(self):
        return self.get_size()

    def dup_items(self):
        return _to_python(super().dup_items())

    def try_get(self):
        """The next item, or None if there is none."""
        return _to_python(super().try_get())

    def try_put(self, item):
        return super().try_put(_to_node(item))


@_override
class Store(Sluice.Store):
    """The store of a run; it is read and changed like a dict, too."""

    def __init__(self, root=None):
        super().__init__()
        if root is not None:
            self.set_root(root)

    def __getitem__(self, key):
        if not self.has(key):
            raise KeyError(key)
        return self.get(key)

    def __setitem__(self, key, value):
        self.set(key, value)

    def __delitem__(self, key):
        if not self.remove(key):
            raise KeyError(key)

    def __contains__(self, key):
        return self.has(key)

    def __bool__(self):
        return True

    def get(self, key, default=None):
        return _to_python(super().get(key)) if self.has(key) else default

    def set(self, key, value):
        super().set(key, _to_node(value))

    def get_root(self):
        return _to_python(super().get_root())

    def set_root(self, root):
        super().set_root(_to_node(root))

    def lookup(self, pointer):
        return _to_python(super().lookup(pointer))

    def change(self, change_type, pointer, value=None):
        super().change(change_type, pointer, _to_node(value))

    def subscribe(self, pointer, func):
        """Calls func (store, pointer, old value, value, author, version); None is what is not there."""
        def wrapped(store, pointer, old_value, value, author, version):
            func(store, pointer, _to_python(old_value), _to_python(value), author, version)
        return super().subscribe(pointer, wrapped)


@_override
class StoreDigest(Sluice.StoreDigest):
    """What has changed at some places of a store since it was last taken."""

    def take(self):
        return _to_python(super().take())


@_override
class Value(Sluice.Value):
    def to_python(self):
        return _to_python(self.dup_json())


@_override
class Run(Sluice.Run):
    def watch(self, func, *types):
        """Tells func (run, event) the events of these types, or all of them."""
        mask = sum({1 << int(event_type) for event_type in types}) or 0xffffffff
        return super().watch(mask, func)

    def answer(self, effect, answer):
        super().answer(effect, _to_node(answer))

    def refuse_prompt(self, effect, error):
        super().refuse_prompt(effect, _to_glib_error(error))

