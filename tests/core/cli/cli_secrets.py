#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Fifty secrets of different shapes go through a run whose server repeats each of them in every coding there is, in
bodies, headers, names, errors and streams: none is in any byte that was written."""
import base64
import http.server
import json
import random
import re
import threading
import urllib.parse

import tap
from program import ProgramTest

# JSON in a text of JSON, and so on: what a server sends is written into a trace with one more of them.
NESTED = 4
FORMATS = ('mermaid', 'dot', 'svg', 'markdown', 'python')


def make_canaries():
    numbers = random.Random(4711)
    letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

    def word(length, alphabet=letters):
        return ''.join(numbers.choice(alphabet) for _ in range(length))

    shapes = ['sk-' + word(48), 'ghp_' + word(36), 'xoxb-' + word(11, '0123456789') + '-' + word(24), word(8),
              'AKIA' + word(16, 'ABCDEFGHIJKLMNOP234567'), word(512), '-' + word(20) + '-', word(20) + '==',
              word(10) + '/' + word(10) + '/' + word(5), word(9) + '+' + word(9) + '+' + word(3),
              word(6) + ' ' + word(6) + ' ' + word(6), word(8) + '%41%zz' + word(8), word(8) + '"' + word(8),
              word(8) + '\\' + word(8), word(5) + '\\u0041' + word(5), '{"key":"' + word(12) + '"}',
              word(6) + '&a=' + word(6), word(6) + '?#' + word(6), '<b>' + word(10) + '</b>', "'" + word(12) + "'",
              'Passwort-für-' + word(6), '열쇠' + word(6) + '열쇠', '🔑' + word(10), 'éèê' + word(7) + 'ß',
              'eyJhbGciOi' + word(40) + '.' + word(80) + '.' + word(43), word(4) + '•' + word(4), 'a' * 30 + word(6),
              word(3) * 7, '$(' + word(12) + ')', '{{ shared.' + word(9) + ' }}', '%s%n' + word(10), '..//' + word(9)]
    while len(shapes) < 50:
        shapes.append(word(numbers.randint(6, 64), letters + '-_.~!*@:;,/+= '[:numbers.randint(1, 14)]).strip() + word(4))
    return shapes


CANARIES = make_canaries()


def codings(secret):
    """What a text that has the secret may look like; of base64 what does not depend on what is around it."""
    data = secret.encode()
    found = {data, urllib.parse.quote(secret, safe='').encode(), urllib.parse.quote_plus(secret).encode(),
             re.sub('%..', lambda match: match[0].lower(), urllib.parse.quote(secret, safe='')).encode(),
             data.hex().encode(), data.hex().upper().encode()}
    texts = {secret}
    for _ in range(NESTED):
        texts = {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for text in texts for ascii_only in (True, False)}
        found |= {text.encode() for text in texts}
    for shift in range(3):
        coded = base64.b64encode(b'x' * shift + data)
        middle = coded[(0, 2, 3)[shift]:(len(data) + shift) // 3 * 4]
        if len(middle) >= 4:
            found |= {middle, middle.translate(bytes.maketrans(b'+/', b'-_'))}
    return {form for form in found if len(form) >= 4}


def repeat(secret):
    """Everything that a server may make of it."""
    data = secret.encode()
    return {'raw': secret, 'around': f'<<{secret}>>', secret: 'a name', 'base64': base64.b64encode(data).decode(),
            'shifted': [base64.b64encode(b'x' * shift + data + b'yz').decode() for shift in range(3)],
            'url': base64.urlsafe_b64encode(data).decode(), 'percent': urllib.parse.quote(secret, safe=''),
            'lower': re.sub('%..', lambda match: match[0].lower(), urllib.parse.quote(secret, safe='')),
            'hex': data.hex(), 'HEX': (b'x' + data + b'yz').hex().upper(),
            'plus': urllib.parse.quote_plus(secret), 'nested': json.dumps({'inner': secret}),
            'twice': json.dumps(json.dumps(secret, ensure_ascii=False), ensure_ascii=False)}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    @property
    def secret(self):
        raw = self.headers.get('X-Key') or self.headers.get('Authorization', 'Bearer none')[len('Bearer '):]
        return raw.encode('latin-1').decode()

    def reply(self, status, body, media='application/json'):
        self.send_response(status, 'You sent ' + urllib.parse.quote(self.secret, safe=''))
        self.send_header('Content-Type', media)
        self.send_header('Content-Length', str(len(body)))
        self.send_header('X-Repeat', urllib.parse.quote(self.secret, safe=''))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == '/text':
            self.reply(200, f'You sent {self.secret}.'.encode(), 'text/plain; charset=utf-8')
        else:
            self.reply(200, json.dumps(repeat(self.secret), ensure_ascii=self.path == '/ascii').encode())

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        asked = request['messages'][-1]['content']
        if asked == 'fail':
            self.reply(401, json.dumps({'error': {'message': f'Wrong key: {self.secret}'}}).encode())
            return
        events = [{'choices': [{'delta': {'content': letter}}]} for letter in json.dumps(repeat(self.secret))]
        events.append({'choices': [{'delta': {}, 'finish_reason': 'stop'}]})
        self.reply(200, b''.join(b'data: ' + json.dumps(event).encode() + b'\n\n' for event in events),
                   'text/event-stream')


class Secrets(ProgramTest):
    def setUp(self):
        super().setUp()
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.host = f'127.0.0.1:{server.server_address[1]}'
        self.environment.update({f'CANARY_{i}': secret for i, secret in enumerate(CANARIES)})

    def node(self, kind, next_node, post, **settings):
        return {'kind': kind, 'settings': settings, 'fallback': 'return error.message', 'next': {'default': next_node},
                'post': ['shared.n = (shared.n or 0) + 1', f"shared['r' .. shared.n] = {post}", f'log ({post})']}

    def make_flow(self):
        nodes = {}
        for i in range(len(CANARIES)):
            key = {'$env': f'CANARY_{i}'}
            url = f'http://{self.host}'
            for step, path in enumerate(('/ascii', '/utf8', '/text')):
                nodes[f'get{i}-{step}'] = self.node('http', f'get{i}-{step + 1}' if step < 2 else f'ask{i}', 'exec_res',
                                                    url=url + path, headers={'X-Key': key})
            model = {'url': url, 'model': 'm', 'key': key, 'again': 0}
            nodes[f'ask{i}'] = self.node('llm', f'fail{i}', 'exec_res', prompt='repeat', **model)
            nodes[f'fail{i}'] = self.node('llm', f'get{i + 1}-0', 'exec_res', prompt='fail', **model)
        nodes[f'get{len(CANARIES)}-0'] = {'kind': 'llm', 'title': 'Last',
                                          'settings': {'url': f'http://{self.host}', 'model': 'm', 'prompt': 'fail',
                                                       'key': {'$env': 'CANARY_0'}, 'again': 0}}
        return self.flow({'start': 'get0-0', 'nodes': nodes})

    def test_the_search_finds_what_is_there(self):
        """Each coding in what a server sends would be found, were it not taken out."""
        for secret in CANARIES:
            for name, texts in repeat(secret).items():
                for text in texts if isinstance(texts, list) else [texts]:
                    data = json.dumps({name: text}, ensure_ascii=False).encode()
                    with self.subTest(secret=secret, name=name):
                        self.assertTrue(self.find({'sink': data}), data)
        self.assertFalse(self.find({'sink': json.dumps(sorted(FORMATS)).encode()}))

    @staticmethod
    def find(sinks):
        """Where a canary is, in whatever coding."""
        return [f'{secret!r} as {form!r} in {name}' for secret in CANARIES for form in codings(secret)
                for name, data in sinks.items() if form in data]

    def written(self):
        """All that was written, by its path."""
        return {str(path): path.read_bytes() for path in self.folder.rglob('*') if path.is_file()}

    def test_no_byte_has_one(self):
        self.assertEqual(50, len(set(CANARIES)))
        flow = self.make_flow()
        sinks = {}

        def run(name, *arguments, status=0):
            out, err = self.sluice(*arguments, status=status)
            sinks[name + ' stdout'], sinks[name + ' stderr'] = out.encode(), err.encode()

        run('run', 'run', flow, '--trust', '--print-store', '--trace', 'trace', '--record', 'record', status=1)
        run('json', 'run', flow, '--trust', '--json', status=1)
        run('show', 'show', 'record')
        run('show json', 'show', 'record', '--json')
        run('replay', 'replay', 'record', '--trace', 'trace-of-replay', status=1)
        run('runs', 'runs', '--json')
        run('check', 'check', flow)
        for name in FORMATS:
            run('export ' + name, 'export', flow, '--to', name, '-o', 'exported-' + name)
        sinks.update(self.written())
        # The server has repeated them, and they were marked where they stood.
        self.assertGreater(sinks[str(self.folder / 'trace')].decode().count('•••'), 1000)
        self.assertEqual([], self.find(sinks))


if __name__ == '__main__':
    tap.main()
