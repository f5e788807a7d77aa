#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds what is installed beside the programs against the desktop's own checks, and the examples
against the schema of flow files."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema

import tap
from tree import ROOT

DATA = ROOT / 'data'
BUILT = Path(os.environ['SLUICE_BUILD_DIR']) / 'data'
APP_ID = 'org.sluiceflow.Sluice'


class Desktop(unittest.TestCase):
    def run_check(self, *argv):
        if not shutil.which(argv[0]):
            self.skipTest(f'{argv[0]} is not installed')
        result = subprocess.run(argv, capture_output=True, text=True, check=False)
        self.assertEqual(0, result.returncode, result.stdout + result.stderr)

    def test_desktop_entry(self):
        self.run_check('desktop-file-validate', str(BUILT / f'{APP_ID}.desktop'))

    def test_metainfo(self):
        self.run_check('appstreamcli', 'validate', '--no-net', '--explain',
                       str(BUILT / f'{APP_ID}.metainfo.xml'))

    def test_settings(self):
        self.run_check('glib-compile-schemas', '--strict', '--dry-run', str(DATA))

    def test_mime_type(self):
        """The type is known by its glob once it is installed."""
        with tempfile.TemporaryDirectory() as folder:
            packages = Path(folder, 'packages')
            packages.mkdir()
            shutil.copy(BUILT / f'{APP_ID}.mime.xml', packages)
            self.run_check('update-mime-database', folder)
            with open(f'{folder}/globs2', encoding='utf-8') as globs:
                self.assertIn('60:application/vnd.sluice.flow+json:*.flow.json\n', globs)

    def test_help_pages(self):
        """Each is Mallard, leads to pages that are there, and can be reached from the first."""
        folder = BUILT / 'help'
        pages = [str(page) for page in sorted(folder.glob('*.page'))]
        self.assertIn(str(folder / 'kinds.page'), pages)
        for check in ('validate', 'links', 'orphans'):
            with self.subTest(check):
                self.run_check('yelp-check', check, *pages)

    def test_icons_are_of_their_size(self):
        for name, size in ((f'scalable/apps/{APP_ID}', '128'),
                           (f'symbolic/apps/{APP_ID}-symbolic', '16')):
            with self.subTest(name):
                root = ElementTree.parse(DATA / 'icons' / f'{name}.svg').getroot()
                self.assertEqual((size, size), (root.get('width'), root.get('height')))

    def test_examples_fit_the_schema(self):
        schema = json.loads((DATA / 'flow-1.schema.json').read_text(encoding='utf-8'))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        examples = sorted((DATA / 'examples').rglob('*.flow.json'))
        self.assertTrue(examples)
        for example in examples:
            with self.subTest(example.name):
                flow = json.loads(example.read_text(encoding='utf-8'))
                self.assertEqual([], [error.message for error in validator.iter_errors(flow)])


if __name__ == '__main__':
    tap.main()
