/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where a run that is had again leaves what its record tells. */

#include "record/replay-private.h"

static char *
describe_fact (const SluiceFact *fact)
{
  return g_strdup_printf ("%s%s%s", sluice_event_type_name (fact->type), fact->node != NULL ? " of " : "",
                          fact->node != NULL ? fact->node : "");
}

/* The first fact of the two chunks that differs, in words; NULL: what differs is only what was kept of values. */
GError *
sluice_replay_find_difference (GBytes  *then,
                               GBytes  *now,
                               char   **node)
{
  g_autoptr (SluiceChunk) first = sluice_chunk_new (then);
  g_autoptr (SluiceChunk) second = sluice_chunk_new (now);
  guint64 visit = 0;

  while (first != NULL && second != NULL)
    {
      g_auto (SluiceFact) a = { 0 };
      g_auto (SluiceFact) b = { 0 };
      gboolean has_a = sluice_chunk_next (first, &a), has_b = sluice_chunk_next (second, &b);
      g_autofree char *was = NULL;
      g_autofree char *is = NULL;

      if (!has_a && !has_b)
        return NULL;
      if (!has_a || !has_b)
        break;
      visit = a.visit;
      if (sluice_fact_is_same (&a, &b))
        continue;
      *node = g_strdup (b.node != NULL ? b.node : a.node);
      was = describe_fact (&a);
      is = describe_fact (&b);
      return g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                          "The run diverges from its record at visit %" G_GUINT64_FORMAT ": %s was %s, or differs.",
                          visit, is, was);
    }
  return g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                      "The run diverges from its record after visit %" G_GUINT64_FORMAT ".", visit);
}

/* NULL: the flow asks for what it asked then; unless @exactly, of the same at the same place is enough. */
GError *
sluice_replay_compare_request (SluiceEffect     *effect,
                               const SluiceKept *kept,
                               gboolean          exactly)
{
  const char *node = sluice_node_name (sluice_effect_get_node (effect));
  const char *type = sluice_effect_get_effect_type (effect);

  if (g_strcmp0 (type, kept->effect_type) != 0 || g_strcmp0 (node, kept->node) != 0)
    return g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                        "The run diverges from its record at effect %" G_GUINT64_FORMAT
                        ": “%s” asks for “%s” where “%s” asked for “%s”.", kept->effect, node, type,
                        kept->node, kept->effect_type);
  if (!exactly || sluice_request_digest (effect) == kept->digest)
    return NULL;
  return g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                      "The run diverges from its record at effect %" G_GUINT64_FORMAT
                      ": “%s” asks “%s” for something else than it did.", kept->effect, node, type);
}

GError *
sluice_replay_make_unasked (const SluiceKept *kept)
{
  return g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                      "The run diverges from its record: effect %" G_GUINT64_FORMAT
                      " (“%s” of “%s”) is not asked for.", kept->effect, kept->effect_type, kept->node);
}

GError *
sluice_replay_make_left (guint n_inputs)
{
  return g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                      "The run diverges from its record: it ended with %u inputs left.", n_inputs);
}

/* The run ended, and a fork was to begin at @visit. */
GError *
sluice_replay_make_lost (guint64 visit)
{
  return g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                      "The flow as it is now ends before it comes to visit %" G_GUINT64_FORMAT
                      ", where the run was to go on.", visit);
}
