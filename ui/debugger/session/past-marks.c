/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts have no edges: one was taken where a lane goes from the end of a visit to the next at that
 * depth, if the flow has such an edge. */

#include "debugger/session/past-marks.h"

#include "base/ids.h"

typedef struct
{
  const char *address; /* interned */
  char       *title;
} TableNode;

typedef struct
{
  guint       node;
  const char *action; /* interned */
  guint       target; /* 0: the flow that was run has no such edge */
} TableEdge;

struct _SluicePastTable
{
  SluiceDocument *document; /* NULL: it can't be read */
  GHashTable     *by_address; /* interned address → number */
  GHashTable     *texts;    /* of char, owned: errors and actions */
  GArray         *nodes;    /* of TableNode; the first stands for none */
  GArray         *edges;    /* of TableEdge */
  GHashTable     *by_start; /* TableEdge, owned, its target unset → number */
};

typedef struct
{
  const char      *text;     /* of the table; or NULL */
  gint64           duration; /* µs of the last visit that has ended; -1: none */
  guint64          n_visits;
  guint            n_open;   /* visits under way */
  int              attempt;
  SluiceMarkState  state;
  gboolean         is_mocked;
} MarkNode;

typedef struct
{
  guint64 n_taken;
  guint64 last;
  guint   n_last; /* lanes whose latest edge it is */
} MarkEdge;

typedef struct
{
  guint64 visit;
  gint64  began;
  guint   node;
  guint   depth;
  gboolean had_post;
} MarkVisit;

/* A visit that has ended, and what it returned: what comes next at its depth tells the edge. */
typedef struct
{
  guint       node; /* 0: none has */
  const char *action;
} MarkLeft;

typedef struct
{
  guint32  id;
  GArray  *visits;    /* of MarkVisit, the innermost last */
  GArray  *left;      /* of MarkLeft, by depth */
  guint    last_edge; /* from 1; 0: none */
} MarkLane;

struct _SluicePastMarks
{
  GArray    *nodes; /* of MarkNode, by number */
  GArray    *edges; /* of MarkEdge, by number */
  GPtrArray *lanes; /* of MarkLane */
  guint64    rank;
};

/* The table */

static void
table_node_clear (gpointer data)
{
  g_free (((TableNode *) data)->title);
}

static guint
edge_hash (gconstpointer data)
{
  const TableEdge *edge = data;

  return g_direct_hash (edge->action) * 31 + edge->node;
}

static gboolean
edge_equal (gconstpointer a,
            gconstpointer b)
{
  const TableEdge *first = a;
  const TableEdge *second = b;

  return first->node == second->node && first->action == second->action;
}

SluicePastTable *
sluice_past_table_new (SluiceDocument *document)
{
  SluicePastTable *self = g_new0 (SluicePastTable, 1);
  TableNode none = { NULL, NULL };

  self->document = document != NULL ? g_object_ref (document) : NULL;
  self->by_address = g_hash_table_new (NULL, NULL);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (TableNode));
  g_array_set_clear_func (self->nodes, table_node_clear);
  g_array_append_val (self->nodes, none);
  self->edges = g_array_new (FALSE, FALSE, sizeof (TableEdge));
  self->by_start = g_hash_table_new_full (edge_hash, edge_equal, g_free, NULL);
  return self;
}

void
sluice_past_table_free (SluicePastTable *self)
{
  g_clear_object (&self->document);
  g_hash_table_unref (self->by_address);
  g_hash_table_unref (self->texts);
  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_hash_table_unref (self->by_start);
  g_free (self);
}

static char *
dup_title (SluicePastTable *self,
           const char      *address)
{
  const char *slash = strrchr (address, '/');

  if (self->document != NULL && slash != NULL && sluice_document_has_node (self->document, address))
    return sluice_document_dup_node_title (self->document, address);
  return g_strdup (slash != NULL ? slash + 1 : address);
}

guint
sluice_past_table_find_node (SluicePastTable *self,
                             const char      *address)
{
  TableNode node = { sluice_address_intern (address), NULL };
  guint found;

  if (address == NULL)
    return 0;
  found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_address, node.address));
  if (found != 0)
    return found;
  node.title = dup_title (self, address);
  found = self->nodes->len;
  g_array_append_val (self->nodes, node);
  g_hash_table_insert (self->by_address, (gpointer) node.address, GUINT_TO_POINTER (found));
  return found;
}

const char *
sluice_past_table_get_address (SluicePastTable *self,
                               guint            node)
{
  return g_array_index (self->nodes, TableNode, node).address;
}

const char *
sluice_past_table_get_title (SluicePastTable *self,
                             guint            node)
{
  return g_array_index (self->nodes, TableNode, node).title;
}

