/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The marks beside the lines of a document's scripts. The breakpoints are the document's own, of the kind of lines;
 * views look here and ask here, and know neither a run nor a window. */
#include "source/line-marks.h"

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-words.h"

struct _SluiceLineMarks
{
  GObject parent_instance;

  SluiceDocument    *document;    /* borrowed: it owns this */
  SluiceBreakpoints *breakpoints; /* owned, or NULL */
  char              *stop_address;
  char              *stop_phase;
  guint              stop_line;   /* 0: it is stopped at none */
};

enum
{
  CHANGED,
  EDIT,
  RUN_TO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceLineMarks, sluice_line_marks, G_TYPE_OBJECT)

static const char MARKS_KEY[] = "sluice-line-marks";

static void
emit_changed (SluiceLineMarks *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sluice_line_marks_dispose (GObject *object)
{
  SluiceLineMarks *self = SLUICE_LINE_MARKS (object);

  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  g_clear_object (&self->breakpoints);

  G_OBJECT_CLASS (sluice_line_marks_parent_class)->dispose (object);
}

static void
sluice_line_marks_finalize (GObject *object)
{
  SluiceLineMarks *self = SLUICE_LINE_MARKS (object);

  g_free (self->stop_address);
  g_free (self->stop_phase);

  G_OBJECT_CLASS (sluice_line_marks_parent_class)->finalize (object);
}

static void
sluice_line_marks_class_init (SluiceLineMarksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sluice_line_marks_dispose;
  object_class->finalize = sluice_line_marks_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * SluiceLineMarks::edit:
   * @there: a breakpoint of the line whose terms the person wants to say
   */
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, SLUICE_TYPE_BREAKPOINT);
  /**
   * SluiceLineMarks::run-to:
   * @there: a breakpoint of the line that the person wants to run to
   */
  signals[RUN_TO] = g_signal_new ("run-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, SLUICE_TYPE_BREAKPOINT);
}

static void
sluice_line_marks_init (SluiceLineMarks *self)
{
}

/**
 * sluice_line_marks_of:
 * @document: a document
 *
 * Returns: (transfer none): what is marked in its scripts; it lives as long as the document
 */
SluiceLineMarks *
sluice_line_marks_of (SluiceDocument *document)
{
  SluiceLineMarks *self = g_object_get_data (G_OBJECT (document), MARKS_KEY);

  if (self == NULL)
    {
      self = g_object_new (SLUICE_TYPE_LINE_MARKS, NULL);
      self->document = document;
      g_object_set_data_full (G_OBJECT (document), MARKS_KEY, self, g_object_unref);
    }
  return self;
}

/**
 * sluice_line_marks_set_breakpoints:
 * @self: marks
 * @breakpoints: (nullable): of the document
 */
void
sluice_line_marks_set_breakpoints (SluiceLineMarks   *self,
                                   SluiceBreakpoints *breakpoints)
{
  g_return_if_fail (SLUICE_IS_LINE_MARKS (self));

  if (self->breakpoints == breakpoints)
    return;
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  g_set_object (&self->breakpoints, breakpoints);
  if (breakpoints != NULL)
    g_signal_connect_object (breakpoints, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  emit_changed (self);
}

/**
 * sluice_line_marks_set_stop:
 * @self: marks
 * @place: the script that a run is stopped in
 * @line: at which line, from 1; 0: it is stopped in none
 */
void
sluice_line_marks_set_stop (SluiceLineMarks         *self,
                            const SluiceScriptPlace *place,
                            guint                    line)
{
  g_return_if_fail (SLUICE_IS_LINE_MARKS (self));

  if (self->stop_line == line &&
      (line == 0 || (g_strcmp0 (self->stop_address, place->address) == 0 &&
                     g_strcmp0 (self->stop_phase, place->phase) == 0)))
    return;
  g_free (self->stop_address);
  g_free (self->stop_phase);
  self->stop_address = line > 0 ? g_strdup (place->address) : NULL;
  self->stop_phase = line > 0 ? g_strdup (place->phase) : NULL;
  self->stop_line = line;
  emit_changed (self);
}

/* Returns: the line of the script that a run is stopped at, from 1; 0: it is not stopped in this script */
guint
sluice_line_marks_get_stop (SluiceLineMarks         *self,
                            const SluiceScriptPlace *place)
{
  g_return_val_if_fail (SLUICE_IS_LINE_MARKS (self), 0);

  if (g_strcmp0 (self->stop_address, place->address) != 0 || g_strcmp0 (self->stop_phase, place->phase) != 0)
    return 0;
  return self->stop_line;
}

/* Breakpoints */

static gboolean
is_of (const SluiceBreakpoint  *breakpoint,
       const SluiceScriptPlace *place)
{
  return breakpoint->kind == SLUICE_BREAK_LINE && g_strcmp0 (breakpoint->address, place->address) == 0 &&
         g_strcmp0 (breakpoint->what, place->phase) == 0;
}

static guint
get_n (SluiceLineMarks *self)
{
  return self->breakpoints != NULL ? sluice_breakpoints_get_n (self->breakpoints) : 0;
}

/**
 * sluice_line_marks_find:
 * @self: marks
 * @place: a script
 * @line: of it, from 1
 *
 * Returns: (transfer none) (nullable): the breakpoint of the line
 */
const SluiceBreakpoint *
sluice_line_marks_find (SluiceLineMarks         *self,
                        const SluiceScriptPlace *place,
                        guint                    line)
{
  g_return_val_if_fail (SLUICE_IS_LINE_MARKS (self), NULL);

  for (guint i = 0; i < get_n (self); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);

      if (is_of (breakpoint, place) && (guint) breakpoint->amount == line)
        return breakpoint;
    }
  return NULL;
}

/**
 * sluice_line_marks_dup_break_words:
 * @self: marks
 * @place: a script
 * @line: a line, from 1
 *
 * Returns: (transfer full) (nullable): the breakpoint there in words
 */
char *
sluice_line_marks_dup_break_words (SluiceLineMarks         *self,
                                   const SluiceScriptPlace *place,
                                   guint                    line)
{
  const SluiceBreakpoint *breakpoint = sluice_line_marks_find (self, place, line);

  return breakpoint != NULL ? sluice_break_dup_words (breakpoint, self->breakpoints, self->document, FALSE) : NULL;
}

gboolean
sluice_line_marks_is_muted (SluiceLineMarks *self)
{
  g_return_val_if_fail (SLUICE_IS_LINE_MARKS (self), FALSE);

  return self->breakpoints != NULL && sluice_breakpoints_is_muted (self->breakpoints);
}

static SluiceBreakpoint *
create (const SluiceScriptPlace *place,
        guint                    line)
{
  SluiceBreakpoint *breakpoint = sluice_breakpoint_new (SLUICE_BREAK_LINE, place->address);

  breakpoint->what = g_strdup (place->phase);
  breakpoint->amount = line;
  return breakpoint;
}

void
sluice_line_marks_toggle (SluiceLineMarks         *self,
                          const SluiceScriptPlace *place,
                          guint                    line)
{
  const SluiceBreakpoint *found = sluice_line_marks_find (self, place, line);
  g_autoptr (SluiceBreakpoint) breakpoint = NULL;

  if (self->breakpoints == NULL)
    return;
  if (found != NULL)
    {
      sluice_breakpoints_remove (self->breakpoints, found->id);
      return;
    }
  breakpoint = create (place, line);
  sluice_breakpoints_add (self->breakpoints, breakpoint, NULL);
}

void
sluice_line_marks_enable (SluiceLineMarks         *self,
                          const SluiceScriptPlace *place,
                          guint                    line)
{
  const SluiceBreakpoint *found = sluice_line_marks_find (self, place, line);
  g_autoptr (SluiceBreakpoint) changed = found != NULL ? sluice_breakpoint_copy (found) : NULL;

  if (changed == NULL)
    return;
  changed->enabled = !changed->enabled;
  sluice_breakpoints_change (self->breakpoints, changed->id, changed, NULL);
}

static void
ask (SluiceLineMarks         *self,
     guint                    signal,
     const SluiceScriptPlace *place,
     guint                    line)
{
  g_autoptr (SluiceBreakpoint) there = create (place, line);

  g_signal_emit (self, signals[signal], 0, there);
}

void
sluice_line_marks_edit (SluiceLineMarks         *self,
                        const SluiceScriptPlace *place,
                        guint                    line)
{
  g_return_if_fail (SLUICE_IS_LINE_MARKS (self));

  ask (self, EDIT, place, line);
}

void
sluice_line_marks_run_to (SluiceLineMarks         *self,
                          const SluiceScriptPlace *place,
                          guint                    line)
{
  g_return_if_fail (SLUICE_IS_LINE_MARKS (self));

  ask (self, RUN_TO, place, line);
}

/**
 * sluice_line_marks_dup_words:
 * @self: marks
 * @place: a script
 *
 * Returns: (transfer full) (nullable): what is marked there, to be read out
 */
char *
sluice_line_marks_dup_words (SluiceLineMarks         *self,
                             const SluiceScriptPlace *place)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint stop = sluice_line_marks_get_stop (self, place);
  GString *text;

  for (guint i = 0; i < get_n (self); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);

      if (is_of (breakpoint, place))
        g_string_append_printf (lines, "%s%g", lines->len > 0 ? ", " : "", breakpoint->amount);
    }
  if (lines->len == 0 && stop == 0)
    return NULL;
  text = g_string_new (NULL);
  if (stop > 0)
    g_string_append_printf (text, _("Stopped at line %u."), stop);
  if (lines->len > 0)
    {
      g_string_append (text, stop > 0 ? " " : "");
      g_string_append_printf (text, _("Breakpoints at lines: %s."), lines->str);
    }
  return g_string_free (text, FALSE);
}
