# SPDX-License-Identifier: LGPL-2.1-or-later
"""The files of the source tree, as the checks of this folder read them."""
import os
from pathlib import Path

ROOT = Path(os.environ.get('SLUICE_SOURCE_DIR', Path(__file__).parents[2]))
SOURCE_SUFFIXES = {'.c', '.h', '.py', '.sh', '.ui', '.css', '.xml', '.svg', '.build', '.desktop'}
SCRIPTS = {'run', 'shots'}


def is_left_out(path):
    """Builds, and what hides behind a dot but the checks of changes."""
    parts = path.relative_to(ROOT).parts
    return parts[0].startswith('build') or any(
        part.startswith('.') and part != '.ci' or part == '__pycache__' for part in parts)


def list_files(*folders, suffixes=SOURCE_SUFFIXES, scripts=True):
    """The source files below the folders, or of the whole tree."""
    for folder in folders or ('.',):
        for path in sorted((ROOT / folder).rglob('*')):
            if path.is_file() and not is_left_out(path) and (
                    path.suffix in suffixes or scripts and path.name in SCRIPTS):
                yield path


def read_lines(path):
    return path.read_text(encoding='utf-8').splitlines()


def show(path):
    return str(path.relative_to(ROOT))
