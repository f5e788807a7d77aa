/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A place in the store as a list item. It keeps words, never the value: that is borrowed from the
 * engine's thread and may be gone at the next update. An update walks only what was opened before,
 * and changes items in place, so that rows, selection and expansion stay.
 */
#include "debugger/value-item.h"

#include "base/json.h"
#include "base/pointer.h"

#include <glib/gi18n.h>

#define MAX_SUMMARY 160  /* characters */
#define MAX_DETAILS 1200

struct _SluiceValueItem
{
  GObject parent_instance;

  /* Owned. */
  char            *key;
  char            *pointer;
  char            *summary;
  char            *text;     /* a longer form of a string, or NULL */
  char            *writer;   /* or NULL */
  GListStore      *children; /* of SluiceValueItem; NULL until opened */

  SluiceValueType  type;
  gboolean         is_fresh;
  gboolean         is_rest;  /* stands for members beyond the limit */
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_SUMMARY,
  PROP_DETAILS,
  PROP_ICON_NAME,
  PROP_IS_FRESH,
  PROP_CSS_CLASSES,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceValueItem, sluice_value_item, G_TYPE_OBJECT)

static gboolean
is_container_type (SluiceValueType type)
{
  return type == SLUICE_VALUE_ARRAY || type == SLUICE_VALUE_OBJECT;
}

/* One line, cut to @n_chars characters, in quotes. */
static char *
quote_string (SluiceValue value,
              glong       n_chars)
{
  const char *text = sluice_value_get_string (value);
  gsize n_bytes = MIN (sluice_value_get_string_length (value), (gsize) n_chars * 4 + 4);
  gboolean is_cut = g_utf8_strlen (text, (gssize) n_bytes) > n_chars;
  g_autofree char *start = is_cut ? g_utf8_substring (text, 0, n_chars) : g_strdup (text);

  for (char *at = start; *at != '\0'; at++)
    if (*at == '\n' || *at == '\t' || *at == '\r')
      *at = ' ';

  return g_strdup_printf ("“%s%s”", start, is_cut ? "…" : "");
}