static const char *
keep_text (SluicePastTable *self,
           const char      *text)
{
  gpointer kept = NULL;

  if (text == NULL)
    return NULL;
  if (!g_hash_table_lookup_extended (self->texts, text, &kept, NULL))
    {
      kept = g_strdup (text);
      g_hash_table_add (self->texts, kept);
    }
  return kept;
}

/* Where an edge leads in the flow that was run; 0: nowhere. */
static guint
find_target (SluicePastTable *self,
             guint            node,
             const char      *action)
{
  const char *address = sluice_past_table_get_address (self, node);
  const char *slash = strrchr (address, '/');
  g_autofree char *target = NULL;
  const char *id;
  SluiceValue next;

  if (self->document == NULL || slash == NULL)
    return 0;
  next = sluice_value_get_member (sluice_document_get_node (self->document, address), "next");
  id = sluice_value_get_member_string (next, action);
  if (id == NULL)
    return 0;
  target = g_strdup_printf ("%.*s/%s", (int) (slash - address), address, id);
  return sluice_past_table_find_node (self, target);
}

static guint
find_edge (SluicePastTable *self,
           guint            node,
           const char      *action)
{
  TableEdge edge = { node, action, 0 };
  gpointer found;

  if (g_hash_table_lookup_extended (self->by_start, &edge, NULL, &found))
    return GPOINTER_TO_UINT (found);
  g_hash_table_insert (self->by_start, g_memdup2 (&edge, sizeof edge), GUINT_TO_POINTER (self->edges->len));
  edge.target = find_target (self, node, action);
  g_array_append_val (self->edges, edge);
  return self->edges->len - 1;
}

guint
sluice_past_table_find_target (SluicePastTable *self,
                               const char      *address,
                               const char      *action)
{
  return find_target (self, sluice_past_table_find_node (self, address), action);
}

/* Marks */

static void
lane_free (gpointer data)
{
  MarkLane *lane = data;

  g_array_unref (lane->visits);
  g_array_unref (lane->left);
  g_free (lane);
}

SluicePastMarks *
sluice_past_marks_new (void)
{
  SluicePastMarks *self = g_new0 (SluicePastMarks, 1);

  self->nodes = g_array_new (FALSE, TRUE, sizeof (MarkNode));
  self->edges = g_array_new (FALSE, TRUE, sizeof (MarkEdge));
  self->lanes = g_ptr_array_new_with_free_func (lane_free);
  return self;
}

static gpointer
lane_copy (gconstpointer data,
           gpointer      user_data)
{
  const MarkLane *lane = data;
  MarkLane *copy = g_new0 (MarkLane, 1);

  *copy = *lane;
  copy->visits = g_array_copy (lane->visits);
  copy->left = g_array_copy (lane->left);
  return copy;
}

SluicePastMarks *
sluice_past_marks_copy (const SluicePastMarks *self)
{
  SluicePastMarks *copy = g_new0 (SluicePastMarks, 1);

  copy->nodes = g_array_copy (self->nodes);
  copy->edges = g_array_copy (self->edges);
  copy->lanes = g_ptr_array_copy (self->lanes, lane_copy, NULL);
  g_ptr_array_set_free_func (copy->lanes, lane_free);
  copy->rank = self->rank;
  return copy;
}

void
sluice_past_marks_free (SluicePastMarks *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_ptr_array_unref (self->lanes);
  g_free (self);
}

gsize
sluice_past_marks_get_size (const SluicePastMarks *self)
{
  return self->nodes->len * sizeof (MarkNode) + self->edges->len * sizeof (MarkEdge)
         + self->lanes->len * (sizeof (MarkLane) + 4 * (sizeof (MarkVisit) + sizeof (MarkLeft)));
}

static MarkNode *
get_node (SluicePastMarks *self,
          guint            number)
{
  while (self->nodes->len <= number)
    {
      MarkNode fresh = { .duration = -1 };

      g_array_append_val (self->nodes, fresh);
    }
  return &g_array_index (self->nodes, MarkNode, number);
}

static MarkEdge *
get_edge (SluicePastMarks *self,
          guint            number)
{
  if (self->edges->len <= number)
    g_array_set_size (self->edges, number + 1);
  return &g_array_index (self->edges, MarkEdge, number);
}

static MarkLane *
find_lane (SluicePastMarks *self,
           guint32          id)
{
  for (guint i = self->lanes->len; i-- > 0;)
    {
      MarkLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->id == id)
        return lane;
    }
  return NULL;
}

static void
set_last_edge (SluicePastMarks *self,
               MarkLane        *lane,
               guint            edge) /* from 1; 0: none */
{
  if (lane->last_edge != 0)
    get_edge (self, lane->last_edge - 1)->n_last--;
  lane->last_edge = edge;
  if (edge != 0)
    get_edge (self, edge - 1)->n_last++;
}

