# SPDX-License-Identifier: LGPL-2.1-or-later
"""Queues that the flows of a program share."""
import asyncio


def get_queue(shared, name, limit=0):
    """The queue of a name, which is made where there is none."""
    queues = shared.setdefault("queues", {})
    if name not in queues:
        queues[name] = asyncio.Queue(limit)
    return queues[name]


async def wait_for_item(queue):
    """Waits until there is an item, and gives the first, which stays there. It looks every 50 ms."""
    while queue.empty():
        await asyncio.sleep(0.05)
    return queue._queue[0]
