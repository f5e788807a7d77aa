/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

/* The records of a folder, by default sluice/runs below the XDG state folder. A name that a person gives
 * to one, and whether it is pinned, lie in a small file beside it. */

typedef struct
{
  char           *id;       /* the file's name without its end */
  char           *path;
  char           *name;     /* given by a person; NULL: none */
  gboolean        pinned;   /* never pruned */
  char           *file;     /* the flow file; NULL: none */
  char           *flow;     /* the one flow that was run; NULL: the file's choice */
  gint64          started;  /* µs since 1970; 0: it is not known */
  gint64          time;     /* µs it took */
  guint64         visits;
  guint64         size;     /* bytes on disk */
  gboolean        held;     /* a process is recording it */
  gboolean        has_ended;/* neither this nor held: interrupted, and can be resumed */
  SluiceRunState  state;    /* if it has ended */
  char           *error;    /* why it failed, or why it can't be read; NULL */
  gboolean        readable;
  char           *parent;   /* the id it was forked from; NULL: none */
  guint64         parent_visit;
} SluiceHistoryRun;

void        sluice_history_run_free     (SluiceHistoryRun  *self);
/* "finished", "failed", "cancelled", "running", "interrupted", "unreadable" */
const char *sluice_history_run_get_end  (SluiceHistoryRun  *self);
SluiceValue sluice_history_run_to_value (SluiceHistoryRun  *self);

char       *sluice_history_dup_folder   (void);
/* A path for a new record of @file; its folder is made. */
char       *sluice_history_new_path     (const char        *file,   /* NULL: untitled */
                                         GError           **error);
/* Newest first, of SluiceHistoryRun; all whose name, id, file or flow has @search in it, or NULL. */
GPtrArray  *sluice_history_list         (const char        *folder, /* NULL: the usual one */
                                         const char        *search);
SluiceHistoryRun *sluice_history_read   (const char        *path);
/* A path, an id or its beginning, a name, or "last". */
char       *sluice_history_find         (const char        *run,
                                         GError           **error);
gboolean    sluice_history_set_name     (const char        *path,
                                         const char        *name,   /* NULL: none */
                                         GError           **error);
gboolean    sluice_history_set_pinned   (const char        *path,
                                         gboolean           pinned,
                                         GError           **error);
gboolean    sluice_history_remove       (const char        *path,
                                         GError           **error);
/* What of @runs (as sluice_history_list() has them) is too much: neither pinned nor held. 0: no limit. */
GPtrArray  *sluice_history_choose       (GPtrArray         *runs,
                                         guint              max_runs,
                                         guint64            max_bytes,
                                         double             max_days);

#define SLUICE_HISTORY_ENDING ".run"

/* What is too much goes by itself; runs that a person has named stay, too. 0: no limit. */
typedef struct
{
  guint   max_runs;
  guint64 max_bytes;
  double  max_days;
} SluiceHistoryLimits;

guint       sluice_history_prune        (const char                *folder, /* NULL: the usual one */
                                         const SluiceHistoryLimits *limits,
                                         const char * const        *spared); /* paths that stay; or NULL */

/* The same, but only now and then: cheap for who asks after every run. */
guint       sluice_history_prune_if_due (const char                *folder,
                                         const SluiceHistoryLimits *limits,
                                         const char * const        *spared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceHistoryRun, sluice_history_run_free)

G_END_DECLS
