/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A place in the store as a list item. It keeps words, never the value: that is borrowed from the
 * engine's thread and may be gone at the next update. An update walks only what was opened before,
 * and changes items in place, so that rows, selection and expansion stay. A place that is gone since
 * the last stop stays as long as that is news.
 */
#include "debugger/value-item.h"

#include "base/pointer.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SluiceValueItem
{
  GObject parent_instance;

  /* Owned. */
  char              *key;
  char              *pointer;
  char              *summary;
  char              *was;      /* what it said at the last stop, where it says something else now; or NULL */
  char              *text;     /* a longer form of a string, or NULL */
  char              *writer;   /* and when, or NULL */
  GListStore        *children; /* of SluiceValueItem; NULL until opened */

  SluiceValueType    type;
  SluiceValueChange  change;
  guint              limit;    /* of a queue: how many items it takes; 0: any number, or it is none */
  gboolean           is_rest;  /* stands for members beyond the limit */
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_SUMMARY,
  PROP_WAS,
  PROP_HAS_WAS,
  PROP_DETAILS,
  PROP_WRITER,
  PROP_ICON_NAME,
  PROP_IS_CHANGED,
  PROP_CHANGE_ICON,
  PROP_CHANGE_TITLE,
  PROP_CHANGE_CLASSES,
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

static const struct
{
  const char *icon_name;
  const char *title;
  const char *css_class;
} changes[] = {
  [SLUICE_VALUE_CHANGE_NONE] = { NULL, NULL, NULL },
  [SLUICE_VALUE_CHANGE_ADDED] = { "list-add-symbolic", N_("Added"), "added" },
  [SLUICE_VALUE_CHANGE_CHANGED] = { "sluice-changed-symbolic", N_("Changed"), "fresh" },
  [SLUICE_VALUE_CHANGE_REMOVED] = { "list-remove-symbolic", N_("Removed"), "removed" },
};

static const char *
get_change_title (SluiceValueItem *self)
{
  const char *title = changes[self->change].title;

  return title != NULL ? _(title) : NULL;
}

static char *
dup_was (SluiceValueItem *self)
{
  if (self->was == NULL)
    return NULL;
  /* Translators: what a value of the store was at the last stop: "was 3". */
  return g_strdup_printf (_("was %s"), self->was);
}

static char *
dup_details (SluiceValueItem *self)
{
  GString *details = g_string_new (self->text != NULL ? self->text : self->summary);
  g_autofree char *was = dup_was (self);

  if (was != NULL)
    g_string_append_printf (details, "\n\n%s", was);
  if (self->writer != NULL)
    {
      g_string_append (details, was != NULL ? "\n" : "\n\n");
      /* Translators: who wrote a value of the store last, and when: "Suggest a recipe, post, 1.2 s". */
      g_string_append_printf (details, _("Written by %s"), self->writer);
    }
  return g_string_free (details, FALSE);
}

static char **
dup_css_classes (SluiceValueItem *self)
{
  const char *classes[] = { "store-value", NULL, NULL };

  if (changes[self->change].css_class != NULL)
    classes[1] = changes[self->change].css_class;
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
      /* A key without letters is seen by its quotation marks. */
      g_value_set_string (value, *self->key != '\0' ? self->key : "“”");
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    case PROP_WAS:
      g_value_take_string (value, dup_was (self));
      break;
    case PROP_HAS_WAS:
      g_value_set_boolean (value, self->was != NULL);
      break;
    case PROP_DETAILS:
      g_value_take_string (value, dup_details (self));
      break;
    case PROP_WRITER:
      g_value_set_string (value, self->writer);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->is_rest ? "view-more-symbolic" : sluice_value_words_get_icon (self->type));
      break;
    case PROP_IS_CHANGED:
      g_value_set_boolean (value, self->change != SLUICE_VALUE_CHANGE_NONE);
      break;
    case PROP_CHANGE_ICON:
      g_value_set_string (value, changes[self->change].icon_name);
      break;
    case PROP_CHANGE_TITLE:
      g_value_set_string (value, get_change_title (self));
      break;
    case PROP_CHANGE_CLASSES:
      g_value_take_boxed (value, g_strdupv ((char *[]) { (char *) changes[self->change].css_class, NULL }));
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
  g_free (self->was);
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
  props[PROP_WAS] = g_param_spec_string ("was", NULL, NULL, NULL, flags);
  props[PROP_HAS_WAS] = g_param_spec_boolean ("has-was", NULL, NULL, FALSE, flags);
  props[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, flags);
  props[PROP_WRITER] = g_param_spec_string ("writer", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_IS_CHANGED] = g_param_spec_boolean ("is-changed", NULL, NULL, FALSE, flags);
  props[PROP_CHANGE_ICON] = g_param_spec_string ("change-icon", NULL, NULL, NULL, flags);
  props[PROP_CHANGE_TITLE] = g_param_spec_string ("change-title", NULL, NULL, NULL, flags);
  props[PROP_CHANGE_CLASSES] = g_param_spec_boxed ("change-classes", NULL, NULL, G_TYPE_STRV, flags);
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

static SluiceValueType
get_type (const SluiceValuePair *pair)
{
  return sluice_value_get_value_type (pair->has ? pair->value : pair->base);
}

/* A row cannot turn from a leaf into something that opens: such a child is replaced. */
static void
update_child (SluiceValueItem       *self,
              guint                  position,
              const char            *key,
              const SluiceValuePair *pair,
              SluiceRunSession      *session)
{
  g_autoptr (SluiceValueItem) child = NULL;
  guint found = find_child (self, key, position);

  if (found != G_MAXUINT && found > position)
    g_list_store_splice (self->children, position, found - position, NULL, 0);

  if (found != G_MAXUINT)
    {
      child = g_list_model_get_item (G_LIST_MODEL (self->children), position);
      if (is_container_type (child->type) == is_container_type (get_type (pair)))
        {
          sluice_value_item_update (child, pair, session);
          return;
        }
      g_list_store_remove (self->children, position);
      g_clear_object (&child);
    }

  child = new_child (self, key);
  sluice_value_item_update (child, pair, session);
  g_list_store_insert (self->children, position, child);
}

/* What @container has at @key, if it is there. */
static gboolean
look_up (SluiceValue  container,
         const char  *key,
         guint        index,
         SluiceValue *value)
{
  if (SLUICE_VALUE_IS_OBJECT (container))
    {
      *value = sluice_value_get_member (container, key);
      return sluice_value_has_member (container, key);
    }
  *value = index < sluice_value_get_length (container) ? sluice_value_get_element (container, index)
                                                       : sluice_value_null ();
  return SLUICE_VALUE_IS_ARRAY (container) && index < sluice_value_get_length (container);
}

static void
make_key (SluiceValue  container,
          guint        index,
          char         buffer[16],
          const char **key)
{
  *key = buffer;
  if (SLUICE_VALUE_IS_OBJECT (container))
    *key = sluice_value_get_key (container, index);
  else
    g_snprintf (buffer, 16, "%u", index);
}

/* What is there, in its order, then what is gone. @pair has what the item itself is and was; where it was
 * of another type nothing of that is listed. Returns: how many children it has */
static guint
update_members (SluiceValueItem       *self,
                const SluiceValuePair *pair,
                SluiceRunSession      *session,
                gboolean               is_gone,
                guint                  position)
{
  SluiceValue from = is_gone ? pair->base : pair->value;
  guint n = sluice_value_get_length (from);

  for (guint i = 0; i < n && position < SLUICE_VALUE_ITEM_MAX_CHILDREN; i++)
    {
      SluiceValuePair child;
      char buffer[16];
      const char *key;

      make_key (from, i, buffer, &key);
      child.has = pair->has && look_up (pair->value, key, i, &child.value);
      child.had = pair->had && look_up (pair->base, key, i, &child.base);
      if (is_gone && child.has)
        continue;
      update_child (self, position++, key, &child, session);
    }
  return position;
}

static void
update_children (SluiceValueItem       *self,
                 const SluiceValuePair *pair,
                 SluiceRunSession      *session)
{
  SluiceValuePair same = *pair;
  guint n_members = pair->has ? sluice_value_get_length (pair->value) : 0;
  guint n_shown = 0, n_old;

  if (pair->has && pair->had
      && sluice_value_get_value_type (pair->value) != sluice_value_get_value_type (pair->base))
    same.had = FALSE;
  if (same.has)
    n_shown = update_members (self, &same, session, FALSE, 0);
  if (same.had)
    n_shown = update_members (self, &same, session, TRUE, n_shown);

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

/* Who wrote the place last, or what it is in, and when. */
static char *
dup_writer (SluiceValueItem  *self,
            SluiceRunSession *session)
{
  g_autofree char *place = g_strdup (self->pointer), *when = NULL;
  const char *writer = NULL;
  gint64 time = -1;
  char *slash;

  while (session != NULL && (slash = strrchr (place, '/')) != NULL)
    {
      gint64 written = sluice_run_session_get_write_time (session, place);

      if (written > time)
        {
          time = written;
          sluice_run_session_get_writer (session, place, &writer, NULL);
        }
      *slash = '\0';
    }
  if (writer == NULL)
    return NULL;
  when = sluice_value_words_format_time (time);
  return g_strdup_printf ("%s, %s", writer, when);
}

static void
set_type (SluiceValueItem   *self,
          SluiceValueType    type,
          SluiceValueChange  change)
{
  if (self->type == type && self->change == change)
    return;
  if (self->type != type)
    {
      self->type = type;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
    }
  if (self->change != change)
    {
      self->change = change;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_CHANGED]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHANGE_ICON]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHANGE_TITLE]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHANGE_CLASSES]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CSS_CLASSES]);
}

