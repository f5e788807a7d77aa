/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* Graph → engine. The document's root is a snapshot: editing goes on, the run does not see it. */

#define SLUICE_COMPILE_ERROR (sluice_compile_error_quark ())
GQuark sluice_compile_error_quark (void);

typedef enum
{
  /* the checks found errors; the message is the first, with a count */
  SLUICE_COMPILE_ERROR_PROBLEMS,
  SLUICE_COMPILE_ERROR_NO_FLOW, /* nothing to run; --flow names none */
} SluiceCompileError;

typedef struct _SluiceProgram SluiceProgram; /* what was compiled; reference counted */

/* Registers kinds and their checks. Call once at the start of a program; more calls do nothing. */
void           sluice_init                   (void);

/* @flow: NULL, or the one flow to run in place of the document's "run". */
SluiceProgram *sluice_compile                (SluiceDocument  *document,
                                              const char      *flow,
                                              GError         **error);
/* Of one that was checked, and that has no flows in other files. */
SluiceProgram *sluice_compile_checked        (SluiceDocument  *document,
                                              const char      *flow,
                                              GError         **error);
SluiceProgram *sluice_program_ref            (SluiceProgram   *self);
void           sluice_program_unref          (SluiceProgram   *self);
guint          sluice_program_get_n_flows    (SluiceProgram   *self);
SluiceFlow    *sluice_program_get_flow       (SluiceProgram   *self,
                                              guint            index);
/* By its address, "flow/node"; NULL: none. */
SluiceNode    *sluice_program_find_node      (SluiceProgram   *self,
                                              const char      *address);
SluiceValue    sluice_program_dup_shared     (SluiceProgram   *self); /* the initial store */
/* A run of it, not yet started: store, queues, flows and folder are set. */
/* NULL: from the initial store */
SluiceRun     *sluice_program_create_run     (SluiceProgram   *self,
                                              SluiceEngine    *engine,
                                              SluiceStore     *store);
/* Once a run of it has ended: its results stay, the program goes if nobody else has it. */
void           sluice_program_leave_run      (SluiceProgram   *self,
                                              SluiceRun       *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceProgram, sluice_program_unref)

G_END_DECLS
