#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Exported projects, run: by PocketFlow where it is installed, else by its contract as the tests have it."""
import ast
import http.server
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import textwrap
import threading
import urllib.parse
from pathlib import Path

import tap
from program import DEADLINE, EXAMPLES, ProgramTest

TESTS = Path(os.environ['SLUICE_SOURCE_DIR']) / 'tests'
CONTRACT = TESTS / 'lib/contract'
FLOWS = sorted(EXAMPLES.glob('*.flow.json'))

GRAPH = textwrap.dedent('''
    import json, sys, warnings
    sys.path.insert(0, sys.argv[1])
    warnings.simplefilter("error")
    import flow
    told = {}
    for name in dir(flow):
        if not (name.startswith("create_") and name.endswith("_flow")):
            continue
        seen, waiting = [], [getattr(flow, name)().start_node]
        while waiting:
            node = waiting.pop(0)
            if node is not None and not any(node is other for other in seen):
                seen.append(node)
                waiting += node.successors.values()
        told[name] = [[list(node.successors), getattr(node, "max_retries", 1)] for node in seen]
    print(json.dumps(told))
    ''')

# Writes down which nodes end with which actions, and the store at the end.
TRACE = textwrap.dedent('''
    import asyncio, inspect, json, sys
    sys.path.insert(0, sys.argv[1])
    import pocketflow
    visits, look_up = [], pocketflow.Flow.get_next_node

    def get_next_node(self, curr, action):
        visits.append(["flow" if isinstance(curr, pocketflow.Flow) else type(curr).__name__, action or None])
        return look_up(self, curr, action)

    pocketflow.Flow.get_next_node = get_next_node
    import main
    shared = asyncio.run(main.main()) if inspect.iscoroutinefunction(main.main) else main.main()
    shared.pop("queues", None)
    with open(sys.argv[2], "w") as file:
        json.dump([visits, shared], file)
    ''')


class ExportedTest(ProgramTest):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.environment['LLM_PROVIDER'] = 'llama-cpp'
        if importlib.util.find_spec('pocketflow') is None:
            self.environment['PYTHONPATH'] = str(CONTRACT)

    def python(self, script, *arguments, stdin=''):
        ended = subprocess.run([sys.executable, '-B', '-c', script, *map(str, arguments)], text=True, check=False,
                               env=self.environment, capture_output=True, input=stdin, timeout=DEADLINE,
                               cwd=self.folder)
        self.assertEqual(0, ended.returncode, ended.stdout + ended.stderr)
        return ended.stdout

    def export(self, path):
        """The project of a flow, of which nothing was left out."""
        folder = self.folder / 'project'
        shutil.rmtree(folder, ignore_errors=True)
        self.assertEqual('', self.sluice('export', str(path), '--to', 'python', '-o', str(folder))[1])
        return folder

    @staticmethod
    def classes(folder):
        """The class of each node, by its address."""
        found = {}
        for item in ast.parse((folder / 'flow.py').read_text(encoding='utf-8')).body:
            for statement in item.body if isinstance(item, ast.FunctionDef) else []:
                if isinstance(statement, ast.Assign) and isinstance(statement.value.func, ast.Name):
                    flow, name = item.name[len('create_'):-len('_flow')], statement.targets[0].id
                    found[f'{flow}/{name}'.replace('_', '-').rstrip('-')] = statement.value.func.id
        return found

    def run_ours(self, path, folder, answers):
        """Which nodes end with which actions, and the store at the end."""
        document = json.loads(Path(path).read_text(encoding='utf-8'))
        flow_nodes = {f'{flow}/{node}' for flow, item in document['flows'].items()
                      for node, it in item['nodes'].items() if it['kind'] == 'flow'}
        trace, classes = self.folder / 'trace', self.classes(folder)
        options = [word for answer in answers for word in ('--answer', answer)]
        out = self.sluice('run', str(path), '--trust', '--no-record', '--print-store', '--trace', str(trace),
                          '--allow-host', '127.0.0.1', *options)[0]
        store = json.loads(out[out.rindex('\n{\n') if '\n{\n' in out else out.index('{'):])
        ended = [event for event in map(json.loads, trace.read_text(encoding='utf-8').splitlines())
                 if event['event'] == 'visit-ended' and '/' in event['node']]
        return [['flow' if event['node'] in flow_nodes else classes[event['node']], event['action']]
                for event in ended], store

    def run_exported(self, folder, answers=()):
        self.python(TRACE, folder, self.folder / 'told', stdin=''.join(f'{answer}\n' for answer in answers))
        return json.loads((self.folder / 'told').read_text(encoding='utf-8'))

    def compare(self, path, answers=(), lanes=1, store_too=True):
        """A flow does the same as its project; gives the store."""
        folder = self.export(path)
        visits, store = self.run_ours(path, folder, answers)
        told, shared = self.run_exported(folder, answers)
        # Flows at once wait for each other, and for threads that the engine does not need.
        self.assertEqual(visits if lanes == 1 else sorted(visits, key=str),
                         told if lanes == 1 else sorted(told, key=str))
        if store_too:
            self.assertEqual(store, shared)
        return store


