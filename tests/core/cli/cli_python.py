#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""PocketFlow projects: read without being run, drawn, and written again."""
import json
import py_compile
import shutil
import textwrap

import tap
from program import EXAMPLES, ProgramTest

FLOWS = sorted(EXAMPLES.glob('*.flow.json'))

AGENT = {
    'nodes.py': '''
        """Nodes of an agent."""
        from pocketflow import Node, BatchNode
        from utils.words import shout

        LIMIT = 3


        class Decide(Node):
            """Chooses what to do next."""

            def prep(self, shared):
                return shared["question"], shared.get("notes", [])

            def exec(self, inputs):
                prompt = f"""Question: {inputs[0]}
        What now?"""
                return shout(prompt)

            def post(self, shared, prep_res, exec_res):
                shared["decision"] = exec_res
                return "search" if "more" in exec_res else "answer"


        class SearchWeb(BatchNode):
            def post(self, shared, prep_res, exec_res):
                shared["notes"].append(exec_res)


        class EndNode(Node):
            pass
        ''',
    'flow.py': '''
        from pocketflow import Flow
        from nodes import Decide, SearchWeb, EndNode


        def create_agent_flow():
            """An agent."""
            decide = Decide(max_retries=3, wait=0.5)
            search = SearchWeb()
            end = EndNode()

            # Round and round.
            decide - "search" >> search
            decide - "answer" >> end
            search >> decide

            return Flow(start=decide)
        ''',
    'main.py': '''
        """Research agent."""
        from flow import create_agent_flow

        open("was-run", "w").close()


        def main():
            shared = {"question": "Why?", "notes": [], "now": __import__("time").time()}
            create_agent_flow().run(shared)


        if __name__ == "__main__":
            main()
        ''',
    'utils/__init__.py': '',
    'utils/words.py': 'def shout(text):\n    return text.upper()\n',
    'requirements.txt': 'pocketflow\n',
}


class PythonTest(ProgramTest):
    def project(self, files, name='project'):
        folder = self.folder / name
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(textwrap.dedent(text.lstrip('\n')), encoding='utf-8')
        return folder

    def read(self, path):
        """The document of a project, and what is said about it."""
        target = self.folder / 'read.flow.json'
        said = self.sluice('import', str(path), '-o', str(target))[1]
        self.assertEqual(('', ''), self.sluice('fmt', '--check', str(target)))
        return json.loads(target.read_text(encoding='utf-8')), said

    def write_again(self, document, name='again'):
        """A document as a project, and what is said about it."""
        path = self.write('write.flow.json', json.dumps(document))
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        said = self.sluice('export', path, '--to', 'python', '-o', str(folder))[1]
        for module in folder.rglob('*.py'):
            py_compile.compile(str(module), cfile=str(self.folder / 'compiled'), doraise=True)
        return folder, said

    def flow(self, text, **files):
        """The flows of a project of one module, without notes."""
        document, said = self.read(self.project({'flow.py': text, **files}))
        self.assertEqual('', said)
        return document['flows']

    @staticmethod
    def edges(flow):
        return {name: node.get('next', {}) for name, node in flow['nodes'].items()}


def get_mode(item):
    batch = item.get('batch')
    return batch.get('mode') if isinstance(batch, dict) else batch


def outline(document):
    """What a document draws, as far as Python has it."""
    return {name: (flow.get('start'), get_mode(flow), flow.get('params'),
                   {node: (item['kind'] if item['kind'] in ('end', 'flow') else 'python', item.get('title'),
                           item.get('retries'), item.get('wait'), get_mode(item), item.get('next', {}),
                           item.get('settings', {}).get('flow'))
                    for node, item in flow['nodes'].items()})
            for name, flow in document['flows'].items()}


