/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the drawing to what runs. Each flow of the document is compiled once: its nodes, wired. A node of
 * the kind "flow" is a flow of its own that starts where the other one does, so that one flow may
 * be used in many places, itself among them; the program holds all of them and opens such circles
 * when it goes. Runs hold the program. */

#include "compile/compile.h"

#include "graph/check.h"
#include "kinds/kind-flow.h"
#include "kinds/kinds.h"
#include "kinds/link.h"
#include "kinds/perform-http.h"
#include "kinds/texts.h"

G_DEFINE_QUARK (sluice-compile-error-quark, sluice_compile_error)

typedef struct
{
  SluiceFlow *flow;   /* owned: as the document has it */
  GHashTable *nodes;  /* id, borrowed from the root → SluiceNode, owned */
} Part;

struct _SluiceProgram
{
  gint        count;
  SluiceValue root;    /* owned: the document as it was */
  char       *folder;  /* owned, or NULL */
  GHashTable *parts;   /* flow id, borrowed from the root → Part, owned */
  GPtrArray  *to_run;  /* of SluiceFlow, borrowed from the parts */
};

static void
part_free (gpointer data)
{
  Part *part = data;

  g_clear_object (&part->flow);
  g_hash_table_unref (part->nodes);
  g_free (part);
}

/**
 * sluice_init:
 *
 * Registers the node kinds and their checks. Call it once, before documents are made or loaded; more
 * calls do nothing.
 */
void
sluice_init (void)
{
  sluice_kinds_register ();
}

static SluiceValue
get_flow (SluiceProgram *self,
          const char    *id)
{
  return sluice_value_get_member (sluice_value_get_member (self->root, "flows"), id);
}

/* First of all the nodes themselves: so they lie side by side, and not between what is freed before they are. */
static gboolean
make_nodes (Part           *part,
            const char     *flow_id,
            SluiceValue     nodes,
            GError        **error)
{
  SluiceValueIter iter;
  SluiceValue object;
  const char *id;

  sluice_value_iter_init (&iter, nodes);
  while (SLUICE_VALUE_IS_OBJECT (nodes) && sluice_value_iter_next (&iter, &id, &object))
    {
      g_autofree char *address = sluice_address_join (flow_id, id);
      SluiceNode *node = sluice_kinds_new_node (address, object, error);

      if (node == NULL)
        return FALSE;
      g_hash_table_insert (part->nodes, (gpointer) id, node);
      sluice_flow_add_node (part->flow, node);
    }
  return TRUE;
}

static gboolean
load_nodes (SluiceProgram  *self,
            Part           *part,
            const char     *flow_id,
            SluiceValue     nodes,
            GError        **error)
{
  SluiceValueIter iter;
  SluiceValue object;
  const char *id;

  sluice_value_iter_init (&iter, nodes);
  while (SLUICE_VALUE_IS_OBJECT (nodes) && sluice_value_iter_next (&iter, &id, &object))
    {
      g_autofree char *address = sluice_address_join (flow_id, id);
      g_auto (SluiceValue) resolved = SLUICE_VALUE_INIT;

      if (!sluice_texts_resolve_node (object, self->folder, &resolved, error) ||
          !sluice_kinds_load_node (g_hash_table_lookup (part->nodes, id), address, resolved, error))
        return FALSE;
    }
  return TRUE;
}

/* A node that is off is as if it were not there: what leads to it leads nowhere. */
static gboolean
is_off (SluiceValue  nodes,
        const char  *id)
{
  return sluice_value_get_boolean (
    sluice_value_get_member (sluice_value_get_member (nodes, id), "disabled"));
}

/* A node that is passed by goes on by "default"; where it has no such edge, by its only one. */
static const char *
get_action (SluiceNode  *node,
            SluiceValue  next,
            const char  *action)
{
  if (sluice_node_get_disabled (node) && sluice_value_get_length (next) == 1)
    return NULL;
  return action;
}

