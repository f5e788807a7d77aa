/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every command with its name and its key: what the command palette lists. */
typedef struct
{
  const char *title;  /* not yet translated */
  const char *action; /* its full name */
  const char *key;    /* as of gtk_accelerator_parse(), or NULL */
} SluiceCommand;

const SluiceCommand *sluice_commands_get (guint *n_commands);

G_END_DECLS
