# SPDX-License-Identifier: LGPL-2.1-or-later
"""The meaning of texts as vectors."""
import os

from utils.llm import find_server
from utils.web import request


def embed(texts, provider="default", model="", url=None, key=None, batch=64, dimensions=0, timeout=60, again=2,
          concurrent=0, per_minute=0):
    """One text gives a vector, a list of texts a list of vectors."""
    many = texts if isinstance(texts, list) else [texts]
    server, secret = find_server(provider, url, key)
    vectors = []
    for first in range(0, len(many), batch):
        body = {"model": model or os.environ.get("EMBEDDING_MODEL", "text-embedding-3-small"),
                "input": many[first:first + batch]}
        if dimensions:
            body["dimensions"] = dimensions
        answer = request(f"{server}/embeddings", "POST", token=secret, body=body, answer="json", timeout=timeout,
                         again=again, concurrent=concurrent, per_minute=per_minute)
        vectors += [item["embedding"] for item in sorted(answer["body"]["data"], key=lambda item: item["index"])]
    return vectors if isinstance(texts, list) else vectors[0]
