# SPDX-License-Identifier: LGPL-2.1-or-later
"""A pointer and a keyboard for an X server: what a hand does, through the XTEST extension."""
from Xlib import X, XK
from Xlib import display as xdisplay
from Xlib.ext import xtest

MODIFIERS = {'ctrl': 'Control_L', 'shift': 'Shift_L', 'alt': 'Alt_L', 'super': 'Super_L'}
SPECIAL = {'\n': 'Return', '\t': 'Tab', '\b': 'BackSpace', '\x1b': 'Escape'}


def get_keysym(key):
    """The keysym of a character or of a name such as 'Return' or 'plus'."""
    key = SPECIAL.get(key, key)
    if len(key) == 1:
        code = ord(key)
        return code if 0x20 <= code <= 0x7e or 0xa0 <= code <= 0xff else 0x1000000 | code
    keysym = XK.string_to_keysym(key)
    if not keysym:
        raise ValueError(f'there is no key {key!r}')
    return keysym


class Input:
    """Sends input to one X server. settle: called where the program has to catch up first."""

    def __init__(self, name, settle):
        self.display = xdisplay.Display(name)
        self.root = self.display.screen().root
        self._settle = settle
        self._keys = {}
        self._spare = []
        self._read_keyboard()

    def close(self):
        self.display.close()

    def sync(self):
        self.display.sync()

    def _read_keyboard(self):
        info = self.display.display.info
        mapping = self.display.get_keyboard_mapping(info.min_keycode,
                                                    info.max_keycode - info.min_keycode + 1)
        for code, keysyms in enumerate(mapping, info.min_keycode):
            if not any(keysyms):
                self._spare.append(code)
            for level, keysym in enumerate(keysyms[:2]):
                if keysym:
                    self._keys.setdefault(keysym, (code, level))

    def _find_key(self, keysym):
        if keysym not in self._keys:
            # Not on this keyboard: it gets a spare key, which the program has to learn of first.
            code = self._spare.pop()
            self.display.change_keyboard_mapping(code, [[keysym, keysym]])
            self.display.sync()
            self._keys[keysym] = (code, 0)
            self._settle()
        return self._keys[keysym]

    def move(self, x, y):
        xtest.fake_input(self.display, X.MotionNotify, x=round(x), y=round(y))
        self.display.sync()

    def press(self, button):
        xtest.fake_input(self.display, X.ButtonPress, button)
        self.display.sync()

    def release(self, button):
        xtest.fake_input(self.display, X.ButtonRelease, button)
        self.display.sync()

    def hold(self, modifiers):
        for name in modifiers:
            code, _ = self._find_key(get_keysym(MODIFIERS[name]))
            xtest.fake_input(self.display, X.KeyPress, code)
        self.display.sync()

    def let_go(self, modifiers):
        for name in reversed(list(modifiers)):
            code, _ = self._find_key(get_keysym(MODIFIERS[name]))
            xtest.fake_input(self.display, X.KeyRelease, code)
        self.display.sync()

    def key(self, chord):
        """Presses 'a', 'Return', 'ctrl+shift+z' or 'ctrl+plus'."""
        *modifiers, name = chord.split('+') if chord != '+' else ['plus']
        code, level = self._find_key(get_keysym(name))
        if level and 'shift' not in modifiers:
            modifiers.append('shift')
        self.hold(modifiers)
        xtest.fake_input(self.display, X.KeyPress, code)
        xtest.fake_input(self.display, X.KeyRelease, code)
        self.let_go(modifiers)

    def press_key(self, name):
        code, _ = self._find_key(get_keysym(name))
        xtest.fake_input(self.display, X.KeyPress, code)
        self.display.sync()

    def release_key(self, name):
        code, _ = self._find_key(get_keysym(name))
        xtest.fake_input(self.display, X.KeyRelease, code)
        self.display.sync()

    def request_selection(self, name):
        """Asks whoever has a selection, such as CLIPBOARD, for its text; gives what is to be read
        from it, None as long as there is no answer."""
        window = self.root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        target = self.display.intern_atom('UTF8_STRING')
        answer = self.display.intern_atom('SLUICE_SELECTION')
        window.convert_selection(self.display.intern_atom(name), target, answer, X.CurrentTime)
        self.display.sync()

        def read():
            self.display.sync()
            value = window.get_full_property(answer, X.AnyPropertyType)
            return None if value is None else value.value.decode()

        return read

    def type(self, text):
        for character in text:
            self.key('plus' if character == '+' else character)
