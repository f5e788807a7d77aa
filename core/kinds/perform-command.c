/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* "run": a program that was granted, with a clean environment: the path, the home folder and the language,
 * and beside these only what the flow names. Secrets that it is given are taken out of what it writes. */

#include "kinds/perform-command.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "engine/engine-private.h"
#include "kinds/beneath.h"
#include "kinds/payload.h"
#include "kinds/process.h"
#include "kinds/secrets.h"

#define DEFAULT_TIME 60.0 /* s */
#define DEFAULT_SIZE 16   /* MiB */

typedef struct
{
  SluiceEffect  *effect;  /* owned */
  SluiceProcess *process; /* owned */
  SluiceSecrets *secrets; /* owned */
  char          *name;    /* of the program, for messages */
  gulong         cancelled;
} Command;

static void
command_free (Command *self)
{
  if (self->cancelled != 0)
    g_signal_handler_disconnect (sluice_effect_get_cancellable (self->effect), self->cancelled);
  sluice_engine_free_clock (sluice_run_get_engine (sluice_effect_get_run (self->effect)));
  sluice_secrets_free (self->secrets);
  sluice_effect_unref (self->effect);
  g_free (self->name);
  g_free (self);
}

static void
fail (Command *self,
      GError  *take_error)
{
  g_autoptr (SluiceEffect) effect = sluice_effect_ref (self->effect);

  if (take_error->domain != SLUICE_GRANT_ERROR)
    g_prefix_error (&take_error, "“%s”: ", self->name);
  sluice_secrets_redact_error (self->secrets, take_error);
  command_free (self);
  sluice_effect_return_error (effect, take_error);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Command *self = user_data;

  sluice_process_cancel (self->process);
  command_free (self);
}

/* The program */

/* Where it is; one with a slash is a file, relative to the flow's folder. */
static char *
find_program (Command     *self,
              const char  *program,
              GError     **error)
{
  SluiceRun *run = sluice_effect_get_run (self->effect);
  const char *folder = sluice_run_get_folder (run);
  gboolean is_path = strchr (program, '/') != NULL;
  g_autofree char *base = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;
  g_autofree char *name = NULL;
  char *path;

  if (is_path && !g_path_is_absolute (program) && base == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "the flow has no folder yet. Save it first.");
      return NULL;
    }
  name = is_path ? g_canonicalize_filename (program, base) : g_strdup (program);
  if (!sluice_grants_has (sluice_run_get_grants (run), SLUICE_GRANT_COMMAND, name))
    {
      g_set_error (error, SLUICE_GRANT_ERROR, SLUICE_GRANT_COMMAND, "The program “%s” was not granted to this flow.",
                   name);
      return NULL;
    }
  path = g_find_program_in_path (name);
  if (path == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no such program.");
  return path;
}

static GStrv
make_arguments (const char  *program,
                SluiceValue  args)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  g_strv_builder_add (list, program);
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (args) && i < sluice_value_get_length (args); i++)
    {
      g_autofree char *text = NULL;
      SluiceValue arg = sluice_value_get_element (args, i);
      GString *payload = sluice_payload_write (SLUICE_PAYLOAD_TEXT, arg, NULL);

      text = g_string_free (payload, FALSE);
      g_strv_builder_add (list, text);
    }
  return g_strv_builder_end (list);
}

/* The environment */

static gboolean
is_basic (const char *variable)
{
  static const char * const names[] = { "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", NULL };

  return g_strv_contains (names, variable) || g_str_has_prefix (variable, "LC_");
}

static gboolean
pass_variables (Command       *self,
                SluiceValue    names,
                GStrv         *environment,
                GError       **error)
{
  SluiceGrants *grants = sluice_run_get_grants (sluice_effect_get_run (self->effect));

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (names) && i < sluice_value_get_length (names); i++)
    {
      g_auto (SluiceValue) reference = sluice_value_object ();
      const char *name = sluice_value_get_string (sluice_value_get_element (names, i));
      g_autofree char *value = NULL;

      if (name == NULL || *name == '\0' || strchr (name, '=') != NULL)
        continue;
      sluice_value_set_member (&reference, "$env", sluice_value_string (name));
      value = sluice_secrets_resolve (self->secrets, reference, grants, error);
      if (value == NULL)
        return FALSE;
      *environment = g_environ_setenv (*environment, name, value, TRUE);
    }
  return TRUE;
}

static gboolean
set_variables (Command       *self,
               SluiceValue    variables,
               GStrv         *environment,
               GError       **error)
{
  SluiceGrants *grants = sluice_run_get_grants (sluice_effect_get_run (self->effect));
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  if (!SLUICE_VALUE_IS_OBJECT (variables))
    return TRUE;
  sluice_value_iter_init (&iter, variables);
  while (sluice_value_iter_next (&iter, &name, &value))
    {
      g_autofree char *text = sluice_secrets_resolve (self->secrets, value, grants, error);

      if (text == NULL)
        return FALSE;
      if (*name != '\0' && strchr (name, '=') == NULL)
        *environment = g_environ_setenv (*environment, name, text, TRUE);
    }
  return TRUE;
}

/* NULL with an error. */
static GStrv
make_environment (Command      *self,
                  SluiceValue   options,
                  GError      **error)
{
  g_auto (GStrv) all = g_listenv ();
  g_auto (GStrv) environment = g_new0 (char *, 1);

  for (guint i = 0; all[i] != NULL; i++)
    if (is_basic (all[i]))
      environment = g_environ_setenv (environment, all[i], g_getenv (all[i]), TRUE);
  if (!pass_variables (self, sluice_value_get_member (options, "pass"), &environment, error)
      || !set_variables (self, sluice_value_get_member (options, "environment"), &environment, error))
    return NULL;
  return g_steal_pointer (&environment);
}

