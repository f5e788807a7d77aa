#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the translations against the sources: every file with a text for people is in POTFILES.in,
and every language of LINGUAS has every text."""
import re
import shutil
import subprocess
import tempfile
import unittest

import tap
from tree import ROOT, list_files, show

PO = ROOT / 'data/po'
# As xgettext is called by the build.
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3', 'ngettext:1,2']
# A macro between the quotes cuts the text that is translated.
CUT = re.compile(r'(?<![\w"])(?:_|N_|C_|NC_|ngettext) ?\((?:[^;"]*"(?:[^"\\]|\\.)*")*?\s*"(?:[^"\\]|\\.)*"\s*G_\w+')
# What an undo step is called, which a menu shows after "Undo: ".
STEP = re.compile(r'(?:\b(?:name|step) = |\bsluice_document_begin \(|\bsluice_edit_name_(?:items|nodes) \('
                  r'|return set_(?:points|words|member) \()([^;]*);')
SMALL = {'a', 'an', 'and', 'at', 'in', 'into', 'of', 'or', 'out', 'the', 'to'}
CALL = re.compile(r'(?<![\w"])(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2) ?\(\s*"')


def read_list(name):
    lines = (PO / name).read_text(encoding='utf-8').splitlines()
    return [line for line in lines if line and not line.startswith('#')]


def has_texts(path):
    text = path.read_text(encoding='utf-8')
    if path.suffix in {'.c', '.h'}:
        return CALL.search(text) is not None
    return 'translatable="yes"' in text


class Translations(unittest.TestCase):
    def test_potfiles_are_whole_and_sorted(self):
        found = [show(path) for path in list_files('app', 'core', 'ui', suffixes={'.c', '.h', '.ui'},
                                                   scripts=False) if has_texts(path)]
        found += [show(path) for path in (ROOT / 'data').glob('*.in')]
        found += [show(path) for path in (ROOT / 'data').glob('*.gschema.xml')]
        self.assertEqual(sorted(found), read_list('POTFILES.in'))

    def test_texts_are_not_cut_by_a_macro(self):
        for name in read_list('POTFILES.in'):
            with self.subTest(name):
                self.assertIsNone(CUT.search((ROOT / name).read_text(encoding='utf-8')),
                                  'cast to gulong and write %lu')

    def test_undo_steps_are_in_header_capitals(self):
        """As the items of menus are; a value in quotation marks stays as it is."""
        names = [name for path in list_files('core/graph', 'ui', suffixes={'.c'}, scripts=False)
                 if 'sluice_document_begin (' in (text := path.read_text(encoding='utf-8'))
                 for step in STEP.findall(text) for name in re.findall(r'"([A-Za-z%][^"]* [^"]*)"', step)]
        self.assertGreater(len(names), 50)
        for name in names:
            words = re.sub('“.*?”', 'X', name).split()
            with self.subTest(name):
                self.assertTrue(words[0][0].isupper() and words[-1] not in SMALL)
                self.assertEqual([], [word for word in words if word[0].islower() and word not in SMALL])

    def make_template(self, folder):
        template = f'{folder}/sluice.pot'
        subprocess.run(['xgettext', '--from-code=UTF-8', '--add-comments', '--package-name=sluice',
                        *(f'--keyword={keyword}' for keyword in KEYWORDS),
                        f'--directory={ROOT}', f'--files-from={PO / "POTFILES.in"}',
                        f'--output={template}'],
                       check=True, stderr=subprocess.DEVNULL)
        return template

    def test_languages_are_whole(self):
        for program in ('xgettext', 'msgmerge', 'msgfmt'):
            self.assertTrue(shutil.which(program), f'{program} of the package gettext is needed')
        with tempfile.TemporaryDirectory() as folder:
            template = self.make_template(folder)
            for language in read_list('LINGUAS'):
                with self.subTest(language):
                    merged = f'{folder}/{language}.po'
                    subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', f'--output-file={merged}',
                                    str(PO / f'{language}.po'), template], check=True)
                    result = subprocess.run(['msgfmt', '--check', '--statistics', '--output-file=/dev/null', merged],
                                            capture_output=True, text=True, check=False, env={'LC_ALL': 'C'})
                    self.assertEqual(0, result.returncode, result.stderr)
                    self.assertRegex(result.stderr, r'^\d+ translated messages\.$')


if __name__ == '__main__':
    tap.main()
