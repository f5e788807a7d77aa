/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A prefix tree of subscriptions, one level for each part of a pointer.
 *
 * Every node of it has a subscription in it or below it, but for the root. A change walks down its
 * own pointer, and below that only where the values differ: what is subscribed elsewhere is never
 * looked at. Matches hold their subscriptions, so that anybody may come and go while they are told. */

#include "store/places.h"

#include <string.h>

#include "base/pointer-private.h"

typedef struct _Place Place;

typedef struct
{
  guint                 ref_count;
  guint                 id; /* 0: taken away */
  char                 *pointer;
  Place                *place; /* borrowed */
  SluiceStoreNoticeFunc func;
  gpointer              user_data;
  GDestroyNotify        destroy;
} Subscription;

/* The key of a place among its siblings; need not end with a NUL where it is only looked for. */
typedef struct
{
  const char *text;
  gsize       length;
} Part;

struct _Place
{
  Part        part; /* first: the place is its own key */
  Place      *parent;
  GHashTable *children;      /* Part → Place, owned; NULL: none */
  GPtrArray  *subscriptions; /* of Subscription, owned; NULL: none */
};

struct _SluicePlaces
{
  Place       root;
  GHashTable *by_id; /* id → Subscription, borrowed from its place */
  guint       last_id;
  guint64     steps;
};

typedef struct
{
  Subscription *subscription; /* owned */
  SluiceValue   old_value;    /* owned */
  SluiceValue   value;        /* owned */
  gboolean      had;
  gboolean      has;
} Match;

/* A place that is being looked at, and what is and was there. */
typedef struct
{
  Place      *place;
  SluiceValue before; /* borrowed */
  SluiceValue after;  /* borrowed */
  gboolean    had;
  gboolean    has;
} Look;

static guint
part_hash (gconstpointer key)
{
  const Part *part = key;
  guint hash = 5381;

  for (gsize i = 0; i < part->length; i++)
    hash = hash * 33 + (guchar) part->text[i];
  return hash;
}

static gboolean
part_equal (gconstpointer a,
            gconstpointer b)
{
  const Part *left = a, *right = b;

  return left->length == right->length && memcmp (left->text, right->text, left->length) == 0;
}

/* Subscriptions */

static void
subscription_unref (gpointer data)
{
  Subscription *self = data;

  if (--self->ref_count > 0)
    return;
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self->pointer);
  g_free (self);
}

static void
match_clear (gpointer data)
{
  Match *match = data;

  sluice_value_clear (&match->old_value);
  sluice_value_clear (&match->value);
  subscription_unref (match->subscription);
}

/* Places */

static Place *
find_child (SluicePlaces *self,
            Place        *place,
            const char   *text,
            gsize         length)
{
  Part part = { text, length };

  self->steps++;
  return place->children != NULL ? g_hash_table_lookup (place->children, &part) : NULL;
}

static Place *
ensure_child (SluicePlaces *self,
              Place        *place,
              const char   *text,
              gsize         length)
{
  Place *child = find_child (self, place, text, length);

  if (child != NULL)
    return child;
  if (place->children == NULL)
    place->children = g_hash_table_new (part_hash, part_equal);
  child = g_new0 (Place, 1);
  child->part.text = g_strndup (text, length);
  child->part.length = length;
  child->parent = place;
  g_hash_table_add (place->children, child);
  return child;
}

/* Takes away @place and what is above it as far as nobody subscribes there. */
static void
prune (Place *place)
{
  while (place->parent != NULL && place->subscriptions == NULL && place->children == NULL)
    {
      Place *parent = place->parent;

      g_hash_table_remove (parent->children, place);
      if (g_hash_table_size (parent->children) == 0)
        g_clear_pointer (&parent->children, g_hash_table_unref);
      g_free ((char *) place->part.text);
      g_free (place);
      place = parent;
    }
}

SluicePlaces *
sluice_places_new (void)
{
  SluicePlaces *self = g_new0 (SluicePlaces, 1);

  self->by_id = g_hash_table_new (NULL, NULL);
  return self;
}

