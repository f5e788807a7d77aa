/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/catalog.h"
#include "inspector/binding.h"

G_BEGIN_DECLS

/* The rows of an inspector page, each bound to one field. @blurb explains it. */

typedef enum
{
  SLUICE_ROW_HAS_DEFAULT = 1 << 0, /* there is a default to go back to: a button does */
  SLUICE_ROW_TEMPLATE    = 1 << 1, /* a text that may hold {{ expressions }} */
  SLUICE_ROW_EXPRESSION  = 1 << 2, /* code: one expression */
  SLUICE_ROW_NO_FILE     = 1 << 3, /* a text that cannot be kept in a file of its own */
} SluiceRowFlags;

GtkWidget *sluice_entry_row_new  (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  SluiceRowFlags     flags);
GtkWidget *sluice_switch_row_new (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  gboolean           fallback);

typedef struct
{
  double      minimum;
  double      maximum;
  double      fallback; /* the field is removed when it is set to this */
  guint       digits;   /* of the fraction; 0 gives integers */
  const char *unit;     /* or NULL */
  gboolean    is_required; /* there is no default: the field is never removed */
} SluiceNumberRange;

GtkWidget *sluice_number_row_new (const SluiceField       *field,
                                  const char              *title,
                                  const char              *blurb,
                                  const SluiceNumberRange *range);
/* @ids are what is written; @labels what is read (NULL: the ids). The first is shown when the
 * field is absent. */
GtkWidget *sluice_choice_row_new (const SluiceField  *field,
                                  const char         *title,
                                  const char         *blurb,
                                  const char * const *ids,
                                  const char * const *labels,
                                  const char         *fallback);
GtkWidget *sluice_colour_row_new (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb);
/* The colours of items, by name. */
GtkWidget *sluice_swatches_row_new (const SluiceField *field,
                                    const char        *title,
                                    const char        *blurb);
/* Several lines of text. */
GtkWidget *sluice_text_row_new   (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  SluiceRowFlags     flags);
/* Source text; @language: "lua", "json" … JSON is read strictly, and committed only when it is whole. */
GtkWidget *sluice_code_row_new   (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  const char        *language,
                                  SluiceRowFlags     flags);
/* Of a script: the breakpoints of its lines, and the one where a run is stopped. @phase: static. */
void       sluice_code_row_mark_lines (GtkWidget      *row,
                                       const char     *phase);
/* The cursor goes into its text, past the buttons before that. */
void       sluice_code_row_grab_focus (GtkWidget      *row);
/* A list of strings: add, edit, remove, reorder. */
GtkWidget *sluice_list_row_new   (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  SluiceRowFlags     flags);
/* The same, of files that may be chosen. */
GtkWidget *sluice_files_row_new  (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  SluiceRowFlags     flags);
/* The name of a model: typed, or chosen from what the server of the setting "provider" has. */
GtkWidget *sluice_model_row_new  (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  SluiceRowFlags     flags);
/* Names with values. @of_json: values of any type, else texts. */
GtkWidget *sluice_map_row_new    (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  gboolean           of_json);
/* A reference to a variable of the environment or an entry of the keyring. */
GtkWidget *sluice_secret_row_new (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb);
/* A path, relative to the document. */
GtkWidget *sluice_path_row_new   (const SluiceField *field,
                                  const char        *title,
                                  const char        *blurb,
                                  gboolean           is_folder);
/* The row that fits a setting of a kind. @others: as in SluiceField. */
GtkWidget *sluice_setting_row_new (SluiceDocument          *document,
                                   const char              *address,
                                   const char * const      *others,
                                   const SluiceSettingInfo *info);

G_END_DECLS