static char *
summarize (SluiceValue value)
{
  char number[32];
  guint n_members = sluice_value_get_length (value);

  switch (sluice_value_get_value_type (value))
    {
    case SLUICE_VALUE_NULL:
      return g_strdup ("null");
    case SLUICE_VALUE_BOOLEAN:
      return g_strdup (sluice_value_get_boolean (value) ? "true" : "false");
    case SLUICE_VALUE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, sluice_value_get_integer (value));
    case SLUICE_VALUE_REAL:
      sluice_json_write_real (sluice_value_get_real (value), number);
      return g_strdup (number);
    case SLUICE_VALUE_STRING:
      return quote_string (value, MAX_SUMMARY);
    case SLUICE_VALUE_ARRAY:
      return g_strdup_printf (ngettext ("%u item", "%u items", n_members), n_members);
    case SLUICE_VALUE_OBJECT:
      return g_strdup_printf (ngettext ("%u member", "%u members", n_members), n_members);
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
dup_long_text (SluiceValue value)
{
  const char *text = sluice_value_get_string (value);

  if (text == NULL)
    return NULL;

  return g_utf8_strlen (text, MIN (sluice_value_get_string_length (value), MAX_DETAILS * 4)) > MAX_DETAILS
           ? g_utf8_substring (text, 0, MAX_DETAILS)
           : g_strdup (text);
}

static const char *
get_icon_name (SluiceValueItem *self)
{
  static const char * const names[] = {
    [SLUICE_VALUE_NULL] = "sluice-type-null-symbolic",
    [SLUICE_VALUE_BOOLEAN] = "sluice-type-boolean-symbolic",
    [SLUICE_VALUE_INTEGER] = "sluice-type-number-symbolic",
    [SLUICE_VALUE_REAL] = "sluice-type-number-symbolic",
    [SLUICE_VALUE_STRING] = "sluice-type-text-symbolic",
    [SLUICE_VALUE_ARRAY] = "sluice-type-list-symbolic",
    [SLUICE_VALUE_OBJECT] = "sluice-type-object-symbolic",
  };

  return self->is_rest ? "view-more-symbolic" : names[self->type];
}

static char *
dup_details (SluiceValueItem *self)
{
  const char *text = self->text != NULL ? self->text : self->summary;

  if (self->writer == NULL)
    return g_strdup (text);

  /* Translators: a value of the store and, below it, who wrote it last: "Suggest a recipe, post". */
  return g_strdup_printf (_("%s\n\nWritten by %s"), text, self->writer);
}

static char **
dup_css_classes (SluiceValueItem *self)
{
  const char *classes[] = { "store-value", NULL, NULL };

  if (self->is_fresh)
    classes[1] = "fresh";
  else if (is_container_type (self->type) || self->type == SLUICE_VALUE_NULL || self->is_rest)
    classes[1] = "dim-label";

  return g_strdupv ((char **) classes);
}

static void
sluice_value_item_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SluiceValueItem *self = SLUICE_VALUE_ITEM (object);

  switch (prop_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    case PROP_DETAILS:
      g_value_take_string (value, dup_details (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, get_icon_name (self));
      break;
    case PROP_IS_FRESH:
      g_value_set_boolean (value, self->is_fresh);
      break;
    case PROP_CSS_CLASSES:
      g_value_take_boxed (value, dup_css_classes (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_value_item_finalize (GObject *object)
{
  SluiceValueItem *self = SLUICE_VALUE_ITEM (object);

  g_free (self->key);
  g_free (self->pointer);
  g_free (self->summary);
  g_free (self->text);
  g_free (self->writer);
  g_clear_object (&self->children);

  G_OBJECT_CLASS (sluice_value_item_parent_class)->finalize (object);
}

static void
sluice_value_item_class_init (SluiceValueItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_value_item_get_property;
  object_class->finalize = sluice_value_item_finalize;

  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  props[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_IS_FRESH] = g_param_spec_boolean ("is-fresh", NULL, NULL, FALSE, flags);
  props[PROP_CSS_CLASSES] = g_param_spec_boxed ("css-classes", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_value_item_init (SluiceValueItem *self)
{
}

static gboolean
replace_string (char **place,
                char  *take)
{
  if (g_strcmp0 (*place, take) == 0)
    {
      g_free (take);
      return FALSE;
    }

  g_free (*place);
  *place = take;
  return TRUE;
}

static SluiceValueItem *
new_child (SluiceValueItem *parent,
           const char      *key)
{
  SluiceValueItem *self = g_object_new (SLUICE_TYPE_VALUE_ITEM, NULL);

  self->key = g_strdup (key);
  self->pointer = sluice_pointer_join (parent->pointer, key);

  return self;
}

static SluiceValueItem *
new_rest (guint n_more)
{
  SluiceValueItem *self = g_object_new (SLUICE_TYPE_VALUE_ITEM, NULL);

  self->key = g_strdup ("…");
  self->summary = g_strdup_printf (ngettext ("%u more", "%u more", n_more), n_more);
  self->is_rest = TRUE;

  return self;
}

/* Where the child for @key is, from @position on; children come in the value's order. */
static guint
find_child (SluiceValueItem *self,
            const char      *key,
            guint            position)
{
  guint n_children = g_list_model_get_n_items (G_LIST_MODEL (self->children));

  for (guint i = position; i < n_children; i++)
    {
      g_autoptr (SluiceValueItem) child = g_list_model_get_item (G_LIST_MODEL (self->children), i);

      if (!child->is_rest && g_str_equal (child->key, key))
        return i;
    }

  return G_MAXUINT;
}

/* A row cannot turn from a leaf into something that opens: such a child is replaced. */
static void
update_child (SluiceValueItem  *self,
              guint             position,
              const char       *key,
              SluiceValue       value,
              SluiceRunSession *session)
{
  g_autoptr (SluiceValueItem) child = NULL;
  guint found = find_child (self, key, position);

  if (found != G_MAXUINT && found > position)
    g_list_store_splice (self->children, position, found - position, NULL, 0);

  if (found != G_MAXUINT)
    {
      child = g_list_model_get_item (G_LIST_MODEL (self->children), position);
      if (is_container_type (child->type) == is_container_type (sluice_value_get_value_type (value)))
        {
          sluice_value_item_update (child, value, session);
          return;
        }
      g_list_store_remove (self->children, position);
      g_clear_object (&child);
    }

  child = new_child (self, key);
  sluice_value_item_update (child, value, session);
  g_list_store_insert (self->children, position, child);
}

static void
update_children (SluiceValueItem  *self,
                 SluiceValue       value,
                 SluiceRunSession *session)
{
  guint n_members = sluice_value_get_length (value);
  guint n_shown = MIN (n_members, SLUICE_VALUE_ITEM_MAX_CHILDREN);
  guint n_old;

  for (guint i = 0; i < n_shown; i++)
    {
      if (SLUICE_VALUE_IS_OBJECT (value))
        update_child (self, i, sluice_value_get_key (value, i), sluice_value_get_member_at (value, i), session);
      else
        {
          char key[16];

          g_snprintf (key, sizeof key, "%u", i);
          update_child (self, i, key, sluice_value_get_element (value, i), session);
        }
    }

  n_old = g_list_model_get_n_items (G_LIST_MODEL (self->children));
  g_list_store_splice (self->children, n_shown, n_old - n_shown, NULL, 0);
  if (n_members > n_shown)
    {
      g_autoptr (SluiceValueItem) rest = new_rest (n_members - n_shown);

      g_list_store_append (self->children, rest);
    }
}

/**
 * sluice_value_item_new_root:
 *
 * Returns: (transfer full): an item for the root of a value
 */
SluiceValueItem *
sluice_value_item_new_root (void)
{
  SluiceValueItem *self = g_object_new (SLUICE_TYPE_VALUE_ITEM, NULL);

  self->key = g_strdup ("");
  self->pointer = g_strdup ("");
  self->summary = g_strdup ("");
  self->type = SLUICE_VALUE_OBJECT;
  self->children = g_list_store_new (SLUICE_TYPE_VALUE_ITEM);

  return self;
}

/**
 * sluice_value_item_update:
 * @value: what is there now; only looked at
 * @session: (nullable): who knows the writers
 *
 * Brings the item, and what was opened below it, up to date. Notifies of what changed, and of
 * nothing else.
 */
void
sluice_value_item_update (SluiceValueItem  *self,
                          SluiceValue       value,
                          SluiceRunSession *session)
{
  SluiceValueType type = sluice_value_get_value_type (value);
  const char *writer = NULL;
  gboolean is_fresh = FALSE;
  gboolean tells_otherwise;

  g_return_if_fail (SLUICE_IS_VALUE_ITEM (self));

  if (session != NULL)
    sluice_run_session_get_writer (session, self->pointer, &writer, &is_fresh);

  g_object_freeze_notify (G_OBJECT (self));
  tells_otherwise = replace_string (&self->summary, summarize (value));
  if (tells_otherwise)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
  tells_otherwise |= replace_string (&self->text, dup_long_text (value));
  tells_otherwise |= replace_string (&self->writer, g_strdup (writer));
  if (tells_otherwise)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAILS]);

  if (self->type != type || self->is_fresh != is_fresh)
    {
      if (self->type != type)
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
      if (self->is_fresh != is_fresh)
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FRESH]);
      self->type = type;
      self->is_fresh = is_fresh;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CSS_CLASSES]);
    }
  g_object_thaw_notify (G_OBJECT (self));

  if (self->children != NULL)
    update_children (self, value, session);
}

/**
 * sluice_value_item_get_children:
 *
 * Returns: (transfer none) (nullable): its members, %NULL until it is opened
 */
GListModel *
sluice_value_item_get_children (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), NULL);

  return self->children != NULL ? G_LIST_MODEL (self->children) : NULL;
}