/* NULL where that says no more than that it changed: “2 items” may be other items. */
static char *
dup_base_summary (SluiceValueItem       *self,
                  const SluiceValuePair *pair,
                  SluiceValueChange      change)
{
  g_autofree char *summary = NULL;

  if (change != SLUICE_VALUE_CHANGE_CHANGED)
    return NULL;
  summary = sluice_value_words_summarize (pair->base);
  return g_str_equal (summary, self->summary) ? NULL : g_steal_pointer (&summary);
}

static char *
summarize (SluiceValueItem *self,
           SluiceValue      value)
{
  if (self->limit == 0 || !SLUICE_VALUE_IS_ARRAY (value))
    return sluice_value_words_summarize (value);
  /* Translators: how many items are in a queue, and how many it takes. */
  return g_strdup_printf (ngettext ("%u of %u item", "%u of %u items", self->limit), sluice_value_get_length (value),
                          self->limit);
}

/**
 * sluice_value_item_update:
 * @pair: what is there now, and what was there at the last stop; only looked at
 * @session: (nullable): who knows the writers
 *
 * Brings the item, and what was opened below it, up to date. Notifies of what changed, and of
 * nothing else.
 */
void
sluice_value_item_update (SluiceValueItem       *self,
                          const SluiceValuePair *pair,
                          SluiceRunSession      *session)
{
  SluiceValue shown = pair->has ? pair->value : pair->base;
  SluiceValueChange change = sluice_value_words_find_change (pair);
  gboolean tells_otherwise;

  g_return_if_fail (SLUICE_IS_VALUE_ITEM (self));

  g_object_freeze_notify (G_OBJECT (self));
  tells_otherwise = replace_string (&self->summary, summarize (self, shown));
  if (tells_otherwise)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
  if (replace_string (&self->was, dup_base_summary (self, pair, change)))
    {
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAS]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_WAS]);
      tells_otherwise = TRUE;
    }
  tells_otherwise |= replace_string (&self->text, sluice_value_words_dup_text (shown));
  if (replace_string (&self->writer, dup_writer (self, session)))
    {
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WRITER]);
      tells_otherwise = TRUE;
    }
  if (tells_otherwise)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAILS]);
  set_type (self, sluice_value_get_value_type (shown), change);
  g_object_thaw_notify (G_OBJECT (self));

  if (self->children != NULL)
    update_children (self, pair, session);
}

