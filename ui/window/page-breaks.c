/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The breakpoints of the document: they are kept for it outside its file, edited in a window of their own,
 * and asked for by the canvas, by the list and by the editors of scripts.
 */
#include "window/page-private.h"

#include "debugger/breakpoints/break-editor.h"
#include "source/line-marks.h"

#include <string.h>

#include <glib/gi18n.h>

static void
changed_cb (SluicePage *self)
{
  const char *path = sluice_document_get_path (self->document);
  g_autoptr (GError) error = NULL;

  if (path != NULL && !sluice_breakpoints_save (self->breakpoints, path, &error))
    sluice_page_show_error (self, _("The breakpoints could not be kept"), error);
}

static void
watches_changed_cb (SluicePage *self)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_watches_save (self->watches, sluice_document_get_path (self->document), &error))
    sluice_page_show_error (self, _("The watches could not be kept"), error);
}

static void
load_watches (SluicePage *self)
{
  g_autoptr (GError) error = NULL;

  g_signal_handlers_block_by_func (self->watches, watches_changed_cb, self);
  if (!sluice_watches_load (self->watches, sluice_document_get_path (self->document), &error))
    sluice_page_show_error (self, _("The watches could not be read"), error);
  g_signal_handlers_unblock_by_func (self->watches, watches_changed_cb, self);
}

/**
 * sluice_page_load_breakpoints:
 *
 * Takes the breakpoints and the watches that are kept for the document; of one that is not saved yet there are none.
 */
void
sluice_page_load_breakpoints (SluicePage *self)
{
  g_autoptr (GError) error = NULL;

  g_signal_handlers_block_by_func (self->breakpoints, changed_cb, self);
  if (!sluice_breakpoints_load (self->breakpoints, sluice_document_get_path (self->document), &error))
    sluice_page_show_error (self, _("The breakpoints could not be read"), error);
  g_signal_handlers_unblock_by_func (self->breakpoints, changed_cb, self);
  load_watches (self);
}

/* The editor */

static void
open_editor (SluicePage             *self,
             const SluiceBreakpoint *draft)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    sluice_break_editor_open (GTK_WINDOW (root), self->breakpoints, self->document, draft);
}

static char *
dup_selected_node (SluicePage *self)
{
  g_auto (GStrv) addresses = sluice_canvas_dup_selection (self->canvas);
  const char *edge_address = NULL;

  if (sluice_canvas_get_selected_edge (self->canvas, &edge_address, NULL))
    return g_strdup (edge_address);
  return addresses[0] != NULL && sluice_document_has_node (self->document, addresses[0]) ? g_strdup (addresses[0])
                                                                                         : NULL;
}

/* What is selected is what one most likely means. */
static void
add_cb (SluicePage *self,
        guint       kind)
{
  guint takes = sluice_break_kind_get_info ((SluiceBreakKind) kind)->takes;
  const guint wants = SLUICE_BREAK_NEEDS_NODE | SLUICE_BREAK_NEEDS_PHASE;
  g_autofree char *address = takes & wants ? dup_selected_node (self) : NULL;
  g_autoptr (SluiceBreakpoint) draft = sluice_breakpoint_new ((SluiceBreakKind) kind, address);
  const char *action = NULL;

  if (takes & SLUICE_BREAK_TAKES_ACTION && sluice_canvas_get_selected_edge (self->canvas, NULL, &action))
    draft->what = g_strdup (action);
  open_editor (self, draft);
}

static void
edit_cb (SluicePage *self,
         guint       id)
{
  const SluiceBreakpoint *breakpoint = sluice_breakpoints_find (self->breakpoints, id);

  if (breakpoint != NULL)
    open_editor (self, breakpoint);
}

static const SluiceBreakpoint *
find (SluicePage             *self,
      const SluiceBreakpoint *wanted)
{
  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);

      if (breakpoint->kind == wanted->kind && g_strcmp0 (breakpoint->address, wanted->address) == 0 &&
          g_strcmp0 (breakpoint->what, wanted->what) == 0 && breakpoint->amount == wanted->amount)
        return breakpoint;
    }
  return NULL;
}

