/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells what the canvas shows, in words: what is selected, where the breakpoints are and how the
 * run stands. A test compares words where it would have to compare colours.
 */
#include "run-state.h"

#include "canvas/canvas-private.h"

#include <json-glib/json-glib.h>

/* The session's own enums have no GType. */
static const char * const session_states[] = {
  "idle", "starting", "running", "waiting", "stopped", "finished", "failed", "cancelled",
};

static const char * const mark_states[] = {
  "none", "queued", "prep", "exec", "wait", "fallback", "post", "person", "queue", "stopped",
  "done", "failed", "cancelled", "skipped",
};

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_integer (JsonBuilder *builder,
             const char  *name,
             gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder,
             const char  *name,
             gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_strings (JsonBuilder        *builder,
             const char         *name,
             const char * const *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_document (JsonBuilder    *builder,
              SluiceDocument *document)
{
  add_boolean (builder, "dirty", sluice_document_is_dirty (document));
  add_boolean (builder, "read-only", sluice_document_is_read_only (document));
  add_string (builder, "undo", sluice_document_get_undo_name (document));
  add_string (builder, "redo", sluice_document_get_redo_name (document));
}

static void
add_selection (JsonBuilder  *builder,
               SluiceCanvas *canvas)
{
  g_auto (GStrv) nodes = sluice_canvas_dup_selection (canvas);
  const char *address, *action;

  add_strings (builder, "selection", (const char * const *) nodes);
  if (!sluice_canvas_get_selected_edge (canvas, &address, &action))
    return;
  add_strings (builder, "edge", (const char * const []) { address, action, NULL });
}

/* The edge that is being drawn: its node, its action, and where it would lead to. */
static void
add_link (JsonBuilder  *builder,
          SluiceCanvas *canvas)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (canvas->stage);

  if (feedback->has_link && feedback->link_source != NULL)
    add_strings (builder, "link", (const char * const []) { feedback->link_source, feedback->link_action,
                                                            feedback->link_target, NULL });
}

static void
add_mark (JsonBuilder         *builder,
          const char          *address,
          const SluiceNodeMark *mark)
{
  json_builder_set_member_name (builder, address);
  json_builder_begin_object (builder);
  add_string (builder, "state", mark_states[mark->state]);
  add_string (builder, "text", mark->text);
  add_boolean (builder, "current", mark->is_current);
  add_boolean (builder, "mocked", mark->is_mocked);
  add_integer (builder, "results", mark->n_results);
  add_integer (builder, "lanes", mark->n_lanes);
  add_integer (builder, "visits", (gint64) mark->n_visits);
  add_string (builder, "tail", mark->tail);
  add_integer (builder, "tokens", mark->n_tokens);
  json_builder_end_object (builder);
}

static void
add_marks_of_flow (JsonBuilder      *builder,
                   SluiceDocument   *document,
                   SluiceRunSession *session,
                   const char       *flow)
{
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      g_autofree char *address =
        g_strconcat (flow, "/", sluice_document_get_node_id (document, flow, i), NULL);
      const SluiceNodeMark *mark = sluice_run_session_get_node_mark (session, address);

      if (mark != NULL)
        add_mark (builder, address, mark);
    }
}

static void
add_edges_of_node (JsonBuilder      *builder,
                   SluiceDocument   *document,
                   SluiceRunSession *session,
                   const char       *address)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, address);

  for (guint i = 0; i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);
      const SluiceEdgeMark *mark =
        sluice_run_session_get_edge_mark (session, address, port->action);

      if (mark == NULL || (mark->n_taken == 0 && !mark->is_next))
        continue;
      json_builder_begin_object (builder);
      add_string (builder, "from", address);
      add_string (builder, "action", port->action);
      add_integer (builder, "taken", (gint64) mark->n_taken);
      add_boolean (builder, "last", mark->is_last);
      add_boolean (builder, "next", mark->is_next);
      json_builder_end_object (builder);
    }
}

