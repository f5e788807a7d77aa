# SPDX-License-Identifier: LGPL-2.1-or-later
"""Questions to people, on the terminal."""
import getpass
import select
import sys
import time


def hear(prompt, end=None):
    """A line that a person types; None if it does not come before the end."""
    if end is None:
        return input(prompt)
    print(prompt, end="", flush=True)
    if select.select([sys.stdin], [], [], max(end - time.monotonic(), 0))[0]:
        return input()
    print()
    return None


def find_end(timeout):
    return time.monotonic() + timeout if timeout else None


def be_late(prompt, default, timeout, may_be_late):
    """What stands for an answer that did not come in time."""
    if default is None and not may_be_late:
        raise RuntimeError(f"Nobody answered “{prompt}” within {timeout} s.")
    return default


def read_number(answer):
    """The number that an answer says, or None."""
    for kind in (int, float):
        try:
            return kind(answer)
        except ValueError:
            pass
    print(f"{answer} is no number.")
    return None


def ask(prompt, kind="text", default=None, allow_empty=False, timeout=0, may_be_late=False):
    """Asks a person until there is an answer."""
    end = find_end(timeout)
    is_hidden = kind == "secret" and sys.stdin.isatty()
    answer = None
    while answer is None:
        line = getpass.getpass(f"{prompt} ") if is_hidden else hear(f"{prompt} ", end)
        if line is None:
            return be_late(prompt, default, timeout, may_be_late)
        if not line and default is not None:
            return default
        if line or allow_empty:
            answer = read_number(line) if kind == "number" and line else line
    return answer


def choose(prompt, choices, default=None, timeout=0, may_be_late=False):
    """Asks a person to choose, by number or by word."""
    end = find_end(timeout)
    print(prompt)
    for number, choice in enumerate(choices, 1):
        print(f"  {number}. {choice}")
    while True:
        answer = hear("> ", end)
        if answer is None:
            return be_late(prompt, default, timeout, may_be_late)
        answer = answer.strip()
        if answer in choices:
            return answer
        if answer.isdigit() and 0 < int(answer) <= len(choices):
            return choices[int(answer) - 1]
