# SPDX-License-Identifier: LGPL-2.1-or-later
"""Starts the editor on a desktop of its own and uses it as a person does.

    with Session(file) as editor:
        editor.drag(editor.node('main/fetch'), by=(120, 40))
        editor.key('ctrl+s')
        editor.wait_for(lambda: editor.query(text='Saved'), 'the file to be saved')

Where things are comes from the editor's Inspect object (tests/lib/inspect.c); what is done is done
with the pointer, the keyboard or an action. After each input the editor has handled it and painted
(settle), so that no test sleeps; what comes later, such as the end of a run, is waited for by its
condition (wait_for).
"""
import json
import os
import subprocess
import sys
import time

import gi
gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402
from PIL import Image  # noqa: E402
from Xlib import X  # noqa: E402

from accessible import Accessible  # noqa: E402
from display import Display  # noqa: E402
from x_input import Input  # noqa: E402

APP_ID = 'org.sluiceflow.Sluice'
OBJECT_PATH = '/' + APP_ID.replace('.', '/')
BUILD = os.environ.get('SLUICE_BUILD_DIR', 'build')
EDITOR = os.path.join(BUILD, 'tests/e2e/sluice-editor-inspect')


class Rect:
    """A rectangle in pixels of the screen; a click goes to its centre."""

    def __init__(self, x, y, width=0, height=0):
        self.x, self.y, self.width, self.height = x, y, width, height

    @property
    def centre(self):
        return self.at(0.5, 0.5)

    def at(self, across, down):
        """A point of it: (0, 0) is the top left corner, (1, 1) the bottom right."""
        return self.x + self.width * across, self.y + self.height * down

    def __repr__(self):
        return f'Rect({self.x:g}, {self.y:g}, {self.width:g}, {self.height:g})'


def get_point(place):
    return place.centre if isinstance(place, Rect) else place


def get_scale():
    """How much longer things may take: sanitizers and a busy machine are slow."""
    return 4 if 'ASAN_OPTIONS' in os.environ else 1


