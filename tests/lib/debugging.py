# SPDX-License-Identifier: LGPL-2.1-or-later
"""The debugger in the words of its users: what is done in its stories again and again."""
import http.server
import threading

from editor import Editor


class Person(Editor):
    """An editor that is debugged with."""

    def list(self):
        """The breakpoints as the page lists them: their places."""
        return [label['text'] for label in self.query(name='break-place')]

    def hits(self):
        """How often each was met; '' where nothing is said of it."""
        self.key('ctrl+shift+b')
        return [label['text'] if label['mapped'] else '' for label in self.query(name='break-hits')]

    def wait_for_hits(self, *hits):
        self.wait_for(lambda: self.hits() == list(hits), f'the hits {hits}')

    def wait_for_stops(self, *stops):
        """All breakpoints there are, as the core tells them."""
        self.wait_for(lambda: self.state()['stops'] == list(stops), f'the breakpoints {stops}')

    def are_on(self):
        return ['dim-label' not in label['classes'] for label in self.query(name='break-place')]

    def shared(self):
        self.show_run()
        return self.store()

    def watched(self):
        return [label['text'] for label in self.query(name='watch-value')]

    def wait_for_editor(self, is_open=True):
        self.wait_for(lambda: bool(self.query(name='break-editor')) == is_open,
                      'the editor of the breakpoint to ' + ('open' if is_open else 'close'))

    def add(self, kind):
        """Opens the editor for a new breakpoint, by the menu of all kinds."""
        self.key('ctrl+shift+b')
        self.click(self.place_at_rest(name='break-add'))
        self.wait_for(lambda: self.query(type='GtkModelButton', text=kind), 'the menu')
        buttons = self.query(type='GtkModelButton')
        kinds = [button['text'] for button in buttons]
        self.key(*['Down'] * kinds.index(kind))
        self.key('Return')
        self.wait_for_editor()

    def write(self, name, text):
        self.click(self.place_at_rest(name=name))
        self.key('ctrl+a')
        self.type(text)

    def done(self):
        self.key('Return')
        self.wait_for_editor(False)

    def watch(self, *expressions):
        self.key('ctrl+shift+h')
        for expression in expressions:
            self.type(expression)
            self.key('Return')

    def wait_for_reason(self, text):
        self.wait_for(lambda: self.state()['session'] == 'stopped' and text in self.get('stop-reason', 'label'),
                      f'a stop for {text!r}')
        self.settle()


class Server:
    """Counts what it is asked, until it is gone."""

    def __init__(self):
        self.n_asked = 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments):
                pass

            def do_GET(handler):
                self.n_asked += 1
                body = b'{"answer": 42}'
                handler.send_response(200)
                handler.send_header('Content-Type', 'application/json')
                handler.send_header('Content-Length', str(len(body)))
                handler.end_headers()
                handler.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/data'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def choose_at_stop(editor, text):
    """An entry of the menu in the banner."""
    editor.click(editor.find('banner-menu'))
    editor.choose_from_menu(text)


def write(editor, text):
    """Writes a value into the popover that asks for it, and takes it."""
    editor.wait_for(lambda: any(item['focus'] for item in editor.query(name='value-editor-text')), 'the editor')
    editor.key('ctrl+a')
    editor.type(text)
    editor.key('Return')
    editor.wait_for(lambda: not editor.query(name='value-editor-text'), 'the editor to close')


def show_page(editor, title):
    """A page of the panel at the right."""
    editor.click(editor.place_of(editor.query(within=editor.query(name='right-switcher')[0],
                                              type='GtkLabel', text=title)[0]))


__all__ = ['Person', 'Server', 'choose_at_stop', 'show_page', 'write']