/**
 * sluice_page_edit_breakpoint:
 * @there: a breakpoint of that kind and place
 *
 * Opens the editor of the one that is there, or of one that is to be added there.
 */
void
sluice_page_edit_breakpoint (SluicePage             *self,
                             const SluiceBreakpoint *there)
{
  const SluiceBreakpoint *found = find (self, there);

  open_editor (self, found != NULL ? found : there);
}

/* The place of one: its node, with its flow, on the canvas; a place of the store is nowhere there. */
static void
locate_cb (SluicePage *self,
           guint       id)
{
  const SluiceBreakpoint *breakpoint = sluice_breakpoints_find (self->breakpoints, id);
  g_autofree char *address = breakpoint != NULL ? g_strdup (breakpoint->address) : NULL;

  if (address != NULL && sluice_document_has_node (self->document, address))
    sluice_page_go_to (self, address);
}

static void
removed_cb (SluicePage *self,
            guint       n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u breakpoint removed; Ctrl+Z in the list brings it back",
                                                     "%u breakpoints removed; Ctrl+Z in the list brings them back", n),
                                           n);

  sluice_page_set_status (self, text);
}

/**
 * sluice_page_run_to:
 * @there: where to stop once
 *
 * Runs on to there, or from the start where no run is under way.
 */
void
sluice_page_run_to (SluicePage             *self,
                    const SluiceBreakpoint *there)
{
  if (sluice_run_session_is_active (self->session))
    sluice_run_session_run_to (self->session, there);
  else
    sluice_page_start_to (self, there);
}

/* The line of a script that the run is stopped at is marked wherever the script is shown. */
static void
updated_cb (SluicePage            *self,
            const SluiceRunUpdate *change)
{
  SluicePhase phase;
  guint line = sluice_run_session_get_stop_line (self->session, &phase);
  const SluiceScriptPlace place = { sluice_run_session_get_stop_address (self->session), sluice_phase_name (phase) };

  sluice_line_marks_set_stop (sluice_line_marks_of (self->document), &place, line);
}

/**
 * sluice_page_follow_lines:
 *
 * Has the scripts of the document show the breakpoints of their lines, and does what is asked for there. All that is
 * marked stays with what it is on.
 */
