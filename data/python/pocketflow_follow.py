# SPDX-License-Identifier: LGPL-2.1-or-later
"""Follows the modules of a PocketFlow project without running them.

They are followed statement by statement, as far as they make nodes, connect them and put them into flows; whatever else
they would do is not done. What cannot be told without running them is among the notes, each with its file and line.
"""
import ast
import os
import re
import warnings

from pocketflow_values import BASES, UNKNOWN, External, Queue, StartNode, TooLong, Unknown, is_plain

MAX_FILE = 1 << 20   # bytes of a module
MAX_DEPTH = 60       # calls within calls that are followed
MAX_STEPS = 200000   # statements in all
MAX_ROUNDS = 200     # of a loop over known items

COMMENT = re.compile(r'^\s*#\s*(.{1,60}?)\s*$')
SIMPLE = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr)


class Site:
    """Where nodes are made and connected: the body of a function or module, which an export writes anew."""

    def __init__(self, module, node):
        self.module, self.node = module, node
        self.wiring = {}       # first line → statement that makes or connects something
        self.n_wired = 0       # how often something was made or connected
        self.flows = []        # Instance
        self.is_fixed = False  # what no export can write anew


class Scope:
    def __init__(self, module, site, parent=None, names=None):
        self.module, self.site, self.parent = module, site, parent
        self.names = {} if names is None else names
        self.made = []         # Instance
        self.result = UNKNOWN
        self.has_result = False

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return UNKNOWN


class Module:
    def __init__(self, path, text, tree):
        self.path, self.text, self.tree = path, text, tree
        self.lines = text.split('\n')
        self.scope = Scope(self, Site(self, tree))
        self.imports = []      # names that its import statements and classes bind
        self.classes = {}      # name → ClassDef at its top level


class Class:
    def __init__(self, node, scope, bases):
        self.node, self.scope, self.bases = node, scope, bases
        self.name, self.module = node.name, scope.module

    @property
    def is_inside(self):
        """Whether it stands within a function or another class."""
        return self.module.classes.get(self.name) is not self.node

    def lineage(self):
        """The classes of the project from this one up, and last the name of PocketFlow's class or None."""
        classes, known, base = [], set(), None
        waiting = [self]
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, Class) and id(item) not in known:
                known.add(id(item))
                classes.append(item)
                waiting[:0] = item.bases
            elif isinstance(item, External) and base is None:
                name = item.name.rpartition('.')[2]
                base = name if item.name.startswith('pocketflow') and name in BASES else None
        return classes, base

    def find(self, name):
        """A function that the class or one above it defines, with the class that does."""
        for item in self.lineage()[0]:
            for statement in item.node.body:
                if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.name == name:
                    return item, statement
        return None, None


class Function:
    def __init__(self, node, scope, owner=None):
        self.node, self.scope, self.owner = node, scope, owner
        self.is_called = False
        self.site = Site(scope.module, node)
        self.site.is_fixed = owner is not None  # what a class does by itself


class Bound:
    """A function of an object."""

    def __init__(self, instance, function, name):
        self.instance, self.function, self.name = instance, function, name


class Above:
    """super() in a function of a class."""

    def __init__(self, instance, owner):
        self.instance, self.owner = instance, owner


class Edge:
    """node - "action", before the >>."""

    def __init__(self, source, action):
        self.source, self.action = source, action


class Instance:
    """A node, a flow, or any other object of a class of the project."""

    def __init__(self, kind, call, scope):
        self.kind, self.call, self.scope = kind, call, scope
        self.module, self.site = scope.module, scope.site
        self.base = kind.lineage()[1] if isinstance(kind, Class) else None
        if isinstance(kind, External) and kind.name.startswith('pocketflow'):
            self.base = kind.name.rpartition('.')[2]
        self.attributes = {}
        self.next = {}         # action → Instance or None
        self.name = None       # of the first variable it went to
        self.title = None      # of a flow: the comment behind the statement that gave it its name
        self.variable = None   # where the statement that made it put it
        self.is_returned = False
        self.factory = None    # Function that returned it
        self.factory_key = None
        self.asked_by = None   # (scope, call) that had the factory make it
        self.retries = self.wait = self.params = None
        self.arguments = ''
        self.start = None
        self.start_of = None   # the flow whose start_node it took
        self.edge_sites = set()

    @property
    def is_flow(self):
        return BASES.get(self.base, (False, None))[0]

    @property
    def batch(self):
        return BASES.get(self.base, (False, None))[1]

    @property
    def class_name(self):
        return self.kind.name.rpartition('.')[2]