/**
 * sluice_value_item_open:
 * @value: what is there now
 * @session: (nullable): who knows the writers
 *
 * Makes the children, once; from then on updates keep them.
 */
void
sluice_value_item_open (SluiceValueItem  *self,
                        SluiceValue       value,
                        SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_VALUE_ITEM (self));

  if (self->children != NULL)
    return;

  self->children = g_list_store_new (SLUICE_TYPE_VALUE_ITEM);
  update_children (self, value, session);
}

/**
 * sluice_value_item_is_container:
 *
 * Returns: whether it is a list or an object
 */
gboolean
sluice_value_item_is_container (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), FALSE);

  return is_container_type (self->type) && !self->is_rest;
}

/**
 * sluice_value_item_get_key:
 *
 * Returns: (transfer none): its key or index
 */
const char *
sluice_value_item_get_key (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), NULL);

  return self->key;
}

/**
 * sluice_value_item_get_pointer:
 *
 * Returns: (transfer none) (nullable): its JSON Pointer, %NULL for the rest of a long list
 */
const char *
sluice_value_item_get_pointer (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), NULL);

  return self->pointer;
}

/**
 * sluice_value_item_get_summary:
 *
 * Returns: (transfer none): its value in one line
 */
const char *
sluice_value_item_get_summary (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), NULL);

  return self->summary;
}

/**
 * sluice_value_item_is_fresh:
 *
 * Returns: whether it changed since the last stop, or the start
 */
gboolean
sluice_value_item_is_fresh (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), FALSE);

  return self->is_fresh;
}
