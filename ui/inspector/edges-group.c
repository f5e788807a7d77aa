/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The actions of a node, each with the node it leads to: the keyboard's way to connect. A drop-down
 * lists all nodes of the flow, and is given them when somebody comes to it: a thousand rows for each
 * action of each node that is selected would be felt. So would hundreds of actions: the first are
 * listed, and the others when they are asked for. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "graph/edit.h"

#define MOST_AT_ONCE 40 /* actions */

#define SLUICE_TYPE_EDGES_GROUP (sluice_edges_group_get_type ())
G_DECLARE_FINAL_TYPE (SluiceEdgesGroup, sluice_edges_group, SLUICE, EDGES_GROUP, GtkWidget)

struct _SluiceEdgesGroup
{
  GtkWidget       parent_instance;

  SluiceDocument *document; /* owned */
  char           *address;  /* owned */
  char           *flow;     /* owned */
  char           *only;     /* owned, or NULL */

  GtkWidget      *group;
  GPtrArray      *rows;     /* GtkWidget, borrowed from the group */
  guint           n_ports;  /* also those without a row */
  GStrv           targets;  /* what the drop-downs list after "No edge" and "End of the flow" */
  guint           is_building : 1;
  guint           lists_all : 1;
};

G_DEFINE_FINAL_TYPE (SluiceEdgesGroup, sluice_edges_group, GTK_TYPE_WIDGET)

enum
{
  CHOICE_NONE, /* no edge */
  CHOICE_END,  /* an explicit end */
  N_CHOICES,
};

static const char CHOICE_KEY[] = "sluice-choice"; /* what the row shows, as an index of the full list */
static const char FILLED_KEY[] = "sluice-filled";

static void rebuild (SluiceEdgesGroup *self);

static void
target_chosen_cb (GtkWidget        *row,
                  GParamSpec       *pspec,
                  SluiceEdgesGroup *self)
{
  const char *action = g_object_get_data (G_OBJECT (row), "action");
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));

  if (self->is_building || g_object_get_data (G_OBJECT (row), FILLED_KEY) == NULL)
    return;

  g_object_set_data (G_OBJECT (row), CHOICE_KEY, GUINT_TO_POINTER (selected));
  if (selected == CHOICE_NONE)
    sluice_edit_disconnect (self->document, self->address, action, NULL);
  else if (selected == CHOICE_END)
    sluice_edit_connect (self->document, self->address, action, NULL, NULL);
  else if (selected < N_CHOICES + g_strv_length (self->targets))
    sluice_edit_connect (self->document, self->address, action, self->targets[selected - N_CHOICES], NULL);
}

static guint
choice_of_port (SluiceEdgesGroup *self,
                const SluicePort *port)
{
  if (!port->has_edge)
    return CHOICE_NONE;

  for (guint i = 0; port->target != NULL && self->targets[i] != NULL; i++)
    if (g_str_equal (self->targets[i], port->target))
      return i + N_CHOICES;

  return CHOICE_END;
}

static char *
dup_choice_label (SluiceEdgesGroup *self,
                  guint             choice)
{
  g_autofree char *address = NULL;

  if (choice == CHOICE_NONE)
    return g_strdup (_("No edge"));
  if (choice == CHOICE_END)
    return g_strdup (_("End of the flow"));

  address = g_strconcat (self->flow, "/", self->targets[choice - N_CHOICES], NULL);
  return sluice_document_dup_node_title (self->document, address);
}

/* Gives the row all that there is to choose from. */
static void
fill (SluiceEdgesGroup *self,
      GtkWidget        *row)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint n = N_CHOICES + g_strv_length (self->targets);

  if (g_object_get_data (G_OBJECT (row), FILLED_KEY) != NULL)
    return;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = dup_choice_label (self, i);

      gtk_string_list_append (list, label);
    }
  self->is_building = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                              GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), CHOICE_KEY)));
  g_object_set_data (G_OBJECT (row), FILLED_KEY, row);
  self->is_building = FALSE;
}

static void
approached_cb (GtkEventController *controller,
               gpointer            user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (controller);
  GtkWidget *group = gtk_widget_get_ancestor (row, SLUICE_TYPE_EDGES_GROUP);

  if (group != NULL)
    fill (SLUICE_EDGES_GROUP (group), row);
}

static void
pointer_approached_cb (GtkEventController *controller,
                       double              x,
                       double              y,
                       gpointer            user_data)
{
  approached_cb (controller, user_data);
}

static void
fill_when_approached (SluiceEdgesGroup *self,
                      GtkWidget        *row)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (pointer_approached_cb), NULL);
  g_signal_connect (focus, "enter", G_CALLBACK (approached_cb), NULL);
  gtk_widget_add_controller (row, motion);
  gtk_widget_add_controller (row, focus);
}

static GStrv
dup_node_ids (SluiceEdgesGroup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < sluice_document_get_n_nodes (self->document, self->flow); i++)
    g_strv_builder_add (builder, sluice_document_get_node_id (self->document, self->flow, i));

  return g_strv_builder_end (builder);
}

static void
add_port_row (SluiceEdgesGroup *self,
              const SluicePort *port)
{
  GtkWidget *row = adw_combo_row_new ();
  guint choice = choice_of_port (self, port);
  g_autofree char *label = dup_choice_label (self, choice);
  g_autoptr (GtkStringList) model = gtk_string_list_new ((const char * const[]) { label, NULL });

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), port->action);
  gtk_widget_set_tooltip_text (row, _("Where this action leads"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  g_object_set_data_full (G_OBJECT (row), "action", g_strdup (port->action), g_free);
  g_object_set_data (G_OBJECT (row), CHOICE_KEY, GUINT_TO_POINTER (choice));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (target_chosen_cb), self, 0);
  fill_when_approached (self, row);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
  g_ptr_array_add (self->rows, row);
}