class Read(PythonTest):
    def test_a_project(self):
        document, said = self.read(self.project(AGENT))
        self.assertEqual('sluice: warning: flow.py:16: the first value of “now” in the store is worked out by the '
                         'program; set it before a run\n', said)
        self.assertEqual('Research agent', document['name'])
        self.assertEqual({'question': 'Why?', 'notes': []}, document['shared'])
        self.assertEqual(['agent'], document['run'])
        flow = document['flows']['agent']
        self.assertEqual('decide', flow['start'])
        self.assertEqual({'decide': {'search': 'search', 'answer': 'end'}, 'search': {'default': 'decide'}, 'end': {}},
                         self.edges(flow))
        decide, search, end = flow['nodes'].values()
        self.assertEqual(('python', 'Decide', 'Chooses what to do next.', 3, 0.5),
                         tuple(decide[key] for key in ('kind', 'title', 'note', 'retries', 'wait')))
        self.assertEqual(['question', 'notes'], decide['settings']['reads'])
        self.assertEqual(['decision'], decide['settings']['writes'])
        self.assertEqual(['Question: {inputs[0]}\nWhat now?'], decide['python']['prompts'])
        self.assertEqual('class Decide(Node):', decide['settings']['source'][0])
        self.assertEqual(('Search web', 'each', ['notes']),
                         (search['title'], search['batch'], search['settings']['writes']))
        self.assertEqual('end', end['kind'])

    def test_nothing_is_run(self):
        folder = self.project(AGENT)
        self.read(folder)
        self.assertFalse((self.folder / 'was-run').exists() or (folder / 'was-run').exists())
        self.assertEqual([], list(folder.rglob('__pycache__')))

    def test_a_module_stands_for_its_project(self):
        folder = self.project(AGENT)
        self.assertEqual(self.read(folder)[0], self.read(folder / 'flow.py')[0])

    def test_nodes_of_an_object(self):
        flows = self.flow('''
            from pocketflow import Node, Flow

            class Step(Node):
                def exec(self, x): return x

            class Steps(Flow):
                """Steps."""
                def __init__(self):
                    self.first = Step(max_retries=2)
                    self.second = Step()
                    self.first >> self.second
                    self.second - "again" >> self.first
                    self.second - "stop" >> None
                    super().__init__(start=self.first)

            class Builder:
                def __init__(self):
                    self.one, self.two = Step(), Step()

                def build(self):
                    self.one >> self.two
                    return Flow(start=self.one)

            steps = Steps()
            built = Builder().build()
            ''')
        self.assertEqual({'first': {'default': 'second'}, 'second': {'again': 'first', 'stop': None}},
                         self.edges(flows['steps']))
        self.assertEqual({'one': {'default': 'two'}, 'two': {}}, self.edges(flows['built']))

    def test_bases_of_bases_and_relative_imports(self):
        folder = self.project({
            'package/__init__.py': '',
            'package/base.py': '''
                from pocketflow import AsyncParallelBatchNode
                class Base(AsyncParallelBatchNode):
                    def __init__(self, size): super().__init__(max_retries=4, wait=1)
                    async def exec_async(self, item): return item
                ''',
            'package/nodes.py': 'from .base import Base\nclass Middle(Base):\n    pass\nclass Leaf(Middle):\n    pass\n',
            'package/sub/__init__.py': '',
            'package/sub/flow.py': '''
                import pocketflow as pf
                from ..nodes import Leaf
                from .. import nodes

                def create_flow():
                    leaf = Leaf(size=3)
                    other = nodes.Leaf(4)
                    leaf.next(other, action="on")
                    return pf.AsyncFlow(leaf)
                ''',
        })
        document, said = self.read(folder / 'package/sub')
        self.assertEqual('', said)
        leaf, other = document['flows']['main']['nodes'].values()
        self.assertEqual(('parallel', 4, 1, 'AsyncParallelBatchNode', 'size=3', 'package/nodes.py'),
                         (leaf['batch'], leaf['retries'], leaf['wait'], leaf['settings']['base'],
                          leaf['settings']['arguments'], leaf['settings']['file']))
        self.assertEqual({'on': 'other'}, leaf['next'])
        self.assertEqual('4', other['settings']['arguments'])

    def test_flows_in_flows(self):
        flows = self.flow('''
            from pocketflow import Node, Flow, BatchFlow

            class Load(Node):
                def exec(self, x): return 1

            def create_base_flow():
                load, calc = Load(), Load()
                load - "calculate" >> calc
                return Flow(start=load)

            class PerClass(BatchFlow):
                def prep(self, shared): return [{"class": 1}]

            class PerSchool(BatchFlow):
                def prep(self, shared): return [{"school": 1}]

            def create_flow():
                base_flow = create_base_flow()
                class_flow = PerClass(start=base_flow)
                return PerSchool(start=class_flow)

            def create_plain_flow():
                first = create_base_flow()
                second = create_base_flow()
                first >> second
                return Flow(start=first)
            ''')
        self.assertEqual(['main', 'plain', 'class', 'base'], list(flows))
        self.assertEqual(('each', 'PerSchool'), (flows['main']['batch'], flows['main']['python']['class']))
        inner = flows['main']['nodes']['class-flow']
        self.assertEqual(('flow', 'class'), (inner['kind'], inner['settings']['flow']))
        self.assertEqual(('each', 'PerClass'), (flows['class']['batch'], flows['class']['python']['class']))
        self.assertEqual({'first': {'default': 'second'}, 'second': {}}, self.edges(flows['plain']))
        self.assertEqual(['base', 'base'], [node['settings']['flow'] for node in flows['plain']['nodes'].values()])

    def test_nodes_shared_by_two_flows(self):
        flows = self.flow('''
            from pocketflow import Node, Flow
            class Work(Node):
                def exec(self, x): return x
            class Only(Work): pass
            a, b, c = Work(), Work(), Only()
            a >> b
            c >> b
            first_flow = Flow(start=a)
            second_flow = Flow(start=c)
            ''')
        self.assertEqual({'a': {'default': 'b'}, 'b': {}}, self.edges(flows['first']))
        self.assertEqual({'b': {}, 'c': {'default': 'b'}}, self.edges(flows['second']))

    def test_chains_and_names_of_modules(self):
        """Each form of an edge, and each way to a class of another module."""
        document, said = self.read(self.project({
            'steps/__init__.py': 'from .more import Last as End\n',
            'steps/more.py': 'from pocketflow import Node\nclass Last(Node):\n    def exec(self, x): return x\n',
            'nodes.py': 'import pocketflow\nclass One(pocketflow.Node):\n    def exec(self, x): return x\n'
                        'class Two(One): pass\n',
            'flow.py': """
                from pocketflow import *
                from nodes import *
                import nodes as other, steps.more
                from steps import End

                def create_flow():
                    a, b = One(), other.Two()
                    c, d = steps.more.Last(), End()
                    a >> b >> c
                    (c - "on") >> d
                    b.next(d, "skip")
                    d - "again" >> a
                    flow = Flow()
                    flow.start(a)
                    return flow
                """}))
        self.assertEqual('', said)
        flow = document['flows']['main']
        self.assertEqual('a', flow['start'])
        self.assertEqual({'a': {'default': 'b'}, 'b': {'default': 'c', 'skip': 'd'}, 'c': {'on': 'd'},
                          'd': {'again': 'a'}}, self.edges(flow))
        self.assertEqual(['nodes.py', 'nodes.py', 'steps/more.py', 'steps/more.py'],
                         [node['settings']['file'] for node in flow['nodes'].values()])

    def test_a_flow_within_two_flows(self):
        flows = self.flow("""
            from pocketflow import Node, Flow
            class Work(Node):
                def exec(self, x): return x
            a, b, c = Work(), Work(), Work()
            a >> b
            common = Flow(start=a)
            common >> c
            first_flow = Flow(start=common)
            d = Work()
            d - "then" >> common
            second_flow = Flow(start=d)
            """)
        self.assertEqual({'first', 'second', 'common'}, set(flows))
        self.assertEqual({'a': {'default': 'b'}, 'b': {}}, self.edges(flows['common']))
        for name, others in (('first', {'c'}), ('second', {'c', 'd'})):
            node = flows[name]['nodes']['common']
            self.assertEqual(('flow', 'common', {'default': 'c'}),
                             (node['kind'], node['settings']['flow'], node['next']))
            self.assertEqual(others | {'common'}, set(flows[name]['nodes']))

    def test_levels_of_nesting(self):
        """From none to five: each flow runs the next."""
        for depth in range(6):
            factories = ''.join(f"""
            def create_level_{level}_flow():
                work = Work()
                inner = create_level_{level + 1}_flow()
                work - "in" >> inner
                inner >> work
                return Flow(start=work)
            """ for level in range(depth))
            flows = self.flow(f"""
            from pocketflow import Node, Flow
            class Work(Node):
                def exec(self, x): return x
            def create_level_{depth}_flow():
                work = Work()
                return Flow(start=work)
            {factories}
            """)
            self.assertEqual({f'level-{level}' for level in range(depth + 1)}, set(flows))
            for level in range(depth):
                self.assertEqual({'work': {'in': 'inner'}, 'inner': {'default': 'work'}},
                                 self.edges(flows[f'level-{level}']))
                self.assertEqual(f'level-{level + 1}', flows[f'level-{level}']['nodes']['inner']['settings']['flow'])

    def test_nothing_leads_to_a_flow(self):
        document, said = self.read(self.project({'flow.py': """
            from pocketflow import Node, BatchFlow, Flow
            class Work(Node):
                def exec(self, x): return x
            class Each(BatchFlow): pass
            def create_inner_flow():
                work = Work()
                return Flow(start=work)
            def create_outer_flow():
                work = Work()
                plain = create_inner_flow()
                each = Each(start=create_inner_flow().start_node)
                plain - "on" >> each
                return Flow(start=work)
            """}))
        self.assertEqual({'work': {}, 'plain': {'on': 'each'}, 'each': {}}, self.edges(document['flows']['outer']))
        for line, name in ((10, 'plain'), (11, 'each')):
            self.assertIn(f'flow.py:{line}: nothing leads to “{name}”', said)

    def test_bodies_are_kept_as_they_are(self):
        body = '''
            class  Odd( Node ):   # yes
                'Says "so".'

                def exec(self, x):
                    return {  "a":1,
                        'b' : [x for x in "λ"]}   # spaces stay

                @property
                def more(self): return self.params\n            '''
        document, _ = self.read(self.project({'flow.py': 'from pocketflow import Node, Flow\n' + textwrap.dedent(body)
                                              + 'flow = Flow(start=Odd())\n'}))
        node = next(iter(document['flows']['main']['nodes'].values()))
        self.assertEqual(textwrap.dedent(body).strip().splitlines(), node['settings']['source'])

    def test_loops_over_known_nodes(self):
        flows = self.flow('''
            from pocketflow import Node, Flow
            class Work(Node):
                def exec(self, x): return x
            def create_chain_flow(n=3):
                steps = [Work() for _ in range(n)]
                for one, other in zip(steps, steps[1:]):
                    one >> other
                steps[-1] - "again" >> steps[0]
                return Flow(start=steps[0])
            ''')
        self.assertEqual([{'default': 'work-2'}, {'default': 'work-3'}, {'again': 'work'}],
                         list(self.edges(flows['chain']).values()))

    def test_what_only_a_run_would_tell(self):
        _, said = self.read(self.project({'flow.py': '''
            import os, sys
            from pocketflow import Node, Flow
            from .missing import Other
            class Work(Node):
                def exec(self, x): return x
            def create_flow():
                a, b = Work(max_retries=int(sys.argv[1])), Work()
                lonely = Work()
                a - os.environ["ACTION"] >> b
                a - "other" >> Other()
                if os.path.exists("x"):
                    a >> b
                return Flow(start=a)
            ''', 'main.py': 'def broken(:\n'}))
        for line, words in ((3, 'there is no module .missing'), (7, 'is kept among the arguments'),
                            (8, 'nothing leads to “lonely”'), (9, "what the action os.environ['ACTION'] is"),
                            (12, 'is done under a condition')):
            self.assertRegex(said, rf'flow\.py:{line}: [^\n]*' + words.replace('[', r'\[').replace('.', r'\.'))
        self.assertIn('main.py:1: the module can\'t be read', said)

    def test_what_is_no_project(self):
        for files, words in (({'a.py': 'x = 1\n'}, 'There is no flow of PocketFlow'),
                             ({'flow.py': 'def f(:\n'}, "flow.py:1: the module can't be read"),
                             ({'flow.py': 'def f():\n    return f() + g()\ndef g():\n    return f()\nf()\n' +
                               'for a in range(200):\n    for b in range(200):\n        for c in range(200):\n' +
                               '            x = 1\n'}, 'is not followed any further')):
            _, err = self.sluice('import', str(self.project(files, name=words[:7])), status=65)
            self.assertIn(words, err)
        self.sluice('import', 'nothing.py', status=66)

    def test_python_is_not_there(self):
        folder = self.project(AGENT)
        self.environment['PATH'] = str(self.folder)
        _, err = self.sluice('import', str(folder), status=69)
        self.assertIn('Reading Python needs python3, which is not installed', err)

    def test_a_run_says_that_it_comes_later(self):
        self.read(self.project(AGENT))
        path = str(self.folder / 'read.flow.json')
        for arguments in (('check',), ('run',)):
            out, err = self.sluice(*arguments, path, status=65)
            self.assertIn('“Decide” is a class in Python, which is not run here yet', out + err)


