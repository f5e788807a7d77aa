# SPDX-License-Identifier: LGPL-2.1-or-later
"""A hand that does anything: keys, clicks, drags and the wheel, anywhere in the editor, while flows run or not.

    python3 tests/lib/random_walk.py SEED [SEED…] [--acts N]

walks each seed and says, of one that ends badly, its seed, the last acts and what the editor wrote. What the walk does
depends on its seed alone, when it does it on the machine too. A warning ends the walk, but for those of GTK's own
faults; what is worse ends the editor.
"""
import argparse
import json
import os
import random
import shutil
import sys

from gi.repository import GLib
from Xlib.error import BadWindow

import debug_flows
from editor import DATA, Editor

EXAMPLES = ('chat', 'hello', 'majority-vote', 'nested', 'recipe-finder', 'review', 'supervisor', 'taboo', 'translate')
SMALL = ('BRANCHING', 'COUNTING', 'LANES', 'LOOP', 'PARALLEL', 'RETRYING', 'SCRIPT')

RUNNING = ('F5 F6 F10 F11 shift+F5 ctrl+shift+F5 shift+F11 alt+F11 ctrl+period shift+F10 ctrl+shift+F10 shift+F6 '
           'alt+F6 ctrl+F5 ctrl+h ctrl+j alt+Page_Up alt+Page_Down F9 shift+F9 ctrl+F9 ctrl+shift+F9 ctrl+F10 ctrl+p '
           'ctrl+shift+b ctrl+shift+h ctrl+shift+k').split()
EDITING = ('F2 ctrl+z ctrl+shift+z ctrl+z ctrl+shift+z ctrl+c ctrl+x ctrl+v ctrl+shift+v ctrl+d ctrl+a ctrl+shift+a '
           'ctrl+l Delete Delete ctrl+Delete BackSpace e Tab shift+a ctrl+g ctrl+shift+g ctrl+m ctrl+b alt+a alt+s '
           'ctrl+Left ctrl+Right ctrl+Up ctrl+Down space').split()
MOVING = ('Return Return Escape Escape Escape Left Right Up Down Home End Page_Up Page_Down Tab shift+Tab Menu F6 '
          'alt+Up alt+Down alt+Left alt+Right ctrl+0 ctrl+1 ctrl+2 ctrl+plus ctrl+minus alt+m ctrl+f ctrl+k '
          'ctrl+shift+p ctrl+space ctrl+Return ctrl+Tab ctrl+F6 ctrl+shift+F6 F10').split()
PANELS = 'ctrl+shift+e ctrl+shift+o ctrl+shift+y ctrl+shift+m ctrl+comma ctrl+question'.split()
FILES = ('ctrl+n ctrl+t ctrl+Page_Down ctrl+Page_Up ctrl+shift+n ctrl+o ctrl+s ctrl+s ctrl+shift+s ctrl+w '
         'ctrl+shift+w').split()

# What is worth a click, by the beginning of its type.
TARGETS = ('GtkButton', 'GtkToggleButton', 'GtkMenuButton', 'GtkModelButton', 'GtkCheckButton', 'GtkSwitch', 'GtkText',
           'GtkSource', 'GtkSpinButton', 'GtkListItemWidget', 'GtkListBoxRow', 'GtkExpander', 'GtkTreeExpander',
           'GtkDropDown', 'GtkPaned', 'GtkScrollbar', 'Adw', 'Sluice')
# Where a menu opens between a press and its release; where what was dropped on is gone before it has read all of it.
FAULTS_OF_GTK = ('Broken accounting of active state', 'gdk_drop_finalize')

# Without a window manager GDK moves and sizes windows by itself and GTK shows their menu, of which GTK 4.8 loses count.
HANDLES = ('GtkWindowHandle', 'AdwHeaderBar', 'GtkHeaderBar', 'AdwTabBar')
EDGE = 14

N_TOLD = 30


