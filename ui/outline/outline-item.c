/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A flow or a node as an item of the outline. A flow holds its nodes, as items in document order. */
#include "outline/outline-item.h"

#include <string.h>

struct _SluiceOutlineItem
{
  GObject parent_instance;

  /* Owned. */
  char               *address;
  char               *title;
  char               *folded;    /* title and id as they are looked for; NULL: not yet needed */
  GListStore         *nodes;     /* of SluiceOutlineItem; NULL for a node */

  const char         *icon_name; /* static */
  SluiceOutlineMarks  marks;
  gboolean            is_found;
};

enum
{
  PROP_0,
  PROP_ADDRESS,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_MARKS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceOutlineItem, sluice_outline_item, G_TYPE_OBJECT)

static void
sluice_outline_item_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SluiceOutlineItem *self = SLUICE_OUTLINE_ITEM (object);

  switch (prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_MARKS:
      g_value_set_uint (value, self->marks);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_outline_item_finalize (GObject *object)
{
  SluiceOutlineItem *self = SLUICE_OUTLINE_ITEM (object);

  g_free (self->address);
  g_free (self->title);
  g_free (self->folded);
  g_clear_object (&self->nodes);

  G_OBJECT_CLASS (sluice_outline_item_parent_class)->finalize (object);
}

static void
sluice_outline_item_class_init (SluiceOutlineItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_outline_item_get_property;
  object_class->finalize = sluice_outline_item_finalize;

  props[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_MARKS] = g_param_spec_uint ("marks", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_outline_item_init (SluiceOutlineItem *self)
{
  self->is_found = TRUE;
}

/**
 * sluice_outline_item_new:
 * @address: the id of a flow, or the address of a node
 * @is_flow: which of them
 *
 * Returns: (transfer full): an item with no title and no marks
 */
SluiceOutlineItem *
sluice_outline_item_new (const char *address,
                         gboolean    is_flow)
{
  SluiceOutlineItem *self = g_object_new (SLUICE_TYPE_OUTLINE_ITEM, NULL);

  self->address = g_strdup (address);
  if (is_flow)
    self->nodes = g_list_store_new (SLUICE_TYPE_OUTLINE_ITEM);

  return self;
}

/**
 * sluice_outline_item_get_address:
 *
 * Returns: (transfer none): the id of a flow, or the address of a node
 */
const char *
sluice_outline_item_get_address (SluiceOutlineItem *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_ITEM (self), NULL);

  return self->address;
}

/**
 * sluice_outline_item_is_flow:
 *
 * Returns: whether it is a flow, not a node
 */
gboolean
sluice_outline_item_is_flow (SluiceOutlineItem *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_ITEM (self), FALSE);

  return self->nodes != NULL;
}

/**
 * sluice_outline_item_get_title:
 *
 * Returns: (transfer none) (nullable): what it is called
 */
const char *
sluice_outline_item_get_title (SluiceOutlineItem *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_ITEM (self), NULL);

  return self->title;
}

/**
 * sluice_outline_item_set_look:
 * @title: what it is called
 * @icon_name: static
 */
void
sluice_outline_item_set_look (SluiceOutlineItem *self,
                              const char        *title,
                              const char        *icon_name)
{
  g_return_if_fail (SLUICE_IS_OUTLINE_ITEM (self));

  if (g_strcmp0 (self->title, title) != 0)
    {
      g_free (self->title);
      self->title = g_strdup (title);
      g_clear_pointer (&self->folded, g_free);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
    }
  if (g_strcmp0 (self->icon_name, icon_name) != 0)
    {
      self->icon_name = icon_name;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
    }
}

/**
 * sluice_outline_item_get_marks:
 *
 * Returns: what is said of it beside its title
 */
SluiceOutlineMarks
sluice_outline_item_get_marks (SluiceOutlineItem *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_ITEM (self), 0);

  return self->marks;
}

/**
 * sluice_outline_item_set_marks:
 * @mask: the marks that are known now
 * @marks: those of them that it has
 */
void
sluice_outline_item_set_marks (SluiceOutlineItem  *self,
                               SluiceOutlineMarks  mask,
                               SluiceOutlineMarks  marks)
{
  SluiceOutlineMarks all;

  g_return_if_fail (SLUICE_IS_OUTLINE_ITEM (self));

  all = (self->marks & ~mask) | (marks & mask);
  if (self->marks == all)
    return;

  self->marks = all;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MARKS]);
}

/**
 * sluice_outline_item_get_nodes:
 *
 * Returns: (transfer none) (nullable): the nodes of a flow; %NULL for a node
 */
GListStore *
sluice_outline_item_get_nodes (SluiceOutlineItem *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_ITEM (self), NULL);

  return self->nodes;
}

/**
 * sluice_outline_item_is_found:
 *
 * Returns: what sluice_outline_item_look_for() found last
 */
gboolean
sluice_outline_item_is_found (SluiceOutlineItem *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_ITEM (self), FALSE);

  return self->is_found;
}

static gboolean
holds (SluiceOutlineItem *self,
       const char        *query)
{
  if (self->folded == NULL)
    {
      const char *slash = strrchr (self->address, '/');
      g_autofree char *all = g_strjoin ("\n", self->title != NULL ? self->title : "",
                                        slash != NULL ? slash + 1 : self->address, NULL);

      self->folded = g_utf8_casefold (all, -1);
    }

  return strstr (self->folded, query) != NULL;
}

/**
 * sluice_outline_item_look_for:
 * @query: a text as g_utf8_casefold() makes it
 *
 * A flow that is called so is found with all its nodes; another with those of them that are.
 *
 * Returns: whether it was found
 */
gboolean
sluice_outline_item_look_for (SluiceOutlineItem *self,
                              const char        *query)
{
  guint n_nodes;

  g_return_val_if_fail (SLUICE_IS_OUTLINE_ITEM (self), FALSE);

  self->is_found = query[0] == '\0' || holds (self, query);
  n_nodes = self->nodes != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->nodes)) : 0;
  for (guint i = 0, found_all = self->is_found; i < n_nodes; i++)
    {
      g_autoptr (SluiceOutlineItem) node = g_list_model_get_item (G_LIST_MODEL (self->nodes), i);

      if (sluice_outline_item_look_for (node, found_all ? "" : query))
        self->is_found = TRUE;
    }

  return self->is_found;
}
