/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Flows as text: the reading of them, and running them with a journal. The phases are in
 * probe-node.c. */

#include "probe.h"

#include "probe-node.h"

SluiceValue
probe_json (const char *text)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  sluice_json_read (text, -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

/* "+S" where time has passed since the last word. */
void
probe_say (Probe      *self,
           const char *format,
           ...)
{
  gint64 now = sluice_engine_get_time (self->engine);
  va_list args;

  if (self->journal->len > 0)
    g_string_append_c (self->journal, ' ');
  if (now != self->last_time)
    g_string_append_printf (self->journal, "+%g ", (now - self->last_time) / 1e6);
  self->last_time = now;
  va_start (args, format);
  g_string_append_vprintf (self->journal, format, args);
  va_end (args);
}

/* The next word; braces hold one together: "exec={sleep 1; return 2}". */
static char *
next_word (const char **text)
{
  const char *start = *text + strspn (*text, " ");
  const char *end = start;
  int depth = 0;

  while (*end != '\0' && (depth > 0 || *end != ' '))
    {
      depth += *end == '{' ? 1 : *end == '}' ? -1 : 0;
      end++;
    }
  *text = end;
  return end > start ? g_strndup (start, end - start) : NULL;
}

SluiceNode *
probe_get (Probe      *self,
           const char *name)
{
  SluiceNode *node = g_hash_table_lookup (self->nodes, name);

  if (node == NULL)
    g_error ("no node “%s”", name);
  return node;
}

/* Without the braces around it, unless it is JSON. */
static char *
unbrace (const char *value)
{
  gsize length = strlen (value);

  return *value == '{' ? g_strndup (value + 1, length - 2) : g_strdup (value);
}

static void
set_batch (SluiceNode *node,
           const char *value)
{
  SluiceBatch batch = strcmp (value, "each") == 0 ? SLUICE_BATCH_EACH : SLUICE_BATCH_PARALLEL;

  g_object_set (node, "batch", batch, NULL);
}

static void
set_setting (Probe      *self,
             SluiceNode *node,
             const char *key,
             const char *value)
{
  g_autofree char *body = unbrace (value);

  if (strcmp (key, "retries") == 0)
    sluice_node_set_retries (node, atoi (value));
  else if (strcmp (key, "wait") == 0)
    sluice_node_set_wait (node, g_ascii_strtod (value, NULL));
  else if (strcmp (key, "timeout") == 0)
    sluice_node_set_timeout (node, g_ascii_strtod (value, NULL));
  else if (strcmp (key, "batch") == 0)
    set_batch (node, value);
  else if (strcmp (key, "limit") == 0)
    g_object_set (node, "limit", (guint) atoi (value), NULL);
  else if (strcmp (key, "on-error") == 0)
    g_object_set (node, "on-error", SLUICE_ON_ERROR_CANCEL_SIBLINGS, NULL);
  else if (strcmp (key, "params") == 0)
    sluice_node_set_params (node, probe_json (value));
  else if (strcmp (key, "start") == 0)
    sluice_flow_set_start (SLUICE_FLOW (node), probe_get (self, value));
  else
    probe_node_set_phase (node, key, body);
}

static void
add_node (Probe       *self,
          const char  *text,
          gboolean     is_flow)
{
  g_autofree char *name = next_word (&text);
  gboolean async = strstr (text, " async") != NULL;
  SluiceNode *node = probe_node_new (self, is_flow, async && !is_flow);
  char *word;

  sluice_node_set_id (node, name);
  g_hash_table_insert (self->nodes, g_strdup (name), node);
  if (is_flow)
    sluice_flow_set_async (SLUICE_FLOW (node), async);
  while ((word = next_word (&text)) != NULL)
    {
      char *equals = strchr (word, '=');

      if (strcmp (word, "disabled") == 0)
        sluice_node_set_disabled (node, TRUE);
      else if (strcmp (word, "collect") == 0)
        sluice_flow_set_collect_actions (SLUICE_FLOW (node), TRUE);
      else if (equals != NULL)
        {
          *equals = '\0';
          set_setting (self, node, word, equals + 1);
        }
      else
        g_assert_cmpstr (word, ==, "async");
      g_free (word);
    }
}

static void
add_edge (Probe      *self,
          const char *text)
{
  g_autofree char *from = next_word (&text);
  g_autofree char *second = next_word (&text);
  g_autofree char *third = next_word (&text);
  const char *to = third != NULL ? third : second;

  sluice_node_next (probe_get (self, from), strcmp (to, "-") != 0 ? probe_get (self, to) : NULL,
                    third != NULL ? second : NULL);
}

static void
add_line (Probe      *self,
          const char *line)
{
  const char *rest = line;
  g_autofree char *word = next_word (&rest);

  if (word == NULL)
    return;
  if (strcmp (word, "node") == 0 || strcmp (word, "flow") == 0)
    add_node (self, rest, *word == 'f');
  else if (strcmp (word, "edge") == 0)
    add_edge (self, rest);
  else if (strcmp (word, "run") == 0)
    {
      g_autofree char *name = next_word (&rest);

      sluice_run_add (self->run, probe_get (self, name));
    }
  else
    g_error ("“%s”?", line);
}

static void
warned_cb (SluiceRun         *run,
           const SluiceEvent *event,
           gpointer           user_data)
{
  probe_say (user_data, "(%s)", event->text);
}

Probe *
probe_new (const char *text)
{
  Probe *self = g_new0 (Probe, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->engine = sluice_engine_new_virtual (NULL);
  baseline_take (&self->baseline);
  self->store = sluice_store_new ();
  self->run = sluice_run_new (self->engine, self->store);
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->journal = g_string_new (NULL);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_call_unref);
  sluice_run_watch (self->run, SLUICE_EVENT_MASK (SLUICE_EVENT_WARNING), warned_cb, self, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    add_line (self, lines[i]);
  return self;
}

void
probe_free (Probe *self)
{
  GHashTableIter iter;
  gpointer node;

  if (sluice_run_get_state (self->run) == SLUICE_RUN_RUNNING || sluice_run_get_state (self->run) == SLUICE_RUN_STOPPED)
    {
      sluice_run_cancel (self->run);
      sluice_run_join (self->run, NULL);
    }
  g_ptr_array_unref (self->held);
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    if (!SLUICE_IS_FLOW (node))
      sluice_node_clear_edges (node);
  g_hash_table_unref (self->nodes);
  g_object_unref (self->run);
  g_object_unref (self->store);
  baseline_check (&self->baseline, self->engine);
  g_string_free (self->journal, TRUE);
  g_free (self);
}

static void
say_end (Probe        *self,
         gboolean      ok,
         const GError *error)
{
  const char *action = sluice_run_get_action (self->run);

  if (ok)
    probe_say (self, "= finished%s%s", action != NULL ? " " : "", action != NULL ? action : "");
  else
    probe_say (self, "= %s: %s", sluice_run_state_name (sluice_run_get_state (self->run)), error->message);
}

void
probe_finish (Probe *self)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = sluice_run_join (self->run, &error);

  say_end (self, ok, error);
}

void
probe_settle (Probe *self)
{
  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    sluice_run_start (self->run, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
check (const char *text,
       const char *expected,
       const char *store)
{
  g_autoptr (Probe) self = probe_new (text);
  g_autofree char *root = NULL;

  probe_finish (self);
  g_assert_cmpstr (self->journal->str, ==, expected);
  if (store == NULL)
    return;
  root = sluice_json_write (sluice_store_get_root (self->store), SLUICE_JSON_WRITE_COMPACT, NULL);
  g_assert_cmpstr (root, ==, store);
}

void
probe_check (const char *text,
             const char *expected)
{
  check (text, expected, NULL);
}

void
probe_check_store (const char *text,
                   const char *expected,
                   const char *store)
{
  check (text, expected, store);
}

void
probe_check_sync (const char *text,
                  const char *expected)
{
  g_autoptr (Probe) self = probe_new (text);
  g_autoptr (GError) error = NULL;
  gboolean ok = sluice_run_sync (self->run, &error);

  say_end (self, ok, error);
  g_assert_cmpstr (self->journal->str, ==, expected);
}

static void
test_row (gconstpointer data)
{
  const ProbeRow *row = data;

  check (row->text, row->journal, row->store);
}

void
probe_add_rows (const ProbeRow *rows,
                gsize           n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
}
