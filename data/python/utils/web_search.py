# SPDX-License-Identifier: LGPL-2.1-or-later
"""Search on the web by an engine that answers in JSON."""
from utils.places import look_up
from utils.web import request


def search(query, url, parameter="q", parameters=None, headers=None, token=None, results="results", title_at="title",
           url_at="url", text_at="content", count=10, timeout=30, again=2):
    """What was found: title, url and text of each."""
    answer = request(url, query={**(parameters or {}), parameter: query}, headers=headers, token=token, answer="json",
                     timeout=timeout, again=again)
    if answer["status"] >= 300:
        raise RuntimeError(f"The search engine answered {answer['status']}.")
    return [{"title": look_up(item, title_at), "url": look_up(item, url_at), "text": look_up(item, text_at)}
            for item in (look_up(answer["body"], results) or [])[:count]]
