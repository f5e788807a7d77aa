# SPDX-License-Identifier: LGPL-2.1-or-later
"""Limits on the requests to a server, shared by all that runs."""
import collections
import contextlib
import threading
import time

MINUTE = 60


class Gate:
    """Lets through so many at a time, and so many in a minute; who came first goes first."""

    def __init__(self):
        self.changed = threading.Condition()
        self.line = collections.deque()
        self.starts = collections.deque()
        self.inside = 0

    def find_wait(self, at_a_time, per_minute):
        """Seconds until the next may go in; None: until another comes out."""
        now = time.monotonic()
        while self.starts and self.starts[0] + MINUTE <= now:
            self.starts.popleft()
        if at_a_time and self.inside >= at_a_time:
            return None
        if per_minute and len(self.starts) >= per_minute:
            return self.starts[0] + MINUTE - now
        return 0

    @contextlib.contextmanager
    def enter(self, at_a_time=0, per_minute=0):
        """What is done within counts; 0: there is no limit."""
        place = object()
        with self.changed:
            self.line.append(place)
            while self.line[0] is not place or (wait := self.find_wait(at_a_time, per_minute)) != 0:
                self.changed.wait(wait if self.line[0] is place else None)
            self.line.popleft()
            self.inside += 1
            if per_minute:
                self.starts.append(time.monotonic())
            self.changed.notify_all()
        try:
            yield
        finally:
            with self.changed:
                self.inside -= 1
                self.changed.notify_all()


gates = collections.defaultdict(Gate)
