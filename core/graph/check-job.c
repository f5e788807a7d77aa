/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The checks of a document as a job. It goes over the flows several times; each time some parts look at
 * one item of a flow after another: a node, a place. Between two items it can be left. What it knows
 * is borrowed from the document as it was: after a change of the document nothing but freeing it is
 * allowed. */

#include "graph/check-job.h"

#include "base/ids.h"
#include "base/pointer.h"
#include "graph/check-private.h"

/* A problem with the places, from the root, of what holds it: so it is sorted. */
typedef struct
{
  SluiceProblem *problem;
  GArray        *places; /* gint */
} Ranked;

struct _SluiceCheckJob
{
  SluiceDocument   *document;
  SluiceValue       root;     /* what is borrowed is part of it */
  SluiceCheck       check;
  SluiceCheckReach *reach;    /* of the flow that is looked at; or NULL */
  SluiceCheckUses  *uses;
  GArray           *ranked;   /* Ranked, the problems borrowed */

  guint             pass;
  guint             flow;     /* its index */
  guint             part;
  guint             item;
};

/* Looks at one item of a flow. Returns FALSE after the last. */
typedef gboolean (*PartFunc) (SluiceCheckJob *self,
                              const char     *flow);

static gboolean
check_head (SluiceCheckJob *self,
            const char     *flow)
{
  sluice_check_flow_head (&self->check, flow);
  return FALSE;
}

static gboolean
check_node (SluiceCheckJob *self,
            const char     *flow)
{
  return sluice_check_nth_node (&self->check, flow, self->item);
}

static gboolean
check_reach (SluiceCheckJob *self,
             const char     *flow)
{
  if (self->reach == NULL)
    self->reach = sluice_check_reach_new (&self->check, flow);
  if (sluice_check_reach_step (self->reach))
    return TRUE;
  g_clear_pointer (&self->reach, sluice_check_reach_free);
  return FALSE;
}

static gboolean
check_place (SluiceCheckJob *self,
             const char     *flow)
{
  return sluice_check_nth_place (&self->check, flow, self->item);
}

static gboolean
note_use (SluiceCheckJob *self,
          const char     *flow)
{
  const char *id = sluice_document_get_node_id (self->document, flow, self->item);

  sluice_check_uses_note (self->uses, flow, id);
  return id != NULL;
}

static gboolean
check_more (SluiceCheckJob *self,
            const char     *flow)
{
  const char *id = self->item > 0 ? sluice_document_get_node_id (self->document, flow, self->item - 1) : NULL;

  if (self->item > 0 && id == NULL)
    return FALSE;
  sluice_check_run_registered (self->document, flow, id, self->check.problems);
  return TRUE;
}

static const PartFunc passes[][5] = {
  { check_head, check_node, check_reach, check_place, NULL },
  { note_use, NULL },
  { check_more, NULL },
};

/* Places */

static void
rank (SluiceCheckJob *self,
      SluiceProblem  *problem)
{
  g_auto (GStrv) parts = sluice_pointer_split (problem->pointer, NULL);
  Ranked ranked = { problem, g_array_new (FALSE, FALSE, sizeof (gint)) };
  SluiceValue at = self->root;

  for (char **part = parts; part != NULL && *part != NULL; part++)
    {
      gboolean is_array = SLUICE_VALUE_IS_ARRAY (at);
      gint place = is_array ? (gint) g_ascii_strtoll (*part, NULL, 10)
                            : SLUICE_VALUE_IS_OBJECT (at) ? sluice_value_find_member (at, *part) : -1;

      if (place < 0 || place >= (gint) sluice_value_get_length (at))
        break; /* what is missing stands with what it is missing in */
      g_array_append_val (ranked.places, place);
      at = is_array ? sluice_value_get_element (at, (guint) place)
                    : sluice_value_get_member_at (at, (guint) place);
    }
  g_array_append_val (self->ranked, ranked);
}

static void
clear_ranked (gpointer data)
{
  g_array_unref (((Ranked *) data)->places);
}