/**
 * sluice_value_item_set_limit:
 * @limit: how many items a queue takes; 0: any number
 *
 * It is told from the next update on.
 *
 * Returns: whether it was another one
 */
gboolean
sluice_value_item_set_limit (SluiceValueItem *self,
                             guint            limit)
{
  gboolean is_new;

  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), FALSE);

  is_new = self->limit != limit;
  self->limit = limit;
  return is_new;
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
 * @pair: what is there now, and what was
 * @session: (nullable): who knows the writers
 *
 * Makes the children, once; from then on updates keep them.
 */
void
sluice_value_item_open (SluiceValueItem       *self,
                        const SluiceValuePair *pair,
                        SluiceRunSession      *session)
{
  g_return_if_fail (SLUICE_IS_VALUE_ITEM (self));

  if (self->children != NULL)
    return;

  self->children = g_list_store_new (SLUICE_TYPE_VALUE_ITEM);
  update_children (self, pair, session);
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
 * sluice_value_item_is_list:
 *
 * Returns: whether it is a list
 */
gboolean
sluice_value_item_is_list (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), FALSE);

  return self->type == SLUICE_VALUE_ARRAY && !self->is_rest;
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
 * sluice_value_item_get_change:
 *
 * Returns: what became of it since the last stop, or the start
 */
SluiceValueChange
sluice_value_item_get_change (SluiceValueItem *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_ITEM (self), SLUICE_VALUE_CHANGE_NONE);

  return self->change;
}
