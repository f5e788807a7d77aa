/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A problem of the document as a list item: what is wrong and what to do, and where. */
#include "window/problem-item.h"

#include "window/problem-words.h"

#include <glib/gi18n.h>

#define MOST_CHARS 48 /* of the words of a button, in letters */
#define END_CHARS  12 /* of them, from the end */

struct _SluiceProblemItem
{
  GObject parent_instance;

  const char     *code;      /* static */
  char           *pointer;
  char           *fix_title; /* or NULL */
  gboolean        lacks_file;
  guint           n_alike;   /* that can be fixed with it, where it speaks for them; else 0 */
  char           *words;     /* what is wrong and what to do */
  char           *place;
  char           *address;
  SluiceSeverity  severity;
};

enum
{
  PROP_0,
  PROP_MESSAGE,
  PROP_PLACE,
  PROP_FIX_TITLE,
  PROP_HAS_FIX,
  PROP_FIX,
  PROP_CODE,
  PROP_ALL_TITLE,
  PROP_HAS_ALL,
  PROP_CAN_CONNECT,
  PROP_LACKS_FILE,
  PROP_POINTER,
  PROP_ADDRESS,
  PROP_ICON_NAME,
  PROP_SEVERITY,
  PROP_CSS_CLASSES,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceProblemItem, sluice_problem_item, G_TYPE_OBJECT)

static const char *
get_icon_name (SluiceProblemItem *self)
{
  switch (self->severity)
    {
    case SLUICE_PROBLEM_ERROR:
      return "dialog-error-symbolic";
    case SLUICE_PROBLEM_WARNING:
      return "dialog-warning-symbolic";
    case SLUICE_PROBLEM_INFO:
    default:
      return "dialog-information-symbolic";
    }
}

static const char *
get_severity_word (SluiceProblemItem *self)
{
  switch (self->severity)
    {
    case SLUICE_PROBLEM_ERROR:
      return _("Error");
    case SLUICE_PROBLEM_WARNING:
      return _("Warning");
    case SLUICE_PROBLEM_INFO:
    default:
      return _("Note");
    }
}

static char **
dup_css_classes (SluiceProblemItem *self)
{
  const char *classes[] = { NULL, NULL };

  if (self->severity == SLUICE_PROBLEM_ERROR)
    classes[0] = "error";
  else if (self->severity == SLUICE_PROBLEM_WARNING)
    classes[0] = "warning";

  return g_strdupv ((char **) classes);
}

/* What a button says: a name of hundreds of letters in it would leave no room for the problem. */
static char *
dup_short (const char *title)
{
  glong n = title != NULL ? g_utf8_strlen (title, -1) : 0;
  g_autofree char *start = NULL;

  if (n <= MOST_CHARS)
    return g_strdup (title);
  start = g_utf8_substring (title, 0, MOST_CHARS - END_CHARS);
  return g_strconcat (start, "…", g_utf8_offset_to_pointer (title, n - END_CHARS + 1), NULL);
}

