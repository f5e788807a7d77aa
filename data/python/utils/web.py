# SPDX-License-Identifier: LGPL-2.1-or-later
"""Requests over HTTP."""
import email.utils
import http.client
import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request

from utils.limits import gates

KEPT = ("accept", "accept-language", "content-type", "user-agent")  # headers that any server may see


class Untouched(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like others."""

    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(Untouched)


def find_edge(status, edges):
    """The action that a status leads to, or None."""
    for action in (str(status), f"{status // 100}xx", "error" if status >= 400 else "ok"):
        if action in edges:
            return action
    return None


def write_form(fields):
    """Names and values; a list is its name again for each of its elements, None is nothing."""
    pairs = [(name, value) for name, values in (fields or {}).items()
             for value in (values if isinstance(values, list) else [values] if values is not None else [])]
    return urllib.parse.urlencode([(name, value if isinstance(value, str) else json.dumps(value))
                                   for name, value in pairs], quote_via=urllib.parse.quote)


def encode(body, body_type):
    """A body as bytes, and its type."""
    if body is None or body == "":
        return None, None
    if body_type == "form":
        return write_form(body).encode(), "application/x-www-form-urlencoded"
    if isinstance(body, str) and body_type != "json":
        return body.encode(), "text/plain; charset=utf-8"
    return json.dumps(body, ensure_ascii=False).encode(), "application/json"


# Redirects

def find_place(url):
    """The server of an address: two that are alike are the same."""
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def follow(asked, status, location):
    """The request that a redirect asks for. Another server gets nothing that may be a secret."""
    url = urllib.parse.urljoin(asked.full_url, location)
    here, there = find_place(asked.full_url), find_place(url)
    if there[0] not in ("http", "https") or not there[1]:
        raise RuntimeError(f"A redirect to “{url}” leads nowhere.")
    if here[0] == "https" and there[0] == "http":
        raise RuntimeError("A redirect from https to http is not followed.")
    method, data = asked.get_method(), asked.data
    if method != "HEAD" and (status == 303 or status <= 302 and method == "POST"):
        method, data = "GET", None
    headers = {name: value for name, value in asked.header_items()
               if name.lower() not in ("host", "content-length") and (here == there or name.lower() in KEPT)}
    return urllib.request.Request(url, data=data, method=method, headers=headers)


# Answers

def read_reply(reply, max_size):
    """Its content, if it is whole."""
    content = reply.read((max_size << 20) + 1)
    if len(content) > max_size << 20:
        raise RuntimeError(f"The answer of {reply.url} is larger than {max_size} MB.")
    if getattr(reply, "length", None):
        raise http.client.IncompleteRead(content, reply.length)
    return content


def send_once(asked, timeout, redirects, max_size, concurrent, per_minute):
    """Status, headers, content and address of one answer, behind its redirects."""
    for left in range(redirects, -1, -1):
        with gates[find_place(asked.full_url)].enter(concurrent, per_minute):
            try:
                reply = opener.open(asked, timeout=timeout)
            except urllib.error.HTTPError as error:
                reply = error
            with reply:
                status, fields, content = reply.status, reply.headers, read_reply(reply, max_size)
        if not redirects or status not in (301, 302, 303, 307, 308) or "Location" not in fields:
            return status, fields, content, asked.full_url
        if left:
            asked = follow(asked, status, fields["Location"])
    raise RuntimeError(f"There are more than {redirects} redirects.")


def is_worth_another(status, fields):
    """Whether it may go better a little later."""
    wish = fields.get("x-should-retry")
    return wish == "true" or wish != "false" and (status in (408, 409, 429) or status >= 500)


def find_delay(fields, attempt):
    """Seconds until a request goes out again: as the server says, or a little longer each time."""
    delay = min(0.5 * 2 ** attempt, 8) * (1 - random.random() / 4)
    wish = fields.get("Retry-After", "")
    try:
        if "retry-after-ms" in fields:
            asked_for = float(fields["retry-after-ms"]) / 1000
        elif "," in wish:
            asked_for = max(email.utils.parsedate_to_datetime(wish).timestamp() - time.time(), 0)
        else:
            asked_for = float(wish)
    except (TypeError, ValueError):
        return delay
    return asked_for if 0 <= asked_for <= 60 else delay


def send(asked, again, *limits):
    """One answer; a busy server and a lost connection are tried again."""
    for attempt in range(again + 1):
        fields = {}
        try:
            status, fields, content, url = send_once(asked, *limits)
        except (OSError, http.client.HTTPException):
            if attempt == again:
                raise
        else:
            if attempt == again or not is_worth_another(status, fields):
                break
        time.sleep(find_delay(fields, attempt))
    return status, fields, content, url


def decode(status, fields, content, answer):
    """What an answer says: a text, a value of JSON, or None."""
    is_json = answer == "json" or answer == "auto" and "json" in fields.get("Content-Type", "")
    if not content and (not is_json or status >= 300 or status == 204):
        return None
    if is_json:
        return json.loads(content)
    return content.decode(fields.get_content_charset() or "utf-8")


def request(url, method="GET", query=None, headers=None, token=None, body=None, body_type="auto", answer="auto",
            timeout=60, again=0, redirects=0, max_size=16, concurrent=0, per_minute=0, edges=()):
    """Asks a server: status, headers and body. A status of 400 or more that leads nowhere is an error."""
    url = urllib.parse.urldefrag(url).url
    if query:
        url += ("&" if "?" in url else "?") + write_form(query)
    data, content_type = encode(body, body_type)
    asked = urllib.request.Request(url, data=data, method=method, headers=dict(headers or {}))
    if content_type and not asked.has_header("Content-type"):
        asked.add_header("Content-Type", content_type)
    if token:
        asked.add_header("Authorization", f"Bearer {token}")
    begun = time.monotonic()
    status, fields, content, url = send(asked, again, timeout, redirects, max_size, concurrent, per_minute)
    if status >= 400 and find_edge(status, edges) is None:
        raise RuntimeError(f"The server answered {status} to {url}.")
    named = {}
    for name, value in fields.items():
        named[name.lower()] = f"{named[name.lower()]}, {value}" if name.lower() in named else value
    return {"status": status, "headers": named, "body": decode(status, fields, content, answer), "url": url,
            "seconds": time.monotonic() - begun}
