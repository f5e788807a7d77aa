/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* What a model server says, and what is made of it. */

typedef struct
{
  SluiceValue text;       /* a string, or null with tool calls alone */
  SluiceValue tool_calls; /* an array of { id, name, arguments }, or null */
  SluiceValue usage;      /* { prompt_tokens, completion_tokens, … }, or null */
  char       *model;      /* that answered; or NULL */
  char       *finish;     /* "stop", "length", …; or NULL */
} SluiceLlmReply;

/* A reply in one piece, or as a stream of events. One that is not whole is an error. */
gboolean sluice_llm_reply_read    (SluiceLlmReply  *self,
                                   const char      *body,
                                   GError         **error);
void     sluice_llm_reply_clear   (SluiceLlmReply  *self);
/* The JSON in a text: all of it, a fenced block, also of YAML, or from the first bracket to the last. */
gboolean sluice_llm_cut_json      (const char      *text,
                                   SluiceValue     *value,
                                   GError         **error);
/* The YAML in a text: a fenced block, or all of it, if that is a list or an object. */
gboolean sluice_llm_cut_yaml      (const char      *text,
                                   SluiceValue     *value,
                                   GError         **error);
/* By a JSON Schema; the first thing that is wrong. */
gboolean sluice_llm_check_schema  (SluiceValue      value,
                                   SluiceValue      schema,
                                   GError         **error);
/* @keys: a list of names that @value must have. */
gboolean sluice_llm_check_keys    (SluiceValue      value,
                                   SluiceValue      keys,
                                   GError         **error);

G_END_DECLS