/* The folder it runs in: the flow's own, or one that may be read. */
static int
open_folder (Command      *self,
             const char   *folder,
             GError      **error)
{
  SluiceRun *run = sluice_effect_get_run (self->effect);
  const char *own = sluice_run_get_folder (run);
  g_autoptr (SluiceBeneath) beneath = NULL;
  int fd;

  if (folder != NULL && *folder != '\0' && !g_str_equal (folder, "."))
    {
      beneath = sluice_beneath_new (run, SLUICE_GRANT_READ, folder, error);
      return beneath != NULL ? sluice_beneath_open_folder (beneath, error) : -1;
    }
  fd = open (own != NULL ? own : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "the flow's folder can't be opened.");
  return fd;
}

/* What it reads: a text, a secret by its reference, any other value as JSON. NULL with an error. */
static GString *
make_input (Command      *self,
            SluiceValue   value,
            GError      **error)
{
  SluiceGrants *grants = sluice_run_get_grants (sluice_effect_get_run (self->effect));
  g_autofree char *secret = NULL;

  if (!sluice_value_has_member (value, "$env") && !sluice_value_has_member (value, "$answer"))
    return sluice_payload_write (SLUICE_PAYLOAD_TEXT, value, NULL);
  secret = sluice_secrets_resolve (self->secrets, value, grants, error);
  return secret != NULL ? g_string_new (secret) : NULL;
}

/* The end */

static gboolean
read_output (Command                    *self,
             const SluiceProcessResult  *result,
             SluiceValue                *output,
             GError                    **error)
{
  SluiceValue options = sluice_effect_get_request (self->effect);
  SluicePayloadType format = sluice_payload_type_find (sluice_value_get_member_string (options, "format"));
  SluiceValue header = sluice_value_get_member (options, "header");
  g_autofree char *clean = sluice_secrets_redact (self->secrets, result->output->str, (gssize) result->output->len);

  /* What a program says that failed need not be what it says else. */
  return sluice_payload_read (result->status == 0 ? format : SLUICE_PAYLOAD_TEXT,
                              SLUICE_VALUE_IS_NULL (header) || sluice_value_get_boolean (header), "what it wrote",
                              clean, strlen (clean), output, error);
}

static void
ended_cb (const SluiceProcessResult *result,
          const GError              *error,
          gpointer                   user_data)
{
  Command *self = user_data;
  g_autoptr (SluiceEffect) effect = sluice_effect_ref (self->effect);
  g_autofree char *errors = NULL;
  g_autofree char *valid = NULL;
  GError *wrong = NULL;
  SluiceValue output = sluice_value_null ();
  SluiceValue value;

  self->process = NULL;
  if (result == NULL || !read_output (self, result, &output, &wrong))
    {
      fail (self, result == NULL ? g_error_copy (error) : wrong);
      return;
    }
  valid = g_utf8_make_valid (result->errors->str, (gssize) result->errors->len);
  errors = sluice_secrets_redact (self->secrets, valid, -1);
  value = sluice_value_object ();
  sluice_value_set_member (&value, "status", sluice_value_integer (result->status));
  sluice_value_set_member (&value, "output", output);
  sluice_value_set_member (&value, "errors", sluice_value_string (errors));
  command_free (self);
  sluice_effect_return_value (effect, value);
}

/* The beginning */

static gboolean
start (Command      *self,
       SluiceValue   options,
       GError      **error)
{
  g_autofree char *path = find_program (self, self->name, error);
  g_auto (GStrv) argv = path != NULL ? make_arguments (self->name, sluice_value_get_member (options, "args")) : NULL;
  g_auto (GStrv) environment = path != NULL ? make_environment (self, options, error) : NULL;
  GString *input = environment != NULL ? make_input (self, sluice_value_get_member (options, "stdin"), error) : NULL;
  double time = sluice_value_get_real (sluice_value_get_member (options, "timeout"));
  gint64 size = sluice_value_get_integer (sluice_value_get_member (options, "max-size"));
  SluiceProcessSetup setup = { .path = path, .argv = (const char * const *) argv, .folder = -1 };

  if (input != NULL)
    setup.folder = open_folder (self, sluice_value_get_member_string (options, "folder"), error);
  if (setup.folder >= 0)
    {
      setup.environment = (const char * const *) environment;
      setup.input = input->str;
      setup.input_length = input->len;
      setup.time_limit = time > 0 ? time : DEFAULT_TIME;
      setup.max_output = (gsize) (size > 0 ? MIN (size, 64) : DEFAULT_SIZE) << 20;
      self->process = sluice_process_start (&setup,
                                            sluice_engine_get_context (sluice_run_get_engine (
                                              sluice_effect_get_run (self->effect))),
                                            ended_cb, self, error);
      close (setup.folder);
    }
  if (input != NULL)
    g_string_free (input, TRUE);
  return self->process != NULL;
}

void
sluice_command_perform (SluiceEffect *effect,
                        gpointer      user_data)
{
  SluiceValue options = sluice_effect_get_request (effect);
  const char *program = sluice_value_get_member_string (options, "program");
  Command *self = g_new0 (Command, 1);
  GError *error = NULL;

  self->effect = sluice_effect_ref (effect);
  self->secrets = sluice_secrets_new (sluice_effect_get_run (effect));
  self->name = g_strdup (program != NULL ? program : "");
  sluice_engine_hold_clock (sluice_run_get_engine (sluice_effect_get_run (effect)));
  if (*self->name == '\0')
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "a program is missing.");
  if (error != NULL || !start (self, options, &error))
    {
      fail (self, error);
      return;
    }
  self->cancelled = g_signal_connect (sluice_effect_get_cancellable (effect), "cancelled", G_CALLBACK (cancelled_cb),
                                      self);
}
