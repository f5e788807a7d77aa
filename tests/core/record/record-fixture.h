/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A folder of its own for a record. */
typedef struct
{
  char *folder; /* goes with all that is in it */
  char *path;   /* of a record in it that is not there yet */
} Fixture;

void set_up    (Fixture       *fixture,
                gconstpointer  data);
void tear_down (Fixture       *fixture,
                gconstpointer  data);

G_END_DECLS
