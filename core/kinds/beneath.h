/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/stat.h>

#include "kinds/grants.h"

G_BEGIN_DECLS

/* Files below the folders that were granted, and nowhere else. The kernel keeps a path below its folder
 * (openat2 with RESOLVE_BENEATH), so that neither ".." nor a link leads out, not even one that is made
 * meanwhile. Only regular files and folders are opened: no device, no pipe. */

typedef struct
{
  char      *path;    /* as the flow gave it, for messages */
  char      *whole;   /* the same in full, without ".." */
  GPtrArray *folders; /* char *, owned: the granted ones it is below, the nearest first */
} SluiceBeneath;

/* What @path of @run's flow is below, by the run's grants; relative to the run's folder. NULL with
 * SLUICE_GRANT_ERROR when it is below none. The rest may be done in any thread. */
SluiceBeneath *sluice_beneath_new      (SluiceRun            *run,
                                        SluiceGrantType       type,
                                        const char           *path,
                                        GError              **error);
void           sluice_beneath_free     (SluiceBeneath        *self);
/* A file that is there, or with O_CREAT may be made: a descriptor, or -1. */
int            sluice_beneath_open     (const SluiceBeneath  *self,
                                        int                   flags,
                                        GError              **error);
int            sluice_beneath_open_folder (const SluiceBeneath *self,
                                        GError              **error);
/* The folder of the file, and its name in it. @make: folders that are missing are made. */
int            sluice_beneath_open_parent (const SluiceBeneath *self,
                                        gboolean              make,
                                        char                **name,
                                        GError              **error);
/* Sets an error of this path; returns -1. */
int            sluice_beneath_fail     (const SluiceBeneath  *self,
                                        int                   saved_errno,
                                        GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceBeneath, sluice_beneath_free)

G_END_DECLS
