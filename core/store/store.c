/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The shared store of a run: one persistent JSON object.
 *
 * Every change counts, has an author and, when somebody watches, is told as a SluiceChange with
 * its inverse in it. With nobody watching a change builds none: it only touches the value. */

#include "store/store.h"

#include <string.h>

#include "store/places.h"

typedef struct
{
  guint           id; /* 0: taken away while watchers were being told */
  SluiceStoreFunc func;
  gpointer        user_data;
  GDestroyNotify  destroy;
} Watch;

/* A key that was changed before: its pointer need not be made again. */
typedef struct
{
  char *key;
  char *pointer;
} Place;

#define N_KNOWN 16 /* a power of two */

struct _SluiceStore
{
  GObject      parent_instance;

  SluiceValue  root; /* owned; always an object */
  guint64      version;
  SluiceAuthor author;

  SluiceStoreFunc tape; /* told first, or NULL */
  gpointer     tape_data;
  Place        known[N_KNOWN]; /* keys that were told of */
  guint        depth; /* changes that are being told, one inside the other */
  GArray      *watches; /* of Watch, or NULL */
  guint        last_watch;
  guint        telling; /* watchers are being told, this deep */
  SluicePlaces *places; /* owned: who is told of single places, or NULL */
};

G_DEFINE_FINAL_TYPE (SluiceStore, sluice_store, G_TYPE_OBJECT)
/**
 * SluiceStore:
 *
 * The shared store of a run: one persistent JSON object, changed by small changes, each with its
 * inverse and its author.
 */

/**
 * SluiceStoreFunc:
 * @store: the store
 * @change: what has changed
 * @author: who changed it
 * @user_data: what was given with it
 *
 * Is told of a change. It must not change the store.
 */

/**
 * SluiceStoreNotice: (skip)
 * @pointer: the place, as it was subscribed
 * @change: what has changed: there, around it or below it
 * @had: whether there was anything at the place
 * @has: whether there is
 * @old_value: what was there, null if nothing was; referencing it makes a snapshot
 * @value: what is there, null if nothing is
 * @author: who changed it
 * @version: the number of the change, from 1
 *
 * What a subscriber of a place is told. All of it is borrowed for the call.
 */

/**
 * SluiceStoreNoticeFunc: (skip)
 * @store: the store
 * @notice: what has changed
 * @user_data: what was given with it
 *
 * Is told of a change that touches a place. It may subscribe and unsubscribe, itself too, but must
 * not change the store.
 */

/**
 * SluiceAuthor:
 * @lane: the lane's number, from 1
 * @visit: the visit's number, from 1
 * @phase: a #SluicePhase
 * @person: 1: a person, in the debugger
 *
 * Who changed a store. All zero: somebody outside the run.
 */
G_DEFINE_BOXED_TYPE (SluiceAuthor, sluice_author, sluice_author_copy, sluice_author_free)
G_DEFINE_QUARK (sluice-store-error-quark, sluice_store_error)

GType
sluice_store_error_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { SLUICE_STORE_ERROR_ROOT, "SLUICE_STORE_ERROR_ROOT", "root" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SluiceStoreError", values));
  return type;
}

/**
 * sluice_author_copy:
 * @author: who changed a store
 *
 * Returns: (transfer full): a copy
 */
SluiceAuthor *
sluice_author_copy (const SluiceAuthor *author)
{
  return g_memdup2 (author, sizeof *author);
}

/**
 * sluice_author_free:
 * @author: (transfer full): a copy
 *
 * Frees a copy.
 */
void
sluice_author_free (SluiceAuthor *author)
{
  g_free (author);
}

static void
forget (Place *place)
{
  g_clear_pointer (&place->key, g_free);
  g_clear_pointer (&place->pointer, g_free);
}

static void
clear_watch (gpointer data)
{
  Watch *watch = data;

  if (watch->destroy != NULL)
    watch->destroy (watch->user_data);
}

