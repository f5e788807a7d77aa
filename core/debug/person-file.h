/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* What a person keeps about a document outside of it: one JSON file for each document and sort, under the
 * XDG state folder, named by the document's canonical path. */

/* @value is null where nothing was kept. */
gboolean sluice_person_file_load (const char   *sort, /* the folder, and the member: "breakpoints" */
                                  const char   *document_path,
                                  SluiceValue  *value, /* owned */
                                  GError      **error);
/* A null value leaves no file. */
gboolean sluice_person_file_save (const char   *sort,
                                  const char   *document_path,
                                  SluiceValue   take_value,
                                  GError      **error);

/* What stands for @address once @from, the address of a node or the name of a flow, is @to; NULL: it stays. */
char    *sluice_address_dup_renamed (const char *address,
                                  const char   *from,
                                  const char   *to);

G_END_DECLS
