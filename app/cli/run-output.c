/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a run shows: its log lines on stdout (where a store or a trace is wanted there, on stderr),
 * warnings on stderr, each event in the trace, and on a terminal a line for each lane that waits. */

#include "run-private.h"

#include <errno.h>
#include <string.h>

#include "base/json.h"
#include "kinds/logged-picture.h"
#include "terminal.h"

struct _SluiceRunOutput
{
  SluiceRun              *run;     /* owned */
  const SluiceRunOptions *options;
  FILE                   *trace;   /* owned unless it is stdout; NULL: none */
  FILE                   *lines;   /* where log lines go */
  GString                *json;    /* reused for each line of the trace */
  guint                   watch;
  guint                   trace_watch;
  guint                   timer;   /* of the status; 0: there is no terminal */
  guint                   n_ticks;
  gboolean                is_quiet;
};

#define STATUS_INTERVAL   100 /* ms */
#define STATUS_FIRST_TICK 3   /* what is quick needs no status */
#define STATUS_MAX_LANES  5

static void
set_node (SluiceValue *object,
          SluiceNode  *node)
{
  const char *address = node != NULL ? sluice_node_get_address (node) : NULL;

  if (address != NULL)
    sluice_value_set_member (object, "address", sluice_value_string (address));
}

static void
print_json_line (SluiceRunOutput   *self,
                 const SluiceEvent *event,
                 const char        *level,
                 SluiceValue        take)
{
  SluiceValue line = sluice_value_object ();

  sluice_value_set_member (&line, "log", sluice_value_string (level));
  set_node (&line, event->node);
  sluice_value_set_member (&line, "value", take);
  sluice_terminal_json_line (self->lines, line);
}

static void
print_log (SluiceRunOutput   *self,
           const SluiceEvent *event)
{
  const char *level = event->text != NULL ? event->text : "info";
  g_autofree char *text = NULL;

  if (self->options->json)
    {
      print_json_line (self, event, level, sluice_value_ref (event->value));
      return;
    }
  text = sluice_logged_dup_text (event->value);
  if (g_str_equal (level, "info"))
    sluice_terminal_line (self->lines, SLUICE_COLOUR_NONE, text);
  else if (g_str_equal (level, "warning"))
    sluice_terminal_line (stderr, SLUICE_COLOUR_YELLOW, text);
  else
    sluice_terminal_line (stderr, SLUICE_COLOUR_RED, text);
}

static void
print_warning (SluiceRunOutput   *self,
               const SluiceEvent *event)
{
  if (self->options->json)
    print_json_line (self, event, "warning", sluice_value_string (event->text));
  else if (event->node != NULL)
    sluice_terminal_warning ("%s: %s", sluice_node_get_title (event->node), event->text);
  else
    sluice_terminal_warning ("%s", event->text);
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  if (event->type == SLUICE_EVENT_LOG)
    print_log (user_data, event);
  else
    print_warning (user_data, event);
}

static void
trace_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  SluiceRunOutput *self = user_data;
  g_auto (SluiceValue) value = sluice_event_to_value (event);

  g_string_truncate (self->json, 0);
  sluice_json_write_to (value, SLUICE_JSON_WRITE_COMPACT, 0, self->json);
  g_string_append_c (self->json, '\n');
  fwrite (self->json->str, 1, self->json->len, self->trace);
}

static gboolean
status_cb (gpointer data)
{
  SluiceRunOutput *self = data;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_lanes = sluice_run_get_n_lanes (self->run);
  guint n_shown = 0, n_more = 0;

  if (self->is_quiet || ++self->n_ticks < STATUS_FIRST_TICK)
    return G_SOURCE_CONTINUE;

  for (guint i = 0; i < n_lanes; i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      SluiceNode *node = sluice_lane_get_node (lane);
      g_autofree char *waits_for = sluice_lane_dup_waits_for (lane);

      if (waits_for == NULL || node == NULL || sluice_lane_get_state (lane) == SLUICE_LANE_JOINED)
        continue;
      if (n_shown == STATUS_MAX_LANES)
        {
          n_more++;
          continue;
        }
      g_string_append_printf (text, "%s%s: waits for %s", n_shown > 0 ? "\n" : "",
                              sluice_node_get_title (node), waits_for);
      n_shown++;
    }
  if (n_more > 0)
    g_string_append_printf (text, "\n… and %u more", n_more);
  sluice_terminal_status (text->str);
  return G_SOURCE_CONTINUE;
}

