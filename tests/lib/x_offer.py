# SPDX-License-Identifier: LGPL-2.1-or-later
"""Another program on an X server: it has something on the clipboard, or drops something on a window.

The protocols are those of the ICCCM (selections) and of XDND 5.
"""
from Xlib import X, Xatom
from Xlib import display as xdisplay
from Xlib.protocol import event

VERSION = 5


class Offer:
    """Owns a selection, such as CLIPBOARD, with contents: bytes by their types. Has to be served."""

    def __init__(self, name, selection, contents):
        self.display = xdisplay.Display(name)
        self.root = self.display.screen().root
        self.window = self.root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self.contents = {self._atom(kind): data for kind, data in contents.items()}
        self.messages = []
        self.asked = []
        self.window.set_selection_owner(self._atom(selection), X.CurrentTime)
        self.display.sync()

    def close(self):
        self.display.close()

    def _atom(self, name):
        return self.display.intern_atom(name)

    def serve(self):
        """Answers who asked for the contents; keeps what was asked for, and what else was said, by name."""
        self.display.sync()
        while self.display.pending_events():
            message = self.display.next_event()
            if message.type == X.SelectionRequest:
                self._answer(message)
            elif message.type == X.ClientMessage:
                self.messages.append((self.display.get_atom_name(message.client_type), message.data[1][1]))
        self.display.sync()

    def _answer(self, request):
        property_name = request.property or request.target
        self.asked.append(self.display.get_atom_name(request.target))
        if request.target == self._atom('TARGETS'):
            request.requestor.change_property(property_name, Xatom.ATOM, 32,
                                              [request.target, *self.contents])
        elif request.target in self.contents:
            request.requestor.change_property(property_name, request.target, 8,
                                              self.contents[request.target])
        else:
            property_name = X.NONE
        request.requestor.send_event(event.SelectionNotify(
            time=request.time, requestor=request.requestor, selection=request.selection,
            target=request.target, property=property_name))

    # Dropping

    def _tell(self, target, name, *data):
        data = [self.window.id, *data]
        target.send_event(event.ClientMessage(
            window=target, client_type=self._atom(name),
            data=(32, data + [0] * (5 - len(data)))))
        self.display.sync()

    def drop(self, place, wait_for):
        """Drops the contents at a place of the screen. wait_for: waits until a condition holds."""
        x, y = (round(value) for value in place)
        child = self.root.translate_coords(self.root, x, y).child
        copy = self._atom('XdndActionCopy')
        types = list(self.contents)[:3]

        def point():
            self._tell(child, 'XdndPosition', 0, x << 16 | y, X.CurrentTime, copy)

        def is_taken():
            """As whoever drags tells again and again where the pointer is: a first answer may be too early."""
            self.serve()
            answers = [accepted & 1 for name, accepted in self.messages if name == 'XdndStatus']
            if answers and not answers[-1]:
                self.messages.clear()
                point()
            return answers and answers[-1]

        def is_over():
            self.serve()
            return 'XdndFinished' in dict(self.messages)

        self._tell(child, 'XdndEnter', VERSION << 24, *types)
        point()
        wait_for(is_taken, 'the target to take what is dropped')
        self._tell(child, 'XdndDrop', 0, X.CurrentTime)
        wait_for(is_over, 'the end of the drop')
