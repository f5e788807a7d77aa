# SPDX-License-Identifier: LGPL-2.1-or-later
"""The editor in the words of its users, on top of ui_driver: what the stories share."""
import json
import os
import shutil
import subprocess

from ui_driver import BUILD, Rect, Session, get_scale

DATA = os.environ['SLUICE_DATA_DIR']
SLUICE = os.path.join(BUILD, 'app/cli/sluice')


def example(name):
    return os.path.join(DATA, 'examples', name + '.flow.json')


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def sluice(*arguments, **options):
    """Runs the command line; what it wrote, or an AssertionError where its status is not 0."""
    done = subprocess.run([SLUICE, *arguments], capture_output=True, encoding='utf-8', timeout=60,
                          check=False, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        raise AssertionError(f'sluice {" ".join(arguments)} ended with {done.returncode}:\n'
                             f'{done.stdout}{done.stderr}')
    return done.stdout


def run_headless(path, *answers):
    """The final store of a run on the command line."""
    options = [word for answer in answers for word in ('--answer', answer)]
    return json.loads(sluice('run', path, '--trust', *options, '--print-store'))


class Editor(Session):
    """A session that knows what the editor's parts are called.

    copy_of: the name of an example, text: of a flow file, or the flow; a copy in the home folder is
    opened, and its path is kept. state: the XDG state folder of an earlier session, to go on where that was.
    """

    def __init__(self, *arguments, copy_of=None, text=None, state=None, **options):
        super().__init__(*arguments, **options)
        self.path = None
        self._clicks = False
        if copy_of:
            self.path = self.make_copy(copy_of)
        elif text:
            self.path = self.make_file('test.flow.json', text if isinstance(text, str) else json.dumps(text))
        if self.path:
            self.argv.append(self.path)
        if state:
            self.desktop.env['XDG_STATE_HOME'] = state

    def allow(self, answer='Allow Once'):
        """Answers what is asked before the first run of a flow that touches something."""
        self.wait_for(lambda: self.query(name='grants'), 'the question what it may do')
        self.click(self.place_at_rest(type='GtkButton', text=answer))
        self.wait_for(lambda: not self.query(name='grants'), 'the question to go')

    def quit(self):
        """Ends the editor as a person does who does not want to keep what is not saved."""
        self.ask_to_quit()
        self.wait_for(lambda: self.app.poll() is not None or self.query(type='AdwMessageDialog'),
                      'the editor to end', 60, settle=False)
        if self.app.poll() is None:
            self.key('alt+d', settle=False)
        return self.app.wait(60 * get_scale())

    # Files

    def make_copy(self, name):
        """A copy of an example in the home folder, with what lies beside it."""
        folder = os.path.join(self.home, 'flows')
        shutil.copytree(os.path.join(DATA, 'examples'), folder, dirs_exist_ok=True)
        return os.path.join(folder, name + '.flow.json')

    def make_file(self, name, text):
        path = os.path.join(self.home, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def choose_file(self, path):
        """Types the path into the file chooser that is open, and takes it."""
        # GTK's chooser leaves the files it was listing in threads of GIO: those leaks have no name.
        self.clean_exit = 'ASAN_OPTIONS' not in os.environ
        self.wait_for(lambda: self.query(type='GtkFileChooserDialog'), 'the file chooser')
        self.key('ctrl+a')
        self.type(path)
        self.key('Return')
        self.wait_for(lambda: not self.query(type='GtkFileChooserDialog'), 'the chooser to close')

    def open(self, path):
        self.key('ctrl+o')
        self.wait_for(lambda: self.query(type='GtkFileChooserDialog'), 'the file chooser')
        self.key('ctrl+l')
        self.choose_file(path)

    def save_as(self, path):
        self.key('ctrl+shift+s')
        self.choose_file(path)
        self.wait_for(lambda: not self.state()['dirty'], 'the flow to be saved')

    # What is shown

    @property
    def status(self):
        return self.get('status', 'label')

    @property
    def title(self):
        return self.get('title', 'label')

    @property
    def nodes(self):
        """The nodes of the flow on the canvas."""
        return self.document()['flows'][self.state()['flow']]['nodes']

    @property
    def console(self):
        """The lines of the console, each as what the node is called and what it said."""
        return [[item['text'] for item in self.query(within=row, type='GtkLabel')][1:]
                for row in self._rows('console-list')]

    def wait_for_line(self, text):
        self.wait_for(lambda: any(text in line for line in self.console), f'the line {text!r}')

    def store(self, tree='store-tree'):
        """The rows of the store's tree: what it says by its key."""
        rows = [[item['text'] for item in self.query(within=row, type='GtkLabel')]
                for row in self._rows(tree)]
        return {row[0]: row[1] for row in rows if len(row) >= 2}

    def store_key(self, key):
        """Where a key of the store's tree is, once it has found its place."""
        def find():
            tree, = self.query(name='store-tree')
            return self.place_of(self.query(within=tree, type='GtkLabel', text=key)[0])

        place = find()
        self.settle()
        while repr(find()) != repr(place):
            place = find()
            self.settle()
        return place

    def copy_store(self, pointer):
        """The JSON that is copied from a row of the store's tree."""
        self.click(self.store_key(pointer.rsplit('/', 1)[-1]))
        self.key('ctrl+c')
        self.wait_for(self.clipboard, 'the copy')
        return self.clipboard()

    def _rows(self, name):
        rows = []
        for item in self.query(name=name):
            rows += self.query(within=item, type='GtkListItemWidget')
        inner = {id(cell) for row in rows
                 for cell in self.query(within=row, type='GtkListItemWidget')}
        return [row for row in rows if id(row) not in inner]

    def marks(self):
        return self.state()['marks']

    def wait_for_session(self, state):
        self.wait_for(lambda: self.state()['session'] == state, f'the run to be {state}')
        return self.state()

    def wait_for_stop(self, address):
        self.wait_for(lambda: self.state()['session'] == 'stopped' and
                      self.state()['stop'] == address, f'a stop at {address}')
        self.settle()
        return self.state()

    def select(self, address):
        """Clicks the node, beside where the last click was: two are no double click then."""
        self._clicks = not self._clicks
        self.click(self.node(address).at(0.4 if self._clicks else 0.55, 0.15))

    def place_at_rest(self, **wanted):
        """Where a widget is that has just appeared, once it has found its place."""
        place = self.place_of(**wanted)
        self.settle()
        while repr(self.place_of(**wanted)) != repr(place):
            place = self.place_of(**wanted)
            self.settle()
        return place

    def expect_search(self, is_open=True):
        """The search for a node to add comes, or goes."""
        self.wait_for(lambda: bool(self.query(name='node-search')) == is_open,
                      'the search to ' + ('open' if is_open else 'close'))

    def choose_from_menu(self, text):
        self.click(self.place_at_rest(type='GtkModelButton', text=text))

    # A place on the canvas where there is nothing

    def canvas(self, across=0.5, down=0.5):
        return self.find('canvas').at(across, down)

    # Panels

    def kind(self, title):
        """The row of a kind in the palette."""
        palette = self.query(name='palette-list')[0]
        return self.place_of(self.query(within=palette, type='GtkLabel', text=title)[-1])

    def row(self, title):
        """A row of the inspector, by its title; it is scrolled into view."""
        row = self._find_row(title)
        view = self.find('inspector')
        for _ in range(30):
            place = self.place_of(row)
            if place.y + place.height > view.y + view.height:
                self.scroll(view.at(0.01, 0.5), 1)
            elif place.y < view.y:
                self.scroll(view.at(0.01, 0.5), -1)
            else:
                break
            row = self._find_row(title)
        return row

    def _find_row(self, title):
        inspector = self.query(type='SluiceInspector')[0]
        for kind in ('AdwEntryRow', 'AdwComboRow', 'AdwActionRow', 'AdwPreferencesRow'):
            for row in self.query(within=inspector, type=kind):
                labels = self.query(within=row, type='GtkLabel')
                if any(label['text'] == title for label in labels):
                    return row
        raise LookupError(f'the inspector has no row {title!r}')

    def set_row(self, title, text):
        """Types a text into a row of the inspector in place of what is there."""
        row = self.row(title)
        fields = [item for kind in ('GtkText', 'GtkTextView', 'GtkSourceView')
                  for item in self.query(within=row, type=kind)]
        self.click(self.place_of(fields[0]) if fields else self.place_of(row))
        self.key('ctrl+a')
        self.type(text)

    def show_run(self):
        self.click(self.place_at_rest(type='GtkLabel', text='Run'))

    def show_inspector(self):
        self.click(self.place_at_rest(type='GtkLabel', text='Inspector'))

    # Prompts

    def wait_for_question(self, text):
        self.wait_for(lambda: [label for label in self.query(name='prompt-text')
                               if label['text'] == text], f'the question {text!r}')

    def answer(self, text):
        """Types into the prompt that has the focus."""
        self.wait_for(lambda: any(item['focus'] for card in self.query(name='prompt-card')
                                  for item in self.query(within=card)),
                      'the prompt to have the focus')
        self.type(text)
        self.key('Return')

    def choose(self, choice):
        """Clicks a button of the prompt."""
        self.wait_for(lambda: len(self.query(name='prompt-choice', text=choice)) == 1,
                      f'the choice {choice}')
        self.click(self.place_at_rest(name='prompt-choice', text=choice))


__all__ = ['DATA', 'Editor', 'Rect', 'example', 'read', 'run_headless', 'sluice']