class Session:
    """One editor with its desktop; a context manager.

    arguments: of the program. clean_exit: whether to end by the editor's own action and to fail
    where its exit status, and so its leak check, is bad. size, settings, desktop: see
    display.Display.
    """

    def __init__(self, *arguments, program=EDITOR, size=(1280, 800), settings=None,
                 clean_exit=True, **desktop):
        # Without a window manager nothing is maximized: the window is made as large as the screen.
        window = {f'{APP_ID.replace(".", "/")}/window-width': size[0],
                  f'{APP_ID.replace(".", "/")}/window-height': size[1]}
        self.desktop = Display(size, settings={**window, **(settings or {})}, **desktop)
        self.desktop.env.setdefault('GSETTINGS_SCHEMA_DIR', os.path.join(BUILD, 'data'))
        self.argv = [program, *arguments]
        self.size = size
        self.home = self.desktop.home
        self.clean_exit = clean_exit
        self.app = None
        self.input = None
        self.bus = None
        self._accessibility_bus = None

    # Start and end

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self._tell_failure()
            self.close(check=False)
            raise
        return self

    def __exit__(self, kind, error, trace):
        # A story that was entered by enterContext() does not tell of its failure here, a dead editor does.
        if kind is not None or (self.app and self.app.poll()):
            self._tell_failure()
        self.close(check=kind is None)

    def _start(self):
        self.desktop.start()
        self.bus = self._connect(self.desktop.env['DBUS_SESSION_BUS_ADDRESS'])
        self.input = Input(self.desktop.env['DISPLAY'], self.settle)
        self._launch()

    def _launch(self):
        with open(self.desktop.path('editor.log'), 'wb') as log:
            self.app = self.desktop.spawn(self.argv, stdout=log, stderr=log, cwd=self.home)
        self.wait_for(self._is_on_bus, 'the editor to be on the bus', 60, settle=False)
        self.wait_for(lambda: any(window['mapped'] for window in self.widgets()),
                      'the window', 60, settle=False)
        self.settle()
        self.focus_window()
        self.settle()

    def kill(self):
        """Ends the editor as a crash or a power cut does: at once, and nobody is asked."""
        self.app.kill()
        self.app.wait()

    def start_again(self, *arguments):
        """Starts the editor anew on the same desktop, after kill()."""
        self.argv[1:] = arguments
        while self._is_on_bus():
            self._wait_for_bus()
        self._launch()

    @staticmethod
    def _connect(address):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        bus.set_exit_on_close(False)
        return bus

    def _is_on_bus(self):
        reply = self.bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus',
                                   'NameHasOwner', GLib.Variant('(s)', (APP_ID,)), None,
                                   Gio.DBusCallFlags.NONE, 1000, None)
        return reply.unpack()[0]

    def focus_window(self):
        """Gives the focus to the window, as a window manager would, where nothing has it."""
        focus = self.input.display.get_input_focus().focus
        if focus not in (X.NONE, X.PointerRoot) and focus != self.input.root:
            return
        for window in self.input.root.query_tree().children:
            if window.get_attributes().map_state == X.IsViewable:
                window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self.input.sync()

    def quit(self):
        """Ends the editor by its own action and tells its exit status."""
        self.ask_to_quit()
        return self.app.wait(60 * get_scale())

    def ask_to_quit(self):
        try:
            self.action('quit', settle=False)
        except GLib.Error:
            pass  # It can have gone before it answers; its exit status tells.

    def close(self, check=True):
        """Ends the editor, then its desktop. Leaks are reported only at a clean end."""
        status = 0
        log = ''
        if self.app and self.app.poll() is None and self.clean_exit:
            try:
                status = self.quit()
            except (GLib.Error, subprocess.TimeoutExpired) as error:
                status = error
            log = self.log()
        if self.bus:
            self.bus.close_sync(None)
        if self.input:
            self.input.close()
        self.app = self.bus = self.input = None
        self.desktop.stop()
        if check and status != 0:
            raise AssertionError(f'the editor ended with {status}:\n{log[-6000:]}')

    def log(self):
        """What the editor has written to its standard output and error."""
        try:
            with open(self.desktop.path('editor.log'), encoding='utf-8', errors='replace') as log:
                return log.read()
        except FileNotFoundError:
            return ''

    def _tell_failure(self):
        picture = os.path.join(BUILD, f'meson-logs/failed-{os.getpid()}-{id(self)}.png')
        if self.input:
            os.makedirs(os.path.dirname(picture), exist_ok=True)
            self.screenshot(picture)
            print(f'# a picture of the screen is in {picture}', file=sys.stderr)
        for line in self.log()[-4000:].splitlines():
            print(f'# editor: {line}', file=sys.stderr)

    # Waiting

    def settle(self):
        """Returns when all input so far has been handled and painted."""
        self.input.sync()
        return self._inspect('Settle')

    def wait_for(self, condition, what, seconds=10, settle=True):
        """Waits, frame by frame, until the condition is true; returns what it gave."""
        deadline = time.monotonic() + seconds * get_scale()
        while True:
            ended = self.app.poll()
            try:
                value = condition()
            except GLib.Error:
                value = None
            if value:
                return value
            if ended is not None:
                raise AssertionError(f'the editor ended with {ended} before {what}')
            if time.monotonic() > deadline:
                raise AssertionError(f'waited {seconds * get_scale()} s in vain for {what}')
            if settle:
                self.settle()
            else:
                self._wait_for_bus()

    @staticmethod
    def _wait_for_bus():
        """Until something comes over the bus, or for 10 ms: what is waited for may be silent."""
        context = GLib.MainContext.default()
        tick = GLib.timeout_add(10, lambda: GLib.SOURCE_CONTINUE)
        context.iteration(True)
        GLib.source_remove(tick)

    # What the editor shows

    def _inspect(self, method, *strings):
        arguments = GLib.Variant('(' + 's' * len(strings) + ')', strings) if strings else None
        reply = self.bus.call_sync(APP_ID, OBJECT_PATH + '/Inspect', APP_ID + '.Inspect', method,
                                   arguments, None, Gio.DBusCallFlags.NO_AUTO_START,
                                   20000 * get_scale(), None)
        values = reply.unpack()
        return values[0] if values else None

    def _place(self, xid, x, y, width, height):
        window = self.input.display.create_resource_object('window', xid)
        origin = window.translate_coords(self.input.root, 0, 0)
        return Rect(x - origin.x, y - origin.y, width, height)

    def widgets(self):
        """All windows with what is in them, as dictionaries (see widget-tree.c)."""
        return json.loads(self._inspect('Widgets'))

    def query(self, within=None, **wanted):
        """All widgets on screen with these values, e.g. query(type='GtkLabel', text='fetch')."""
        found = []

        def search(widget):
            if widget['mapped'] and all(widget.get(key) == value for key, value in wanted.items()):
                found.append(widget)
            for child in widget['children']:
                search(child)

        for widget in within['children'] if within else self.widgets():
            search(widget)
        return found

    def place_of(self, widget=None, **wanted):
        """Where a widget of a query is, or the only one on screen with these values."""
        if widget is None:
            widgets = self.query(**wanted)
            if len(widgets) != 1:
                raise LookupError(f'{len(widgets)} widgets on screen have {wanted}')
            widget = widgets[0]
        return self._place(widget['xid'], *widget['rect'])

    def find(self, name):
        """Where the widget of that name, or id in a .ui file, is."""
        return self._place(*self._inspect('Find', name))

    def get(self, name, property_name):
        """A property of a widget by its name or class, as text."""
        return self._inspect('Property', name, property_name)

    def texts(self, name):
        """All text to be read in the widget of that name, in order."""
        widgets = self.query(name=name)
        return [item['text'] for widget in widgets for item in self.query(within=widget)
                if item.get('text')]

    def node(self, address):
        """Where a node is on the canvas."""
        return self._place(*self._inspect('Node', address))

    def input_port(self, address):
        """Where edges to a node end."""
        return self._place(*self._inspect('Input', address))

    def port(self, address, action='default'):
        """Where the edge of an action leaves a node."""
        return self._place(*self._inspect('Port', address, action))

    def edge(self, address, action='default'):
        """A point on the edge that leaves a node under an action."""
        return self._place(*self._inspect('Edge', address, action))

    def document(self):
        """The flow file as it would be saved now."""
        return json.loads(self._inspect('Document'))

    def state(self):
        """What the canvas shows, as a dictionary (see run-state.c): selection, breakpoints, run."""
        return json.loads(self._inspect('State'))

    def objects(self):
        """How many objects of the editor's own types there are, by type."""
        return self._inspect('Objects')

    # Actions

    def actions(self, window=None):
        """The names of the application's actions, or of a window's by its number."""
        reply = self.bus.call_sync(APP_ID, self._actions_path(window), 'org.gtk.Actions', 'List',
                                   None, None, Gio.DBusCallFlags.NONE, 5000, None)
        return reply.unpack()[0]

    def action(self, name, parameter=None, window=None, settle=True):
        """Activates one, with a GVariant as its parameter."""
        parameters = [] if parameter is None else [parameter]
        self.bus.call_sync(APP_ID, self._actions_path(window), 'org.gtk.Actions', 'Activate',
                           GLib.Variant('(sava{sv})', (name, parameters, {})), None,
                           Gio.DBusCallFlags.NONE, 5000, None)
        if settle:
            self.settle()

    @staticmethod
    def _actions_path(window):
        return OBJECT_PATH if window is None else f'{OBJECT_PATH}/window/{window}'

    def accessible(self):
        """The editor as assistive technology sees it."""
        if not self._accessibility_bus:
            reply = self.bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus',
                                       'GetAddress', None, None, Gio.DBusCallFlags.NONE, 10000,
                                       None)
            self._accessibility_bus = self._connect(reply.unpack()[0])
        root = Accessible(self._accessibility_bus, 'org.a11y.atspi.Registry',
                          '/org/a11y/atspi/accessible/root')
        return self.wait_for(lambda: next(iter(root.children), None),
                             'the editor to be accessible')

    # The pointer

    def move(self, place):
        self.input.move(*get_point(place))
        self.settle()

    def press(self, button=1):
        self.input.press(button)
        self.settle()

    def release(self, button=1):
        self.input.release(button)
        self.settle()

    def click(self, place, button=1, count=1, modifiers=()):
        self.move(place)
        self.input.hold(modifiers)
        for _ in range(count):
            self.input.press(button)
            if count == 1:
                # After a change of layout GDK makes up a motion of how the pointer is by then: with
                # its button up already, that would take back a press that is being handled.
                self.settle()
            self.input.release(button)
        self.input.let_go(modifiers)
        self.settle()

    def drag(self, start, end=None, by=None, button=1, modifiers=(), steps=8, meanwhile=None):
        """Drags from a place to another, or by so many pixels; meanwhile is called at the end of
        the way, before the button is released."""
        start_x, start_y = get_point(start)
        end_x, end_y = get_point(end) if by is None else (start_x + by[0], start_y + by[1])
        self.move((start_x, start_y))
        self.input.hold(modifiers)
        self.press(button)
        for step in range(1, steps + 1):
            self.move((start_x + (end_x - start_x) * step / steps,
                       start_y + (end_y - start_y) * step / steps))
        if meanwhile:
            meanwhile()
        self.release(button)
        self.input.let_go(modifiers)
        self.settle()

    def scroll(self, place, clicks, modifiers=()):
        """Turns the wheel: down where clicks is positive."""
        self.move(place)
        self.input.hold(modifiers)
        for _ in range(abs(clicks)):
            self.input.press(5 if clicks > 0 else 4)
            self.input.release(5 if clicks > 0 else 4)
        self.input.let_go(modifiers)
        self.settle()

    # The keyboard

    def key(self, *chords, settle=True):
        for chord in chords:
            self.input.key(chord)
            if settle:
                self.settle()

    def type(self, text):
        self.input.type(text)
        self.settle()

    def clipboard(self):
        """The text on the clipboard, as another program gets it."""
        return self.wait_for(self.input.request_selection('CLIPBOARD'), 'the clipboard')

    # Pictures

    def image(self, rect=None):
        """What is on the screen, or in a part of it."""
        x, y, width, height = ((0, 0, *self.size) if rect is None else
                               (round(value) for value in
                                (rect.x, rect.y, rect.width, rect.height)))
        raw = self.input.root.get_image(x, y, width, height, X.ZPixmap, 0xffffffff)
        return Image.frombytes('RGB', (width, height), raw.data, 'raw', 'BGRX')

    def screenshot(self, path, rect=None):
        self.image(rect).save(path)

    def pixel(self, place):
        x, y = get_point(place)
        return self.image(Rect(x, y, 1, 1)).getpixel((0, 0))