class Project:
    """The modules below one folder, and what was found out about them."""

    def __init__(self, folder):
        self.folder = folder
        self.modules = {}      # path within the folder → Module or None
        self.notes = []
        self.instances = []
        self.ran = []          # (flow, shared, whether together with others)
        self.active = set()    # the functions that are followed right now
        self.n_steps = 0
        self.seen = set()

    def note(self, module, node, code, word=''):
        line = getattr(node, 'lineno', 0)
        path = module.path if isinstance(module, Module) else module
        if (path, line, code, word) not in self.seen:
            self.seen.add((path, line, code, word))
            self.notes.append({'file': path, 'line': line, 'code': code, 'word': word})

    def load(self, path):
        """The module of a file of the folder, followed once; None where it cannot be read."""
        if path in self.modules:
            return self.modules[path]
        self.modules[path] = None
        place = os.path.join(self.folder, path)
        try:
            if os.path.getsize(place) > MAX_FILE:
                self.note(path, None, 'large')
                return None
            with open(place, encoding='utf-8-sig', newline='') as file:
                text = file.read()
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                tree = ast.parse(text.replace('\r\n', '\n'), filename=path)
        except (OSError, UnicodeDecodeError) as error:
            self.note(path, None, 'unreadable', str(error))
            return None
        except (SyntaxError, ValueError, RecursionError) as error:
            self.note(path, error, 'syntax', str(getattr(error, 'msg', error)))
            return None
        module = Module(path, text, tree)
        self.modules[path] = module
        Follower(self).run(tree.body, module.scope)
        return module

    def find(self, dotted, level, module):
        """The path of an imported module of the project, or None."""
        here = os.path.dirname(module.path)
        if level:
            for _ in range(level - 1):
                here = os.path.dirname(here)
            folders = [here]
        else:
            folders = ['', here]
        for folder in folders:
            stem = os.path.normpath(os.path.join(folder, *(dotted.split('.') if dotted else [])))
            for path in (stem + '.py', os.path.join(stem, '__init__.py')):
                if not path.startswith('..') and os.path.isfile(os.path.join(self.folder, path)):
                    return os.path.normpath(path)
        return None


