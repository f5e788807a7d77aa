#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds every include against the dependency lists of meson: what a folder's library does not list,
directly or through another, its files cannot include."""
import re
import unittest

import tap
from tree import ROOT, list_files, show

# Who brings the headers of a library, by the beginning of their path.
EXTERNAL = {
    'gtk/': 'gtk_dep',
    'gdk/': 'gtk_dep',
    'gsk/': 'gtk_dep',
    'graphene': 'gtk_dep',
    'pango/': 'pangocairo_dep',
    'cairo': 'pangocairo_dep',
    'adwaita': 'adw_dep',
    'gtksourceview/': 'gtksource_dep',
    'json-glib/': 'json_dep',
    'libsoup/': 'soup_dep',
    'libsecret/': 'secret_dep',
    'lua': 'lua_dep',
    'lauxlib': 'lua_dep',
    'gio/gunix': 'gio_unix_dep',
    'sqlite3': 'sqlite_dep',
    'zlib': 'zlib_dep',
}
# Libraries that bring others with them.
BROUGHT = {'gtk_dep': {'pangocairo_dep'}, 'adw_dep': {'gtk_dep'}, 'gtksource_dep': {'gtk_dep'}}
NOT_IN_CORE = {'gtk_dep', 'adw_dep', 'gtksource_dep'}

DEPENDENCY = re.compile(r'^(\w+_dep)\s*=\s*declare_dependency\((.*?)^\)', re.M | re.S)
LIBRARY = re.compile(r'(?:static_library|shared_library|executable)\((.*?)^\)', re.M | re.S)
LIST = re.compile(r'\bdependencies:\s*(\[.*?\]|\w+)', re.S)
WHOLE = re.compile(r'\blink_whole:\s*\[(.*?)\]', re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def read_list(text):
    """The dependencies a meson call lists, and those of the libraries it is made of."""
    match = LIST.search(text)
    listed = set(re.findall(r'\w+_dep\b', match.group(1))) if match else set()
    whole = WHOLE.search(text)
    return listed | ({name + '_dep' for name in re.findall(r'(\w+)_lib\b', whole.group(1))}
                     if whole else set())


class Layers:
    """Which folders there are, and which other folders and libraries each may use."""

    def __init__(self):
        self.folders = {}   # folder → what its library lists
        self.owners = {}    # dependency → the folder that declares it
        self.declared = {}  # dependency → what it lists
        for layer in ('core', 'ui', 'app'):
            for build in sorted((ROOT / layer).rglob('meson.build')):
                self._read(build)

    def _read(self, build):
        text = re.sub(r'^\s*#.*$', '', build.read_text(encoding='utf-8'), flags=re.M)
        folder = show(build.parent)
        listed = set()
        for call in LIBRARY.findall(text):
            listed |= read_list(call)
        self.folders[folder] = listed
        for name, call in DEPENDENCY.findall(text):
            self.owners[name] = folder
            self.declared[name] = read_list(call)

    def reach(self, folder):
        """Everything a folder's list leads to."""
        return self.reach_from(self.folders[folder])

    def reach_from(self, listed):
        """Everything these dependencies lead to, themselves included."""
        seen = set()
        waiting = list(listed)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.declared.get(name, BROUGHT.get(name, ()))
        return seen

    def folder_of(self, path):
        """The folder with a library that a file belongs to."""
        parent = path.parent
        while parent != ROOT and show(parent) not in self.folders:
            parent = parent.parent
        return show(parent) if parent != ROOT else None


class LayersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.layers = Layers()

    def walk_includes(self, *roots):
        for path in list_files(*roots, suffixes={'.c', '.h'}, scripts=False):
            folder = self.layers.folder_of(path)
            for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
                match = INCLUDE.match(line)
                if match:
                    yield path, folder, f'{show(path)}:{number}', *match.groups()

    def check(self, problems):
        self.assertEqual([], problems, '\n' + '\n'.join(problems))

    def test_folders_include_only_what_they_list(self):
        problems = []
        for _, folder, where, quote, name in self.walk_includes('core', 'ui', 'app'):
            if quote != '"':
                continue
            found = [root for root in ('core', 'ui', 'app') if (ROOT / root / name).exists()]
            if not found:
                # Made by the build: it belongs to the folder that includes it.
                if '/' in name and (ROOT / 'core' / name).parent.is_dir():
                    problems.append(f'{where}: there is no {name}')
                continue
            target = self.layers.folder_of(ROOT / found[0] / name)
            allowed = {self.layers.owners.get(dep) for dep in self.layers.reach(folder)}
            if target != folder and target not in allowed:
                problems.append(f'{where}: {folder} does not list the library of {target}')
        self.check(problems)

    def test_includes_name_their_folder(self):
        problems = [
            f'{where}: "{name}" is included without its folder'
            for path, _, where, quote, name in self.walk_includes('core', 'ui')
            if quote == '"' and (path.parent / name).exists() and path.parent.parent != ROOT
        ]
        self.check(problems)

    def test_libraries_are_listed_where_they_are_used(self):
        problems = []
        for _, folder, where, quote, name in self.walk_includes('core', 'ui', 'app'):
            needed = [dep for prefix, dep in EXTERNAL.items() if name.startswith(prefix)]
            if quote == '<' and needed and needed[0] not in self.layers.reach(folder):
                problems.append(f'{where}: {folder} does not list {needed[0]}')
        self.check(problems)

    def test_installed_headers_are_complete(self):
        """They include each other only, and sluice.h all of them."""
        build = (ROOT / 'core/meson.build').read_text(encoding='utf-8')
        listed = re.search(r'^public_headers = \{(.*?)^\}', build, re.M | re.S).group(1)
        installed = {f'{folder}/{name}'
                     for folder, names in re.findall(r"'(\w+)': \[(.*?)\]", listed, re.S)
                     for name in re.findall(r"'([\w-]+\.h)'", names)}
        includes = {name: set(re.findall(r'^#include "(.*)"$',
                                         (ROOT / 'core' / name).read_text(encoding='utf-8'), re.M))
                    for name in installed | {'sluice.h'}}
        self.assertEqual(installed, includes['sluice.h'])
        self.check([f'core/{name} includes {other}' for name, others in sorted(includes.items())
                    for other in sorted(others - installed)])

    def test_core_lists_no_gtk(self):
        problems = [
            f'{folder} lists {", ".join(sorted(self.layers.reach(folder) & NOT_IN_CORE))}'
            for folder in self.layers.folders
            if folder.startswith(('core', 'app/cli', 'ui/canvas/scene'))
            and self.layers.reach(folder) & NOT_IN_CORE
        ]
        self.check(problems)

    def test_there_are_no_circles(self):
        problems = []
        for folder, listed in self.layers.folders.items():
            own = {dep for dep in listed if self.layers.owners.get(dep) == folder}
            others = self.layers.reach_from(listed - own)
            if folder in {self.layers.owners.get(dep) for dep in others}:
                problems.append(f'the library of {folder} leads back to itself')
        self.check(problems)


if __name__ == '__main__':
    tap.main()
