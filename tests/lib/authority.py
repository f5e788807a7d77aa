# SPDX-License-Identifier: LGPL-2.1-or-later
"""An authority for certificates, and what servers on loopback may show, rightly or wrongly."""

import pathlib
import subprocess

CONFIGURATION = '''
[ca]
default_ca = it
[it]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
policy = any
default_md = sha256
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[server]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
[elsewhere]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:river.example, DNS:*.river.example
'''
USUAL = ('20200101000000Z', '20990101000000Z')


class Folder:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        (self.path / 'index').touch()
        (self.path / 'configuration').write_text(CONFIGURATION.format(folder=self.path))

    def run(self, *words):
        subprocess.run(('openssl', *words), check=True, cwd=self.path, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def make(self, name, signer=None, kind='server', dates=USUAL, digest='sha256', subject=None):
        """Makes NAME.key and NAME.crt, signed by SIGNER, or by itself."""
        self.run('genpkey', '-quiet', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', f'{name}.key')
        self.run('req', '-new', '-config', 'configuration', '-key', f'{name}.key', '-subj', f'/CN={subject or name}',
                 '-out', f'{name}.csr')
        by = ['-selfsign', '-keyfile', f'{name}.key'] if signer is None else \
             ['-cert', f'{signer}.crt', '-keyfile', f'{signer}.key']
        self.run('ca', '-batch', '-notext', '-config', 'configuration', '-extensions', kind, '-md', digest,
                 '-startdate', dates[0], '-enddate', dates[1], '-in', f'{name}.csr', '-out', f'{name}.crt', *by)

    def join(self, name, *parts):
        text = ''.join((self.path / part).read_text() for part in parts)
        (self.path / f'{name}.pem').write_text(text)


# What a server may show; "gap" lacks the authority in the middle, "old" speaks nothing newer than TLS 1.1.
NAMES = ('good', 'chain', 'gap', 'expired', 'early', 'host', 'self', 'stranger', 'weak', 'old')


def make_certificates(path):
    """Makes authority.pem in the folder PATH, whom a test may trust, and NAME.pem with a key for each of NAMES."""
    folder = Folder(path)
    folder.make('authority', kind='authority', subject='Test Authority')
    folder.make('second', 'authority', 'authority', subject='Second Authority')
    folder.make('unknown', kind='authority', subject='Unknown Authority')
    folder.make('good', 'authority')
    folder.make('chain', 'second')
    folder.make('expired', 'authority', dates=('20200101000000Z', '20210203000000Z'))
    folder.make('early', 'authority', dates=('20980405000000Z', '20990101000000Z'))
    folder.make('host', 'authority', 'elsewhere')
    folder.make('self', subject='itself')
    folder.make('stranger', 'unknown')
    folder.make('weak', 'authority', digest='sha1')
    folder.join('authority', 'authority.crt')
    folder.join('gap', 'chain.key', 'chain.crt')
    folder.join('chain', 'chain.key', 'chain.crt', 'second.crt')
    folder.join('old', 'good.key', 'good.crt')
    for name in ('good', 'expired', 'early', 'host', 'self', 'stranger', 'weak'):
        folder.join(name, f'{name}.key', f'{name}.crt')
