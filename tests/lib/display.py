# SPDX-License-Identifier: LGPL-2.1-or-later
"""A desktop of one's own: an X server, a session bus and the settings of a plain machine.

Nothing of the machine's own session is seen or touched. What is started here is ended here, by its
process id; should this process be killed, the kernel ends it.
"""
import ctypes
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

from Xlib import Xatom
from Xlib.display import Display as XDisplay

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1

# Read by GTK because no settings daemon runs: animations off is what makes a picture settle.
GTK_SETTINGS = '''[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-font-name=Cantarell 11
gtk-xft-dpi={dpi}
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
gtk-recent-files-enabled=0
gtk-double-click-time=400
'''

# Only the services of the folder named can be started on this bus: no portal, no dconf, no gvfs.
BUS_CONFIG = '''<busconfig>
  <type>session</type>
  <listen>unix:dir={runtime}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''

# What a program under test keeps of the environment it is started from.
KEPT = ('PATH', 'LD_LIBRARY_PATH', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS', 'GCOV_PREFIX',
        'SLUICE_DATA_DIR', 'SLUICE_SOURCE_DIR', 'SLUICE_BUILD_DIR', 'SLUICE_HELP_DIR', 'SLUICE_LOCALE_DIR',
        'SLUICE_UPDATE_PICTURES',
        'GSETTINGS_SCHEMA_DIR', 'G_TEST_SRCDIR', 'G_TEST_BUILDDIR')


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class DisplayError(Exception):
    """The desktop could not be started."""


class Display:
    """An X server with a compositor, and a session bus; a context manager.

    size: of the screen in pixels. dark, high_contrast: what programs are told to prefer.
    text_scale: how much larger than usual text is. accessibility: whether the accessibility bus can
    be started. settings: GSettings values by 'path/key', as GVariant text; without them settings
    are kept in memory.
    """

    def __init__(self, size=(1280, 800), dark=False, high_contrast=False, text_scale=1,
                 accessibility=True, settings=None):
        self.size = size
        self.accessibility = accessibility
        self.text_scale = text_scale
        self.processes = []
        self.folder = tempfile.mkdtemp(prefix='sluice-test-')
        self.home = self._make_folder('home')
        self.env = self._make_environment(dark, high_contrast)
        self._write_gtk_settings(text_scale)
        if settings:
            self._write_settings(settings)

    def _make_folder(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(path, mode=0o700, exist_ok=True)
        return path

    def path(self, name):
        """A file in the folder that goes away with this desktop."""
        return os.path.join(self.folder, name)

    def _make_environment(self, dark, high_contrast):
        cache = os.path.join(os.environ.get('SLUICE_BUILD_DIR', self.folder), 'test-cache')
        os.makedirs(cache, exist_ok=True)
        env = {name: os.environ[name] for name in KEPT if name in os.environ}
        env.update(
            HOME=self.home,
            XDG_RUNTIME_DIR=self._make_folder('run'),
            XDG_CONFIG_HOME=self._make_folder('config'),
            XDG_DATA_HOME=self._make_folder('data'),
            XDG_STATE_HOME=self._make_folder('state'),
            XDG_CACHE_HOME=cache,
            TMPDIR=self._make_folder('tmp'),
            LC_ALL='C.UTF-8',
            TZ='UTC',
            GDK_BACKEND='x11',
            GSK_RENDERER='cairo',
            GDK_DEBUG='gl-disable',
            GTK_IM_MODULE='gtk-im-context-simple',
            GSETTINGS_BACKEND='memory',
            GIO_USE_VFS='local',
            GIO_USE_VOLUME_MONITOR='unix',
            ADW_DISABLE_PORTAL='1',
            ADW_DEBUG_COLOR_SCHEME='prefer-dark' if dark else 'prefer-light',
            XCURSOR_THEME='Adwaita',
            XCURSOR_SIZE='24',
            G_DEBUG='fatal-warnings',
            G_SLICE='always-malloc',
            G_ENABLE_DIAGNOSTIC='1',
        )
        if not self.accessibility:
            env['GTK_A11Y'] = 'test'
        if high_contrast:
            env['ADW_DEBUG_HIGH_CONTRAST'] = '1'
        return env

    def _write_gtk_settings(self, text_scale):
        gtk = self._make_folder('config/gtk-4.0')
        with open(os.path.join(gtk, 'settings.ini'), 'w', encoding='utf-8') as ini:
            # As the desktop does it: sizes in points follow, whatever set them.
            ini.write(GTK_SETTINGS.format(dpi=round(96 * 1024 * text_scale)))

    def _write_settings(self, settings):
        groups = {}
        for name, value in settings.items():
            group, key = name.rsplit('/', 1)
            groups.setdefault(group, []).append(f'{key}={value}\n')
        folder = self._make_folder('config/glib-2.0/settings')
        with open(os.path.join(folder, 'keyfile'), 'w', encoding='utf-8') as keyfile:
            for group, lines in groups.items():
                keyfile.write(f'[{group}]\n' + ''.join(lines))
        self.env['GSETTINGS_BACKEND'] = 'keyfile'

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exception):
        self.stop()

    def start(self):
        """Starts the X server, the bus and the compositor."""
        number = self._spawn_and_read('Xvfb', lambda fd: [
            'Xvfb', '-displayfd', str(fd), '-screen', '0', f'{self.size[0]}x{self.size[1]}x24',
            '-nolisten', 'tcp', '-noreset', '-dpi', '96'])
        self.env['DISPLAY'] = ':' + number

        config = self.path('bus.conf')
        services = self._make_folder('services')
        if self.accessibility:
            shutil.copy('/usr/share/dbus-1/services/org.a11y.Bus.service', services)
        with open(config, 'w', encoding='utf-8') as file:
            file.write(BUS_CONFIG.format(runtime=self.env['XDG_RUNTIME_DIR'], services=services))
        self.env['DBUS_SESSION_BUS_ADDRESS'] = self._spawn_and_read('dbus-daemon', lambda fd: [
            'dbus-daemon', '--config-file', config, '--nofork', '--nopidfile',
            f'--print-address={fd}'])

        self._write_x_resources()
        # Without a compositor menus and drag icons have black boxes round them.
        self.spawn(['xcompmgr', '-n'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _write_x_resources(self):
        """What GTK believes of the size of text, more than its own settings."""
        display = XDisplay(self.env['DISPLAY'])
        root = display.screen().root
        text = f'Xft.dpi:\t{round(96 * self.text_scale)}\n'
        root.change_property(Xatom.RESOURCE_MANAGER, Xatom.STRING, 8, text.encode())
        display.sync()
        display.close()

    def spawn(self, argv, **options):
        """Starts a program on this desktop; it is ended with it."""
        options.setdefault('stdin', subprocess.DEVNULL)
        process = subprocess.Popen(argv, env=self.env, preexec_fn=_die_with_parent,
                                   start_new_session=True, **options)
        self.processes.append(process)
        return process

    def _spawn_and_read(self, name, make_argv):
        """Starts a server that tells on a file descriptor when it is ready, and where."""
        reader, writer = os.pipe()
        with open(self.path(name + '.log'), 'wb') as log:
            self.spawn(make_argv(writer), pass_fds=(writer,), stdout=log, stderr=log)
        os.close(writer)
        line = b''
        deadline = time.monotonic() + 20
        while not line.endswith(b'\n'):
            left = max(0, deadline - time.monotonic())
            ready, _, _ = select.select([reader], [], [], left)
            byte = os.read(reader, 1) if ready else b''
            if not byte:
                raise DisplayError(f'{name} did not start: {self._read_log(name)}')
            line += byte
        os.close(reader)
        return line.decode().strip()

    def _read_log(self, name):
        with open(self.path(name + '.log'), encoding='utf-8', errors='replace') as log:
            return log.read()

    def stop(self):
        """Ends what was started, the newest first, and removes the folder."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.processes = []
        shutil.rmtree(self.folder, ignore_errors=True)
