#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Models: chosen and tested in the preferences; a reply is seen while it comes, and can be stopped."""
import json
import os
import pathlib
import subprocess
import unittest

import tap
from debugging import show_page
from editor import Editor

SOURCE = os.environ['SLUICE_SOURCE_DIR']
KEY = 'a-key-that-only-the-keyring-has'


def make_flow(prompt):
    ask = {'kind': 'llm', 'title': 'Ask', 'settings': {'prompt': prompt}, 'output': 'reply', 'fallback': 'return "none"',
           'next': {'default': 'say'}}
    say = {'kind': 'log', 'settings': {'message': 'It said {{ shared.reply }}.'}}
    return json.dumps({'format': 1, 'run': ['main'],
                       'flows': {'main': {'start': 'ask', 'nodes': {'ask': ask, 'say': say}}}})


class Models(unittest.TestCase):
    def setUp(self):
        self.server = subprocess.Popen(['/usr/bin/python3', os.path.join(SOURCE, 'tests/lib/model-server.py')],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding='utf-8',
                                       env={**os.environ, 'MODEL_KEY': KEY})
        self.addCleanup(self.end_server)
        self.url = f'http://127.0.0.1:{self.server.stdout.readline().strip()}/v1'

    def end_server(self):
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()

    def test_story(self):
        editor = Editor(text=make_flow('endless It rains'))
        editor.desktop.env.update(SECRET_BACKEND='file', SECRET_FILE_TEST_PASSWORD='of the test',
                                  SECRET_FILE_TEST_PATH=editor.desktop.path('keyring'))
        self.enterContext(editor)
        with self.subTest('without a model the fallback serves, and nobody is asked'):
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.wait_for_line('It said none.')
            self.assertFalse(editor.query(name='grants'))
        self.choose_model(editor)
        self.choose_of_the_server(editor)
        self.stop_a_reply(editor)
        with self.subTest('what a reply took is on its node'):
            with open(editor.path, 'w', encoding='utf-8') as file:
                file.write(make_flow('say good day'))
            editor.wait_for(lambda: 'good day' in editor.document()['flows']['main']['nodes']['ask']['settings']['prompt'],
                            'the file to be read again')
            editor.key('F5')
            editor.wait_for_session('finished')
            editor.wait_for_line('It said good day.')
            self.assertEqual(editor.marks()['main/ask']['tokens'], 10)
            self.assertIn('7 + 3 tokens', editor.get('reply-usage', 'label'))
            self.assertTrue(any('Finished · 10 tokens' in ' '.join(line) for line in editor.console), editor.console)
            self.assertEqual(self.reply(editor), 'good day')
        with self.subTest('the key stands nowhere: the keyring is encrypted'):
            editor.select('main/ask')
            editor.key('ctrl+c')
            editor.wait_for(lambda: 'say good day' in (editor.clipboard() or ''), 'the copied node')
            self.assertNotIn(KEY, editor.clipboard())
            editor.show_run()
            editor.wait_for(lambda: editor.copy_store('/reply').strip('"') == 'good day', 'the copied reply')
            files = [path for path in pathlib.Path(editor.desktop.path('')).rglob('*') if path.is_file()]
            self.assertTrue(any(path.suffix == '.run' for path in files), files)
            with_key, with_prompt = ([path.name for path in files if text in path.read_bytes()]
                                     for text in (KEY.encode(), b'say good day'))
            self.assertEqual(with_key, [])
            self.assertIn('test.flow.json', with_prompt)
        self.read_the_request(editor)
        self.ask_nobody(editor)

    def choose_model(self, editor):
        with self.subTest('a provider is tested, and its model chosen'):
            editor.key('ctrl+comma')
            editor.wait_for(lambda: editor.query(name='preferences'), 'the preferences')
            editor.click(editor.place_at_rest(type='GtkLabel', text='Models'))
            self.scroll_to(editor, lambda: editor.query(type='GtkLabel', text='Other Server'))
            editor.click(editor.place_at_rest(type='GtkLabel', text='Other Server'))
            self.enter(editor, 'provider-url', self.url)
            self.probe(editor, 'no such key')
            editor.click(self.shown(editor, name='provider-key-place'))
            editor.click(editor.place_at_rest(type='GtkLabel', text='In the Keyring'))
            self.enter(editor, 'provider-secret', KEY)
            editor.wait_for(lambda: self.result(editor) == 'The key is in the keyring', 'the key to be kept')
            self.probe(editor, 'It answers, with 2 models')
            self.scroll_to(editor, lambda: editor.query(type='GtkLabel', text='small-model'))
            row = [row for row in editor.query(name='provider-model')
                   if editor.query(within=row, type='GtkLabel', text='small-model')][0]
            editor.click(editor.place_of(editor.query(within=row, type='GtkButton')[0]))
            editor.settle()
            editor.key('Escape')
            editor.wait_for(lambda: not editor.query(name='preferences'), 'the preferences to close')
            with open(editor.desktop.path('config/sluice/models.ini'), encoding='utf-8') as file:
                kept = file.read()
            self.assertIn('model=small-model', kept)
            self.assertNotIn(KEY, kept)

    def choose_of_the_server(self, editor):
        with self.subTest('the inspector offers what the server has, and takes what is chosen'):
            editor.key('ctrl+1')
            editor.select('main/ask')
            self.open_list(editor)
            editor.wait_for(lambda: self.offered(editor) == ['large-model', 'small-model'], 'the models of the server')
            self.assertTrue(editor.query(type='GtkLabel', text='Other Server'))
            editor.click(editor.place_at_rest(type='GtkLabel', text='large-model'))
            editor.wait_for(lambda: self.model_of(editor) == 'large-model', 'the model to be set')
            editor.wait_for(lambda: not self.offered(editor), 'the list to close')
            self.open_list(editor)
            editor.wait_for(lambda: self.offered(editor), 'the list again')
            editor.key('End', 'Return')
            editor.wait_for(lambda: self.model_of(editor) == 'small-model', 'what the keyboard has chosen')
            editor.key('Escape', 'ctrl+z')
            editor.wait_for(lambda: self.model_of(editor) is None, 'the setting to be undone')
            editor.key('ctrl+s')
            editor.wait_for(lambda: not editor.state()['dirty'], 'the flow to be saved')

    def ask_nobody(self, editor):
        with self.subTest('a server that is down is told of where the list would be'):
            self.end_server()
            editor.show_inspector()
            editor.select('main/ask')
            self.open_list(editor)
            editor.wait_for(lambda: any('could not' in text.lower() for text in self.told(editor)), self.told(editor))
            self.assertNotIn(KEY, ' '.join(self.told(editor)))
            editor.key('Escape')

    @staticmethod
    def open_list(editor):
        button, = editor.query(within=editor.row('Model'), type='GtkMenuButton')
        editor.click(editor.place_of(button))

    @staticmethod
    def offered(editor):
        return [label['text'] for item in editor.query(name='model-list-item')
                for label in editor.query(within=item, type='GtkLabel')]

    @staticmethod
    def told(editor):
        return [label['text'] for label in editor.query(name='model-list-text')]

    @staticmethod
    def model_of(editor):
        return editor.nodes['ask']['settings'].get('model')

    def stop_a_reply(self, editor):
        with self.subTest('a reply is seen while it comes, and stopped'):
            editor.show_run()
            editor.key('F5')
            editor.wait_for(lambda: editor.query(name='grants'), 'the question what it may do')
            reasons = [label['text'] for row in editor.query(name='need')
                       for label in editor.query(within=row, type='GtkLabel')]
            self.assertIn('“Ask” sends the key of other', reasons)
            editor.click(editor.place_at_rest(type='GtkButton', text='Always Allow'))
            editor.wait_for(lambda: editor.marks().get('main/ask', {}).get('tail') == 'It rains', 'the reply on its node')
            editor.wait_for(lambda: self.reply(editor) == 'It rains', 'the reply beside the canvas')
            editor.click(editor.place_at_rest(name='stop-reply'))
            editor.wait_for_session('finished')
            editor.wait_for_line('It said It rains.')

    def read_the_request(self, editor):
        with self.subTest('what a model was asked is read beside its node, without the key, now and later'):
            for past in False, True:
                if past:
                    editor.key('shift+F10')
                    editor.wait_for(lambda: editor.state()['moment'] > 0, 'a moment')
                editor.select('main/ask')
                show_page(editor, 'Visit')
                editor.wait_for(lambda: editor.query(name='visit-request'), 'the request')
                asked = json.loads(editor.get('visit-request', 'label'))
                self.assertEqual('user', asked['messages'][-1]['role'])
                self.assertEqual('say good day', asked['messages'][-1]['content'])
                self.assertNotIn(KEY, str(asked))
                self.assertNotIn('images', asked)
            button, = editor.query(tooltip='Copy the request')
            editor.click(editor.place_of(button))
            editor.wait_for(lambda: '"images"' in editor.clipboard(), 'all of the request to be copied')
            editor.click(editor.find('travel-close'))
            editor.wait_for(lambda: editor.state()['moment'] == 0, 'the present')
            editor.show_run()

    @staticmethod
    def reply(editor):
        return editor.query(name='reply-text')[0]['text']

    @staticmethod
    def result(editor):
        rows = editor.query(name='provider-result')
        texts = [label['text'] for label in editor.query(within=rows[0], type='GtkLabel')]
        return texts[1] if len(texts) > 1 else None

    def shown(self, editor, **wanted):
        self.scroll_to(editor, lambda: editor.query(**wanted))
        return editor.place_at_rest(**wanted)

    def enter(self, editor, name, text):
        editor.click(self.shown(editor, name=name))
        editor.key('ctrl+a')
        editor.type(text)
        editor.key('Return')

    def probe(self, editor, expected):
        editor.click(self.shown(editor, name='provider-test'))
        editor.wait_for(lambda: expected in (self.result(editor) or ''), expected)

    @staticmethod
    def scroll_to(editor, find):
        window = editor.place_of(editor.query(name='preferences')[0])
        for _ in range(40):
            place = editor.place_of(find()[0]) if find() else None
            if place and place.y + place.height < window.y + window.height - 20:
                return
            editor.scroll(window.at(0.02, 0.6), 2)


if __name__ == '__main__':
    tap.main()
