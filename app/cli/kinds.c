/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice kinds: what nodes there are, and their settings. */

#include "cli.h"

#include "base/json.h"
#include "compile/compile.h"
#include "graph/catalog.h"
#include "terminal.h"

static gboolean as_json;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print one JSON object for each kind", NULL },
  G_OPTION_ENTRY_NULL
};

static const char *const types[] = {
  [SLUICE_SETTING_BOOLEAN] = "true or false",
  [SLUICE_SETTING_INTEGER] = "whole number",
  [SLUICE_SETTING_NUMBER] = "number",
  [SLUICE_SETTING_ENUM] = "one of",
  [SLUICE_SETTING_STRING] = "text",
  [SLUICE_SETTING_TEXT] = "lines of text",
  [SLUICE_SETTING_CODE] = "Lua",
  [SLUICE_SETTING_LIST] = "list of texts",
  [SLUICE_SETTING_JSON] = "any value",
  [SLUICE_SETTING_FLOW] = "flow of this document",
  [SLUICE_SETTING_EXPRESSION] = "Lua expression",
  [SLUICE_SETTING_SECRET] = "reference to a secret",
  [SLUICE_SETTING_FILE] = "file",
  [SLUICE_SETTING_FOLDER] = "folder",
  [SLUICE_SETTING_MAP] = "names with texts",
  [SLUICE_SETTING_DURATION] = "seconds",
  [SLUICE_SETTING_COLOUR] = "colour",
  [SLUICE_SETTING_FILES] = "list of files",
  [SLUICE_SETTING_MODEL] = "name of a model",
};

static const char *const type_ids[] = {
  [SLUICE_SETTING_BOOLEAN] = "boolean",
  [SLUICE_SETTING_INTEGER] = "integer",
  [SLUICE_SETTING_NUMBER] = "number",
  [SLUICE_SETTING_ENUM] = "enum",
  [SLUICE_SETTING_STRING] = "string",
  [SLUICE_SETTING_TEXT] = "text",
  [SLUICE_SETTING_CODE] = "code",
  [SLUICE_SETTING_LIST] = "list",
  [SLUICE_SETTING_JSON] = "json",
  [SLUICE_SETTING_FLOW] = "flow",
  [SLUICE_SETTING_EXPRESSION] = "expression",
  [SLUICE_SETTING_SECRET] = "secret",
  [SLUICE_SETTING_FILE] = "file",
  [SLUICE_SETTING_FOLDER] = "folder",
  [SLUICE_SETTING_MAP] = "map",
  [SLUICE_SETTING_DURATION] = "duration",
  [SLUICE_SETTING_COLOUR] = "colour",
  [SLUICE_SETTING_FILES] = "files",
  [SLUICE_SETTING_MODEL] = "model",
};

/* JSON */

static void
set_text (SluiceValue *object,
          const char  *key,
          const char  *text)
{
  if (text != NULL)
    sluice_value_set_member (object, key, sluice_value_string (text));
}

static SluiceValue
setting_to_value (const SluiceSettingInfo *setting)
{
  SluiceValue value = sluice_value_object ();

  set_text (&value, "name", setting->name);
  set_text (&value, "title", setting->nick);
  set_text (&value, "about", setting->blurb);
  set_text (&value, "type", type_ids[setting->type]);
  sluice_value_set_member (&value, "default", sluice_value_ref (setting->fallback));
  if (setting->minimum < setting->maximum)
    {
      sluice_value_set_member (&value, "minimum", sluice_value_real (setting->minimum));
      sluice_value_set_member (&value, "maximum", sluice_value_real (setting->maximum));
    }
  if (setting->choices != NULL)
    {
      SluiceValue choices = sluice_value_array ();

      for (guint i = 0; setting->choices[i] != NULL; i++)
        sluice_value_append (&choices, sluice_value_string (setting->choices[i]));
      sluice_value_set_member (&value, "choices", choices);
    }
  sluice_value_set_member (&value, "template", sluice_value_boolean (setting->is_template));
  sluice_value_set_member (&value, "required", sluice_value_boolean (setting->is_required));
  return value;
}

