/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document tells its changes alone, so what became of a node is seen in them: one that is gone and one that is new,
 * and that say the same but for their edges, are one that was moved (into a sub-flow, out of it, and back by an undo).
 * What belonged to a node that is only gone is kept here, until a node that says the same is there again. */

#include "debug/follower.h"

#include <string.h>

#include "base/ids.h"
#include "debug/kept-pins.h"
#include "debug/line-moves.h"

#define MAX_GONE 1000 /* nodes whose breakpoints and pins are remembered */

struct _SluiceFollower
{
  GObject            parent_instance;

  /* Owned. */
  SluiceDocument    *document;
  SluiceBreakpoints *breakpoints;
  SluicePins        *pins;
  SluiceLineMoves   *lines;
  GQueue             gone; /* of Gone, the newest first */
};

/* What went with a node. */
typedef struct
{
  char        *address;
  SluiceValue  node;
  GPtrArray   *breakpoints; /* SluiceBreakpoint */
  SluicePin   *pin;         /* or NULL */
} Gone;

/* What became of a node in one set of changes; null: it was not there, or is not any more. */
typedef struct
{
  SluiceValue before; /* borrowed from the changes */
  SluiceValue after;
  gboolean    is_taken; /* a node has come from elsewhere */
} Fate;

G_DEFINE_FINAL_TYPE (SluiceFollower, sluice_follower, G_TYPE_OBJECT)

static void
gone_free (gpointer data)
{
  Gone *gone = data;

  g_free (gone->address);
  sluice_value_unref (gone->node);
  g_ptr_array_unref (gone->breakpoints);
  g_clear_pointer (&gone->pin, sluice_pin_free);
  g_free (gone);
}

/* Whether two nodes say the same but for where they lead. */
static gboolean
is_alike (SluiceValue a,
          SluiceValue b)
{
  g_auto (SluiceValue) left = sluice_value_ref (a);
  g_auto (SluiceValue) right = sluice_value_ref (b);

  if (!SLUICE_VALUE_IS_OBJECT (a) || !SLUICE_VALUE_IS_OBJECT (b))
    return FALSE;
  sluice_value_remove_member (&left, "next");
  sluice_value_remove_member (&right, "next");
  return sluice_value_equal (left, right);
}

/* What became of the nodes */

static void
note_node (GHashTable  *fates,
           const char  *flow,
           const char  *node,
           SluiceValue  before,
           SluiceValue  after)
{
  char *address = sluice_address_join (flow, node);
  Fate *fate = g_hash_table_lookup (fates, address);

  if (fate != NULL)
    {
      fate->after = after;
      g_free (address);
      return;
    }
  fate = g_new0 (Fate, 1);
  fate->before = before;
  fate->after = after;
  g_hash_table_insert (fates, address, fate);
}

static void
note_nodes (GHashTable  *fates,
            const char  *flow,
            SluiceValue  before,
            SluiceValue  after)
{
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  if (SLUICE_VALUE_IS_OBJECT (before))
    {
      sluice_value_iter_init (&iter, before);
      while (sluice_value_iter_next (&iter, &id, &node))
        note_node (fates, flow, id, node, sluice_value_get_member (after, id));
    }
  if (SLUICE_VALUE_IS_OBJECT (after))
    {
      sluice_value_iter_init (&iter, after);
      while (sluice_value_iter_next (&iter, &id, &node))
        if (!SLUICE_VALUE_IS_OBJECT (before) || !sluice_value_has_member (before, id))
          note_node (fates, flow, id, sluice_value_null (), node);
    }
}

static GHashTable *
collect_fates (const SluiceChangeSet *changes)
{
  GHashTable *fates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < changes->changes->len; i++)
    {
      const SluiceChange *change = g_ptr_array_index (changes->changes, i);
      g_auto (GStrv) parts = NULL;
      guint n;

      if (!g_str_has_prefix (change->pointer, "/flows/"))
        continue;
      parts = sluice_pointer_split (change->pointer, NULL);
      n = parts != NULL ? g_strv_length (parts) : 0;
      if (n == 2)
        note_nodes (fates, parts[1], sluice_value_get_member (change->old_value, "nodes"),
                    sluice_value_get_member (change->value, "nodes"));
      else if (n == 3 && g_str_equal (parts[2], "nodes"))
        note_nodes (fates, parts[1], change->old_value, change->value);
      else if (n == 4 && g_str_equal (parts[2], "nodes"))
        note_node (fates, parts[1], parts[3], change->old_value, change->value);
    }
  return fates;
}

/* Moved, gone, and there again */

static GPtrArray *
dup_breakpoints (SluiceFollower *self,
                 const char     *address)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_breakpoint_free);

  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);

      if (g_strcmp0 (breakpoint->address, address) == 0)
        g_ptr_array_add (found, sluice_breakpoint_copy (breakpoint));
    }
  return found;
}