static void
wire (Part        *part,
      SluiceValue  nodes)
{
  SluiceValueIter iter;
  SluiceValue object;
  const char *id;

  sluice_value_iter_init (&iter, nodes);
  while (SLUICE_VALUE_IS_OBJECT (nodes) && sluice_value_iter_next (&iter, &id, &object))
    {
      SluiceNode *node = g_hash_table_lookup (part->nodes, id);
      SluiceValue next = sluice_value_get_member (object, "next");
      SluiceValueIter edges;
      SluiceValue target;
      const char *action;

      sluice_value_iter_init (&edges, next);
      while (SLUICE_VALUE_IS_OBJECT (next) && sluice_value_iter_next (&edges, &action, &target))
        {
          const char *target_id = sluice_value_get_string (target);
          gboolean ends = target_id == NULL || is_off (nodes, target_id);

          sluice_node_next (node, ends ? NULL : g_hash_table_lookup (part->nodes, target_id),
                            get_action (node, next, action));
        }
    }
}

static gboolean
compile_flow (SluiceProgram  *self,
              const char     *id,
              SluiceValue     object,
              GError        **error)
{
  SluiceValue nodes = sluice_value_get_member (object, "nodes");
  const char *start = sluice_value_get_member_string (object, "start");
  g_auto (SluiceValue) resolved = SLUICE_VALUE_INIT;
  Part *part = g_new0 (Part, 1);

  part->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_hash_table_insert (self->parts, (gpointer) id, part);
  if (!sluice_texts_resolve_node (object, self->folder, &resolved, error))
    return FALSE;
  part->flow = sluice_kinds_create_flow (id, resolved, error);
  if (part->flow == NULL || !make_nodes (part, id, nodes, error) || !load_nodes (self, part, id, nodes, error))
    return FALSE;
  wire (part, nodes);
  if (start != NULL && !is_off (nodes, start))
    sluice_flow_set_start (part->flow, g_hash_table_lookup (part->nodes, start));
  return TRUE;
}

/* Whether a flow does something itself, besides its nodes: then it is one node more (rule F1). */
static gboolean
has_own_phases (SluiceValue flow)
{
  static const char * const keys[] = { "prep", "post", "batch", "params" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (!SLUICE_VALUE_IS_NULL (sluice_value_get_member (flow, keys[i])))
        return TRUE;
    }
  return FALSE;
}

/* Nodes of the kind "flow" start where the flow does that they run. */
static gboolean
link_flow (SluiceProgram   *self,
           SluiceFlowNode  *node,
           GError         **error)
{
  const char *id = sluice_flow_node_get_flow (node);
  Part *part = id != NULL ? g_hash_table_lookup (self->parts, id) : NULL;

  if (part == NULL)
    {
      g_set_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_NO_FLOW,
                   "%s runs the flow “%s”, which is not there",
                   sluice_node_get_address (SLUICE_NODE (node)), id != NULL ? id : "");
      return FALSE;
    }
  if (has_own_phases (get_flow (self, id)))
    sluice_flow_set_start (SLUICE_FLOW (node), SLUICE_NODE (part->flow));
  else
    sluice_flow_set_start (SLUICE_FLOW (node), sluice_flow_get_start (part->flow));
  return TRUE;
}

static gboolean
link_flows (SluiceProgram  *self,
            GError        **error)
{
  GHashTableIter parts;
  Part *part;

  g_hash_table_iter_init (&parts, self->parts);
  while (g_hash_table_iter_next (&parts, NULL, (gpointer *) &part))
    {
      GHashTableIter nodes;
      SluiceNode *node;

      g_hash_table_iter_init (&nodes, part->nodes);
      while (g_hash_table_iter_next (&nodes, NULL, (gpointer *) &node))
        {
          if (SLUICE_IS_FLOW_NODE (node) && !link_flow (self, SLUICE_FLOW_NODE (node), error))
            return FALSE;
        }
    }
  return TRUE;
}

/* Flows that contain each other hold each other, until here. */
static void
unlink_flows (SluiceProgram *self)
{
  GHashTableIter parts;
  Part *part;

  g_hash_table_iter_init (&parts, self->parts);
  while (g_hash_table_iter_next (&parts, NULL, (gpointer *) &part))
    {
      GHashTableIter nodes;
      SluiceNode *node;

      g_hash_table_iter_init (&nodes, part->nodes);
      while (g_hash_table_iter_next (&nodes, NULL, (gpointer *) &node))
        {
          if (SLUICE_IS_FLOW_NODE (node))
            g_object_run_dispose (G_OBJECT (node)); /* lets go of all it owns */
        }
    }
}