void
sluice_page_follow_lines (SluicePage *self)
{
  SluiceLineMarks *marks = sluice_line_marks_of (self->document);

  g_clear_object (&self->follower);
  self->follower = sluice_follower_new (self->document, self->breakpoints, self->pins);
  sluice_line_marks_set_breakpoints (marks, self->breakpoints);
  g_signal_handlers_disconnect_by_data (marks, self);
  g_signal_connect_object (marks, "edit", G_CALLBACK (sluice_page_edit_breakpoint), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (marks, "run-to", G_CALLBACK (sluice_page_run_to), self, G_CONNECT_SWAPPED);
}

/**
 * sluice_page_show_breakpoints:
 *
 * Shows the page of the breakpoints and gives it the keyboard.
 */
void
sluice_page_show_breakpoints (SluicePage *self)
{
  gtk_stack_set_visible_child_name (self->right_stack, "breakpoints");
  sluice_page_show_panel (self, SLUICE_PANEL_RIGHT);
  sluice_break_list_focus (self->break_list);
}

/**
 * sluice_page_show_watches:
 *
 * Shows the page of the watches and gives it the keyboard.
 */
void
sluice_page_show_watches (SluicePage *self)
{
  gtk_stack_set_visible_child_name (self->right_stack, "watches");
  sluice_page_show_panel (self, SLUICE_PANEL_RIGHT);
  sluice_watch_list_focus (self->watch_list);
}

/**
 * sluice_page_watch:
 * @expression: what is to be watched
 *
 * Adds a watch, unless there is this one, and shows it.
 */
void
sluice_page_watch (SluicePage *self,
                   const char *expression)
{
  if (!g_strv_contains (sluice_watches_get_expressions (self->watches), expression))
    sluice_watches_add (self->watches, expression);
  sluice_page_show_watches (self);
}

/**
 * sluice_page_stop_at_change:
 * @pointer: a place of the store
 *
 * Has runs stop when what is there becomes another value, unless they do already, and shows the breakpoint.
 */
void
sluice_page_stop_at_change (SluicePage *self,
                            const char *pointer)
{
  g_autoptr (SluiceBreakpoint) there = sluice_breakpoint_new (SLUICE_BREAK_CHANGED, NULL);
  g_autoptr (GError) error = NULL;

  there->what = g_strdup (pointer);
  if (find (self, there) == NULL && sluice_breakpoints_add (self->breakpoints, there, &error) == 0)
    sluice_page_show_error (self, _("The breakpoint could not be added"), error);
  sluice_page_show_breakpoints (self);
}

/**
 * sluice_page_mute_breakpoints:
 *
 * Mutes all breakpoints, or lets them stop again.
 */
void
sluice_page_mute_breakpoints (SluicePage *self)
{
  gboolean is_muted = !sluice_breakpoints_is_muted (self->breakpoints);

  sluice_breakpoints_set_muted (self->breakpoints, is_muted);
  sluice_page_set_status (self, is_muted ? _("All breakpoints are muted") : _("Breakpoints stop again"));
}

/* Errors, with no breakpoint for them: for every document of the person. */

static const char * const stop_errors[] = {
  [SLUICE_STOP_ERRORS_NEVER] = "never",
  [SLUICE_STOP_ERRORS_UNCAUGHT] = "uncaught",
  [SLUICE_STOP_ERRORS_ATTEMPTS] = "attempts",
};

static gboolean
get_stop_errors (GValue   *value,
                 GVariant *variant,
                 gpointer  user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (stop_errors); i++)
    if (g_str_equal (g_variant_get_string (variant, NULL), stop_errors[i]))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
set_stop_errors (const GValue       *value,
                 const GVariantType *type,
                 gpointer            user_data)
{
  guint chosen = g_value_get_uint (value);

  return chosen < G_N_ELEMENTS (stop_errors) ? g_variant_new_string (stop_errors[chosen]) : NULL;
}

static void
stop_errors_cb (SluicePage *self)
{
  guint chosen;

  g_object_get (self->break_list, "stop-errors", &chosen, NULL);
  sluice_run_session_set_stop_errors (self->session, (SluiceStopErrors) chosen);
}

static void
init_stop_errors (SluicePage *self)
{
  g_signal_connect_object (self->break_list, "notify::stop-errors",
                           G_CALLBACK (stop_errors_cb), self, G_CONNECT_SWAPPED);
  g_settings_bind_with_mapping (self->settings, "stop-on-errors", self->break_list, "stop-errors",
                                G_SETTINGS_BIND_DEFAULT, get_stop_errors, set_stop_errors, NULL, NULL);
}

/**
 * sluice_page_init_breaks:
 *
 * Gives the breakpoints to what shows them.
 */
void
sluice_page_init_breaks (SluicePage *self)
{
  sluice_run_session_set_breakpoints (self->session, self->breakpoints);
  sluice_break_list_set_breakpoints (self->break_list, self->breakpoints);
  sluice_break_list_set_session (self->break_list, self->session);
  init_stop_errors (self);
  sluice_watch_list_set (self->watch_list, self->watches, self->session);
  g_signal_connect_object (self->watches, "changed", G_CALLBACK (watches_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->breakpoints, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "edit-breakpoint",
                           G_CALLBACK (sluice_page_edit_breakpoint), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "run-to", G_CALLBACK (sluice_page_run_to), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->break_list, "add", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->break_list, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->break_list, "locate", G_CALLBACK (locate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->break_list, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
}
