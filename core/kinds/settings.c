/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From GObject properties to settings: what the inspector, the checks and the help read, and the
 * values between file and property. */

#include "kinds/settings.h"

#include "graph/document.h"

typedef struct
{
  SluiceSettingType  type;
  SluiceSettingFlags flags;
  const char        *unit;
  const char        *language;
  guint              has_type : 1;
} Mark;

G_DEFINE_QUARK (sluice-kind-error-quark, sluice_kind_error)
static G_DEFINE_QUARK (sluice-setting-mark, mark)

static Mark *
ensure_mark (GParamSpec *pspec)
{
  Mark *mark = g_param_spec_get_qdata (pspec, mark_quark ());

  if (mark == NULL)
    {
      mark = g_new0 (Mark, 1);
      g_param_spec_set_qdata_full (pspec, mark_quark (), mark, g_free);
    }
  return mark;
}

/**
 * sluice_setting_mark: (skip)
 * @pspec: a property that is about to be installed
 * @type: how the setting is shown and edited
 * @flags: what it may be
 *
 * Says of a property what its type does not.
 *
 * Returns: (transfer none): @pspec
 */
GParamSpec *
sluice_setting_mark (GParamSpec         *pspec,
                     SluiceSettingType   type,
                     SluiceSettingFlags  flags)
{
  Mark *mark = ensure_mark (pspec);

  mark->type = type;
  mark->flags = flags;
  mark->has_type = TRUE;
  return pspec;
}

/**
 * sluice_setting_mark_unit: (skip)
 * @pspec: a property that is about to be installed
 * @unit: a static text, translatable: "tokens"
 *
 * Says what a number counts; it is shown beside it.
 *
 * Returns: (transfer none): @pspec
 */
GParamSpec *
sluice_setting_mark_unit (GParamSpec *pspec,
                          const char *unit)
{
  ensure_mark (pspec)->unit = unit;
  return pspec;
}

/**
 * sluice_setting_mark_language: (skip)
 * @pspec: a property that is about to be installed
 * @language: a static id of GtkSourceView: "sql"
 *
 * Says in what language a code is written, for its editor.
 *
 * Returns: (transfer none): @pspec
 */
GParamSpec *
sluice_setting_mark_language (GParamSpec *pspec,
                              const char *language)
{
  ensure_mark (pspec)->language = language;
  return pspec;
}

gboolean
sluice_setting_is_template (GParamSpec *pspec)
{
  const Mark *mark = g_param_spec_get_qdata (pspec, mark_quark ());

  return mark != NULL && (mark->flags & SLUICE_SETTING_TEMPLATE) != 0;
}

gboolean
sluice_setting_gives_values (GParamSpec *pspec)
{
  const Mark *mark = g_param_spec_get_qdata (pspec, mark_quark ());

  return mark != NULL && (mark->flags & SLUICE_SETTING_VALUES) != 0;
}

static SluiceSettingType
type_of (GParamSpec *pspec)
{
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    return SLUICE_SETTING_BOOLEAN;
  if (G_IS_PARAM_SPEC_INT (pspec) || G_IS_PARAM_SPEC_UINT (pspec))
    return SLUICE_SETTING_INTEGER;
  if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    return SLUICE_SETTING_NUMBER;
  if (G_IS_PARAM_SPEC_ENUM (pspec))
    return SLUICE_SETTING_ENUM;
  if (G_IS_PARAM_SPEC_STRING (pspec))
    return SLUICE_SETTING_STRING;
  if (pspec->value_type == G_TYPE_STRV)
    return SLUICE_SETTING_LIST;
  return SLUICE_SETTING_JSON;
}

static SluiceValue
value_from_gvalue (const GValue *value)
{
  SluiceValue list;

  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_BOOLEAN:
      return sluice_value_boolean (g_value_get_boolean (value));

    case G_TYPE_INT:
      return sluice_value_integer (g_value_get_int (value));

    case G_TYPE_UINT:
      return sluice_value_integer (g_value_get_uint (value));

    case G_TYPE_DOUBLE:
      return sluice_value_real (g_value_get_double (value));

    case G_TYPE_STRING:
      if (g_value_get_string (value) == NULL)
        return sluice_value_null ();
      return sluice_value_string (g_value_get_string (value));

    case G_TYPE_ENUM:
      {
        GEnumClass *klass = g_type_class_peek (G_VALUE_TYPE (value));

        return sluice_value_string (g_enum_get_value (klass, g_value_get_enum (value))->value_nick);
      }

    default:
      break;
    }
  if (G_VALUE_HOLDS (value, SLUICE_TYPE_VALUE))
    {
      const SluiceValue *boxed = g_value_get_boxed (value);

      return boxed != NULL ? sluice_value_ref (*boxed) : sluice_value_null ();
    }
  g_assert (G_VALUE_HOLDS (value, G_TYPE_STRV));
  list = sluice_value_array ();
  for (char **item = g_value_get_boxed (value); item != NULL && *item != NULL; item++)
    sluice_value_append (&list, sluice_value_string (*item));
  return list;
}

