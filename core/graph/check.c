/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks: what is wrong with a document, where, and what to do about it. Opening a file is lenient,
 * so everything that the format promises is looked at here; the parts are in check-*.c, and layers
 * above register checks of their own. */

#include "graph/check.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "base/pointer.h"
#include "graph/check-job.h"
#include "graph/check-private.h"


/* How many unknown names are compared with all known ones. */
#define MAX_GUESSES 100

static GArray *registered; /* SluiceCheckFunc */

/* Problems */

/**
 * sluice_problem_free:
 * @problem: (transfer full): a problem
 */
void
sluice_problem_free (SluiceProblem *problem)
{
  g_free (problem); /* its texts are in the same block */
}

static void
free_problem (gpointer problem)
{
  sluice_problem_free (problem);
}

static const char *
get_severity_name (SluiceSeverity severity)
{
  switch (severity)
    {
    case SLUICE_PROBLEM_ERROR:
      return "error";
    case SLUICE_PROBLEM_WARNING:
      return "warning";
    default:
      return "info";
    }
}

/**
 * sluice_problem_to_string:
 * @problem: a problem
 * @file: (nullable): the name of its file
 *
 * Writes a problem as compilers do: "file:line:column: error: path: message; remedy". Without a
 * position, the path alone says where it is.
 *
 * Returns: (transfer full): one line
 */
char *
sluice_problem_to_string (SluiceProblem *problem,
                          const char    *file)
{
  GString *line = g_string_new (NULL);

  if (file != NULL)
    g_string_append_printf (line, "%s:", file);
  if (problem->line > 0)
    g_string_append_printf (line, "%u:%u:", problem->line, problem->column);
  if (line->len > 0)
    g_string_append_c (line, ' ');
  g_string_append_printf (line, "%s: ", get_severity_name (problem->severity));
  if (*problem->path != '\0')
    g_string_append_printf (line, "%s: ", problem->path);
  g_string_append (line, problem->message);
  if (problem->remedy != NULL)
    g_string_append_printf (line, "; %s", problem->remedy);
  return g_string_free (line, FALSE);
}

/* "/flows/main/nodes/a.b" → flows.main.nodes["a.b"] */
static char *
path_from_pointer (const char *pointer)
{
  g_auto (GStrv) parts = sluice_pointer_split (pointer, NULL);
  GString *path = g_string_new (NULL);

  for (char **part = parts; part != NULL && *part != NULL; part++)
    {
      if (**part == '\0' || strpbrk (*part, ".[]\" \n") != NULL)
        g_string_append_printf (path, "[\"%s\"]", *part);
      else
        g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", *part);
    }
  return g_string_free (path, FALSE);
}

/* "/flows/main/nodes/fetch/next" → "main/fetch" */
static char *
address_from_pointer (const char *pointer)
{
  g_auto (GStrv) parts = sluice_pointer_split (pointer, NULL);

  if (parts == NULL || g_strv_length (parts) < 4 || !g_str_equal (parts[0], "flows") ||
      !g_str_equal (parts[2], "nodes"))
    return NULL;
  return g_strconcat (parts[1], "/", parts[3], NULL);
}

/* What a file says stands in one line, whatever a terminal would make of it. */
static char *
escape_controls (char *take)
{
  GString *line = NULL;

  for (const char *at = take; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (letter);
      gboolean is_odd = type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
                        type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;

      if (is_odd && line == NULL)
        line = g_string_new_len (take, at - take);
      if (is_odd)
        g_string_append_printf (line, "\\u%04x", letter);
      else if (line != NULL)
        g_string_append_unichar (line, letter);
    }
  if (line == NULL)
    return take;
  g_free (take);
  return g_string_free (line, FALSE);
}

#define N_TEXTS 5

/* One block for a problem and its texts: a large flow that falls apart has very many of them. */
static SluiceProblem *
problem_new (const char * const texts[N_TEXTS])
{
  gsize lengths[N_TEXTS] = { 0 }; /* with the NUL; 0: there is none */
  gsize size = sizeof (SluiceProblem);
  SluiceProblem *problem;
  char **fields[N_TEXTS];
  char *at;

  for (guint i = 0; i < N_TEXTS; i++)
    {
      lengths[i] = texts[i] != NULL ? strlen (texts[i]) + 1 : 0;
      size += lengths[i];
    }
  problem = g_malloc (size);
  *problem = (SluiceProblem) { 0, };
  at = (char *) (problem + 1);
  fields[0] = &problem->path;
  fields[1] = &problem->pointer;
  fields[2] = &problem->address;
  fields[3] = &problem->message;
  fields[4] = &problem->remedy;
  for (guint i = 0; i < N_TEXTS; i++)
    if (texts[i] != NULL)
      {
        *fields[i] = memcpy (at, texts[i], lengths[i]);
        at += lengths[i];
      }
  return problem;
}

/**
 * sluice_check_add:
 * @problems: (element-type SluiceProblem): the list that a check was given
 * @severity: how bad it is
 * @code: a static word that names the kind of problem
 * @pointer: where in the file, as a JSON Pointer
 * @take_message: (transfer full): what is wrong, naming the thing
 * @take_remedy: (transfer full) (nullable): what to do
 *
 * Adds a problem. Control characters in its texts, which come from the file, are written as escapes.
 */
