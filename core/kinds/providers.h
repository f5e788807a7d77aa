/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Who serves models by the protocol of OpenAI's chat completions: data/providers.json, which the library carries with
 * it. Borrowed for good, from any thread. */

typedef struct
{
  char  *model;  /* how its name begins */
  double prompt; /* US dollars for a million tokens */
  double reply;
} SluicePrice;

typedef struct
{
  char      *id;           /* the setting's value */
  char      *title;
  char      *url;          /* what "/chat/completions" is put behind; NULL: the person's own */
  char      *key;          /* the variable that holds the key; NULL: none is needed */
  char      *limit;        /* what it calls the most tokens of a reply */
  char      *list_header;  /* that the key goes into where models are listed; NULL: Authorization */
  GPtrArray *list_headers; /* names and values in turn, beside it */
  GArray    *prices;       /* of SluicePrice */
  gboolean   tells_usage;  /* a stream may be asked for its usage */
} SluiceProvider;

guint                 sluice_provider_get_n     (void);
const SluiceProvider *sluice_provider_get       (guint                 index);
const SluiceProvider *sluice_provider_find      (const char           *id); /* NULL: there is none */
GType                 sluice_provider_get_enum_type (void);
/* What so many tokens cost, in US dollars; negative: that is not known. */
double                sluice_provider_get_cost  (const SluiceProvider *self,
                                                 const char           *model,
                                                 gint64                prompt_tokens,
                                                 gint64                reply_tokens);

G_END_DECLS
