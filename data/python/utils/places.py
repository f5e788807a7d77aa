# SPDX-License-Identifier: LGPL-2.1-or-later
"""Places in values."""


def look_up(value, place):
    """A member, or what a JSON Pointer leads to; None where there is nothing."""
    for step in place.split("/")[1:] if place.startswith("/") else [place] if place else []:
        step = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