static void
sluice_store_finalize (GObject *object)
{
  SluiceStore *self = SLUICE_STORE (object);

  sluice_value_clear (&self->root);
  g_clear_pointer (&self->watches, g_array_unref);
  for (guint i = 0; i < N_KNOWN; i++)
    forget (&self->known[i]);
  g_clear_pointer (&self->places, sluice_places_free);

  G_OBJECT_CLASS (sluice_store_parent_class)->finalize (object);
}

static void
sluice_store_class_init (SluiceStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_store_finalize;
}

static void
sluice_store_init (SluiceStore *self)
{
  self->root = sluice_value_object ();
}

/* Watches taken away meanwhile are only marked, so that the list keeps its places while it is told. */
static void
sweep_watches (SluiceStore *self)
{
  for (guint i = self->watches->len; i > 0; i--)
    if (g_array_index (self->watches, Watch, i - 1).id == 0)
      g_array_remove_index (self->watches, i - 1);
  if (self->watches->len == 0)
    g_clear_pointer (&self->watches, g_array_unref);
}

static void
tell_watches (SluiceStore        *self,
              const SluiceChange *change,
              const SluiceAuthor *author)
{
  guint n = self->watches->len;

  self->telling++;
  for (guint i = 0; i < n; i++)
    {
      Watch watch = g_array_index (self->watches, Watch, i);

      if (watch.id != 0)
        watch.func (self, change, author, watch.user_data);
    }
  if (--self->telling == 0)
    sweep_watches (self);
}

/* Who is told is settled before anybody is: @before is the root as it was, null if no single place
 * was concerned. */
static void
tell (SluiceStore        *self,
      const SluiceChange *change,
      SluiceValue         before)
{
  SluiceAuthor author = self->author;
  guint64 version = self->version;
  GArray *matches = NULL;

  if (!SLUICE_VALUE_IS_NULL (before))
    matches = sluice_places_match (self->places, change, before, self->root);
  if (self->tape != NULL)
    self->tape (self, change, &self->author, self->tape_data);
  if (self->watches == NULL && matches == NULL)
    return;

  g_object_ref (self);
  self->depth++;
  if (self->watches != NULL)
    tell_watches (self, change, &author);
  if (matches != NULL)
    sluice_places_tell (matches, self, change, &author, version);
  self->depth--;
  g_object_unref (self);
}

/* A reference to the root for tell(), or null: the root is then changed in place. */
static SluiceValue
keep_before (SluiceStore      *self,
             SluiceChangeType  type,
             const char       *pointer)
{
  if (self->places == NULL || !sluice_places_concern (self->places, type, pointer))
    return sluice_value_null ();
  return sluice_value_ref (self->root);
}

static gboolean
is_key_watched (SluiceStore *self,
                const char  *key)
{
  return self->tape != NULL || self->watches != NULL
         || (self->places != NULL && sluice_places_concern_key (self->places, key));
}

/* Borrowed until the next key. */
static char *
get_pointer (SluiceStore *self,
             const char  *key)
{
  guint hash = (guchar) key[0];
  Place *place;

  for (guint i = 1; i < 4 && key[i - 1] != '\0'; i++)
    hash = hash * 31 + (guchar) key[i];
  place = &self->known[hash & (N_KNOWN - 1)];
  if (place->key != NULL && strcmp (place->key, key) == 0)
    return place->pointer;
  forget (place);
  place->key = g_strdup (key);
  place->pointer = sluice_pointer_join ("", key);
  return place->pointer;
}

