/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* What a person does to a run that is stopped. */

typedef enum
{
  SLUICE_INTERVENTION_RETRY,
  SLUICE_INTERVENTION_SKIP,
  SLUICE_INTERVENTION_RESULT,
  SLUICE_INTERVENTION_FAIL,
  SLUICE_INTERVENTION_NEXT,
  SLUICE_INTERVENTION_STORE_ADD,
  SLUICE_INTERVENTION_STORE_REPLACE,
  SLUICE_INTERVENTION_STORE_REMOVE,
  SLUICE_INTERVENTION_HELD,
  SLUICE_INTERVENTION_RELEASE, /* lets one held result through; it is not listed */
} SluiceInterventionType;

/* Of an element of sluice_debugger_get_interventions(). */
SluiceInterventionType sluice_intervention_get_kind   (SluiceValue            entry);
/* It was done to a run before this one, and not to this one. */
gboolean               sluice_intervention_is_earlier (SluiceValue            entry);
/* Edits of the store and results; the others were of that moment. */
gboolean               sluice_intervention_can_keep   (SluiceInterventionType type);

G_END_DECLS
