/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* People: the run's open prompts, one at a time and in order, are answered from the command line
 * first and then from stdin, which is read without blocking. Where nobody can answer the prompt is
 * refused, so that a run never waits for a person who is not there. */

#include "run-private.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#include "debug/prompt.h"
#include "terminal.h"

struct _SluiceRunPeople
{
  SluiceRun              *run;      /* owned */
  const SluiceRunOptions *options;
  SluiceRunOutput        *output;   /* borrowed */
  GDataInputStream       *input;    /* owned; NULL until somebody is asked */
  GCancellable           *cancellable; /* owned: of the read */
  GString                *lines;    /* of a long answer so far */
  guint                   watch;
  guint                   idle;     /* that serves the prompts; 0: none */
  guint                   n_used;   /* answers of the command line */
  guint64                 asked;    /* the prompt that is shown; 0: none */
  gboolean                is_reading;
  gboolean                is_over;  /* nothing more will come from stdin */
  gboolean                was_misled;
};

static void serve_later (SluiceRunPeople *self);

static void
refuse (SluiceRunPeople *self,
        SluiceEffect    *prompt,
        const char      *why)
{
  g_autofree char *text = sluice_prompt_dup_text (prompt);

  sluice_run_refuse_prompt (self->run, sluice_effect_get_id (prompt),
                            g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_ANSWER,
                                         "“%s” needs an answer, and %s; give it with --answer TEXT", text,
                                         why));
}

static gboolean
answer (SluiceRunPeople  *self,
        SluiceEffect     *prompt,
        const char       *text,
        GError          **error)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  return sluice_prompt_read (prompt, text, &value, error) &&
         sluice_run_answer (self->run, sluice_effect_get_id (prompt), value, error);
}

/* From the command line */

static const char *
next_answer (SluiceRunPeople *self)
{
  char **answers = self->options->answers;

  if (answers == NULL || answers[self->n_used] == NULL)
    return NULL;
  return answers[self->n_used++];
}

static void
use_answer (SluiceRunPeople *self,
            SluiceEffect    *prompt,
            const char      *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *question = NULL;

  if (answer (self, prompt, text, &error))
    return;
  self->was_misled = TRUE;
  question = sluice_prompt_dup_text (prompt);
  sluice_run_refuse_prompt (self->run, sluice_effect_get_id (prompt),
                            g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER,
                                         "--answer “%s” is no answer to “%s”: %s", text, question,
                                         error->message));
}

/* From the terminal */

static void
show_json (SluiceEffect *prompt,
           const char   *text,
           char        **choices)
{
  SluiceValue line = sluice_value_object ();
  SluiceNode *node = sluice_effect_get_node (prompt);
  const char *address = node != NULL ? sluice_node_get_address (node) : NULL;

  sluice_value_set_member (&line, "prompt", sluice_value_string (text));
  if (address != NULL)
    sluice_value_set_member (&line, "address", sluice_value_string (address));
  if (choices != NULL)
    {
      SluiceValue list = sluice_value_array ();

      for (guint i = 0; choices[i] != NULL; i++)
        sluice_value_append (&list, sluice_value_string (choices[i]));
      sluice_value_set_member (&line, "choices", list);
    }
  sluice_terminal_json_line (stderr, line);
}

static void
show_cursor (SluiceEffect *prompt,
             char        **choices)
{
  const char *input = sluice_prompt_get_input (prompt);
  g_autofree char *fallback = sluice_prompt_dup_fallback (prompt);

  if (choices != NULL)
    g_printerr ("1 to %u, or the text: ", g_strv_length (choices));
  else if (g_str_equal (input, "multiline"))
    g_printerr ("(an empty line ends it)\n");
  else if (fallback != NULL)
    g_printerr ("[%s] ", fallback);
}

static void
show (SluiceRunPeople *self,
      SluiceEffect    *prompt)
{
  g_auto (GStrv) choices = sluice_prompt_dup_choices (prompt);
  g_autofree char *text = sluice_prompt_dup_text (prompt);
  g_autofree char *safe = sluice_terminal_dup_safe (stderr, text);
  gboolean is_one_line = choices == NULL && !g_str_equal (sluice_prompt_get_input (prompt), "multiline");

  sluice_run_output_set_quiet (self->output, TRUE);
  /* Before the question: some type quickly. */
  if (g_str_equal (sluice_prompt_get_input (prompt), "secret"))
    sluice_terminal_echo (FALSE);
  if (self->options->json)
    {
      show_json (prompt, text, choices);
      return;
    }
  g_printerr ("%s%s%s%s", sluice_terminal_begin (stderr, SLUICE_COLOUR_BOLD), safe,
              sluice_terminal_end (stderr), is_one_line ? " " : "\n");
  for (guint i = 0; choices != NULL && choices[i] != NULL; i++)
    {
      g_autofree char *choice = sluice_terminal_dup_safe (stderr, choices[i]);

      g_printerr ("  %u) %s\n", i + 1, choice);
    }
  show_cursor (prompt, choices);
}

static SluiceEffect *
find_asked (SluiceRunPeople *self)
{
  for (guint i = 0; self->asked != 0 && i < sluice_run_get_n_prompts (self->run); i++)
    {
      SluiceEffect *prompt = sluice_run_get_prompt (self->run, i);

      if (sluice_effect_get_id (prompt) == self->asked)
        return prompt;
    }
  return NULL;
}

