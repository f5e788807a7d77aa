# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files of the project; paths are relative to it."""
import csv
import fnmatch
import io
import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent


def decode(text, form="text", header=True):
    """What a text says: "text", "lines", "json" or "csv"."""
    if form == "json":
        return json.loads(text)
    if form == "lines":
        return text.splitlines()
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        return [dict(zip(rows[0], row)) for row in rows[1:]] if header and rows else rows
    return text


def encode(value, form="text", header=True):
    if form == "json":
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if form == "lines":
        return "".join(f"{line}\n" for line in value)
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        names = list(dict.fromkeys(name for row in value if isinstance(row, dict) for name in row))
        if names and header:
            writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] if names else row for row in value)
        return out.getvalue()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def read_file(path, form="text", header=True, may_miss=False, max_size=16):
    """What is in a file; None where it is not there and may be so."""
    place = FOLDER / path
    if may_miss and not place.exists():
        return None
    if place.stat().st_size > max_size << 20:
        raise RuntimeError(f"{path} is larger than {max_size} MB.")
    return decode(place.read_text(encoding="utf-8"), form, header)


def write_file(path, content, form="text", header=True, append=False, make_folders=False):
    """Writes a file whole, or adds to it."""
    place = FOLDER / path
    if make_folders:
        place.parent.mkdir(parents=True, exist_ok=True)
    text = encode(content, form, header and not (append and place.exists()))
    if append:
        with place.open("a", encoding="utf-8") as file:
            file.write(text)
    else:
        beside = place.with_name(place.name + ".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(place)
    return path


def list_folder(path, pattern="", entries="files", recursive=False):
    """The names of what is in a folder, in order."""
    base = FOLDER / path
    found = []
    for item in base.rglob("*") if recursive else base.iterdir():
        name = item.relative_to(base).as_posix()
        wanted = item.is_dir() if entries == "folders" else item.is_file() if entries == "files" else True
        if wanted and (not pattern or fnmatch.fnmatchcase(name if "/" in pattern else item.name, pattern)):
            found.append(name)
    return sorted(found)
