/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debug/traps.h"

#include <string.h>

#include "base/ids.h"
#include "engine/node-private.h"
#include "script/script.h"

/* A sieve before the table of nodes: nearly all that are not in the table are not in here either. */
#define SIEVE_BITS 16384 /* a power of two */

/* What outlives a change of the breakpoints. */
typedef struct
{
  guint    n_hits;
  gboolean was_hit; /* it stopped or logged */
} Count;

struct _SluiceTrap
{
  SluiceBreakpoint *breakpoint; /* owned */
  SluiceScript     *condition;  /* owned, or NULL */
  SluiceScript     *log;        /* owned, or NULL */
  Count            *count;      /* borrowed from the traps */
  SluiceTraps      *traps;      /* borrowed */
  guint             watch;      /* of the store; 0: none */
};

struct _SluiceTraps
{
  SluiceRun           *run;    /* borrowed */
  GPtrArray           *all;    /* of SluiceTrap, owned */
  GHashTable          *counts; /* id → Count, owned */
  GHashTable          *on_node[SLUICE_N_BREAKS];  /* interned address → GPtrArray of SluiceTrap; NULL: none */
  GPtrArray           *anywhere[SLUICE_N_BREAKS]; /* of SluiceTrap; NULL: none */
  guint32              sieve[SIEVE_BITS / 32]; /* of the addresses in on_node[SLUICE_BREAK_NODE] */
  guint                kinds;
  SluiceValue          met;    /* owned: the breakpoint that is to stop; or null */
  SluiceTrapPlaceFunc  func;
  gpointer             user_data;
};

static void
trap_free (gpointer data)
{
  SluiceTrap *self = data;

  if (self->watch != 0)
    sluice_store_unsubscribe (sluice_run_get_store (self->traps->run), self->watch);
  g_clear_pointer (&self->condition, sluice_script_unref);
  g_clear_pointer (&self->log, sluice_script_unref);
  sluice_breakpoint_free (self->breakpoint);
  g_free (self);
}

static void
array_unref (gpointer data)
{
  g_ptr_array_unref (data);
}

