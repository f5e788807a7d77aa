# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034
#
# What app/run, tests/run and tests/bench/run share: which Debian packages Sluice needs, and how
# they are installed and the tree is built. Sourced by bash; everything it says goes to stderr.

# Enough for libsluice and the sluice command line; without ca-certificates no server could be trusted.
PACKAGES_CLI=(gcc libc6-dev meson ninja-build pkg-config gettext
              libglib2.0-dev libjson-glib-dev libsoup-3.0-dev libsecret-1-dev liblua5.4-dev
              libsqlite3-dev libyaml-dev zlib1g-dev libcairo2-dev libpango1.0-dev
              ca-certificates)

# In addition, for the editor: its libraries, then what a window needs to look right.
PACKAGES_EDITOR=(libgtk-4-dev libadwaita-1-dev libgtksourceview-5-dev
                 adwaita-icon-theme librsvg2-common fonts-cantarell fonts-dejavu-core)

# In addition, to serve the editor to a browser.
PACKAGES_WEB=(libgtk-4-bin)

# In addition, for the tests.
PACKAGES_TEST=(gobject-introspection libgirepository1.0-dev
               openssl xvfb xcompmgr dbus-daemon at-spi2-core libxtst-dev libjansson-dev
               python3 python3-gi python3-xlib python3-pil python3-jsonschema
               desktop-file-utils appstream yelp-tools)

# In addition to those of the command line, for the benchmarks.
PACKAGES_BENCH=(python3)

# How Sluice is built to be used; the folders of core are optimised as one.
RELEASE=(--buildtype=release -Db_lto=true)

say ()
{
  printf '%s\n' "$*" >&2
}

die ()
{
  say "$*"
  exit 1
}

# quietly TITLE COMMAND…: says TITLE, runs COMMAND and shows its output only where it fails.
quietly ()
{
  local title=$1 log status=0
  shift
  say "$title"
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    cat "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}

# Prints those of the named packages that are not installed, one a line.
missing_packages ()
{
  local package installed
  installed=$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' 2>/dev/null |
              sed -n 's/ installed$//p')
  for package in "$@"; do
    grep -qxF -- "$package" <<<"$installed" || printf '%s\n' "$package"
  done
}

have_package_lists ()
{
  compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

apt_install ()
{
  local apt=("$@")
  unset 'apt[0]'
  local get=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0)
  if [ "$1" = sudo ]; then
    get=(sudo "${get[@]}")
  fi
  if have_package_lists && "${get[@]}" install --no-install-recommends "${apt[@]}"; then
    return 0
  fi
  # No lists yet, or lists so old that the archive has moved on.
  "${get[@]}" update && "${get[@]}" install --no-install-recommends "${apt[@]}"
}

# Installs what is missing of the named packages, as root or through sudo. Who may do neither is
# told the one command that has to be run.
require_packages ()
{
  local missing how=root
  mapfile -t missing < <(missing_packages "$@")
  if [ "${#missing[@]}" -eq 0 ]; then
    return 0
  fi

  local command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    die "Sluice needs these packages, or what your system calls them: ${missing[*]}"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    how=sudo
    if ! command -v sudo >/dev/null; then
      die "Some packages are missing. Run this as root, then try again:"$'\n'"  $command"
    fi
    # Ask for the password here, where it can be seen; without a terminal nobody could type it.
    if ! sudo -n true 2>/dev/null && ! { [ -t 0 ] && sudo -v; }; then
      die "Some packages are missing. Run this, then try again:"$'\n'"  sudo sh -c '$command'"
    fi
  fi
  quietly "Installing ${#missing[@]} packages …" apt_install "$how" "${missing[@]}" ||
    die "The packages could not be installed. The command was:"$'\n'"  $command"
}

# configure BUILD_DIR [MESON OPTION…]: makes the build folder the first time, and again where a
# library that was missing then has come since.
configure ()
{
  local build=$1
  shift
  if [ ! -e "$build/build.ninja" ]; then
    quietly 'Configuring …' meson setup "$build" "$SOURCE" "$@" || return 1
  fi
}

# build BUILD_DIR [TARGET…]: builds the targets, or everything; says so only if there is work.
build ()
{
  local build=$1
  shift
  if ! ninja -C "$build" -n "$@" 2>/dev/null | grep -q '^ninja: no work to do'; then
    quietly 'Building Sluice …' ninja --quiet -C "$build" "$@" || return 1
  fi
}
