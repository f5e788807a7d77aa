# SPDX-License-Identifier: LGPL-2.1-or-later
"""Requests over HTTP."""
import json
import time
import urllib.error
import urllib.parse
import urllib.request


def find_edge(status, edges):
    """The action that a status leads to, or None."""
    for action in (str(status), f"{status // 100}xx", "error" if status >= 400 else "ok"):
        if action in edges:
            return action
    return None


def encode(body, body_type):
    """A body as bytes, and its type."""
    if body is None:
        return None, None
    if body_type == "form":
        return urllib.parse.urlencode(body).encode(), "application/x-www-form-urlencoded"
    if body_type == "text" or body_type == "auto" and isinstance(body, str):
        return str(body).encode(), "text/plain; charset=utf-8"
    return json.dumps(body).encode(), "application/json"


def request(url, method="GET", query=None, headers=None, token=None, body=None, body_type="auto", answer="auto",
            timeout=60, again=0, max_size=16, edges=()):
    """Asks a server: status, headers and body. A status of 400 or more that leads nowhere is an error."""
    if query:
        url += ("&" if "?" in url else "?") + urllib.parse.urlencode(query)
    data, content_type = encode(body, body_type)
    asked = urllib.request.Request(url, data=data, method=method, headers=dict(headers or {}))
    if content_type and not asked.has_header("Content-type"):
        asked.add_header("Content-Type", content_type)
    if token:
        asked.add_header("Authorization", f"Bearer {token}")
    begun = time.monotonic()
    for attempt in range(again + 1):
        try:
            with urllib.request.urlopen(asked, timeout=timeout) as reply:
                status, fields, content = reply.status, reply.headers, reply.read((max_size << 20) + 1)
        except urllib.error.HTTPError as error:
            status, fields, content = error.code, error.headers, error.read((max_size << 20) + 1)
        except OSError:
            if attempt == again:
                raise
            continue
        if status not in (429, 502, 503, 504) or attempt == again:
            break
    if len(content) > max_size << 20:
        raise RuntimeError(f"The answer of {url} is larger than {max_size} MB.")
    if status >= 400 and find_edge(status, edges) is None:
        raise RuntimeError(f"The server answered {status} to {url}.")
    text = content.decode("utf-8", errors="replace")
    if answer == "json" or answer == "auto" and "json" in fields.get("Content-Type", ""):
        text = json.loads(text) if text else None
    return {"status": status, "headers": {name.lower(): value for name, value in fields.items()}, "body": text,
            "url": url, "seconds": time.monotonic() - begun}
