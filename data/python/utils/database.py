# SPDX-License-Identifier: LGPL-2.1-or-later
"""Databases of SQLite, in the folder of the project."""
import sqlite3

from utils.files import FOLDER


def split(script):
    """The statements of a script."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip(" \n\t;"):
        yield statement.rstrip(";")


def query(database, sql, params=None, read_only=False, timeout=30, max_rows=10000):
    """Rows as objects, of the last statement that gives some; what writes is done whole or not at all."""
    place = (FOLDER / database).as_uri() + ("?mode=ro" if read_only else "")
    connection = sqlite3.connect(place, uri=True, timeout=timeout)
    connection.row_factory = sqlite3.Row
    rows = []
    try:
        with connection:
            connection.execute("BEGIN")
            for statement in split(sql):
                if not statement.strip(" \n\t;"):
                    continue
                cursor = connection.execute(statement, params if params is not None and ("?" in statement
                                            or ":" in statement or "@" in statement or "$" in statement) else ())
                if cursor.description:
                    rows = [dict(row) for row in cursor.fetchmany(max_rows + 1)]
                    if len(rows) > max_rows:
                        raise RuntimeError(f"There are more than {max_rows} rows.")
    except sqlite3.Error as error:
        raise RuntimeError(f"“{database}”: {error}") from error
    finally:
        connection.close()
    return rows
