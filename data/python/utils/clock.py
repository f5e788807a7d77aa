# SPDX-License-Identifier: LGPL-2.1-or-later
"""Waiting for a time."""
import asyncio
import datetime
import time


def read_time(text):
    """A time of day, a time with its date, or seconds since 1970, as seconds since 1970."""
    if isinstance(text, (int, float)):
        return text
    now = datetime.datetime.now()
    try:
        then = datetime.datetime.combine(now.date(), datetime.time.fromisoformat(text))
        return (then if then > now else then + datetime.timedelta(days=1)).timestamp()
    except ValueError:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


async def sleep_until(text):
    """Waits, and gives the time when it is over."""
    await asyncio.sleep(max(read_time(text) - time.time(), 0))
    return time.time()


async def sleep_for(seconds):
    """Waits, and gives the time when it is over."""
    await asyncio.sleep(seconds)
    return time.time()


async def sleep_to_beat(seconds):
    """Waits for the next of the times that are so many seconds apart, and gives it."""
    return await sleep_until((time.time() // seconds + 1) * seconds)
