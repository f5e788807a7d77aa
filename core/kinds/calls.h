/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a script reaches out: the calls of functions by their names, as they stand in its text. A
 * function that is called by another name is not found; then the run itself says what was not granted. */

typedef struct
{
  const char *name;
  const char *literal;   /* the first argument's text, if it is one; NULL: it is computed */
  gboolean    is_whole;  /* and nothing is joined to it */
  const char *arguments; /* the text from there on */
} SluiceCallText;

typedef void (*SluiceCallTextFunc) (const SluiceCallText *call,
                                    gpointer              user_data);

void  sluice_calls_scan      (const char           *text,
                              SluiceCallTextFunc    func,
                              gpointer              user_data);
/* The text of @field in the table that a call is given: llm { provider = 'x' }. NULL: there is none, or it is
 * computed. */
char *sluice_calls_dup_field (const SluiceCallText *call,
                              const char           *field);
/* @func for each text in the list that stands in @field, or for the one that stands there alone:
 * llm { images = { 'a.png', 'b/' .. name } }. What is computed is passed over. */
void  sluice_calls_each_text (const SluiceCallText *call,
                              const char           *field,
                              SluiceCallTextFunc    func,
                              gpointer              user_data);

G_END_DECLS
