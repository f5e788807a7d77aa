#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""F1: the desktop's help viewer is started with the page that fits, and its absence is said."""
import os
import unittest

import tap
from editor import example
from ui_driver import Session

VIEWER = '''[Desktop Entry]
Type=Application
Name=Viewer
Exec={script} %u
MimeType=x-scheme-handler/ghelp;
'''
SCRIPT = '''#!/bin/sh
printf '%s' "$1" >'{seen}.part'
mv '{seen}.part' '{seen}'
'''


class Help(unittest.TestCase):
    def install_viewer(self, session):
        """A program that this desktop shows help with; it writes down what it is to show."""
        seen, script = session.desktop.path('seen'), session.desktop.path('viewer')
        with open(script, 'w', encoding='utf-8') as out:
            out.write(SCRIPT.format(seen=seen))
        os.chmod(script, 0o755)
        applications = os.path.join(session.desktop.env['XDG_DATA_HOME'], 'applications')
        os.makedirs(applications)
        with open(os.path.join(applications, 'viewer.desktop'), 'w', encoding='utf-8') as out:
            out.write(VIEWER.format(script=script))
        self.write_associations(session, '[Default Applications]\nx-scheme-handler/ghelp=viewer.desktop\n')
        return seen

    @staticmethod
    def write_associations(session, text):
        path = os.path.join(session.desktop.env['XDG_CONFIG_HOME'], 'mimeapps.list')
        with open(path, 'w', encoding='utf-8') as out:
            out.write(text)

    def take(self, editor, seen):
        editor.wait_for(lambda: os.path.exists(seen), 'the viewer')
        with open(seen, encoding='utf-8') as text:
            uri = text.read()
        os.remove(seen)
        return uri

    def test_the_page_of_what_has_the_focus(self):
        session = Session(example('hello'))
        seen = self.install_viewer(session)
        pages = os.environ['SLUICE_HELP_DIR']
        with session as editor:
            editor.click(editor.find('canvas'))
            editor.key('F1')
            self.assertEqual(f'ghelp://{pages}?canvas', self.take(editor, seen))
            self.assertTrue(os.path.exists(os.path.join(pages, 'canvas.page')))

    def test_without_a_viewer_it_is_said_what_to_install(self):
        session = Session(example('hello'))
        self.write_associations(session, '[Removed Associations]\nx-scheme-handler/ghelp=yelp.desktop\n')
        with session as editor:
            editor.key('F1')
            editor.wait_for(lambda: any('apt install yelp' in widget.get('text', '') for widget in editor.query()),
                            'the dialog')
            editor.key('Escape')
            editor.wait_for(lambda: editor.query(type='AdwMessageDialog') == [], 'the dialog to go')


if __name__ == '__main__':
    tap.main()
