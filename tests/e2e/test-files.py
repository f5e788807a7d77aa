#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files: what is saved, what is asked before anything is lost, and who else writes the file."""
import os
import unittest

from gi.repository import GLib

import tap
from editor import Editor, example, read

BAR = 'message-title'


def bars(editor):
    """What the bars above the canvas say."""
    return [bar['text'] for bar in editor.query(name=BAR)]


def toasts(editor):
    """What is said in passing."""
    return [label['text'] for toast in editor.query(type='AdwToastWidget')
            for label in editor.query(within=toast, type='GtkLabel')]


def write(path, text):
    """Writes a file as most programs do: another file takes its place."""
    with open(path + '.new', 'w', encoding='utf-8') as file:
        file.write(text)
    os.replace(path + '.new', path)


class Saving(unittest.TestCase):
    def test_shows_what_is_not_saved_and_saves_it(self):
        with Editor(copy_of='hello') as editor:
            path = editor.path
            before = read(path)
            self.assertEqual(editor.title, 'Hello')
            editor.select('main/greet')
            editor.key('ctrl+Down')
            self.assertEqual(editor.title, '• Hello')
            editor.key('ctrl+s')
            self.assertEqual(editor.title, 'Hello')
            self.assertNotEqual(read(path), before)
            editor.key('ctrl+z')
            self.assertEqual(editor.title, '• Hello')
            editor.key('ctrl+s')
            self.assertEqual(read(path), before)

    def test_saves_as_another_file(self):
        with Editor(example('hello')) as editor:
            path = os.path.join(editor.home, 'other.flow.json')
            editor.save_as(path)
            self.assertEqual(read(path), read(example('hello')))
            self.assertEqual(editor.get('subtitle', 'label'), '~')
            editor.select('main/greet')
            editor.key('Delete', 'ctrl+s')
            self.assertNotEqual(read(path), read(example('hello')))

    def test_says_that_a_file_cannot_be_written(self):
        with Editor(copy_of='hello') as editor:
            path = editor.path
            folder = os.path.dirname(path)
            editor.select('main/greet')
            editor.key('Delete')
            os.rename(folder, folder + '-gone')
            editor.key('ctrl+s')
            self.assertEqual(bars(editor), ['The flow could not be saved'])
            self.assertTrue(editor.state()['dirty'])
            os.rename(folder + '-gone', folder)
            editor.key('ctrl+s')
            self.assertFalse(editor.state()['dirty'])
            self.assertEqual(bars(editor), [])


class Closing(unittest.TestCase):
    def start(self):
        editor = Editor(copy_of='hello')
        self.enterContext(editor)
        editor.select('main/greet')
        editor.key('Delete', 'ctrl+w')
        editor.wait_for(lambda: editor.query(type='AdwMessageDialog'), 'the question')
        return editor, editor.path

    @staticmethod
    def wait_for_end(editor):
        editor.wait_for(lambda: editor.app.poll() is not None, 'the editor to end', settle=False)
        return editor.app.poll()

    def test_asks_and_can_be_cancelled(self):
        editor, path = self.start()
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(type='AdwMessageDialog'), 'the question to go')
        self.assertTrue(editor.state()['dirty'])
        self.assertEqual(read(path), read(example('hello')))

    def test_saves_when_told_to(self):
        editor, path = self.start()
        editor.key('alt+s', settle=False)
        self.assertEqual(self.wait_for_end(editor), 0)
        self.assertNotIn('"greet"', read(path))

    def test_discards_when_told_to(self):
        editor, path = self.start()
        editor.key('alt+d', settle=False)
        self.assertEqual(self.wait_for_end(editor), 0)
        self.assertEqual(read(path), read(example('hello')))

    def test_does_not_ask_where_nothing_is_lost(self):
        with Editor(example('hello')) as editor:
            editor.key('ctrl+w', settle=False)
            self.assertEqual(self.wait_for_end(editor), 0)


