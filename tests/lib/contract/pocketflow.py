# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an exported project may count on of PocketFlow, written from the rules that the engine keeps: so that such
projects can be run where the package is not installed. It shows the package's interface and what flows do by it, and
is no replacement: nobody should run anything but tests with it.

Each thing is said once, as a coroutine. Where nothing may wait, it is carried out on the spot."""
import asyncio
import copy
import time
import warnings


def plain(function):
    """A function as one that could wait, and does not."""
    async def call(*arguments):
        return function(*arguments)
    return call


def at_once(coroutine):
    """The result of a coroutine in which nothing waits."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError('Use run_async.')


class Edge:
    """`node - "action"`, which lacks its target."""

    def __init__(self, source, action):
        if not isinstance(action, str):
            raise TypeError('Action must be a string')
        self.source, self.action = source, action

    def __rshift__(self, target):
        return self.source.next(target, self.action)


class BaseNode:
    def __init__(self):
        self.params = {}
        self.successors = {}

    def set_params(self, params):
        self.params = params

    def next(self, node, action='default'):
        if action in self.successors:
            warnings.warn(f"Overwriting successor for action '{action}'")
        self.successors[action] = node
        return node

    __rshift__ = next

    def __sub__(self, action):
        return Edge(self, action)

    def prep(self, shared):
        """Reads the store."""

    def exec(self, prep_res):
        """Works."""

    def post(self, shared, prep_res, exec_res):
        """Writes into the store, and names the action."""

    def _exec(self, prep_res):
        return self.exec(prep_res)

    def _run(self, shared):
        prep_res = self.prep(shared)
        exec_res = self._exec(prep_res)
        return self.post(shared, prep_res, exec_res)

    def run(self, shared):
        if self.successors:
            warnings.warn("Node won't run successors. Use Flow.")
        return self._run(shared)


class Node(BaseNode):
    def __init__(self, max_retries=1, wait=0):
        super().__init__()
        self.max_retries = max_retries
        self.wait = wait
        self.cur_retry = 0

    def exec_fallback(self, prep_res, exc):
        raise exc

    async def _attempts(self, work, fallback, pause, prep_res):
        problem = None
        for self.cur_retry in range(self.max_retries):
            if problem is not None and self.wait > 0:
                await pause(self.wait)
            try:
                return await work(prep_res)
            except Exception as error:  # pylint: disable=broad-except
                problem = error
        return None if problem is None else await fallback(prep_res, problem)

    def _exec(self, prep_res):
        return at_once(self._attempts(plain(self.exec), plain(self.exec_fallback), plain(time.sleep), prep_res))


class BatchNode(Node):
    def _exec(self, prep_res):
        return list(map(super()._exec, prep_res or ()))


class AsyncNode(Node):
    async def prep_async(self, shared):
        """Reads the store."""

    async def exec_async(self, prep_res):
        """Works."""

    async def exec_fallback_async(self, prep_res, exc):
        raise exc

    async def post_async(self, shared, prep_res, exec_res):
        """Writes into the store, and names the action."""

    async def _exec(self, prep_res):  # pylint: disable=invalid-overridden-method
        return await self._attempts(self.exec_async, self.exec_fallback_async, asyncio.sleep, prep_res)

    async def _run_async(self, shared):
        prep_res = await self.prep_async(shared)
        exec_res = await self._exec(prep_res)
        return await self.post_async(shared, prep_res, exec_res)

    async def run_async(self, shared):
        if self.successors:
            warnings.warn("Node won't run successors. Use AsyncFlow.")
        return await self._run_async(shared)

    def _run(self, shared):
        raise RuntimeError('Use run_async.')


class AsyncBatchNode(AsyncNode, BatchNode):
    async def _exec(self, prep_res):
        results = []
        for item in prep_res:
            results.append(await AsyncNode._exec(self, item))
        return results


class AsyncParallelBatchNode(AsyncNode, BatchNode):
    async def _exec(self, prep_res):
        return await asyncio.gather(*[AsyncNode._exec(self, item) for item in prep_res])


class Flow(BaseNode):
    def __init__(self, start=None):
        super().__init__()
        self.start_node = start

    def start(self, start):
        self.start_node = start
        return start

    def get_next_node(self, curr, action):
        target = curr.successors.get(action or 'default')
        if target is None and curr.successors:
            warnings.warn(f"Flow ends: '{action}' not found in {list(curr.successors)}")
        return target

    async def _walk(self, shared, params=None):
        """From the start on, each visit with a node of its own; the last action."""
        params = params or dict(self.params)
        action, target = None, self.start_node
        while target is not None:
            visited = copy.copy(target)
            visited.set_params(params)
            waits = isinstance(self, AsyncNode) and isinstance(visited, AsyncNode)
            action = await visited._run_async(shared) if waits else visited._run(shared)
            target = self.get_next_node(visited, action)
        return action

    def post(self, shared, prep_res, exec_res):
        return exec_res

    def _run(self, shared):
        prep_res = self.prep(shared)
        return self.post(shared, prep_res, at_once(self._walk(shared)))


class AsyncFlow(Flow, AsyncNode):
    async def post_async(self, shared, prep_res, exec_res):
        return exec_res

    async def _run_async(self, shared):
        prep_res = await self.prep_async(shared)
        return await self.post_async(shared, prep_res, await self._walk(shared))

    _run = AsyncNode._run


async def walk_each(flow, shared, entries):
    for entry in entries:
        await flow._walk(shared, flow.params | entry)


class BatchFlow(Flow):
    def _run(self, shared):
        entries = self.prep(shared) or []
        at_once(walk_each(self, shared, entries))
        return self.post(shared, entries, None)


class AsyncBatchFlow(AsyncFlow):
    async def _run_async(self, shared):
        entries = await self.prep_async(shared) or []
        await walk_each(self, shared, entries)
        return await self.post_async(shared, entries, None)


class AsyncParallelBatchFlow(AsyncFlow):
    async def _run_async(self, shared):
        entries = await self.prep_async(shared) or []
        await asyncio.gather(*[walk_each(self, shared, [entry]) for entry in entries])
        return await self.post_async(shared, entries, None)
