/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who serves models by the protocol of OpenAI's chat completions. */

typedef struct
{
  const char *id;    /* the setting's value */
  const char *title;
  const char *url;   /* what "/chat/completions" is put behind */
  const char *key;   /* the variable that holds the key; NULL: none is needed */
  const char *limit; /* what it calls the most tokens of a reply */
} SluiceProvider;

guint                 sluice_provider_get_n (void);
const SluiceProvider *sluice_provider_get   (guint       index);
const SluiceProvider *sluice_provider_find  (const char *id); /* NULL: the first; no such: NULL */

G_END_DECLS
