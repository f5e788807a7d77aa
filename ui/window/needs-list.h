/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"
#include "kinds/grants.h"

G_BEGIN_DECLS

/* What a flow asks for, in words: which of its nodes wants what. */

GtkWidget  *sluice_needs_list_new      (SluiceDocument  *document,
                                        SluiceGrants    *asked);
/* One of them: "“Fetch” asks api.example.com". */
char       *sluice_needs_dup_reason    (SluiceDocument  *document,
                                        SluiceGrantType  type,
                                        const char      *name);
/* "api.example.com, API_KEY" */
char       *sluice_needs_dup_summary   (SluiceGrants    *grants);
const char *sluice_needs_get_icon_name (SluiceGrantType  type);

G_END_DECLS