class Follower:
    """Follows statements."""

    def __init__(self, project, depth=0):
        self.project, self.depth = project, depth
        self.doubt = 0         # how many conditions there are around
        self.together = 0      # within asyncio.gather()

    # Statements

    def run(self, statements, scope):
        for statement in statements:
            self.project.n_steps += 1
            if self.project.n_steps > MAX_STEPS:
                raise TooLong
            before = scope.site.n_wired
            form = getattr(self, 'do_' + type(statement).__name__, None)
            value = form(statement, scope) if form is not None else None
            if isinstance(value, Instance) or scope.site.n_wired > before and isinstance(statement, SIMPLE):
                scope.site.wiring[statement.lineno] = statement

    def do_Expr(self, statement, scope):
        self.value(statement.value, scope)

    def do_Assign(self, statement, scope):
        value = self.value(statement.value, scope)
        for target in statement.targets:
            self.assign(target, value, scope)
        if isinstance(value, Instance) and value.call is statement.value and len(statement.targets) == 1 \
                and isinstance(statement.targets[0], ast.Name):
            value.variable = statement.targets[0].id
        if isinstance(value, Instance) and value.is_flow and value.title is None:
            comment = COMMENT.search(scope.module.lines[statement.end_lineno - 1][statement.end_col_offset:])
            value.title = comment.group(1) if comment is not None else None
        return value

    def do_AnnAssign(self, statement, scope):
        if statement.value is not None:
            self.assign(statement.target, self.value(statement.value, scope), scope)

    def do_AugAssign(self, statement, scope):
        value, old = self.value(statement.value, scope), self.value(statement.target, scope)
        if isinstance(value, list) and isinstance(old, list):
            old.extend(value)
        else:
            self.assign(statement.target, UNKNOWN, scope)

    def do_Return(self, statement, scope):
        value = self.value(statement.value, scope) if statement.value is not None else None
        if isinstance(value, Instance) and value.call is statement.value:
            value.is_returned = True
        if not scope.has_result:
            scope.result, scope.has_result = value, not self.doubt or value is not None
        elif self.doubt and value is not scope.result and isinstance(value, Instance):
            self.project.note(scope.module, statement, 'results')

    def do_If(self, statement, scope):
        test = self.value(statement.test, scope)
        if self.is_main(statement.test):
            self.run(statement.body, scope)
        elif isinstance(test, (bool, int, str, type(None))):
            self.run(statement.body if test else statement.orelse, scope)
        else:
            self.perhaps(statement.body, scope)
            self.perhaps(statement.orelse, scope)

    def perhaps(self, statements, scope):
        before = scope.site.n_wired
        self.doubt += 1
        self.run(statements, scope)
        self.doubt -= 1
        if scope.site.n_wired > before:
            scope.site.is_fixed = True

    @staticmethod
    def is_main(test):
        return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == '__name__'

    def do_For(self, statement, scope):
        items = self.value(statement.iter, scope)
        if isinstance(items, dict):
            items = list(items)
        if not isinstance(items, (list, tuple)) or len(items) > MAX_ROUNDS:
            self.assign(statement.target, UNKNOWN, scope)
            self.perhaps(statement.body, scope)
            return
        for item in items:
            self.assign(statement.target, item, scope, is_name=False)
            before = scope.site.n_wired
            self.run(statement.body, scope)
            if scope.site.n_wired > before:
                scope.site.is_fixed = True

    do_AsyncFor = do_For

    def do_While(self, statement, scope):
        self.perhaps(statement.body, scope)

    def do_With(self, statement, scope):
        for item in statement.items:
            value = self.value(item.context_expr, scope)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, value if isinstance(value, Instance) else UNKNOWN, scope)
        self.run(statement.body, scope)

    do_AsyncWith = do_With

    def do_Try(self, statement, scope):
        self.run(statement.body, scope)
        for handler in statement.handlers:
            self.perhaps(handler.body, scope)
        self.run(statement.orelse, scope)
        self.run(statement.finalbody, scope)

    def do_FunctionDef(self, statement, scope):
        scope.names[statement.name] = Function(statement, scope)

    do_AsyncFunctionDef = do_FunctionDef

    def do_ClassDef(self, statement, scope):
        made = Class(statement, scope, [self.value(base, scope) for base in statement.bases])
        scope.names[statement.name] = made
        if scope is scope.module.scope:
            scope.module.classes[statement.name] = statement
            scope.module.imports.append(statement.name)

    def do_Import(self, statement, scope):
        for item in statement.names:
            name = item.asname or item.name.partition('.')[0]
            path = self.project.find(item.name if item.asname else name, 0, scope.module)
            module = self.project.load(path) if path else None
            scope.names[name] = module or External(item.name if item.asname else name)
            scope.module.imports.append(name)
            self.load_beneath(item.name, scope.module)

    def load_beneath(self, dotted, asking):
        """Of "package.module" the package knows the module by its name from now on."""
        parts = dotted.split('.')
        paths = [self.project.find('.'.join(parts[:n + 1]), 0, asking) for n in range(len(parts))]
        modules = [self.project.load(path) if path else None for path in paths]
        for above, below, name in zip(modules, modules[1:], parts[1:]):
            if above and below:
                above.scope.names.setdefault(name, below)

    def do_ImportFrom(self, statement, scope):
        dotted = statement.module or ''
        path = self.project.find(dotted, statement.level, scope.module)
        if path is None and statement.level:
            self.project.note(scope.module, statement, 'import', '.' * statement.level + dotted)
        module = self.project.load(path) if path else None
        for item in statement.names:
            if item.name == '*':
                names = (module.scope.names if module
                         else {base: External(f'pocketflow.{base}') for base in BASES if dotted == 'pocketflow'})
                for name, value in names.items():
                    scope.names.setdefault(name, value)
                    scope.module.imports.append(name)
                continue
            name = item.asname or item.name
            inner = '.'.join(part for part in (dotted, item.name) if part)
            if module is not None and item.name in module.scope.names:
                scope.names[name] = module.scope.names[item.name]
            else:
                beneath = self.project.find(inner, statement.level, scope.module)
                found = self.project.load(beneath) if beneath else None
                scope.names[name] = found or External(inner)
            scope.module.imports.append(name)

    def assign(self, target, value, scope, is_name=True):
        if isinstance(target, ast.Name):
            scope.names[target.id] = value
            if is_name:
                self.name(value, target.id)
        elif isinstance(target, ast.Attribute):
            owner = self.value(target.value, scope)
            if isinstance(owner, Instance):
                owner.attributes[target.attr] = value
                if owner.is_flow and target.attr == 'start_node' and isinstance(value, Instance):
                    owner.start = value
                else:
                    self.name(value, target.attr)
        elif isinstance(target, ast.Subscript):
            owner, key = self.value(target.value, scope), self.value(target.slice, scope)
            if isinstance(owner, dict) and isinstance(key, (str, int)):
                owner[key] = value
                self.name(value, str(key))
        elif isinstance(target, (ast.Tuple, ast.List)):
            items = value if isinstance(value, (list, tuple)) and len(value) == len(target.elts) else None
            for index, part in enumerate(target.elts):
                self.assign(part, items[index] if items else UNKNOWN, scope, is_name)

    @staticmethod
    def name(value, name):
        if isinstance(value, Instance) and value.name is None:
            value.name = name

    # Expressions

    def value(self, node, scope):
        form = getattr(self, 'of_' + type(node).__name__, None)
        if form is not None:
            return form(node, scope)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child, scope)
        return UNKNOWN

    def of_Constant(self, node, _scope):
        return node.value

    def of_Name(self, node, scope):
        value = scope.find(node.id)
        if value is UNKNOWN and node.id in ('print', 'list', 'tuple', 'zip', 'range', 'enumerate', 'super', 'len'):
            return External(node.id)
        return value

    def of_List(self, node, scope):
        return [self.value(item, scope) for item in node.elts]

    def of_Tuple(self, node, scope):
        return tuple(self.value(item, scope) for item in node.elts)

    def of_Dict(self, node, scope):
        made = {}
        for key, item in zip(node.keys, node.values):
            name = self.value(key, scope) if key is not None else UNKNOWN
            value = self.value(item, scope)
            if isinstance(name, (str, int, float)):
                made[name] = value
        return made

    def of_JoinedStr(self, node, scope):
        parts = []
        for item in node.values:
            value = self.value(item.value if isinstance(item, ast.FormattedValue) else item, scope)
            if not isinstance(value, (str, int)):
                return UNKNOWN
            parts.append(str(value))
        return ''.join(parts)

    def of_UnaryOp(self, node, scope):
        value = self.value(node.operand, scope)
        if isinstance(value, (int, float)) and isinstance(node.op, ast.USub):
            return -value
        if isinstance(value, bool) and isinstance(node.op, ast.Not):
            return not value
        return UNKNOWN

    def of_Await(self, node, scope):
        return self.value(node.value, scope)

    def of_NamedExpr(self, node, scope):
        value = self.value(node.value, scope)
        self.assign(node.target, value, scope)
        return value

    def of_IfExp(self, node, scope):
        test = self.value(node.test, scope)
        first, second = self.value(node.body, scope), self.value(node.orelse, scope)
        if isinstance(test, (bool, int, str, type(None))):
            return first if test else second
        return UNKNOWN

    def of_Subscript(self, node, scope):
        owner = self.value(node.value, scope)
        if isinstance(node.slice, ast.Slice):
            bounds = [self.value(part, scope) if part is not None else None
                      for part in (node.slice.lower, node.slice.upper, node.slice.step)]
            if isinstance(owner, (list, tuple)) and all(isinstance(part, (int, type(None))) for part in bounds):
                return owner[slice(*bounds)]
            return UNKNOWN
        key = self.value(node.slice, scope)
        try:
            return owner[key] if isinstance(owner, (list, tuple, dict)) and not isinstance(key, Unknown) else UNKNOWN
        except (KeyError, IndexError, TypeError):
            return UNKNOWN

    def of_ListComp(self, node, scope):
        made = []
        only = node.generators[0]
        items = self.value(only.iter, scope)
        if len(node.generators) > 1 or only.ifs or not isinstance(items, (list, tuple)) or len(items) > MAX_ROUNDS:
            return UNKNOWN
        inner = Scope(scope.module, scope.site, scope)
        for item in items:
            self.assign(only.target, item, inner, is_name=False)
            made.append(self.value(node.elt, inner))
        scope.site.is_fixed |= any(isinstance(item, Instance) for item in made)
        return made

    def of_Attribute(self, node, scope):
        owner = self.value(node.value, scope)
        if isinstance(owner, Module):
            return owner.scope.names.get(node.attr, UNKNOWN)
        if isinstance(owner, External):
            return External(f'{owner.name}.{node.attr}')
        if isinstance(owner, Above):
            return Bound(owner, None, node.attr)
        if isinstance(owner, Instance):
            if node.attr in owner.attributes:
                return owner.attributes[node.attr]
            if node.attr == 'start_node' and owner.is_flow and owner.start is not None:
                return StartNode(owner)
            found, function = owner.kind.find(node.attr) if isinstance(owner.kind, Class) else (None, None)
            if node.attr in ('run', 'run_async') and owner.is_flow and function is None:
                return Bound(owner, None, node.attr)
            made = Function(function, found.scope, found) if function is not None else None
            return Bound(owner, made, node.attr)
        if isinstance(owner, (list, dict, Queue)):
            return Bound(owner, None, node.attr)
        return UNKNOWN

    def of_BinOp(self, node, scope):
        left = self.plain(self.value(node.left, scope))
        right = self.plain(self.value(node.right, scope))
        if isinstance(node.op, ast.Sub) and isinstance(left, Instance):
            if not isinstance(right, str):
                self.project.note(scope.module, node, 'action', ast.unparse(node.right))
                return Edge(left, None)
            return Edge(left, right)
        if isinstance(node.op, ast.RShift) and isinstance(left, (Instance, Edge)):
            source, action = (left.source, left.action) if isinstance(left, Edge) else (left, 'default')
            if action is None:
                return right
            return self.connect(source, right, action, node, scope)
        if isinstance(node.op, ast.Add) and isinstance(left, (str, list, tuple)) and type(left) is type(right):
            return left + right
        if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)) and isinstance(left, (int, float)) \
                and isinstance(right, (int, float)):
            return {ast.Add: left + right, ast.Sub: left - right, ast.Mult: left * right}[type(node.op)]
        if isinstance(right, Instance):
            self.project.note(scope.module, node, 'source', ast.unparse(node.left))
            return right
        return UNKNOWN

    @staticmethod
    def plain(value):
        return value.flow.start if isinstance(value, StartNode) else value

    def connect(self, source, target, action, node, scope):
        if not isinstance(target, (Instance, type(None))):
            self.project.note(scope.module, node, 'target', ast.unparse(node))
            return UNKNOWN
        if self.doubt:
            self.project.note(scope.module, node, 'condition', ast.unparse(node))
        source.next.pop(action, None)
        source.next[action] = target
        source.edge_sites.add(id(scope.site))
        scope.site.n_wired += 1
        return target

    # Calls

    def of_Call(self, node, scope):
        called = self.value(node.func, scope)
        together = isinstance(called, External) and called.name.endswith(('gather', 'to_thread'))
        self.together += together
        given = [self.value(item, scope) for item in node.args]
        named = {item.arg: self.value(item.value, scope) for item in node.keywords if item.arg is not None}
        self.together -= together
        if isinstance(called, Class) and called.lineage()[1] is None and not self.may_matter(called):
            return UNKNOWN
        if isinstance(called, Class):
            return self.make(called, node, given, named, scope)
        if isinstance(called, Function):
            return self.call(called, given, named, node, scope)
        if isinstance(called, Bound):
            return self.call_bound(called, node, given, named, scope)
        if isinstance(called, External):
            return self.call_external(called, node, given, named, scope)
        return UNKNOWN

    @staticmethod
    def may_matter(kind):
        """Whether a class that is no node may make nodes: plain helpers of the project are left alone."""
        return any('>>' in (ast.get_source_segment(item.module.text, item.node) or '') for item in kind.lineage()[0])

    def call_external(self, called, node, given, named, scope):
        base = called.name.rpartition('.')[2]
        if called.name.startswith('pocketflow') and base in BASES:
            return self.make(called, node, given, named, scope)
        if called.name == 'super' and scope.find('__owner__') is not UNKNOWN:
            return Above(scope.find('__self__'), scope.find('__owner__'))
        if called.name == 'super' and given:
            return UNKNOWN
        lists = [list(item) if isinstance(item, (list, tuple, dict)) else item for item in given]
        if called.name in ('list', 'tuple') and len(lists) == 1 and isinstance(lists[0], list):
            return lists[0]
        if called.name == 'zip' and lists and all(isinstance(item, list) for item in lists):
            return list(zip(*lists))
        if called.name == 'enumerate' and lists and isinstance(lists[0], list):
            return list(enumerate(lists[0]))
        if called.name == 'len' and lists and isinstance(lists[0], list):
            return len(lists[0])
        if called.name == 'range' and given and all(isinstance(item, int) for item in given):
            bounds = range(*given)
            return list(bounds) if len(bounds) <= MAX_ROUNDS else UNKNOWN
        for item in given:
            if isinstance(item, Bound) and item.name in ('run', 'run_async') and item.function is None:
                shared = given[given.index(item) + 1] if given.index(item) + 1 < len(given) else None
                self.project.ran.append((item.instance, shared, True))
        if called.name == 'asyncio.Queue':
            limit = given[0] if given else named.get('maxsize', 0)
            return Queue(limit if isinstance(limit, int) else 0)
        if '.' in called.name and re.match('[A-Z]', base):
            made = Instance(called, node, scope)
            self.project.instances.append(made)
            scope.made.append(made)
            return made
        return UNKNOWN

    def call_bound(self, bound, node, given, named, scope):
        instance = bound.instance
        if isinstance(instance, Above):
            return self.call_above(instance, bound.name, node, given, named, scope)
        if isinstance(instance, list) and bound.name == 'append' and len(given) == 1:
            instance.append(given[0])
        if isinstance(instance, Queue):
            if bound.name in ('put', 'put_nowait') and given and is_plain(given[0]):
                instance.items.append(given[0])
            return UNKNOWN
        if isinstance(instance, dict):
            if bound.name in ('values', 'items', 'keys'):
                return list(getattr(instance, bound.name)())
            return instance.get(given[0], None) if bound.name == 'get' and isinstance(given[0], str) else UNKNOWN
        if not isinstance(instance, Instance):
            return UNKNOWN
        if bound.function is not None:
            return self.call(bound.function, given, named, node, scope, instance)
        if bound.name in ('run', 'run_async') and instance.is_flow:
            self.project.ran.append((instance, given[0] if given else named.get('shared'), self.together > 0))
        elif bound.name == 'next' and given:
            action = given[1] if len(given) > 1 else named.get('action', 'default')
            if isinstance(action, str):
                return self.connect(instance, self.plain(given[0]), action, node, scope)
            self.project.note(scope.module, node, 'action', ast.unparse(node))
        elif bound.name == 'set_params':
            params = given[0] if given else named.get('params')
            instance.params = params if is_plain(params) else None
            if instance.params is None:
                self.project.note(scope.module, node, 'params', ast.unparse(node))
            else:
                scope.site.n_wired += 1
        elif bound.name == 'start' and instance.is_flow and given and isinstance(given[0], Instance):
            instance.start = given[0]
            scope.site.n_wired += 1
            return given[0]
        return UNKNOWN

    def call_above(self, above, name, node, given, named, scope):
        lineage = above.instance.kind.lineage()[0]
        for kind in lineage[lineage.index(above.owner) + 1:]:
            for statement in kind.node.body:
                if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.name == name:
                    return self.call(Function(statement, kind.scope, kind), given, named, node, scope, above.instance)
        if name == '__init__':
            self.begin(above.instance, given, named, node, scope)
        return UNKNOWN

    def make(self, kind, node, given, named, scope):
        made = Instance(kind, node, scope)
        self.project.instances.append(made)
        scope.made.append(made)
        scope.site.n_wired += 1
        if made.is_flow:
            scope.site.flows.append(made)
        made.arguments = ', '.join(ast.unparse(item) for item in [*node.args, *node.keywords])
        owner, function = kind.find('__init__') if isinstance(kind, Class) else (None, None)
        if function is not None and self.depth < MAX_DEPTH:
            self.call(Function(function, owner.scope, owner), given, named, node, scope, made)
        else:
            self.begin(made, given, named, node, scope)
        if made.is_flow and isinstance(kind, Class) and made.start is None:
            self.follow_body(made)
        return made

    def follow_body(self, made):
        """A flow that is put together in the body of its class."""
        for kind in made.kind.lineage()[0]:
            scope = Scope(kind.module, Site(kind.module, kind.node), kind.scope)
            scope.site.is_fixed = True
            self.run([item for item in kind.node.body if isinstance(item, (ast.Assign, ast.Expr))], scope)
            start = scope.names.get('start_node', scope.names.get('start'))
            if isinstance(start, Instance):
                made.start = start

    def begin(self, made, given, named, node, scope):
        """What the constructors of PocketFlow's own classes take."""
        if made.is_flow:
            start = given[0] if given else named.get('start')
            if isinstance(start, StartNode):
                made.start_of, start = start.flow, start.flow.start
            if isinstance(start, Instance):
                made.start = start
            elif start is not None:
                self.project.note(scope.module, node, 'start', ast.unparse(node))
            return
        if made.base is None:
            return
        for index, name in enumerate(('max_retries', 'wait')):
            value = given[index] if index < len(given) else named.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                setattr(made, 'retries' if index == 0 else 'wait', value)
            elif value is not None:
                self.project.note(scope.module, node, 'retries', f'{made.class_name}: {name}')

    def call(self, function, given, named, node, scope, instance=None):
        function.is_called = True
        if function.node in self.project.active:
            return UNKNOWN
        if self.depth >= MAX_DEPTH:
            self.project.note(scope.module, node, 'deep', function.node.name)
            return UNKNOWN
        inner = Scope(function.scope.module, function.site, function.scope)
        formal = [item.arg for item in [*function.node.args.posonlyargs, *function.node.args.args]]
        if instance is not None:
            inner.names['__self__'], inner.names['__owner__'] = instance, function.owner
            given = [instance, *given]
        defaults = function.node.args.defaults
        for name, default in zip(formal[len(formal) - len(defaults):], defaults):
            inner.names[name] = self.value(default, function.scope)
        for item, default in zip(function.node.args.kwonlyargs, function.node.args.kw_defaults):
            inner.names[item.arg] = self.value(default, function.scope) if default is not None else UNKNOWN
        inner.names.update(zip(formal, given))
        inner.names.update((name, value) for name, value in named.items() if name in formal)
        self.project.active.add(function.node)
        Follower(self.project, self.depth + 1).run(function.node.body, inner)
        self.project.active.discard(function.node)
        result = inner.result if inner.has_result else None
        if instance is None and isinstance(result, Instance) and result.factory is None and result in inner.made:
            result.factory = function
            result.asked_by = scope, node
            plain = [item for item in [*given, *named.values()] if item is not UNKNOWN]
            result.factory_key = (id(function), repr(plain)) if is_plain(plain) else None
        return result
