/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/effect.h"

G_BEGIN_DECLS

/* An effect whose work blocks, done in a thread. Virtual time stands still meanwhile. */

/* Runs in a thread. @result: its blocks are shared with nothing. FALSE with an error. */
typedef gboolean (*SluiceJobFunc) (gpointer       data,
                                   GCancellable  *cancellable,
                                   SluiceValue   *result,
                                   GError       **error);

/* On the engine's context; @take_result or @take_error is the function's own. */
typedef void (*SluiceJobDone) (SluiceEffect *effect,
                               SluiceValue   take_result,
                               GError       *take_error,
                               gpointer      user_data);

/* What comes of it is the effect's end. */
void sluice_job_begin   (SluiceEffect   *effect,
                         SluiceJobFunc   work,
                         gpointer        take_data,
                         GDestroyNotify  destroy);
/* What comes of it goes to @done. */
void sluice_job_begin_with (SluiceEffect   *effect,
                            SluiceJobFunc   work,
                            gpointer        take_data,
                            GDestroyNotify  destroy,
                            SluiceJobDone   done,
                            gpointer        user_data);

G_END_DECLS