SluiceTraps *
sluice_traps_new (SluiceRun           *run,
                  SluiceTrapPlaceFunc  func,
                  gpointer             user_data)
{
  SluiceTraps *self = g_new0 (SluiceTraps, 1);

  self->run = run;
  self->func = func;
  self->user_data = user_data;
  self->all = g_ptr_array_new_with_free_func (trap_free);
  self->counts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

static void
disarm (SluiceTraps *self)
{
  for (guint i = 0; i < SLUICE_N_BREAKS; i++)
    {
      g_clear_pointer (&self->on_node[i], g_hash_table_unref);
      g_clear_pointer (&self->anywhere[i], g_ptr_array_unref);
    }
  g_ptr_array_set_size (self->all, 0);
  memset (self->sieve, 0, sizeof self->sieve);
  self->kinds = 0;
}

void
sluice_traps_free (SluiceTraps *self)
{
  disarm (self);
  g_ptr_array_unref (self->all);
  g_hash_table_unref (self->counts);
  sluice_value_unref (self->met);
  g_free (self);
}

static Count *
ensure_count (SluiceTraps *self,
              guint        id)
{
  Count *count = g_hash_table_lookup (self->counts, GUINT_TO_POINTER (id));

  if (count == NULL)
    {
      count = g_new0 (Count, 1);
      g_hash_table_insert (self->counts, GUINT_TO_POINTER (id), count);
    }
  return count;
}

static void
place_cb (SluiceStore             *store,
          const SluiceStoreNotice *notice,
          gpointer                 user_data)
{
  SluiceTrap *self = user_data;
  gboolean changed = notice->had != notice->has || !sluice_value_equal (notice->old_value, notice->value);
  gboolean is_it;

  switch (self->breakpoint->kind)
    {
    case SLUICE_BREAK_CHANGED:
      is_it = changed;
      break;
    case SLUICE_BREAK_BECOMES:
      is_it = changed && notice->has && sluice_value_equal (notice->value, self->breakpoint->value);
      break;
    default:
      is_it = TRUE;
      break;
    }
  if (is_it)
    self->traps->func (self, notice, self->traps->user_data);
}

static gboolean
is_of_store (SluiceBreakKind kind)
{
  return kind == SLUICE_BREAK_WRITTEN || kind == SLUICE_BREAK_CHANGED || kind == SLUICE_BREAK_BECOMES;
}

/* @address is interned. */
static inline guint
get_sieve_bit (const char *address)
{
  gsize bits = (gsize) address;

  return (guint) ((bits >> 3) ^ (bits >> 15)) & (SIEVE_BITS - 1);
}

static void
sort_in (SluiceTraps *self,
         SluiceTrap  *trap)
{
  SluiceBreakKind kind = trap->breakpoint->kind;
  const char *address = sluice_address_intern (trap->breakpoint->address);
  GPtrArray *there;

  if (address == NULL)
    {
      if (self->anywhere[kind] == NULL)
        self->anywhere[kind] = g_ptr_array_new ();
      g_ptr_array_add (self->anywhere[kind], trap);
      return;
    }
  if (kind == SLUICE_BREAK_NODE)
    self->sieve[get_sieve_bit (address) / 32] |= 1u << (get_sieve_bit (address) % 32);
  if (self->on_node[kind] == NULL)
    self->on_node[kind] = g_hash_table_new_full (NULL, NULL, NULL, array_unref);
  there = g_hash_table_lookup (self->on_node[kind], address);
  if (there == NULL)
    {
      there = g_ptr_array_new ();
      g_hash_table_insert (self->on_node[kind], (gpointer) address, there);
    }
  g_ptr_array_add (there, trap);
}

static void
add (SluiceTraps            *self,
     const SluiceBreakpoint *breakpoint)
{
  SluiceTrap *trap = g_new0 (SluiceTrap, 1);

  trap->traps = self;
  trap->breakpoint = sluice_breakpoint_copy (breakpoint);
  trap->count = ensure_count (self, breakpoint->id);
  if (breakpoint->condition != NULL)
    trap->condition = sluice_script_new_watch (SLUICE_SCRIPT_EXPRESSION, "condition", breakpoint->condition, NULL);
  if (breakpoint->log != NULL)
    trap->log = sluice_script_new_watch (SLUICE_SCRIPT_TEMPLATE, "message", breakpoint->log, NULL);
  if (is_of_store (breakpoint->kind))
    trap->watch = sluice_store_subscribe (sluice_run_get_store (self->run), breakpoint->what, place_cb, trap, NULL,
                                          NULL);
  g_ptr_array_add (self->all, trap);
  self->kinds |= 1u << breakpoint->kind;
  sort_in (self, trap);
}

void
sluice_traps_arm (SluiceTraps            *self,
                  SluiceBreakpoints      *breakpoints,
                  const SluiceBreakpoint *here)
{
  disarm (self);
  for (guint i = 0; breakpoints != NULL && i < sluice_breakpoints_get_n (breakpoints); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (breakpoints, i);

      if (breakpoint->enabled && !sluice_breakpoints_is_muted (breakpoints))
        add (self, breakpoint);
    }
  if (here == NULL)
    return;
  g_hash_table_remove (self->counts, GUINT_TO_POINTER (here->id));
  add (self, here);
}

gboolean
sluice_traps_has (const SluiceTraps *self,
                  SluiceBreakKind    kind)
{
  return (self->kinds & (1u << kind)) != 0;
}

guint
sluice_traps_get_kinds (const SluiceTraps *self)
{
  return self->kinds;
}

gboolean
sluice_traps_is_near (const SluiceTraps *self,
                      SluiceNode        *node)
{
  const guint others = (1u << SLUICE_BREAK_PHASE) | (1u << SLUICE_BREAK_VISITS) | (1u << SLUICE_BREAK_TIME);
  const char *address;

  guint bit;

  if ((self->kinds & others) != 0)
    return TRUE;
  address = sluice_node_get_private (node)->address;
  bit = get_sieve_bit (address);
  return G_UNLIKELY ((self->sieve[bit / 32] & (1u << (bit % 32))) != 0) && address != NULL &&
         g_hash_table_contains (self->on_node[SLUICE_BREAK_NODE], address);
}

guint
sluice_traps_get_hits (const SluiceTraps *self,
                       guint              id)
{
  const Count *count = g_hash_table_lookup (self->counts, GUINT_TO_POINTER (id));

  return count != NULL ? count->n_hits : 0;
}

SluiceValue
sluice_traps_take_met (SluiceTraps *self)
{
  SluiceValue met = self->met;

  self->met = sluice_value_null ();
  return met;
}

const SluiceBreakpoint *
sluice_trap_get_breakpoint (const SluiceTrap *self)
{
  return self->breakpoint;
}

static gboolean
is_true (SluiceValue value)
{
  return !SLUICE_VALUE_IS_NULL (value) && !(SLUICE_VALUE_IS_BOOLEAN (value) && !sluice_value_get_boolean (value));
}

/* A condition that can't be evaluated holds: the person is told why. */
static gboolean
holds (const SluiceTrap  *self,
       SluiceLane        *lane,
       const GError      *fault,
       char             **message)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (self->condition == NULL)
    return TRUE;
  if (sluice_script_evaluate (self->condition, self->traps->run, lane, fault, &value, &error))
    return is_true (value);
  g_free (*message);
  *message = g_strdup (error->message);
  return TRUE;
}

