/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Going to anything, and any command by its name: both fill the same finder. */
#include "window/window-private.h"

#include "window/commands.h"
#include "window/data-folder.h"
#include "window/recent.h"

#include "base/ids.h"
#include "exchange/exchange.h"
#include "graph/catalog.h"
#include "graph/edit.h"

#include <glib/gi18n.h>

#define MAX_RECENT 20

static void
add_nodes (SluiceWindow   *self,
           SluiceDocument *document,
           const char     *flow)
{
  guint n_nodes = sluice_document_get_n_nodes (document, flow);

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *address = g_strconcat (flow, "/", sluice_document_get_node_id (document, flow, i), NULL);
      g_autofree char *title = sluice_document_dup_node_title (document, address);
      g_autofree char *summary = sluice_document_dup_node_summary (document, address);
      const SluiceKindInfo *kind = sluice_catalog_lookup (sluice_document_get_node_kind (document, address));

      sluice_finder_add (self->finder, title, address, summary,
                         kind != NULL ? kind->icon_name : "dialog-question-symbolic", NULL,
                         "win.locate", g_variant_new_string (address), TRUE);
    }
}

static void
add_document (SluiceWindow   *self,
              SluiceDocument *document)
{
  guint n_flows = sluice_document_get_n_flows (document);

  for (guint i = 0; i < n_flows; i++)
    add_nodes (self, document, sluice_document_get_flow_id (document, i));
  for (guint i = 0; i < n_flows; i++)
    {
      const char *flow = sluice_document_get_flow_id (document, i);
      const char *title = sluice_value_get_member_string (sluice_document_get_flow (document, flow), "title");

      sluice_finder_add (self->finder, title != NULL ? title : flow, _("Flow"), flow, "sluice-kind-flow-symbolic",
                         NULL, "win.show-flow", g_variant_new_string (flow), TRUE);
    }
}

static void
add_files (SluiceWindow *self,
           GPtrArray    *paths,
           const char   *icon_name)
{
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *folder = g_path_get_dirname (path);

      sluice_finder_add (self->finder, name, folder, NULL, icon_name, NULL,
                         "win.open-path", g_variant_new_string (path), TRUE);
    }
}

/* At the top, in the middle, below the header bar. */
static void
open_finder (SluiceWindow *self)
{
  graphene_point_t top = GRAPHENE_POINT_INIT_ZERO;

  if (!gtk_widget_compute_point (GTK_WIDGET (self->pages), self->content, &GRAPHENE_POINT_INIT_ZERO, &top))
    top.y = 0;
  sluice_finder_open (self->finder, gtk_widget_get_width (self->content) / 2, (int) top.y);
}

/**
 * sluice_window_go_to:
 *
 * Finds nodes, flows, files that were open lately and examples, and goes there.
 */
void
sluice_window_go_to (SluiceWindow *self)
{
  g_autoptr (GPtrArray) recent = sluice_recent_dup_paths (MAX_RECENT);
  g_autoptr (GPtrArray) examples = sluice_data_dup_examples ();

  sluice_finder_begin (self->finder, _("Go to a node, a flow or a file"));
  if (self->page != NULL)
    add_document (self, self->page->document);
  add_files (self, recent, "document-open-recent-symbolic");
  add_files (self, examples, "emblem-documents-symbolic");
  open_finder (self);
}

/* The actions of a node that lead nowhere yet. */
static void
add_open_ports (SluiceWindow   *self,
                SluiceDocument *document,
                const char     *from,
                const char     *to)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, from);
  g_autofree char *title = sluice_document_dup_node_title (document, from);
  const SluiceKindInfo *kind = sluice_catalog_lookup (sluice_document_get_node_kind (document, from));

  for (guint i = 0; i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);

      if (!port->has_edge)
        sluice_finder_add (self->finder, title, port->action, from,
                           kind != NULL ? kind->icon_name : "dialog-question-symbolic", NULL,
                           "win.connect", g_variant_new ("(sss)", from, port->action, to), TRUE);
    }
}

/**
 * sluice_window_connect_from:
 * @address: a node that nothing leads to
 *
 * Asks from which open port an edge is to lead to it.
 */
void
sluice_window_connect_from (SluiceWindow *self,
                            const char   *address)
{
  SluiceDocument *document = self->page->document;
  g_autofree char *flow = NULL;
  g_autofree char *id = NULL;

  if (!sluice_document_has_node (document, address) || !sluice_address_split (address, &flow, &id))
    return;
  sluice_finder_begin (self->finder, _("Connect it from an open action"));
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      g_autofree char *from = sluice_address_join (flow, sluice_document_get_node_id (document, flow, i));

      if (!g_str_equal (from, address))
        add_open_ports (self, document, from, id);
    }
  open_finder (self);
}

/**
 * sluice_window_connect:
 * @from: address of a node
 * @action: of it
 * @to: id of a node of the same flow
 */
void
sluice_window_connect (SluiceWindow *self,
                       const char   *from,
                       const char   *action,
                       const char   *to)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_edit_connect (self->page->document, from, action, to, &error))
    sluice_window_show_error (self, _("The nodes could not be connected"), error);
  sluice_page_check_now (self->page);
}

static void
add_exports (SluiceWindow *self)
{
  guint n_formats = sluice_exchange_get_n ();

  for (guint i = 0; i < n_formats; i++)
    {
      const SluiceExchangeFormat *format = sluice_exchange_get (i);
      /* Translators: a command; what something is exported as, such as "SVG picture". */
      g_autofree char *title = g_strdup_printf (_("Export: %s…"), _(format->title));

      if (format->write != NULL)
        sluice_finder_add (self->finder, title, NULL, "win.export", NULL, NULL,
                           "win.export", g_variant_new_string (format->id), self->page != NULL);
    }
}

/**
 * sluice_window_show_commands:
 *
 * Finds any command by its name. Whether one can be done now is known to the widget that does it: a
 * button there, which is never shown, tells.
 */
void
sluice_window_show_commands (SluiceWindow *self)
{
  GtkWidget *place = self->page != NULL ? GTK_WIDGET (self->page->canvas) : self->content;
  GtkWidget *probe = gtk_button_new ();
  guint n_commands;
  const SluiceCommand *commands = sluice_commands_get (&n_commands);

  gtk_widget_set_visible (probe, FALSE);
  gtk_widget_set_parent (probe, place);
  sluice_finder_begin (self->finder, _("Find a command"));
  for (guint i = 0; i < n_commands; i++)
    {
      gtk_widget_set_sensitive (probe, FALSE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (probe), commands[i].action);
      sluice_finder_add (self->finder, _(commands[i].title), NULL, commands[i].action, NULL, commands[i].key,
                         commands[i].action, NULL, gtk_widget_get_sensitive (probe));
    }
  gtk_widget_unparent (probe);
  add_exports (self);
  open_finder (self);
}

static void
chosen_cb (SluiceWindow *self,
           const char   *action,
           GVariant     *target)
{
  GtkWidget *place = self->page != NULL ? GTK_WIDGET (self->page->canvas) : self->content;

  if (self->page != NULL)
    gtk_widget_grab_focus (place);
  gtk_widget_activate_action_variant (place, action, target);
}

/**
 * sluice_window_init_find:
 */
void
sluice_window_init_find (SluiceWindow *self)
{
  self->finder = SLUICE_FINDER (sluice_finder_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->finder), self->content);
  g_signal_connect_object (self->finder, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}
