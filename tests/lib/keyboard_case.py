# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tasks by keyboard share: no pointer and no action, only keys, and a focus to be seen."""
import unittest

from editor import Editor


class KeyboardCase(unittest.TestCase):
    """A person without a pointer: it stays in a corner, and everything is done by keys."""

    def start(self, *arguments, **options):
        self.editor = Editor(*arguments, **options)
        self.enterContext(self.editor)
        self.editor.move((self.editor.size[0] - 1, self.editor.size[1] - 1))
        return self.editor

    # The focus

    def focused(self):
        """The widgets that hold the focus, the innermost last."""
        return [item for item in self.editor.query() if item['focus']]

    def has_focus(self, **wanted):
        """Whether the focus is in a widget with these values."""
        return any(item['focus'] or any(inner['focus'] for inner in self.editor.query(within=item))
                   for item in self.editor.query(**wanted))

    def wait_for_focus(self, **wanted):
        self.editor.wait_for(lambda: self.has_focus(**wanted), f'the focus to be in {wanted}')

    def expect_canvas(self):
        self.wait_for_focus(name='canvas')

    def expect_canvas_after_window(self):
        """The canvas has the focus when another window has gone, which a window manager sees to."""
        self.editor.focus_window()
        self.expect_canvas()

    def leave(self):
        """Escape leads back to the canvas, from wherever the focus is."""
        self.editor.key('Escape')
        self.expect_canvas()

    def pane(self, **wanted):
        """Goes on from pane to pane until the focus is in the one with these values."""
        for _ in range(14):
            if self.has_focus(**wanted):
                return
            self.editor.key('ctrl+F6')
            self.assertTrue(self.focused(), 'nothing has the focus')
        self.fail(f'no pane is {wanted}')

    def row_of_focus(self, title):
        """Whether the focus is in the row of that title."""
        for kind in ('AdwEntryRow', 'AdwComboRow', 'AdwActionRow', 'AdwPreferencesRow'):
            for row in self.editor.query(type=kind):
                inner = self.editor.query(within=row)
                if ((row['focus'] or any(item['focus'] for item in inner)) and
                        any(item['text'] == title for item in inner if item['type'] == 'GtkLabel')):
                    return True
        return False

    def tab_to(self, reached, what, key='Tab'):
        """Goes on with Tab until that is true; out of a script, that takes Tab itself, with Ctrl."""
        for _ in range(60):
            if reached():
                return
            in_code = self.focused()[-1]['type'] == 'GtkSourceView' and key == 'Tab'
            self.editor.key('ctrl+Tab' if in_code else key)
            self.assertTrue(self.focused(), f'nothing has the focus on the way to {what}')
        self.fail(f'{key} does not lead to {what}')

    def tab_to_row(self, title):
        """Goes on with Tab until what is typed goes into the row of that title."""
        self.tab_to(lambda: self.row_of_focus(title) and self.focused()[-1]['type'] in
                    ('GtkText', 'GtkSourceView', 'AdwComboRow', 'GtkSwitch'), f'the row {title}')

    # The canvas

    def add(self, kind):
        """Adds a node by searching for its kind; it is selected then."""
        before = set(self.editor.nodes)
        self.editor.key('Tab')
        self.editor.expect_search()
        self.editor.type(kind)
        self.editor.key('Return')
        self.editor.expect_search(False)
        name, = set(self.editor.nodes) - before
        self.expect_canvas()
        return name

    def go_to(self, text):
        """Ctrl+K, and the first that is found."""
        self.editor.key('ctrl+k')
        self.editor.wait_for(lambda: self.editor.query(name='finder'), 'the finder')
        self.editor.type(text)
        self.editor.wait_for(lambda: self.editor.query(name='finder-row'), 'something found')
        self.editor.key('Return')
        self.editor.wait_for(lambda: not self.editor.query(name='finder'), 'the finder to close')

    def command(self, text):
        """Ctrl+Shift+P, and the first that is found."""
        self.editor.key('ctrl+shift+p')
        self.editor.wait_for(lambda: self.editor.query(name='finder'), 'the finder')
        self.editor.type(text)
        self.editor.wait_for(lambda: self.editor.query(name='finder-row'), 'something found')
        self.editor.key('Return')
        self.editor.wait_for(lambda: not self.editor.query(name='finder'), 'the finder to close')

    def walk_to(self, address):
        self.go_to(address)
        self.editor.wait_for(lambda: self.editor.state()['selection'] == [address], address)
        self.expect_canvas()


__all__ = ['KeyboardCase']
