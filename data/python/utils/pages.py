# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lists that a server gives page by page."""
import re
import urllib.parse

from utils.places import look_up
from utils.web import find_place, request


def find_next(answer, place):
    """The address of the next page, by the Link header or a place in the body; None behind the last."""
    if place.startswith("/"):
        target = look_up(answer["body"], place)
    else:
        links = [link for link in answer["headers"].get("link", "").split(",") if re.search(r"rel=\"?next\b", link)]
        target = links[0].partition("<")[2].partition(">")[0] if links else None
    if not target:
        return None
    url = urllib.parse.urljoin(answer["url"], str(target))
    # What is sent along is for this server alone.
    if find_place(url) != find_place(answer["url"]):
        raise RuntimeError(f"The next page, “{target}”, is not on the same server.")
    return url


def request_pages(url, pages, next_at="link", items="", query=None, **options):
    """Asks for one page after another: the last answer, its body the items of all of them."""
    found = []
    while True:
        answer = request(url, query=query, **options)
        if answer["status"] >= 400:
            return answer
        page = look_up(answer["body"], items)
        found += page if isinstance(page, list) else [page] if page is not None else []
        pages -= 1
        url, query = find_next(answer, next_at) if pages else None, None
        if not url:
            return {**answer, "body": found}