static const char * const *
dup_choices (GParamSpecEnum *pspec)
{
  GPtrArray *nicks = g_ptr_array_new ();

  for (guint i = 0; i < pspec->enum_class->n_values; i++)
    g_ptr_array_add (nicks, (gpointer) pspec->enum_class->values[i].value_nick);
  g_ptr_array_add (nicks, NULL);
  return (const char * const *) g_ptr_array_free (nicks, FALSE);
}

/* The name of a value is its title, unless it is that of a C constant. */
static const char * const *
dup_choice_titles (GParamSpecEnum *pspec)
{
  const char **titles = g_new0 (const char *, pspec->enum_class->n_values + 1);

  for (guint i = 0; i < pspec->enum_class->n_values; i++)
    if (strchr (pspec->enum_class->values[i].value_name, '_') == NULL)
      titles[i] = pspec->enum_class->values[i].value_name;
  return titles;
}

static SluiceSettingInfo
describe (GParamSpec *pspec)
{
  const Mark *mark = g_param_spec_get_qdata (pspec, mark_quark ());
  SluiceSettingInfo info = {
    .name = pspec->name,
    .nick = g_param_spec_get_nick (pspec),
    .blurb = g_param_spec_get_blurb (pspec),
    .type = mark != NULL && mark->has_type ? mark->type : type_of (pspec),
    .fallback = value_from_gvalue (g_param_spec_get_default_value (pspec)),
    .is_template = mark != NULL && (mark->flags & SLUICE_SETTING_TEMPLATE) != 0,
    .is_required = mark != NULL && (mark->flags & SLUICE_SETTING_REQUIRED) != 0,
    .unit = mark != NULL ? mark->unit : NULL,
    .language = mark != NULL ? mark->language : NULL,
  };

  if (G_IS_PARAM_SPEC_INT (pspec))
    {
      info.minimum = G_PARAM_SPEC_INT (pspec)->minimum;
      info.maximum = G_PARAM_SPEC_INT (pspec)->maximum;
    }
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    {
      info.minimum = G_PARAM_SPEC_UINT (pspec)->minimum;
      info.maximum = G_PARAM_SPEC_UINT (pspec)->maximum;
    }
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    {
      info.minimum = G_PARAM_SPEC_DOUBLE (pspec)->minimum;
      info.maximum = G_PARAM_SPEC_DOUBLE (pspec)->maximum;
    }
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    {
      info.choices = dup_choices (G_PARAM_SPEC_ENUM (pspec));
      info.choice_titles = dup_choice_titles (G_PARAM_SPEC_ENUM (pspec));
    }
  return info;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const GParamSpec *x = *(GParamSpec * const *) a;
  const GParamSpec *y = *(GParamSpec * const *) b;

  return (int) x->param_id - (int) y->param_id;
}

/**
 * sluice_settings_of_type: (skip)
 * @type: the type of a kind
 *
 * Describes the settings of a kind. They are kept as long as the program runs.
 *
 * Returns: (transfer full) (element-type SluiceSettingInfo): the settings
 */
GArray *
sluice_settings_of_type (GType type)
{
  GArray *settings = g_array_new (FALSE, TRUE, sizeof (SluiceSettingInfo));
  GObjectClass *klass = g_type_class_ref (type);
  guint n = 0;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (klass, &n);

  qsort (pspecs, n, sizeof *pspecs, compare_ids);
  for (guint i = 0; i < n; i++)
    {
      SluiceSettingInfo info;

      if (pspecs[i]->owner_type != type)
        continue;
      info = describe (pspecs[i]);
      g_array_append_val (settings, info);
    }
  g_type_class_unref (klass);
  return settings;
}

static gboolean
refuse (GParamSpec  *pspec,
        const char  *wanted,
        SluiceValue  value,
        GError     **error)
{
  g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
               "the setting “%s” takes %s, not %s", pspec->name, wanted,
               sluice_value_type_name (sluice_value_get_value_type (value)));
  return FALSE;
}

