# SPDX-License-Identifier: LGPL-2.1-or-later
"""An exact search for the nearest of stored vectors."""
import math


def score(one, other, metric):
    if len(one) != len(other):
        raise ValueError(f"A vector has {len(other)} numbers, not {len(one)}.")
    if metric == "euclid":
        return -math.dist(one, other)
    product = sum(a * b for a, b in zip(one, other))
    if metric == "dot":
        return product
    length = math.hypot(*one) * math.hypot(*other)
    return product / length if length else 0.0


def nearest(items, wanted, count=5, metric="cosine"):
    """The nearest items, best first: the place of each, counted from 1, its score, and what it is beside a vector."""
    found = []
    for number, item in enumerate(items or [], 1):
        vector = item["vector"] if isinstance(item, dict) else item
        entry = {"index": number, "score": score(wanted, vector, metric)}
        if isinstance(item, dict):
            entry["item"] = {key: value for key, value in item.items() if key != "vector"}
        found.append(entry)
    found.sort(key=lambda entry: -entry["score"])
    for entry in found if metric == "euclid" else []:
        entry["score"] = -entry["score"]
    return found[:count]