static void
add_edges_of_flow (JsonBuilder      *builder,
                   SluiceDocument   *document,
                   SluiceRunSession *session,
                   const char       *flow)
{
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      g_autofree char *address =
        g_strconcat (flow, "/", sluice_document_get_node_id (document, flow, i), NULL);

      add_edges_of_node (builder, document, session, address);
    }
}

static void
add_lanes (JsonBuilder      *builder,
           SluiceRunSession *session)
{
  GPtrArray *lanes = sluice_run_session_get_lanes (session);

  json_builder_set_member_name (builder, "lanes");
  json_builder_begin_array (builder);
  for (guint i = 0; lanes != NULL && i < lanes->len; i++)
    {
      const SluiceLaneInfo *lane = g_ptr_array_index (lanes, i);

      json_builder_begin_object (builder);
      add_string (builder, "path", lane->path);
      add_string (builder, "address", lane->address);
      add_string (builder, "waits-for", lane->waits_for);
      add_boolean (builder, "ended", lane->state == SLUICE_LANE_ENDED);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_pins (JsonBuilder      *builder,
          SluiceRunSession *session)
{
  SluicePins *pins = sluice_run_session_get_pins (session);

  json_builder_set_member_name (builder, "pinned");
  json_builder_begin_array (builder);
  for (guint i = 0; pins != NULL && i < sluice_pins_get_n (pins); i++)
    json_builder_add_string_value (builder, sluice_pins_get (pins, i)->address);
  json_builder_end_array (builder);
}

static void
add_run (JsonBuilder      *builder,
         SluiceDocument   *document,
         SluiceRunSession *session)
{
  guint n_flows = sluice_document_get_n_flows (document);
  g_autofree char *message = NULL;

  g_object_get (session, "message", &message, NULL);
  add_string (builder, "session", session_states[sluice_run_session_get_state (session)]);
  add_string (builder, "message", message);
  add_string (builder, "stop", sluice_run_session_get_stop_address (session));
  add_integer (builder, "moment", (gint64) sluice_run_session_get_moment (session));
  add_string (builder, "record", sluice_run_session_get_record (session));
  json_builder_set_member_name (builder, "marks");
  json_builder_begin_object (builder);
  for (guint i = 0; i < n_flows; i++)
    add_marks_of_flow (builder, document, session, sluice_document_get_flow_id (document, i));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "edges");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_flows; i++)
    add_edges_of_flow (builder, document, session, sluice_document_get_flow_id (document, i));
  json_builder_end_array (builder);
  add_lanes (builder, session);
  add_pins (builder, session);
}

static void
add_breakpoints (JsonBuilder       *builder,
                 SluiceBreakpoints *breakpoints)
{
  g_auto (GStrv) addresses = sluice_breakpoints_dup_addresses (breakpoints);
  g_autoptr (GPtrArray) stops = g_ptr_array_new_with_free_func (g_free);

  add_strings (builder, "breakpoints", (const char * const *) addresses);
  for (guint i = 0; i < sluice_breakpoints_get_n (breakpoints); i++)
    g_ptr_array_add (stops, sluice_breakpoint_describe (sluice_breakpoints_get (breakpoints, i)));
  g_ptr_array_add (stops, NULL);
  add_strings (builder, "stops", (const char * const *) stops->pdata);
}

/**
 * sluice_test_dump_state:
 * @canvas: a canvas with a document
 *
 * Returns: (transfer full): what it shows, as JSON
 */
char *
sluice_test_dump_state (SluiceCanvas *canvas)
{
  SluiceDocument *document = sluice_canvas_get_document (canvas);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (SluiceRunSession) session = NULL;
  g_autoptr (SluiceBreakpoints) breakpoints = NULL;

  g_object_get (canvas, "session", &session, "breakpoints", &breakpoints, NULL);
  json_builder_begin_object (builder);
  add_string (builder, "flow", sluice_canvas_get_flow (canvas));
  json_builder_set_member_name (builder, "zoom");
  json_builder_add_double_value (builder, sluice_canvas_get_zoom (canvas));
  add_document (builder, document);
  add_selection (builder, canvas);
  add_link (builder, canvas);
  if (session != NULL)
    add_run (builder, document, session);
  if (breakpoints != NULL)
    add_breakpoints (builder, breakpoints);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
