/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli.h"
#include "record/history.h"
#include "run-private.h"

G_BEGIN_DECLS

/* What the commands about records share. Each says on stderr why not, and gives the exit status. */

char         *sluice_cli_find_record  (const char              *run,
                                       int                     *status);
SluiceRecord *sluice_cli_open_record  (const char              *run,
                                       int                     *status);
/* Old runs go that are more than the person wants to keep; @path was recorded last, and stays. */
void          sluice_cli_prune_runs   (const char              *path);
int           sluice_cli_record_status (const GError           *error);
/* The run of a record again, not started; @file: with this flow file instead of its own, or NULL. @grants: the
 * options that grant; NULL: nothing is. */
SluiceRun    *sluice_cli_remake_run   (const SluiceRecordInfo  *info,
                                       const char              *file,
                                       const SluiceRunOptions  *grants,
                                       gboolean                 is_virtual,
                                       int                     *status);

G_END_DECLS