/* The edges are set when an action's name is applied: to an explicit end first, to be led on. */
static void
action_applied_cb (AdwEntryRow      *row,
                   SluiceEdgesGroup *self)
{
  g_autofree char *action = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  g_autoptr (GError) error = NULL;

  if (*action == '\0' || sluice_edit_connect (self->document, self->address, action, NULL, &error))
    return;

  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), error->message);
}

static void
add_new_action_row (SluiceEdgesGroup *self)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Add Action"));
  gtk_widget_set_tooltip_text (row, _("A name that post may return, such as “retry”"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_object (row, "apply", G_CALLBACK (action_applied_cb), self, 0);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
  g_ptr_array_add (self->rows, row);
}

/* The row goes while it is activated: not before that is over. */
static gboolean
list_all_cb (gpointer user_data)
{
  SluiceEdgesGroup *self = user_data;
  GtkWidget *next;

  if (self->group == NULL || self->lists_all)
    return G_SOURCE_REMOVE;
  self->lists_all = TRUE;
  rebuild (self);
  next = self->rows->pdata[MOST_AT_ONCE];
  gtk_widget_grab_focus (next);
  return G_SOURCE_REMOVE;
}

static void
more_activated_cb (GtkWidget        *row,
                   SluiceEdgesGroup *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, list_all_cb, g_object_ref (self), g_object_unref);
}

static void
add_more_row (SluiceEdgesGroup *self,
              guint             n)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (ngettext ("Show %u More Action", "Show %u More Actions", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (more_activated_cb), self, 0);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
  g_ptr_array_add (self->rows, row);
}

/* How many of so many ports have a row. */
static guint
count_listed (SluiceEdgesGroup *self,
              guint             n_ports)
{
  return self->lists_all || self->only != NULL ? n_ports : MIN (n_ports, MOST_AT_ONCE);
}

static void
rebuild (SluiceEdgesGroup *self)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self->document, self->address);

  guint n_listed;

  self->is_building = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->group), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  g_strfreev (self->targets);
  self->targets = dup_node_ids (self);
  self->n_ports = ports->len;
  n_listed = count_listed (self, ports->len);
  for (guint i = 0; i < n_listed; i++)
    {
      const SluicePort *port = ports->pdata[i];

      if (self->only == NULL || g_str_equal (self->only, port->action))
        add_port_row (self, port);
    }
  if (n_listed < ports->len)
    add_more_row (self, ports->len - n_listed);
  if (self->only == NULL)
    add_new_action_row (self);
  self->is_building = FALSE;
}

static gboolean
is_touched (SluiceEdgesGroup      *self,
            const SluiceChangeSet *set)
{
  GHashTableIter iter;
  gpointer address, touch;

  if (set->all)
    return TRUE;

  g_hash_table_iter_init (&iter, set->nodes);
  while (g_hash_table_iter_next (&iter, &address, &touch))
    {
      guint bits = GPOINTER_TO_UINT (touch);

      if (g_strcmp0 (address, self->address) == 0 && bits & (SLUICE_TOUCH_EDGES | SLUICE_TOUCH_CONTENT))
        return TRUE;
      if (bits & (SLUICE_TOUCH_ADDED | SLUICE_TOUCH_REMOVED))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_same_ports (SluiceEdgesGroup *self)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self->document, self->address);
  g_auto (GStrv) ids = dup_node_ids (self);
  guint n_listed = count_listed (self, ports->len);
  guint n = self->only != NULL ? 1 : n_listed + (n_listed < ports->len) + 1;

  if (n != self->rows->len || ports->len != self->n_ports || self->only != NULL)
    return FALSE;
  if (!g_strv_equal ((const char * const *) ids, (const char * const *) self->targets))
    return FALSE;

  for (guint i = 0; i < n_listed; i++)
    {
      const SluicePort *port = ports->pdata[i];

      if (g_strcmp0 (g_object_get_data (self->rows->pdata[i], "action"), port->action) != 0 ||
          GPOINTER_TO_UINT (g_object_get_data (self->rows->pdata[i], CHOICE_KEY)) != choice_of_port (self, port))
        return FALSE;
    }

  return TRUE;
}

/* Typing in a script must not take the drop-downs away under the pointer: only a real change rebuilds. */
static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *set,
            SluiceEdgesGroup      *self)
{
  if (!sluice_document_has_node (document, self->address) || !is_touched (self, set))
    return;

  if (!has_same_ports (self))
    rebuild (self);
}

static void
sluice_edges_group_dispose (GObject *object)
{
  SluiceEdgesGroup *self = SLUICE_EDGES_GROUP (object);

  g_clear_pointer (&self->group, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->targets, g_strfreev);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->flow, g_free);
  g_clear_pointer (&self->only, g_free);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (sluice_edges_group_parent_class)->dispose (object);
}

static void
sluice_edges_group_class_init (SluiceEdgesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sluice_edges_group_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_edges_group_init (SluiceEdgesGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->group = adw_preferences_group_new ();
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
}

GtkWidget *
sluice_edges_group_new (SluiceDocument *document,
                        const char     *address,
                        const char     *only)
{
  SluiceEdgesGroup *self = g_object_new (SLUICE_TYPE_EDGES_GROUP, NULL);
  const char *slash = strchr (address, '/');

  g_return_val_if_fail (slash != NULL, NULL);

  self->document = g_object_ref (document);
  self->address = g_strdup (address);
  self->flow = g_strndup (address, slash - address);
  self->only = g_strdup (only);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group),
                                   only != NULL ? _("Leads To") : _("Actions"));
  g_signal_connect_object (document, "changed", G_CALLBACK (changed_cb), self, 0);
  rebuild (self);

  return GTK_WIDGET (self);
}
