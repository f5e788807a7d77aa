/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ids are slugs: a letter or digit, then letters, digits, '-' and '_', all ASCII lower case,
 * at most 64 bytes. An address is ids joined by '/': "main/approve". */

typedef gboolean (*SluiceIdTakenFunc) (const char *id, gpointer user_data);

gboolean    sluice_id_is_valid     (const char       *id);
/* "Fetch recipes" → "fetch-recipes"; "node" when nothing is left */
char       *sluice_id_from_title   (const char       *title);
char       *sluice_id_make_unique  (const char       *wanted,
                                    SluiceIdTakenFunc is_taken,
                                    gpointer          user_data); /* "suggest" → "suggest-2" */
/* The closest of @candidates for a "did you mean" (borrowed), or NULL when none is close. */
const char *sluice_id_closest      (const char         *wanted,
                                    const char * const *candidates);
char       *sluice_address_join    (const char       *flow,
                                    const char       *node);
/* The one copy of an address, which lasts as long as the program; NULL of NULL. */
const char *sluice_address_intern  (const char       *address);
gboolean    sluice_address_split   (const char       *address,
                                    char            **parent, /* all but the last id */
                                    char            **last);

G_END_DECLS
