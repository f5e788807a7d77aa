/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words and strings of a Lua text, without its comments. Nothing is parsed: who reads them may miss
 * something, and must be right about what a string is. */

typedef enum
{
  SLUICE_TOKEN_END,
  SLUICE_TOKEN_WORD,
  SLUICE_TOKEN_STRING, /* in quotes, without escapes */
  SLUICE_TOKEN_OTHER,
} SluiceTokenType;

typedef struct
{
  SluiceTokenType  type;
  const char      *start; /* of the word; of the text within quotes */
  gsize            length;
} SluiceToken;

/* Reads the token at or after @at; returns where to go on. */
const char *sluice_token_next (const char        *at,
                               SluiceToken       *token);
gboolean    sluice_token_is   (const SluiceToken *token,
                               const char        *word);

G_END_DECLS
