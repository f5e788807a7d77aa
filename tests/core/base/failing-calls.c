/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the program defines comes before what the C library has, also for the libraries it is linked
 * with. Calls that the C library makes within itself do not come here. */
#include "failing-calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct
{
  gboolean    is_armed;
  guint       n_calls;
  guint       at;
  FailingMode mode;
  int         number;
  const char *which;
  GString    *names; /* of all of them */
} state;

/* Whether this call fails. */
static gboolean
goes_wrong (const char *name)
{
  if (state.is_armed && state.names != NULL)
    g_string_append_printf (state.names, "%s ", name);
  if (!state.is_armed || ++state.n_calls != state.at)
    return FALSE;

  state.which = name;
  if (state.mode == FAILING_KILL)
    kill (getpid (), SIGKILL);
  if (state.mode == FAILING_SHORT)
    return FALSE;
  errno = state.number;
  return TRUE;
}

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

#define WRAP(type, name, parameters, arguments) \
  type name parameters;                         \
  type                                          \
  name parameters                               \
  {                                             \
    if (goes_wrong (#name))                     \
      return -1;                                \
    return REAL (name) arguments;               \
  }

WRAP (int, access, (const char *path, int mode), (path, mode))
WRAP (int, stat, (const char *restrict path, struct stat *restrict status), (path, status))
WRAP (int, fstat, (int fd, struct stat *status), (fd, status))
WRAP (int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
WRAP (int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP (off_t, lseek, (int fd, off_t offset, int whence), (fd, offset, whence))
WRAP (ssize_t, read, (int fd, void *buffer, size_t length), (fd, buffer, length))
WRAP (int, fsync, (int fd), (fd))
WRAP (int, rename, (const char *from, const char *to), (from, to))
WRAP (int, unlink, (const char *path), (path))

char *
realpath (const char *restrict path,
          char       *restrict resolved)
{
  return goes_wrong ("realpath") ? NULL : REAL (realpath) (path, resolved);
}

ssize_t
write (int         fd,
       const void *buffer,
       size_t      length)
{
  gboolean is_short = state.is_armed && state.mode == FAILING_SHORT && state.n_calls + 1 == state.at;

  if (goes_wrong ("write"))
    return -1;
  return REAL (write) (fd, buffer, is_short && length > 1 ? 1 : length);
}

/* The system closes in any case, and tells of what went wrong before. */
int
close (int fd)
{
  int result = REAL (close) (fd);

  return goes_wrong ("close") ? -1 : result;
}

int
open (const char *path,
      int         flags,
      ...)
{
  va_list arguments;
  mode_t mode = 0;

  va_start (arguments, flags);
  if ((flags & O_CREAT) != 0)
    mode = va_arg (arguments, mode_t);
  va_end (arguments);
  if (goes_wrong ("open"))
    return -1;
  return REAL (open) (path, flags, mode);
}

void
failing_calls_set_names (GString *names)
{
  state.names = names;
}

void
failing_calls_arm (guint       at,
                   FailingMode mode,
                   int         number)
{
  state.n_calls = 0;
  state.at = at;
  state.mode = mode;
  state.number = number;
  state.which = NULL;
  state.is_armed = TRUE;
}

guint
failing_calls_disarm (void)
{
  state.is_armed = FALSE;

  return state.n_calls;
}

const char *
failing_calls_which (void)
{
  return state.which;
}
