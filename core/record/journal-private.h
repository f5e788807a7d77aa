/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sqlite3.h>

#include "record/journal.h"

G_BEGIN_DECLS

/* "SLRC", and the version of what is in the entries. */
#define SLUICE_JOURNAL_ID      0x534c5243
#define SLUICE_JOURNAL_VERSION 1

typedef enum
{
  SLUICE_JOURNAL_CREATE,
  SLUICE_JOURNAL_WRITE,
  SLUICE_JOURNAL_READ,
} SluiceJournalMode;

/* journal-database.c */
gboolean sluice_journal_database_may_create (const char         *path,
                                             GError            **error);
sqlite3 *sluice_journal_database_open       (const char         *path,
                                             SluiceJournalMode   mode,
                                             GError            **error);
void     sluice_journal_set_error           (GError            **error,
                                             sqlite3            *database,
                                             const char         *path);
guint32  sluice_journal_sum                 (guint               kind,
                                             guint64             key,
                                             const void         *bytes,
                                             gsize               n_bytes);

G_END_DECLS
