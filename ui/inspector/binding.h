/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* One field of a document bound to one widget, both ways. The binding belongs to the widget: it
 * shows the field whenever the document says that it changed, and commits what the person
 * enters through an edit verb. */

typedef enum
{
  SLUICE_FIELD_TITLE,    /* of a node */
  SLUICE_FIELD_SETTING,  /* name: the setting */
  SLUICE_FIELD_KEY,      /* name: a key of the node, "retries" */
  SLUICE_FIELD_NAME,     /* of the document */
  SLUICE_FIELD_SHARED,   /* the initial store */
} SluiceFieldType;

typedef struct
{
  SluiceDocument *document;
  const char     *address; /* of a node; NULL for fields of the document */
  SluiceFieldType type;
  const char     *name;
} SluiceField;

typedef struct _SluiceBinding SluiceBinding;

/* @value: borrowed, null when the field is absent. Must not commit. */
typedef void (*SluiceShowFunc) (GtkWidget  *widget,
                                SluiceValue value);

/* Shows the field at once. The strings of @field are copied. */
SluiceBinding *sluice_binding_attach     (GtkWidget         *widget,
                                          const SluiceField *field,
                                          SluiceShowFunc     show);
SluiceBinding *sluice_binding_get        (GtkWidget         *widget);
/* Does nothing while the binding itself is showing. A refusal is told on the widget. */
void           sluice_binding_commit     (SluiceBinding     *self,
                                          SluiceValue        take);
/* Marks what was entered as not acceptable, or with NULL as fine again. */
void           sluice_binding_set_error  (SluiceBinding     *self,
                                          const char        *message);
gboolean       sluice_binding_is_showing (SluiceBinding     *self);

G_END_DECLS