static gboolean
set_number (GParamSpec  *pspec,
            SluiceValue  from,
            GValue      *value,
            GError     **error)
{
  GValue number = G_VALUE_INIT;
  gboolean in_range;

  if (!SLUICE_VALUE_IS_NUMBER (from))
    return refuse (pspec, "a number", from, error);
  if (!G_IS_PARAM_SPEC_DOUBLE (pspec)
      && sluice_value_get_real (from) != (double) sluice_value_get_integer (from))
    return refuse (pspec, "a whole number", from, error);
  g_value_init (&number, G_TYPE_DOUBLE);
  g_value_set_double (&number, sluice_value_get_real (from));
  g_value_transform (&number, value);
  g_value_unset (&number);
  in_range = !g_param_value_validate (pspec, value);
  if (!in_range)
    g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                 "the setting “%s” is out of its range", pspec->name);
  return in_range;
}

static gboolean
set_enum (GParamSpec  *pspec,
          SluiceValue  from,
          GValue      *value,
          GError     **error)
{
  const char *nick = sluice_value_get_string (from);
  const GEnumValue *found = NULL;

  if (nick != NULL)
    found = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (pspec)->enum_class, nick);
  if (found == NULL)
    {
      g_autofree const char **choices = (const char **) dup_choices (G_PARAM_SPEC_ENUM (pspec));
      g_autofree char *list = g_strjoinv (", ", (char **) choices);

      g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                   "the setting “%s” is one of %s", pspec->name, list);
      return FALSE;
    }
  g_value_set_enum (value, found->value);
  return TRUE;
}

static gboolean
set_list (GParamSpec  *pspec,
          SluiceValue  from,
          GValue      *value,
          GError     **error)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  if (!SLUICE_VALUE_IS_ARRAY (from))
    return refuse (pspec, "a list of strings", from, error);
  for (guint i = 0; i < sluice_value_get_length (from); i++)
    {
      SluiceValue item = sluice_value_get_element (from, i);

      if (!SLUICE_VALUE_IS_STRING (item))
        return refuse (pspec, "a list of strings", item, error);
      g_strv_builder_add (list, sluice_value_get_string (item));
    }
  g_value_take_boxed (value, g_strv_builder_end (list));
  return TRUE;
}

static gboolean
value_to_gvalue (GParamSpec  *pspec,
                 SluiceValue  from,
                 GValue      *value,
                 GError     **error)
{
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    {
      if (!SLUICE_VALUE_IS_BOOLEAN (from))
        return refuse (pspec, "true or false", from, error);
      g_value_set_boolean (value, sluice_value_get_boolean (from));
      return TRUE;
    }
  if (G_IS_PARAM_SPEC_INT (pspec) || G_IS_PARAM_SPEC_UINT (pspec) || G_IS_PARAM_SPEC_DOUBLE (pspec))
    return set_number (pspec, from, value, error);
  if (G_IS_PARAM_SPEC_ENUM (pspec))
    return set_enum (pspec, from, value, error);
  if (G_IS_PARAM_SPEC_STRING (pspec))
    {
      g_autofree char *text = sluice_text_from_value (from);

      if (text == NULL)
        return refuse (pspec, "a text", from, error);
      g_value_take_string (value, g_steal_pointer (&text));
      return TRUE;
    }
  if (pspec->value_type == G_TYPE_STRV)
    return set_list (pspec, from, value, error);
  g_value_set_boxed (value, &from);
  return TRUE;
}

/**
 * sluice_setting_set: (skip)
 * @object: a node
 * @pspec: one of its settings
 * @value: the file's value
 * @error: return location for %SLUICE_KIND_ERROR_SETTING
 *
 * Sets a setting to what the file says. Null is the default.
 *
 * Returns: whether the setting takes @value
 */
gboolean
sluice_setting_set (GObject      *object,
                    GParamSpec   *pspec,
                    SluiceValue   value,
                    GError      **error)
{
  g_auto (GValue) to = G_VALUE_INIT;

  g_value_init (&to, pspec->value_type);
  if (SLUICE_VALUE_IS_NULL (value))
    g_param_value_set_default (pspec, &to);
  else if (!value_to_gvalue (pspec, value, &to, error))
    return FALSE;
  g_object_set_property (object, pspec->name, &to);
  return TRUE;
}

/**
 * sluice_setting_dup: (skip)
 * @object: a node
 * @pspec: one of its settings
 *
 * Returns: (transfer full): the setting as the file has it
 */
SluiceValue
sluice_setting_dup (GObject    *object,
                    GParamSpec *pspec)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (object, pspec->name, &value);
  return value_from_gvalue (&value);
}
