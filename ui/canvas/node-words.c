/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is read out of a node: its title, kind and state as its name; where its actions lead and
 * where it is reached from as its description. All that the drawing tells is told in words.
 */
#include "canvas/badges.h"
#include "canvas/canvas-private.h"

#include "graph/catalog.h"
#include "graph/restructure.h"

#include <glib/gi18n.h>

static void
append (GString    *text,
        const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, ", %s", part);
}

static const char *
get_disabled_word (SluiceDisabled how)
{
  if (how == SLUICE_DISABLED_OFF)
    return _("disabled");
  return how == SLUICE_DISABLED_PASS_THROUGH ? _("passed through") : NULL;
}

/**
 * sluice_canvas_dup_node_name:
 * @self: a canvas
 * @node: of its scene
 *
 * Returns: (transfer full): title, kind and state of the node, as one reads them out
 */
char *
sluice_canvas_dup_node_name (SluiceCanvas    *self,
                             SluiceSceneNode *node)
{
  const SluiceNodeMark *mark = NULL;
  const char *kind_id = sluice_document_get_node_kind (self->document, node->address);
  const SluiceKindInfo *kind = sluice_catalog_lookup (kind_id);
  g_autofree char *title = sluice_document_dup_node_title (self->document, node->address);
  g_autofree char *problem = sluice_canvas_dup_problem (self, node->address);
  g_autofree char *queue = sluice_canvas_dup_queue_words (self, node->address);
  g_autofree char *traits = NULL;
  g_autofree char *state = NULL;
  g_autofree char *results = NULL;
  GString *text = g_string_new (title);
  SluiceBadges badges;

  if (self->session != NULL)
    mark = sluice_run_session_get_node_mark (self->session, node->address);
  if (mark != NULL)
    {
      state = sluice_canvas_describe_mark (mark);
      results = sluice_canvas_describe_results (mark);
    }
  append (text, kind != NULL ? _(kind->title) : kind_id);
  if (g_strcmp0 (sluice_document_get_start (self->document, self->flow), node->id) == 0)
    append (text, _("start"));
  append (text, sluice_canvas_get_break_word (self, node->address, NULL));
  append (text, get_disabled_word (sluice_document_get_disabled (self->document, node->address)));
  sluice_badges_read (&badges, self->document, node->address);
  traits = sluice_badges_dup_words (&badges, ", ");
  append (text, traits);
  append (text, state);
  append (text, results);
  if (self->session != NULL && sluice_run_session_is_pinned (self->session, node->address))
    append (text, _("pinned"));
  append (text, queue);
  append (text, problem);
  return g_string_free (text, FALSE);
}

/* Returns: (transfer full) (nullable): NULL where there is no such node */
static char *
dup_title (SluiceCanvas *self,
           const char   *id)
{
  g_autofree char *address = g_strconcat (self->flow, "/", id, NULL);

  return sluice_document_has_node (self->document, address)
         ? sluice_document_dup_node_title (self->document, address) : NULL;
}

static void
append_action (SluiceCanvas          *self,
               GString               *text,
               const SluiceSceneNode *node,
               guint                  index)
{
  const SluiceScenePort *port = &node->ports[index];
  const char *target = sluice_scene_get_target (sluice_stage_get_scene (self->stage), node, index);
  g_autofree char *title = target != NULL ? dup_title (self, target) : NULL;

  g_string_append (text, text->len > 0 ? "; " : "");
  if (title != NULL)
    g_string_append_printf (text, _("%s leads to %s"), port->action, title);
  else if (target != NULL)
    g_string_append_printf (text, _("%s leads to %s, which is missing"), port->action, target);
  else if (port->is_end)
    g_string_append_printf (text, _("%s ends the flow"), port->action);
  else
    g_string_append_printf (text, _("%s leads nowhere"), port->action);
  append (text, sluice_canvas_get_break_word (self, node->address, port->action));
}

static int
compare_titles (gconstpointer a,
                gconstpointer b)
{
  return g_utf8_collate (*(const char * const *) a, *(const char * const *) b);
}

/* A node can be reached from another by several actions; it is told once. In the order of their titles:
 * the scene's own changes as one edits. */
static void
append_sources (SluiceCanvas    *self,
                GString         *text,
                SluiceSceneNode *node)
{
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (SluiceSceneEdge *edge = node->incoming; edge != NULL; edge = edge->next_incoming)
    if (g_hash_table_add (told, edge->source))
      g_ptr_array_add (titles, sluice_document_dup_node_title (self->document, edge->source->address));
  g_ptr_array_sort (titles, compare_titles);
  for (guint i = 0; i < titles->len; i++)
    {
      g_string_append (text, text->len > 0 ? "; " : "");
      g_string_append_printf (text, _("reached from %s"), (const char *) titles->pdata[i]);
    }
}

/**
 * sluice_canvas_dup_node_description:
 * @self: a canvas
 * @node: of its scene
 *
 * Returns: (transfer full): where the actions of the node lead and where it is reached from
 */
char *
sluice_canvas_dup_node_description (SluiceCanvas    *self,
                                    SluiceSceneNode *node)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < node->n_ports; i++)
    append_action (self, text, node, i);
  append_sources (self, text, node);
  return g_string_free (text, FALSE);
}