# What a person answers in each; the others ask nobody.
ANSWERS = {'hello': ['Ada', 'no'], 'recipe-finder': ['chicken', 'retry', 'accept'], 'chat': ['Hello', 'bye'],
           'review': ['reject', 'Shorter, please.', 'edit', 'Dear all', 'approve']}


class Server:
    """A server on loopback that answers as the path says, and remembers what it was asked."""

    def __init__(self, test):
        outer = self
        self.seen, self.inside, self.most, self.changed = [], 0, 0, threading.Condition()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *_):
                pass

            def do_GET(self):
                length = int(self.headers.get('Content-Length', 0))
                outer.answer(self, self.rfile.read(length).decode())

            do_POST = do_PUT = do_GET

            def reply(self, status, value, **headers):
                body = json.dumps(value).encode()
                self.send_response(status)
                for name, text in {'Content-Type': 'application/json', 'Content-Length': len(body), **headers}.items():
                    self.send_header(name.replace('_', '-'), str(text))
                self.end_headers()
                self.wfile.write(body)

        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.01})
        thread.start()
        self.port = server.server_address[1]
        self.url = f'http://127.0.0.1:{self.port}'
        test.addCleanup(server.server_close)
        test.addCleanup(thread.join)
        test.addCleanup(server.shutdown)

    def answer(self, handler, body):
        path, _, query = handler.path.partition('?')
        query = dict(urllib.parse.parse_qsl(query))
        self.seen.append((handler.command, path, dict(handler.headers), body))
        verb = path.split('/')[1]
        if verb == 'move':
            handler.reply(int(query['status']), {}, Location=query['to'])
        elif verb == 'page':
            self.answer_page(handler, int(query['n']))
        elif verb == 'busy' and len(self.seen) == 1:
            handler.reply(429, {}, retry_after_ms=20)
        elif verb == 'crowd':
            self.answer_crowd(handler)
        else:
            handler.reply(404 if verb == 'missing' else 200, {
                'method': handler.command, 'path': handler.path, 'body': body,
                'secrets': [name in handler.headers for name in ('Authorization', 'X-Key', 'Cookie')]})

    def answer_page(self, handler, number):
        """Two things on each of three pages; the first two say where the next is, in both ways."""
        following = {'next': f'/page?n={number + 1}'} if number < 3 else {}
        links = {'Link': f'<?n={number + 1}>; rel="next", <?n=1>; rel="first"'} if number < 3 else {}
        handler.reply(200, {'things': [number * 10, number * 10 + 1], **following}, **links)

    def answer_crowd(self, handler):
        """Waits for others to come in, for a while; remembers how many were in at most."""
        with self.changed:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.most > 1, 0.1)
            self.inside -= 1
        handler.reply(200, {})


