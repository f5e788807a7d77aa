/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A part of a widget that is brought up to date at a pace that eyes can follow. Zeroed but for the first two. */
typedef struct
{
  void    (*update) (gpointer user_data);
  gpointer  user_data;
  guint     id; /* of the update that is to come, or 0 */
} SluicePace;

void sluice_pace_update_now   (SluicePace *self);
void sluice_pace_update_later (SluicePace *self);
void sluice_pace_clear        (SluicePace *self); /* no update comes any more */

G_END_DECLS
