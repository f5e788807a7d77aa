/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* What can be written at a place of a script: without a widget, so that it is tested without one. */

typedef enum
{
  SLUICE_WORD_KEY,      /* of the store, of params */
  SLUICE_WORD_VARIABLE, /* shared, prep_res … */
  SLUICE_WORD_FUNCTION,
  SLUICE_WORD_KEYWORD,
} SluiceWordType;

typedef struct
{
  SluiceWordType type;
  char          *name;
  char          *arguments; /* of a function: "(text)", else "" */
  char          *blurb;     /* one sentence, or "" */
} SluiceWord;

void       sluice_word_free      (SluiceWord     *word);
/* @before: the text before the cursor, at least its line. What is before the last dot of the name at
 * its end chooses: "shared.", "json.", nothing. Sorted by type and name. Of SluiceWord, owned. */
GPtrArray *sluice_words_at       (SluiceDocument *document,
                                  const char     *address, /* of the node, or NULL */
                                  const char     *before);
/* Whether the end of a text is within {{ and }}. */
gboolean   sluice_words_in_braces (const char    *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceWord, sluice_word_free)

G_END_DECLS
