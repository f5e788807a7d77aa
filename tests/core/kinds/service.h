/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/grants.h"

G_BEGIN_DECLS

/* Documents of one node, run to their end, for the kinds that go out. */

/* Runs a node, given as JSON with ' for ", with the host 127.0.0.1 and the variable TEST_KEY granted. The text is
 * the store as JSON, or "error: …". */
char *service_run        (const char *node);
/* With just these grants. */
char *service_run_with   (const char   *node,
                          SluiceGrants *grants);
/* As that; NULL with the error that ended the run. */
char *service_run_full   (const char    *node,
                          SluiceGrants  *grants,
                          GError       **error);
/* From here on what lanes are said to wait for is written into @waits, "a, b, …"; NULL: nowhere any more. */
void  service_note_waits (GString      *waits);
/* A document of one node, and where it leads by which action. */
char *service_document   (const char *node);

/* The model server of tests/lib, in a process of its own; its port. */
guint service_start_models (void);
void  service_stop_models  (void);

G_END_DECLS
