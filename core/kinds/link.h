/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* A node of the kind "flow" may run a flow of another file: "other.flow.json", or "flows/other.flow.json#main". Before
 * a run those flows are brought into a copy of the document, under ids of their own; all that runs, asks, records and
 * has again works on that copy. */

#define SLUICE_LINK_ERROR (sluice_link_error_quark ())
GQuark sluice_link_error_quark (void);

typedef enum
{
  SLUICE_LINK_ERROR_NO_FILE,  /* it is not there, or the document has no place yet */
  SLUICE_LINK_ERROR_BAD_FILE, /* no flow file, or one that can't be run */
  SLUICE_LINK_ERROR_NO_FLOW,  /* the file has no such flow, or it is not clear which is meant */
  SLUICE_LINK_ERROR_CIRCLE,   /* files that name each other */
  SLUICE_LINK_ERROR_LIMIT,    /* too many files, or too much in them */
} SluiceLinkError;

/* The document itself, where all is in it. */
SluiceDocument *sluice_link_document (SluiceDocument  *document,
                                      GError         **error);
/* Whether @name, which names a flow of another file, is good as far as that file goes. */
gboolean        sluice_link_check    (SluiceDocument  *document,
                                      const char      *name,
                                      GError         **error);

G_END_DECLS
