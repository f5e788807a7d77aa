# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a program of PocketFlow has to do with, beside its own modules and nodes."""

# The classes: whether it is a flow, and how it takes a batch.
BASES = {
    'BaseNode': (False, None), 'Node': (False, None), 'BatchNode': (False, 'each'),
    'AsyncNode': (False, None), 'AsyncBatchNode': (False, 'each'), 'AsyncParallelBatchNode': (False, 'parallel'),
    'Flow': (True, None), 'BatchFlow': (True, 'each'),
    'AsyncFlow': (True, None), 'AsyncBatchFlow': (True, 'each'), 'AsyncParallelBatchFlow': (True, 'parallel'),
}


class Unknown:
    """A value that only a run would tell."""


UNKNOWN = Unknown()


class TooLong(Exception):
    """A program goes on and on even where nothing of it is run."""


class External:
    """Something of a module that is not of the project: "asyncio.gather"."""

    def __init__(self, name):
        self.name = name


class Queue:
    """asyncio.Queue(), and what is put into it at once."""

    def __init__(self, limit):
        self.limit, self.items = limit, []


class StartNode:
    """flow.start_node: the node, and the flow it was taken of."""

    def __init__(self, flow):
        self.flow = flow


def is_plain(value):
    """Whether a value is one that JSON knows."""
    if isinstance(value, (list, tuple)):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(is_plain, value.values()))
    if isinstance(value, float):
        return value - value == 0
    return value is None or isinstance(value, (str, bool)) or isinstance(value, int) and abs(value) < 1 << 53