/* The same as the fast path of its caller, told to whoever watches. */
static void
set_watched (SluiceStore *self,
             const char  *key,
             SluiceValue  take)
{
  SluiceChange change = { SLUICE_CHANGE_ADD, };
  SluiceValue before;
  char *own = NULL;

  if (self->depth == 0)
    change.pointer = get_pointer (self, key);
  else
    change.pointer = own = sluice_pointer_join ("", key);
  before = keep_before (self, SLUICE_CHANGE_ADD, change.pointer);
  change.value = sluice_value_ref (take);
  change.place = -1;
  if (sluice_value_exchange_member (&self->root, key, take, &change.old_value))
    change.type = SLUICE_CHANGE_REPLACE;
  tell (self, &change, before);

  g_free (own);
  sluice_value_unref (before);
  sluice_value_unref (change.value);
  sluice_value_unref (change.old_value);
}

static void
remove_watched (SluiceStore *self,
                const char  *key)
{
  SluiceChange change = { SLUICE_CHANGE_REMOVE, };
  SluiceValue before;

  change.pointer = sluice_pointer_join ("", key);
  before = keep_before (self, SLUICE_CHANGE_REMOVE, change.pointer);
  change.place = sluice_value_find_member (self->root, key);
  change.old_value = sluice_value_ref (sluice_value_get_member (self->root, key));
  sluice_value_remove_member (&self->root, key);
  tell (self, &change, before);

  sluice_value_unref (before);
  g_free (change.pointer);
  sluice_value_clear (&change.old_value);
}

/**
 * sluice_store_new:
 *
 * Makes an empty store.
 *
 * Returns: (transfer full): the store
 */
SluiceStore *
sluice_store_new (void)
{
  return g_object_new (SLUICE_TYPE_STORE, NULL);
}

/**
 * sluice_store_new_take: (skip)
 * @take_root: (transfer full): an object
 *
 * Makes a store that begins as @take_root, which counts as no change.
 *
 * Returns: (transfer full): the store
 */
SluiceStore *
sluice_store_new_take (SluiceValue take_root)
{
  SluiceStore *self = sluice_store_new ();

  if (SLUICE_VALUE_IS_OBJECT (take_root))
    sluice_value_replace (&self->root, take_root);
  else
    {
      sluice_value_unref (take_root);
      g_critical ("the root of a store must be an object");
    }
  return self;
}

/**
 * sluice_store_get_root: (skip)
 * @self: a store
 *
 * Gets the whole store. Referencing it makes a snapshot, which costs nothing but the reference.
 *
 * Returns: (transfer none): the root, an object
 */
SluiceValue
sluice_store_get_root (SluiceStore *self)
{
  return self->root;
}

/**
 * sluice_store_get_version:
 * @self: a store
 *
 * Returns: how many changes there have been
 */
guint64
sluice_store_get_version (SluiceStore *self)
{
  g_return_val_if_fail (SLUICE_IS_STORE (self), 0);

  return self->version;
}

/**
 * sluice_store_set_root: (skip)
 * @self: a store
 * @take_root: (transfer full): an object
 * @error: return location for an error
 *
 * Replaces the whole store: one change at the pointer "".
 *
 * Returns: %FALSE with %SLUICE_STORE_ERROR_ROOT if @take_root is no object
 */
gboolean
sluice_store_set_root (SluiceStore  *self,
                       SluiceValue   take_root,
                       GError      **error)
{
  return sluice_store_change (self, SLUICE_CHANGE_REPLACE, "", take_root, error);
}

/**
 * sluice_store_get: (skip)
 * @self: a store
 * @key: a key of the root
 *
 * Returns: (transfer none): its value, null if it is absent
 */
SluiceValue
sluice_store_get (SluiceStore *self,
                  const char  *key)
{
  return sluice_value_get_member (self->root, key);
}

/**
 * sluice_store_has:
 * @self: a store
 * @key: a key of the root
 *
 * Returns: whether the key is there, be its value null
 */
gboolean
sluice_store_has (SluiceStore *self,
                  const char  *key)
{
  return sluice_value_has_member (self->root, key);
}

/**
 * sluice_store_set: (skip)
 * @self: a store
 * @key: a key of the root
 * @take: (transfer full): its new value
 *
 * Sets a key of the root; a key that is there keeps its place in the order.
 */