/**
 * sluice_run_output_new:
 * @run: a run that has not started
 * @options: what was asked for; must stay
 * @error: return location
 *
 * Returns: (nullable): what shows @run; NULL when the trace cannot be written
 */
SluiceRunOutput *
sluice_run_output_new (SluiceRun               *run,
                       const SluiceRunOptions  *options,
                       GError                 **error)
{
  SluiceRunOutput *self;
  FILE *trace = NULL;

  if (options->trace != NULL && g_str_equal (options->trace, "-"))
    trace = stdout;
  else if (options->trace != NULL && (trace = fopen (options->trace, "we")) == NULL)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "--trace %s: %s",
                   options->trace, g_strerror (code));
      return NULL;
    }

  self = g_new0 (SluiceRunOutput, 1);
  self->run = g_object_ref (run);
  self->options = options;
  self->trace = trace;
  self->lines = (options->print_store && !options->json) || trace == stdout ? stderr : stdout;
  self->json = g_string_new (NULL);
  self->watch = sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_LOG) |
                                       SLUICE_EVENT_MASK (SLUICE_EVENT_WARNING),
                                  event_cb, self, NULL);
  if (trace != NULL)
    self->trace_watch = sluice_run_watch (run, SLUICE_EVENT_MASK_ALL, trace_cb, self, NULL);
  if (sluice_terminal_is (stderr) && !options->json)
    self->timer = g_timeout_add (STATUS_INTERVAL, status_cb, self);
  return self;
}

void
sluice_run_output_free (SluiceRunOutput *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  sluice_run_unwatch (self->run, self->watch);
  if (self->trace_watch != 0)
    sluice_run_unwatch (self->run, self->trace_watch);
  if (self->trace != NULL && self->trace != stdout)
    fclose (self->trace);
  g_string_free (self->json, TRUE);
  g_object_unref (self->run);
  g_free (self);
}

void
sluice_run_output_set_quiet (SluiceRunOutput *self,
                             gboolean         is_quiet)
{
  if (self->is_quiet == is_quiet)
    return;
  self->is_quiet = is_quiet;
  self->n_ticks = 0;
  if (is_quiet)
    sluice_terminal_status ("");
}

/* The end */

static SluiceValue
result_to_value (SluiceRunOutput *self)
{
  const GError *error = sluice_run_get_error (self->run);
  const char *action = sluice_run_get_action (self->run);
  SluiceRunState state = sluice_run_get_state (self->run);
  SluiceValue root = sluice_store_get_root (sluice_run_get_store (self->run));
  SluiceValue result = sluice_value_object ();

  sluice_value_set_member (&result, "result",
                           sluice_value_string (sluice_run_state_name (state)));
  sluice_value_set_member (&result, "action",
                           action != NULL ? sluice_value_string (action) : sluice_value_null ());
  sluice_value_set_member (&result, "visits",
                           sluice_value_integer ((gint64) sluice_run_get_n_visits (self->run)));
  if (error != NULL)
    {
      sluice_value_set_member (&result, "error", sluice_value_string (error->message));
      set_node (&result, sluice_run_get_error_node (self->run));
    }
  if (self->options->print_store)
    sluice_value_set_member (&result, "store", sluice_value_ref (root));
  return result;
}

static void
print_store (SluiceRunOutput *self)
{
  SluiceValue root = sluice_store_get_root (sluice_run_get_store (self->run));
  g_autofree char *text = sluice_json_write (root, SLUICE_JSON_WRITE_PRETTY |
                                                   SLUICE_JSON_WRITE_SORT_KEYS, NULL);

  puts (text);
}

static gboolean
flush (FILE        *stream,
       const char  *name,
       GError     **error)
{
  int number = fflush (stream) == 0 ? 0 : errno;

  if (number == 0 && !ferror (stream))
    return TRUE;
  /* What failed earlier has left no reason. */
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s could not be written%s%s",
               name, number != 0 ? ": " : "", number != 0 ? g_strerror (number) : "");
  return FALSE;
}

/* The store is printed whatever came of the run: a failed one shows what it had. */
gboolean
sluice_run_output_finish (SluiceRunOutput  *self,
                          GError          **error)
{
  sluice_terminal_status ("");
  if (self->options->json)
    sluice_terminal_json_line (stdout, result_to_value (self));
  else if (self->options->print_store)
    print_store (self);

  if (self->trace != NULL && self->trace != stdout && !flush (self->trace, self->options->trace, error))
    return FALSE;
  return flush (stdout, "stdout", error);
}
