/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* The box of a node, in grid units, from top to bottom: a header with icon, title and kind; a line
 * with its summary, when it has one; a row for each port. Layout, drawing and hit test all ask here. */
#define SLUICE_NODE_WIDTH   12
#define SLUICE_NODE_HEADER  3
#define SLUICE_NODE_SUMMARY 2
#define SLUICE_NODE_PORT    2

/* Where ports sit, in px at 100 % from the top of the box: output ports on its right edge, in the
 * middle of their row; the input port on its left edge, in the middle of the header. */
gboolean sluice_document_get_port_offset  (SluiceDocument *self,
                                           const char     *address,
                                           guint           port_index,
                                           double         *y);
double   sluice_document_get_input_offset (SluiceDocument *self,
                                           const char     *address);
/* Where the rows of ports begin: below the header, and the summary if there is one. */
double   sluice_document_get_ports_top    (SluiceDocument *self,
                                           const char     *address);

G_END_DECLS
