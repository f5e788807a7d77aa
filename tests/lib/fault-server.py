#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A server on loopback that answers as the request says, rightly or wrongly.

The query of a request is a script, its steps parted by "|":

  w TEXT      writes TEXT; \\r, \\n, \\0, \\p (a bar) and \\xHH stand for bytes
  h TEXT      writes "HTTP/1.1 " and the lines of TEXT, parted by "~", with the empty line
  each N TEXT writes TEXT N bytes at a time, with a little time between
  fill N      writes N bytes of text
  echo        answers with the request, head and body
  pause MS    waits so long, or until the client is gone
  hang        waits until the client is gone
  close       closes the connection
  reset       closes it with a reset
  early       what follows happens before the request's body is read

Prints four ports: this server's; one that accepts and is silent; one that accepts nothing, its queue full;
one that closes each connection at once. With "--secure" also one for each of authority.NAMES, where this server speaks
encrypted and shows that certificate, and at last the folder with authority.pem. Ends when standard input does."""

import re
import select
import socket
import ssl
import struct
import sys
import tempfile
import threading
import urllib.parse
import warnings

import authority

ESCAPES = {'r': b'\r', 'n': b'\n', '0': b'\0', 'p': b'|', '\\': b'\\'}
ESCAPE = re.compile(r'\\(x[0-9a-fA-F]{2}|.)')


def decode(text):
    """The bytes a script's text stands for."""
    result, at = b'', 0
    for match in ESCAPE.finditer(text):
        result += text[at:match.start()].encode()
        name = match.group(1)
        result += bytes([int(name[1:], 16)]) if len(name) == 3 else ESCAPES[name]
        at = match.end()
    return result + text[at:].encode()


class Gone(Exception):
    """The client has left, or the script has."""


class Connection:
    def __init__(self, link):
        self.link = link
        self.buffer = b''

    def read(self):
        piece = self.link.recv(65536)
        if not piece:
            raise Gone
        self.buffer += piece

    def read_head(self):
        while b'\r\n\r\n' not in self.buffer:
            self.read()
        head, self.buffer = self.buffer.split(b'\r\n\r\n', 1)
        return head

    def read_body(self, head):
        match = re.search(rb'\r\ncontent-length: *(\d+)', head, re.I)
        length = int(match.group(1)) if match else 0
        while len(self.buffer) < length:
            self.read()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return body

    def linger(self, seconds):
        """Waits; the client's leaving ends it."""
        if getattr(self.link, 'pending', int)() > 0 or select.select([self.link], [], [], seconds)[0]:
            self.read()

    def perform(self, step, head, body):
        verb, _, rest = step.partition(' ')
        if verb == 'w':
            self.link.sendall(decode(rest))
        elif verb == 'h':
            self.link.sendall(b'HTTP/1.1 ' + decode(rest.replace('~', '\\r\\n')) + b'\r\n\r\n')
        elif verb == 'each':
            size, _, text = rest.partition(' ')
            data = decode(text)
            for at in range(0, len(data), int(size)):
                self.link.sendall(data[at:at + int(size)])
                self.linger(0.005)
        elif verb == 'fill':
            self.link.sendall(b'x' * int(rest))
        elif verb == 'echo':
            text = head + b'\r\n\r\n' + body
            self.link.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n'
                              % len(text) + text)
        elif verb == 'pause':
            self.linger(int(rest) / 1000)
        elif verb == 'hang':
            while True:
                self.linger(None)
        elif verb == 'close':
            raise Gone
        elif verb == 'reset':
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            raise Gone

    def serve(self):
        head = self.read_head()
        target = head.split(b' ')[1].decode()
        steps = urllib.parse.unquote(target.partition('?')[2]).split('|')
        body = self.read_body(head) if steps[0] != 'early' else b''
        for step in steps:
            self.perform(step, head, body)

    def run(self):
        try:
            while True:
                self.serve()
        except (Gone, OSError):
            pass
        self.link.close()


def listen(backlog=512):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(('127.0.0.1', 0))
    server.listen(backlog)
    return server


def accept_all(server, treat):
    while True:
        treat(server.accept()[0])


def accept_encrypted(server, folder, name):
    """Serves at SERVER, and shows the certificate NAME."""
    warnings.simplefilter('ignore', DeprecationWarning)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers('DEFAULT:@SECLEVEL=0')
    if name == 'old':
        context.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
    context.load_cert_chain(f'{folder}/{name}.pem')

    def serve(link):
        try:
            Connection(context.wrap_socket(link, server_side=True)).run()
        except OSError:
            link.close()

    accept_all(server, lambda link: threading.Thread(target=serve, args=(link,), daemon=True).start())


def listen_encrypted(folder):
    """Begins to serve all of authority.NAMES; gives their ports."""
    authority.make_certificates(folder)
    servers = [listen() for _ in authority.NAMES]
    for server, name in zip(servers, authority.NAMES):
        threading.Thread(target=accept_encrypted, args=(server, folder, name), daemon=True).start()
    return [server.getsockname()[1] for server in servers]


def main():
    scripted, silent, deaf, closing = listen(), listen(), listen(0), listen()
    kept = []
    # Its queue is full with these: further connections wait.
    for _ in range(8):
        link = socket.socket()
        link.setblocking(False)
        link.connect_ex(deaf.getsockname())
        kept.append(link)
    treatments = ((scripted, lambda link: threading.Thread(target=Connection(link).run, daemon=True).start()),
                  (silent, kept.append),
                  (closing, lambda link: link.close()))
    for server, treat in treatments:
        threading.Thread(target=accept_all, args=(server, treat), daemon=True).start()
    ports = [server.getsockname()[1] for server in (scripted, silent, deaf, closing)]
    with tempfile.TemporaryDirectory(prefix='sluice-authority-') as folder:
        if '--secure' in sys.argv:
            ports += [*listen_encrypted(folder), folder]
        print(*ports, flush=True)
        sys.stdin.read()


main()