class Walk:
    """The acts of a seed in an editor."""

    def __init__(self, editor, seed):
        self.editor = editor
        self.random = random.Random(seed)
        self.acts = []
        self.text = None
        self.n_told = 0

    def check_log(self):
        """What the editor wrote since the last time."""
        log = self.editor.log()
        new, self.n_told = log[self.n_told:] if len(log) >= self.n_told else log, len(log)
        for line in new.splitlines():
            # What it has started, such as the reader of the help, writes there too.
            if f':{self.editor.app.pid}): ' in line and 'WARNING **' in line and \
                    not any(fault in line for fault in FAULTS_OF_GTK):
                raise WalkError(line)

    def step(self):
        """Does one thing; whether the editor is still there."""
        act = self.random.choices(
            (self.press_keys, self.click_something, self.click_anywhere, self.drag, self.turn_wheel, self.type,
             self.change_file, self.leave_dialog), (30, 30, 8, 14, 5, 5, 2, 6))[0]
        try:
            if self.is_choosing_file():
                act = self.choose_file
            act()
            if self.random.random() < 0.7:
                self.settle()
        except (GLib.Error, LookupError, BadWindow):
            # The window it looked at may have closed; whoever closes the last one has ended the editor.
            self.settle()
        self.check_log()
        return self.editor.app.poll() is None

    def tell(self, *words):
        self.acts.append(' '.join(str(word) for word in words))

    def settle(self):
        try:
            self.editor.settle()
        except GLib.Error:
            if self.editor.app.wait(20) != 0:
                raise

    def query(self, **wanted):
        return self.editor.query(**wanted) if self.editor.app.poll() is None else []

    def is_choosing_file(self):
        return bool(self.query(type='GtkFileChooserDialog'))

    # Places

    def find_places(self, accept):
        return [widget for widget in self.query() if accept(widget) and min(widget['rect'][2:]) > 0]

    def random_point(self, widget):
        place = self.editor.place_of(widget)
        x, y = place.at(self.random.uniform(0.02, 0.98), self.random.uniform(0.02, 0.98))
        return min(max(round(x), 0), self.editor.size[0] - 1), min(max(round(y), 0), self.editor.size[1] - 1)

    def random_target(self):
        """A widget on screen, one type as probable as another, and a point of it."""
        by_type = {}
        for widget in self.find_places(lambda widget: widget['type'].startswith(TARGETS)):
            by_type.setdefault(widget['type'], []).append(widget)
        if not by_type:
            return None, self.anywhere()
        widget = self.random.choice(by_type[self.random.choice(sorted(by_type))])
        return widget, self.random_point(widget)

    def random_node(self):
        widgets = self.find_places(lambda widget: widget['type'] == 'SluiceNodeProxy')
        if not widgets:
            return self.anywhere()
        return self.random_point(self.random.choice(widgets))

    def anywhere(self):
        return self.random.randrange(self.editor.size[0]), self.random.randrange(self.editor.size[1])

    def is_edge(self, point):
        """Whether a window is sized from there."""
        return any(abs(min(self.get_depths(window, point))) < EDGE
                   for window in (self.editor.widgets() if self.editor.app.poll() is None else []) if window['mapped'])

    def is_handle(self, point):
        """Whether a window is moved from there."""
        return any(min(self.get_depths(widget, point)) >= 0
                   for widget in self.find_places(lambda widget: widget['type'] in HANDLES))

    def get_depths(self, widget, point):
        """How far a point is within each of its edges."""
        place = self.editor.place_of(widget)
        return (point[0] - place.x, place.x + place.width - point[0],
                point[1] - place.y, place.y + place.height - point[1])

    # Acts

    def press_keys(self):
        keys = self.random.choices((RUNNING, EDITING, MOVING, PANELS, FILES), (30, 28, 34, 4, 4))[0]
        for _ in range(self.random.choice((1, 1, 2, 4))):
            key = self.random.choice(keys)
            self.tell('key', key)
            self.editor.input.key(key)

    def type(self):
        text = ''.join(self.random.choice('ab1 ."{}[]') for _ in range(self.random.randint(1, 8)))
        self.tell('type', repr(text))
        self.editor.input.type(text)

    def press(self, point, button):
        self.editor.input.move(*point)
        if self.random.random() < 0.8:
            self.settle()
        self.editor.input.press(button)

    def click(self, point, what):
        button = self.random.choice((1, 1, 1, 1, 3))
        if self.is_edge(point) or (button == 3 and self.is_handle(point)):
            return
        modifiers = self.random.choice(((), (), (), ('ctrl',), ('shift',)))
        count = self.random.choice((1, 1, 1, 2))
        self.tell('click', what, *point, f'button {button}', 'twice' if count == 2 else '', '+'.join(modifiers))
        self.editor.input.hold(modifiers)
        for _ in range(count):
            self.press(point, button)
            self.editor.input.release(button)
        self.editor.input.let_go(modifiers)

    def click_something(self):
        if self.random.random() < 0.3:
            self.click(self.random_node(), 'node')
            return
        widget, point = self.random_target()
        if widget:
            self.click(point, f'{widget["type"]} {widget.get("name") or widget.get("text") or ""}')

    def click_anywhere(self):
        self.click(self.anywhere(), 'anywhere')

    def drag(self):
        start = self.random.choice((self.random_node, self.anywhere, lambda: self.random_target()[1]))()
        end = self.random.choice((self.random_node, self.anywhere))()
        button = self.random.choice((1, 1, 1, 2))
        meanwhile = self.random.choice(('', '', 'Escape', 'Delete', 'ctrl+z', 'ctrl+x', 'F5', 'F10', 'shift+F5',
                                        'alt+m', 'ctrl+w', 'file'))
        if self.is_edge(start) or self.is_handle(start):
            return
        self.tell('drag', *start, 'to', *end, f'button {button}', meanwhile)
        self.press(start, button)
        for step in range(1, 7):
            self.editor.input.move(*(a + (b - a) * step / 6 for a, b in zip(start, end)))
            if self.random.random() < 0.3:
                self.settle()
            if step == 4 and meanwhile == 'file':
                self.change_file()
            elif step == 4 and meanwhile:
                self.editor.input.key(meanwhile)
        self.editor.input.release(button)

    def turn_wheel(self):
        point = self.random_target()[1]
        button = self.random.choice((4, 5))
        modifiers = self.random.choice(((), (), ('ctrl',), ('shift',)))
        self.tell('wheel', *point, button, '+'.join(modifiers))
        self.editor.input.move(*point)
        self.editor.input.hold(modifiers)
        for _ in range(self.random.randint(1, 5)):
            self.editor.input.press(button)
            self.editor.input.release(button)
        self.editor.input.let_go(modifiers)

    def leave_dialog(self):
        """What is modal would otherwise take all there is to come."""
        self.tell('key Escape, twice')
        self.editor.input.key('Escape')
        self.editor.input.key('Escape')

    def choose_file(self):
        """Nothing outside the home folder is to be written, so the chooser is not walked about in."""
        name = self.random.choice((None, None, 'one', 'two', 'test.flow.json'))
        self.tell('choose', name)
        if name is None:
            self.editor.input.key('Escape')
        else:
            self.editor.input.key('ctrl+a')
            self.editor.input.type(os.path.join(self.editor.home, name))
            self.editor.input.key('Return')
        self.settle()
        if self.is_choosing_file():
            self.editor.input.key('Escape')
            self.settle()

    def change_file(self):
        """As another program does."""
        with open(self.editor.path, encoding='utf-8') as file:
            text = file.read()
        self.text = self.text or text
        kind = self.random.choice(('other', 'first', 'broken', 'gone'))
        self.tell('file', kind)
        if kind == 'gone':
            os.rename(self.editor.path, self.editor.path + '.away')
            self.settle()
            os.rename(self.editor.path + '.away', self.editor.path)
            return
        if kind == 'other':
            flow = json.loads(self.text)
            nodes = flow['flows'][flow['run'][0]]['nodes']
            nodes.pop(self.random.choice(sorted(nodes)))
            text = json.dumps(flow)
        elif kind == 'broken':
            text = self.text[:len(self.text) // 2]
        else:
            text = self.text
        with open(self.editor.path, 'w', encoding='utf-8') as file:
            file.write(text)


class WalkError(AssertionError):
    """The editor did not survive what was done."""


def walk(seed, n_acts, **options):
    """Walks; raises a WalkError that tells the way."""
    chance = random.Random(seed)
    if chance.random() < 0.6:
        options['copy_of'] = chance.choice(EXAMPLES)
    else:
        options['text'] = getattr(debug_flows, chance.choice(SMALL))
    editor = Editor(clean_exit=False, **options)
    # The start page offers the examples, which can be changed there.
    editor.desktop.env['SLUICE_DATA_DIR'] = shutil.copytree(DATA, editor.desktop.path('shown'))
    editor.desktop.env['G_DEBUG'] = 'fatal-criticals'
    editor.__enter__()
    way = Walk(editor, seed)
    try:
        while len(way.acts) < n_acts:
            if not way.step():
                if editor.app.wait() != 0:
                    raise WalkError(f'it ended with {editor.app.wait()}')
                editor.start_again(editor.path)
        way.settle()
    except Exception as error:
        raise WalkError('\n'.join([f'seed {seed}, after {len(way.acts)} acts: {error}', *way.acts[-N_TOLD:],
                                   editor.log()[-6000:]])) from error
    finally:
        editor.close(check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('seeds', type=int, nargs='+')
    parser.add_argument('--acts', type=int, default=300)
    arguments = parser.parse_args()
    options = {'program': os.environ['SLUICE_WALKER']} if 'SLUICE_WALKER' in os.environ else {}
    n_bad = 0
    for seed in arguments.seeds:
        try:
            walk(seed, arguments.acts, **options)
            print(f'{seed} ok', flush=True)
        except WalkError as error:
            n_bad += 1
            print(f'{error}\n', flush=True)
    sys.exit(min(n_bad, 1))


if __name__ == '__main__':
    main()