static void
put_away (SluiceRunPeople *self)
{
  if (self->asked == 0)
    return;
  self->asked = 0;
  g_string_truncate (self->lines, 0);
  sluice_terminal_echo (TRUE);
  sluice_run_output_set_quiet (self->output, FALSE);
}

static void
take_line (SluiceRunPeople *self,
           const char      *line)
{
  SluiceEffect *prompt = find_asked (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (prompt == NULL)
    return;
  if (g_str_equal (sluice_prompt_get_input (prompt), "multiline") && *line != '\0')
    {
      g_string_append_printf (self->lines, "%s%s", self->lines->len > 0 ? "\n" : "", line);
      return;
    }

  text = g_strdup (self->lines->len > 0 ? self->lines->str : line);
  /* Where no Enter was echoed, the question's line is still open. */
  if (!isatty (STDIN_FILENO) || g_str_equal (sluice_prompt_get_input (prompt), "secret"))
    g_printerr ("\n");
  put_away (self);
  if (!answer (self, prompt, text, &error))
    sluice_terminal_line (stderr, SLUICE_COLOUR_YELLOW, error->message);
}

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result,
                                                                NULL, &error);
  SluiceRunPeople *self = user_data;

  /* When it was cancelled @self is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_reading = FALSE;
  if (line == NULL)
    {
      self->is_over = TRUE;
      put_away (self);
    }
  else if (!g_utf8_validate (line, -1, NULL))
    {
      put_away (self);
      sluice_terminal_line (stderr, SLUICE_COLOUR_YELLOW, "That is not UTF-8 text.");
    }
  else
    take_line (self, g_strchomp (line));
  serve_later (self);
}

static void
read_line (SluiceRunPeople *self)
{
  if (self->is_reading)
    return;
  if (self->input == NULL)
    {
      g_autoptr (GInputStream) stdin_stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);

      self->input = g_data_input_stream_new (stdin_stream);
      g_data_input_stream_set_newline_type (self->input, G_DATA_STREAM_NEWLINE_TYPE_LF);
    }
  self->is_reading = TRUE;
  g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, self->cancellable, line_cb, self);
}

/* One prompt at a time */

static void
serve (SluiceRunPeople *self,
       SluiceEffect    *prompt)
{
  const char *text = next_answer (self);

  if (text != NULL)
    use_answer (self, prompt, text);
  else if (!self->options->ask && !isatty (STDIN_FILENO))
    refuse (self, prompt, "there is no terminal to ask on");
  else if (self->is_over)
    refuse (self, prompt, "stdin is at its end");
  else
    {
      self->asked = sluice_effect_get_id (prompt);
      show (self, prompt);
      read_line (self);
      return;
    }
  serve_later (self);
}

static gboolean
serve_cb (gpointer data)
{
  SluiceRunPeople *self = data;
  SluiceEffect *prompt;

  self->idle = 0;
  if (self->asked != 0 && find_asked (self) != NULL)
    {
      /* It goes on: the next line of a long answer. */
      read_line (self);
      return G_SOURCE_REMOVE;
    }
  put_away (self);
  prompt = sluice_run_get_prompt (self->run, 0);
  if (prompt != NULL)
    serve (self, prompt);
  return G_SOURCE_REMOVE;
}

/* Not from within an event: an answer there would come before its question is complete. */
static void
serve_later (SluiceRunPeople *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, serve_cb, self, NULL);
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  if (g_strcmp0 (event->text, "ask") == 0 || g_strcmp0 (event->text, "choose") == 0)
    serve_later (user_data);
}

/**
 * sluice_run_people_new:
 * @run: a run that has not started, or that goes on
 * @options: what was asked for; must stay
 * @output: is quiet while somebody types; must stay
 *
 * Returns: (transfer full): what answers the prompts of @run
 */
SluiceRunPeople *
sluice_run_people_new (SluiceRun              *run,
                       const SluiceRunOptions *options,
                       SluiceRunOutput        *output)
{
  SluiceRunPeople *self = g_new0 (SluiceRunPeople, 1);

  self->run = g_object_ref (run);
  self->options = options;
  self->output = output;
  self->cancellable = g_cancellable_new ();
  self->lines = g_string_new (NULL);
  self->watch = sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_BEGAN) |
                                       SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_ENDED),
                                  event_cb, self, NULL);
  if (sluice_run_get_state (run) != SLUICE_RUN_READY) /* it goes on, and somebody may be asked already */
    serve_later (self);
  return self;
}

void
sluice_run_people_free (SluiceRunPeople *self)
{
  put_away (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->idle, g_source_remove);
  sluice_run_unwatch (self->run, self->watch);
  g_clear_object (&self->input);
  g_object_unref (self->cancellable);
  g_string_free (self->lines, TRUE);
  g_object_unref (self->run);
  g_free (self);
}

gboolean
sluice_run_people_was_misled (SluiceRunPeople *self)
{
  return self->was_misled;
}

/* Returns: (transfer full): the answers nothing asked for */
char **
sluice_run_people_dup_unused (SluiceRunPeople *self)
{
  static char *none[] = { NULL };

  return g_strdupv (self->options->answers != NULL ? self->options->answers + self->n_used : none);
}
