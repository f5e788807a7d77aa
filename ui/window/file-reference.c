/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* References of nodes; those of a flow itself, its own prep and post, have no verb that sets them. */
#include "window/file-reference.h"

#include "base/ids.h"
#include "base/pointer.h"

void
sluice_file_reference_clear (SluiceFileReference *self)
{
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->setting, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->file, g_free);
}

/**
 * sluice_file_reference_find:
 * @self: filled with zeros
 * @document: a document
 * @pointer: /flows/FLOW/nodes/NODE/KEY or /flows/FLOW/nodes/NODE/settings/NAME
 *
 * Returns: whether what is there names a file
 */
gboolean
sluice_file_reference_find (SluiceFileReference *self,
                            SluiceDocument      *document,
                            const char          *pointer)
{
  g_auto (GStrv) parts = sluice_pointer_split (pointer, NULL);
  guint n_parts = parts != NULL ? g_strv_length (parts) : 0;
  SluiceValue value;

  if (n_parts < 5 || n_parts > 6 || !g_str_equal (parts[2], "nodes")
      || g_str_equal (parts[4], "settings") != (n_parts == 6))
    return FALSE;

  self->address = sluice_address_join (parts[1], parts[3]);
  self->key = g_strdup (parts[4]);
  self->setting = g_strdup (parts[5]);
  value = sluice_value_get_member (sluice_document_get_node (document, self->address), self->key);
  if (self->setting != NULL)
    value = sluice_value_get_member (value, self->setting);

  self->file = g_strdup (sluice_value_get_member_string (value, "$file"));
  return self->file != NULL;
}

/**
 * sluice_problem_lacks_file:
 * @problem: a problem
 * @document: the document that has it
 *
 * Returns: whether it is about a file that can be chosen or created
 */
gboolean
sluice_problem_lacks_file (const SluiceProblem *problem,
                           SluiceDocument      *document)
{
  g_auto (SluiceFileReference) reference = { NULL };

  return g_str_equal (problem->code, "no-file") && !sluice_document_is_read_only (document)
         && sluice_file_reference_find (&reference, document, problem->pointer);
}
