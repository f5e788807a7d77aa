/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program and its pipes on a main loop. Our child is its guard (kinds/guard.h), which has the program's status in the
 * end; it holds the other end of a pipe of ours, and ends all that came of the program when that is closed: even
 * SIGKILL leaves nothing behind. */

#include "kinds/process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kinds/guard.h"

#define MAX_ERRORS (256 * 1024) /* bytes of stderr that are kept */

struct _SluiceProcess
{
  pid_t               pid;    /* of the guard */
  int                 pidfd;
  int                 failed; /* tells with which errno it could not be started */
  int                 alive;  /* closed, it has the guard end all: by us, or by our end, whatever that is */
  int                 input, output, errors;
  GSource            *exited, *writing, *reading, *reading_errors, *timer; /* owned, while they are on */
  char               *to_write;
  gsize               to_write_length, written;
  gsize               max_output;
  double              time_limit;
  SluiceProcessResult result;
  SluiceProcessFunc   func;
  gpointer            user_data;
};

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
wait_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  while (waitpid (GPOINTER_TO_INT (data), NULL, 0) < 0 && errno == EINTR)
    continue;
  g_task_return_boolean (task, TRUE);
}

/* Has the guard end what is left, and takes its status. One that takes its time, as for what is in the midst of a
 * disk's work, is waited for elsewhere. */
static int
reap (SluiceProcess *self)
{
  int status = 0;
  pid_t done;

  close_fd (&self->alive);
  do
    done = waitpid (self->pid, &status, WNOHANG);
  while (done < 0 && errno == EINTR);
  if (done == 0)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_task_data (task, GINT_TO_POINTER (self->pid), NULL);
      g_task_run_in_thread (task, wait_thread);
    }
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}

static void
process_free (SluiceProcess *self)
{
  clear_source (&self->exited);
  clear_source (&self->writing);
  clear_source (&self->reading);
  clear_source (&self->reading_errors);
  clear_source (&self->timer);
  close_fd (&self->pidfd);
  close_fd (&self->failed);
  close_fd (&self->alive);
  close_fd (&self->input);
  close_fd (&self->output);
  close_fd (&self->errors);
  g_string_free (self->result.output, TRUE);
  g_string_free (self->result.errors, TRUE);
  g_free (self->to_write);
  g_free (self);
}

void
sluice_process_cancel (SluiceProcess *self)
{
  reap (self);
  process_free (self);
}

static void
end (SluiceProcess *self,
     GError        *take_error)
{
  g_autoptr (GError) error = take_error;

  self->func (error == NULL ? &self->result : NULL, error, self->user_data);
  process_free (self);
}

static void
end_early (SluiceProcess *self,
           GError        *take_error)
{
  reap (self);
  end (self, take_error);
}

/* Pipes */

/* What is there. FALSE: it has ended. */
static gboolean
drain (int      fd,
       GString *into,
       gsize    max)
{
  char buffer[16384];

  for (;;)
    {
      gssize n = read (fd, buffer, sizeof buffer);

      if (n > 0 && into->len <= max)
        g_string_append_len (into, buffer, n);
      if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
        return FALSE;
      if ((n < 0 && errno == EAGAIN) || into->len > max)
        return TRUE;
    }
}

static GError *
too_much (SluiceProcess *self)
{
  return g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "It wrote more than %" G_GSIZE_FORMAT " MiB.",
                      self->max_output >> 20);
}

static gboolean
output_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  SluiceProcess *self = user_data;
  gboolean goes_on = drain (fd, self->result.output, self->max_output);

  if (self->result.output->len > self->max_output)
    {
      end_early (self, too_much (self));
      return G_SOURCE_REMOVE;
    }
  if (!goes_on)
    g_clear_pointer (&self->reading, g_source_unref);
  return goes_on;
}

/* More than is kept is read and dropped, so that the program can go on. */
static gboolean
errors_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  SluiceProcess *self = user_data;
  gboolean goes_on = drain (fd, self->result.errors, MAX_ERRORS);

  if (self->result.errors->len > MAX_ERRORS)
    g_string_truncate (self->result.errors, MAX_ERRORS);
  if (!goes_on)
    g_clear_pointer (&self->reading_errors, g_source_unref);
  return goes_on;
}

/* A program need not read: then writing raises SIGPIPE, which must not reach anybody. */
static gssize
write_quietly (int         fd,
               const char *text,
               gsize       length)
{
  static const struct timespec at_once = { 0, 0 };
  sigset_t pipe_signal, before;
  gssize n;
  int saved_errno;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, &before);
  n = write (fd, text, length);
  saved_errno = errno;
  if (n < 0 && saved_errno == EPIPE && !sigismember (&before, SIGPIPE))
    sigtimedwait (&pipe_signal, NULL, &at_once);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = saved_errno;
  return n;
}