static void
sluice_problem_item_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SluiceProblemItem *self = SLUICE_PROBLEM_ITEM (object);

  switch (prop_id)
    {
    case PROP_MESSAGE:
      g_value_set_string (value, self->words);
      break;
    case PROP_PLACE:
      g_value_set_string (value, self->place);
      break;
    case PROP_FIX_TITLE:
      g_value_set_string (value, self->fix_title);
      break;
    case PROP_HAS_FIX:
      g_value_set_boolean (value, self->fix_title != NULL);
      break;
    case PROP_FIX:
      g_value_take_variant (value, g_variant_ref_sink (g_variant_new ("(ss)", self->code, self->pointer)));
      break;
    case PROP_CODE:
      g_value_take_variant (value, g_variant_ref_sink (g_variant_new_string (self->code)));
      break;
    case PROP_ALL_TITLE:
      /* Translators: %u is the number of problems that are alike. */
      g_value_take_string (value, g_strdup_printf (_("Fix All %u"), self->n_alike));
      break;
    case PROP_HAS_ALL:
      g_value_set_boolean (value, self->n_alike > 1);
      break;
    case PROP_CAN_CONNECT:
      g_value_set_boolean (value, self->address != NULL && g_strcmp0 (self->code, "no-way-in") == 0);
      break;
    case PROP_LACKS_FILE:
      g_value_set_boolean (value, self->lacks_file);
      break;
    case PROP_POINTER:
      g_value_take_variant (value, g_variant_ref_sink (g_variant_new_string (self->pointer)));
      break;
    case PROP_ADDRESS:
      g_value_take_variant (value, g_variant_ref_sink (g_variant_new_string (self->address != NULL ? self->address
                                                                                                   : "")));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, get_icon_name (self));
      break;
    case PROP_SEVERITY:
      g_value_set_string (value, get_severity_word (self));
      break;
    case PROP_CSS_CLASSES:
      g_value_take_boxed (value, dup_css_classes (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_problem_item_finalize (GObject *object)
{
  SluiceProblemItem *self = SLUICE_PROBLEM_ITEM (object);

  g_free (self->pointer);
  g_free (self->fix_title);
  g_free (self->words);
  g_free (self->place);
  g_free (self->address);

  G_OBJECT_CLASS (sluice_problem_item_parent_class)->finalize (object);
}

static void
sluice_problem_item_class_init (SluiceProblemItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_problem_item_get_property;
  object_class->finalize = sluice_problem_item_finalize;

  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_PLACE] = g_param_spec_string ("place", NULL, NULL, NULL, flags);
  props[PROP_FIX_TITLE] = g_param_spec_string ("fix-title", NULL, NULL, NULL, flags);
  props[PROP_HAS_FIX] = g_param_spec_boolean ("has-fix", NULL, NULL, FALSE, flags);
  props[PROP_FIX] = g_param_spec_variant ("fix", NULL, NULL, G_VARIANT_TYPE ("(ss)"), NULL, flags);
  props[PROP_CODE] = g_param_spec_variant ("code", NULL, NULL, G_VARIANT_TYPE_STRING, NULL, flags);
  props[PROP_ALL_TITLE] = g_param_spec_string ("all-title", NULL, NULL, NULL, flags);
  props[PROP_HAS_ALL] = g_param_spec_boolean ("has-all", NULL, NULL, FALSE, flags);
  props[PROP_CAN_CONNECT] = g_param_spec_boolean ("can-connect", NULL, NULL, FALSE, flags);
  props[PROP_LACKS_FILE] = g_param_spec_boolean ("lacks-file", NULL, NULL, FALSE, flags);
  props[PROP_POINTER] = g_param_spec_variant ("pointer", NULL, NULL, G_VARIANT_TYPE_STRING, NULL, flags);
  props[PROP_ADDRESS] = g_param_spec_variant ("address", NULL, NULL, G_VARIANT_TYPE_STRING, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_SEVERITY] = g_param_spec_string ("severity", NULL, NULL, NULL, flags);
  props[PROP_CSS_CLASSES] = g_param_spec_boxed ("css-classes", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_problem_item_init (SluiceProblemItem *self)
{
}

/**
 * sluice_problem_item_new:
 * @problem: a problem; copied
 * @document: the document that it was found in
 * @fix_title: (nullable): what can be done about it
 * @n_alike: how many problems of its kind can be fixed, where this item offers to fix them all; else 0
 * @lacks_file: whether a file can be chosen or created in place of one that is not there
 *
 * Returns: (transfer full): the problem as a list item
 */
SluiceProblemItem *
sluice_problem_item_new (const SluiceProblem *problem,
                         SluiceDocument      *document,
                         const char          *fix_title,
                         guint                n_alike,
                         gboolean             lacks_file)
{
  SluiceProblemItem *self = g_object_new (SLUICE_TYPE_PROBLEM_ITEM, NULL);

  self->code = problem->code;
  self->pointer = g_strdup (problem->pointer);
  self->fix_title = dup_short (fix_title);
  self->n_alike = n_alike;
  self->lacks_file = lacks_file;
  self->words = sluice_problem_dup_words (problem, document);
  self->address = g_strdup (problem->address);
  self->place = g_strdup (problem->address != NULL ? problem->address : problem->path);
  self->severity = problem->severity;

  return self;
}

/**
 * sluice_problem_item_get_address:
 *
 * Returns: (transfer none) (nullable): the address of the node it is about
 */
const char *
sluice_problem_item_get_address (SluiceProblemItem *self)
{
  g_return_val_if_fail (SLUICE_IS_PROBLEM_ITEM (self), NULL);

  return self->address;
}

/**
 * sluice_problem_item_equal:
 * @other: another item
 *
 * Returns: whether both say and offer the same
 */
gboolean
sluice_problem_item_equal (SluiceProblemItem *self,
                           SluiceProblemItem *other)
{
  g_return_val_if_fail (SLUICE_IS_PROBLEM_ITEM (self), FALSE);
  g_return_val_if_fail (SLUICE_IS_PROBLEM_ITEM (other), FALSE);

  return self->severity == other->severity && self->n_alike == other->n_alike &&
         self->lacks_file == other->lacks_file &&
         g_strcmp0 (self->code, other->code) == 0 && g_strcmp0 (self->pointer, other->pointer) == 0 &&
         g_strcmp0 (self->fix_title, other->fix_title) == 0 &&
         g_strcmp0 (self->words, other->words) == 0;
}