class WhileAFileIsChosen(unittest.TestCase):
    """The window goes while GTK's chooser is open: nothing is left that would answer later."""

    FLOW = {'format': 1, 'run': ['main'], 'flows': {'main': {'start': 'read', 'nodes': {
        'read': {'kind': 'file', 'settings': {'path': 'a.txt'}}}}}}

    def ask_in_inspector(self, editor):
        editor.select('main/read')
        editor.click(editor.place_of(editor.query(within=editor.row('Path'), type='GtkButton')[-1]))

    def check(self, ask, close):
        editor = Editor(text=self.FLOW, clean_exit=False)
        with editor:
            ask(editor)
            editor.wait_for(lambda: editor.query(type='GtkFileChooserDialog'), 'the file chooser')
            close(editor)
            self.assertEqual(editor.app.wait(60), 0, editor.log())

    def test_the_window_is_closed(self):
        for ask in (lambda editor: editor.key('ctrl+o'), self.ask_in_inspector):
            self.check(ask, lambda editor: editor.action('close', window=1, settle=False))

    def test_the_tab_is_closed(self):
        with Editor(copy_of='hello') as editor:
            editor.key('ctrl+t', 'Tab')
            editor.expect_search()
            editor.type('log')
            editor.key('Return')
            editor.expect_search(False)
            editor.key('ctrl+s')
            editor.wait_for(lambda: editor.query(type='GtkFileChooserDialog'), 'the file chooser')
            editor.action('close', window=1)
            editor.wait_for(lambda: editor.query(type='AdwMessageDialog'), 'the question')
            editor.click(editor.place_at_rest(type='GtkButton', text='Discard'))
            editor.wait_for(lambda: editor.title == 'Hello', 'the other tab')
            chooser, = editor.query(type='GtkFileChooserDialog')
            editor.click(editor.place_of(editor.query(within=chooser, type='GtkText')[0]))
            editor.choose_file(os.path.join(editor.home, 'late.flow.json'))
            self.assertEqual(editor.title, 'Hello')
            self.assertFalse(os.path.exists(os.path.join(editor.home, 'late.flow.json')))

    def test_the_program_ends(self):
        for ask in (lambda editor: editor.key('ctrl+shift+s'), self.ask_in_inspector):
            self.check(ask, lambda editor: editor.ask_to_quit())


class ChangedOnDisk(unittest.TestCase):
    def test_an_unedited_flow_follows_its_file(self):
        with Editor(copy_of='hello') as editor:
            path = editor.path
            write(path, read(path).replace('"Greet"', '"Say hello"'))
            editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say hello', 'the new title')
            self.assertFalse(editor.state()['dirty'])
            write(path, read(path).replace('"Say hello"', '"Say there"'))
            editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say there', 'a title as long as the last')
            self.assertIn('Read again, for the file changed on disk', toasts(editor))

    def test_the_same_again_is_no_news(self):
        """Neither when we save, nor when another program writes what the file held already."""
        with Editor(copy_of='hello') as editor:
            editor.select('main/greet')
            editor.key('ctrl+Down', 'ctrl+s', 'ctrl+Down')
            editor.wait_for(lambda: editor.state()['dirty'], 'the edit')
            write(editor.path, read(editor.path))
            for _ in range(40):
                editor.settle()
            self.assertEqual(bars(editor), [])
            self.assertEqual(toasts(editor), [])

    def test_what_cannot_be_read_is_told(self):
        with Editor(copy_of='hello') as editor:
            text = read(editor.path)
            write(editor.path, text[:-20])
            editor.wait_for(lambda: bars(editor) == ['The file changed on disk and could not be read again'], 'the bar')
            self.assertIn('greet', editor.nodes)
            write(editor.path, text.replace('"Greet"', '"Say hello"'))
            editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say hello', 'the new title')
            self.assertEqual(bars(editor), [])

    def test_an_edited_flow_asks(self):
        with Editor(copy_of='hello') as editor:
            path = editor.path
            editor.select('main/greet')
            editor.key('ctrl+Down')
            write(path, read(path).replace('"Greet"', '"Say hello"'))
            editor.wait_for(lambda: bars(editor) == ['The file changed on disk'], 'the bar')
            self.assertEqual(editor.nodes['greet']['title'], 'Greet')
            editor.key('ctrl+s')
            self.assertIn('Say hello', read(path))
            editor.click(editor.place_at_rest(type='GtkButton', text='Reload'))
            editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say hello', 'the new title')
            editor.wait_for(lambda: bars(editor) == [], 'the bar to go')

    def test_a_drag_is_an_edit(self):
        with Editor(copy_of='hello') as editor:
            path = editor.path

            def write_meanwhile():
                write(path, read(path).replace('"Greet"', '"Say hello"'))
                editor.wait_for(lambda: bars(editor) == ['The file changed on disk'], 'the bar')

            editor.drag(editor.node('main/greet'), by=(80, 40), meanwhile=write_meanwhile)
            self.assertEqual(editor.nodes['greet']['title'], 'Greet')
            self.assertTrue(editor.state()['dirty'])

    def test_reading_again_ends_what_is_being_drawn(self):
        """A link whose ends may be gone by then."""
        with Editor(copy_of='hello') as editor:
            def write_meanwhile():
                write(editor.path, read(editor.path).replace('"Greet"', '"Say hello"'))
                editor.wait_for(lambda: editor.nodes['greet']['title'] == 'Say hello', 'the new title')
                self.assertNotIn('link', editor.state())

            editor.drag(editor.port('main/greet'), editor.node('main/name').at(0.5, 0.5), meanwhile=write_meanwhile)
            self.assertFalse(editor.state()['dirty'])
            self.assertNotIn('next', editor.nodes['greet'])

    def test_saving_ends_a_drag(self):
        with Editor(copy_of='hello') as editor:
            before = read(editor.path)
            editor.drag(editor.node('main/greet'), by=(80, 40), meanwhile=lambda: editor.key('ctrl+s'))
            self.assertFalse(editor.state()['dirty'])
            self.assertEqual(before, read(editor.path))

    def test_reading_again_asks_what_is_lost(self):
        with Editor(copy_of='hello') as editor:
            editor.action('reload', window=1)
            self.assertEqual(bars(editor), [])
            editor.select('main/greet')
            editor.key('ctrl+Down')
            editor.action('reload', window=1)
            self.assertEqual(bars(editor), ['Read the file again?'])
            self.assertTrue(editor.state()['dirty'])
            editor.click(editor.place_at_rest(type='GtkButton', text='Reload'))
            editor.wait_for(lambda: bars(editor) == [], 'the bar to go')
            self.assertFalse(editor.state()['dirty'])

    def test_an_edited_flow_can_overwrite(self):
        with Editor(copy_of='hello') as editor:
            path = editor.path
            editor.select('main/greet')
            editor.key('ctrl+Down')
            write(path, read(path).replace('"Greet"', '"Say hello"'))
            editor.wait_for(lambda: bars(editor) == ['The file changed on disk'], 'the bar')
            editor.click(editor.place_at_rest(type='GtkButton', text='Overwrite'))
            editor.wait_for(lambda: 'Say hello' not in read(path), 'the file to be written')
            self.assertFalse(editor.state()['dirty'])


