/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A lane as a list item; updated in place, so that its row stays what it is. */
#include "debugger/lane-item.h"

#include "debugger/state-words.h"

#include <string.h>

struct _SluiceLaneItem
{
  GObject parent_instance;

  guint32         id;
  SluiceLaneState state;
  char           *path;
  char           *address;
  char           *title;
  char           *place;       /* the flows it is in, and the item it is there for */
  char           *state_title;
  const char     *icon_name;   /* static */
  gboolean        is_selected;
};

enum
{
  PROP_0,
  PROP_PATH,
  PROP_TITLE,
  PROP_PLACE,
  PROP_STATE_TITLE,
  PROP_ICON_NAME,
  PROP_IS_SELECTED,
  PROP_HAS_ENDED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceLaneItem, sluice_lane_item, G_TYPE_OBJECT)

/* The flows it is in, from the outermost: “main › order, item 2 of 3”. */
static char *
dup_place (const SluiceLaneInfo *info)
{
  const char *slash = strrchr (info->path, '/');
  g_autofree char *path = slash != NULL ? g_strndup (info->path, (gsize) (slash - info->path)) : g_strdup ("");
  g_auto (GStrv) ids = g_strsplit (path, "/", -1);
  g_autofree char *flows = g_strjoinv (" › ", ids);
  g_autofree char *item = sluice_dup_item_words (info->item, info->n_items);

  if (item == NULL)
    return g_steal_pointer (&flows);
  return g_strdup_printf ("%s%s%s", flows, *flows != '\0' ? ", " : "", item);
}

static void
sluice_lane_item_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SluiceLaneItem *self = SLUICE_LANE_ITEM (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_PLACE:
      g_value_set_string (value, self->place);
      break;
    case PROP_STATE_TITLE:
      g_value_set_string (value, self->state_title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_IS_SELECTED:
      g_value_set_boolean (value, self->is_selected);
      break;
    case PROP_HAS_ENDED:
      g_value_set_boolean (value, self->state == SLUICE_LANE_ENDED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_lane_item_finalize (GObject *object)
{
  SluiceLaneItem *self = SLUICE_LANE_ITEM (object);

  g_free (self->path);
  g_free (self->address);
  g_free (self->title);
  g_free (self->place);
  g_free (self->state_title);

  G_OBJECT_CLASS (sluice_lane_item_parent_class)->finalize (object);
}

static void
sluice_lane_item_class_init (SluiceLaneItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_lane_item_get_property;
  object_class->finalize = sluice_lane_item_finalize;

  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_PLACE] = g_param_spec_string ("place", NULL, NULL, NULL, flags);
  props[PROP_STATE_TITLE] = g_param_spec_string ("state-title", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_IS_SELECTED] = g_param_spec_boolean ("is-selected", NULL, NULL, FALSE, flags);
  props[PROP_HAS_ENDED] = g_param_spec_boolean ("has-ended", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_lane_item_init (SluiceLaneItem *self)
{
}

static void
take_string (SluiceLaneItem  *self,
             char           **place,
             char            *take,
             int              property)
{
  if (g_strcmp0 (*place, take) == 0)
    {
      g_free (take);
      return;
    }
  g_free (*place);
  *place = take;
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

/**
 * sluice_lane_item_new:
 * @info: a lane; copied
 *
 * Returns: (transfer full): the lane as a list item
 */
SluiceLaneItem *
sluice_lane_item_new (const SluiceLaneInfo *info)
{
  SluiceLaneItem *self = g_object_new (SLUICE_TYPE_LANE_ITEM, NULL);

  self->id = info->id;
  sluice_lane_item_update (self, info);

  return self;
}

/**
 * sluice_lane_item_update:
 * @info: the same lane as it is now
 */
void
sluice_lane_item_update (SluiceLaneItem       *self,
                         const SluiceLaneInfo *info)
{
  g_return_if_fail (SLUICE_IS_LANE_ITEM (self));

  g_object_freeze_notify (G_OBJECT (self));
  take_string (self, &self->path, g_strdup (info->path), PROP_PATH);
  /* What is called nothing is known by its place. */
  take_string (self, &self->title, g_strdup (info->title != NULL ? info->title : info->path), PROP_TITLE);
  take_string (self, &self->place, dup_place (info), PROP_PLACE);
  take_string (self, &self->state_title, sluice_lane_info_dup_state (info), PROP_STATE_TITLE);
  g_free (self->address);
  self->address = g_strdup (info->address);
  if (self->state != info->state)
    {
      self->state = info->state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_ENDED]);
    }
  if (g_strcmp0 (self->icon_name, sluice_lane_info_get_icon (info)) != 0)
    {
      self->icon_name = sluice_lane_info_get_icon (info);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
    }
  if (self->is_selected != info->is_selected)
    {
      self->is_selected = info->is_selected;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_SELECTED]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * sluice_lane_item_get_id:
 *
 * Returns: the lane's id in its run
 */
guint32
sluice_lane_item_get_id (SluiceLaneItem *self)
{
  g_return_val_if_fail (SLUICE_IS_LANE_ITEM (self), 0);

  return self->id;
}

/**
 * sluice_lane_item_get_address:
 *
 * Returns: (transfer none) (nullable): the address of the node it is in
 */
const char *
sluice_lane_item_get_address (SluiceLaneItem *self)
{
  g_return_val_if_fail (SLUICE_IS_LANE_ITEM (self), NULL);

  return self->address;
}
