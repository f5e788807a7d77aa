/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/grants.h"

G_BEGIN_DECLS

/* Secrets that a request needs: read where they are kept, just before it is sent, and taken out of
 * everything that comes back, so that none can reach a store, a record or a message. */

typedef struct _SluiceSecrets SluiceSecrets;

/* @run: (nullable): borrowed; has what people typed */
SluiceSecrets *sluice_secrets_new      (SluiceRun      *run);
void           sluice_secrets_free     (SluiceSecrets  *self);
/* The names of the keys of the keyring that a value refers to, added to @names. */
void           sluice_secrets_find_keys (SluiceValue    value,
                                        GPtrArray      *names);
/* What the keyring holds under a name. */
void           sluice_secrets_add_key  (SluiceSecrets  *self,
                                        const char     *name,
                                        char           *take_secret);
/* The text of a setting: as it is, or what { "$env": NAME }, { "$secret": NAME } or { "$answer": NUMBER } stands for.
 * NULL with an error. */
char          *sluice_secrets_resolve  (SluiceSecrets  *self,
                                        SluiceValue     value,
                                        SluiceGrants   *grants,
                                        GError        **error);
/* @text without them, nor their usual codings. */
char          *sluice_secrets_redact   (SluiceSecrets  *self,
                                        const char     *text,
                                        gssize          length);
/* The same for a text that comes in pieces: what may be the beginning of one is held back in @held. NULL: the end. */
char          *sluice_secrets_redact_piece (SluiceSecrets *self,
                                        GString        *held,
                                        const char     *piece);
/* Every text in a value, keys included. */
void           sluice_secrets_redact_value (SluiceSecrets *self,
                                        SluiceValue    *value);
void           sluice_secrets_redact_error (SluiceSecrets *self,
                                        GError         *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceSecrets, sluice_secrets_free)

G_END_DECLS