void
sluice_places_free (SluicePlaces *self)
{
  g_autoptr (GList) ids = g_hash_table_get_keys (self->by_id);

  for (GList *l = ids; l != NULL; l = l->next)
    sluice_places_remove (self, GPOINTER_TO_UINT (l->data));
  g_hash_table_unref (self->by_id);
  g_free (self);
}

guint
sluice_places_add (SluicePlaces           *self,
                   const char             *pointer,
                   SluiceStoreNoticeFunc   func,
                   gpointer                user_data,
                   GDestroyNotify          destroy,
                   GError                **error)
{
  g_auto (SluicePointerIter) iter = { NULL };
  Place *place = &self->root;
  Subscription *subscription;
  const char *part;
  gsize length;

  if (!sluice_pointer_iter_init (&iter, pointer, error))
    {
      if (destroy != NULL)
        destroy (user_data);
      return 0;
    }
  while (sluice_pointer_iter_next (&iter, &part, &length))
    place = ensure_child (self, place, part, length);

  subscription = g_new (Subscription, 1);
  *subscription = (Subscription) { 1, ++self->last_id, g_strdup (pointer), place, func, user_data, destroy };
  if (place->subscriptions == NULL)
    place->subscriptions = g_ptr_array_new_with_free_func (subscription_unref);
  g_ptr_array_add (place->subscriptions, subscription);
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (subscription->id), subscription);
  return subscription->id;
}

gboolean
sluice_places_remove (SluicePlaces *self,
                      guint         id)
{
  Subscription *subscription = g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
  g_autoptr (GPtrArray) last = NULL;
  Place *place;

  if (subscription == NULL)
    return FALSE;

  place = subscription->place;
  g_hash_table_remove (self->by_id, GUINT_TO_POINTER (id));
  subscription->id = 0;
  subscription->place = NULL;
  if (place->subscriptions->len > 1)
    {
      g_ptr_array_remove_fast (place->subscriptions, subscription);
      return TRUE;
    }
  /* Freed when the tree is in order again: @destroy is the subscriber's, and may do anything. */
  last = g_steal_pointer (&place->subscriptions);
  prune (place);
  return TRUE;
}

gboolean
sluice_places_is_empty (SluicePlaces *self)
{
  return g_hash_table_size (self->by_id) == 0;
}

guint64
sluice_places_get_steps (SluicePlaces *self)
{
  return self->steps;
}

/* Whom a change may concern */

/* Adding and removing move the elements behind it, if it is in an array. */
static gboolean
may_move_elements (SluiceChangeType  type,
                   const char       *part,
                   gsize             length)
{
  guint index;

  return type != SLUICE_CHANGE_REPLACE &&
         (sluice_pointer_parse_index (part, length, &index) || (length == 1 && *part == '-'));
}

gboolean
sluice_places_concern (SluicePlaces     *self,
                       SluiceChangeType  type,
                       const char       *pointer)
{
  g_auto (SluicePointerIter) iter = { NULL };
  Place *place = &self->root, *parent = NULL;
  const char *part = NULL;
  gsize length = 0;

  if (!sluice_pointer_iter_init (&iter, pointer, NULL))
    return FALSE;
  while (place != NULL && place->subscriptions == NULL && sluice_pointer_iter_next (&iter, &part, &length))
    {
      parent = place;
      place = find_child (self, place, part, length);
    }
  if (place != NULL)
    return place->subscriptions != NULL || place->children != NULL;
  return *iter.rest == '\0' && parent->children != NULL && may_move_elements (type, part, length);
}

gboolean
sluice_places_concern_key (SluicePlaces *self,
                           const char   *key)
{
  return self->root.subscriptions != NULL || find_child (self, &self->root, key, strlen (key)) != NULL;
}

/* Matching */

static gboolean
get_part (SluiceValue  value,
          const char  *part,
          gsize        length,
          SluiceValue *found)
{
  guint index;
  gint place;

  *found = sluice_value_null ();
  if (SLUICE_VALUE_IS_OBJECT (value))
    {
      place = sluice_value_find_member (value, part);
      if (place >= 0)
        *found = sluice_value_get_member_at (value, (guint) place);
      return place >= 0;
    }
  if (!SLUICE_VALUE_IS_ARRAY (value) || !sluice_pointer_parse_index (part, length, &index) ||
      index >= sluice_value_get_length (value))
    return FALSE;
  *found = sluice_value_get_element (value, index);
  return TRUE;
}