class Examples(ExportedTest):
    def setUp(self):
        super().setUp()
        self.examples = self.folder / 'examples'
        shutil.copytree(EXAMPLES, self.examples)
        self.environment['LLM_PROVIDER'] = 'none'

    def test_they_are_connected_alike(self):
        for path in FLOWS:
            document = json.loads(path.read_text(encoding='utf-8'))
            told = json.loads(self.python(GRAPH, self.export(path)))
            for name, flow in document['flows'].items():
                seen, waiting = [], [flow.get('start')]
                while waiting:
                    node = waiting.pop(0)
                    if node is not None and node not in seen:
                        seen.append(node)
                        waiting += flow['nodes'][node].get('next', {}).values()
                self.assertEqual([[list(flow['nodes'][node].get('next', {})), flow['nodes'][node].get('retries', 1)]
                                  for node in seen], told[f'create_{name.replace("-", "_")}_flow'])

    def test_they_run_alike_without_a_model(self):
        for path in sorted(self.examples.glob('*.flow.json')):
            name = path.name.removesuffix('.flow.json')
            if name not in ('poll', 'supervisor'):  # one asks a server, one throws dice for where to go
                with self.subTest(name):
                    self.compare(path, ANSWERS.get(name, ()), lanes=2 if name == 'taboo' else 1,
                                 store_too=name != 'majority-vote')

    def start_model(self):
        model = subprocess.Popen([sys.executable, TESTS / 'lib/model-server.py'], stdin=subprocess.PIPE, text=True,
                                 stdout=subprocess.PIPE)
        self.addCleanup(model.wait)
        self.addCleanup(model.stdout.close)
        self.addCleanup(model.stdin.close)
        return f'http://127.0.0.1:{model.stdout.readline().strip()}/v1'

    def test_they_run_alike_with_a_model(self):
        """One that always says the same, whatever was asked for."""
        url = self.start_model()
        for name in ('article', 'chat', 'majority-vote', 'research', 'review', 'summarize-files', 'supervisor',
                     'translate'):
            path = self.examples / f'{name}.flow.json'
            document = json.loads(path.read_text(encoding='utf-8'))
            for flow in document['flows'].values():
                for node in flow['nodes'].values():
                    if node['kind'] == 'llm':
                        node['settings'].update(url=url, model='small')
            path.write_text(json.dumps(document), encoding='utf-8')
            with self.subTest(name):
                store = self.compare(path, ANSWERS.get(name, ()), store_too=name != 'majority-vote')
                self.assertEqual(name in ('majority-vote', 'review'), 'Hello.' not in json.dumps(store))

    def test_a_server_is_polled_alike(self):
        server = Server(self)
        path = self.examples / 'poll.flow.json'
        text = path.read_text(encoding='utf-8').replace('https://api.github.com', server.url)
        path.write_text(text.replace('"seconds": 1', '"seconds": 0.02'), encoding='utf-8')
        self.assertEqual(5, self.compare(path)['asked'])
        self.assertEqual(10, len(server.seen))


