/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks of a node's settings against what its kind says of them. */

#include "graph/check-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/pointer.h"
#include "graph/format.h"

/* A template, or an expression in its place, may stand for a value of any type: what it gives is
 * known when it runs. */
static gboolean
is_computed (SluiceValue              value,
             const SluiceSettingInfo *setting)
{
  const char *text = sluice_value_get_string (value);

  if (text != NULL)
    return setting->is_template && strstr (text, "{{") != NULL;
  return setting->type != SLUICE_SETTING_FLOW && sluice_value_get_length (value) == 1 &&
         sluice_value_get_member_string (value, "expr") != NULL;
}

static void
refuse_type (SluiceCheck             *check,
             const char              *pointer,
             const SluiceSettingInfo *setting,
             SluiceValue              value,
             const char              *expected)
{
  sluice_check_error (check, "wrong-type", pointer, NULL, _("'%s' is %s here, not %s"),
                      setting->name, sluice_value_type_name (sluice_value_get_value_type (value)),
                      expected);
}

static void
check_range (SluiceCheck             *check,
             const char              *pointer,
             const SluiceSettingInfo *setting,
             SluiceValue              value)
{
  double number = sluice_value_get_real (value);

  if (setting->minimum < setting->maximum &&
      (number < setting->minimum || number > setting->maximum))
    sluice_check_error (check, "out-of-range", pointer, NULL, _("'%s' is from %g to %g"),
                        setting->name, setting->minimum, setting->maximum);
}

static void
check_enum (SluiceCheck             *check,
            const char              *pointer,
            const SluiceSettingInfo *setting,
            SluiceValue              value)
{
  const char *choice = sluice_value_get_string (value);
  g_autofree char *list = NULL;

  if (setting->choices == NULL || (choice != NULL && g_strv_contains (setting->choices, choice)))
    return;
  list = g_strjoinv (", ", (char **) setting->choices);
  sluice_check_error (check, "bad-choice", pointer,
                      choice != NULL ? sluice_check_did_you_mean (choice, setting->choices) : NULL,
                      _("'%s' is one of: %s"), setting->name, list);
}

/* What is named by a path is in another file, and nothing that the drawing knows. */
static void
check_flow_setting (SluiceCheck             *check,
                    const char              *pointer,
                    const SluiceSettingInfo *setting,
                    SluiceValue              value)
{
  const char *flow = sluice_value_get_string (value);

  if (flow == NULL)
    refuse_type (check, pointer, setting, value, _("the id of a flow"));
  else if (!sluice_format_names_file (flow) && *flow != '\0')
    sluice_check_flow_name (check, pointer, flow);
}

/* A setting for secrets takes nothing but references: what is written here is in every copy of the
 * file. */
static void
check_secret (SluiceCheck             *check,
              const char              *pointer,
              const SluiceSettingInfo *setting,
              SluiceValue              value)
{
  if (!SLUICE_VALUE_IS_STRING (value))
    refuse_type (check, pointer, setting, value, _("a reference to a secret"));
  else if (*sluice_value_get_string (value) != '\0')
    sluice_check_warn (check, "secret-in-file", pointer,
                       g_strdup (_("keep it in the environment or the keyring, and refer to it")),
                       _("'%s' holds the secret itself"), setting->name);
}

/* A text, or an expression that gives one. */
static gboolean
is_map_value (SluiceValue value)
{
  return sluice_is_line (value) || sluice_value_get_member_string (value, "expr") != NULL;
}

static gboolean
is_map (SluiceValue value)
{
  SluiceValueIter iter;
  SluiceValue member;

  if (!SLUICE_VALUE_IS_OBJECT (value))
    return FALSE;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, NULL, &member))
    if (!is_map_value (member))
      return FALSE;
  return TRUE;
}

