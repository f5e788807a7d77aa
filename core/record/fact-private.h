/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/fact.h"

G_BEGIN_DECLS

/* The first byte of a fact: its type, and what differs from the one before. */
#define SLUICE_FACT_TYPE     0x1f
#define SLUICE_FACT_LANE     0x20
#define SLUICE_FACT_VISIT    0x40
#define SLUICE_FACT_ERROR    0x80

/* With a visit that begins, which has no error yet: the entry of a batch follows. */
#define SLUICE_FACT_ENTRY    SLUICE_FACT_ERROR

/* With an effect that begins, which has no error either: the line of the script that asks, and its phase, follow. */
#define SLUICE_FACT_PLACE    SLUICE_FACT_ERROR
#define SLUICE_FACT_PHASES   8 /* in a place: a power of two */

/* With a phase. */
#define SLUICE_FACT_PHASE    0x0f
#define SLUICE_FACT_ATTEMPTS 0x10
#define SLUICE_FACT_ITEMS    0x20
#define SLUICE_FACT_MOCKED   0x40
#define SLUICE_FACT_OUTSIDE  0x80

/* With a patch. */
#define SLUICE_FACT_CHANGE   0x03
#define SLUICE_FACT_PERSON   0x04

#define SLUICE_FACT_DIGEST 32 /* bytes */

/* The store is wanted whole: what goes into it may be so many times larger than other values. */
#define SLUICE_FACT_PATCH_BUDGET 64

enum
{
  SLUICE_FACT_VALUE_NULL,
  SLUICE_FACT_VALUE_INTEGER,
  SLUICE_FACT_VALUE_TEXT,
  SLUICE_FACT_VALUE_PACKED,
  SLUICE_FACT_VALUE_CUT,      /* by older versions */
  SLUICE_FACT_VALUE_NOT_KEPT, /* its size and digest are */
};

G_END_DECLS
