/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* See generate.h: edits by every verb there is, alone, in transactions that are committed or rolled
 * back, with undo and redo among them. What is asked for need not be possible. */

#include "generate.h"

#include "base/ids.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "graph/restructure.h"

static const char *const actions[] = { "default", "ok", "retry", "no" };

static const char *
pick_flow (GRand          *rand,
           SluiceDocument *document)
{
  return sluice_document_get_flow_id (document,
                                      generate_pick (rand, sluice_document_get_n_flows (document)));
}

static const char *
pick_action (GRand *rand)
{
  return actions[generate_pick (rand, G_N_ELEMENTS (actions))];
}

static char *
pick_node (GRand          *rand,
           SluiceDocument *document,
           const char     *flow)
{
  guint n = sluice_document_get_n_nodes (document, flow);

  return sluice_address_join (
    flow, n > 0 ? sluice_document_get_node_id (document, flow, generate_pick (rand, n)) : "none");
}

static char *
pick_item (GRand          *rand,
           SluiceDocument *document,
           const char     *flow)
{
  guint n_frames = sluice_document_get_n_frames (document, flow);
  guint n_notes = sluice_document_get_n_notes (document, flow);

  switch (generate_pick (rand, 4))
    {
    case 0:
      if (n_frames > 0)
        return sluice_frame_address (
          flow, sluice_document_get_frame_id (document, flow, generate_pick (rand, n_frames)));
      break;

    case 1:
      if (n_notes > 0)
        return sluice_note_address (
          flow, sluice_document_get_note_id (document, flow, generate_pick (rand, n_notes)));
      break;

    default: break;
    }
  return pick_node (rand, document, flow);
}

/* Some items, of one flow as a rule, some of them twice. */
static char **
pick_items (GRand          *rand,
            SluiceDocument *document,
            gboolean        only_nodes)
{
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();
  const char *flow = pick_flow (rand, document);

  for (guint i = generate_pick (rand, 6); i > 0; i--)
    {
      const char *of = generate_pick (rand, 12) > 0 ? flow : pick_flow (rand, document);
      g_autofree char *address =
        only_nodes ? pick_node (rand, document, of) : pick_item (rand, document, of);

      g_strv_builder_add (items, address);
    }
  return g_strv_builder_end (items);
}

static SluiceBox
pick_box (GRand *rand)
{
  return (SluiceBox) {
    g_rand_int_range (rand, -50, 50), g_rand_int_range (rand, -50, 50),
    g_rand_int_range (rand, -1, 90), g_rand_int_range (rand, -1, 90),
  };
}

static const char *
pick_key (GRand *rand)
{
  return generate_pick (rand, 2) == 0 ? "typing" : NULL;
}

/* Frames and notes */

static void
edit_drawing (GRand          *rand,
              SluiceDocument *document)
{
  const char *flow = pick_flow (rand, document);
  g_autofree char *item = pick_item (rand, document, flow);
  g_auto (GStrv) items = pick_items (rand, document, FALSE);
  SluiceBox box = pick_box (rand);

  switch (generate_pick (rand, 7))
    {
    case 0: g_free (sluice_edit_add_frame (document, flow, generate_text (rand), &box, NULL)); break;
    case 1: g_free (sluice_edit_add_note (document, flow, generate_text (rand), &box, NULL)); break;

    case 2:
      g_free (sluice_edit_frame_nodes (document, (const char * const *) items, generate_text (rand), NULL));
      break;

    case 3: sluice_edit_set_frame_title (document, item, generate_text (rand), NULL); break;
    case 4: sluice_edit_set_note_text (document, item, generate_text (rand), NULL); break;
    case 5: sluice_edit_set_box (document, item, &box, pick_key (rand), NULL); break;

    default:
      sluice_edit_set_colour (document, (const char * const *) items,
                              generate_pick (rand, 3) > 0 ? "red" : NULL, NULL);
    }
}

static void
edit_items (GRand          *rand,
            SluiceDocument *document)
{
  g_auto (GStrv) items = pick_items (rand, document, FALSE);
  const char *const *some = (const char * const *) items;
  g_auto (GStrv) all = sluice_document_dup_with_contents (document, some);
  int x = g_rand_int_range (rand, -9, 9);

  switch (generate_pick (rand, 6))
    {
    case 0: sluice_edit_move_items (document, (const char * const *) all, x, 1, pick_key (rand), NULL); break;
    case 1: sluice_edit_move_items (document, some, x, -1, pick_key (rand), NULL); break;
    case 2: sluice_edit_align (document, some, (SluiceAlignment) generate_pick (rand, 6), NULL); break;
    case 3: sluice_edit_distribute (document, some, (SluiceAxis) generate_pick (rand, 2), NULL); break;
    case 4: sluice_edit_delete_items (document, some, NULL); break;

    default:
      if (items[0] != NULL)
        sluice_edit_lay_out (document, pick_flow (rand, document), some, NULL);
    }
}

/* Edges */

static void
edit_edges (GRand          *rand,
            SluiceDocument *document)
{
  const char *flow = pick_flow (rand, document);
  g_autofree char *from = pick_node (rand, document, flow);
  g_autofree char *other = pick_node (rand, document, flow);
  g_auto (GStrv) items = pick_items (rand, document, FALSE);
  const char *action = pick_action (rand);
  const SluiceEdge edges[] = { { from, action }, { other, pick_action (rand) } };
  int x = g_rand_int_range (rand, -99, 99);
  guint index = generate_pick (rand, 3);

  switch (generate_pick (rand, 7))
    {
    case 0: sluice_edit_add_bend (document, from, action, 0, x, 1, NULL); break;
    case 1: sluice_edit_add_bend (document, from, action, index, x, 2, NULL); break;
    case 2: sluice_edit_move_bend (document, from, action, index, x, 3, pick_key (rand), NULL); break;
    case 3: sluice_edit_remove_bend (document, from, action, index, NULL); break;
    case 4: sluice_edit_splice (document, other, from, action, NULL); break;
    case 5: sluice_edit_disconnect_many (document, edges, 1 + generate_pick (rand, 2), NULL); break;
    default: sluice_edit_delete_and_heal (document, (const char * const *) items, NULL);
    }
}

