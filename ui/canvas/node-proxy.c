/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * On GTK 4.8 only a widget can be accessible, so each node in view has one. It has the size and the
 * place of its card, takes the focus, and is handed to another node when its own leaves the view.
 */
#include "canvas/node-proxy.h"

struct _SluiceNodeProxy
{
  GtkWidget parent_instance;
  char *address;
  char *label;
  char *description;
  gboolean is_selected;
};

G_DEFINE_FINAL_TYPE (SluiceNodeProxy, sluice_node_proxy, GTK_TYPE_WIDGET)

static void
sluice_node_proxy_finalize (GObject *object)
{
  SluiceNodeProxy *self = SLUICE_NODE_PROXY (object);

  g_free (self->address);
  g_free (self->label);
  g_free (self->description);
  G_OBJECT_CLASS (sluice_node_proxy_parent_class)->finalize (object);
}

static void
sluice_node_proxy_class_init (SluiceNodeProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_node_proxy_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "node");
}

static void
sluice_node_proxy_init (SluiceNodeProxy *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
sluice_node_proxy_new (void)
{
  return g_object_new (SLUICE_TYPE_NODE_PROXY, NULL);
}

const char *
sluice_node_proxy_get_address (SluiceNodeProxy *self)
{
  return self->address;
}

static void
say (SluiceNodeProxy         *self,
     char                   **said,
     const char              *text,
     GtkAccessibleProperty    property)
{
  if (g_strcmp0 (*said, text) == 0)
    return;
  g_free (*said);
  *said = g_strdup (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), property, text != NULL ? text : "", -1);
}

/**
 * sluice_node_proxy_set_label:
 * @self: a proxy
 * @label: its name
 *
 * Says anew how its node is called and what goes on there, and nothing else of it.
 */
void
sluice_node_proxy_set_label (SluiceNodeProxy *self,
                             const char      *label)
{
  say (self, &self->label, label, GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/**
 * sluice_node_proxy_set:
 * @self: a proxy
 * @address: (nullable): of the node it stands for; NULL: none
 * @label: (nullable): what is read out: title, kind, state
 * @description: (nullable): what is read out after that: where its actions lead
 * @is_selected: whether the node is selected
 *
 * Says what the proxy stands for.
 */
void
sluice_node_proxy_set (SluiceNodeProxy *self,
                       const char      *address,
                       const char      *label,
                       const char      *description,
                       gboolean         is_selected)
{
  if (g_strcmp0 (self->address, address) != 0)
    {
      g_free (self->address);
      self->address = g_strdup (address);
    }
  sluice_node_proxy_set_label (self, label);
  say (self, &self->description, description, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  if (self->is_selected != is_selected)
    {
      self->is_selected = is_selected;
      gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, is_selected,
                                   -1);
    }
}
