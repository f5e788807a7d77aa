/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The proxies of the nodes in view. They are matched to the nodes once before a frame; while
 * panning, only those that come into view are described anew. One that has the focus keeps its node.
 */
#include "canvas/canvas-private.h"
#include "canvas/node-proxy.h"

#define TELL_DELAY 100  /* ms between two times that a run is told of */
#define PROXIES_MAX 300 /* more than that are not read out one by one anyway */

typedef struct
{
  SluiceCanvas *canvas;
  GHashTable *free;    /* SluiceNodeProxy whose node is out of view, borrowed */
  GHashTable *by_node; /* address → SluiceNodeProxy, both borrowed */
  guint n;
} Matching;

static void
fill_proxy (SluiceCanvas    *self,
            GtkWidget       *proxy,
            SluiceSceneNode *node)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
  g_autofree char *name = sluice_canvas_dup_node_name (self, node);
  g_autofree char *description = sluice_canvas_dup_node_description (self, node);

  sluice_node_proxy_set (SLUICE_NODE_PROXY (proxy), node->address, name, description,
                         sluice_selection_has (selection, node->address));
}

static GtkWidget *
take_proxy (Matching *matching)
{
  GHashTableIter iter;
  gpointer proxy;

  g_hash_table_iter_init (&iter, matching->free);
  while (g_hash_table_iter_next (&iter, &proxy, NULL))
    if (!gtk_widget_has_focus (proxy))
      {
        g_hash_table_iter_remove (&iter);
        gtk_widget_set_child_visible (proxy, TRUE);
        return proxy;
      }
  proxy = sluice_node_proxy_new ();
  gtk_widget_set_parent (proxy, GTK_WIDGET (matching->canvas));
  g_ptr_array_add (matching->canvas->proxies, proxy);
  return proxy;
}

static void
match_cb (SluiceSceneNode *node,
          gpointer         user_data)
{
  Matching *matching = user_data;
  GtkWidget *proxy = g_hash_table_lookup (matching->by_node, node->address);

  if (matching->n++ >= PROXIES_MAX)
    return;
  if (proxy == NULL)
    g_ptr_array_add (matching->canvas->unmatched, node);
  else
    {
      g_hash_table_remove (matching->free, proxy);
      if (matching->canvas->proxies_stale)
        fill_proxy (matching->canvas, proxy, node);
    }
}

static void
release_rest (Matching *matching)
{
  GHashTableIter iter;
  gpointer proxy;

  g_hash_table_iter_init (&iter, matching->free);
  while (g_hash_table_iter_next (&iter, &proxy, NULL))
    if (!gtk_widget_has_focus (proxy))
      {
        sluice_node_proxy_set (proxy, NULL, NULL, NULL, FALSE);
        gtk_widget_set_child_visible (proxy, FALSE);
      }
}

static void
match_proxies (SluiceCanvas *self)
{
  SluiceRect area = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  g_autoptr (GHashTable) unused = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) by_node = g_hash_table_new (g_str_hash, g_str_equal);
  Matching matching = { self, unused, by_node, 0 };

  for (guint i = 0; i < self->proxies->len; i++)
    {
      SluiceNodeProxy *proxy = g_ptr_array_index (self->proxies, i);
      const char *address = sluice_node_proxy_get_address (proxy);

      g_hash_table_add (unused, proxy);
      if (address != NULL)
        g_hash_table_insert (by_node, (gpointer) address, proxy);
    }
  sluice_scene_foreach_node (sluice_stage_get_scene (self->stage), &area, match_cb, &matching);
  for (guint i = 0; i < self->unmatched->len; i++)
    fill_proxy (self, take_proxy (&matching), g_ptr_array_index (self->unmatched, i));
  g_ptr_array_set_size (self->unmatched, 0);
  self->proxies_stale = FALSE;
  release_rest (&matching);
}

