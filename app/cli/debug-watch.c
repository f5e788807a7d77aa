/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Expressions that are shown at every stop. They are those of the editor, kept for the file as the breakpoints are. */

#include "debug-private.h"

#include <string.h>

/* The line of the expression that a message shows is beside it anyway. */
static char *
dup_first_line (const char *message)
{
  return g_strndup (message, strcspn (message, "\n"));
}

static void
print_watch (SluiceDebugSession *self,
             guint               index)
{
  const char *expression = sluice_watches_get (self->watches, index);
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (sluice_debug_session_evaluate (self, expression, &value, &error))
    words = sluice_debug_dup_short (value);
  else
    words = dup_first_line (error->message);
  sluice_debug_print_line ("%u: %s %s %s", index + 1, expression, error == NULL ? "=" : "can't be told:", words);
}

/* Nothing where nothing is watched. */
void
sluice_debug_session_print_watches (SluiceDebugSession *self)
{
  for (guint i = 0; i < sluice_watches_get_n (self->watches); i++)
    print_watch (self, i);
}

SLUICE_DEBUG_COMMAND (watch)
{
  if (*argument == '\0')
    return sluice_debug_refuse (error, "watch needs an expression, like: watch shared.count + 1");
  if (!sluice_watches_add (self->watches, argument))
    return sluice_debug_refuse (error, "There are too many watches: unwatch NUMBER makes room");
  print_watch (self, sluice_watches_get_n (self->watches) - 1);
  return TRUE;
}

SLUICE_DEBUG_COMMAND (watches)
{
  sluice_debug_session_print_watches (self);
  if (sluice_watches_get_n (self->watches) == 0)
    g_print ("Nothing is watched: watch EXPRESSION\n");
  return TRUE;
}

SLUICE_DEBUG_COMMAND (unwatch)
{
  guint64 number;

  if (*argument == '\0')
    {
      while (sluice_watches_get_n (self->watches) > 0)
        sluice_watches_remove (self->watches, sluice_watches_get_n (self->watches) - 1);
      return TRUE;
    }
  if (!sluice_debug_read_number (argument, &number, error))
    return FALSE;
  if (number == 0 || number > sluice_watches_get_n (self->watches))
    return sluice_debug_refuse (error, "There is no watch %" G_GUINT64_FORMAT ": watches lists them", number);
  sluice_watches_remove (self->watches, (guint) number - 1);
  return TRUE;
}