class Recent(unittest.TestCase):
    def start(self):
        """An editor on a desktop that remembers files."""
        editor = Editor(copy_of='hello')
        settings = os.path.join(editor.desktop.env['XDG_CONFIG_HOME'], 'gtk-4.0/settings.ini')
        write(settings, read(settings).replace('recent-files-enabled=0', 'recent-files-enabled=1'))
        return self.enterContext(editor)

    @staticmethod
    def names(editor):
        # GTK may lose the click of a pointer that has not moved since a menu below it was closed by a key.
        editor.move(editor.canvas())
        editor.click(editor.find('open-menu'))
        editor.wait_for(lambda: editor.query(type='GtkModelButton'), 'the menu')
        names = [item['text'] for item in editor.query(type='GtkModelButton')]
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(type='GtkModelButton'), 'the menu to close')
        return [name for name in names if name.endswith('.flow.json')]

    def test_lists_what_was_open_and_is_still_there(self):
        editor = self.start()
        other = editor.make_file('an_other.flow.json', read(example('nested')))
        editor.action('open-path', GLib.Variant('s', other), window=1)
        editor.wait_for(lambda: editor.title == 'Order processing', 'the other flow')
        kept = os.path.join(editor.desktop.env['XDG_DATA_HOME'], 'recently-used.xbel')
        editor.wait_for(lambda: os.path.exists(kept) and 'an_other.flow.json' in read(kept),
                        'the file to be remembered')
        self.assertEqual(sorted(self.names(editor)), ['an_other.flow.json', 'hello.flow.json'])
        editor.key('ctrl+w')
        editor.wait_for(lambda: editor.title == 'Hello', 'the tab to close')
        os.unlink(other)
        editor.action('open-path', GLib.Variant('s', other), window=1)
        editor.wait_for(lambda: bars(editor), 'what is wrong')
        editor.wait_for(lambda: 'an_other.flow.json' not in read(kept), 'the file to be forgotten')
        self.assertEqual(self.names(editor), ['hello.flow.json'])

    def test_several_files_at_once(self):
        with Editor(example('hello'), example('nested'), '/nowhere/no.flow.json') as editor:
            self.assertEqual(bars(editor), ['“no.flow.json” could not be opened'])
            self.assertEqual(len(editor.query(type='AdwTab')), 2)

    def test_one_that_cannot_be_opened_is_told_though_others_can(self):
        with Editor('/nowhere/no.flow.json', example('hello')) as editor:
            self.assertEqual(bars(editor), ['“no.flow.json” could not be opened'])
            self.assertEqual(editor.title, 'Hello')


