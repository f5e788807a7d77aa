/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chooses the page that fits the selection, and makes a new one when what the old one was made
 * for is gone or has another kind. */

#include "inspector/inspector.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inspector/pages.h"

struct _SluiceInspector
{
  GtkWidget       parent_instance;

  SluiceDocument *document; /* owned, or NULL */
  gulong          changed_id;
  char           *flow;
  GStrv           addresses;
  char           *edge_address;
  char           *edge_action;
  char           *shown_kind; /* the kind that the rows on show are made for */

  GtkWidget      *scroller;
  GtkWidget      *title_row; /* borrowed from the page, or NULL */
};

G_DEFINE_FINAL_TYPE (SluiceInspector, sluice_inspector, GTK_TYPE_WIDGET)

static GtkWidget *
many_page_new (guint n)
{
  g_autofree char *title = g_strdup_printf (g_dngettext (NULL, "%u node selected", "%u nodes selected", n), n);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (page),
                  sluice_page_head_new ("edit-select-all-symbolic", title,
                                        _("Drag one to move them together, Delete removes them, Ctrl+C copies them")));
  return page;
}

static gboolean
has_edge (SluiceInspector *self)
{
  SluiceValue node = SLUICE_VALUE_INIT;

  if (self->edge_address == NULL)
    return FALSE;

  node = sluice_document_get_node (self->document, self->edge_address);
  return sluice_value_has_member (sluice_value_get_member (node, "next"), self->edge_action);
}

static GtkWidget *
page_new (SluiceInspector *self)
{
  guint n = self->addresses ? g_strv_length (self->addresses) : 0;

  if (n == 1 && sluice_document_has_node (self->document, self->addresses[0]))
    {
      self->shown_kind = g_strdup (sluice_document_get_node_kind (self->document, self->addresses[0]));
      return sluice_node_page_new (self->document, self->addresses[0], &self->title_row);
    }
  if (n > 1)
    return many_page_new (n);
  if (has_edge (self))
    return sluice_edge_page_new (self->document, self->edge_address, self->edge_action);

  return sluice_flow_page_new (self->document, self->flow);
}

static void
rebuild (SluiceInspector *self)
{
  GtkWidget *page;

  self->title_row = NULL;
  g_clear_pointer (&self->shown_kind, g_free);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), NULL);
  if (self->document == NULL || self->flow == NULL)
    return;

  page = page_new (self);
  gtk_widget_add_css_class (page, "sluice-inspector-page");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), page);
}

static gboolean
is_out_of_date (SluiceInspector       *self,
                const SluiceChangeSet *set)
{
  const char *kind;

  if (set->all)
    return TRUE;
  if (self->edge_address != NULL)
    return !has_edge (self);
  if (self->addresses == NULL || g_strv_length (self->addresses) != 1)
    return FALSE;

  kind = sluice_document_get_node_kind (self->document, self->addresses[0]);
  return g_strcmp0 (kind, self->shown_kind) != 0;
}

static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *set,
            SluiceInspector       *self)
{
  if (is_out_of_date (self, set))
    rebuild (self);
}

static void
sluice_inspector_dispose (GObject *object)
{
  SluiceInspector *self = SLUICE_INSPECTOR (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_signal_handler (&self->changed_id, self->document);
  g_clear_object (&self->document);
  g_clear_pointer (&self->flow, g_free);
  g_clear_pointer (&self->addresses, g_strfreev);
  g_clear_pointer (&self->edge_address, g_free);
  g_clear_pointer (&self->edge_action, g_free);
  g_clear_pointer (&self->shown_kind, g_free);

  G_OBJECT_CLASS (sluice_inspector_parent_class)->dispose (object);
}

static void
sluice_inspector_class_init (SluiceInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sluice_inspector_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sluiceinspector");
}

static void
sluice_inspector_init (SluiceInspector *self)
{
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
sluice_inspector_new (void)
{
  return g_object_new (SLUICE_TYPE_INSPECTOR, NULL);
}

void
sluice_inspector_set_document (SluiceInspector *self,
                               SluiceDocument  *document)
{
  g_return_if_fail (SLUICE_IS_INSPECTOR (self));

  if (self->document == document)
    return;

  g_clear_signal_handler (&self->changed_id, self->document);
  g_set_object (&self->document, document);
  if (document != NULL)
    self->changed_id = g_signal_connect (document, "changed", G_CALLBACK (changed_cb), self);
  sluice_inspector_set_selection (self, NULL, NULL, NULL);
  rebuild (self);
}

void
sluice_inspector_set_flow (SluiceInspector *self,
                           const char      *flow)
{
  g_return_if_fail (SLUICE_IS_INSPECTOR (self));

  if (g_strcmp0 (self->flow, flow) == 0)
    return;

  g_free (self->flow);
  self->flow = g_strdup (flow);
  rebuild (self);
}

void
sluice_inspector_set_selection (SluiceInspector    *self,
                                const char * const *addresses,
                                const char         *edge_address,
                                const char         *edge_action)
{
  static const char * const none[] = { NULL };

  g_return_if_fail (SLUICE_IS_INSPECTOR (self));

  if (addresses == NULL)
    addresses = none;
  if (self->addresses != NULL &&
      g_strv_equal (addresses, (const char * const *) self->addresses) &&
      g_strcmp0 (edge_address, self->edge_address) == 0 &&
      g_strcmp0 (edge_action, self->edge_action) == 0)
    return;

  g_strfreev (self->addresses);
  self->addresses = g_strdupv ((char **) addresses);
  g_free (self->edge_address);
  self->edge_address = g_strdup (edge_address);
  g_free (self->edge_action);
  self->edge_action = g_strdup (edge_action);
  rebuild (self);
}

gboolean
sluice_inspector_focus_title (SluiceInspector *self)
{
  g_return_val_if_fail (SLUICE_IS_INSPECTOR (self), FALSE);

  return self->title_row != NULL && gtk_widget_grab_focus (self->title_row);
}
