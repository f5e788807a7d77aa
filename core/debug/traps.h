/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoints.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* A run's breakpoints, ready to be met: by kind and node, so that a boundary costs one look however many
 * there are, with their expressions compiled and their hits counted. */

typedef struct _SluiceTraps SluiceTraps;
typedef struct _SluiceTrap  SluiceTrap;

/* One of a place of the store was written; @text says in words what happened there. */
typedef void (*SluiceTrapPlaceFunc) (const SluiceTrap        *trap,
                                     const SluiceStoreNotice *notice,
                                     gpointer                 user_data);

SluiceTraps *sluice_traps_new      (SluiceRun              *run,
                                    SluiceTrapPlaceFunc     func,
                                    gpointer                user_data);
void         sluice_traps_free     (SluiceTraps            *self);
/* Takes those of @breakpoints, which may be NULL, and @here, which may be too and is never muted. Hits so far
 * stay counted. */
void         sluice_traps_arm      (SluiceTraps            *self,
                                    SluiceBreakpoints      *breakpoints,
                                    const SluiceBreakpoint *here);
gboolean     sluice_traps_has      (const SluiceTraps      *self,
                                    SluiceBreakKind         kind);
/* 1 << SluiceBreakKind of those there are */
guint        sluice_traps_get_kinds (const SluiceTraps     *self);
/* Whether one may be met where a visit of @node begins; most often there is none. */
gboolean     sluice_traps_is_near  (const SluiceTraps      *self,
                                    SluiceNode             *node);
/* Meets what is there of @kind at @node, and of any node; @what and @amount must match those of a trap that has
 * them. Whether to stop, with @message set, owned, if a condition could not be evaluated or there is more to say. */
gboolean     sluice_traps_meet     (SluiceTraps            *self,
                                    SluiceBreakKind         kind,
                                    SluiceLane             *lane,
                                    SluiceNode             *node,
                                    const char             *what,
                                    double                  amount,
                                    const GError           *fault,
                                    char                  **message);
gboolean     sluice_traps_meet_one (SluiceTraps            *self,
                                    const SluiceTrap       *trap,
                                    SluiceLane             *lane,
                                    SluiceNode             *node,
                                    const GError           *fault,
                                    char                  **message);
/* how often one was met on its terms, whether it stopped or not */
guint        sluice_traps_get_hits (const SluiceTraps      *self,
                                    guint                   id);
/* The first that was to stop since the last call, as JSON; null: none was. */
SluiceValue  sluice_traps_take_met (SluiceTraps            *self);
const SluiceBreakpoint *sluice_trap_get_breakpoint (const SluiceTrap *self);

G_END_DECLS
