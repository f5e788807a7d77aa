/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A popover in which a value, or a line of text, is written and checked. Signal "apply" (key, text): the text
 * is what was asked for; whoever takes it closes the popover, or says what is wrong with it. */

#define SLUICE_TYPE_VALUE_EDITOR (sluice_value_editor_get_type ())
G_DECLARE_FINAL_TYPE (SluiceValueEditor, sluice_value_editor, SLUICE, VALUE_EDITOR, GtkPopover)

typedef struct
{
  const char         *title;
  const char         *apply;       /* what the button says; NULL: “Apply” */
  const char         *text;
  const char         *note;        /* said above, or NULL */
  const char * const *suggestions; /* to be taken with one click; NULL: none */
  gboolean            has_key;     /* a key is asked for too */
  gboolean            is_line;     /* a line of text; else JSON */
  gboolean            is_read_only;
} SluiceValueEdit;

GtkWidget *sluice_value_editor_new       (void);
void       sluice_value_editor_open      (SluiceValueEditor     *self,
                                          GtkWidget             *parent,
                                          const GdkRectangle    *place,
                                          const SluiceValueEdit *edit);
void       sluice_value_editor_set_error (SluiceValueEditor     *self,
                                          const char            *message);

G_END_DECLS