class Kinds(ExportedTest):
    def both(self, *nodes, answers=(), shared=None, lanes=1):
        """Nodes in a row, in ours and in Python; gives the store."""
        flow = {'start': 'n0', 'nodes': {}}
        for number, node in enumerate(nodes):
            following = {} if number + 1 == len(nodes) else {'default': f'n{number + 1}'}
            flow['nodes'][f'n{number}'] = {'title': f'Step {number}', **node, 'next': {**following,
                                                                                      **node.get('next', {})}}
        return self.compare(self.flow(flow, shared), answers, lanes)

    def test_a_flow_of_another_file(self):
        """The project has it, too."""
        inner = {'format': 1, 'flows': {'main': {'start': 'add', 'nodes': {'add': {
            'kind': 'script', 'post': ['shared.n = shared.n + 1']}}}}}
        (self.folder / 'other.flow.json').write_text(json.dumps(inner), encoding='utf-8')
        store = self.both({'kind': 'flow', 'settings': {'flow': 'other.flow.json'}}, shared={'n': 1})
        self.assertEqual({'n': 2}, store)

    def test_each_setting_is_translated(self):
        """Whatever a setting says, the project says it, too."""
        values = {'text': 'words', 'string': 'words', 'code': 'select 1', 'file': 'a.txt', 'folder': 'inner',
                  'integer': 7, 'number': 0.5, 'duration': 7, 'json': {'a': 1}, 'map': {'a': '1'}, 'list': ['a'],
                  'secret': {'$env': 'TOKEN'}, 'files': ['a.png'], 'model': 'words'}
        more = {'llm': {'reply': 'json', 'prompt': 'a'}, 'delay': {'until': '12:00'}, 'choice': {'timeout': 1},
                'ask': {'timeout': 1}, 'log': {'table': [['a']]}, 'queue': {'queue': 'q', 'value': 1},
                'http': {'pages': 2}}
        does = {'content': 'write', 'make-folders': 'write', 'pattern': 'list', 'entries': 'list',
                'recursive': 'list', 'since': 'watch', 'interval': 'watch', 'within': 'watch', 'value': 'put',
                'until': 'until', 'seconds': 'every'}
        nowhere = {('llm', 'stream')}  # the answer is the same
        for line in self.sluice('kinds', '--json')[0].splitlines():
            kind = json.loads(line)
            if kind['kind'] in ('flow', 'python'):
                continue
            for setting in kind['settings']:
                name = setting['name']
                value = values.get(setting['type'], not setting['default'])
                if setting['type'] == 'enum':
                    value = next(choice for choice in setting['choices'] if choice != setting['default'])
                base = {**more.get(kind['kind'], {}), ('waits' if kind['kind'] == 'delay' else 'does'):
                        does.get(name, {'delay': 'for', 'file': 'read', 'queue': 'put'}.get(kind['kind']))}
                base = {key: item for key, item in base.items() if item is not None and key != name}
                written = []
                for settings in (base, {**base, name: value}):
                    flow = {'start': 'a', 'nodes': {'a': {'kind': kind['kind'], 'settings': settings}}}
                    written.append((self.export(self.flow(flow)) / 'nodes.py').read_text(encoding='utf-8'))
                self.assertEqual((kind['kind'], name) not in nowhere, written[0] != written[1], (kind['kind'], name))

    def test_redirects(self):
        server, other = Server(self), Server(self)
        here, there = f'{server.url}/move?status=302&to=/end', f'{server.url}/move?status=307&to={other.url}/end'
        request = {'kind': 'http', 'post': 'shared.list[#shared.list + 1] = exec_res.body'}
        secrets = {'headers': {'X-Key': 'hush', 'Cookie': 'crumb'}, 'token': {'$env': 'TOKEN'}, 'redirects': 2}
        self.environment['TOKEN'] = 'quiet'
        store = self.both(
            {**request, 'settings': {'url': here}, 'post': 'shared.list = { exec_res.status }'},
            {**request, 'settings': {'url': here, **secrets, 'method': 'POST', 'body': {'a': 1}}},
            {**request, 'settings': {'url': there, **secrets, 'method': 'POST', 'body': 'text'}},
            {**request, 'fallback': "return { body = 'too many' }",
             'settings': {'url': f'{server.url}/move', 'query': {'status': '302', 'to': here}, 'redirects': 1}})
        self.assertEqual([302, {'method': 'GET', 'path': '/end', 'body': '', 'secrets': [True, True, True]},
                          {'method': 'POST', 'path': '/end', 'body': 'text', 'secrets': [False, False, False]},
                          'too many'], store['list'])
        self.assertEqual(2, len(other.seen))
        for _, _, headers, _ in other.seen:
            self.assertNotIn('hush', str(headers))
            self.assertNotIn('quiet', str(headers))

    def test_pages(self):
        server = Server(self)
        page = {'kind': 'http', 'settings': {'url': f'{server.url}/page', 'query': {'n': '1'}, 'items': '/things'}}
        store = self.both(
            {**page, 'settings': {**page['settings'], 'pages': 9}, 'post': 'shared.all = exec_res.body'},
            {**page, 'settings': {**page['settings'], 'pages': 9, 'next': '/next'},
             'post': 'shared.too = exec_res.body'},
            {**page, 'settings': {**page['settings'], 'pages': 2}, 'post': 'shared.two = exec_res.body'},
            {'kind': 'http', 'settings': {'url': f'{server.url}/page?n=3', 'pages': 2},
             'post': 'shared.last = exec_res.body'})
        self.assertEqual([10, 11, 20, 21, 30, 31], store['all'])
        self.assertEqual(store['all'], store['too'])
        self.assertEqual([10, 11, 20, 21], store['two'])
        self.assertEqual([{'things': [30, 31]}], store['last'])

    def test_pages_of_another_server(self):
        server = Server(self)
        module = f"""
            from utils.pages import find_next
            answer = {{"url": "{server.url}/a", "headers": {{}}, "body": {{"next": "http://elsewhere.example/b"}}}}
            try:
                find_next(answer, "/next")
            except RuntimeError as error:
                print(error)
            """
        self.assertIn('is not on the same server', self.in_project({'pages': 2, 'url': server.url}, module))

    def in_project(self, settings, script, kind='http'):
        """What a script prints that may import what a node's project has."""
        folder = self.export(self.flow({'start': 'a', 'nodes': {'a': {'kind': kind, 'settings': settings}}}))
        return self.python('import sys\nsys.path.insert(0, sys.argv[1])\n' + textwrap.dedent(script), folder)

    def test_busy_servers(self):
        server = Server(self)
        request = {'kind': 'http', 'settings': {'url': f'{server.url}/busy', 'again': 1},
                   'post': 'shared.n, shared.method = exec_res.status, exec_res.body.method'}
        path = self.flow({'start': 'a', 'nodes': {'a': {**request, 'title': 'Ask'}}})
        folder = self.export(path)
        _, ours = self.run_ours(path, folder, ())
        self.assertEqual(2, len(server.seen))
        server.seen.clear()
        self.assertEqual(ours, self.run_exported(folder)[1])
        self.assertEqual(({'n': 200, 'method': 'GET'}, 2), (ours, len(server.seen)))

    def test_limits_on_servers(self):
        for limit in (0, 1):
            server = Server(self)
            store = self.both({'kind': 'http', 'batch': 'parallel', 'prep': 'return { 1, 2, 3 }',
                               'settings': {'url': f'{server.url}/crowd', 'concurrent': limit},
                               'post': 'shared.n = #exec_res'})
            self.assertEqual((3, 6), (store['n'], len(server.seen)))
            self.assertEqual(limit != 1, server.most > 1)

    def test_limits_in_a_minute(self):
        server = Server(self)
        told = self.in_project({'url': server.url, 'per-minute': 2}, f"""
            import time
            from utils import limits, web
            limits.MINUTE = 0.2
            begun = time.monotonic()
            for _ in range(5):
                web.request("{server.url}/a", per_minute=2)
            print(time.monotonic() - begun >= 0.4)
            """)
        self.assertEqual(('True\n', 5), (told, len(server.seen)))

    def test_tools_of_a_model(self):
        """A node asks, a script answers for the tool, the node asks again."""
        url = Examples.start_model(self)
        weather = {'type': 'function', 'function': {'name': 'weather', 'parameters': {'type': 'object'}}}
        flow = {'start': 'ask', 'nodes': {
            'ask': {'kind': 'llm', 'title': 'Ask', 'settings': {'url': url, 'model': 'm', 'tools': [weather]},
                    'prep': "return shared.messages",
                    'post': ["if type (exec_res) == 'string' then shared.answer = exec_res return 'done' end",
                             'shared.calls = exec_res.tool_calls', "return 'call'"],
                    'next': {'call': 'do', 'done': None}},
            'do': {'kind': 'script', 'title': 'Do', 'prep': 'return shared.calls',
                   'exec': ['local said = {}', 'for i, call in ipairs (prep_res) do',
                            "  said[i] = call.name .. ' in ' .. call.arguments.city .. ': rain'", 'end', 'return said'],
                   'post': ["local message = { role = 'user', content = 'say ' .. exec_res[1] }",
                            'shared.messages[#shared.messages + 1] = message', "return 'again'"],
                   'next': {'again': 'ask'}}}}
        shared = {'messages': [{'role': 'user', 'content': 'call'}]}
        store = self.compare(self.flow(flow, shared))
        self.assertEqual('weather in Ulm: rain', store['answer'])
        self.assertEqual([{'id': 'call-1', 'name': 'weather', 'arguments': {'city': 'Ulm'}}], store['calls'])

    def test_values_of_a_model(self):
        url = Examples.start_model(self)
        schema = {'type': 'object', 'required': ['city'], 'properties': {'city': {'enum': ['Ulm', 'Bonn']}}}
        model = {'kind': 'llm', 'settings': {'url': url, 'model': 'm', 'reply': 'json', 'schema': schema, 'again': 0}}
        store = self.both(
            {**model, 'settings': {**model['settings'], 'prompt': 'learn'}, 'output': 'learned'},
            {**model, 'settings': {**model['settings'], 'prompt': 'fence {"city": "Bonn"}'}, 'output': 'fenced'},
            {**model, 'settings': {**model['settings'], 'prompt': 'say {"city": "Rome"}', 'repair': 0},
             'fallback': 'return tostring (error)', 'output': 'wrong'},
            {**model, 'settings': {'url': url, 'model': 'm', 'prompt': 'long'}, 'fallback': 'return tostring (error)',
             'output': 'long'},
            {**model, 'settings': {'url': url, 'model': 'm', 'prompt': 'request', 'max-tokens': 5, 'temperature': 0,
                                   'seed': 3, 'top-p': -1, 'stream': False},
             'post': 'shared.request = json.decode (exec_res)'},
            {**model, 'settings': {'url': url, 'model': 'm', 'history': 'said'}, 'prep': "return 'say yes'"},
            {**model, 'settings': {'url': url, 'model': 'm', 'history': 'said'}, 'prep': "return 'repeat'"})
        self.assertEqual(({'city': 'Ulm'}, {'city': 'Bonn'}), (store['learned'], store['fenced']))
        self.assertIn('/city: it must be one of ["Ulm","Bonn"]', store['wrong'])
        self.assertIn('cut short', store['long'])
        self.assertEqual({'model': 'm', 'messages': [{'role': 'user', 'content': 'request'}], 'temperature': 0,
                          'seed': 3, 'max_completion_tokens': 5}, store['request'])
        self.assertEqual(['say yes', 'yes', 'repeat'], [message['content'] for message in store['said'][:3]])

    def test_files(self):
        table = [{'a': 'x, y', 'b': 1}, {'b': None, 'c': [2]}]
        save = {'kind': 'file', 'settings': {'does': 'write', 'path': 'inner/t.csv', 'format': 'csv',
                                             'make-folders': True, 'content': table}, 'output': 'wrote'}
        read = {'kind': 'file', 'settings': {'path': 'inner/t.csv', 'format': 'csv'}, 'output': 'read'}
        store = self.both(
            save, {**save, 'settings': {'does': 'append', 'path': 'inner/t.csv', 'content': 'x\r\n'}}, read,
            {**read, 'settings': {'path': 'inner/t.csv', 'format': 'csv', 'header': False}, 'output': 'rows'},
            {**read, 'settings': {'path': 'inner/t.csv', 'format': 'lines'}, 'output': 'lines'},
            {**save, 'settings': {'does': 'write', 'path': 'inner/[x] y.json', 'format': 'json', 'content': {'a': 1}}},
            {**read, 'settings': {'does': 'list', 'path': '.', 'pattern': 'inner/*', 'recursive': True},
             'output': 'listed'},
            {**read, 'settings': {'does': 'list', 'path': 'inner', 'pattern': '[x]*'}, 'output': 'odd'},
            {**read, 'settings': {'does': 'list', 'path': '.', 'entries': 'folders', 'pattern': 'i*'},
             'output': 'folders'},
            {**read, 'settings': {'path': 'nothing'}, 'output': 'nothing', 'next': {'missing': None}})
        self.assertEqual([{'a': 'x, y', 'b': '1', 'c': ''}, {'a': '', 'b': '', 'c': '[2]'},
                          {'a': 'x', 'b': '', 'c': ''}], store['read'])
        self.assertEqual((['inner/[x] y.json', 'inner/t.csv'], ['[x] y.json'], ['inner']),
                         (store['listed'], store['odd'], store['folders']))
        self.assertIsNone(store['nothing'])

    def test_batches_of_flows(self):
        """One after the other, and all at once, where nothing in them waits."""
        for mode in ('each', 'parallel'):
            inner = {'start': 'add', 'nodes': {'add': {'kind': 'script', 'title': 'Add', 'prep': 'return params.n',
                                                       'exec': 'return prep_res * 2',
                                                       'post': 'shared.list[#shared.list + 1] = exec_res'}}}
            outer = {'start': 'all', 'nodes': {'all': {'kind': 'flow', 'title': 'All', 'settings': {'flow': 'inner'},
                                                       'batch': mode, 'prep': 'return { { n = 1 }, { n = 2 } }'}}}
            whole = {**inner, 'batch': mode, 'prep': 'return { { n = 3 }, { n = 4 } }'}
            self.assertEqual([2, 4], self.compare(self.flow(outer, {'list': []}, inner=inner))['list'])
            self.assertEqual([6, 8], self.compare(self.flow(whole, {'list': []}))['list'])

    def test_pictures(self):
        """Each as large as its head says; of the file only its place differs."""
        heads = {'a.png': b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3', 'a.gif': b'GIF89a\2\0\3\0',
                 'a.jpg': b'\xff\xd8\xff\xe0\0\4JF\xff\xc0\0\x0b\x08\0\3\0\2\1\1\x11\0',
                 'a.webp': b'RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\1\0\0\2\0\0'}
        for name, head in heads.items():
            (self.folder / name).write_bytes(head)
        kept = 'local known = exec_res known.file = nil shared.list[#shared.list + 1] = known'
        store = self.both(*({'kind': 'log', 'settings': {'picture': name}, 'post': kept} for name in heads),
                          shared={'list': []})
        self.assertEqual([(name, 2, 3) for name in heads],
                         [(known['picture'], known['width'], known['height']) for known in store['list']])

    def test_watches(self):
        watch = {'kind': 'file', 'settings': {'does': 'watch', 'path': 'seen', 'interval': 0.02, 'within': 0.1},
                 'post': 'shared.state = exec_res.state', 'next': {'timeout': 'n2'}}
        save = {'kind': 'file', 'settings': {'does': 'write', 'path': 'seen/a.txt', 'content': 'a',
                                             'make-folders': True}}
        store = self.both(
            save, watch, {**save, 'settings': {**save['settings'], 'path': 'seen/b.txt'}},
            {**watch, 'settings': {**watch['settings'], 'within': 0, 'since': {'expr': 'shared.state'}},
             'post': ['shared.state = nil', 'shared.changed, shared.removed = exec_res.changed, exec_res.removed'],
             'next': {}})
        self.assertEqual({'changed': ['b.txt'], 'removed': []}, store)

    def test_people_who_are_late(self):
        late = {'kind': 'ask', 'settings': {'prompt': 'Well?', 'timeout': 0.05, 'default': 'none'}, 'output': 'said'}
        folder = self.export(self.flow({'start': 'a', 'nodes': {
            'a': {**late, 'title': 'One', 'next': {'default': 'b'}},
            'b': {'kind': 'choice', 'title': 'Two', 'settings': {'prompt': '?', 'choices': ['x'], 'timeout': 0.05},
                  'next': {'timeout': 'c', 'x': None}},
            'c': {'kind': 'log', 'title': 'Three', 'settings': {'message': 'late'}}}}))
        reading, writing = os.pipe()  # of which nothing comes
        self.addCleanup(os.close, writing)
        with os.fdopen(reading) as nothing:
            subprocess.run([sys.executable, '-B', '-c', TRACE, folder, self.folder / 'told'], env=self.environment,
                           stdin=nothing, capture_output=True, timeout=DEADLINE, check=True)
        visits, store = json.loads((self.folder / 'told').read_text(encoding='utf-8'))
        self.assertEqual([['One', None], ['Two', 'timeout'], ['Three', None]], visits)
        self.assertEqual('none', store['said'])


if __name__ == '__main__':
    tap.main()
