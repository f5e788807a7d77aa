/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/catalog.h"
#include "graph/check.h"

G_BEGIN_DECLS

/* What the checks share. Each looks at one part of the file, whose JSON Pointer it is given. */

typedef struct
{
  SluiceDocument *document;
  GPtrArray      *problems;
  guint           n_guesses; /* how many more names may be compared with all others */
} SluiceCheck;

/* Adds a problem whose message and remedy are formatted; @remedy may be NULL. Takes @remedy. */
void      sluice_check_error      (SluiceCheck     *check,
                                   const char      *code,
                                   const char      *pointer,
                                   char            *take_remedy,
                                   const char      *format,
                                   ...) G_GNUC_PRINTF (5, 6);
void      sluice_check_warn       (SluiceCheck     *check,
                                   const char      *code,
                                   const char      *pointer,
                                   char            *take_remedy,
                                   const char      *format,
                                   ...) G_GNUC_PRINTF (5, 6);
void      sluice_check_inform     (SluiceCheck     *check,
                                   const char      *code,
                                   const char      *pointer,
                                   char            *take_remedy,
                                   const char      *format,
                                   ...) G_GNUC_PRINTF (5, 6);
/* "did you mean 'suggest'?", or NULL. */
char     *sluice_check_did_you_mean (const char         *wanted,
                                     const char * const *candidates);
/* Whether a member is absent or of a type; else adds an error. @expected: N_("a number"). */
typedef gboolean (*SluiceValueTest) (SluiceValue value);
gboolean  sluice_check_member     (SluiceCheck     *check,
                                   const char      *base,
                                   SluiceValue      object,
                                   const char      *key,
                                   SluiceValueTest  test,
                                   const char      *expected);
/* Tests. References count as what they stand for: { "$env": … }, { "$secret": … }, { "$file": … }. */
gboolean  sluice_is_object        (SluiceValue      value);
gboolean  sluice_is_array         (SluiceValue      value);
gboolean  sluice_is_boolean       (SluiceValue      value);
gboolean  sluice_is_number        (SluiceValue      value);
gboolean  sluice_is_count         (SluiceValue      value);
gboolean  sluice_is_line          (SluiceValue      value);
gboolean  sluice_is_text          (SluiceValue      value);
gboolean  sluice_is_strings       (SluiceValue      value);
gboolean  sluice_is_reference     (SluiceValue      value);
/* A remedy for the name of a node or flow that is not there, or NULL. Comparing with every name of a
 * large file takes long, so that a file full of slips gets guesses for the first of them alone. */
char     *sluice_check_guess_node (SluiceCheck     *check,
                                   const char      *flow,
                                   const char      *wanted);
/* A name of a flow at a pointer; an error if there is no such. */
void      sluice_check_flow_name  (SluiceCheck     *check,
                                   const char      *pointer,
                                   const char      *flow);
void      sluice_check_batch      (SluiceCheck     *check,
                                   const char      *base,
                                   SluiceValue      owner);

/* The parts. Those that look at the n-th of something return FALSE where there is no such. */
void      sluice_check_init       (SluiceCheck     *check,
                                   SluiceDocument  *document);
void      sluice_check_file       (SluiceCheck     *check);
void      sluice_check_flow_head  (SluiceCheck     *check,
                                   const char      *flow);
gboolean  sluice_check_nth_node   (SluiceCheck     *check,
                                   const char      *flow,
                                   guint            index);
gboolean  sluice_check_nth_place  (SluiceCheck     *check,
                                   const char      *flow,
                                   guint            index);
/* What the layers above know of a flow, or of a node of it. */
void      sluice_check_run_registered (SluiceDocument *document,
                                       const char     *flow,
                                       const char     *node, /* or NULL */
                                       GPtrArray      *problems);
void      sluice_check_node       (SluiceCheck     *check,
                                   const char      *flow,
                                   const char      *node);
void      sluice_check_settings   (SluiceCheck          *check,
                                   const char           *base,
                                   SluiceValue           node,
                                   const SluiceKindInfo *info);
/* Which nodes of a flow are reached. A step looks at one; FALSE: there is nothing more to do. */
typedef struct _SluiceCheckReach SluiceCheckReach;

SluiceCheckReach *sluice_check_reach_new  (SluiceCheck      *check,
                                           const char       *flow);
void              sluice_check_reach_free (SluiceCheckReach *self);
gboolean          sluice_check_reach_step (SluiceCheckReach *self);

/* Which flows contain themselves: the nodes are noted first that name a flow. */
typedef struct _SluiceCheckUses SluiceCheckUses;

SluiceCheckUses *sluice_check_uses_new    (SluiceDocument  *document);
void             sluice_check_uses_free   (SluiceCheckUses *self);
void             sluice_check_uses_note   (SluiceCheckUses *self,
                                           const char      *flow,
                                           const char      *node); /* NULL: nothing is done */
void             sluice_check_recursion   (SluiceCheck     *check,
                                           SluiceCheckUses *uses);

G_END_DECLS
