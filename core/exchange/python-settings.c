/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The settings of a node as expressions in Python: values of JSON with their templates, expressions and secrets. What
 * is worked out from the store is an attribute that prep sets.
 */
#include "exchange/python-class.h"

#include <string.h>

#include "base/json.h"
#include "graph/catalog.h"

SluiceValue
sluice_python_get_setting (SluicePythonClass *self,
                           const char        *name)
{
  return sluice_value_get_member (sluice_value_get_member (self->node, "settings"), name);
}

/* The setting, or what it is where it is not set. */
const char *
sluice_python_get_choice (SluicePythonClass *self,
                          const char        *name)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_python_get_kind (self));
  const SluiceSettingInfo *setting = info != NULL ? sluice_kind_info_find_setting (info, name) : NULL;
  const char *given = sluice_value_get_string (sluice_python_get_setting (self, name));

  if (given != NULL || setting == NULL)
    return given;
  return sluice_value_get_string (setting->fallback);
}

/* Values */

char *
sluice_python_dup_only_expression (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  gsize length = strlen (stripped);
  const char *end = strstr (stripped, "}}");

  if (!g_str_has_prefix (stripped, "{{") || end == NULL || end != stripped + length - 2)
    return NULL;
  return g_strndup (stripped + 2, length - 4);
}

/* Whether something in a value is worked out from the store. */
static gboolean
needs_store (SluiceValue value)
{
  g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

  return (strstr (json, "{{") != NULL || strstr (json, "\"expr\"") != NULL) && strstr (json, "shared") != NULL;
}

static char *
write_secret (SluicePythonClass *self,
              const char        *name,
              gboolean           is_kept)
{
  g_autofree char *upper = g_ascii_strup (name, -1);
  g_autofree char *variable = g_strdelimit (g_strdup (is_kept ? upper : name), "- .", '_');
  g_autofree char *quoted = sluice_python_string (variable);

  g_hash_table_add (self->project->modules, g_strdup ("os"));
  if (is_kept && self->reports)
    sluice_export_note (self->project->into,
                        "%s: the secret “%s” of the keyring is to be in the environment, as %s", self->address, name,
                        variable);
  return g_strdup_printf ("os.environ.get(%s)", quoted);
}

/* A value within others is plain, as the engine has it: @level counts from 0. */
static char *write_value (SluicePythonClass  *self,
                          SluiceValue         value,
                          guint               level,
                          SluicePythonUse    *use,
                          char              **problem);

static char *
write_members (SluicePythonClass  *self,
               SluiceValue         value,
               guint               level,
               SluicePythonUse    *use,
               char              **problem)
{
  gboolean is_object = SLUICE_VALUE_IS_OBJECT (value);
  g_autoptr (GString) out = g_string_new (is_object ? "{" : "[");
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;

  for (sluice_value_iter_init (&iter, value); sluice_value_iter_next (&iter, &key, &member);)
    {
      g_autofree char *quoted = key != NULL ? sluice_python_string (key) : NULL;
      g_autofree char *text = write_value (self, member, level + 1, use, problem);

      if (text == NULL)
        return NULL;
      g_string_append_printf (out, "%s%s%s%s", out->len > 1 ? ", " : "", quoted != NULL ? quoted : "",
                              quoted != NULL ? ": " : "", text);
    }
  g_string_append_c (out, is_object ? '}' : ']');
  return g_strdup (out->str);
}

static gboolean
has_secret (SluiceValue value)
{
  g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

  return strstr (json, "\"$env\"") != NULL || strstr (json, "\"$secret\"") != NULL;
}

static char *
write_plain (SluiceValue value)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  sluice_python_value (plain, value, 0);
  return g_strdup (plain->str);
}

static char *
write_value (SluicePythonClass  *self,
             SluiceValue         value,
             guint               level,
             SluicePythonUse    *use,
             char              **problem)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  const char *variable = sluice_value_get_member_string (value, "$env");
  const char *secret = sluice_value_get_member_string (value, "$secret");
  const char *text = sluice_value_get_string (value);

  if (variable != NULL || secret != NULL)
    return write_secret (self, variable != NULL ? variable : secret, variable == NULL);
  if (level > 1 && !has_secret (value))
    return write_plain (value);
  if (level > 1)
    return write_members (self, value, level, use, problem);
  if (expression != NULL && sluice_value_get_length (value) == 1)
    return sluice_python_expression (expression, use, problem);
  if (text != NULL && strstr (text, "{{") != NULL)
    return sluice_python_template (text, use, problem);
  if (SLUICE_VALUE_IS_OBJECT (value) || SLUICE_VALUE_IS_ARRAY (value))
    return write_members (self, value, level, use, problem);
  return write_plain (value);
}

/* An expression may stand for any setting, templates only in some. */
static gboolean
may_be_worked_out (SluicePythonClass *self,
                   const char        *name,
                   SluiceValue        value)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_python_get_kind (self));
  const SluiceSettingInfo *setting = info != NULL ? sluice_kind_info_find_setting (info, name) : NULL;
  gboolean is_expression = sluice_value_get_member_string (value, "expr") != NULL
                           && sluice_value_get_length (value) == 1;

  return is_expression || (setting != NULL && setting->is_template);
}

/* Texts are lines, or one. */
static SluiceValue
dup_setting (SluicePythonClass *self,
             const char        *name)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_python_get_kind (self));
  const SluiceSettingInfo *setting = info != NULL ? sluice_kind_info_find_setting (info, name) : NULL;
  SluiceValue value = sluice_python_get_setting (self, name);
  gboolean is_text = setting != NULL && (setting->type == SLUICE_SETTING_TEXT || setting->type == SLUICE_SETTING_CODE);
  g_autofree char *text = is_text ? sluice_text_from_value (value) : NULL;

  return text != NULL ? sluice_value_string (text) : sluice_value_ref (value);
}

/* The expression that gives a setting where exec runs; NULL: it is not set. */
char *
sluice_python_make_setting (SluicePythonClass *self,
                            const char        *name,
                            GString           *preparation)
{
  static const char * const taken[] = { "params", "wait", "next", NULL };
  g_auto (SluiceValue) value = dup_setting (self, name);
  gboolean is_worked_out = may_be_worked_out (self, name, value);
  gboolean is_of_store = is_worked_out && needs_store (value);
  SluicePythonUse use = sluice_python_make_use (self, is_of_store ? SLUICE_PYTHON_PREP : SLUICE_PYTHON_EXEC);
  g_autofree char *problem = NULL;
  g_autofree char *python = NULL;
  g_autofree char *attribute = NULL;

  if (SLUICE_VALUE_IS_NULL (value))
    return NULL;
  python = write_value (self, value, is_worked_out ? 0 : 2, &use, &problem);
  self->waits |= use.waits;
  if (python == NULL)
    {
      g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

      if (self->reports)
        sluice_export_note (self->project->into, "%s: the template of %s is not translated: %s", self->address, name,
                            problem);
      return sluice_python_string (SLUICE_VALUE_IS_STRING (value) ? sluice_value_get_string (value) : json);
    }
  if (!is_of_store)
    return g_steal_pointer (&python);
  attribute = g_strdelimit (g_strconcat (name, g_strv_contains (taken, name) ? "_" : "", NULL), "-", '_');
  g_string_append_printf (preparation, "        self.%s = %s\n", attribute, python);
  return g_strdup_printf ("self.%s", attribute);
}