static gboolean
is_colour (SluiceValue value)
{
  const char *text = sluice_value_get_string (value);

  if (text == NULL || *text == '\0')
    return text != NULL;
  return *text == '#' && strlen (text) == 7 && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

static void
check_key_shape (SluiceCheck             *check,
                 const char              *pointer,
                 const SluiceSettingInfo *setting,
                 SluiceValue              value)
{
  const char *text = sluice_value_get_string (value);

  if (setting->type != SLUICE_SETTING_SECRET && text != NULL && sluice_text_looks_secret (text))
    sluice_check_warn (check, "secret-in-file", pointer,
                       g_strdup (_("keep it in the environment or the keyring, and refer to it")),
                       _("'%s' looks like a key or a password"), setting->name);
}

static void
check_value (SluiceCheck             *check,
             const char              *pointer,
             const SluiceSettingInfo *setting,
             SluiceValue              value)
{
  check_key_shape (check, pointer, setting, value);
  if (is_computed (value, setting) ||
      (sluice_is_reference (value) && setting->type != SLUICE_SETTING_FLOW))
    return;
  switch (setting->type)
    {
    case SLUICE_SETTING_BOOLEAN:
      if (!SLUICE_VALUE_IS_BOOLEAN (value))
        refuse_type (check, pointer, setting, value, _("true or false"));
      break;
    case SLUICE_SETTING_INTEGER:
    case SLUICE_SETTING_NUMBER:
    case SLUICE_SETTING_DURATION:
      if (!SLUICE_VALUE_IS_INTEGER (value) &&
          (setting->type == SLUICE_SETTING_INTEGER || !SLUICE_VALUE_IS_REAL (value)))
        refuse_type (check, pointer, setting, value,
                     setting->type == SLUICE_SETTING_INTEGER ? _("a whole number") : _("a number"));
      else
        check_range (check, pointer, setting, value);
      break;
    case SLUICE_SETTING_ENUM:
      check_enum (check, pointer, setting, value);
      break;
    case SLUICE_SETTING_STRING:
    case SLUICE_SETTING_FILE:
    case SLUICE_SETTING_FOLDER:
    case SLUICE_SETTING_MODEL:
      if (!sluice_is_line (value))
        refuse_type (check, pointer, setting, value, _("a string"));
      break;
    case SLUICE_SETTING_TEXT:
    case SLUICE_SETTING_CODE:
    case SLUICE_SETTING_EXPRESSION:
      if (!sluice_is_text (value))
        refuse_type (check, pointer, setting, value, _("a text"));
      break;
    case SLUICE_SETTING_LIST:
    case SLUICE_SETTING_FILES:
      if (!sluice_is_strings (value))
        refuse_type (check, pointer, setting, value, _("a list of strings"));
      break;
    case SLUICE_SETTING_FLOW:
      check_flow_setting (check, pointer, setting, value);
      break;
    case SLUICE_SETTING_SECRET:
      check_secret (check, pointer, setting, value);
      break;
    case SLUICE_SETTING_MAP:
      if (!is_map (value))
        refuse_type (check, pointer, setting, value, _("an object of strings"));
      break;
    case SLUICE_SETTING_COLOUR:
      if (!is_colour (value))
        sluice_check_error (check, "bad-choice", pointer, NULL, _("'%s' is a colour such as #3584e4"),
                            setting->name);
      break;
    case SLUICE_SETTING_JSON:
    default:
      break;
    }
}

static void
check_unknown (SluiceCheck          *check,
               const char           *pointer,
               const char           *name,
               const SluiceKindInfo *info)
{
  g_autofree const char **names = g_new0 (const char *, info->n_settings + 1);

  for (guint i = 0; i < info->n_settings; i++)
    names[i] = info->settings[i].name;
  sluice_check_warn (check, "unknown-setting", pointer, sluice_check_did_you_mean (name, names),
                     _("kind '%s' has no setting '%s'"), info->id, name);
}

static void
check_required (SluiceCheck          *check,
                const char           *base,
                SluiceValue           settings,
                const SluiceKindInfo *info)
{
  for (guint i = 0; i < info->n_settings; i++)
    {
      const SluiceSettingInfo *setting = &info->settings[i];
      g_autofree char *pointer = sluice_pointer_join (base, setting->name);
      SluiceValue value = sluice_value_get_member (settings, setting->name);

      if (setting->is_required &&
          (SLUICE_VALUE_IS_NULL (value) ||
           (SLUICE_VALUE_IS_STRING (value) && *sluice_value_get_string (value) == '\0')))
        sluice_check_error (check, "no-setting", pointer,
                            g_strdup_printf (_("set '%s'"), setting->name),
                            _("kind '%s' needs '%s'"), info->id, setting->name);
    }
}

void
sluice_check_settings (SluiceCheck          *check,
                       const char           *base,
                       SluiceValue           node,
                       const SluiceKindInfo *info)
{
  g_autofree char *pointer = sluice_pointer_join (base, "settings");
  SluiceValue settings = sluice_value_get_member (node, "settings");
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  if (!sluice_check_member (check, base, node, "settings", sluice_is_object, N_("an object")) ||
      info == NULL)
    return;
  sluice_value_iter_init (&iter, settings);
  while (sluice_value_iter_next (&iter, &name, &value))
    {
      const SluiceSettingInfo *setting = sluice_kind_info_find_setting (info, name);
      g_autofree char *at = sluice_pointer_join (pointer, name);

      if (setting == NULL)
        check_unknown (check, at, name, info);
      else if (!SLUICE_VALUE_IS_NULL (value))
        check_value (check, at, setting, value);
    }
  check_required (check, pointer, settings, info);
}
