/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/pointer.h"
#include "base/save.h"
#include "base/value.h"

G_BEGIN_DECLS

/* A document: one .flow.json as data. Its whole truth is one persistent JSON value in the shape of
 * the file (flow-file.md), so nothing a file holds is ever dropped; it is changed only by
 * SluiceChange inside transactions, and undo applies the inverses. The functions here look;
 * graph/edit.h has the verbs. Addresses are "flow/node". */

#define SLUICE_TYPE_DOCUMENT (sluice_document_get_type ())
G_DECLARE_FINAL_TYPE (SluiceDocument, sluice_document, SLUICE, DOCUMENT, GObject)

#define SLUICE_DOCUMENT_ERROR (sluice_document_error_quark ())
GQuark sluice_document_error_quark (void);

typedef enum
{
  SLUICE_DOCUMENT_ERROR_FORMAT,    /* JSON, but no flow file: the message names the path */
  SLUICE_DOCUMENT_ERROR_NEWER,     /* a newer format: read-only */
  SLUICE_DOCUMENT_ERROR_CONFLICT,  /* git conflict markers */
  SLUICE_DOCUMENT_ERROR_NOT_FOUND, /* no such flow, node, edge */
  SLUICE_DOCUMENT_ERROR_EDIT,      /* an edit that is not possible; the message says why */
  SLUICE_DOCUMENT_ERROR_READ_ONLY,
} SluiceDocumentError;

/* Properties: name, path, read-only, read-only-reason, dirty (edited since the last save), can-undo,
 * can-redo, undo-name, redo-name. Signal "changed" (const SluiceChangeSet *). */

/* What a transaction, an undo or a redo changed: per address, what kind of change. */
typedef enum
{
  SLUICE_TOUCH_ADDED    = 1 << 0,
  SLUICE_TOUCH_REMOVED  = 1 << 1,
  SLUICE_TOUCH_CONTENT  = 1 << 2, /* title, settings, phases, … */
  SLUICE_TOUCH_EDGES    = 1 << 3, /* its outgoing edges */
  SLUICE_TOUCH_LAYOUT   = 1 << 4, /* position, bends, colour */
} SluiceTouch;

typedef struct
{
  GPtrArray  *changes;  /* const SluiceChange *, as applied, in order */
  GHashTable *nodes;    /* address → GUINT_TO_POINTER (SluiceTouch) */
  GHashTable *flows;    /* flow id → GUINT_TO_POINTER (SluiceTouch); CONTENT: start, params, title …;
                         * LAYOUT: frames, notes */
  GHashTable *items;    /* address of a frame or note (graph/drawing.h) → GUINT_TO_POINTER (SluiceTouch) */
  gboolean    document; /* name, run, shared, uses */
  gboolean    all;      /* loaded anew: rebuild everything */
} SluiceChangeSet;

SluiceDocument  *sluice_document_new            (void); /* one flow "main" with no node */
/* What can be opened is opened; problems are for graph/check.h. */
SluiceDocument  *sluice_document_new_from_text  (const char       *text,
                                                 gssize            length,
                                                 GError          **error);
/* As it was once read from @path. */
SluiceDocument  *sluice_document_new_for_path   (const char       *text,
                                                 gssize            length,
                                                 const char       *path, /* NULL: it had none */
                                                 GError          **error);
SluiceDocument  *sluice_document_new_of_root    (SluiceValue       take_root,
                                                 const char       *path); /* NULL: it has none */
SluiceDocument  *sluice_document_load           (const char       *path,
                                                 GError          **error);
/* Not saved yet; saving replaces the file, which holds @text. */
SluiceDocument  *sluice_document_new_in_place   (SluiceDocument   *content,
                                                 const char       *path,
                                                 const char       *text,
                                                 gsize             length,
                                                 const SluiceFileStamp *stamp);
/* Replaces the content with what the file holds now; one "changed" with all set. */
gboolean         sluice_document_reload         (SluiceDocument   *self,
                                                 GError          **error);
/* The canonical text (flow-file.md, rule 1), newline at the end. */
char            *sluice_document_to_text        (SluiceDocument   *self,
                                                 gsize            *length);
/* Safe save (rule 11). @path NULL: where it came from. @overwrite: even if the file changed on disk,
 * else SLUICE_FILE_ERROR_CHANGED. The text that was read is written back the same when nothing changed. */
gboolean         sluice_document_save           (SluiceDocument   *self,
                                                 const char       *path,
                                                 gboolean          overwrite,
                                                 GError          **error);
const char      *sluice_document_get_path       (SluiceDocument   *self); /* NULL: untitled */
char            *sluice_document_dup_folder     (SluiceDocument   *self);
/* as read or last saved; or NULL */
const char      *sluice_document_get_source     (SluiceDocument   *self,
                                                 gsize            *length);
const char      *sluice_document_get_source_digest (SluiceDocument *self); /* SHA-256, or NULL */
void             sluice_document_pack_source    (SluiceDocument   *self); /* it takes less from then on */
SluiceValue      sluice_document_get_root       (SluiceDocument   *self); /* borrowed */

