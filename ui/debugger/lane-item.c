/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A lane as a list item; updated in place, so that its row stays what it is. */
#include "debugger/lane-item.h"

#include "debugger/state-words.h"

#include <glib/gi18n.h>

struct _SluiceLaneItem
{
  GObject parent_instance;

  guint32         id;
  SluiceLaneState state;
  char           *path;
  char           *address;
  char           *title;
  char           *waits_for;   /* in words, or NULL */
  gboolean        is_selected;
};

enum
{
  PROP_0,
  PROP_PATH,
  PROP_TITLE,
  PROP_FLOW_NAME,
  PROP_STATE_TITLE,
  PROP_WAITS_FOR,
  PROP_ICON_NAME,
  PROP_IS_SELECTED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceLaneItem, sluice_lane_item, G_TYPE_OBJECT)

/* What it waits for says more than that it waits. */
static char *
dup_state_title (SluiceLaneItem *self)
{
  if (self->waits_for == NULL)
    return g_strdup (sluice_lane_state_title (self->state));

  /* Translators: what a lane waits for: "an answer to “Your name?”", "attempt 2 of 3". */
  return g_strdup_printf (_("Waits for %s"), self->waits_for);
}

/* The flows it is in, from the outermost: “main › order”. */
static char *
dup_flow_name (SluiceLaneItem *self)
{
  const char *slash = strrchr (self->path, '/');
  g_autofree char *flows = slash != NULL ? g_strndup (self->path, (gsize) (slash - self->path)) : g_strdup ("");
  g_auto (GStrv) ids = g_strsplit (flows, "/", -1);

  return g_strjoinv (" › ", ids);
}

/* What is called nothing is known by its place. */
static const char *
get_title (SluiceLaneItem *self)
{
  return self->title != NULL ? self->title : self->path;
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
      g_value_set_string (value, get_title (self));
      break;
    case PROP_FLOW_NAME:
      g_value_take_string (value, dup_flow_name (self));
      break;
    case PROP_STATE_TITLE:
      g_value_take_string (value, dup_state_title (self));
      break;
    case PROP_WAITS_FOR:
      g_value_set_string (value, self->waits_for);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, sluice_lane_state_icon (self->state));
      break;
    case PROP_IS_SELECTED:
      g_value_set_boolean (value, self->is_selected);
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
  g_free (self->waits_for);

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
  props[PROP_FLOW_NAME] = g_param_spec_string ("flow-name", NULL, NULL, NULL, flags);
  props[PROP_STATE_TITLE] = g_param_spec_string ("state-title", NULL, NULL, NULL, flags);
  props[PROP_WAITS_FOR] = g_param_spec_string ("waits-for", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_IS_SELECTED] = g_param_spec_boolean ("is-selected", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_lane_item_init (SluiceLaneItem *self)
{
}

static gboolean
replace_string (char       **place,
                const char  *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;

  g_free (*place);
  *place = g_strdup (text);
  return TRUE;
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
  gboolean says_otherwise;

  g_return_if_fail (SLUICE_IS_LANE_ITEM (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (replace_string (&self->path, info->path))
    {
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PATH]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FLOW_NAME]);
    }
  if (replace_string (&self->title, info->title))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
  replace_string (&self->address, info->address);

  says_otherwise = replace_string (&self->waits_for, info->waits_for);
  if (says_otherwise)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAITS_FOR]);
  if (self->state != info->state)
    {
      self->state = info->state;
      says_otherwise = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
    }
  if (says_otherwise)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE_TITLE]);

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
