/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* What the files of the document share with each other and with the verbs; not for other folders. */

/* An undo step: the changes of one transaction, as applied. */
typedef struct
{
  char      *name;
  char      *merge_key; /* or NULL */
  GPtrArray *changes;   /* SluiceChange, in order */
  guint64    serial;    /* names the state that the document is in after it */
} SluiceStep;

/* What is derived of one flow and kept until the flow changes. */
typedef struct
{
  gboolean    is_checked;
  gboolean    is_plain;   /* all members of "nodes" are objects: a node's index is its place */
  gboolean    are_places_known;
  guint       n_unplaced; /* nodes of which the file does not say where they are, if known */
  GHashTable *automatic;  /* node id → SluicePlace, for nodes without a position; or NULL */
} SluiceFlowCache;

typedef struct
{
  int x;
  int y;
} SluicePlace;

struct _SluiceDocument
{
  GObject          parent_instance;

  /* owned */
  SluiceValue      root;
  char            *path;
  GBytes          *source;        /* as read or last saved, with a NUL; NULL: there is none, or it is packed */
  GBytes          *packed;        /* the same; NULL: not, or not yet (document-source.c) */
  gsize            source_length; /* without the NUL */
  char            *source_digest; /* NULL: nobody asked yet */
  SluiceFileStamp *stamp;         /* what the file looked like then */
  char            *read_only_reason;
  GHashTable      *caches;        /* flow id → SluiceFlowCache */
  gboolean         are_flows_checked;
  gboolean         are_flows_plain; /* all members of "flows" are objects */
  GHashTable      *moved_flows;   /* set of flow ids: their layout was in use and is stale */

  /* undo */
  GPtrArray       *undo_steps;    /* SluiceStep */
  GPtrArray       *redo_steps;    /* SluiceStep */
  guint64          last_serial;
  guint64          saved_serial;
  gboolean         may_merge;

  /* the open transaction */
  SluiceStep      *open;
  GArray          *savepoints;    /* guint: how many changes were there when each level began */
  GPtrArray       *pending;       /* SluiceChange not yet told, copies */
  guint            n_fresh;       /* how many at the end of pending were applied, not rolled back */

  /* what the properties were when they were notified last */
  gboolean         told_dirty;
  char            *told_undo;
  char            *told_redo;
};

void             sluice_document_init_undo      (SluiceDocument     *self);
void             sluice_document_finish_undo    (SluiceDocument     *self);
void             sluice_document_forget_steps   (SluiceDocument     *self);
void             sluice_document_take_source    (SluiceDocument     *self,
                                                 char               *take_text,
                                                 gsize               length);
void             sluice_document_mark_saved     (SluiceDocument     *self);
void             sluice_document_notify_state   (SluiceDocument     *self);
void             sluice_document_emit_changed   (SluiceDocument     *self,
                                                 SluiceChangeSet    *changes);

SluiceChangeSet *sluice_change_set_new          (SluiceDocument     *document,
                                                 GPtrArray          *changes);
SluiceChangeSet *sluice_change_set_new_all      (void);
void             sluice_change_set_free         (SluiceChangeSet    *self);

/* Shortens a list of changes by the intermediate states of places that were replaced repeatedly. */
void             sluice_changes_compact         (GPtrArray          *changes);

SluiceFlowCache *sluice_document_get_cache      (SluiceDocument     *self,
                                                 const char         *flow);
void             sluice_document_clear_caches   (SluiceDocument     *self);
void             sluice_document_forget_derived (SluiceDocument     *self,
                                                 const SluiceChange *change);

/* "flow/node" at its first slash: @flow is owned by the caller, @node points into @address. */
char            *sluice_address_dup_flow        (const char         *address,
                                                 const char        **node);
/* The object of the nodes of a flow, or null. */
SluiceValue      sluice_document_get_nodes      (SluiceDocument     *self,
                                                 const char         *flow);
/* A layout entry: [x, y] or { "at": [x, y] }. */
gboolean         sluice_place_read              (SluiceValue         entry,
                                                 SluicePlace        *place);
/* The entry of a node in "layout", or null. */
SluiceValue      sluice_document_get_entry      (SluiceDocument     *self,
                                                 const char         *flow,
                                                 const char         *node);
/* Keeps the number of nodes without a place while single nodes and entries change. */
void             sluice_document_count_unplaced (SluiceDocument     *self,
                                                 const SluiceChange *change,
                                                 char              **parts,
                                                 guint               n);
GPtrArray       *sluice_document_dup_unplaced   (SluiceDocument     *self,
                                                 const char         *flow);
gboolean         sluice_value_is_identical      (SluiceValue         a,
                                                 SluiceValue         b); /* the same text */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceChangeSet, sluice_change_set_free)

G_END_DECLS