void
sluice_store_set (SluiceStore *self,
                  const char  *key,
                  SluiceValue  take)
{
  self->version++;
  if (G_LIKELY (self->watches == NULL && self->places == NULL && self->tape == NULL) || !is_key_watched (self, key))
    sluice_value_set_member (&self->root, key, take);
  else
    set_watched (self, key, take);
}

/**
 * sluice_store_remove:
 * @self: a store
 * @key: a key of the root
 *
 * Takes a key away.
 *
 * Returns: whether it was there
 */
gboolean
sluice_store_remove (SluiceStore *self,
                     const char  *key)
{
  g_return_val_if_fail (SLUICE_IS_STORE (self), FALSE);

  if (!sluice_value_has_member (self->root, key))
    return FALSE;

  self->version++;
  if (!is_key_watched (self, key))
    sluice_value_remove_member (&self->root, key);
  else
    remove_watched (self, key);
  return TRUE;
}

/**
 * sluice_store_lookup: (skip)
 * @self: a store
 * @pointer: a JSON Pointer (RFC 6901)
 * @value: (out) (transfer none): the value there
 * @error: return location for a #SluicePointerError
 *
 * Returns: whether there is a value at @pointer
 */
gboolean
sluice_store_lookup (SluiceStore  *self,
                     const char   *pointer,
                     SluiceValue  *value,
                     GError      **error)
{
  g_return_val_if_fail (SLUICE_IS_STORE (self), FALSE);

  return sluice_pointer_get (self->root, pointer, value, error);
}

/**
 * sluice_store_change: (skip)
 * @self: a store
 * @type: what to do (RFC 6902)
 * @pointer: where (RFC 6901)
 * @take: (transfer full): the new value; null for a removal
 * @error: return location for a #SluicePointerError or #SluiceStoreError
 *
 * Changes the store at a place. On an error nothing has changed.
 *
 * Returns: whether it was changed
 */
gboolean
sluice_store_change (SluiceStore       *self,
                     SluiceChangeType   type,
                     const char        *pointer,
                     SluiceValue        take,
                     GError           **error)
{
  g_autoptr (SluiceChange) change = NULL;
  g_auto (SluiceValue) before = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_STORE (self), FALSE);
  g_return_val_if_fail (pointer != NULL, FALSE);

  if (*pointer == '\0' && (type == SLUICE_CHANGE_REMOVE || !SLUICE_VALUE_IS_OBJECT (take)))
    {
      sluice_value_unref (take);
      g_set_error_literal (error, SLUICE_STORE_ERROR, SLUICE_STORE_ERROR_ROOT,
                           "The root of the store must stay an object");
      return FALSE;
    }

  change = sluice_change_new (type, pointer, take, -1);
  before = keep_before (self, type, pointer);
  if (!sluice_change_apply (change, &self->root, error))
    return FALSE;

  self->version++;
  tell (self, change, before);
  return TRUE;
}

/**
 * sluice_store_set_author: (skip)
 * @self: a store
 * @author: (nullable): who makes the changes that follow; %NULL: somebody outside the run
 *
 * Names the author of the changes that follow. The engine does so around each phase.
 */
void
sluice_store_set_author (SluiceStore        *self,
                         const SluiceAuthor *author)
{
  if (author != NULL)
    self->author = *author;
  else
    memset (&self->author, 0, sizeof self->author);
}

/**
 * sluice_store_set_author_visit: (skip)
 * @self: a store
 * @lane: a lane's number
 * @visit: a visit's number
 * @phase: a phase
 *
 * The same for a phase of a visit, as it happens three times in each.
 */
void
sluice_store_set_author_visit (SluiceStore *self,
                               guint32      lane,
                               guint64      visit,
                               guint32      phase)
{
  self->author.lane = lane;
  self->author.visit = visit;
  self->author.phase = phase;
  self->author.person = 0;
}

/**
 * sluice_store_get_author: (skip)
 * @self: a store
 *
 * Returns: (transfer none): who makes the changes now
 */