static void
write_log (const SluiceTrap *self,
           SluiceLane       *lane,
           SluiceNode       *node,
           const GError     *fault)
{
  SluiceEvent event = { .type = SLUICE_EVENT_LOG, .item = -1, .text = "info" };
  g_autoptr (GError) error = NULL;

  if (!sluice_script_evaluate (self->log, self->traps->run, lane, fault, &event.value, &error))
    {
      event.text = "error";
      event.value = sluice_value_string (error->message);
    }
  event.lane_object = lane;
  event.lane = lane != NULL ? sluice_lane_get_id (lane) : 0;
  event.visit = lane != NULL ? sluice_lane_get_visit (lane) : 0;
  event.node = node;
  sluice_run_emit (self->traps->run, &event);
  sluice_value_clear (&event.value);
}

static gboolean
has_come (const SluiceTrap *self)
{
  guint after = self->breakpoint->after;
  Count *count;

  if (after == 0)
    return TRUE;
  count = g_hash_table_lookup (self->traps->counts, GUINT_TO_POINTER (after));
  return count != NULL && count->was_hit;
}

gboolean
sluice_traps_meet_one (SluiceTraps       *self,
                       const SluiceTrap  *trap,
                       SluiceLane        *lane,
                       SluiceNode        *node,
                       const GError      *fault,
                       char             **message)
{
  Count *count = trap->count;

  if ((trap->breakpoint->once && count->was_hit) || !has_come (trap) || !holds (trap, lane, fault, message))
    return FALSE;
  if (++count->n_hits < trap->breakpoint->hits)
    {
      g_clear_pointer (message, g_free);
      return FALSE;
    }
  count->was_hit = TRUE;
  if (trap->log == NULL || *message != NULL)
    {
      if (SLUICE_VALUE_IS_NULL (self->met))
        self->met = sluice_breakpoint_to_value (trap->breakpoint);
      return TRUE;
    }
  write_log (trap, lane, node, fault);
  return FALSE;
}

static gboolean
fits (const SluiceTrap *trap,
      const char       *what,
      double            amount)
{
  const SluiceBreakpoint *breakpoint = trap->breakpoint;

  if (breakpoint->what != NULL && g_strcmp0 (breakpoint->what, what) != 0)
    return FALSE;
  if (breakpoint->kind == SLUICE_BREAK_TIME || breakpoint->kind == SLUICE_BREAK_TOKENS ||
      breakpoint->kind == SLUICE_BREAK_COST)
    return amount >= breakpoint->amount && !trap->count->was_hit;
  return breakpoint->amount <= 0 || amount == breakpoint->amount;
}

/* All of them count their hits, whichever stops. */
static gboolean
meet_all (SluiceTraps   *self,
          GPtrArray     *traps,
          SluiceLane    *lane,
          SluiceNode    *node,
          const char    *what,
          double         amount,
          const GError  *fault,
          char         **message)
{
  gboolean stops = FALSE;

  for (guint i = 0; traps != NULL && i < traps->len; i++)
    {
      SluiceTrap *trap = g_ptr_array_index (traps, i);
      g_autofree char *own = NULL;

      if (!fits (trap, what, amount) || !sluice_traps_meet_one (self, trap, lane, node, fault, &own))
        continue;
      stops = TRUE;
      if (*message == NULL)
        *message = g_steal_pointer (&own);
    }
  return stops;
}

gboolean
sluice_traps_meet (SluiceTraps      *self,
                   SluiceBreakKind   kind,
                   SluiceLane       *lane,
                   SluiceNode       *node,
                   const char       *what,
                   double            amount,
                   const GError     *fault,
                   char            **message)
{
  const char *address;
  GPtrArray *there = NULL;
  gboolean stops;

  if ((self->kinds & (1u << kind)) == 0)
    return FALSE;
  if (self->on_node[kind] != NULL && node != NULL && (address = sluice_node_get_address (node)) != NULL)
    there = g_hash_table_lookup (self->on_node[kind], address);
  stops = there != NULL && meet_all (self, there, lane, node, what, amount, fault, message);
  return meet_all (self, self->anywhere[kind], lane, node, what, amount, fault, message) || stops;
}
