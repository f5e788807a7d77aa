# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints a PocketFlow project as a flow file, without running it.

    python3 pocketflow_document.py FOLDER|FILE.py

On stdout: {"document": {...}, "notes": [{"file", "line", "code", "word"}]}, or {"error": code}. The document's
"python" keeps the modules, and where in them the classes and the wiring stand, so that an export writes them again as
they are and changes only what was changed in the drawing.
"""
import ast
import json
import os
import re
import signal
import sys
import textwrap

from pocketflow_follow import Class, Follower, Function, Instance, Project
from pocketflow_values import BASES, UNKNOWN, Queue, TooLong, is_plain

WORDS = re.compile(r'[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+')
PROMPT = re.compile(r'prompt|instruction|system|question', re.IGNORECASE)
OWN_TITLE = re.compile(r'Connects the nodes of “(.*)”\.', re.DOTALL)
MAX_SECONDS = 60
PHASES = {'prep': True, 'prep_async': True, 'post': True, 'post_async': True, 'exec': False, 'exec_async': False,
          'exec_fallback': False, 'exec_fallback_async': False}


def find_folder(path):
    """The folder that absolute imports of a file start from: above the package it is in."""
    folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    while os.path.isfile(os.path.join(folder, '__init__.py')) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return os.path.abspath(folder)


def find_entries(path, folder):
    """The modules to begin with."""
    if not os.path.isdir(path):
        first = os.path.relpath(os.path.abspath(path), folder)
        beside = os.path.join(os.path.dirname(first), 'main.py')
        return [first] + [beside] * (os.path.basename(first) == 'flow.py' and beside != first
                                     and os.path.isfile(os.path.join(folder, beside)))
    here = os.path.relpath(os.path.abspath(path), folder)
    names = sorted(name for name in os.listdir(path) if name.endswith('.py'))
    chosen = [name for name in ('flow.py', 'main.py') if name in names]
    if not chosen:
        for name in names:
            with open(os.path.join(path, name), encoding='utf-8', errors='replace') as file:
                if 'pocketflow' in file.read(1 << 20):
                    chosen.append(name)
    return [os.path.normpath(os.path.join(here, name)) for name in chosen]


def follow(project, entries):
    try:
        follow_all(project, entries)
    except (RecursionError, TooLong):
        project.note(entries[0], None, 'deep', entries[0])


def follow_all(project, entries):
    """Follows the entries, then what nothing in them has called: their functions and flows."""
    modules = [module for module in map(project.load, entries) if module is not None]
    for module in modules:
        for item in list(module.scope.names.values()):
            if isinstance(item, Function) and item.scope.module is module and not item.is_called:
                formal = len(item.node.args.posonlyargs) + len(item.node.args.args) - len(item.node.args.defaults)
                Follower(project).call(item, [UNKNOWN] * formal, {}, item.node, module.scope)
    made = {id(instance.kind) for instance in project.instances}
    for module in modules:
        for item in list(module.scope.names.values()):
            if isinstance(item, Class) and item.module is module and id(item) not in made \
                    and BASES.get(item.lineage()[1], (False,))[0] and item.find('__init__')[0] is not None:
                call = ast.copy_location(ast.Call(ast.Name(item.name, ast.Load()), [], []), item.node)
                Follower(project).make(item, call, [], {}, module.scope)


def humanize(name):
    """ "GetUserQuestionNode" → "Get user question"."""
    words = WORDS.findall(name)
    if len(words) > 1 and words[-1] == 'Node':
        words.pop()
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in words]
    text = ' '.join(words)
    return text[:1].upper() + text[1:]


def slug(name, endings=()):
    text = '-'.join(part for part in re.split(r'[^0-9A-Za-z]+', '-'.join(WORDS.findall(name))) if part).lower()
    for ending in endings:
        if text.endswith('-' + ending):
            text = text[:-len(ending) - 1]
    return text[:60] or 'node'


def make_unique(wanted, taken):
    name, number = wanted, 2
    while name in taken:
        name, number = f'{wanted}-{number}', number + 1
    taken.add(name)
    return name


def is_said_by(sentence, name):
    """Whether a sentence says in words what the name of a class says."""
    camel = ''.join(word[:1].upper() + word[1:] for word in re.findall('[0-9A-Za-z]+', sentence))
    return bool(camel) and re.fullmatch(rf'A?{camel}\d*', name) is not None


def split_docstring(kind):
    """The title and the note of a class."""
    text = ast.get_docstring(kind.node) or ''
    for end in re.finditer(r'[.?](?=\s|$)', text):
        sentence = text[:end.start()] if end.group() == '.' else text[:end.end()]
        for candidate in (sentence, text[:end.end()]):
            if is_said_by(candidate, kind.name):
                return candidate, text[end.end():].strip()
    return humanize(kind.name), text


def get_lines(module, first, last):
    return module.lines[first - 1:last]


def get_extent(node):
    """First and last line of a class, with what decorates it."""
    return min([node.lineno, *(item.lineno for item in node.decorator_list)]), node.end_lineno


def get_source(kind):
    """A class as it is written, from the left margin."""
    lines = get_lines(kind.module, *get_extent(kind.node))
    return textwrap.dedent('\n'.join(lines)).split('\n') if kind.node.col_offset else lines


def has_phases(kind):
    return any(isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) for owner in kind.lineage()[0]
               for item in owner.node.body)


class Uses(ast.NodeVisitor):
    """What the functions of a class read and write in the store."""

    def __init__(self):
        self.store = None
        self.reads, self.writes, self.prompts = [], [], []

    @staticmethod
    def add(to, key):
        if key not in to:
            to.append(key)

    def key_of(self, node):
        """shared["key"]: the key."""
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == self.store \
                and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return node.slice.value
        return None

    def visit_Subscript(self, node):
        key = self.key_of(node)
        if key is not None:
            self.add(self.reads if isinstance(node.ctx, ast.Load) else self.writes, key)
        elif not isinstance(node.ctx, ast.Load) and self.key_of(node.value) is not None:
            self.add(self.writes, self.key_of(node.value))
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if self.key_of(node.target) is not None:
            self.add(self.reads, self.key_of(node.target))
        self.generic_visit(node)

    def visit_Compare(self, node):
        if isinstance(node.left, ast.Constant) and isinstance(node.left.value, str) \
                and isinstance(node.comparators[0], ast.Name) and node.comparators[0].id == self.store:
            self.add(self.reads, node.left.value)
        self.generic_visit(node)

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Attribute):
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if isinstance(function.value, ast.Name) and function.value.id == self.store and isinstance(first, str):
                if function.attr in ('get', 'setdefault', 'pop'):
                    self.add(self.reads, first)
                if function.attr in ('setdefault', 'pop'):
                    self.add(self.writes, first)
            key = self.key_of(function.value)
            if key is not None and function.attr in ('append', 'extend', 'insert', 'update', 'clear', 'remove', 'pop',
                                                     'setdefault', 'add'):
                self.add(self.writes, key)
        for item in node.keywords:
            if item.arg is not None and PROMPT.search(item.arg):
                self.add_prompt(item.value)
        self.generic_visit(node)

    def visit_Assign(self, node):
        if any(isinstance(target, ast.Name) and PROMPT.search(target.id) for target in node.targets):
            self.add_prompt(node.value)
        self.generic_visit(node)

    def visit_Dict(self, node):
        for key, value in zip(node.keys, node.values):
            if isinstance(key, ast.Constant) and key.value == 'content':
                self.add_prompt(value)
        self.generic_visit(node)

    def add_prompt(self, value):
        parts = value.values if isinstance(value, ast.JoinedStr) else [value]
        text = ''
        for part in parts:
            if isinstance(part, ast.FormattedValue):
                text += '{' + ast.unparse(part.value) + '}'
            elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                text += part.value
            else:
                return
        if len(text.split()) > 1:
            self.add(self.prompts, text.strip('\n'))

    def scan(self, kind):
        done = set()
        for owner in kind.lineage()[0]:
            for item in owner.node.body:
                if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name not in done:
                    done.add(item.name)
                    formal = [argument.arg for argument in item.args.args]
                    self.store = formal[1] if PHASES.get(item.name) and len(formal) > 1 else None
                    self.generic_visit(item)


class Writer:
    """The document of a project that was followed."""

    def __init__(self, project):
        self.project = project
        self.flows = [item for item in project.instances if item.is_flow]
        self.members = {id(flow): self.reach(flow) for flow in self.flows}
        self.ids = {}          # key of a flow → its id
        self.taken = set()
        self.add_unreached()

    @staticmethod
    def reach(flow):
        """What a flow goes through, in the order it was made."""
        found, waiting = {}, [flow.start] if flow.start is not None else []
        while waiting:
            item = waiting.pop(0)
            if id(item) not in found:
                found[id(item)] = item
                waiting += [target for target in item.next.values() if target is not None]
        return found

    def find_place(self, item):
        """The scope and the call that have a node that nothing leads to; None: it is to be run by itself."""
        if item.base is None or any(flow is item for flow, _, _ in self.project.ran):
            return None
        return item.asked_by or (item.scope, item.call)

    def add_unreached(self):
        reached = {key for members in self.members.values() for key in members}
        reached |= {id(item.start_of) for item in self.project.instances}
        for item in self.project.instances:
            place = self.find_place(item) if id(item) not in reached else None
            if place is None:
                continue
            scope, call = place
            homes = [flow for flow in self.flows if flow.scope is scope and flow is not item
                     and (flow.factory or not item.is_flow)]
            if homes or not item.is_flow:
                self.project.note(scope.module, call, 'unreached' if homes else 'alone', item.name or item.class_name)
            if homes:
                self.members[id(homes[-1])][id(item)] = item

    def nodes_of(self, flow):
        members = self.members[id(flow)]
        return [item for item in self.project.instances if id(item) in members]

    # Flows

    @staticmethod
    def key_of(flow):
        flow = flow.start_of or flow
        return flow.factory_key or id(flow)

    def name_flow(self, flow):
        key = self.key_of(flow)
        if key not in self.ids:
            flow = flow.start_of or flow
            if flow.factory is not None:
                name = re.sub(r'^(create|build|make|get|new|define)_', '', flow.factory.node.name)
            elif isinstance(flow.kind, Class) and flow.name in (None, 'flow'):
                name = flow.kind.name
            else:
                name = flow.name or 'flow'
            wanted = slug(name, ('flow',))
            self.ids[key] = make_unique('main' if wanted == 'flow' else wanted, self.taken)
        return self.ids[key]

    def order_flows(self):
        """Those that are not within others first, each once."""
        inner = {self.key_of(item) for flow in self.flows for item in self.nodes_of(flow) if item.is_flow}
        roots = [flow for flow in self.flows if self.key_of(flow) not in inner]
        ordered, waiting = {}, roots or self.flows[:1]
        while waiting:
            flow = waiting.pop(0)
            key = self.key_of(flow)
            if key in ordered:
                continue
            ordered[key] = flow.start_of or flow
            waiting += [item for item in self.nodes_of(ordered[key]) if item.is_flow]
        return list(ordered.values())

    def describe_class(self, item):
        """The class of the project that an end or a flow is of."""
        if not isinstance(item.kind, Class):
            return {}
        made = {'class': item.kind.name, 'base': item.base or '', 'arguments': item.arguments}
        if not item.kind.is_inside:
            made.update({'file': item.kind.module.path, 'source': get_source(item.kind)})
        return {'python': made}

    def write_flow(self, flow):
        nodes = self.nodes_of(flow)
        ids, taken = {}, set()
        for node in nodes:
            ids[id(node)] = make_unique(slug(node.name or node.class_name), taken)
        made = {}
        docstring = ast.get_docstring(flow.factory.node) if flow.factory is not None else None
        title = OWN_TITLE.match(docstring or '')
        if title is not None and title.group(1) != self.name_flow(flow):
            made['title'] = title.group(1)
        if flow.start is not None:
            made['start'] = ids[id(flow.start)]
        if is_plain(flow.params) and flow.params:
            made['params'] = flow.params
        if flow.batch is not None:
            made['batch'] = flow.batch
        made['nodes'] = {ids[id(node)]: self.write_node(node, ids) for node in nodes}
        home = self.describe_class(flow).get('python', {'base': flow.base})
        home['at'] = flow.module.path
        if flow.factory is not None:
            home['function'] = flow.factory.node.name
        if flow.is_returned or flow.variable:
            home['result'] = 'return' if flow.is_returned else flow.variable
        made['python'] = home
        return made

    # Nodes

    def write_node(self, node, ids):
        made = {'kind': 'python'}
        next_ = {action: ids.get(id(target)) if target is not None else None for action, target in node.next.items()}
        if node.is_flow:
            made = {'kind': 'flow', 'title': node.title or humanize(node.name or node.class_name)}
            made['settings'] = {'flow': self.name_flow(node)}
            # What is of a class of its own over another's nodes is that class; else the flow itself is.
            if node.start_of is not None:
                made.update(self.describe_class(node))
            if isinstance(node.kind, Class):
                title, note = split_docstring(node.kind)
                made.update({'title': node.title or title, **({'note': note} if note else {})})
        elif isinstance(node.kind, Class) and not has_phases(node.kind) and not next_ and node.batch is None:
            made = {'kind': 'end', **self.describe_class(node)}
            made['title'], note = split_docstring(node.kind)
            made.update({'note': note} if note else {})
            return made
        else:
            made.update(self.describe_node(node))
        if node.retries is not None:
            made['retries'] = int(node.retries)
        if node.wait:
            made['wait'] = node.wait
        if node.batch is not None and (node.start_of is not None or not node.is_flow):
            made['batch'] = node.batch
        if node.params:
            made['params'] = node.params
        if next_:
            made['next'] = next_
        return made

    def describe_node(self, node):
        settings = {'class': node.class_name, 'base': node.base or '', 'arguments': self.keep_arguments(node)}
        made = {'title': humanize(node.class_name), 'settings': settings}
        if not isinstance(node.kind, Class):
            if not node.kind.name.startswith('pocketflow'):
                self.project.note(node.module, node.call, 'class', node.kind.name)
            return made
        made['title'], note = split_docstring(node.kind)
        if note:
            made['note'] = note.split('\n') if '\n' in note else note
        uses = Uses()
        uses.scan(node.kind)
        settings.update({'file': '' if node.kind.is_inside else node.kind.module.path,
                         'source': get_source(node.kind), 'reads': uses.reads, 'writes': uses.writes})
        if uses.prompts:
            made['python'] = {'prompts': uses.prompts}
        return made

    @staticmethod
    def keep_arguments(node):
        """What is handed to the class beside attempts and waits that are plain numbers."""
        if isinstance(node.kind, Class) and node.kind.find('__init__')[0] is not None:
            return node.arguments
        kept = [ast.unparse(item) for index, item in enumerate(node.call.args)
                if (node.retries, node.wait, True)[min(index, 2)] is None or index > 1]
        kept += [ast.unparse(item) for item in node.call.keywords
                 if {'max_retries': node.retries, 'wait': node.wait}.get(item.arg) is None]
        return ', '.join(kept)

    # The modules

    def write_site(self, site, flows):
        """Where the wiring of flows stands, and whether it can be written anew."""
        statements = sorted(site.wiring.values(), key=lambda item: item.lineno)
        indents = {item.col_offset for item in statements}
        members = [node for flow in flows for node in self.nodes_of(flow)]
        here = {id(site)}
        takes = getattr(site.node, 'args', None)
        is_fixed = (site.is_fixed or len(indents) != 1 or len({id(node) for node in members}) < len(members)
                    or takes is not None and bool(takes.args or takes.kwonlyargs)
                    or any(isinstance(node.kind, Class) and node.kind.is_inside for node in [*members, *flows])
                    or any(node.edge_sites - here for node in members)
                    or any(node.site is not site and not (node.is_flow and node.factory) for node in members)
                    or any(not (flow.is_returned or flow.variable) for flow in flows))
        spans = []
        for statement in statements:
            between = get_lines(site.module, spans[-1][1] + 1, statement.lineno - 1) if spans else []
            if spans and all(not line.strip() or line.lstrip().startswith('#') for line in between):
                spans[-1][1] = statement.end_lineno
            else:
                spans.append([statement.lineno, statement.end_lineno])
        return {'file': site.module.path, 'indent': min(indents, default=0), 'lines': spans, 'fixed': is_fixed,
                'flows': [self.name_flow(flow) for flow in flows]}

    def write_sites(self, flows):
        sites = {}
        for flow in flows:
            sites.setdefault(id(flow.site), (flow.site, []))[1].append(flow)
        return [self.write_site(site, among) for site, among in sites.values()]

    def write_files(self):
        files = {}
        for path, module in self.project.modules.items():
            if module is not None:
                files[path] = {'text': module.lines,
                               'classes': {name: list(get_extent(node)) for name, node in module.classes.items()},
                               'names': sorted(set(module.imports))}
        for path in list(files):
            while os.path.dirname(path):
                path = os.path.dirname(path)
                beside = os.path.join(path, '__init__.py')
                if beside not in files and os.path.isfile(os.path.join(self.project.folder, beside)):
                    module = self.project.load(beside)
                    files[beside] = {'text': module.lines if module is not None else ['']}
        place = os.path.join(self.project.folder, 'requirements.txt')
        if os.path.isfile(place) and os.path.getsize(place) < 1 << 16:
            with open(place, encoding='utf-8', errors='replace', newline='') as file:
                files['requirements.txt'] = {'text': file.read().split('\n')}
        return files

    # What runs

    def find_run(self, flows):
        ran, together = [], True
        for flow, _, is_together in self.project.ran:
            name = self.ids.get(self.key_of(flow))
            if name is not None and name not in ran:
                ran.append(name)
                together &= is_together
        if len(ran) > 1 and not together:
            self.project.note(self.project.ran[0][0].module, self.project.ran[0][0].call, 'sequence', ', '.join(ran))
            ran = ran[:1]
        return ran or [self.name_flow(flows[0])]

    def find_shared(self):
        """What is in the store at first, and in its queues."""
        flow, shared = next(((flow, shared) for flow, shared, _ in self.project.ran if isinstance(shared, dict)),
                            (None, {}))
        kept, queues = {}, {}
        for key, value in shared.items():
            if isinstance(value, Queue):
                queues[key] = value
            elif key == 'queues' and isinstance(value, dict) \
                    and all(isinstance(item, Queue) for item in value.values()):
                queues.update(value)
            elif isinstance(key, str) and is_plain(value):
                kept[key] = value
            else:
                self.project.note(flow.module, flow.call, 'shared', str(key))
        return kept, {key: {**({'limit': item.limit} if item.limit > 0 else {}), 'items': item.items}
                      for key, item in queues.items() if isinstance(key, str)}

    def find_name(self):
        main = self.project.modules.get('main.py')
        docstring = ast.get_docstring(main.tree) if main is not None else None
        if docstring and '\n' not in docstring and len(docstring) <= 60 and docstring.endswith('.'):
            return docstring[:-1]
        return os.path.basename(self.project.folder)

    def write(self, entry):
        flows = self.order_flows()
        for flow in flows:
            self.name_flow(flow)
        shared, queues = self.find_shared()
        document = {'format': 1, 'name': self.find_name(), 'run': self.find_run(flows), 'shared': shared}
        if queues:
            document['queues'] = queues
        document['flows'] = {self.name_flow(flow): self.write_flow(flow) for flow in flows}
        document['python'] = {'entry': entry, 'files': self.write_files(), 'sites': self.write_sites(flows)}
        return document


def main(arguments):
    signal.alarm(MAX_SECONDS)
    path = arguments[1]
    folder = find_folder(path)
    project = Project(folder)
    entries = find_entries(path, folder)
    follow(project, entries)
    answer = {'notes': project.notes}
    if any(isinstance(item, Instance) and item.is_flow for item in project.instances):
        answer['document'] = Writer(project).write(entries[0])
    json.dump(answer, sys.stdout)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
