/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* One field of a document bound to one widget, both ways. The binding belongs to the widget: it
 * shows the field whenever the document says that it changed, and commits what the person
 * enters through an edit verb. With several nodes it is the same field of each: one step to undo. */

typedef enum
{
  SLUICE_FIELD_TITLE,    /* of a node */
  SLUICE_FIELD_SETTING,  /* name: the setting */
  SLUICE_FIELD_KEY,      /* name: a key of the node, "retries" */
  SLUICE_FIELD_NAME,     /* of the document */
  SLUICE_FIELD_SHARED,   /* the initial store */
  SLUICE_FIELD_DOCUMENT, /* name: a key of the document, "uses" */
  SLUICE_FIELD_FLOW,     /* address: a flow; name: a key of it, "params" */
  SLUICE_FIELD_ITEM,     /* address: a node, frame or note; name: how it is drawn: "title" of a frame,
                          * "text" of a note, "size" of both, "colour" of each */
} SluiceFieldType;

/* Shows a part of a field as if it were one: the limit of a batch. */
typedef struct
{
  const char  *part;                            /* its name in a pointer, or NULL */
  SluiceValue (*read)  (SluiceValue whole);     /* borrowed from @whole, which is borrowed */
  SluiceValue (*write) (SluiceValue whole,      /* a new whole, null to remove the field */
                        SluiceValue take);
} SluiceLens;

typedef struct
{
  SluiceDocument     *document;
  const char         *address; /* of a node, item or flow; NULL for fields of the document */
  SluiceFieldType     type;
  const char         *name;
  const SluiceLens   *lens;    /* static, or NULL */
  const char * const *others;  /* addresses of more nodes, or NULL */
} SluiceField;

typedef struct _SluiceBinding SluiceBinding;

/* @value: borrowed, null when the field is absent or not the same in all nodes. Must not commit. */
typedef void (*SluiceShowFunc) (GtkWidget  *widget,
                                SluiceValue value);
/* What there is to say of the field beside its value has changed. */
typedef void (*SluiceNoticeFunc) (GtkWidget     *widget,
                                  SluiceBinding *binding);

/* Shows the field at once. The strings of @field are copied. */
SluiceBinding *sluice_binding_attach       (GtkWidget         *widget,
                                            const SluiceField *field,
                                            SluiceShowFunc     show);
SluiceBinding *sluice_binding_get          (GtkWidget         *widget);
/* Does nothing while the binding itself is showing. A refusal is told on the widget. */
void           sluice_binding_commit       (SluiceBinding     *self,
                                            SluiceValue        take);
/* Back to the default: the field is removed. */
void           sluice_binding_reset        (SluiceBinding     *self);
/* Says that what was entered is not acceptable, or with NULL fine again. */
void           sluice_binding_set_error    (SluiceBinding     *self,
                                            const char        *message);
/* What the check says of the field, or NULL; @line from 1, 0 for none. */
void           sluice_binding_set_problem  (SluiceBinding     *self,
                                            const char        *message,
                                            gboolean           is_error,
                                            guint              line);
void           sluice_binding_set_notice   (SluiceBinding     *self,
                                            SluiceNoticeFunc   func);

SluiceDocument *sluice_binding_get_document (SluiceBinding    *self);
const char    *sluice_binding_get_address  (SluiceBinding     *self);
SluiceValue    sluice_binding_get_value    (SluiceBinding     *self); /* borrowed */
gboolean       sluice_binding_is_showing   (SluiceBinding     *self);
gboolean       sluice_binding_is_set       (SluiceBinding     *self); /* in the file, in one at least */
gboolean       sluice_binding_has_many     (SluiceBinding     *self); /* a field of several nodes */
gboolean       sluice_binding_is_mixed     (SluiceBinding     *self);
/* The error of what was entered, else the problem; NULL: none. */
const char    *sluice_binding_get_message  (SluiceBinding     *self,
                                            gboolean          *is_error);
guint          sluice_binding_get_line     (SluiceBinding     *self);
/* Where the field is in the file, as a JSON Pointer. */
const char    *sluice_binding_get_pointer  (SluiceBinding     *self);

/* What was entered and could not be taken stays with the document until the field changes or it can:
 * a text half typed is there again when its node is selected again. */
void           sluice_binding_keep_draft   (SluiceBinding     *self,
                                            const char        *text); /* NULL: forget it */
const char    *sluice_binding_get_draft    (SluiceBinding     *self);

G_END_DECLS
