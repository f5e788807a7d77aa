/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of a reply while its stream of events comes, to be looked at. What counts is read once it is whole
 * (llm-reply.h). */

typedef struct
{
  GString *line; /* what came since the last end of a line */
  GString *text; /* of the events that are whole */
} SluiceLlmStream;

void  sluice_llm_stream_init  (SluiceLlmStream *self);
void  sluice_llm_stream_clear (SluiceLlmStream *self);
void  sluice_llm_stream_reset (SluiceLlmStream *self);
/* What the bytes add to the text, often nothing. */
char *sluice_llm_stream_feed  (SluiceLlmStream *self,
                               const char      *bytes,
                               gsize            length);

G_END_DECLS
