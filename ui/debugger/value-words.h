/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "base/value.h"

G_BEGIN_DECLS

/* Values in words. They may be lent by another thread: they are looked at, and nothing is kept. */

typedef enum
{
  SLUICE_VALUE_CHANGE_NONE,
  SLUICE_VALUE_CHANGE_ADDED,
  SLUICE_VALUE_CHANGE_CHANGED,
  SLUICE_VALUE_CHANGE_REMOVED,
} SluiceValueChange;

/* What is at a place now, and what was there before. */
typedef struct
{
  SluiceValue value;
  SluiceValue base;
  gboolean    has;
  gboolean    had;
} SluiceValuePair;

char              *sluice_value_words_summarize   (SluiceValue            value);
char              *sluice_value_words_dup_text    (SluiceValue            value);
const char        *sluice_value_words_get_icon    (SluiceValueType        type);
SluiceValueChange  sluice_value_words_find_change (const SluiceValuePair *pair);
char              *sluice_value_words_format_time (gint64                 time);
/* The Lua expression of a place: "shared.order.items[1]". */
char              *sluice_value_words_dup_expression (SluiceValue         root,
                                                   const char            *prefix, /* NULL: the first part is a name */
                                                   const char            *pointer);

G_END_DECLS
