/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The terminal: all that is written on stderr goes through here, so that the status lines are always
 * below everything else. */

#include "terminal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/json.h"

static const char *const escapes[] = {
  [SLUICE_COLOUR_NONE] = "",
  [SLUICE_COLOUR_BOLD] = "\033[1m",
  [SLUICE_COLOUR_DIM] = "\033[2m",
  [SLUICE_COLOUR_RED] = "\033[31m",
  [SLUICE_COLOUR_YELLOW] = "\033[33m",
  [SLUICE_COLOUR_GREEN] = "\033[32m",
  [SLUICE_COLOUR_CYAN] = "\033[36m",
};

static guint n_status_lines;
static struct termios before; /* as it was when the echo was switched off */
static gboolean is_silent;

static gboolean
is_plain (void)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");

  return (no_color != NULL && *no_color != '\0') || term == NULL || g_str_equal (term, "dumb");
}

/* Whether @stream is a terminal that understands more than plain lines. */
gboolean
sluice_terminal_is (FILE *stream)
{
  const char *term = g_getenv ("TERM");

  return isatty (fileno (stream)) && term != NULL && !g_str_equal (term, "dumb");
}

const char *
sluice_terminal_begin (FILE         *stream,
                       SluiceColour  colour)
{
  return isatty (fileno (stream)) && !is_plain () ? escapes[colour] : "";
}

const char *
sluice_terminal_end (FILE *stream)
{
  return isatty (fileno (stream)) && !is_plain () ? "\033[0m" : "";
}

/* A file from anywhere, or a model's answer, must not steer the terminal it is shown on: control
 * characters but tab and line feed are shown, not sent, and what is no UTF-8 is no letter. What goes into a pipe
 * stays as it is. */
char *
sluice_terminal_dup_safe (FILE       *stream,
                          const char *text)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) safe = NULL;

  if (!isatty (fileno (stream)))
    return g_strdup (text);

  valid = g_utf8_make_valid (text, -1);
  safe = g_string_new (NULL);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (g_unichar_iscntrl (letter) && letter != '\t' && letter != '\n')
        g_string_append_printf (safe, "\\u%04x", letter);
      else
        g_string_append_unichar (safe, letter);
    }
  return g_string_free (g_steal_pointer (&safe), FALSE);
}

static void
clear_status (void)
{
  if (n_status_lines == 0)
    return;
  /* Up to the first of them, and away with all from there. */
  fprintf (stderr, "\033[%uA\r\033[J", n_status_lines);
  fflush (stderr);
  n_status_lines = 0;
}

void
sluice_terminal_line (FILE         *stream,
                      SluiceColour  colour,
                      const char   *text)
{
  const char *begin = colour != SLUICE_COLOUR_NONE ? sluice_terminal_begin (stream, colour) : "";
  g_autofree char *safe = sluice_terminal_dup_safe (stream, text);

  clear_status ();
  fprintf (stream, "%s%s%s\n", begin, safe, *begin != '\0' ? sluice_terminal_end (stream) : "");
  fflush (stream);
}

void
sluice_terminal_json_line (FILE        *stream,
                           SluiceValue  take)
{
  g_autofree char *text = sluice_json_write (take, SLUICE_JSON_WRITE_COMPACT, NULL);

  sluice_terminal_line (stream, SLUICE_COLOUR_NONE, text);
  sluice_value_unref (take);
}

static void
say (SluiceColour  colour,
     const char   *kind,
     const char   *format,
     va_list       arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  g_autofree char *safe = sluice_terminal_dup_safe (stderr, text);

  clear_status ();
  fprintf (stderr, "sluice: %s%s%s%s\n", sluice_terminal_begin (stderr, colour), kind,
           sluice_terminal_end (stderr), safe);
}

void
sluice_terminal_error (const char *format,
                       ...)
{
  va_list arguments;

  va_start (arguments, format);
  say (SLUICE_COLOUR_RED, isatty (STDERR_FILENO) ? "error: " : "", format, arguments);
  va_end (arguments);
}

void
sluice_terminal_warning (const char *format,
                         ...)
{
  va_list arguments;

  va_start (arguments, format);
  say (SLUICE_COLOUR_YELLOW, "warning: ", format, arguments);
  va_end (arguments);
}

/* Status */

static guint
get_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;
  return size.ws_col;
}

void
sluice_terminal_status (const char *lines)
{
  g_auto (GStrv) parts = NULL;
  guint columns;

  clear_status ();
  if (*lines == '\0' || !sluice_terminal_is (stderr))
    return;

  /* A line that wraps could not be cleared by counting. */
  columns = get_columns ();
  parts = g_strsplit (lines, "\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *safe = sluice_terminal_dup_safe (stderr, parts[i]);
      g_autofree char *line = g_utf8_substring (safe, 0, MIN ((glong) columns - 1,
                                                              g_utf8_strlen (safe, -1)));

      fprintf (stderr, "%s%s%s\n", sluice_terminal_begin (stderr, SLUICE_COLOUR_DIM), line,
               sluice_terminal_end (stderr));
      n_status_lines++;
    }
  fflush (stderr);
}

/* Echo */

static void
restore_echo (void)
{
  if (is_silent)
    tcsetattr (STDIN_FILENO, TCSANOW, &before);
  is_silent = FALSE;
}

void
sluice_terminal_echo (gboolean echo)
{
  static gboolean is_registered;
  struct termios silent;

  if (echo)
    {
      restore_echo ();
      return;
    }
  if (is_silent || !isatty (STDIN_FILENO) || tcgetattr (STDIN_FILENO, &before) != 0)
    return;
  if (!is_registered)
    atexit (restore_echo);
  is_registered = TRUE;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  is_silent = tcsetattr (STDIN_FILENO, TCSANOW, &silent) == 0;
}
