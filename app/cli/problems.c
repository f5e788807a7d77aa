/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Problems of flow files, as lines for people and as JSON. */

#include "cli.h"

#include "terminal.h"

static const char *const severities[] = {
  [SLUICE_PROBLEM_ERROR] = "error",
  [SLUICE_PROBLEM_WARNING] = "warning",
  [SLUICE_PROBLEM_INFO] = "info",
};

static const SluiceColour colours[] = {
  [SLUICE_PROBLEM_ERROR] = SLUICE_COLOUR_RED,
  [SLUICE_PROBLEM_WARNING] = SLUICE_COLOUR_YELLOW,
  [SLUICE_PROBLEM_INFO] = SLUICE_COLOUR_CYAN,
};

/* "file:line:column: error: path: message; remedy", as compilers write it, so that editors find it. */
void
sluice_cli_print_problem (SluiceProblem *problem,
                          const char    *file,
                          FILE          *to)
{
  g_autoptr (GString) line = g_string_new (file);

  if (problem->line > 0)
    g_string_append_printf (line, ":%u:%u", problem->line, problem->column);
  g_string_append_printf (line, ": %s%s:%s ", sluice_terminal_begin (to, colours[problem->severity]),
                          severities[problem->severity], sluice_terminal_end (to));
  if (problem->path != NULL && *problem->path != '\0')
    g_string_append_printf (line, "%s: ", problem->path);
  g_string_append (line, problem->message);
  if (problem->remedy != NULL)
    g_string_append_printf (line, "; %s", problem->remedy);
  sluice_terminal_line (to, SLUICE_COLOUR_NONE, line->str);
}

static void
set_text (SluiceValue *object,
          const char  *key,
          const char  *text)
{
  if (text != NULL)
    sluice_value_set_member (object, key, sluice_value_string (text));
}

SluiceValue
sluice_cli_problem_to_value (SluiceProblem *problem,
                             const char    *file)
{
  SluiceValue value = sluice_value_object ();

  set_text (&value, "file", file);
  if (problem->line > 0)
    {
      sluice_value_set_member (&value, "line", sluice_value_integer (problem->line));
      sluice_value_set_member (&value, "column", sluice_value_integer (problem->column));
    }
  set_text (&value, "severity", severities[problem->severity]);
  set_text (&value, "code", problem->code);
  set_text (&value, "path", problem->path);
  set_text (&value, "pointer", problem->pointer);
  set_text (&value, "address", problem->address);
  set_text (&value, "message", problem->message);
  set_text (&value, "remedy", problem->remedy);
  return value;
}
