/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Awaits the second key of a sequence and shows meanwhile which there are. */
#include "canvas/scene/tool.h"

typedef struct
{
  SluiceTool tool;
  const SluiceSequence *sequence;
} SequenceTool;

static void
sequence_enter (SluiceTool *tool)
{
  sluice_stage_edit_feedback (tool->stage)->sequence = ((SequenceTool *) tool)->sequence;
  sluice_stage_tell_feedback (tool->stage);
}

static void
sequence_leave (SluiceTool *tool,
                gboolean    is_cancelled)
{
  sluice_stage_edit_feedback (tool->stage)->sequence = NULL;
}

/* A modifier alone is not the key yet. */
static gboolean
is_modifier (const char *key)
{
  static const char * const prefixes[] = { "Shift_", "Control_", "Alt_", "Meta_", "Super_",
                                           "ISO_Level" };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (key, prefixes[i]))
      return TRUE;
  return FALSE;
}

static const char *
find_action (const SluiceSequence *sequence,
             const char           *key)
{
  for (guint i = 0; i < sequence->n_keys; i++)
    if (g_ascii_strcasecmp (sequence->keys[i].key, key) == 0)
      return sequence->keys[i].action;
  return NULL;
}

static gboolean
sequence_key (SluiceTool        *tool,
              const SluiceInput *input)
{
  const char *action = find_action (((SequenceTool *) tool)->sequence, input->key);
  SluiceStage *stage = tool->stage;

  if (input->type != SLUICE_INPUT_KEY || is_modifier (input->key))
    return TRUE;
  sluice_stage_pop (stage, action == NULL);
  if (action != NULL)
    sluice_stage_ask_perform (stage, action);
  return TRUE;
}

static gboolean
sequence_press (SluiceTool        *tool,
                const SluiceInput *input)
{
  SluiceStage *stage = tool->stage;

  sluice_stage_pop (stage, TRUE);
  return sluice_stage_handle (stage, input);
}

/**
 * sluice_tool_sequence_new:
 * @sequence: static
 *
 * Returns: (transfer full): a tool that awaits one of the keys
 */
SluiceTool *
sluice_tool_sequence_new (const SluiceSequence *sequence)
{
  static const SluiceToolClass klass = {
    .enter = sequence_enter,
    .leave = sequence_leave,
    .press = sequence_press,
    .key = sequence_key,
  };
  SequenceTool *self = g_new0 (SequenceTool, 1);

  self->tool.klass = &klass;
  self->sequence = sequence;
  return &self->tool;
}