static gboolean
choose_flow (SluiceProgram  *self,
             const char     *id,
             GError        **error)
{
  Part *part = g_hash_table_lookup (self->parts, id);

  if (part == NULL)
    {
      g_set_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_NO_FLOW, "there is no flow “%s” to run", id);
      return FALSE;
    }
  g_ptr_array_add (self->to_run, part->flow);
  return TRUE;
}

static gboolean
choose_flows (SluiceProgram   *self,
              SluiceDocument  *document,
              const char      *flow,
              GError         **error)
{
  g_auto (GStrv) run = NULL;

  if (flow != NULL)
    return choose_flow (self, flow, error);
  run = sluice_document_dup_run (document);
  if (run == NULL || *run == NULL)
    {
      g_set_error_literal (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_NO_FLOW,
                           "the document names no flow to run");
      return FALSE;
    }
  for (char **id = run; *id != NULL; id++)
    {
      if (!choose_flow (self, *id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check (SluiceDocument  *document,
       GError         **error)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  const SluiceProblem *first = NULL;
  guint n = 0;

  for (guint i = 0; i < problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (problems, i);

      if (problem->severity != SLUICE_PROBLEM_ERROR)
        continue;
      n++;
      if (first == NULL)
        first = problem;
    }
  if (first == NULL)
    return TRUE;
  if (n == 1)
    g_set_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS, "%s: %s",
                 first->path != NULL ? first->path : "", first->message);
  else
    g_set_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS, "%s: %s (and %u more)",
                 first->path != NULL ? first->path : "", first->message, n - 1);
  return FALSE;
}

/**
 * sluice_compile_checked:
 * @document: a document of which the checks refuse nothing, and whose flows are all in it
 * @flow: (nullable): the one flow to run, or %NULL for those that the document names
 * @error: return location for %SLUICE_COMPILE_ERROR
 *
 * Makes flows of a document as it is now, as sluice_compile() does, without looking at it for problems again.
 *
 * Returns: (transfer full) (nullable): the program
 */
SluiceProgram *
sluice_compile_checked (SluiceDocument  *document,
                        const char      *flow,
                        GError         **error)
{
  g_autoptr (SluiceProgram) self = NULL;
  SluiceValueIter iter;
  SluiceValue object;
  const char *id;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), NULL);

  self = g_new0 (SluiceProgram, 1);
  self->count = 1;
  self->root = sluice_value_ref (sluice_document_get_root (document));
  self->folder = sluice_document_dup_folder (document);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, part_free);
  self->to_run = g_ptr_array_new ();
  sluice_value_iter_init (&iter, sluice_value_get_member (self->root, "flows"));
  while (sluice_value_iter_next (&iter, &id, &object))
    {
      if (!compile_flow (self, id, object, error))
        return NULL;
    }
  if (!link_flows (self, error) || !choose_flows (self, document, flow, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sluice_compile:
 * @document: a document
 * @flow: (nullable): the one flow to run, or %NULL for those that the document names
 * @error: return location for %SLUICE_COMPILE_ERROR, or for what is wrong with another file
 *
 * Makes flows of a document as it is now; later edits do not reach them. Refuses a document whose
 * checks find errors. Flows of other files that it names are read.
 *
 * Returns: (transfer full) (nullable): the program
 */
SluiceProgram *
sluice_compile (SluiceDocument  *document,
                const char      *flow,
                GError         **error)
{
  g_autoptr (SluiceDocument) linked = NULL;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), NULL);

  if (!check (document, error))
    return NULL;
  linked = sluice_link_document (document, error);
  if (linked == NULL || (linked != document && !check (linked, error)))
    return NULL;
  return sluice_compile_checked (linked, flow, error);
}

SluiceProgram *
sluice_program_ref (SluiceProgram *self)
{
  self->count++;
  return self;
}

void
sluice_program_unref (SluiceProgram *self)
{
  if (--self->count > 0)
    return;
  unlink_flows (self);
  g_ptr_array_unref (self->to_run);
  g_hash_table_unref (self->parts);
  sluice_value_unref (self->root);
  g_free (self->folder);
  g_free (self);
}

guint
sluice_program_get_n_flows (SluiceProgram *self)
{
  return self->to_run->len;
}

/**
 * sluice_program_get_flow:
 * @self: a program
 * @index: from 0
 *
 * Returns: (transfer none): one of the flows to run
 */
SluiceFlow *
sluice_program_get_flow (SluiceProgram *self,
                         guint          index)
{
  g_return_val_if_fail (index < self->to_run->len, NULL);

  return g_ptr_array_index (self->to_run, index);
}

