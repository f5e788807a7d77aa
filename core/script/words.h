/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a script may call and read, with words for people: editors complete from it, help lists it. */

typedef struct
{
  const char *name;      /* "json.decode" */
  const char *arguments; /* "(text)"; "" for what is no function */
  const char *blurb;     /* translatable, one sentence */
  gboolean    is_function;
} SluiceScriptWord;

const SluiceScriptWord *sluice_script_get_words (guint *n);

G_END_DECLS