const char      *sluice_document_get_name       (SluiceDocument   *self);
gboolean         sluice_document_is_dirty       (SluiceDocument   *self);
gboolean         sluice_document_is_read_only   (SluiceDocument   *self);

/* Flows, in document order. */
guint            sluice_document_get_n_flows    (SluiceDocument   *self);
const char      *sluice_document_get_flow_id    (SluiceDocument   *self,
                                                 guint             index);
gboolean         sluice_document_has_flow       (SluiceDocument   *self,
                                                 const char       *flow);
SluiceValue      sluice_document_get_flow       (SluiceDocument   *self,
                                                 const char       *flow);
const char      *sluice_document_get_start      (SluiceDocument   *self,
                                                 const char       *flow); /* node id or NULL */
/* the flows that a run starts */
char           **sluice_document_dup_run        (SluiceDocument   *self);

/* Nodes of a flow, in document order. */
guint            sluice_document_get_n_nodes    (SluiceDocument   *self,
                                                 const char       *flow);
const char      *sluice_document_get_node_id    (SluiceDocument   *self,
                                                 const char       *flow,
                                                 guint             index);
gboolean         sluice_document_has_node       (SluiceDocument   *self,
                                                 const char       *address);
/* its object, or null */
SluiceValue      sluice_document_get_node       (SluiceDocument   *self,
                                                 const char       *address);
const char      *sluice_document_get_node_kind  (SluiceDocument   *self,
                                                 const char       *address);
/* falls back to the id */
char            *sluice_document_dup_node_title (SluiceDocument   *self,
                                                 const char       *address);
/* One line of what it does, from its kind (prompt, first script line …); "" if there is none. */
char            *sluice_document_dup_node_summary (SluiceDocument *self,
                                                   const char     *address);
SluiceValue      sluice_document_get_setting    (SluiceDocument   *self,
                                                 const char       *address,
                                                 const char       *name); /* null if absent */
/* A text field (rule 5) at a key of the node ("prep", …): joined with newlines, or NULL. */
char            *sluice_document_dup_text       (SluiceDocument   *self,
                                                 const char       *address,
                                                 const char       *key);
/* string or lines → text, else NULL */
char            *sluice_text_from_value         (SluiceValue       value);
/* one line: string; more: array */
SluiceValue      sluice_text_to_value           (const char       *text);

/* The ports on a node's right: its edges in order, then actions that it can return and that have
 * no edge ("default" when nothing else is known and the kind is not final). */
typedef struct
{
  char    *action;
  char    *target;   /* node id in the same flow; NULL: open port or explicit end */
  gboolean has_edge;
  gboolean is_end;   /* an edge to nothing */
} SluicePort;

/* of SluicePort, owned */
GPtrArray       *sluice_document_dup_ports      (SluiceDocument   *self,
                                                 const char       *address);
void             sluice_port_free               (SluicePort       *port);

/* Layout, in grid units (rule 4). A flow without layout answers from the automatic layout. */
#define SLUICE_GRID 16 /* px at 100 % */
gboolean         sluice_document_has_layout     (SluiceDocument   *self,
                                                 const char       *flow);
void             sluice_document_get_position   (SluiceDocument   *self,
                                                 const char       *address,
                                                 int              *x,
                                                 int              *y);
/* The size of a node's box, the same for drawing, layout and hit test: fixed width, rows by its
 * ports. */
void             sluice_document_get_size       (SluiceDocument   *self,
                                                 const char       *address,
                                                 int              *width,
                                                 int              *height);

/* Transactions nest; the outermost is the undo step. @name: "Move 3 nodes", translated. @merge_key: a
 * step with the same key as the one before it joins it until sluice_document_break_merge(). */
void             sluice_document_begin          (SluiceDocument   *self,
                                                 const char       *name,
                                                 const char       *merge_key);
gboolean         sluice_document_is_changing    (SluiceDocument   *self);
/* Applies one change inside a transaction. */
gboolean         sluice_document_apply          (SluiceDocument   *self,
                                                 SluiceChangeType  type,
                                                 const char       *pointer,
                                                 SluiceValue       take,
                                                 int               place,
                                                 GError          **error);
/* "changed", unless nothing changed */
void             sluice_document_commit         (SluiceDocument   *self);
/* as if begin had not been */
void             sluice_document_rollback       (SluiceDocument   *self);
/* While a transaction is open: emits "changed" for what it did since the last flush, so that a
 * drag is seen live. */
void             sluice_document_flush          (SluiceDocument   *self);
void             sluice_document_break_merge    (SluiceDocument   *self);
gboolean         sluice_document_undo           (SluiceDocument   *self);
gboolean         sluice_document_redo           (SluiceDocument   *self);
/* NULL: nothing to undo */
const char      *sluice_document_get_undo_name  (SluiceDocument   *self);
const char      *sluice_document_get_redo_name  (SluiceDocument   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePort, sluice_port_free)

G_END_DECLS