static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  const GArray *one = ((const Ranked *) a)->places, *other = ((const Ranked *) b)->places;

  for (guint i = 0; i < MIN (one->len, other->len); i++)
    {
      gint left = g_array_index (one, gint, i), right = g_array_index (other, gint, i);

      if (left != right)
        return left < right ? -1 : 1;
    }
  return (one->len > other->len) - (one->len < other->len);
}

/* The job */

/**
 * sluice_check_job_new:
 * @document: a document
 *
 * Returns: (transfer full): its checks, none of them done
 */
SluiceCheckJob *
sluice_check_job_new (SluiceDocument *document)
{
  SluiceCheckJob *self;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), NULL);

  self = g_new0 (SluiceCheckJob, 1);
  self->document = g_object_ref (document);
  self->root = sluice_value_ref (sluice_document_get_root (document));
  sluice_check_init (&self->check, document);
  self->uses = sluice_check_uses_new (document);
  self->ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  g_array_set_clear_func (self->ranked, clear_ranked);
  return self;
}

/**
 * sluice_check_job_free:
 * @self: (transfer full): a job
 */
void
sluice_check_job_free (SluiceCheckJob *self)
{
  g_clear_pointer (&self->reach, sluice_check_reach_free);
  sluice_check_uses_free (self->uses);
  g_array_unref (self->ranked);
  g_clear_pointer (&self->check.problems, g_ptr_array_unref);
  sluice_value_clear (&self->root);
  g_object_unref (self->document);
  g_free (self);
}

static void
finish_pass (SluiceCheckJob *self)
{
  if (passes[self->pass][0] == note_use)
    sluice_check_recursion (&self->check, self->uses);
  self->pass++;
  self->flow = 0;
}

/* Returns FALSE when there is nothing more to do. */
static gboolean
do_next (SluiceCheckJob *self)
{
  const char *flow;

  if (self->pass == G_N_ELEMENTS (passes))
    {
      if (self->ranked->len < self->check.problems->len)
        rank (self, g_ptr_array_index (self->check.problems, self->ranked->len));
      return self->ranked->len < self->check.problems->len;
    }
  if (self->pass == 0 && self->flow == 0 && self->part == 0)
    sluice_check_file (&self->check);
  flow = sluice_document_get_flow_id (self->document, self->flow);
  if (flow == NULL)
    {
      finish_pass (self);
      return TRUE;
    }
  if (passes[self->pass][self->part] (self, flow))
    {
      self->item++;
      return TRUE;
    }
  self->item = 0;
  if (passes[self->pass][++self->part] == NULL)
    {
      self->part = 0;
      self->flow++;
    }
  return TRUE;
}

/**
 * sluice_check_job_step:
 * @self: a job; its document has not changed since it was made
 * @budget: how long to go on, in µs; negative: to the end
 *
 * Goes on. What is looked at last may take a little longer than that.
 *
 * Returns: whether there is more to do
 */
gboolean
sluice_check_job_step (SluiceCheckJob *self,
                       gint64          budget)
{
  gint64 end = g_get_monotonic_time () + budget;

  do
    if (!do_next (self))
      return FALSE;
  while (budget < 0 || g_get_monotonic_time () < end);

  return TRUE;
}

/**
 * sluice_check_job_finish:
 * @take_self: (transfer full): a job that has nothing more to do
 *
 * Gives what was found, in the order in which the document has it. Line and column are not known.
 *
 * Returns: (transfer full) (element-type SluiceProblem): the problems
 */
GPtrArray *
sluice_check_job_finish (SluiceCheckJob *take_self)
{
  GPtrArray *problems = g_steal_pointer (&take_self->check.problems);

  g_array_sort (take_self->ranked, compare_ranked);
  for (guint i = 0; i < take_self->ranked->len; i++)
    problems->pdata[i] = g_array_index (take_self->ranked, Ranked, i).problem;
  sluice_check_job_free (take_self);
  return problems;
}