static gboolean
input_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  SluiceProcess *self = user_data;
  gssize n = write_quietly (fd, self->to_write + self->written, self->to_write_length - self->written);

  if (n > 0)
    self->written += (gsize) n;
  if ((n < 0 && (errno == EINTR || errno == EAGAIN)) || (n >= 0 && self->written < self->to_write_length))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->writing, g_source_unref);
  close_fd (&self->input);
  return G_SOURCE_REMOVE;
}

/* The end */

static gboolean
exited_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  SluiceProcess *self = user_data;
  int saved_errno = 0;

  g_clear_pointer (&self->exited, g_source_unref);
  self->result.status = reap (self);
  drain (self->output, self->result.output, self->max_output);
  drain (self->errors, self->result.errors, MAX_ERRORS);
  if (read (self->failed, &saved_errno, sizeof saved_errno) == sizeof saved_errno)
    end (self, g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (saved_errno), g_strerror (saved_errno)));
  else if (self->result.output->len > self->max_output)
    end (self, too_much (self));
  else
    end (self, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
time_up_cb (gpointer user_data)
{
  SluiceProcess *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  end_early (self, g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "It was not done within %g s.", self->time_limit));
  return G_SOURCE_REMOVE;
}

/* The beginning */

/* A pipe of which one end stays here, and does not wait. None of both is one of the three that a child gets. */
static gboolean
open_pipe (int      *ours,
           int      *theirs,
           gboolean  we_write)
{
  int ends[2];

  if (pipe2 (ends, O_CLOEXEC) != 0)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (ends[i] <= 2)
      {
        int moved = fcntl (ends[i], F_DUPFD_CLOEXEC, 3);

        close (ends[i]);
        ends[i] = moved;
      }
  *ours = ends[we_write ? 1 : 0];
  *theirs = ends[we_write ? 0 : 1];
  return fcntl (*ours, F_SETFL, O_NONBLOCK) == 0;
}

static GSource *
add_fd (int                fd,
        GIOCondition       condition,
        GUnixFDSourceFunc  func,
        GMainContext      *context,
        SluiceProcess     *self)
{
  GSource *source = g_unix_fd_source_new (fd, condition);

  g_source_set_callback (source, G_SOURCE_FUNC (func), self, NULL);
  g_source_attach (source, context);
  return source;
}

static void
attach (SluiceProcess *self,
        GMainContext  *context)
{
  self->exited = add_fd (self->pidfd, G_IO_IN, exited_cb, context, self);
  self->reading = add_fd (self->output, G_IO_IN, output_cb, context, self);
  self->reading_errors = add_fd (self->errors, G_IO_IN, errors_cb, context, self);
  if (self->to_write_length > 0)
    self->writing = add_fd (self->input, G_IO_OUT, input_cb, context, self);
  else
    close_fd (&self->input);
  if (self->time_limit <= 0)
    return;
  self->timer = g_timeout_source_new ((guint) (MIN (self->time_limit, 1e6) * 1000));
  g_source_set_callback (self->timer, time_up_cb, self, NULL);
  g_source_attach (self->timer, context);
}

static gboolean
start (SluiceProcess            *self,
       const SluiceProcessSetup *setup)
{
  int streams[3] = { -1, -1, -1 };
  int failed = -1;
  int alive = -1;
  gboolean ok = open_pipe (&self->input, &streams[0], TRUE) && open_pipe (&self->output, &streams[1], FALSE)
                && open_pipe (&self->errors, &streams[2], FALSE) && open_pipe (&self->failed, &failed, FALSE)
                && open_pipe (&self->alive, &alive, TRUE);

  if (ok)
    self->pid = fork ();
  if (ok && self->pid == 0)
    sluice_guard_become (setup, streams, failed, alive);
  ok = ok && self->pid > 0;
  if (ok)
    self->pidfd = (int) syscall (SYS_pidfd_open, self->pid, 0);
  for (guint i = 0; i < 3; i++)
    close_fd (&streams[i]);
  close_fd (&failed);
  close_fd (&alive);
  if (ok && self->pidfd < 0)
    {
      reap (self);
      ok = FALSE;
    }
  return ok;
}

SluiceProcess *
sluice_process_start (const SluiceProcessSetup  *setup,
                      GMainContext              *context,
                      SluiceProcessFunc          func,
                      gpointer                   user_data,
                      GError                   **error)
{
  SluiceProcess *self = g_new0 (SluiceProcess, 1);

  self->pidfd = self->failed = self->alive = self->input = self->output = self->errors = -1;
  self->to_write = g_memdup2 (setup->input, setup->input_length);
  self->to_write_length = setup->input_length;
  self->max_output = setup->max_output;
  self->time_limit = setup->time_limit;
  self->result.output = g_string_new (NULL);
  self->result.errors = g_string_new (NULL);
  self->func = func;
  self->user_data = user_data;
  if (start (self, setup))
    {
      attach (self, context);
      return self;
    }
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  process_free (self);
  return NULL;
}
