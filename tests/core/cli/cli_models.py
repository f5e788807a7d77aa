#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The examples online: a model on loopback answers, with the key that is in the environment, and no fallback serves."""
import base64
import http.server
import json
import re
import shutil
import threading

import tap
from program import EXAMPLES, ProgramTest, script

KEY = 'a-key-for-the-examples'


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as `play` (system, question, messages) says; gives each text of a list a vector of its letters."""
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        if self.headers.get('Authorization') != 'Bearer ' + KEY:
            self.reply(401, {'error': {'message': 'no such key'}})
        elif self.path.endswith('/embeddings'):
            data = [{'index': i, 'embedding': [text.count(letter) for letter in 'abcdefghijklmnopqrstuvwxyz']}
                    for i, text in enumerate(request['input'])]
            self.server.asked.append('embeddings')
            self.reply(200, {'data': data, 'usage': {'prompt_tokens': len(data)}})
        else:
            self.chat(request)

    def chat(self, request):
        messages = request['messages']
        system = messages[0]['content'] if messages[0]['role'] == 'system' else ''
        self.server.asked.append(messages[-1]['content'])
        text = self.server.play(system, messages[-1]['content'], messages)
        events = [{'choices': [{'delta': {'content': text}}]},
                  {'choices': [{'delta': {}, 'finish_reason': 'stop'}]},
                  {'choices': [], 'usage': {'prompt_tokens': 7, 'completion_tokens': 3}}]
        body = ''.join(f'data: {json.dumps(event)}\n\n' for event in events) + 'data: [DONE]\n\n'
        self.send(200, body.encode(), 'text/event-stream')

    def reply(self, status, value):
        self.send(status, json.dumps(value).encode(), 'application/json')

    def send(self, status, body, media):
        self.send_response(status)
        self.send_header('Content-Type', media)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class ModelsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.asked = []
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        config = self.folder / 'config/sluice'
        config.mkdir(parents=True)
        (config / 'models.ini').write_text(f'[openai]\nurl=http://127.0.0.1:{self.server.server_address[1]}/v1\n'
                                           '[default]\nprovider=openai\nmodel=gpt-4o-mini\n', encoding='utf-8')
        self.environment.update(XDG_CONFIG_HOME=str(self.folder / 'config'), OPENAI_API_KEY=KEY)
        self.environment.pop('SLUICE_MODEL', None)


class Examples(ModelsTest):
    def setUp(self):
        super().setUp()
        self.copy = shutil.copytree(EXAMPLES, self.folder / 'examples')

    def play(self, name, play, *answers):
        """Runs an example; what it said, and its store."""
        self.server.play = play
        options = [word for text in answers for word in ('--answer', text)]
        out, err = self.sluice('run', str(self.copy / f'{name}.flow.json'), '--trust', '--print-store', *options)
        self.assertNotIn(KEY, out + err)
        return err, json.loads(out)

    def test_recipe_finder(self):
        def play(_, question, __):
            return f'I would take this one: {question.splitlines()[-1].upper()}!'

        said, store = self.play('recipe-finder', play, 'chicken', 'retry', 'accept')
        self.assertEqual(['Baked chicken with vegetables'], store['refused'])
        self.assertEqual('Grilled chicken with herbs', store['suggestion'])
        self.assertIn('Enjoy your meal: Grilled chicken with herbs', said)
        self.assertNotIn('Baked', self.server.asked[1])

    def test_recipe_finder_with_a_model_that_dreams(self):
        _, store = self.play('recipe-finder', lambda *_: 'Pizza.', 'chicken', 'accept')
        self.assertEqual('Chicken stir fry', store['suggestion'])

    def test_taboo(self):
        guesses = iter(['Sad!', '“Melancholic”', 'It is NOSTALGIC'])

        def play(system, question, _):
            if 'one hint' in system:
                self.assertIn('Never say: memory, past', question)
                return 'Longing for nostalgic old past and more words'
            return next(guesses).split()[-1]

        said, store = self.play('taboo', play)
        self.assertEqual(['Sad', 'Melancholic'], store['past_guesses'])
        self.assertIn('Hinter: … for … old …\n', said)
        self.assertTrue(said.endswith('Guesser: NOSTALGIC\nCorrect!\n'), said)
        self.assertTrue(any('it is not Sad, Melancholic' in text for text in self.server.asked))

    def test_taboo_with_a_model_that_never_hits(self):
        said, store = self.play('taboo', lambda system, *_: 'stone')
        self.assertEqual(20, len(store['past_guesses']))
        self.assertTrue(said.endswith('That was the last guess.\n'), said)

    def test_chat_remembers(self):
        said, _ = self.play('chat', lambda _, question, messages: f'{question}? ({len(messages)})', 'Hello', 'Rain', 'bye')
        self.assertEqual('Hello? (2)\nRain? (4)\n', said)

    def test_summarize_files(self):
        said, _ = self.play('summarize-files', lambda _, question, __: f'<{len(question)}>')
        self.assertRegex(said, r'<\d+>')
        self.assertEqual(4, len(self.server.asked))

    def test_ask_a_database(self):
        queries = iter(['select nonsense', '```sql\nselect name from customer order by name desc limit 1\n```'])
        said, store = self.play('ask-a-database', lambda *_: next(queries))
        self.assertEqual([{'name': 'Cy'}], store['rows'])
        self.assertIn('That was wrong:', said)
        self.assertIn('Your last query failed:', self.server.asked[1])

    def test_review(self):
        said, _ = self.play('review', lambda _, question, __: 'Come! ' + question, 'reject', 'too stiff', 'approve')
        self.assertIn('The last one was rejected: too stiff', said)

    def test_majority_vote(self):
        answers = iter(['10', '5', '10', '5', '10'])
        _, store = self.play('majority-vote', lambda *_: f'So:\n```json\n{{"answer": {next(answers)}}}\n```')
        self.assertEqual({'answer': '10', 'votes': 3}, store['result'])

    def test_translate(self):
        self.play('translate', lambda _, question, __: 'T: ' + question)
        self.assertEqual('T: Into German: Still waters run deep.\n',
                         (self.copy / 'translations/german.txt').read_text(encoding='utf-8'))
        self.assertEqual(5, len(list((self.copy / 'translations').iterdir())))

    def test_article_is_repaired(self):
        def play(system, question, messages):
            if 'plan' in system:
                return '{"sections": ["A", "B", "C"]}' if 'Answer again' in question else '{"parts": []}'
            return 'Polished: ' + question if 'edit' in system else 'About ' + re.search('“(.)”', question).group(1)

        _, store = self.play('article', play)
        self.assertEqual(['A', 'B', 'C'], store['sections'])
        self.assertTrue(store['article'].startswith('Polished: # Why sourdough rises\n\n## A\n\nAbout A'))
        self.assertIn('“sections” is missing', self.server.asked[1])

    def test_supervisor(self):
        answers = iter(['Perhaps 1968.', '1969'])
        said, _ = self.play('supervisor', lambda *_: next(answers))
        self.assertIn('Refused: Perhaps 1968.\n', said)
        self.assertIn('1969, after 2 tries', said)

    def test_ask_the_notes(self):
        _, store = self.play('ask-the-notes', lambda _, question, __: 'From: ' + question)
        self.assertIn('How do I bake a dough of flour and water?\n\nThe notes:\n', store['answer'])
        self.assertEqual(2, len(self.server.asked))

    def test_research(self):
        decisions = iter(['{"action": "search", "query": "bends"}', '{"action": "answer"}'])

        def play(system, question, _):
            return next(decisions) if 'You research' in system else 'Because of: ' + question

        said, store = self.play('research', play)
        self.assertIn('1. search: bends\n', said)
        self.assertTrue(store['answer'].startswith('Because of: Why do rivers meander?'))

    def test_the_host_and_the_key_are_asked_for(self):
        self.server.play = lambda *_: 'no'
        port = self.server.server_address[1]
        _, err = self.sluice('run', str(self.copy / 'supervisor.flow.json'), status=0)
        self.assertEqual([], self.server.asked)
        _, err = self.sluice('run', self.flow({'start': 'a', 'nodes': {'a': {
            'kind': 'llm', 'title': 'Only', 'settings': {'prompt': 'Well?'}}}}), status=77)
        self.assertIn(f'--allow-host 127.0.0.1:{port} --allow-env OPENAI_API_KEY', err)


class Pictures(ModelsTest):
    """What a model is shown: files below granted folders, and addresses."""

    def look(self, *images, status=0, granted=('--trust',), **settings):
        """Shows the model pictures; the parts it got, and what was said of an error."""
        self.server.play = lambda *_: 'A picture.'
        ask = {'kind': 'llm', 'title': 'Look', 'settings': {'prompt': 'What is it?', 'images': images, **settings},
               'output': 'seen'}
        _, err = self.sluice('run', self.flow({'start': 'a', 'nodes': {'a': ask}}, {'name': 'a'}), *granted, status=status)
        return self.server.asked.pop() if self.server.asked else None, err

    def write_bytes(self, name, data):
        (self.folder / name).write_bytes(data)

    def test_files_are_shown(self):
        kinds = {'a.png': (b'\x89PNG\r\n\x1a\n', 'png'), 'b.txt': (b'\xff\xd8\xff\xe0', 'jpeg'),
                 'c.gif': (b'GIF89a', 'gif'), 'd.webp': (b'RIFF\0\0\0\0WEBP', 'webp')}
        for name, (begin, media) in kinds.items():
            data = begin + b'rest' * 30000
            self.write_bytes(name, data)
            parts, _ = self.look(name)
            self.assertEqual({'type': 'text', 'text': 'What is it?'}, parts[0])
            self.assertEqual(f'data:image/{media};base64,' + base64.b64encode(data).decode(), parts[1]['image_url']['url'])
        parts, _ = self.look('{{ shared.name }}.png', 'https://example.org/x.png', 'data:image/gif;base64,R0lGODlhAAAA')
        self.assertTrue(parts[1]['image_url']['url'].startswith('data:image/png;base64,iVBORw0K'))
        self.assertEqual(['https://example.org/x.png', 'data:image/gif;base64,R0lGODlhAAAA'],
                         [part['image_url']['url'] for part in parts[2:]])

    def test_what_is_no_picture_is_not_sent(self):
        self.write_bytes('secret.png', b'root:x:0:0:' * 100)
        self.write_bytes('empty.png', b'')
        with open(self.folder / 'large.png', 'wb') as file:
            file.write(b'\x89PNG\r\n\x1a\n')
            file.truncate(21 << 20)
        for image, words in (('secret.png', '“secret.png” is no picture: PNG'),
                             ('empty.png', '“empty.png” is no picture'),
                             ('large.png', 'The picture “large.png” has more than 20 MiB'),
                             ('none.png', '“none.png”: No such file'),
                             ('data:text/plain;base64,R0lGODlhAAAA', 'data:image/png;base64,'),
                             ('data:image/png;base64,R0lGODlhAAAA', 'is what it says')):
            with self.subTest(image):
                parts, err = self.look(image, status=1)
                self.assertIsNone(parts)
                self.assertIn(words, err)

    def test_reading_is_asked_for(self):
        self.write_bytes('a.png', b'\x89PNG\r\n\x1a\n')
        host = f'127.0.0.1:{self.server.server_address[1]}'
        granted = ('--allow-host', host, '--allow-env', 'OPENAI_API_KEY')
        parts, err = self.look('a.png', status=77, granted=granted)
        self.assertIsNone(parts)
        self.assertIn(f'--allow-read {self.folder}', err)
        parts, _ = self.look('a.png', granted=(*granted, '--allow-read', '.'))
        self.assertEqual(2, len(parts))

    def test_scripts_show_pictures_and_ask_for_what_they_touch(self):
        self.write_bytes('a.png', b'\x89PNG\r\n\x1a\n')
        self.server.play = lambda *_: 'A picture.'
        flow = self.flow(script(exec="return llm { prompt = 'What?', images = { 'a.png' }, stream = true }.text",
                                post='shared.seen = exec_res'))
        host = f'127.0.0.1:{self.server.server_address[1]}'
        _, err = self.sluice('run', flow, status=77)
        self.assertIn(f'--allow-host {host} --allow-env OPENAI_API_KEY --allow-read {self.folder};', err)
        out, _ = self.sluice('run', flow, '--trust', '--print-store')
        self.assertEqual({'seen': 'A picture.'}, json.loads(out))
        self.assertTrue(self.server.asked[0][1]['image_url']['url'].startswith('data:image/png;base64,'))


if __name__ == '__main__':
    tap.main()
