/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a node is beside its kind: one that works on a list, tries again, waits, or has a note. The
 * card shows each as a glyph; here they are told in words, for the tooltip and for who listens.
 */
#include "canvas/badges.h"

#include "graph/waits.h"

#include <glib/gi18n.h>

static SluiceBatch
read_batch (SluiceValue batch)
{
  const char *mode = SLUICE_VALUE_IS_OBJECT (batch) ? sluice_value_get_member_string (batch, "mode")
                                                    : sluice_value_get_string (batch);

  if (mode == NULL)
    return SLUICE_BATCH_NONE;
  return g_str_equal (mode, "parallel") ? SLUICE_BATCH_PARALLEL : SLUICE_BATCH_EACH;
}

/**
 * sluice_badges_read:
 * @self: (out caller-allocates): what the node is
 * @document: a document
 * @address: of a node
 */
void
sluice_badges_read (SluiceBadges   *self,
                    SluiceDocument *document,
                    const char     *address)
{
  SluiceValue node = sluice_document_get_node (document, address);

  self->batch = read_batch (sluice_value_get_member (node, "batch"));
  self->retries = sluice_value_get_integer (sluice_value_get_member (node, "retries"));
  self->waits = sluice_document_node_waits (document, address);
  self->has_note = sluice_value_has_member (node, "note");
}

static void
append (GString    *text,
        const char *separator,
        const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

/**
 * sluice_badges_dup_words:
 * @self: what a node is
 * @separator: between two
 *
 * Returns: (transfer full): the badges in words, "" where there are none
 */
char *
sluice_badges_dup_words (const SluiceBadges *self,
                         const char         *separator)
{
  GString *text = g_string_new (NULL);

  if (self->batch == SLUICE_BATCH_EACH)
    append (text, separator, _("takes a list one by one"));
  else if (self->batch == SLUICE_BATCH_PARALLEL)
    append (text, separator, _("takes a list side by side"));
  if (self->retries > 1)
    {
      g_autofree char *attempts = g_strdup_printf (_("up to %d attempts"), (int) MIN (self->retries, G_MAXINT));

      append (text, separator, attempts);
    }
  if (self->waits)
    append (text, separator, _("may wait"));
  if (self->has_note)
    append (text, separator, _("has a note"));
  return g_string_free (text, FALSE);
}
