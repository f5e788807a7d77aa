/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finding on the canvas: the nodes that hold a text anywhere, of all flows of the document and in its order. Those of
 * the flow that is shown are ringed while the bar is open, and the one that is shown is selected; the entry keeps the
 * keyboard, so that Enter goes from one to the next, near enough to read it. Typing alone does not leave the flow.
 */
#include "window/page-private.h"

#include "base/json.h"

#include <glib/gi18n.h>

static gboolean
holds (SluicePage *self,
       const char *address,
       const char *wanted)
{
  g_autofree char *title = sluice_document_dup_node_title (self->document, address);
  g_autofree char *content = sluice_json_write (sluice_document_get_node (self->document, address),
                                                SLUICE_JSON_WRITE_COMPACT, NULL);
  g_autofree char *all = g_strjoin ("\n", address, title, content, NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1);

  return strstr (folded, wanted) != NULL;
}

static gboolean
is_here (SluicePage *self,
         guint       i)
{
  const char *flow = sluice_flow_trail_get_flow (self->trail);
  const char *address = i < self->found->len ? g_ptr_array_index (self->found, i) : NULL;
  gsize length = flow != NULL ? strlen (flow) : 0;

  return flow != NULL && address != NULL && strncmp (address, flow, length) == 0 && address[length] == '/'
         && strchr (address + length + 1, '/') == NULL;
}

/* The first in the flow that is shown; else the first of all. */
static guint
find_here (SluicePage *self)
{
  for (guint i = 0; i < self->found->len; i++)
    if (is_here (self, i))
      return i;
  return 0;
}

static void
show_count (SluicePage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->find_entry));
  g_autofree char *label = NULL;

  if (text[0] == '\0')
    label = g_strdup ("");
  else if (self->found->len == 0)
    label = g_strdup (_("Not found"));
  else if (!is_here (self, self->found_at))
    /* Translators: so many matches, none of which is in the flow that is shown. */
    label = g_strdup_printf (ngettext ("%u in another flow", "%u in other flows", self->found->len), self->found->len);
  else
    /* Translators: which of the matches is shown: "2 of 5". */
    label = g_strdup_printf (_("%u of %u"), self->found_at + 1, self->found->len);
  gtk_label_set_label (self->find_count, label);
}

static void
ring_found (SluicePage *self)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  for (guint i = 0; i < self->found->len; i++)
    if (is_here (self, i))
      g_ptr_array_add (addresses, g_ptr_array_index (self->found, i));
  g_ptr_array_add (addresses, NULL);
  sluice_canvas_set_found (self->canvas, (const char * const *) addresses->pdata);
}

/* Another flow that is shown has it found anew. */
static void
show_found (SluicePage *self)
{
  g_autofree char *address = self->found->len > 0 ? g_strdup (g_ptr_array_index (self->found, self->found_at)) : NULL;

  ring_found (self);
  if (address != NULL)
    sluice_page_locate (self, address);
  show_count (self);
}

static void
search_flow (SluicePage *self,
             const char *flow,
             const char *wanted)
{
  guint n_nodes = sluice_document_get_n_nodes (self->document, flow);

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *address = g_strconcat (flow, "/", sluice_document_get_node_id (self->document, flow, i), NULL);

      if (holds (self, address, wanted))
        g_ptr_array_add (self->found, g_steal_pointer (&address));
    }
}

static void
search (SluicePage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->find_entry));
  g_autofree char *wanted = g_utf8_casefold (text, -1);
  guint n_flows = text[0] != '\0' ? sluice_document_get_n_flows (self->document) : 0;

  g_ptr_array_set_size (self->found, 0);
  for (guint i = 0; i < n_flows; i++)
    search_flow (self, sluice_document_get_flow_id (self->document, i), wanted);
}

static void
search_changed_cb (SluicePage *self)
{
  search (self);
  self->found_at = find_here (self);
  if (is_here (self, self->found_at))
    show_found (self);
  else
    {
      ring_found (self);
      show_count (self);
    }
}

/* Searched anew each time, for the document may have changed meanwhile. */
static void
go_by (SluicePage *self,
       int         by)
{
  search (self);
  if (self->found->len > 0 && (self->found_at >= self->found->len || is_here (self, self->found_at)))
    self->found_at = (self->found_at + self->found->len + (guint) by) % self->found->len;
  show_found (self);
  if (self->found->len > 0)
    sluice_canvas_go_to_node (self->canvas, g_ptr_array_index (self->found, self->found_at));
}

static void
next_cb (SluicePage *self)
{
  go_by (self, 1);
}

static void
previous_cb (SluicePage *self)
{
  go_by (self, -1);
}

static void
close_cb (SluicePage *self)
{
  gtk_revealer_set_reveal_child (self->find_bar, FALSE);
  sluice_canvas_set_found (self->canvas, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static gboolean
key_pressed_cb (SluicePage      *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || (modifiers & GDK_SHIFT_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  previous_cb (self);
  return GDK_EVENT_STOP;
}

/**
 * sluice_page_find_again:
 *
 * Finds anew what the open bar looks for: the document changed, or another flow is shown.
 */
void
sluice_page_find_again (SluicePage *self)
{
  if (!gtk_revealer_get_reveal_child (self->find_bar))
    return;

  search (self);
  if (!is_here (self, self->found_at))
    self->found_at = find_here (self);
  ring_found (self);
  show_count (self);
}

static gboolean
has_focus_within (gpointer widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/**
 * sluice_page_find:
 *
 * Finds something in what has the keyboard, the lines of the console or the runs; else opens the bar to find something
 * in the flows of the document.
 */
void
sluice_page_find (SluicePage *self)
{
  if (has_focus_within (self->console))
    {
      sluice_console_open_search (self->console);
      return;
    }
  if (has_focus_within (self->run_list))
    {
      sluice_run_list_focus (self->run_list);
      return;
    }
  gtk_revealer_set_reveal_child (self->find_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->find_entry), 0, -1);
  sluice_page_find_again (self);
}

/**
 * sluice_page_init_find:
 *
 * Connects the bar.
 */
void
sluice_page_init_find (SluicePage *self)
{
  static const struct { const char *name; void (*handler) (SluicePage *self); } actions[] = {
    { "find-next", next_cb },
    { "find-previous", previous_cb },
    { "find-close", close_cb },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->found = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i].name, NULL);

      g_signal_connect_object (action, "activate", G_CALLBACK (actions[i].handler), self, G_CONNECT_SWAPPED);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (group));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->find_entry), keys);
  g_signal_connect_object (self->find_entry, "search-changed",
                           G_CALLBACK (search_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_entry, "activate", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_entry, "next-match", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_entry, "previous-match", G_CALLBACK (previous_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_entry, "stop-search", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
}
