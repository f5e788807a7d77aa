# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures, known by their first bytes: PNG, JPEG, GIF and WebP."""
import base64
import hashlib

from utils.files import FOLDER

KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF87a": "image/gif",
         b"GIF89a": "image/gif"}


def find_kind(data):
    """The type of a picture; what is none is an error."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    for begin, kind in KINDS.items():
        if data.startswith(begin):
            return kind
    raise ValueError("That is no picture in PNG, JPEG, GIF or WebP.")


def read_picture(place, max_size=8):
    """The bytes of a file, or of a data address."""
    data = base64.b64decode(place.partition(",")[2]) if place.startswith("data:") else (FOLDER / place).read_bytes()
    if len(data) > max_size << 20:
        raise ValueError(f"The picture “{place[:40]}” has more than {max_size} MiB.")
    return data


def find_jpeg_size(data):
    """As the first frame says."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xff:
            return None
        if data[at + 1] in range(0xc0, 0xd0) and data[at + 1] not in (0xc4, 0xc8, 0xcc):
            return int.from_bytes(data[at + 7:at + 9], "big"), int.from_bytes(data[at + 5:at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    return None


def find_webp_size(data):
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1
    return int.from_bytes(data[26:28], "little") & 0x3fff, int.from_bytes(data[28:30], "little") & 0x3fff


def find_size(data):
    """Width and height in pixels, or None where it does not say."""
    kind = find_kind(data)
    if kind == "image/png":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if kind == "image/gif":
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return find_jpeg_size(data) if kind == "image/jpeg" else find_webp_size(data)


def describe(place):
    """What is known of a picture: its file, type, size, pixels and sum."""
    data = read_picture(place)
    is_file = not place.startswith("data:")
    size = find_size(data)
    return {"picture": place if is_file else "", "file": str(FOLDER / place) if is_file else "",
            "type": find_kind(data), "size": len(data), **(dict(zip(("width", "height"), size)) if size else {}),
            "sha256": hashlib.sha256(data).hexdigest()}