/* The visit that begins is what an edge may have led to. */
static void
take_edge (SluicePastMarks  *self,
           SluicePastTable  *table,
           MarkLane         *lane,
           const SluiceFact *fact,
           guint             node)
{
  MarkLeft left = { 0, NULL };
  guint edge;

  if (fact->depth < lane->left->len)
    left = g_array_index (lane->left, MarkLeft, fact->depth);
  /* What is deeper begins anew, and what is here has gone on. */
  if (lane->left->len > fact->depth)
    g_array_set_size (lane->left, fact->depth);
  if (left.node == 0)
    return;
  edge = find_edge (table, left.node, left.action);
  if (g_array_index (table->edges, TableEdge, edge).target != node)
    return;
  get_edge (self, edge)->n_taken++;
  get_edge (self, edge)->last = ++self->rank;
  set_last_edge (self, lane, edge + 1);
}

static void
fold_visit_started (SluicePastMarks  *self,
                    SluicePastTable  *table,
                    const SluiceFact *fact)
{
  guint number = sluice_past_table_find_node (table, fact->node);
  MarkLane *lane = find_lane (self, fact->lane);
  MarkVisit visit = { fact->visit, fact->time, number, fact->depth, FALSE };
  MarkNode *node;

  if (lane != NULL)
    {
      take_edge (self, table, lane, fact, number);
      g_array_append_val (lane->visits, visit);
    }
  if (number == 0)
    return;
  node = get_node (self, number);
  node->state = SLUICE_MARK_PREP;
  node->attempt = 0;
  node->is_mocked = FALSE;
  node->text = NULL;
  node->n_visits++;
  node->n_open++;
}

static void
leave_visit (SluicePastMarks *self,
             MarkVisit        visit)
{
  if (visit.node != 0)
    get_node (self, visit.node)->n_open--;
}

static void
fold_visit_ended (SluicePastMarks  *self,
                  SluicePastTable  *table,
                  const SluiceFact *fact)
{
  MarkLane *lane = find_lane (self, fact->lane);
  const char *action = fact->action != NULL && *fact->action != '\0' ? fact->action : "default";
  MarkVisit visit;
  MarkLeft left;
  MarkNode *node;

  if (lane == NULL || lane->visits->len == 0)
    return;
  visit = g_array_index (lane->visits, MarkVisit, lane->visits->len - 1);
  if (visit.visit != fact->visit)
    return;
  g_array_set_size (lane->visits, lane->visits->len - 1);
  leave_visit (self, visit);
  if (visit.node == 0)
    return;
  node = get_node (self, visit.node);
  node->duration = fact->time - visit.began;
  node->state = fact->error != NULL ? SLUICE_MARK_FAILED : visit.had_post ? SLUICE_MARK_DONE : SLUICE_MARK_SKIPPED;
  node->text = keep_text (table, fact->error != NULL ? fact->error : fact->action);
  if (fact->error != NULL)
    return;
  left = (MarkLeft) { visit.node, g_intern_string (action) };
  while (lane->left->len <= visit.depth)
    {
      MarkLeft none = { 0, NULL };

      g_array_append_val (lane->left, none);
    }
  g_array_index (lane->left, MarkLeft, visit.depth) = left;
}

static SluiceMarkState
get_state_after (const SluiceFact *fact)
{
  switch (fact->phase)
    {
    case SLUICE_PHASE_EXEC:
      return fact->error != NULL ? SLUICE_MARK_EXEC : SLUICE_MARK_POST;
    case SLUICE_PHASE_FALLBACK:
    case SLUICE_PHASE_POST:
      return SLUICE_MARK_POST;
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_PREP:
    case SLUICE_PHASE_WAIT:
    default:
      return SLUICE_MARK_EXEC;
    }
}

static MarkVisit *
get_visit_of (SluicePastMarks  *self,
              const SluiceFact *fact)
{
  MarkLane *lane = find_lane (self, fact->lane);
  MarkVisit *visit;

  if (lane == NULL || lane->visits->len == 0)
    return NULL;
  visit = &g_array_index (lane->visits, MarkVisit, lane->visits->len - 1);
  return visit->node != 0 && visit->visit == fact->visit ? visit : NULL;
}

static void
fold_phase_ended (SluicePastMarks  *self,
                  const SluiceFact *fact)
{
  MarkVisit *visit = get_visit_of (self, fact);
  MarkNode *node;

  if (visit == NULL)
    return;
  node = get_node (self, visit->node);
  node->is_mocked |= fact->mocked;
  visit->had_post |= fact->phase == SLUICE_PHASE_POST;
  node->state = get_state_after (fact);
  node->attempt = fact->attempt + (fact->phase == SLUICE_PHASE_EXEC && fact->error != NULL ? 1 : 0);
}