class WriteAgain(PythonTest):
    def test_every_example_comes_back(self):
        for path in FLOWS:
            before = json.loads(path.read_text(encoding='utf-8'))
            folder, _ = self.write_again(before)
            after, said = self.read(folder)
            self.assertEqual('', said)
            self.assertEqual(outline(before), outline(after))
            for key in ('name', 'run', 'shared', 'queues'):
                self.assertEqual(before.get(key), after.get(key))

    def test_what_was_not_changed_is_the_same(self):
        folder = self.project(AGENT)
        document, _ = self.read(folder)
        document['flows']['agent']['nodes']['decide']['title'] = 'Another title'
        again, said = self.write_again(document)
        self.assertEqual('', said)
        self.assertEqual({path: (folder / path).read_bytes() for path in AGENT},
                         {str(path.relative_to(again)): path.read_bytes() for path in again.rglob('*')
                          if path.is_file()})

    def test_what_was_drawn(self):
        document, _ = self.read(self.project(AGENT))
        nodes = document['flows']['agent']['nodes']
        nodes['decide']['settings']['source'].append('        # Edited.')
        nodes['search']['next'] = {'default': 'note', 'stop': None}
        nodes['note'] = {'kind': 'log', 'title': 'Note it', 'settings': {'message': 'Found'},
                         'next': {'default': 'inner'}}
        nodes['inner'] = {'kind': 'flow', 'title': 'Inner', 'settings': {'flow': 'added'}}
        document['flows']['added'] = {'start': 'say', 'nodes': {'say': {'kind': 'log', 'title': 'Say it',
                                                                       'settings': {'message': 'Hello'}}}}
        again, said = self.write_again(document)
        self.assertEqual('', said)
        self.assertEqual(AGENT['utils/words.py'], (again / 'utils/words.py').read_text(encoding='utf-8'))
        self.assertIn('else "answer"\n        # Edited.\n\n\nclass SearchWeb',
                      (again / 'nodes.py').read_text(encoding='utf-8'))
        self.assertEqual(textwrap.dedent('''
            from pocketflow import Flow
            from nodes import Decide, SearchWeb, EndNode


            def create_agent_flow():
                """An agent."""
                from added_flows import create_added_flow
                from added_nodes import NoteIt
                decide = Decide(max_retries=3, wait=0.5)
                search = SearchWeb()
                end = EndNode()
                note = NoteIt()
                inner = create_added_flow()

                decide - "search" >> search
                decide - "answer" >> end
                search >> note
                search - "stop" >> None  # The flow ends here.
                note >> inner

                return Flow(start=decide)
            ''').lstrip('\n'), (again / 'flow.py').read_text(encoding='utf-8'))
        after, _ = self.read(again)
        # What was drawn here is a class in Python from now on.
        self.assertEqual(self.edges(document['flows']['agent']), self.edges(after['flows']['agent']))
        self.assertEqual(self.edges(document['flows']['added']), self.edges(after['flows']['added']))

    def test_what_can_not_be_written_anew(self):
        document, _ = self.read(self.project({'flow.py': '''
            from pocketflow import Node, Flow
            class Work(Node):
                def exec(self, x): return x
            class Whole(Flow):
                def __init__(self):
                    self.a = Work()
                    super().__init__(start=self.a)
            def create_flow():
                return Whole()
            '''}))
        flow = next(iter(document['flows'].values()))
        flow['nodes']['a']['next'] = {'default': None}
        _, said = self.write_again(document)
        self.assertIn('flow.py: nodes are made or connected here in a way that is not written anew', said)


if __name__ == '__main__':
    tap.main()
