/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"
#include "kinds/providers.h"

G_BEGIN_DECLS

/* The person's models: the one that answers where a node names none, other addresses of providers, and where their keys
 * are kept. Kept in a file of the person's configuration, which holds no key itself. From any thread. */

typedef enum
{
  SLUICE_KEY_NONE,
  SLUICE_KEY_ENVIRONMENT, /* name: the variable */
  SLUICE_KEY_KEYRING,     /* name: that of the item, the provider's id */
} SluiceKeyPlace;

/* SLUICE_MODEL, "provider/model", comes before what is kept. Both NULL: none was chosen. */
void            sluice_models_dup_default (char                 **provider,
                                           char                 **model);
gboolean        sluice_models_set_default (const char            *provider,
                                           const char            *model,
                                           GError               **error);
char           *sluice_models_dup_url     (const SluiceProvider  *provider); /* NULL: none is known */
gboolean        sluice_models_set_url     (const SluiceProvider  *provider,
                                           const char            *url,       /* NULL: the provider's own */
                                           GError               **error);
SluiceKeyPlace  sluice_models_dup_key     (const SluiceProvider  *provider,
                                           char                 **name);
gboolean        sluice_models_set_key     (const SluiceProvider  *provider,
                                           SluiceKeyPlace         place,
                                           const char            *name,
                                           GError               **error);
/* { "$env": NAME }, { "$secret": NAME } or null. */
SluiceValue     sluice_models_make_key    (const SluiceProvider  *provider);
/* A file of certificates (PEM) that is trusted besides the system's, as a company's proxy asks for; NULL: none.
 * It takes effect with the first of all these calls, or when it is set. */
char           *sluice_models_dup_authorities (void);
gboolean        sluice_models_set_authorities (const char         *path,
                                               GError            **error);
/* What was read is read again: for tests. */
void            sluice_models_forget      (void);

G_END_DECLS
