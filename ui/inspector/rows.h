/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/catalog.h"
#include "inspector/binding.h"

G_BEGIN_DECLS

/* The rows of an inspector page, each bound to one field. @blurb is the tooltip. */

GtkWidget *sluice_entry_row_new  (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb);
GtkWidget *sluice_switch_row_new (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  gboolean           fallback);
/* @digits: of the fraction; 0 gives integers. The field is removed when it is set to @fallback. */
GtkWidget *sluice_number_row_new (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  double             minimum,
                                  double             maximum,
                                  double             fallback,
                                  guint              digits);
/* @ids are what is written; @labels what is read (NULL: the ids). The first is shown when the
 * field is absent. */
GtkWidget *sluice_choice_row_new (const SluiceField  *field,
                                  const char         *title,
                                  const char         *blurb,
                                  const char * const *ids,
                                  const char * const *labels,
                                  const char         *fallback);
/* Several lines of text. */
GtkWidget *sluice_text_row_new   (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb);
/* Source text; @language: "lua", "json". JSON is parsed, and committed only when it is whole. */
GtkWidget *sluice_code_row_new   (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  const char        *language);
/* A list of strings: add, edit, remove, reorder. */
GtkWidget *sluice_list_row_new   (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb);
/* The row that fits a setting of a kind. */
GtkWidget *sluice_setting_row_new (SluiceDocument          *document,
                                   const char              *address,
                                   const SluiceSettingInfo *info);

G_END_DECLS
