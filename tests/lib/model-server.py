#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A model server on loopback that speaks OpenAI's chat completions, in one piece or as a stream of events.

What it answers is decided by the last message of a user:

  say TEXT       TEXT
  repeat         the messages it got, as JSON
  request        the whole request, as JSON
  key            the Authorization it got
  fence JSON     JSON in a fenced block, with words around it
  learn          no JSON at first; {"city": "Ulm"} once it was told what is wrong
  call           a call of the tool "weather" for Ulm
  busy           429 with retry-after-ms the first time, then "at last"
  fail STATUS    that status, with an error in words
  cut            a stream without its end; in one piece, half of it
  long           an answer that ran into the limit on tokens
  endless TEXT   a stream with TEXT, letter by letter, that does not end
  leak           the key, letter by letter where it is a stream

It makes vectors at /v1/embeddings: how often a text has a, b and c; at most four texts at once. It finds
at /search: two results whose text is the query.

It lists two models at /v1/models, to who has a key where it was started with one in MODEL_KEY.

Prints its port; ends when standard input does."""

import http.server
import json
import os
import sys
import threading
import urllib.parse

seen = set()


def answer(request, headers):
    """The text of the reply, or (text, finish reason)."""
    messages = request['messages']
    asked = messages[-1]['content']
    if isinstance(asked, list):
        return json.dumps(asked), 'stop'
    verb, _, rest = asked.partition(' ')
    if len(messages) > 2 and 'Answer again' in asked:
        return '{"city": "Ulm"}', 'stop'
    texts = {'say': rest, 'repeat': json.dumps(messages), 'request': json.dumps(request),
             'key': headers.get('Authorization', 'none'), 'learn': 'It is Ulm.', 'busy': 'at last',
             'leak': headers.get('Authorization', 'none'),
             'fence': f'Here it is:\n```json\n{rest}\n```\nDone.', 'long': 'and so on and'}
    return texts.get(verb, 'Hello.'), 'length' if verb == 'long' else 'stop'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def reply(self, status, body, media='application/json', headers=()):
        self.send_response(status)
        self.send_header('Content-Type', media)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        key = os.environ.get('MODEL_KEY')
        path, _, query = self.path.partition('?')
        if path == '/search':
            asked = urllib.parse.parse_qs(query)['q'][0]
            hits = [{'name': f'Hit {i}', 'link': f'https://example.org/{i}', 'about': asked} for i in (1, 2)]
            self.reply(200, json.dumps({'web': {'hits': hits}}).encode())
        elif self.path != '/v1/models':
            self.reply(404, b'{"error": {"message": "no such path"}}')
        elif key and self.headers.get('Authorization') != 'Bearer ' + key:
            self.reply(401, b'{"error": {"message": "no such key"}}')
        else:
            self.reply(200, b'{"data": [{"id": "small-model"}, {"id": "large-model"}]}')

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        if self.path == '/v1/embeddings':
            self.embed(request['input'])
            return
        asked = request['messages'][-1]['content']
        if self.path != '/v1/chat/completions':
            self.reply(404, b'{"error": {"message": "no such path"}}')
        elif asked == 'busy' and asked not in seen:
            seen.add(asked)
            self.reply(429, b'{}', headers=[('retry-after-ms', '20')])
        elif isinstance(asked, str) and asked.startswith('fail '):
            self.reply(int(asked[5:]), b'{"error": {"message": "it was told to fail"}}')
        elif isinstance(asked, str) and asked.startswith('endless '):
            self.stream_on(asked[len('endless '):])
        elif request.get('stream'):
            self.stream(request, asked)
        else:
            self.whole(request, asked)

    def embed(self, texts):
        data = [{'index': i, 'embedding': [text.count(letter) for letter in 'abc']} for i, text in enumerate(texts)]
        body = {'data': data[::-1], 'usage': {'prompt_tokens': len(texts)}}
        self.reply(200 if len(texts) <= 4 else 400, json.dumps(body).encode())

    def whole(self, request, asked):
        text, finish = answer(request, self.headers)
        message = {'role': 'assistant', 'content': text}
        if asked == 'call':
            function = {'name': 'weather', 'arguments': '{"city": "Ulm"}'}
            message = {'role': 'assistant', 'content': None,
                       'tool_calls': [{'id': 'call-1', 'type': 'function', 'function': function}]}
        body = json.dumps({'model': request['model'] + '-1', 'choices': [{'message': message, 'finish_reason': finish}],
                           'usage': {'prompt_tokens': 7, 'completion_tokens': 3}}).encode()
        self.reply(200, body[:len(body) // 2] if asked == 'cut' else body)

    def stream(self, request, asked):
        text, finish = answer(request, self.headers)
        events = [{'choices': [{'delta': {'content': letter}}]} for letter in text]
        if asked == 'call':
            pieces = [{'id': 'call-1', 'function': {'name': 'weather', 'arguments': '{"ci'}},
                      {'function': {'arguments': 'ty": "Ulm"}'}}]
            events = [{'choices': [{'delta': {'tool_calls': [{'index': 0, **piece}]}}]} for piece in pieces]
        if asked != 'cut':
            events += [{'choices': [{'delta': {}, 'finish_reason': finish}]},
                       {'choices': [], 'usage': {'prompt_tokens': 7, 'completion_tokens': 3}}]
        lines = [f'data: {json.dumps(event)}\n\n' for event in events] + ([] if asked == 'cut' else ['data: [DONE]\n\n'])
        self.reply(200, ''.join(lines).encode(), 'text/event-stream')


    def stream_on(self, text):
        """Until the client goes."""
        self.send_response(200)
        self.send_header('Content-Type', 'text/event-stream')
        self.send_header('Connection', 'close')
        self.end_headers()
        for letter in text:
            event = json.dumps({'choices': [{'delta': {'content': letter}}]})
            self.wfile.write(f'data: {event}\n\n'.encode())
            self.wfile.flush()
        self.rfile.read(1)
        self.close_connection = True


def main():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


main()
