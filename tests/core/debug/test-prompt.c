/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a typed text means to a prompt. */

#include <string.h>

#include "compile/compile.h"
#include "debug/prompt.h"

static void
test_match (void)
{
  static const char *const choices[] = { "accept", "retry", "Reject", "2", NULL };
  static const struct { const char *text; int index; } cases[] = {
    { "accept", 0 }, { "a", 0 }, { "A", 0 }, { "1", 0 }, { "ret", 1 }, { "rej", 2 }, { "reject", 2 },
    { "2", 3 },      { "3", 2 }, { "re", -1 }, { "", -1 }, { "0", -1 }, { "5", -1 }, { "x", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (sluice_prompt_match (choices, cases[i].text, &error), ==, cases[i].index);
      if (cases[i].index >= 0)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER);
          g_assert_nonnull (strstr (error->message, "accept, retry, Reject, 2"));
        }
    }
}

static void
test_takes_text (void)
{
  static const struct { const char *input; gboolean allows_empty; const char *text; gboolean takes; } cases[] = {
    { "text", FALSE, "x", TRUE },     { "text", FALSE, "", FALSE },     { "text", TRUE, "", TRUE },
    { "number", FALSE, "12", TRUE },  { "number", FALSE, "-0.5", TRUE }, { "number", FALSE, "twelve", FALSE },
    { "number", FALSE, "1x", FALSE }, { "number", FALSE, "inf", FALSE }, { "number", TRUE, "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sluice_prompt_takes_text (cases[i].input, cases[i].allows_empty, cases[i].text, NULL), ==,
                     cases[i].takes);
}

/* Runs one script node up to the prompt of @exec, and hands the prompt over. */
static void
with_prompt (const char *exec,
             void      (*func) (SluiceRun    *run,
                                SluiceEffect *prompt))
{
  g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'run': ['main'], 'flows': { 'main': {"
                                           "  'start': 'a', 'nodes': { 'a': { 'kind': 'script',"
                                           "    'exec': '%s', 'post': 'shared.got = exec_res' } } } } }",
                                           exec);
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (GError) error = NULL;

  g_strdelimit (text, "'", '"');
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  run = sluice_program_create_run (program, engine, NULL);
  g_assert_true (sluice_run_start (run, NULL));
  while (sluice_run_get_n_prompts (run) == 0)
    g_main_context_iteration (NULL, FALSE);
  func (run, sluice_run_get_prompt (run, 0));
  g_assert_true (sluice_run_join (run, &error));
  g_assert_no_error (error);
}

static void
answer (SluiceRun    *run,
        SluiceEffect *prompt,
        const char   *text)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_prompt_read (prompt, text, &value, &error));
  g_assert_true (sluice_run_answer (run, sluice_effect_get_id (prompt), value, &error));
  g_assert_no_error (error);
}

static void
ask (SluiceRun    *run,
     SluiceEffect *prompt)
{
  g_autofree char *text = sluice_prompt_dup_text (prompt);
  g_autofree char *fallback = sluice_prompt_dup_fallback (prompt);

  g_assert_cmpstr (text, ==, "Name?");
  g_assert_cmpstr (sluice_prompt_get_input (prompt), ==, "text");
  g_assert_null (sluice_prompt_dup_choices (prompt));
  g_assert_cmpstr (fallback, ==, "Ann");
  answer (run, prompt, "");
}

static void
choose (SluiceRun    *run,
        SluiceEffect *prompt)
{
  g_auto (GStrv) choices = sluice_prompt_dup_choices (prompt);
  SluiceValue value = SLUICE_VALUE_INIT;

  g_assert_cmpstrv (choices, ((const char *[]) { "1", "two", NULL }));
  g_assert_false (sluice_prompt_read (prompt, "three", &value, NULL));
  answer (run, prompt, "1");
}

static void
test_ask (void)
{
  with_prompt ("return ask([[Name?]], { default = [[Ann]] })", ask);
}

static void
test_choose (void)
{
  with_prompt ("return choose([[Which?]], { 1, [[two]] })", choose);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();

  g_test_add_func ("/debug/prompt/match", test_match);
  g_test_add_func ("/debug/prompt/takes-text", test_takes_text);
  g_test_add_func ("/debug/prompt/ask", test_ask);
  g_test_add_func ("/debug/prompt/choose", test_choose);
  return g_test_run ();
}
