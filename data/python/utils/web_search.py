# SPDX-License-Identifier: LGPL-2.1-or-later
"""Search on the web by an engine that answers in JSON."""
from utils.web import request


def look_up(value, place):
    """A member, or what a JSON Pointer leads to."""
    steps = place.split("/")[1:] if place.startswith("/") else [place] if place else []
    for step in steps:
        step = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def search(query, url, parameter="q", parameters=None, headers=None, token=None, results="results", title_at="title",
           url_at="url", text_at="content", count=10, timeout=30, again=2):
    """What was found: title, url and text of each."""
    answer = request(url, query={**(parameters or {}), parameter: query}, headers=headers, token=token, answer="json",
                     timeout=timeout, again=again)
    return [{"title": look_up(item, title_at), "url": look_up(item, url_at), "text": look_up(item, text_at)}
            for item in (look_up(answer["body"], results) or [])[:count]]