static Look
look_down (const Look *from,
           Place      *child)
{
  Look look = { .place = child };

  look.had = from->had && get_part (from->before, child->part.text, child->part.length, &look.before);
  look.has = from->has && get_part (from->after, child->part.text, child->part.length, &look.after);
  return look;
}

static void
add_matches (GArray     *matches,
             const Look *look)
{
  GPtrArray *subscriptions = look->place->subscriptions;

  for (guint i = 0; subscriptions != NULL && i < subscriptions->len; i++)
    {
      Match match = { g_ptr_array_index (subscriptions, i), sluice_value_ref (look->before),
                      sluice_value_ref (look->after), look->had, look->has };

      match.subscription->ref_count++;
      g_array_append_val (matches, match);
    }
}

/* Everything below @from, but for @except, whose value has changed. */
static void
match_below (SluicePlaces *self,
             GArray       *matches,
             const Look   *from,
             Place        *except)
{
  g_autoptr (GArray) looks = NULL;

  if (from->place->children == NULL)
    return;
  looks = g_array_new (FALSE, FALSE, sizeof (Look));
  g_array_append_vals (looks, from, 1);
  while (looks->len > 0)
    {
      Look top = g_array_index (looks, Look, looks->len - 1);
      GHashTableIter iter;
      gpointer child;

      g_array_set_size (looks, looks->len - 1);
      g_hash_table_iter_init (&iter, top.place->children);
      while (g_hash_table_iter_next (&iter, &child, NULL))
        {
          Look look = look_down (&top, child);

          self->steps++;
          if (child == except || (look.had == look.has && sluice_value_is_same (look.before, look.after)))
            continue;
          if (look.had != look.has || !sluice_value_equal (look.before, look.after))
            add_matches (matches, &look);
          if (look.place->children != NULL)
            g_array_append_val (looks, look);
        }
    }
}

static gint
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  guint left = ((const Match *) a)->subscription->id;
  guint right = ((const Match *) b)->subscription->id;

  return (left > right) - (left < right);
}

GArray *
sluice_places_match (SluicePlaces       *self,
                     const SluiceChange *change,
                     SluiceValue         before,
                     SluiceValue         after)
{
  g_auto (SluicePointerIter) iter = { NULL };
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (Match));
  Look look = { &self->root, before, after, TRUE, TRUE };
  const char *part;
  gsize length;

  g_array_set_clear_func (matches, match_clear);
  sluice_pointer_iter_init (&iter, change->pointer, NULL);
  add_matches (matches, &look);
  while (look.place != NULL && sluice_pointer_iter_next (&iter, &part, &length))
    {
      Look parent = look;

      look.place = find_child (self, parent.place, part, length);
      if (*iter.rest == '\0' && change->type != SLUICE_CHANGE_REPLACE && SLUICE_VALUE_IS_ARRAY (parent.after))
        match_below (self, matches, &parent, look.place);
      if (look.place == NULL)
        break;
      look = look_down (&parent, look.place);
      add_matches (matches, &look);
    }
  if (look.place != NULL)
    match_below (self, matches, &look, NULL);
  g_array_sort (matches, compare_matches);
  return matches;
}

void
sluice_places_tell (GArray             *take_matches,
                    SluiceStore        *store,
                    const SluiceChange *change,
                    const SluiceAuthor *author,
                    guint64             version)
{
  for (guint i = 0; i < take_matches->len; i++)
    {
      Match *match = &g_array_index (take_matches, Match, i);
      SluiceStoreNotice notice = { match->subscription->pointer, change, match->had, match->has, match->old_value,
                                   match->value, author, version };

      if (match->subscription->id != 0)
        match->subscription->func (store, &notice, match->subscription->user_data);
    }
  g_array_unref (take_matches);
}
