# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is shown to people."""
import sys


def show(message, level="info", table=None):
    """A line, and below it a table: a list of objects or of lists. Gives the rows, or the message."""
    stream = sys.stdout if level == "info" else sys.stderr
    rows = table if isinstance(table, list) and table and isinstance(table[0], (dict, list)) else None
    if rows is None or message:
        print(message, file=stream)
    if rows is None:
        return message
    names = list(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))
    cells = [names] if names else []
    cells += [[row.get(name, "") for name in names] if names else row for row in rows]
    lines = [["" if cell is None else str(cell) for cell in row] for row in cells]
    widths = [max(len(line[column]) for line in lines if column < len(line))
              for column in range(max(map(len, lines)))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip(), file=stream)
    return rows
