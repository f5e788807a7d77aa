# SPDX-License-Identifier: LGPL-2.1-or-later
"""Other programs."""
import os
import subprocess

from utils.files import FOLDER, decode, encode

# Variables that every program gets.
BASIC = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR")


def find_exit(status, edges):
    """The action that a status leads to, or None."""
    if str(status) in edges:
        return str(status)
    return "error" if status and "error" in edges else None


def run_command(program, args=(), stdin="", environment=None, keep=(), folder="", timeout=60, form="text", header=True,
                max_size=16, edges=()):
    """Starts a program: its status, output and errors. A status that leads nowhere is an error."""
    kept = {name: value for name, value in os.environ.items()
            if name in BASIC or name.startswith("LC_") or name in keep}
    ended = subprocess.run([program, *map(encode, args)], input=encode(stdin).encode(), capture_output=True,
                           timeout=timeout or None, cwd=FOLDER / folder, env={**kept, **(environment or {})},
                           check=False)
    errors = ended.stderr.decode(errors="replace")
    if ended.returncode and find_exit(ended.returncode, edges) is None:
        raise RuntimeError(f"{program} ended with {ended.returncode}: {errors.strip()}")
    if len(ended.stdout) > max_size << 20:
        raise RuntimeError(f"{program} wrote more than {max_size} MB.")
    # What a program says that failed need not be what it says else.
    output = decode(ended.stdout.decode(), "text" if ended.returncode else form, header)
    return {"status": ended.returncode, "output": output, "errors": errors}
