# SPDX-License-Identifier: LGPL-2.1-or-later
"""Other programs."""
import os
import subprocess

from utils.files import FOLDER, decode


def find_exit(status, edges):
    """The action that a status leads to, or None."""
    if str(status) in edges:
        return str(status)
    return "error" if status and "error" in edges else None


def run_command(program, args=(), stdin="", environment=None, keep=(), folder="", timeout=60, form="text", header=True,
                edges=()):
    """Starts a program: its status, output and errors. A status that leads nowhere is an error."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", *keep) if name in os.environ}
    ended = subprocess.run([program, *args], input=stdin, capture_output=True, text=True, encoding="utf-8",
                           timeout=timeout or None, cwd=FOLDER / folder, env={**kept, **(environment or {})},
                           check=False)
    if ended.returncode and find_exit(ended.returncode, edges) is None:
        raise RuntimeError(f"{program} ended with {ended.returncode}: {ended.stderr.strip()}")
    return {"status": ended.returncode, "output": decode(ended.stdout, form, header), "errors": ended.stderr}
