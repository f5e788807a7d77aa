/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guard is the parent of a program, and takes in what its children leave behind: orphans come to the nearest
 * ancestor that asks for them, whatever session or group they have gone to. So all that came of the program is below
 * the guard, and is killed child by child until there is none. It waits for the program, and for the end of a pipe that
 * its starter holds: that ends even with SIGKILL. */

#include "kinds/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define LARGE_MAPPING (1 << 20) /* bytes */

/* The program */

static _Noreturn void
start_program (const SluiceProcessSetup *setup,
               pid_t                     parent,
               const int                 streams[3],
               int                       failed)
{
  sigset_t none;
  int saved_errno;

  setsid ();
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (127);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  signal (SIGPIPE, SIG_DFL);
  if (fchdir (setup->folder) == 0 && dup2 (streams[0], 0) >= 0 && dup2 (streams[1], 1) >= 0
      && dup2 (streams[2], 2) >= 0)
    execve (setup->path, (char * const *) setup->argv, (char * const *) setup->environment);
  saved_errno = errno;
  if (write (failed, &saved_errno, sizeof saved_errno) < 0)
    _exit (126);
  _exit (127);
}

/* Memory */

#ifndef __SANITIZE_ADDRESS__

static const char *
read_number (const char *at,
             guintptr   *number)
{
  for (*number = 0; g_ascii_isxdigit (*at); at++)
    *number = *number << 4 | (guintptr) g_ascii_xdigit_value (*at);
  return at;
}

/* "begin-end rw-p offset device 0": memory that is nobody's but ours, and not of a file. */
static gboolean
read_mapping (const char *line,
              guintptr   *begin,
              guintptr   *end)
{
  const char *at = read_number (line, begin);
  guint fields = 0;

  if (*at != '-')
    return FALSE;
  at = read_number (at + 1, end);
  if (at[0] != ' ' || at[1] != 'r' || at[2] != 'w' || at[4] != 'p')
    return FALSE;
  for (; *at != '\0' && fields < 4; at++)
    fields += *at == ' ';
  return at[0] == '0' && (at[1] == ' ' || at[1] == '\0');
}

static gboolean
is_within (const void *place,
           guintptr    begin,
           guintptr    end)
{
  return (guintptr) place >= begin && (guintptr) place < end;
}

/* What was forked is a picture of its starter's memory, and would keep what that gives back or changes for as long as
 * the program runs. Nothing here needs more than this stack and errno. */
static void
let_go_of_memory (void)
{
  char line[128];
  guint length = 0;
  int fd = open ("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  guintptr begin;
  guintptr end;
  char c;

  while (fd >= 0 && read (fd, &c, 1) == 1)
    {
      if (c != '\n')
        {
          line[length] = c;
          length = MIN (length + 1, (guint) sizeof line - 2);
          continue;
        }
      line[length] = '\0';
      length = 0;
      if (read_mapping (line, &begin, &end) && end - begin >= LARGE_MAPPING && !is_within (line, begin, end)
          && !is_within (&errno, begin, end))
        munmap ((gpointer) begin, end - begin);
    }
  if (fd >= 0)
    close (fd);
}

#else

static void
let_go_of_memory (void)
{
}

#endif

/* The guard */

static int
get_code (int status)
{
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}

/* Takes the status of those that have ended. TRUE: there are no children any more. */
static gboolean
reap (pid_t     program,
      int       options,
      int      *code)
{
  int status;
  pid_t pid;

  do
    {
      pid = waitpid (-1, &status, options);
      if (pid == program)
        *code = get_code (status);
    }
  while ((pid > 0 && options != 0) || (pid < 0 && errno == EINTR));
  return pid < 0;
}

/* As far as one look at them goes: whoever is left is seen at the next. */
static void
kill_children (void)
{
  char text[4096];
  int fd = open ("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  gssize n = fd >= 0 ? read (fd, text, sizeof text) : -1;
  pid_t pid = 0;

  if (fd >= 0)
    close (fd);
  for (gssize i = 0; i < n; i++)
    {
      if (g_ascii_isdigit (text[i]))
        pid = pid * 10 + (text[i] - '0');
      else if (pid > 0)
        {
          kill (pid, SIGKILL);
          pid = 0;
        }
    }
}

/* Until the program ends, or is to be ended. */
static void
watch (pid_t program,
       int   alive,
       int   children,
       int  *code)
{
  struct pollfd fds[] = { { .fd = alive, .events = POLLIN }, { .fd = children, .events = POLLIN } };
  struct signalfd_siginfo info;

  while (*code < 0)
    {
      if (poll (fds, 2, -1) < 0 && errno != EINTR)
        return;
      if (fds[0].revents != 0)
        return;
      if (read (children, &info, sizeof info) > 0 || fds[1].revents != 0)
        reap (program, WNOHANG, code);
    }
}

static _Noreturn void
guard (pid_t program,
       int   alive)
{
  sigset_t all;
  sigset_t child;
  int children;
  int code = -1;

  sigfillset (&all);
  sigprocmask (SIG_SETMASK, &all, NULL);
  sigemptyset (&child);
  sigaddset (&child, SIGCHLD);
  dup2 (alive, 0);
  close_range (1, ~0u, 0);
  children = signalfd (-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  let_go_of_memory ();
  reap (program, WNOHANG, &code);
  watch (program, 0, children, &code);

  /* What has left its group comes here when its parent is gone. */
  kill (-program, SIGKILL);
  do
    kill_children ();
  while (!reap (program, 0, &code));
  _exit (code >= 0 ? code : 127);
}

void
sluice_guard_become (const SluiceProcessSetup *setup,
                     const int                 streams[3],
                     int                       failed,
                     int                       alive)
{
  struct sigaction ordinary = { .sa_handler = SIG_DFL };
  pid_t self = getpid ();
  pid_t program;

  /* Who leaves its children to nobody could not wait for them. */
  sigaction (SIGCHLD, &ordinary, NULL);
  setsid ();
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  program = fork ();
  if (program == 0)
    start_program (setup, self, streams, failed);
  if (program > 0)
    guard (program, alive);
  if (write (failed, &errno, sizeof errno) < 0)
    _exit (126);
  _exit (127);
}
