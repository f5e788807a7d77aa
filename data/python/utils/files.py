# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files of the project; paths are relative to it."""
import asyncio
import csv
import fnmatch
import io
import itertools
import json
import math
import os
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent


def read_table(text, header):
    """The rows of a table: objects, if its first row names the columns."""
    rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True) if row]
    if not header or not rows:
        return rows
    names = rows.pop(0)
    if any(len(row) > len(names) for row in rows):
        raise ValueError("A row of the table is longer than its header.")
    return [dict(itertools.zip_longest(names, row, fillvalue="")) for row in rows]


def write_table(rows):
    """Objects, with a header of all their names, or lists."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = list(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))
    if names:
        writer.writerow(names)
    writer.writerows(map(encode, [row.get(name) for name in names] if names else row) for row in rows)
    return out.getvalue()


def decode(text, form="text", header=True):
    """What a text says: "text", "lines", "json" or "csv"."""
    if form == "json":
        return json.loads(text)
    if form == "lines":
        return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []
    return read_table(text, header) if form == "csv" else text


def encode(value, form="text"):
    """The text of a value; where it is to be a text, what is none is written as JSON."""
    if form == "json":
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if form == "lines" and isinstance(value, list):
        return "".join(encode(line) + "\n" for line in value)
    if form == "csv":
        return write_table(value)
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text + "\n" if form == "lines" and not text.endswith("\n") else text


def read_file(path, form="text", header=True, may_miss=False, max_size=16):
    """What is in a file; None where it is not there and may be so."""
    place = FOLDER / path
    if may_miss and not place.exists():
        return None
    if place.stat().st_size > max_size << 20:
        raise RuntimeError(f"{path} is larger than {max_size} MB.")
    return decode(place.read_bytes().decode(), form, header)


def write_file(path, content, form="text", append=False, make_folders=False, may_miss=False):
    """Writes a file whole, or adds to it; None where its folder is not there and may be so."""
    place = FOLDER / path
    if make_folders:
        place.parent.mkdir(parents=True, exist_ok=True)
    if may_miss and not place.parent.exists():
        return None
    data = encode(content, form).encode()
    if append:
        with place.open("ab") as file:
            file.write(data)
    else:
        beside = place.with_name(f".{place.name}.new")
        beside.write_bytes(data)
        beside.replace(place)
    return {"path": path, "size": len(data)}


def describe(status):
    """What changes with a file: its time, its size, its number on the disk."""
    return f"{status.st_mtime_ns // 10**9}.{status.st_mtime_ns % 10**9:09} {status.st_size} {status.st_ino}"


def look(path, pattern="", entries="files", recursive=False):
    """What is in a folder, by name and in order, with what describes each. Links are not followed."""
    found, left = {}, [""]
    while left:
        prefix = left.pop()
        for entry in os.scandir(FOLDER / path / prefix):
            name = prefix + entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and recursive:
                left.append(name + "/")
            if (entries in ("all", "folders" if is_folder else "files")
                    and fnmatch.fnmatchcase(name if "/" in pattern else entry.name,
                                            pattern.replace("[", "[[]") or "*")):
                found[name] = describe(entry.stat(follow_symlinks=False))
    return dict(sorted(found.items()))


def list_folder(path, pattern="", entries="files", recursive=False, may_miss=False):
    """The names of what is in a folder, in order; None where it is not there and may be so."""
    if may_miss and not (FOLDER / path).exists():
        return None
    return list(look(path, pattern, entries, recursive))


async def watch(path, pattern="", entries="files", recursive=False, since=None, interval=1, within=0):
    """Waits for a change of a file, or of what is in a folder, to come to rest: when two looks in a row see the
    same. Gives what changed, what was removed, and the state, from which another watch may go on."""
    place = FOLDER / path
    end = time.monotonic() + within if within else math.inf
    base, before = since, None
    while True:
        state = (look(path, pattern, entries, recursive) if place.is_dir()
                 else {place.name: describe(place.stat())} if place.exists() else {})
        base = state if base is None else base
        if before == state != base or time.monotonic() >= end:
            return {"changed": [name for name in state if base.get(name) != state[name]],
                    "removed": [name for name in base if name not in state], "state": state}
        before = state
        await asyncio.sleep(max(min(interval, end - time.monotonic()), 0))


def find_watched(result):
    """The action of a watch in which nothing happened, or None."""
    return None if result["changed"] or result["removed"] else "timeout"
