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
  g_autofree char *place = line > 0 ? g_strdup_printf ("%s:%" G_GINT64_FORMAT, file, line) : g_strdup (file);

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    if (g_strcmp0 (messages[i].code, code) == 0)
      {
        g_autoptr (GString) text = g_string_new (_(messages[i].message));

        g_string_replace (text, "%s", place, 1);
        g_string_replace (text, "%s", word != NULL ? word : "", 1);
        g_ptr_array_add (notes, g_strdup (text->str));
      }
}

/* Returns: (transfer full): what the program prints about a project */
static char *
read_project (const char  *path,
              GError     **error)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *said = NULL;
  g_autofree char *complained = NULL;

  if (python == NULL)
    {
      g_set_error_literal (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_MISSING,
                           _("Reading Python needs python3, which is not installed"));
      return NULL;
    }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                              | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              error, python, "-I", "-S", "-B", "-X", "utf8", "-", path, NULL);
  if (process == NULL)
    return NULL;
  if (!g_subprocess_communicate_utf8 (process, sluice_python_reader, NULL, &said, &complained, error))
    return NULL;
  if (g_subprocess_get_successful (process))
    return g_steal_pointer (&said);
  g_strchomp (complained);
  g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_FAILED, _("python3 could not read %s: %s"), path,
               strrchr (complained, '\n') != NULL ? strrchr (complained, '\n') + 1 : complained);
  return NULL;
}

static SluiceDocument *
make_document (SluiceValue   answer,
               GError      **error)
{
  g_auto (SluiceValue) root = sluice_value_ref (sluice_value_get_member (answer, "document"));
  g_auto (SluiceValue) kept = sluice_value_ref (sluice_value_get_member (root, "python"));
  g_autofree char *graph = sluice_python_dup_digest (root);
  g_autofree char *text = NULL;
  gsize length;

  sluice_value_set_member (&kept, "graph", sluice_value_string (graph));
  sluice_value_set_member (&root, "python", sluice_value_steal (&kept));
  text = sluice_format_write (root, &length);
  return sluice_document_new_from_text (text, (gssize) length, error);
}

SluiceDocument *
sluice_python_read (const char  *path,
                    GPtrArray   *notes,
                    GError     **error)
{
  g_autofree char *said = NULL;
  g_auto (SluiceValue) answer = SLUICE_VALUE_INIT;
  SluiceValue told;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND, _("%s: there is no such file or folder"),
                   path);
      return NULL;
    }
  said = read_project (path, error);
  if (said == NULL)
    return NULL;
  if (!sluice_json_read (said, -1, NULL, &answer, NULL, error))
    return NULL;
  told = sluice_value_get_member (answer, "notes");
  for (guint i = 0; i < sluice_value_get_length (told); i++)
    add_note (notes, sluice_value_get_element (told, i));
  if (sluice_value_has_member (answer, "document"))
    return make_document (answer, error);
  g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX,
               notes->len > 0 ? _("There is no flow of PocketFlow in %s (%s)")
                              : _("There is no flow of PocketFlow in %s%s"),
               path, notes->len > 0 ? (const char *) g_ptr_array_index (notes, 0) : "");
  return NULL;
}
