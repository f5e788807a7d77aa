#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looks at the introspection data as it is built: what is in it is documented, and can be called.
The scanner's own warnings already end the build."""
import os
import unittest
import xml.etree.ElementTree as ElementTree

import tap

CORE = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
CALLABLES = ('function', 'method', 'constructor', 'virtual-method', 'callback')

# A tag that only names the type of another one's member: its documentation is there.
VIRTUAL = {'prep', 'exec', 'fallback', 'post'}


def name_of(element):
    return element.get(C + 'identifier') or element.get(C + 'type') or element.get('name')


class Gir(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        root = ElementTree.parse(os.environ['SLUICE_GIR']).getroot()
        cls.namespace = root.find(CORE + 'namespace')
        cls.callables = [element for tag in CALLABLES for element in root.iter(CORE + tag)
                         if element.get('introspectable') != '0']

    def check(self, problems):
        problems = sorted(problems)
        self.assertEqual([], problems, '\n' + '\n'.join(problems))

    @staticmethod
    def is_documented(element):
        result = element.find(CORE + 'return-value')
        return element.find(CORE + 'doc') is not None or (
            result is not None and result.find(CORE + 'doc') is not None)

    def test_there_is_what_a_program_needs(self):
        classes = {element.get('name') for element in self.namespace.findall(CORE + 'class')}
        self.assertEqual({'AsyncNode', 'Engine', 'Flow', 'Node', 'Run', 'Store'}, classes)
        self.assertGreater(len(self.callables), 150)

    def test_everything_is_documented(self):
        self.check(name_of(element) for element in self.callables
                   if not self.is_documented(element) and element.get('name') not in VIRTUAL
                   and not element.get('name').endswith('quark'))

    def test_parameters_are_documented(self):
        self.check(f'{name_of(element)}: {parameter.get("name")}' for element in self.callables
                   if element.get('name') not in VIRTUAL
                   for parameter in element.iter(CORE + 'parameter')
                   if parameter.find(CORE + 'doc') is None)

    def test_types_are_documented(self):
        self.check(element.get('name') for tag in ('class', 'record')
                   for element in self.namespace.findall(CORE + tag)
                   if element.find(CORE + 'doc') is None and element.get('introspectable') != '0'
                   and element.get(CORE.replace('core', 'glib') + 'is-gtype-struct-for') is None)

    def test_no_value_is_passed_by_copy(self):
        """Bindings pass structures by pointer only."""
        self.check(name_of(element) for element in self.callables
                   if 'SluiceValue' in {t.get(C + 'type') for t in element.iter(CORE + 'type')})

    def test_callbacks_say_how_long_they_live(self):
        self.check(f'{name_of(element)}: {parameter.get("name")}' for element in self.callables
                   for parameter in element.iter(CORE + 'parameter')
                   if (kind := parameter.find(CORE + 'type')) is not None
                   and kind.get('name', '').endswith('Func') and parameter.get('scope') is None)

    def test_what_is_given_of_a_run_is_a_reference(self):
        """A lane, an effect or a queue may go while somebody holds it."""
        self.check(name_of(element) for element in self.callables
                   if (result := element.find(CORE + 'return-value')) is not None
                   and (kind := result.find(CORE + 'type')) is not None
                   and kind.get('name') in ('Lane', 'Effect', 'Queue', 'Call')
                   and result.get('transfer-ownership') != 'full')


if __name__ == '__main__':
    tap.main()