void
sluice_check_add (GPtrArray      *problems,
                  SluiceSeverity  severity,
                  const char     *code,
                  const char     *pointer,
                  char           *take_message,
                  char           *take_remedy)
{
  g_autofree char *path = escape_controls (path_from_pointer (pointer));
  g_autofree char *address = address_from_pointer (pointer);
  g_autofree char *message = escape_controls (take_message);
  g_autofree char *remedy = escape_controls (take_remedy);
  const char * const texts[N_TEXTS] = { path, pointer, address, message, remedy };
  SluiceProblem *problem = problem_new (texts);

  problem->severity = severity;
  problem->code = code;
  g_ptr_array_add (problems, problem);
}

#define ADD_FORMATTED(severity)                                                      \
  G_STMT_START {                                                                     \
    va_list args;                                                                    \
    char *message;                                                                   \
                                                                                     \
    va_start (args, format);                                                         \
    message = g_strdup_vprintf (format, args);                                       \
    va_end (args);                                                                   \
    sluice_check_add (check->problems, severity, code, pointer, message, take_remedy); \
  } G_STMT_END

void
sluice_check_error (SluiceCheck *check,
                    const char  *code,
                    const char  *pointer,
                    char        *take_remedy,
                    const char  *format,
                    ...)
{
  ADD_FORMATTED (SLUICE_PROBLEM_ERROR);
}

void
sluice_check_warn (SluiceCheck *check,
                   const char  *code,
                   const char  *pointer,
                   char        *take_remedy,
                   const char  *format,
                   ...)
{
  ADD_FORMATTED (SLUICE_PROBLEM_WARNING);
}

void
sluice_check_inform (SluiceCheck *check,
                     const char  *code,
                     const char  *pointer,
                     char        *take_remedy,
                     const char  *format,
                     ...)
{
  ADD_FORMATTED (SLUICE_PROBLEM_INFO);
}

/* Positions */

/* Problems with what is written on the left of a colon point there. */
static gboolean
is_about_key (const SluiceProblem *problem)
{
  static const char * const codes[] = { "bad-id", "unknown-key", "unknown-setting", NULL };

  return g_strv_contains (codes, problem->code);
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  const SluiceProblem *left = *(const SluiceProblem * const *) a;
  const SluiceProblem *right = *(const SluiceProblem * const *) b;

  /* Those without a position come last: line 0 becomes the largest number. */
  if (left->line != right->line)
    return left->line - 1 < right->line - 1 ? -1 : 1;
  return (left->column > right->column) - (left->column < right->column);
}

/* An edited document is not what its file says: positions are then those of what would be saved. What
 * is missing is shown at the nearest thing around it that is there. */
static void
locate_all (SluiceDocument *document,
            GPtrArray      *problems)
{
  g_autofree SluiceJsonPlace *places = g_new0 (SluiceJsonPlace, problems->len);
  g_autofree char *written = NULL;
  gsize length;
  const char *text = sluice_document_get_source (document, &length);

  if (problems->len == 0)
    return;
  if (text == NULL || sluice_document_is_dirty (document))
    text = written = sluice_document_to_text (document, &length);
  for (guint i = 0; i < problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (problems, i);

      places[i].pointer = problem->pointer;
      places[i].at_key = is_about_key (problem);
    }
  sluice_json_locate_all (text, (gssize) length, places, problems->len);
  for (guint i = 0; i < problems->len; i++)
    {
      SluiceProblem *problem = g_ptr_array_index (problems, i);

      problem->line = places[i].position.line;
      problem->column = places[i].position.column;
    }
  g_ptr_array_sort (problems, compare_positions);
}

/* Running */

/**
 * sluice_check_register:
 * @func: a check
 *
 * Adds a check that runs after those of the format itself.
 */
void
sluice_check_register (SluiceCheckFunc func)
{
  if (registered == NULL)
    registered = g_array_new (FALSE, FALSE, sizeof (SluiceCheckFunc));
  for (guint i = 0; i < registered->len; i++)
    if (g_array_index (registered, SluiceCheckFunc, i) == func)
      return;
  g_array_append_val (registered, func);
}

void
sluice_check_run_registered (SluiceDocument *document,
                             const char     *flow,
                             const char     *node,
                             GPtrArray      *problems)
{
  for (guint i = 0; registered != NULL && i < registered->len; i++)
    g_array_index (registered, SluiceCheckFunc, i) (document, flow, node, problems);
}

void
sluice_check_init (SluiceCheck    *check,
                   SluiceDocument *document)
{
  *check = (SluiceCheck) { document, g_ptr_array_new_with_free_func (free_problem), MAX_GUESSES };
}

/**
 * sluice_check_document:
 * @document: a document
 *
 * Looks for everything that is wrong with a document. Errors stop a run, warnings are likely
 * mistakes, and the rest is for information.
 *
 * Returns: (transfer full) (element-type SluiceProblem): the problems, sorted by position
 */
GPtrArray *
sluice_check_document (SluiceDocument *document)
{
  SluiceCheckJob *job = sluice_check_job_new (document);
  GPtrArray *problems;

  sluice_check_job_step (job, -1);
  problems = sluice_check_job_finish (job);
  locate_all (document, problems);
  return problems;
}

/**
 * sluice_problems_have_errors:
 * @problems: (element-type SluiceProblem): problems
 *
 * Returns: whether there is one that stops a run
 */
gboolean
sluice_problems_have_errors (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    if (((SluiceProblem *) g_ptr_array_index (problems, i))->severity == SLUICE_PROBLEM_ERROR)
      return TRUE;
  return FALSE;
}