/**
 * sluice_program_dup_shared: (skip)
 * @self: a program
 *
 * Returns: (transfer full): the initial store, an object
 */
SluiceValue
sluice_program_dup_shared (SluiceProgram *self)
{
  SluiceValue shared = sluice_value_get_member (self->root, "shared");

  return SLUICE_VALUE_IS_OBJECT (shared) ? sluice_value_ref (shared) : sluice_value_object ();
}

/* "queues": { "hinter_queue": { "items": [""], "limit": 0 } } */
static void
fill_queues (SluiceProgram *self,
             SluiceRun     *run)
{
  SluiceValue queues = sluice_value_get_member (self->root, "queues");
  SluiceValueIter iter;
  SluiceValue seed;
  const char *name;

  sluice_value_iter_init (&iter, queues);
  while (SLUICE_VALUE_IS_OBJECT (queues) && sluice_value_iter_next (&iter, &name, &seed))
    {
      SluiceQueue *queue = sluice_run_ensure_queue (run, name);
      SluiceValue items = sluice_value_get_member (seed, "items");
      SluiceValue limit = sluice_value_get_member (seed, "limit");

      for (guint i = 0; SLUICE_VALUE_IS_ARRAY (items) && i < sluice_value_get_length (items); i++)
        sluice_queue_try_put (queue, sluice_value_ref (sluice_value_get_element (items, i)));
      sluice_queue_set_limit (queue, (guint) CLAMP (sluice_value_get_integer (limit), 0, G_MAXINT));
    }
}

static
G_DEFINE_QUARK (sluice-program, program)

static void
unref_program (gpointer data)
{
  sluice_program_unref (data);
}

/**
 * sluice_program_find_node:
 * @self: a program
 * @address: "flow/node"
 *
 * Returns: (transfer none) (nullable): the node of a flow of the document itself, or %NULL
 */
SluiceNode *
sluice_program_find_node (SluiceProgram *self,
                          const char    *address)
{
  const char *slash = address != NULL ? strchr (address, '/') : NULL;
  g_autofree char *flow = slash != NULL ? g_strndup (address, (gsize) (slash - address)) : NULL;
  Part *part = flow != NULL ? g_hash_table_lookup (self->parts, flow) : NULL;

  return part != NULL ? g_hash_table_lookup (part->nodes, slash + 1) : NULL;
}

/**
 * sluice_program_create_run:
 * @self: a program
 * @engine: the engine that will run it
 * @store: (nullable): the store, or %NULL for one with the document's initial content
 *
 * Makes a run of the program, not yet started: its flows, queues and folder are set.
 *
 * Returns: (transfer full): the run
 */
SluiceRun *
sluice_program_create_run (SluiceProgram *self,
                           SluiceEngine  *engine,
                           SluiceStore   *store)
{
  g_autoptr (SluiceStore) initial = NULL;
  SluiceRun *run;

  if (store == NULL)
    store = initial = sluice_store_new_take (sluice_program_dup_shared (self));
  sluice_kinds_add_performers (engine);
  run = sluice_run_new (engine, store);
  sluice_run_set_data (run, program_quark (), sluice_program_ref (self), unref_program);
  if (self->folder != NULL)
    sluice_run_set_folder (run, self->folder);
  fill_queues (self, run);
  for (guint i = 0; i < self->to_run->len; i++)
    sluice_run_add (run, g_ptr_array_index (self->to_run, i));
  return run;
}

/**
 * sluice_program_leave_run:
 * @self: (transfer full): a program
 * @run: a run of it that has ended
 *
 * Gives up both the caller's and the run's reference: the results of the run can still be looked at, but of
 * what was run nothing is kept on their account. The node that an error came from is there without its edges
 * if nobody else has the program.
 */
void
sluice_program_leave_run (SluiceProgram *self,
                          SluiceRun     *run)
{
  SluiceNode *node = sluice_run_get_error_node (run);

  g_return_if_fail (g_object_get_qdata (G_OBJECT (run), program_quark ()) == self);

  sluice_run_forget_flows (run);
  sluice_run_set_data (run, program_quark (), NULL, NULL);
  if (node != NULL && self->count == 1)
    g_object_run_dispose (G_OBJECT (node));
  sluice_program_unref (self);
}
