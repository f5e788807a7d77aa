# SPDX-License-Identifier: LGPL-2.1-or-later
"""What assistive technology sees of a program: AT-SPI objects, asked over D-Bus each time."""
from gi.repository import Gio, GLib

# The bits of an AT-SPI state set, in their order.
STATES = (
    'invalid active armed busy checked collapsed defunct editable enabled expandable expanded '
    'focusable focused has-tooltip horizontal iconified modal multi-line multiselectable opaque '
    'pressed resizable selectable selected sensitive showing single-line stale transient vertical '
    'visible manages-descendants indeterminate required truncated animated invalid-entry '
    'supports-autocompletion selectable-text is-default visited checkable has-popup '
    'read-only').split()


class Accessible:
    """One object of the tree, without its extents: GTK 4.8 warns when it is asked for them."""

    def __init__(self, bus, owner, path):
        self._bus = bus
        self._owner = owner
        self._path = path

    def _call(self, interface, method, arguments=None):
        reply = self._bus.call_sync(self._owner, self._path, 'org.a11y.atspi.' + interface, method,
                                    arguments, None, Gio.DBusCallFlags.NONE, 10000, None)
        return reply.unpack()[0]

    def _get(self, interface, name):
        arguments = GLib.Variant('(ss)', ('org.a11y.atspi.' + interface, name))
        reply = self._bus.call_sync(self._owner, self._path, 'org.freedesktop.DBus.Properties',
                                    'Get', arguments, None, Gio.DBusCallFlags.NONE, 10000, None)
        return reply.unpack()[0]

    @property
    def name(self):
        return self._get('Accessible', 'Name')

    @property
    def description(self):
        return self._get('Accessible', 'Description')

    @property
    def role(self):
        return self._call('Accessible', 'GetRoleName')

    @property
    def states(self):
        low, high = self._call('Accessible', 'GetState')
        bits = low | high << 32
        return {name for bit, name in enumerate(STATES) if bits >> bit & 1}

    @property
    def children(self):
        return [Accessible(self._bus, owner, path)
                for owner, path in self._call('Accessible', 'GetChildren')]

    @property
    def text(self):
        length = self._get('Text', 'CharacterCount')
        return self._call('Text', 'GetText', GLib.Variant('(ii)', (0, length)))

    @text.setter
    def text(self, text):
        self._call('EditableText', 'SetTextContents', GLib.Variant('(s)', (text,)))

    @property
    def actions(self):
        return [action[0] for action in self._call('Action', 'GetActions')]

    def do(self, name=None):
        """Does the action of that name, or the first."""
        index = self.actions.index(name) if name else 0
        return self._call('Action', 'DoAction', GLib.Variant('(i)', (index,)))

    def walk(self):
        """This object and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, role=None, name=None):
        """The first object of that role and name."""
        for item in self.walk():
            if role in (None, item.role) and name in (None, item.name):
                return item
        raise LookupError(f'nothing accessible has the role {role} and the name {name}')