static void
print_json (const SluiceKindInfo *kind)
{
  SluiceValue value = sluice_value_object ();
  SluiceValue settings = sluice_value_array ();

  set_text (&value, "kind", kind->id);
  set_text (&value, "title", kind->title);
  set_text (&value, "about", kind->blurb);
  set_text (&value, "category", kind->category);
  for (guint i = 0; i < kind->n_settings; i++)
    sluice_value_append (&settings, setting_to_value (&kind->settings[i]));
  sluice_value_set_member (&value, "settings", settings);
  sluice_terminal_json_line (stdout, value);
}

/* Text */

static void
print_row (const char *name,
           const char *text)
{
  g_print ("  %s%s%s%*s  %s\n", sluice_terminal_begin (stdout, SLUICE_COLOUR_BOLD), name,
           sluice_terminal_end (stdout), MAX (0, 12 - (int) g_utf8_strlen (name, -1)), "", text);
}

static const char *
get_language (const char *id)
{
  return g_str_equal (id, "sql") ? "SQL" : g_str_equal (id, "python") ? "Python" : id;
}

static char *
dup_type_words (const SluiceSettingInfo *setting)
{
  g_autoptr (GString) words = g_string_new (setting->language != NULL ? get_language (setting->language)
                                                                      : types[setting->type]);

  if (setting->choices != NULL)
    {
      g_autofree char *choices = g_strjoinv (", ", (char **) setting->choices);

      g_string_append_printf (words, " %s", choices);
    }
  if (setting->minimum < setting->maximum && setting->maximum < G_MAXINT)
    g_string_append_printf (words, ", %g to %g", setting->minimum, setting->maximum);
  if (setting->is_template)
    g_string_append (words, ", may hold {{ expressions }}");
  if (setting->is_required)
    g_string_append (words, ", required");
  else if (!SLUICE_VALUE_IS_NULL (setting->fallback))
    {
      g_autofree char *fallback = sluice_json_write (setting->fallback,
                                                     SLUICE_JSON_WRITE_COMPACT, NULL);

      g_string_append_printf (words, ", default %s", fallback);
    }
  return g_strdup (words->str);
}

static void
print_kind (const SluiceKindInfo *kind)
{
  g_print ("%s%s%s: %s\n", sluice_terminal_begin (stdout, SLUICE_COLOUR_BOLD), kind->id,
           sluice_terminal_end (stdout), kind->blurb);
  if (kind->n_settings > 0)
    g_print ("\nSettings:\n");
  for (guint i = 0; i < kind->n_settings; i++)
    {
      const SluiceSettingInfo *setting = &kind->settings[i];
      g_autofree char *type = dup_type_words (setting);

      print_row (setting->name, setting->blurb != NULL ? setting->blurb : setting->nick);
      print_row ("", type);
    }
}

static int
print_one (const char *name,
           const char *id)
{
  const SluiceKindInfo *kind = sluice_catalog_lookup (id);
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *suggestion = NULL;

  if (kind != NULL)
    {
      if (as_json)
        print_json (kind);
      else
        print_kind (kind);
      return SLUICE_EXIT_DONE;
    }

  ids = g_ptr_array_new ();
  for (guint i = 0; i < sluice_catalog_get_n (); i++)
    g_ptr_array_add (ids, (gpointer) sluice_catalog_get (i)->id);
  g_ptr_array_add (ids, NULL);
  suggestion = sluice_cli_suggest (id, (const char * const *) ids->pdata);
  return sluice_cli_usage (name, "There is no kind “%s”%s", id, suggestion);
}

int
sluice_cli_kinds (const char *name,
                  int         argc,
                  char      **argv)
{
  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc > 2)
    return sluice_cli_usage (name, "kinds takes one KIND: %s or %s?", argv[1], argv[2]);
  if (argc == 2)
    return print_one (name, argv[1]);

  for (guint i = 0; i < sluice_catalog_get_n (); i++)
    {
      const SluiceKindInfo *kind = sluice_catalog_get (i);

      if (as_json)
        print_json (kind);
      else
        print_row (kind->id, kind->blurb);
    }
  return SLUICE_EXIT_DONE;
}
