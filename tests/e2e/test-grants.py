#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a flow touches is asked for at its first run, kept where one says so, and can be taken back."""
import http.server
import json
import os
import threading
import unittest

import tap
from editor import Editor, example, read

VARIABLE = 'SLUICE_TEST_TOKEN'


class Server:
    """Counts what it is asked, and with which Authorization."""

    def __init__(self):
        self.seen = []
        seen = self.seen

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments):
                pass

            def do_GET(self):
                seen.append(self.headers.get('Authorization'))
                body = b'{"answer": 42}'
                self.send_response(200)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.host = f'127.0.0.1:{self.server.server_address[1]}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def make_flow(host, with_token=False):
    settings = {'url': f'http://{host}/data'}
    if with_token:
        settings['token'] = {'$env': VARIABLE}
    fetch = {'kind': 'http', 'title': 'Fetch', 'settings': settings, 'fallback': 'return { body = { answer = 0 } }',
             'post': 'shared.answer = exec_res.body.answer', 'next': {'default': 'say'}}
    say = {'kind': 'log', 'settings': {'message': 'It is {{ shared.answer }}'}}
    return json.dumps({'format': 1, 'run': ['main'],
                       'flows': {'main': {'start': 'fetch', 'nodes': {'fetch': fetch, 'say': say}}}})


class Grants(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)

    def open(self, **options):
        editor = Editor(text=make_flow(self.server.host), **options)
        editor.desktop.env[VARIABLE] = 'a-token-nobody-sees'
        return self.enterContext(editor)

    def expect_question(self, editor, *reasons):
        editor.wait_for(lambda: editor.query(name='grants'), 'the question what it may do')
        editor.settle()
        shown = [label['text'] for row in editor.query(name='need')
                 for label in editor.query(within=row, type='GtkLabel')]
        self.assertEqual([text for text in shown if text.startswith('“')], list(reasons))

    def respond(self, editor, label):
        editor.click(editor.place_at_rest(type='GtkButton', text=label))
        editor.wait_for(lambda: not editor.query(name='grants'), 'the question to go')

    def write(self, editor, text):
        with open(editor.path, 'w', encoding='utf-8') as file:
            file.write(text)
        editor.wait_for(lambda: editor.document() == json.loads(text), 'the file to be read again')

    def run_with(self, editor, label, *reasons):
        editor.key('F5')
        self.expect_question(editor, *reasons)
        self.respond(editor, label)
        editor.wait_for_session('finished')

    def test_asks_keeps_and_takes_back(self):
        asks = f'“Fetch” asks {self.server.host}'
        with self.subTest('Escape runs nothing, Deny takes the fallback'):
            editor = self.open()
            editor.key('F5')
            self.expect_question(editor, asks)
            editor.key('Escape')
            editor.wait_for(lambda: not editor.query(name='grants'), 'the question to go')
            self.assertEqual(editor.state()['session'], 'idle')
            self.run_with(editor, 'Deny', asks)
            editor.wait_for_line('It is 0')
            self.assertEqual(self.server.seen, [])
        with self.subTest('once is once'):
            self.run_with(editor, 'Allow Once', asks)
            editor.wait_for_line('It is 42')
            self.assertEqual(self.server.seen, [None])
        with self.subTest('always is for good, and outside of the file'):
            before = read(editor.path)
            self.run_with(editor, 'Always Allow', asks)
            self.assertEqual(len(self.server.seen), 2)
            editor.key('F5')
            editor.wait_for(lambda: len(self.server.seen) == 3, 'the third request')
            editor.wait_for_session('finished')
            self.assertFalse(editor.query(name='grants'))
            self.assertEqual(read(editor.path), before)
        with self.subTest('a changed flow asks for what is new'):
            self.write(editor, make_flow(self.server.host, with_token=True))
            self.run_with(editor, 'Always Allow', f'“Fetch” sends the secret {VARIABLE}')
            self.assertEqual(self.server.seen[3:], ['Bearer a-token-nobody-sees'])
        with self.subTest('it is shown in the preferences, and taken back there'):
            self.revoke(editor)
            editor.key('F5')
            self.expect_question(editor, asks, f'“Fetch” sends the secret {VARIABLE}')
            editor.key('Escape')
            editor.wait_for(lambda: not editor.query(name='grants'), 'the question to go')
        with self.subTest('nothing that was written knows the secret'):
            self.assertEqual(self.find_secret(editor), [])

    def revoke(self, editor):
        editor.key('ctrl+comma')
        editor.wait_for(lambda: editor.query(name='preferences'), 'the preferences')
        editor.click(editor.place_at_rest(type='GtkLabel', text='Permissions'))
        editor.wait_for(lambda: editor.query(name='allowed-flow'), 'the flow that was allowed')
        row, = editor.query(name='allowed-flow')
        texts = ' '.join(label['text'] for label in editor.query(within=row, type='GtkLabel'))
        for wanted in (self.server.host, VARIABLE, editor.path):
            self.assertIn(wanted, texts)
        editor.click(editor.place_at_rest(name='revoke'))
        editor.wait_for(lambda: not editor.query(name='allowed-flow'), 'the flow to go')
        editor.key('Escape')
        editor.wait_for(lambda: not editor.query(name='preferences'), 'the preferences to close')

    @staticmethod
    def find_secret(editor):
        found = []
        for folder, _, names in os.walk(editor.desktop.folder):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, 'rb') as file:
                        found += [path] if b'a-token-nobody-sees' in file.read() else []
        return found

    def test_what_touches_nothing_is_not_asked(self):
        for name in ('hello', 'recipe-finder'):
            with self.subTest(name), Editor(example(name)) as editor:
                editor.key('F5')
                editor.wait_for(lambda: editor.query(name='prompt-card'), 'the first question of the flow')
                self.assertFalse(editor.query(name='grants'))


if __name__ == '__main__':
    tap.main()