/* The nodes that have something to lose. */
static GHashTable *
collect_marked (SluiceFollower *self)
{
  GHashTable *marked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    if (sluice_breakpoints_get (self->breakpoints, i)->address != NULL)
      g_hash_table_add (marked, g_strdup (sluice_breakpoints_get (self->breakpoints, i)->address));
  for (guint i = 0; i < sluice_pins_get_n (self->pins); i++)
    g_hash_table_add (marked, g_strdup (sluice_pins_get (self->pins, i)->address));
  return marked;
}

static const char *
get_id (const char *address)
{
  const char *slash = strrchr (address, '/');

  return slash != NULL ? slash + 1 : address;
}

/* Where a node is now that is gone from @address: of those that are alike one with its id. */
static const char *
take_new_place (GHashTable *fates,
                const char *address,
                const Fate *gone)
{
  const char *found = NULL;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, fates);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Fate *fate = value;
      gboolean is_namesake = g_str_equal (get_id (key), get_id (address));

      if (!SLUICE_VALUE_IS_NULL (fate->before) || fate->is_taken || (found != NULL && !is_namesake) ||
          !is_alike (gone->before, fate->after))
        continue;
      found = key;
      if (is_namesake)
        break;
    }
  if (found != NULL)
    ((Fate *) g_hash_table_lookup (fates, found))->is_taken = TRUE;
  return found;
}

static void
take_along (SluiceFollower *self,
            const char     *address,
            SluiceValue     node)
{
  const SluicePin *pin = sluice_pins_find (self->pins, address);
  Gone *gone = g_new0 (Gone, 1);

  gone->address = g_strdup (address);
  gone->node = sluice_value_ref (node);
  gone->breakpoints = dup_breakpoints (self, address);
  gone->pin = pin != NULL ? sluice_pin_copy (pin) : NULL;
  g_queue_push_head (&self->gone, gone);
  if (self->gone.length > MAX_GONE)
    gone_free (g_queue_pop_tail (&self->gone));

  for (guint i = 0; i < gone->breakpoints->len; i++)
    sluice_breakpoints_remove (self->breakpoints, ((SluiceBreakpoint *) gone->breakpoints->pdata[i])->id);
  sluice_pins_remove (self->pins, address);
}

static void
follow_gone (SluiceFollower *self,
             GHashTable     *fates)
{
  g_autoptr (GHashTable) marked = collect_marked (self);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, fates);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Fate *fate = value;
      const char *place;

      if (!SLUICE_VALUE_IS_NULL (fate->after) || !g_hash_table_contains (marked, key))
        continue;
      place = take_new_place (fates, key, fate);
      if (place == NULL)
        {
          take_along (self, key, fate->before);
          continue;
        }
      sluice_breakpoints_rename (self->breakpoints, key, place);
      sluice_pins_rename (self->pins, key, place);
    }
}

static void
bring_back (SluiceFollower *self,
            const Gone     *gone)
{
  for (guint i = 0; i < gone->breakpoints->len; i++)
    sluice_breakpoints_restore (self->breakpoints, gone->breakpoints->pdata[i]);
  if (gone->pin != NULL)
    sluice_pins_restore (self->pins, gone->pin);
}

static void
follow_returned (SluiceFollower *self,
                 GHashTable     *fates)
{
  GList *next;

  for (GList *at = self->gone.head; at != NULL; at = next)
    {
      Gone *gone = at->data;
      const Fate *fate = g_hash_table_lookup (fates, gone->address);

      next = at->next;
      if (fate == NULL || !SLUICE_VALUE_IS_NULL (fate->before) || !is_alike (gone->node, fate->after))
        continue;
      bring_back (self, gone);
      gone_free (gone);
      g_queue_delete_link (&self->gone, at);
    }
}

/* Actions */

static void
rename_action (SluiceFollower *self,
               const char     *address,
               const char     *from,
               const char     *to)
{
  g_autoptr (GPtrArray) breakpoints = dup_breakpoints (self, address);

  for (guint i = 0; i < breakpoints->len; i++)
    {
      SluiceBreakpoint *breakpoint = breakpoints->pdata[i];

      if (!(sluice_break_kind_get_info (breakpoint->kind)->takes & SLUICE_BREAK_TAKES_ACTION) ||
          g_strcmp0 (breakpoint->what, from) != 0)
        continue;
      g_free (breakpoint->what);
      breakpoint->what = g_strdup (to);
      sluice_breakpoints_change (self->breakpoints, breakpoint->id, breakpoint, NULL);
    }
}

/* An edge that goes, and at once comes as that of another action with the same target, was renamed. */
static void
follow_action (SluiceFollower     *self,
               const SluiceChange *went,
               const SluiceChange *came)
{
  g_auto (GStrv) from = NULL;
  g_auto (GStrv) to = NULL;
  g_autofree char *address = NULL;

  if (went->type != SLUICE_CHANGE_REMOVE || came->type != SLUICE_CHANGE_ADD ||
      !g_str_has_prefix (went->pointer, "/flows/") || !sluice_value_equal (went->old_value, came->value))
    return;
  from = sluice_pointer_split (went->pointer, NULL);
  to = sluice_pointer_split (came->pointer, NULL);
  if (g_strv_length (from) != 6 || g_strv_length (to) != 6 || !g_str_equal (from[2], "nodes") ||
      !g_str_equal (from[4], "next"))
    return;
  for (guint i = 0; i < 5; i++)
    if (!g_str_equal (from[i], to[i]))
      return;
  address = sluice_address_join (from[1], from[3]);
  rename_action (self, address, from[5], to[5]);
}

