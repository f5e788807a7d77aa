/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/pointer.h"
#include "base/value.h"

G_BEGIN_DECLS

/* The shared store of a run: one persistent JSON object, changed only by SluiceChange, each with
 * its inverse and its author. A snapshot is a reference to the root. */

#define SLUICE_TYPE_STORE (sluice_store_get_type ())
G_DECLARE_FINAL_TYPE (SluiceStore, sluice_store, SLUICE, STORE, GObject)

#define SLUICE_STORE_ERROR (sluice_store_error_quark ())
GQuark sluice_store_error_quark (void);

typedef enum
{
  SLUICE_STORE_ERROR_ROOT, /* the root of a store must be an object */
} SluiceStoreError;

#define SLUICE_TYPE_STORE_ERROR (sluice_store_error_get_type ())
GType sluice_store_error_get_type (void) G_GNUC_CONST;

/* Who changed it. All zero: from outside the run (the initial store, an embedder). */
typedef struct
{
  guint32 lane;  /* from 1 */
  guint64 visit; /* from 1 */
  guint32 phase; /* a SluicePhase */
  guint32 person; /* 1: an intervention in the debugger */
} SluiceAuthor;

#define SLUICE_TYPE_AUTHOR (sluice_author_get_type ())
GType            sluice_author_get_type     (void) G_GNUC_CONST;
SluiceAuthor    *sluice_author_copy         (const SluiceAuthor *author);
void             sluice_author_free         (SluiceAuthor       *author);

typedef void (*SluiceStoreFunc) (SluiceStore        *store,
                                 const SluiceChange *change,
                                 const SluiceAuthor *author,
                                 gpointer            user_data);

/* What a subscriber of a place is told; all of it is borrowed for the call. */
typedef struct
{
  const char         *pointer; /* as it was subscribed */
  const SluiceChange *change;
  gboolean            had; /* there was something */
  gboolean            has;
  SluiceValue         old_value;
  SluiceValue         value;
  const SluiceAuthor *author;
  guint64             version; /* the number of the change, from 1 */
} SluiceStoreNotice;

typedef void (*SluiceStoreNoticeFunc) (SluiceStore             *store,
                                       const SluiceStoreNotice *notice,
                                       gpointer                 user_data);

typedef void (*SluiceStorePlaceFunc) (SluiceStore        *store,
                                      const char         *pointer,
                                      JsonNode           *old_value, /* NULL: there was nothing */
                                      JsonNode           *value,     /* NULL: there is nothing */
                                      const SluiceAuthor *author,
                                      guint64             version,
                                      gpointer            user_data);

SluiceStore     *sluice_store_new           (void);
SluiceStore     *sluice_store_new_take      (SluiceValue         take_root); /* an object */
/* Borrowed; sluice_value_ref() it for a snapshot. */
SluiceValue      sluice_store_get_root      (SluiceStore        *self);
guint64          sluice_store_get_version   (SluiceStore        *self); /* changes so far */
gboolean         sluice_store_set_root      (SluiceStore        *self,
                                             SluiceValue         take_root,
                                             GError            **error);

/* By top-level key: what C nodes and scripts mostly do. */
SluiceValue      sluice_store_get           (SluiceStore        *self,
                                             const char         *key); /* borrowed, null if absent */
gboolean         sluice_store_has           (SluiceStore        *self,
                                             const char         *key);
void             sluice_store_set           (SluiceStore        *self,
                                             const char         *key,
                                             SluiceValue         take);
gboolean         sluice_store_remove        (SluiceStore        *self,
                                             const char         *key);

/* By JSON Pointer. */
gboolean         sluice_store_lookup        (SluiceStore        *self,
                                             const char         *pointer,
                                             SluiceValue        *value, /* borrowed */
                                             GError            **error);
gboolean         sluice_store_change        (SluiceStore        *self,
                                             SluiceChangeType    type,
                                             const char         *pointer,
                                             SluiceValue         take,
                                             GError            **error);

/* The author of the changes that follow; the engine sets it around each phase. */
void             sluice_store_set_author    (SluiceStore        *self,
                                             const SluiceAuthor *author);
void             sluice_store_set_author_visit (SluiceStore     *self,
                                             guint32             lane,
                                             guint64             visit,
                                             guint32             phase);
const SluiceAuthor *sluice_store_get_author (SluiceStore        *self);
/* With nobody watching a change costs no allocation for its patch. Returns an id. */
guint            sluice_store_watch         (SluiceStore        *self,
                                             SluiceStoreFunc     func,
                                             gpointer            user_data,
                                             GDestroyNotify      destroy);
void             sluice_store_unwatch       (SluiceStore        *self,
                                             guint               id);
/* Told of each change before those who watch, and at less cost: it neither changes the store nor lets it go.
 * One at most; NULL: none. */
void             sluice_store_set_tape      (SluiceStore            *self,
                                             SluiceStoreFunc         func,
                                             gpointer                user_data);
/* The changes of one place, of what is in it and of what it is in. Returns an id, or 0. */
guint            sluice_store_subscribe     (SluiceStore        *self,
                                             const char         *pointer,
                                             SluiceStoreNoticeFunc func,
                                             gpointer            user_data,
                                             GDestroyNotify      destroy,
                                             GError            **error);
void             sluice_store_unsubscribe   (SluiceStore        *self,
                                             guint               id);

/* The same with JsonNode trees: what other languages see in place of the functions above. */
SluiceStore     *sluice_store_new_json      (JsonNode           *root,
                                             GError            **error);
JsonNode        *sluice_store_dup_root_json (SluiceStore        *self);
gboolean         sluice_store_set_root_json (SluiceStore        *self,
                                             JsonNode           *root,
                                             GError            **error);
JsonNode        *sluice_store_dup_json      (SluiceStore        *self,
                                             const char         *key);
gboolean         sluice_store_set_json      (SluiceStore        *self,
                                             const char         *key,
                                             JsonNode           *value,
                                             GError            **error);
JsonNode        *sluice_store_lookup_json   (SluiceStore        *self,
                                             const char         *pointer,
                                             GError            **error);
gboolean         sluice_store_change_json   (SluiceStore        *self,
                                             SluiceChangeType    type,
                                             const char         *pointer,
                                             JsonNode           *value,
                                             GError            **error);
guint            sluice_store_subscribe_json (SluiceStore       *self,
                                             const char         *pointer,
                                             SluiceStorePlaceFunc func,
                                             gpointer            user_data,
                                             GDestroyNotify      destroy,
                                             GError            **error);

G_END_DECLS
