#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the help page of the kinds of nodes from what `sluice kinds --json` says of them.

Usage: kinds.py SLUICE OUTPUT
"""
import json
import subprocess
import sys
from xml.sax.saxutils import escape

HEAD = '''<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<page xmlns="http://projectmallard.org/1.0/" type="topic" id="kinds">
  <info>
    <link type="guide" xref="index#reference"/>
    <desc>What each kind of node does, and its settings.</desc>
  </info>
  <title>Kinds of nodes</title>
  <p>The kind of a node gives its exec; prep and post are yours. Any kind can be a batch and be tried again.</p>
'''
TYPES = {
    'boolean': 'true or false',
    'integer': 'a whole number',
    'number': 'a number',
    'string': 'a text',
    'text': 'lines of text',
    'code': 'Lua',
    'list': 'a list of texts',
    'json': 'any value',
    'flow': 'a flow of this document by its id, or one of another file by its path beside the document: '
            'other.flow.json, or other.flow.json#main',
    'expression': 'one Lua expression',
    'file': 'a file',
    'files': 'a list of files',
    'model': 'the name of a model',
    'folder': 'a folder',
    'secret': 'a reference to a secret',
    'map': 'names with texts',
    'duration': 'seconds',
}


def describe(setting):
    """What may be set: the type, its range, what stands there if nothing is."""
    if setting.get('choices'):
        words = 'one of ' + ', '.join(setting['choices'])
    else:
        words = TYPES.get(setting['type'], setting['type'])
    if 'minimum' in setting and setting['maximum'] < 2 ** 31 - 1:
        words += f', {setting["minimum"]:g} to {setting["maximum"]:g}'
    if setting.get('template'):
        words += ', may hold {{ expressions }}'
    if setting.get('required'):
        words += '; required'
    elif setting.get('default') not in (None, '', [], {}):
        words += f'; else {json.dumps(setting["default"], ensure_ascii=False)}'
    return words


def write_kind(kind, out):
    out.write(f'  <section id="{kind["kind"]}">\n'
              f'    <title>{escape(kind["title"])}</title>\n'
              f'    <p>{escape(kind["about"])}</p>\n')
    if kind['settings']:
        out.write('    <terms>\n')
        for setting in kind['settings']:
            out.write(f'      <item><title>{escape(setting["title"])} '
                      f'(<code>{escape(setting["name"])}</code>)</title>\n')
            if setting.get('about'):
                out.write(f'        <p>{escape(setting["about"])}</p>\n')
            out.write(f'        <p>{escape(describe(setting))}</p></item>\n')
        out.write('    </terms>\n')
    out.write('  </section>\n')


def main(sluice, output):
    listed = subprocess.run([sluice, 'kinds', '--json'], check=True, capture_output=True, text=True)
    with open(output, 'w', encoding='utf-8') as out:
        out.write(HEAD)
        for line in listed.stdout.splitlines():
            write_kind(json.loads(line), out)
        out.write('</page>\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
