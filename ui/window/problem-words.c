/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A problem in the words of the window: a setting is called what its row is called, a node by its title. */
#include "window/problem-words.h"

#include "graph/catalog.h"

#include <glib/gi18n.h>

/* The setting that a pointer ends with, as its row calls it; NULL: none of this kind. */
static const char *
find_setting_title (const SluiceProblem *problem,
                    SluiceDocument      *document)
{
  const SluiceKindInfo *info = NULL;
  const char *name = strrchr (problem->pointer, '/');

  if (problem->address != NULL && sluice_document_has_node (document, problem->address))
    info = sluice_catalog_lookup (sluice_document_get_node_kind (document, problem->address));
  for (guint i = 0; info != NULL && name != NULL && i < info->n_settings; i++)
    if (g_str_equal (info->settings[i].name, name + 1))
      return _(info->settings[i].nick);
  return NULL;
}

/**
 * sluice_problem_dup_words:
 * @problem: a problem
 * @document: the document that it was found in
 *
 * Returns: (transfer full): what is wrong, and what to do
 */
char *
sluice_problem_dup_words (const SluiceProblem *problem,
                          SluiceDocument      *document)
{
  const char *setting = NULL;

  if (g_strcmp0 (problem->code, "no-setting") == 0)
    setting = find_setting_title (problem, document);
  if (setting != NULL)
    /* Translators: %s is the name of a setting, such as “Path”. */
    return g_strdup_printf (_("“%s” has to be set"), setting);
  if (problem->remedy != NULL)
    return g_strdup_printf ("%s; %s", problem->message, problem->remedy);
  return g_strdup (problem->message);
}

/**
 * sluice_problems_dup_reason:
 * @problems: (element-type SluiceProblem): what was found in a document
 * @document: the document
 *
 * Returns: (transfer full) (nullable): why it cannot run: the first error, and how many more there are
 */
char *
sluice_problems_dup_reason (GPtrArray      *problems,
                            SluiceDocument *document)
{
  const SluiceProblem *first = NULL;
  g_autofree char *title = NULL, *words = NULL;
  guint n_errors = 0;

  for (guint i = 0; i < problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (problems, i);

      if (problem->severity == SLUICE_PROBLEM_ERROR && n_errors++ == 0)
        first = problem;
    }
  if (first == NULL)
    return NULL;
  title = first->address != NULL && sluice_document_has_node (document, first->address)
            ? sluice_document_dup_node_title (document, first->address) : g_strdup (first->path);
  words = sluice_problem_dup_words (first, document);
  if (n_errors == 1)
    /* Translators: a node, and what is wrong with it. */
    return g_strdup_printf (_("%s: %s"), title, words);
  /* Translators: a node, what is wrong with it, and how many problems there are beside it. */
  return g_strdup_printf (ngettext ("%s: %s (and %u more problem)", "%s: %s (and %u more problems)", n_errors - 1),
                          title, words, n_errors - 1);
}