static gboolean
match_idle_cb (gpointer user_data)
{
  SluiceCanvas *self = user_data;

  self->proxies_id = 0;
  if (self->document != NULL)
    match_proxies (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/**
 * sluice_canvas_queue_proxies:
 * @self: a canvas
 * @are_stale: whether what they say may have changed, not just where they are
 *
 * Has the proxies matched to the nodes in view before the next frame.
 */
void
sluice_canvas_queue_proxies (SluiceCanvas *self,
                             gboolean      are_stale)
{
  self->proxies_stale |= are_stale;
  if (self->proxies_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->proxies_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, match_idle_cb, self, NULL);
}

/* What a run does with a node is told by its name; where its actions lead stays. */
static void
rename_proxy (SluiceCanvas    *self,
              SluiceNodeProxy *proxy,
              SluiceSceneNode *node)
{
  g_autofree char *name = sluice_canvas_dup_node_name (self, node);

  sluice_node_proxy_set_label (proxy, name);
}

static gboolean
tell_run_cb (gpointer user_data)
{
  SluiceCanvas *self = user_data;

  self->told_id = 0;
  for (guint i = 0; i < self->proxies->len; i++)
    {
      SluiceNodeProxy *proxy = g_ptr_array_index (self->proxies, i);
      const char *address = sluice_node_proxy_get_address (proxy);
      SluiceSceneNode *node;

      if (address == NULL || !g_hash_table_contains (self->untold, address))
        continue;
      node = sluice_scene_get_node (sluice_stage_get_scene (self->stage), address);
      if (node != NULL)
        rename_proxy (self, proxy, node);
    }
  g_hash_table_remove_all (self->untold);
  sluice_canvas_tell_overview (self, FALSE);
  return G_SOURCE_REMOVE;
}

/**
 * sluice_canvas_tell_run:
 * @self: a canvas
 * @addresses: (nullable): of nodes that a run changed
 *
 * Has what is said of these nodes said anew, and the map follow: not in each frame, but as often as
 * anybody could listen.
 */
void
sluice_canvas_tell_run (SluiceCanvas *self,
                        char        **addresses)
{
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (!g_hash_table_contains (self->untold, addresses[i]))
      g_hash_table_add (self->untold, g_strdup (addresses[i]));
  if (self->told_id == 0)
    self->told_id = g_timeout_add (TELL_DELAY, tell_run_cb, self);
}

/* Puts each proxy where its card is. */
void
sluice_canvas_allocate_proxies (SluiceCanvas *self)
{
  for (guint i = 0; i < self->proxies->len; i++)
    {
      GtkWidget *proxy = g_ptr_array_index (self->proxies, i);
      const char *address = sluice_node_proxy_get_address (SLUICE_NODE_PROXY (proxy));
      graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, 1, 1);

      if (!gtk_widget_get_child_visible (proxy))
        continue;
      if (address != NULL)
        sluice_canvas_get_node_rect (self, address, &box);
      gtk_widget_allocate (proxy, MAX (1, (int) box.size.width), MAX (1, (int) box.size.height), -1,
                           gsk_transform_translate (NULL, &box.origin));
    }
}

void
sluice_canvas_clear_proxies (SluiceCanvas *self)
{
  g_clear_handle_id (&self->proxies_id, g_source_remove);
  g_clear_handle_id (&self->told_id, g_source_remove);
  for (guint i = 0; i < self->proxies->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->proxies, i));
  g_ptr_array_set_size (self->proxies, 0);
}

/**
 * sluice_canvas_focus_node:
 * @self: a canvas
 * @address: of a node in view
 *
 * Moves the focus to the node, so that it is read out.
 */
void
sluice_canvas_focus_node (SluiceCanvas *self,
                          const char   *address)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  match_proxies (self);
  for (guint i = 0; i < self->proxies->len; i++)
    {
      GtkWidget *proxy = g_ptr_array_index (self->proxies, i);

      if (g_strcmp0 (sluice_node_proxy_get_address (SLUICE_NODE_PROXY (proxy)), address) == 0)
        gtk_widget_grab_focus (proxy);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
