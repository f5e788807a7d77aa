/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoints.h"
#include "debug/pins.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* Lets a person's breakpoints and pins follow what becomes of the document: nodes that get another address, actions
 * that get another name, lines that are written and deleted, what is removed and what an undo brings back. */

#define SLUICE_TYPE_FOLLOWER (sluice_follower_get_type ())
G_DECLARE_FINAL_TYPE (SluiceFollower, sluice_follower, SLUICE, FOLLOWER, GObject)

SluiceFollower *sluice_follower_new (SluiceDocument    *document,
                                     SluiceBreakpoints *breakpoints,
                                     SluicePins        *pins);

G_END_DECLS