static void
follow_actions (SluiceFollower        *self,
                const SluiceChangeSet *changes)
{
  for (guint i = 1; i < changes->changes->len; i++)
    follow_action (self, changes->changes->pdata[i - 1], changes->changes->pdata[i]);
}

/* Lines */

static const char * const phases[] = { "prep", "exec", "fallback", "post", NULL };

static void
follow_text (SluiceFollower *self,
             const char     *address,
             const char     *phase,
             SluiceValue     before,
             SluiceValue     after)
{
  g_autofree char *old = SLUICE_VALUE_IS_NULL (before) ? g_strdup ("") : sluice_text_from_value (before);
  g_autofree char *new = SLUICE_VALUE_IS_NULL (after) ? g_strdup ("") : sluice_text_from_value (after);

  /* A text that moves to a file has its lines as before. */
  if (old != NULL && new != NULL)
    sluice_line_moves_follow (self->lines, address, phase, old, new);
}

static void
follow_texts (SluiceFollower        *self,
              const SluiceChangeSet *changes,
              GHashTable            *fates)
{
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < changes->changes->len; i++)
    {
      const SluiceChange *change = g_ptr_array_index (changes->changes, i);
      g_auto (GStrv) parts = sluice_pointer_split (change->pointer, NULL);

      if (parts != NULL && g_strv_length (parts) == 5 && g_str_equal (parts[0], "flows") &&
          g_str_equal (parts[2], "nodes") && g_strv_contains (phases, parts[4]))
        {
          g_autofree char *address = sluice_address_join (parts[1], parts[3]);

          follow_text (self, address, parts[4], change->old_value, change->value);
        }
    }
  g_hash_table_iter_init (&iter, fates);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Fate *fate = value;

      for (guint i = 0; phases[i] != NULL; i++)
        if (SLUICE_VALUE_IS_OBJECT (fate->before) && SLUICE_VALUE_IS_OBJECT (fate->after))
          follow_text (self, key, phases[i], sluice_value_get_member (fate->before, phases[i]),
                       sluice_value_get_member (fate->after, phases[i]));
    }
}

/* The class */

static void
follow (SluiceFollower        *self,
        const SluiceChangeSet *changes)
{
  g_autoptr (GHashTable) fates = NULL;

  if (sluice_breakpoints_get_n (self->breakpoints) == 0 && sluice_pins_get_n (self->pins) == 0 &&
      self->gone.length == 0 && !sluice_line_moves_has_gone (self->lines))
    return;
  fates = collect_fates (changes);
  follow_gone (self, fates);
  follow_returned (self, fates);
  follow_actions (self, changes);
  follow_texts (self, changes, fates);
}

static void
changed_cb (SluiceFollower        *self,
            const SluiceChangeSet *changes)
{
  if (changes->all)
    g_queue_clear_full (&self->gone, gone_free);
  else
    follow (self, changes);
  if (changes->all || sluice_pins_concern (changes))
    sluice_pins_take_kept (self->pins, self->document);
}

static void
sluice_follower_dispose (GObject *object)
{
  SluiceFollower *self = SLUICE_FOLLOWER (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_object (&self->breakpoints);
  g_clear_object (&self->pins);
  g_clear_pointer (&self->lines, sluice_line_moves_free);
  g_queue_clear_full (&self->gone, gone_free);

  G_OBJECT_CLASS (sluice_follower_parent_class)->dispose (object);
}

static void
sluice_follower_class_init (SluiceFollowerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sluice_follower_dispose;
}

static void
sluice_follower_init (SluiceFollower *self)
{
  g_queue_init (&self->gone);
}

/**
 * sluice_follower_new: (skip)
 * @document: what is edited
 * @breakpoints: those on it
 * @pins: those on it
 *
 * The pins that the document keeps are among @pins from now on.
 *
 * Returns: (transfer full): what keeps them with their nodes, actions and lines for as long as it lives
 */
SluiceFollower *
sluice_follower_new (SluiceDocument    *document,
                     SluiceBreakpoints *breakpoints,
                     SluicePins        *pins)
{
  SluiceFollower *self = g_object_new (SLUICE_TYPE_FOLLOWER, NULL);

  self->document = g_object_ref (document);
  self->breakpoints = g_object_ref (breakpoints);
  self->pins = g_object_ref (pins);
  self->lines = sluice_line_moves_new (breakpoints);
  g_signal_connect_object (document, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  sluice_pins_take_kept (pins, document);
  return self;
}
