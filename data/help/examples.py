#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the help page of the examples from what each says of itself.

Usage: examples.py FOLDER OUTPUT
"""
import json
import pathlib
import sys
from xml.sax.saxutils import escape

HEAD = '''<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<page xmlns="http://projectmallard.org/1.0/" type="topic" id="examples">
  <info>
    <link type="guide" xref="index#main"/>
    <desc>What each of them shows, how it is run, and what to change.</desc>
  </info>
  <title>The examples</title>
  <p>A window without a flow offers them, and <gui>Save As</gui> makes one your own. Each runs without a network: where
  a model, a server or a search is not there, the node's fallback answers. With a model, choose it in the preferences
  under <gui>Models</gui>, or name it for one run: <cmd>SLUICE_MODEL=openai/gpt-4o-mini sluice run FILE</cmd>, with the
  key in <code>OPENAI_API_KEY</code>.</p>
'''
# What to change first, by the kinds that it has.
CHANGES = {
    'llm': 'the prompts, and who answers them: <gui>Provider</gui> and <gui>Model</gui> of each model',
    'http': 'the address; its host is then asked for at the first run',
    'search': 'the address and parameters of the search, to those of an engine of your own',
    'file': 'the folder that is read, and the pattern of names',
    'sql': 'the database and the tables that are asked',
    'ask': 'what is asked, and of which type the answer is',
    'choice': 'the choices: each is an action with an edge of its own',
    'embed': 'the model of the embeddings',
}
# Kinds that reach beyond the flow, for which a first run asks.
OUTSIDE = {'llm', 'http', 'search', 'embed', 'file', 'sql', 'command', 'vector'}


def nodes_of(flow):
    return [node for part in flow['flows'].values() for node in part['nodes'].values()]


def write_example(path, out):
    flow = json.loads(path.read_text(encoding='utf-8'))
    kinds = sorted({node['kind'] for node in nodes_of(flow)})
    note = flow['note'] if isinstance(flow['note'], list) else [flow['note']]
    trust = ' --trust' if OUTSIDE & set(kinds) or 'uses' in flow else ''
    out.write(f'  <section id="{path.name.removesuffix(".flow.json")}">\n    <title>{escape(flow["name"])}</title>\n')
    for line in note:
        out.write(f'    <p>{escape(line)}</p>\n')
    out.write('    <p>It is made of ' + ', '.join(f'<link xref="kinds#{kind}"/>' for kind in kinds) + '.</p>\n')
    out.write(f'    <p>Run it: <key>F5</key>, or <cmd>sluice run {path.name}{trust}</cmd>.'
              + (' The first run in a window says what it touches, and asks.' if trust else '') + '</p>\n')
    changes = [CHANGES[kind] for kind in kinds if kind in CHANGES]
    if changes:
        out.write('    <p>To change:</p>\n    <list>\n')
        for change in changes:
            out.write(f'      <item><p>{change}</p></item>\n')
        out.write('    </list>\n')
    out.write('  </section>\n')


def main(folder, output):
    with open(output, 'w', encoding='utf-8') as out:
        out.write(HEAD)
        for path in sorted(pathlib.Path(folder).glob('*.flow.json')):
            write_example(path, out)
        out.write('</page>\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
