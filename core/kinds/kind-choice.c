/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* choice: a person chooses; the choice is the result and, unless post says otherwise, the action. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

#define SLUICE_TYPE_CHOICE_NODE (sluice_choice_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceChoiceNode, sluice_choice_node, SLUICE, CHOICE_NODE, SluiceKindNode)

struct _SluiceChoiceNode
{
  SluiceKindNode parent_instance;

  char          *prompt;
  GStrv          choices;
};

G_DEFINE_FINAL_TYPE (SluiceChoiceNode, sluice_choice_node, SLUICE_TYPE_KIND_NODE)

enum
{
  PROP_0,
  PROP_PROMPT,
  PROP_CHOICES,
  N_PROPS,
};

static void
chosen_cb (SluiceCall   *call,
           SluiceValue   result,
           const GError *error,
           gpointer      user_data)
{
  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else
    sluice_call_return_value (call, sluice_value_ref (result));
}

static void
sluice_choice_node_perform (SluiceKindNode *node,
                            SluiceCall     *call,
                            SluiceValue     settings)
{
  SluiceValue choices = sluice_value_get_member (settings, "choices");

  if (sluice_value_get_length (choices) == 0 || !SLUICE_VALUE_IS_ARRAY (choices))
    {
      sluice_call_return_error (call, g_error_new (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                                                   "“%s” has nothing to choose from; its choices are an empty list.",
                                                   sluice_node_get_title (SLUICE_NODE (node))));
      return;
    }
  sluice_call_begin_effect (call, "choose", sluice_value_ref (settings), chosen_cb, NULL, NULL);
}

static void
sluice_choice_node_finish (SluiceKindNode *node,
                           SluiceCall     *call)
{
  sluice_call_return_action (call, sluice_value_get_string (sluice_call_get_exec_result (call)));
}

static void
sluice_choice_node_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SluiceChoiceNode *self = SLUICE_CHOICE_NODE (object);

  switch (id)
    {
    case PROP_PROMPT: g_value_set_string (value, self->prompt); break;
    case PROP_CHOICES: g_value_set_boxed (value, self->choices); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_choice_node_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SluiceChoiceNode *self = SLUICE_CHOICE_NODE (object);

  switch (id)
    {
    case PROP_PROMPT:
      g_free (self->prompt);
      self->prompt = g_value_dup_string (value);
      break;

    case PROP_CHOICES:
      g_strfreev (self->choices);
      self->choices = g_value_dup_boxed (value);
      break;

    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_choice_node_finalize (GObject *object)
{
  SluiceChoiceNode *self = SLUICE_CHOICE_NODE (object);

  g_free (self->prompt);
  g_strfreev (self->choices);
  G_OBJECT_CLASS (sluice_choice_node_parent_class)->finalize (object);
}

static void
sluice_choice_node_class_init (SluiceChoiceNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_choice_node_get_property;
  object_class->set_property = sluice_choice_node_set_property;
  object_class->finalize = sluice_choice_node_finalize;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_choice_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_choice_node_finish;

  g_object_class_install_property (object_class, PROP_PROMPT,
    sluice_setting_mark (g_param_spec_string ("prompt", N_("Prompt"), N_("What the person is asked"), "", flags),
                         SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE));
  g_object_class_install_property (object_class, PROP_CHOICES,
    sluice_setting_mark (g_param_spec_boxed ("choices", N_("Choices"),
                                             N_("What there is to choose; each is an action"), G_TYPE_STRV, flags),
                         SLUICE_SETTING_LIST, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_REQUIRED));
}

static void
sluice_choice_node_init (SluiceChoiceNode *self)
{
  self->prompt = g_strdup ("");
}

static char **
dup_actions (SluiceValue node)
{
  SluiceValue choices = sluice_value_get_member (sluice_value_get_member (node, "settings"), "choices");
  g_autoptr (GStrvBuilder) actions = g_strv_builder_new ();

  if (!SLUICE_VALUE_IS_ARRAY (choices))
    return NULL;
  for (guint i = 0; i < sluice_value_get_length (choices); i++)
    {
      const char *choice = sluice_value_get_string (sluice_value_get_element (choices, i));

      if (choice != NULL && strstr (choice, "{{") == NULL)
        g_strv_builder_add (actions, choice);
    }
  return g_strv_builder_end (actions);
}

const SluiceKind sluice_choice_kind = {
  .info = {
    .id = "choice",
    .title = N_("Choice"),
    .blurb = N_("Asks a person to choose; the choice is the action."),
    .keywords = N_("approve;reject;decide;button;question;person;human"),
    .category = "people",
    .icon_name = "sluice-kind-choice-symbolic",
    .summary_setting = "prompt",
    .dup_actions = dup_actions,
  },
  .get_type = sluice_choice_node_get_type,
};