/* Copies and sub-flows */

static void
edit_copies (GRand          *rand,
             SluiceDocument *document)
{
  g_auto (GStrv) items = pick_items (rand, document, FALSE);
  const char *const *some = (const char * const *) items;
  SluiceKeepEdges keep = (SluiceKeepEdges) generate_pick (rand, 4);
  g_autofree char *text = NULL;
  g_autofree char *node = NULL;

  switch (generate_pick (rand, 6))
    {
    case 0: g_strfreev (sluice_edit_duplicate (document, some, 2, 3, keep, NULL)); break;

    case 1:
      text = sluice_edit_copy (document, some);
      g_strfreev (sluice_edit_paste_keeping (document, pick_flow (rand, document), text, 1, 2, keep, NULL));
      break;

    case 2:
    case 3: g_free (sluice_edit_collapse (document, some, generate_text (rand), NULL)); break;

    default:
      node = pick_node (rand, document, pick_flow (rand, document));
      g_strfreev (sluice_edit_expand (document, node, NULL));
    }
}

/* Flows and kinds */

static void
edit_flows (GRand          *rand,
            SluiceDocument *document)
{
  static const char *const keys[] = { "title", "params", "batch", "start", "post", "x", "nodes" };
  static const char *const kinds[] = { "script", "choice", "end", "flow", "mystery" };
  g_autofree char *flow = g_strdup (pick_flow (rand, document));
  g_autofree char *node = pick_node (rand, document, flow);
  g_auto (GStrv) nodes = pick_items (rand, document, TRUE);
  const char *const run[] = { flow, generate_pick (rand, 2) == 0 ? "main" : NULL, NULL };

  switch (generate_pick (rand, 10))
    {
    case 0: sluice_edit_delete_flow (document, flow, NULL); break;

    case 1:
      if (sluice_document_get_n_flows (document) < 6)
        g_free (sluice_edit_duplicate_flow (document, flow, NULL));
      break;

    case 2:
      if (sluice_document_get_n_flows (document) < 6)
        g_free (sluice_edit_add_flow (document, generate_text (rand), NULL));
      break;

    case 3: sluice_edit_set_flow_title (document, flow, generate_text (rand), NULL); break;

    case 4:
      sluice_edit_set_flow_key (document, flow, keys[generate_pick (rand, G_N_ELEMENTS (keys))],
                                generate_value (rand, 2), NULL);
      break;

    case 5: sluice_edit_set_run (document, generate_pick (rand, 3) > 0 ? run : NULL, NULL); break;

    case 6:
      sluice_edit_set_disabled (document, (const char * const *) nodes,
                                (SluiceDisabled) generate_pick (rand, 3), NULL);
      break;

    case 7:
      sluice_edit_toggle_disabled (document, (const char * const *) nodes,
                                   (SluiceDisabled) (1 + generate_pick (rand, 2)), NULL);
      break;

    case 8:
      sluice_edit_set_setting (document, node, "flow", sluice_value_string (pick_flow (rand, document)),
                               NULL);
      break;

    default:
      sluice_edit_set_kind (document, node, kinds[generate_pick (rand, G_N_ELEMENTS (kinds))], NULL);
    }
}

/* So that copies of copies don't fill the memory. */
static void
keep_small (GRand          *rand,
            SluiceDocument *document)
{
  for (guint f = 0; f < sluice_document_get_n_flows (document); f++)
    {
      g_autofree char *flow = g_strdup (sluice_document_get_flow_id (document, f));

      while (sluice_document_get_n_nodes (document, flow) > 12)
        {
          g_autofree char *node = pick_node (rand, document, flow);
          const char *const alone[] = { node, NULL };

          if (!sluice_edit_delete_items (document, alone, NULL))
            return;
        }
    }
}

static void
edit_once (GRand          *rand,
           SluiceDocument *document)
{
  switch (generate_pick (rand, 7))
    {
    case 0: edit_drawing (rand, document); break;
    case 1: edit_items (rand, document); break;
    case 2: edit_edges (rand, document); break;
    case 3: edit_copies (rand, document); break;
    case 4: edit_flows (rand, document); break;
    default: generate_edit (rand, document);
    }
}

/* Several edits in one transaction, and transactions in it. */
static void
edit_together (GRand          *rand,
               SluiceDocument *document,
               guint           depth)
{
  sluice_document_begin (document, "Together", pick_key (rand));
  for (guint i = generate_pick (rand, 4); i > 0; i--)
    {
      if (depth > 0 && generate_pick (rand, 4) == 0)
        edit_together (rand, document, depth - 1);
      else
        edit_once (rand, document);
      if (generate_pick (rand, 3) == 0)
        sluice_document_flush (document);
    }
  if (generate_pick (rand, 3) == 0)
    sluice_document_rollback (document);
  else
    sluice_document_commit (document);
}

void
generate_any_edit (GRand          *rand,
                   SluiceDocument *document)
{
  keep_small (rand, document);
  switch (generate_pick (rand, 12))
    {
    case 0: edit_together (rand, document, 2); break;
    case 1: sluice_document_undo (document); break;
    case 2: sluice_document_redo (document); break;
    case 3: sluice_document_break_merge (document); break;
    default: edit_once (rand, document);
    }
}