const SluiceAuthor *
sluice_store_get_author (SluiceStore *self)
{
  return &self->author;
}

/**
 * sluice_store_watch:
 * @self: a store
 * @func: (scope notified) (closure user_data) (destroy destroy): called after each change
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Has every change told. @func must not change the store.
 *
 * Returns: an id for sluice_store_unwatch()
 */
guint
sluice_store_watch (SluiceStore     *self,
                    SluiceStoreFunc  func,
                    gpointer         user_data,
                    GDestroyNotify   destroy)
{
  Watch watch = { 0, func, user_data, destroy };

  g_return_val_if_fail (SLUICE_IS_STORE (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  if (self->watches == NULL)
    {
      self->watches = g_array_new (FALSE, FALSE, sizeof (Watch));
      g_array_set_clear_func (self->watches, clear_watch);
    }
  watch.id = ++self->last_watch;
  g_array_append_val (self->watches, watch);
  return watch.id;
}

/**
 * sluice_store_set_tape: (skip)
 * @self: a store
 * @func: (nullable): called for each change, before those who watch
 * @user_data: for @func
 *
 * Tells one who keeps all changes and does nothing else with them.
 */
void
sluice_store_set_tape (SluiceStore     *self,
                       SluiceStoreFunc  func,
                       gpointer         user_data)
{
  g_return_if_fail (SLUICE_IS_STORE (self));

  self->tape = func;
  self->tape_data = user_data;
}

/**
 * sluice_store_unwatch:
 * @self: a store
 * @id: what sluice_store_watch() gave
 *
 * Tells that watcher no more.
 */
void
sluice_store_unwatch (SluiceStore *self,
                      guint        id)
{
  g_return_if_fail (SLUICE_IS_STORE (self));
  g_return_if_fail (id != 0);

  for (guint i = 0; self->watches != NULL && i < self->watches->len; i++)
    {
      Watch *watch = &g_array_index (self->watches, Watch, i);

      if (watch->id != id)
        continue;
      watch->id = 0;
      if (self->telling == 0)
        sweep_watches (self);
      return;
    }
}

/**
 * sluice_store_subscribe: (skip)
 * @self: a store
 * @pointer: a place (RFC 6901); nothing need be there
 * @func: called after each change that touches the place
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data, also on an error
 * @error: return location for %SLUICE_POINTER_ERROR_SYNTAX
 *
 * Has the changes of one place told: those at the place and below it, and those around it that gave
 * the place another value (1 and 1.0 are the same). An element that moves in its array has
 * changed two places.
 *
 * Watchers of the whole store are told first, then subscribers, in the order in which they
 * subscribed, wherever their places are. Who subscribes while a change is told is told of the next
 * one; who has unsubscribed is told no more. A change costs by the depth of its pointer and by how
 * many it is told to; subscriptions of other places cost nothing.
 *
 * Returns: an id for sluice_store_unsubscribe(), 0 with an error
 */
guint
sluice_store_subscribe (SluiceStore            *self,
                        const char             *pointer,
                        SluiceStoreNoticeFunc   func,
                        gpointer                user_data,
                        GDestroyNotify          destroy,
                        GError                **error)
{
  g_return_val_if_fail (SLUICE_IS_STORE (self), 0);
  g_return_val_if_fail (pointer != NULL && func != NULL, 0);

  if (self->places == NULL)
    self->places = sluice_places_new ();
  return sluice_places_add (self->places, pointer, func, user_data, destroy, error);
}

/**
 * sluice_store_unsubscribe:
 * @self: a store
 * @id: what sluice_store_subscribe() gave
 *
 * Tells that subscriber no more.
 */
void
sluice_store_unsubscribe (SluiceStore *self,
                          guint        id)
{
  g_return_if_fail (SLUICE_IS_STORE (self));
  g_return_if_fail (id != 0);

  if (self->places != NULL)
    sluice_places_remove (self->places, id);
}
