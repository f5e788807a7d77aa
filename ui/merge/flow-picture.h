/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* A document as a picture that fits where it is, with rings round some of its nodes. */

#define SLUICE_TYPE_FLOW_PICTURE (sluice_flow_picture_get_type ())
G_DECLARE_FINAL_TYPE (SluiceFlowPicture, sluice_flow_picture, SLUICE, FLOW_PICTURE, GtkWidget)

void sluice_flow_picture_set_document (SluiceFlowPicture *self,
                                       SluiceDocument    *document,
                                       GHashTable        *marked);

G_END_DECLS
