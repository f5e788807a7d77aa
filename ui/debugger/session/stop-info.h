/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/types.h"

G_BEGIN_DECLS

/* What a person sees and does at a stop, as plain data: made in the engine's thread, looked at and
 * freed in the UI's. Values are JSON texts, as their counts may not cross. */

/* More of a value than this is not shown unless it is asked for. */
#define SLUICE_STOP_MAX_TEXT 2000

/* A value in a few lines; NULL: there is none. */
typedef struct
{
  char  *text;
  gsize  size;     /* bytes of the whole text */
} SluiceShortText;

/* One flow around the place where a lane is, or the place itself. */
typedef struct
{
  char *address; /* or NULL */
  char *title;
} SluiceFrameInfo;

/* A result that arrived while the run was stopped, and that its lane stands at. */
typedef struct
{
  guint32          lane;
  char            *address; /* or NULL */
  char            *title;
  gboolean         is_effect; /* else what the phase returned */
  gboolean         is_error;  /* the text is the message */
  SluiceShortText  value;
} SluiceHeldInfo;

typedef enum
{
  SLUICE_INTERVENTION_RETRY,
  SLUICE_INTERVENTION_SKIP,      /* value: the action */
  SLUICE_INTERVENTION_RESULT,    /* value: JSON */
  SLUICE_INTERVENTION_FAIL,      /* value: the message */
  SLUICE_INTERVENTION_NEXT,      /* place: the address of the node to go on with */
  SLUICE_INTERVENTION_STORE_ADD, /* place: a JSON Pointer, value: JSON */
  SLUICE_INTERVENTION_STORE_REPLACE,
  SLUICE_INTERVENTION_STORE_REMOVE,
  SLUICE_INTERVENTION_HELD,      /* value: JSON in the place of the held result */
  SLUICE_INTERVENTION_RELEASE,   /* lets one held result through */
} SluiceInterventionType;

/* What a person did to the run. */
typedef struct
{
  SluiceInterventionType  type;
  guint32                 lane;    /* 0: none */
  char                   *address; /* of the node it was about, or NULL */
  char                   *title;
  char                   *place;   /* as above, or NULL */
  char                   *had;     /* JSON, or NULL */
  char                   *value;   /* as above, or NULL */
} SluiceInterventionInfo;

/* What is sent there. */
typedef struct
{
  SluiceInterventionType  type;
  guint32                 lane;  /* 0: the selected one; RELEASE: the oldest result */
  const char             *place;
  const char             *value;
} SluiceIntervention;

void sluice_short_text_clear        (SluiceShortText        *self);
void sluice_frame_info_free         (SluiceFrameInfo        *self);
void sluice_held_info_free          (SluiceHeldInfo         *self);
void sluice_intervention_info_free  (SluiceInterventionInfo *self);

G_END_DECLS