static void
fold_effect (SluicePastMarks  *self,
             const SluiceFact *fact)
{
  const MarkVisit *visit = get_visit_of (self, fact);

  if (visit == NULL || (g_strcmp0 (fact->text, "ask") != 0 && g_strcmp0 (fact->text, "choose") != 0))
    return;
  get_node (self, visit->node)->state = fact->type == SLUICE_EVENT_EFFECT_BEGAN ? SLUICE_MARK_PERSON : SLUICE_MARK_EXEC;
}

static void
fold_lane_started (SluicePastMarks  *self,
                   const SluiceFact *fact)
{
  MarkLane *lane = g_new0 (MarkLane, 1);

  lane->id = fact->lane;
  lane->visits = g_array_new (FALSE, FALSE, sizeof (MarkVisit));
  lane->left = g_array_new (FALSE, FALSE, sizeof (MarkLeft));
  g_ptr_array_add (self->lanes, lane);
}

static void
fold_lane_ended (SluicePastMarks  *self,
                 const SluiceFact *fact)
{
  MarkLane *lane = find_lane (self, fact->lane);

  if (lane == NULL)
    return;
  for (guint i = lane->visits->len; i-- > 0;)
    {
      MarkVisit visit = g_array_index (lane->visits, MarkVisit, i);

      leave_visit (self, visit);
      if (visit.node != 0)
        get_node (self, visit.node)->state = SLUICE_MARK_CANCELLED;
    }
  /* The last edge of the last lane stays to be seen when the run is over. */
  if (self->lanes->len > 1)
    set_last_edge (self, lane, 0);
  g_ptr_array_remove (self->lanes, lane);
}

void
sluice_past_marks_fold (SluicePastMarks  *self,
                        SluicePastTable  *table,
                        const SluiceFact *fact)
{
  switch (fact->type)
    {
    case SLUICE_EVENT_LANE_STARTED:
      fold_lane_started (self, fact);
      break;
    case SLUICE_EVENT_LANE_ENDED:
      fold_lane_ended (self, fact);
      break;
    case SLUICE_EVENT_VISIT_STARTED:
      fold_visit_started (self, table, fact);
      break;
    case SLUICE_EVENT_VISIT_ENDED:
      fold_visit_ended (self, table, fact);
      break;
    case SLUICE_EVENT_PHASE_ENDED:
      fold_phase_ended (self, fact);
      break;
    case SLUICE_EVENT_EFFECT_BEGAN:
    case SLUICE_EVENT_EFFECT_ENDED:
      fold_effect (self, fact);
      break;
    default:
      break;
    }
}

static SluiceNodeMark
get_mark (MarkNode *node)
{
  return (SluiceNodeMark) { .state = node->state, .is_current = node->n_open > 0, .n_lanes = node->n_open,
                            .attempt = node->attempt, .is_mocked = node->is_mocked, .n_visits = node->n_visits,
                            .duration = node->duration, .text = node->text };
}

static void
mark_stop (SluiceNodeMark       *mark,
           gboolean              has_begun,
           const SluiceRunDelta *delta)
{
  mark->state = SLUICE_MARK_STOPPED;
  mark->is_past = TRUE;
  mark->has_begun = has_begun;
  mark->line = delta->stop_line;
  mark->phase = delta->stop_phase;
}

void
sluice_past_marks_publish (SluicePastMarks *self,
                           SluicePastTable *table,
                           guint            stop_node,
                           gboolean         has_begun,
                           SluiceRunDelta  *delta)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  g_ptr_array_add (entries, NULL);
  for (guint i = 1; i < table->nodes->len; i++)
    {
      SluiceNodeMark mark = get_mark (get_node (self, i));
      SluiceNodeDelta *entry;

      if (i == stop_node)
        mark_stop (&mark, has_begun, delta);
      entry = sluice_node_delta_new (sluice_past_table_get_address (table, i), &mark);
      g_ptr_array_add (entries, entry);
      g_ptr_array_add (delta->nodes, entry);
    }
  for (guint i = 0; i < table->edges->len; i++)
    {
      const TableEdge *edge = &g_array_index (table->edges, TableEdge, i);
      const MarkEdge *taken = get_edge (self, i);
      SluiceEdgeMark mark = { .n_taken = taken->n_taken, .last = taken->last, .is_last = taken->n_last > 0 };

      if (edge->target != 0)
        sluice_node_delta_add_edge (g_ptr_array_index (entries, edge->node), edge->action, &mark);
    }
  delta->has_edges = TRUE;
}