class Folder(unittest.TestCase):
    """Show in Files: the folder of the flow, in the program that the person has for folders."""

    def start(self, **options):
        editor = Editor(**options)
        data, config = (editor.desktop.env[f'XDG_{name}_HOME'] for name in ('DATA', 'CONFIG'))
        self.seen, script = editor.desktop.path('seen'), editor.desktop.path('folders')
        write(script, f"""#!/bin/sh\nprintf '%s' "$1" >'{self.seen}.part'\nmv '{self.seen}.part' '{self.seen}'\n""")
        os.chmod(script, 0o755)
        os.makedirs(os.path.join(data, 'applications'))
        write(os.path.join(data, 'applications/folders.desktop'),
              f'[Desktop Entry]\nType=Application\nName=Folders\nExec={script} %u\nMimeType=inode/directory;\n')
        write(os.path.join(config, 'mimeapps.list'), '[Default Applications]\ninode/directory=folders.desktop\n')
        return self.enterContext(editor)

    def test_is_shown(self):
        editor = self.start(copy_of='hello')
        editor.action('show-folder', window=1)
        editor.wait_for(lambda: os.path.exists(self.seen), 'the folder to be shown')
        self.assertEqual(read(self.seen).removeprefix('file://'), os.path.dirname(editor.path))

    def test_a_flow_without_a_file_has_none(self):
        editor = self.start()
        editor.key('ctrl+n', 'ctrl+shift+p')
        editor.wait_for(lambda: editor.query(name='finder'), 'the finder')
        editor.type('show in files')
        editor.wait_for(lambda: editor.query(name='finder-row'), 'the command')
        self.assertFalse(editor.query(name='finder-row')[0]['sensitive'])
        editor.key('Escape')


class BadFiles(unittest.TestCase):
    def test_says_where_and_leaves_the_open_flow(self):
        with Editor(example('hello')) as editor:
            before = editor.document()
            editor.select('main/greet')
            editor.key('ctrl+Down')
            after = editor.document()
            bad = editor.make_file('bad.flow.json', '{\n  "format": 1,\n  "flows": [}\n}\n')
            editor.open(bad)
            self.assertEqual(bars(editor), ['“bad.flow.json” could not be opened'])
            text, = [bar['text'] for bar in editor.query(name='message-text')]
            self.assertIn('3:13', text)
            self.assertEqual(editor.document(), after)
            editor.key('ctrl+z')
            self.assertEqual(editor.document(), before)

    def test_a_name_that_is_no_text(self):
        with Editor() as editor:
            hello = read(example('hello')).replace('"name": "Hello",', '')
            path = os.path.join(editor.home, 'a\udcff.flow.json')
            with open(path, 'w', encoding='utf-8') as file:
                file.write(hello)
            editor.argv[1:] = [path, os.path.join(editor.home, '\udcff\udcfe.flow.json')]
            editor.kill()
            editor.start_again(*editor.argv[1:])
            self.assertEqual(['“\ufffd\ufffd.flow.json” could not be opened'], bars(editor))
            self.assertEqual('a\ufffd.flow.json', editor.title)
            editor.select('main/greet')
            editor.key('ctrl+Down')
            editor.key('ctrl+s')
            self.assertNotEqual(hello, read(path))

    def test_an_address_of_the_web(self):
        with Editor('https://example.com/a.flow.json') as editor:
            self.assertEqual(['“https://example.com/a.flow.json” could not be opened'], bars(editor))

    def test_a_file_on_the_command_line_that_is_not_there(self):
        with Editor('/nowhere/no.flow.json') as editor:
            self.assertEqual(bars(editor), ['“no.flow.json” could not be opened'])
            self.assertTrue(editor.query(name='start-page'))

    def test_a_newer_file_can_be_looked_at(self):
        text = read(example('hello')).replace('"format": 1', '"format": 2')
        with Editor(text=text) as editor:
            self.assertTrue(editor.state()['read-only'])
            before = editor.document()
            editor.drag(editor.node('main/greet').at(0.5, 0.12), by=(40, 40))
            editor.select('main/greet')
            editor.key('Delete', 'ctrl+s')
            self.assertEqual(editor.document(), before)
            self.assertEqual(read(editor.path), text)


if __name__ == '__main__':
    tap.main()
