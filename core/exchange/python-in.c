/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A PocketFlow project as a flow. Python itself parses the modules, by a program of ours that reads them and runs
 * nothing of them (data/python); what it prints is a document and notes.
 */
#include "exchange/formats-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "base/save.h"
#include "exchange/python-keep.h"
#include "graph/format.h"


extern const char sluice_python_reader[];

static const struct
{
  const char *code;
  const char *message; /* with the place, and the word */
} messages[] = {
  { "action", N_("%s: what the action %s is, only a run would tell; the edge is left out") },
  { "alone", N_("%s: “%s” is in no flow, and is left out") },
  { "class", N_("%s: the class %s is not of this project; its source is not there") },
  { "condition", N_("%s: %s is done under a condition; it is drawn as if it always were") },
  { "deep", N_("%s: %s is not followed any further") },
  { "import", N_("%s: there is no module %s") },
  { "large", N_("%s: the file is too large, and is left out%s") },
  { "params", N_("%s: what the parameters in %s are, only a run would tell") },
  { "results", N_("%s: another flow is returned here under a condition; it stands beside the first%s") },
  { "retries", N_("%s: %s is worked out by the program, and is kept among the arguments") },
  { "sequence", N_("%s: the program runs %s one after the other; only the first is started here") },
  { "shared", N_("%s: the first value of “%s” in the store is worked out by the program; set it before a run") },
  { "source", N_("%s: what leads on from %s, only a run would tell") },
  { "start", N_("%s: what %s starts with, only a run would tell") },
  { "syntax", N_("%s: the module can't be read: %s") },
  { "target", N_("%s: where %s leads, only a run would tell; the edge is left out") },
  { "unreached", N_("%s: nothing leads to “%s”") },
  { "unreadable", N_("%s: the file can't be read: %s") },
};

static void
add_note (GPtrArray   *notes,
          SluiceValue  note)
{
  const char *code = sluice_value_get_member_string (note, "code");
  const char *file = sluice_value_get_member_string (note, "file");
  const char *word = sluice_value_get_member_string (note, "word");
  gint64 line = sluice_value_get_integer (sluice_value_get_member (note, "line"));
  g_autofree char *place = NULL;

  if (file == NULL)
    file = "?";
  place = line > 0 ? g_strdup_printf ("%s:%" G_GINT64_FORMAT, file, line) : g_strdup (file);

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    if (g_strcmp0 (messages[i].code, code) == 0)
      {
        g_autoptr (GString) text = g_string_new (_(messages[i].message));

        g_string_replace (text, "%s", place, 1);
        g_string_replace (text, "%s", word != NULL ? word : "", 1);
        g_ptr_array_add (notes, g_strdup (text->str));
      }
}

/* The program */

static gboolean
is_there (const char  *path,
          GError     **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND, _("%s: there is no such file or folder"), path);
  return FALSE;
}

static GSubprocess *
start_reader (const char  *path,
              GError     **error)
{
  g_autofree char *python = is_there (path, error) ? g_find_program_in_path ("python3") : NULL;

  if (python == NULL && error != NULL && *error == NULL)
    g_set_error_literal (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_MISSING,
                         _("Reading Python needs python3, which is not installed. Install the package python3 of your "
                           "system, and try again."));
  if (python == NULL)
    return NULL;
  return g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                           | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                           error, python, "-I", "-S", "-B", "-X", "utf8", "-", path, NULL);
}

static gboolean
check_end (GSubprocess  *process,
           const char   *path,
           const char   *complained,
           GError      **error)
{
  g_autofree char *words = g_strchomp (g_strdup (complained != NULL ? complained : ""));

  if (g_subprocess_get_successful (process))
    return TRUE;
  g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_FAILED, _("python3 could not read %s: %s"), path,
               strrchr (words, '\n') != NULL ? strrchr (words, '\n') + 1 : words);
  return FALSE;
}

/* What it prints */

static SluiceDocument *
make_document (SluiceValue   answer,
               GError      **error)
{
  g_auto (SluiceValue) root = sluice_value_ref (sluice_value_get_member (answer, "document"));
  g_auto (SluiceValue) kept = sluice_value_ref (sluice_value_get_member (root, "python"));
  g_autofree char *graph = sluice_python_dup_digest (root);
  g_autofree char *text = NULL;
  gsize length;

  if (!SLUICE_VALUE_IS_OBJECT (kept))
    sluice_value_replace (&kept, sluice_value_object ());
  sluice_value_set_member (&kept, "graph", sluice_value_string (graph));
  sluice_value_set_member (&root, "python", sluice_value_steal (&kept));
  text = sluice_format_write (root, &length);
  return sluice_document_new_from_text (text, (gssize) length, error);
}

SluiceDocument *
sluice_python_take_answer (const char  *said,
                           const char  *path,
                           GPtrArray   *notes,
                           GError     **error)
{
  g_auto (SluiceValue) answer = SLUICE_VALUE_INIT;
  SluiceValue told;

  if (!sluice_json_read (said, -1, NULL, &answer, NULL, error))
    return NULL;
  told = sluice_value_get_member (answer, "notes");
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (told) && i < sluice_value_get_length (told); i++)
    add_note (notes, sluice_value_get_element (told, i));
  if (SLUICE_VALUE_IS_OBJECT (sluice_value_get_member (answer, "document")))
    return make_document (answer, error);
  g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX,
               notes->len > 0 ? _("There is no flow of PocketFlow in %s (%s)")
                              : _("There is no flow of PocketFlow in %s%s"),
               path, notes->len > 0 ? (const char *) g_ptr_array_index (notes, 0) : "");
  return NULL;
}

SluiceDocument *
sluice_python_read (const char  *path,
                    GPtrArray   *notes,
                    GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GSubprocess) process = start_reader (path, &local);
  g_autofree char *said = NULL;
  g_autofree char *complained = NULL;

  if (process != NULL && g_subprocess_communicate_utf8 (process, sluice_python_reader, NULL, &said, &complained, &local)
      && check_end (process, path, complained, &local))
    return sluice_python_take_answer (said, path, notes, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Without waiting for it */

static void
communicated_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GSubprocess *process = G_SUBPROCESS (source);
  g_autofree char *said = NULL;
  g_autofree char *complained = NULL;
  GError *error = NULL;

  if (!g_subprocess_communicate_utf8_finish (process, result, &said, &complained, &error))
    g_subprocess_force_exit (process);
  else
    check_end (process, g_task_get_task_data (task), complained, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&said), g_free);
}

void
sluice_python_read_async (const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSubprocess) process = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, sluice_python_read_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  process = start_reader (path, &error);
  if (process != NULL)
    g_subprocess_communicate_utf8_async (process, sluice_python_reader, cancellable, communicated_cb,
                                         g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

SluiceDocument *
sluice_python_read_finish (GAsyncResult  *result,
                           GPtrArray     *notes,
                           GError       **error)
{
  g_autofree char *said = g_task_propagate_pointer (G_TASK (result), error);

  return said != NULL ? sluice_python_take_answer (said, g_task_get_task_data (G_TASK (result)), notes, error) : NULL;
}
