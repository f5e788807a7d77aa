# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is shown to people."""
import sys

from utils.pictures import describe


def show(message, level="info", table=None, picture=""):
    """A line, and below it a table, a list of objects or of lists, and a picture in words. Gives the rows, else what is
    known of the picture, else the message."""
    stream = sys.stdout if level == "info" else sys.stderr
    rows = table if isinstance(table, list) and table and isinstance(table[0], (dict, list)) else None
    known = describe(picture) if picture else None
    if message or rows is None and known is None:
        print(message, file=stream)
    if rows is not None:
        show_table(rows, stream)
    if known is not None:
        pixels = f"{known['width']} × {known['height']}, " if "width" in known else ""
        print(f"{known['picture'] or 'A picture'}: {known['type']}, {pixels}{known['size']} bytes", file=stream)
    return rows if rows is not None else known if known is not None else message


def show_table(rows, stream):
    """In columns, as wide as what is in them."""
    names = list(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))
    cells = [names] if names else []
    cells += [[row.get(name, "") for name in names] if names else row for row in rows]
    lines = [["" if cell is None else str(cell) for cell in row] for row in cells]
    widths = [max(len(line[column]) for line in lines if column < len(line))
              for column in range(max(map(len, lines)))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip(), file=stream)
