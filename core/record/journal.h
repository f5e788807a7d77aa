/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "record/pack.h"

G_BEGIN_DECLS

/* The file of one run: entries of bytes, in order, in an SQLite database that only grows. A thread of
 * its own writes it, many entries to a commit; nobody else ever waits for the disk. Held by one
 * process at a time (a lock that the kernel frees), read by any. */

#define SLUICE_JOURNAL_ERROR (sluice_journal_error_quark ())
GQuark sluice_journal_error_quark (void);

typedef enum
{
  SLUICE_JOURNAL_ERROR_HELD,    /* another process writes it */
  SLUICE_JOURNAL_ERROR_FORMAT,  /* no record, or one of a newer version */
  SLUICE_JOURNAL_ERROR_FULL,    /* no space left */
  SLUICE_JOURNAL_ERROR_DAMAGED, /* what was read makes no sense; what came before it does */
  SLUICE_JOURNAL_ERROR_FAILED,  /* anything else the system said */
} SluiceJournalError;

#define SLUICE_TYPE_JOURNAL (sluice_journal_get_type ())
G_DECLARE_FINAL_TYPE (SluiceJournal, sluice_journal, SLUICE, JOURNAL, GObject)

/* @error NULL: all that was appended before is on disk. */
typedef void (*SluiceJournalFunc) (SluiceJournal *journal,
                                   const GError  *error,
                                   gpointer       user_data);

SluiceJournal *sluice_journal_create    (const char        *path,
                                         GError           **error);
SluiceJournal *sluice_journal_resume    (const char        *path,
                                         GError           **error);
const char    *sluice_journal_get_path  (SluiceJournal     *self);
/* @kind and @key are the caller's: what sort of entry, and where it belongs. Returns its number, from 1. */
guint64        sluice_journal_append    (SluiceJournal     *self,
                                         guint              kind,
                                         guint64            key,
                                         GByteArray        *take);
/* Commits soon, and then calls @func on the context that was the thread's default when the journal was made. */
void           sluice_journal_commit    (SluiceJournal     *self,
                                         SluiceJournalFunc  func,
                                         gpointer           user_data);
/* Told when a commit fails, with the reason; nothing is lost, and all waits for a retry. */
void           sluice_journal_set_stalled_func (SluiceJournal    *self,
                                         SluiceJournalFunc  func,
                                         gpointer           user_data);
gboolean       sluice_journal_is_stalled (SluiceJournal    *self);
void           sluice_journal_retry     (SluiceJournal     *self);
/* the last entry that is on disk */
guint64        sluice_journal_get_durable (SluiceJournal   *self);
/* bytes that are not on disk yet */
guint64        sluice_journal_get_backlog (SluiceJournal   *self);
/* bytes handed over so far */
guint64        sluice_journal_get_size  (SluiceJournal     *self);
/* Writes what is left and ends; blocks. Commits that are waited for are told before. */
gboolean       sluice_journal_close     (SluiceJournal     *self,
                                         GError           **error);

#define SLUICE_TYPE_JOURNAL_READER (sluice_journal_reader_get_type ())
G_DECLARE_FINAL_TYPE (SluiceJournalReader, sluice_journal_reader, SLUICE, JOURNAL_READER, GObject)

typedef struct
{
  guint64 serial;
  guint   kind;
  guint64 key;
  GBytes *bytes; /* owned */
} SluiceJournalEntry;

SluiceJournalReader *sluice_journal_reader_new (const char          *path,
                                                GError             **error);
/* Goes to the last entry of @kind whose key is at most @key; FALSE: there is none, and it stays. */
gboolean        sluice_journal_reader_seek  (SluiceJournalReader    *self,
                                             guint                   kind,
                                             guint64                 key);
/* Goes behind the entry of that number. */
void            sluice_journal_reader_stand_after (SluiceJournalReader *self,
                                             guint64                 serial);
void            sluice_journal_reader_rewind (SluiceJournalReader   *self);
/* The entry it stands at; FALSE without an error at the end. */
gboolean        sluice_journal_reader_next  (SluiceJournalReader    *self,
                                             SluiceJournalEntry     *entry,
                                             GError                **error);
void            sluice_journal_entry_clear  (SluiceJournalEntry     *entry);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SluiceJournalEntry, sluice_journal_entry_clear)

G_END_DECLS
