/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking into what is stopped: the functions of a script that is held at a line, and expressions that see what the
 * chosen one of them sees. */

#include "debug/debugger-private.h"

#include "script/script.h"

#define MAX_WATCHES 500 /* that are kept compiled */

/**
 * sluice_debugger_dup_frames: (skip)
 * @self: a debugger
 * @lane: (nullable): a lane of its run
 *
 * Returns: (transfer full): what sluice_script_dup_frames() says of the script that @lane is held in
 */
SluiceValue
sluice_debugger_dup_frames (SluiceDebugger *self,
                            SluiceLane     *lane)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), sluice_value_null ());

  return sluice_script_dup_frames (self->run, lane != NULL ? sluice_lane_get_id (lane) : 0);
}

/**
 * sluice_debugger_get_script_text:
 * @self: a debugger
 * @lane: (nullable): a lane of its run
 *
 * Returns: (transfer none) (nullable): the text of the script that @lane is held in as it runs, which may be older than
 *   that of the document
 */
const char *
sluice_debugger_get_script_text (SluiceDebugger *self,
                                 SluiceLane     *lane)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  return lane != NULL ? sluice_script_get_held_text (self->run, sluice_lane_get_id (lane)) : NULL;
}

/**
 * sluice_debugger_select_frame:
 * @self: a debugger
 * @frame: which function of the script that the selected lane is held in, 0 the innermost
 *
 * Has sluice_debugger_evaluate() see what that function sees. Every stop begins at the innermost.
 */
void
sluice_debugger_select_frame (SluiceDebugger *self,
                              guint           frame)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->frame = frame;
}

guint
sluice_debugger_get_frame (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), 0);

  return self->frame;
}

/* What the chosen function sees; null where no script is held at a line. */
static SluiceValue
dup_locals (SluiceDebugger *self,
            SluiceLane     *lane)
{
  g_auto (SluiceValue) frames = sluice_debugger_dup_frames (self, lane);
  guint n = sluice_value_get_length (frames);

  if (n == 0)
    return sluice_value_null ();
  return sluice_value_ref (sluice_value_get_member (sluice_value_get_element (frames, MIN (self->frame, n - 1)),
                                                    "locals"));
}

static SluiceScript *
compile (const char   *expression,
         SluiceValue   locals,
         GError      **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!SLUICE_VALUE_IS_OBJECT (locals))
    return sluice_script_new_watch (SLUICE_SCRIPT_EXPRESSION, "watch", expression, error);
  names = g_ptr_array_new ();
  for (guint i = 0; i < sluice_value_get_length (locals); i++)
    g_ptr_array_add (names, (gpointer) sluice_value_get_key (locals, i));
  g_ptr_array_add (names, NULL);
  return sluice_script_new_watch_in ("watch", expression, (const char * const *) names->pdata, error);
}

/* What was asked with the same names in sight is not compiled again. */
static SluiceScript *
find_script (SluiceDebugger *self,
             const char     *expression,
             SluiceValue     locals,
             GError        **error)
{
  GString *key = g_string_new (expression);
  SluiceScript *script;

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (locals) && i < sluice_value_get_length (locals); i++)
    g_string_append_printf (key, "\n%s", sluice_value_get_key (locals, i));
  script = g_hash_table_lookup (self->watches, key->str);
  if (script == NULL)
    script = compile (expression, locals, error);
  else
    sluice_script_ref (script);
  if (script == NULL)
    {
      g_string_free (key, TRUE);
      return NULL;
    }
  if (g_hash_table_size (self->watches) >= MAX_WATCHES)
    g_hash_table_remove_all (self->watches);
  g_hash_table_replace (self->watches, g_string_free (key, FALSE), sluice_script_ref (script));
  return script;
}

/**
 * sluice_debugger_evaluate: (skip)
 * @self: a debugger
 * @expression: an expression over shared, params, prep_res, exec_res, item, attempt, error, action, and where a script
 *   is held at a line over all that the chosen function sees
 * @result: (out): its value, owned
 * @error: return location for an error
 *
 * Evaluates a watch where the selected lane is.
 *
 * Returns: %FALSE with %SLUICE_SCRIPT_ERROR
 */
gboolean
sluice_debugger_evaluate (SluiceDebugger  *self,
                          const char      *expression,
                          SluiceValue     *result,
                          GError         **error)
{
  SluiceLane *lane;
  g_auto (SluiceValue) locals = SLUICE_VALUE_INIT;
  g_autoptr (SluiceScript) script = NULL;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  *result = sluice_value_null ();
  lane = sluice_debugger_choose_lane (self);
  locals = dup_locals (self, lane);
  script = find_script (self, expression, locals, error);
  if (script == NULL)
    return FALSE;
  if (SLUICE_VALUE_IS_NULL (locals))
    return sluice_script_evaluate (script, self->run, lane, NULL, result, error);
  return sluice_script_evaluate_in (script, self->run, lane, locals, result, error);
}
