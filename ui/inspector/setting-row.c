/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which row fits a setting of a kind: so every kind has an inspector without a line of its own. */

#include "inspector/rows.h"

#include <glib/gi18n.h>

static GtkWidget *
flow_row_new (const SluiceField       *field,
              const SluiceSettingInfo *info)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  g_auto (GStrv) labels = NULL;
  const char *current = sluice_value_get_string (
    sluice_document_get_setting (field->document, field->address, field->name));

  g_strv_builder_add (ids, "");
  for (guint i = 0; i < sluice_document_get_n_flows (field->document); i++)
    g_strv_builder_add (ids, sluice_document_get_flow_id (field->document, i));
  if (current != NULL && *current && !sluice_document_has_flow (field->document, current))
    g_strv_builder_add (ids, current);

  strv = g_strv_builder_end (ids);
  labels = g_strdupv (strv);
  g_free (labels[0]);
  labels[0] = g_strdup (_("None"));
  return sluice_choice_row_new (field, _(info->nick), _(info->blurb), (const char * const *) strv,
                                (const char * const *) labels, "");
}

/* Of a choice that has no title: "multi-line" is read as "Multi-line". */
static char *
prettify (const char *id)
{
  g_autofree char *label = g_strdelimit (g_strdup (id), "_", ' ');

  label[0] = g_ascii_toupper (label[0]);
  return g_steal_pointer (&label);
}

static GtkWidget *
enum_row_new (const SluiceField       *field,
              const SluiceSettingInfo *info)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  for (guint i = 0; info->choices[i] != NULL; i++)
    {
      const char *title = info->choice_titles != NULL ? info->choice_titles[i] : NULL;
      g_autofree char *label = title != NULL ? g_strdup (_(title)) : prettify (info->choices[i]);

      g_strv_builder_add (builder, label);
    }
  labels = g_strv_builder_end (builder);

  return sluice_choice_row_new (field, _(info->nick), _(info->blurb), info->choices,
                                (const char * const *) labels,
                                sluice_value_get_string (info->fallback));
}

static GtkWidget *
number_row_new (const SluiceField       *field,
                const SluiceSettingInfo *info)
{
  const SluiceNumberRange range = {
    .minimum = info->minimum,
    .maximum = info->maximum > info->minimum ? info->maximum : G_MAXINT,
    .fallback = sluice_value_get_real (info->fallback),
    .digits = info->type == SLUICE_SETTING_INTEGER ? 0 : info->type == SLUICE_SETTING_DURATION ? 1 : 3,
    .unit = info->unit != NULL ? _(info->unit)
            : info->type == SLUICE_SETTING_DURATION ? _("seconds") : NULL,
  };

  return sluice_number_row_new (field, _(info->nick), _(info->blurb), &range);
}

/* A number may be a template or an expression, which is known when it runs: it is edited as it is
 * written. */
static gboolean
is_computed (SluiceValue              value,
             const SluiceSettingInfo *info)
{
  switch (info->type)
    {
    case SLUICE_SETTING_BOOLEAN:
    case SLUICE_SETTING_INTEGER:
    case SLUICE_SETTING_NUMBER:
    case SLUICE_SETTING_DURATION:
      return SLUICE_VALUE_IS_STRING (value) || SLUICE_VALUE_IS_OBJECT (value);
    case SLUICE_SETTING_STRING:
    case SLUICE_SETTING_FILE:
    case SLUICE_SETTING_FOLDER:
    case SLUICE_SETTING_MODEL:
      return SLUICE_VALUE_IS_OBJECT (value);
    case SLUICE_SETTING_ENUM:
    case SLUICE_SETTING_TEXT:
    case SLUICE_SETTING_LIST:
    case SLUICE_SETTING_FILES:
    case SLUICE_SETTING_MAP:
      return sluice_value_get_member_string (value, "expr") != NULL;
    case SLUICE_SETTING_CODE:
    case SLUICE_SETTING_JSON:
    case SLUICE_SETTING_FLOW:
    case SLUICE_SETTING_EXPRESSION:
    case SLUICE_SETTING_SECRET:
    case SLUICE_SETTING_COLOUR:
    default:
      return FALSE;
    }
}

GtkWidget *
sluice_setting_row_new (SluiceDocument          *document,
                        const char              *address,
                        const char * const      *others,
                        const SluiceSettingInfo *info)
{
  const SluiceField field = { document, address, SLUICE_FIELD_SETTING, info->name, NULL, others };
  const SluiceRowFlags flags =
    SLUICE_ROW_HAS_DEFAULT | (info->is_template ? SLUICE_ROW_TEMPLATE : 0);
  const char *title = _(info->nick);
  const char *blurb = _(info->blurb);

  if (is_computed (sluice_document_get_setting (document, address, info->name), info))
    return sluice_code_row_new (&field, title, blurb, "json", flags);

  switch (info->type)
    {
    case SLUICE_SETTING_BOOLEAN:
      return sluice_switch_row_new (&field, title, blurb, sluice_value_get_boolean (info->fallback));
    case SLUICE_SETTING_INTEGER:
    case SLUICE_SETTING_NUMBER:
    case SLUICE_SETTING_DURATION:
      return number_row_new (&field, info);
    case SLUICE_SETTING_ENUM:
      return enum_row_new (&field, info);
    case SLUICE_SETTING_FLOW:
      return flow_row_new (&field, info);
    case SLUICE_SETTING_TEXT:
      return sluice_text_row_new (&field, title, blurb, flags);
    case SLUICE_SETTING_CODE:
      return sluice_code_row_new (&field, title, blurb, info->language ? info->language : "lua", flags);
    case SLUICE_SETTING_EXPRESSION:
      return sluice_code_row_new (&field, title, blurb, "lua", flags | SLUICE_ROW_EXPRESSION);
    case SLUICE_SETTING_JSON:
      return sluice_code_row_new (&field, title, blurb, "json", flags);
    case SLUICE_SETTING_LIST:
      return sluice_list_row_new (&field, title, blurb, flags);
    case SLUICE_SETTING_FILES:
      return sluice_files_row_new (&field, title, blurb, flags);
    case SLUICE_SETTING_MODEL:
      return sluice_model_row_new (&field, title, blurb, flags);
    case SLUICE_SETTING_MAP:
      return sluice_map_row_new (&field, title, blurb, FALSE);
    case SLUICE_SETTING_SECRET:
      return sluice_secret_row_new (&field, title, blurb);
    case SLUICE_SETTING_FILE:
      return sluice_path_row_new (&field, title, blurb, FALSE);
    case SLUICE_SETTING_FOLDER:
      return sluice_path_row_new (&field, title, blurb, TRUE);
    case SLUICE_SETTING_COLOUR:
      return sluice_colour_row_new (&field, title, blurb);
    case SLUICE_SETTING_STRING:
    default:
      return sluice_entry_row_new (&field, title, blurb, flags);
    }
}
