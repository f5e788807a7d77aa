/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* choice: a person chooses; the choice is the result and, unless post says otherwise, the action. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"
#include "kinds/prompt-limit.h"

#define SLUICE_TYPE_CHOICE_NODE (sluice_choice_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceChoiceNode, sluice_choice_node, SLUICE, CHOICE_NODE, SluiceKindNode)

struct _SluiceChoiceNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceChoiceNode, sluice_choice_node, SLUICE_TYPE_KIND_NODE)

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
  sluice_prompt_limit_time (call, settings);
  sluice_call_begin_effect (call, "choose", sluice_value_ref (settings), chosen_cb, NULL, NULL);
}

static void
sluice_choice_node_finish (SluiceKindNode *node,
                           SluiceCall     *call)
{
  const char *late = sluice_prompt_get_late_action (call);

  sluice_call_return_action (call, late != NULL ? late : sluice_value_get_string (sluice_call_get_exec_result (call)));
}

static void
sluice_choice_node_class_init (SluiceChoiceNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_choice_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_choice_node_finish;

  g_object_class_install_property (object_class, 1,
    sluice_setting_mark (g_param_spec_string ("prompt", N_("Prompt"), N_("What the person is asked"), "", flags),
                         SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE));
  g_object_class_install_property (object_class, 2,
    sluice_setting_mark (g_param_spec_boxed ("choices", N_("Choices"),
                                             N_("What there is to choose; each is an action"), G_TYPE_STRV, flags),
                         SLUICE_SETTING_LIST, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_REQUIRED));
  g_object_class_install_property (object_class, 3,
    sluice_setting_mark (g_param_spec_double ("timeout", N_("Time Limit"),
                                              N_("After that the default is chosen, or the action is timeout; 0: none"),
                                              0, 1e6, 0, flags),
                         SLUICE_SETTING_DURATION, 0));
  g_object_class_install_property (object_class, 4,
    sluice_setting_mark (g_param_spec_string ("default", N_("Default"), N_("What is chosen when the time is up"), NULL,
                                              flags),
                         SLUICE_SETTING_STRING, SLUICE_SETTING_TEMPLATE));
}

static void
sluice_choice_node_init (SluiceChoiceNode *self)
{
}

static char **
dup_actions (SluiceValue node)
{
  SluiceValue choices = sluice_value_get_member (sluice_value_get_member (node, "settings"), "choices");
  g_autoptr (GStrvBuilder) actions = g_strv_builder_new ();
  g_auto (GStrv) constant = NULL;

  if (!SLUICE_VALUE_IS_ARRAY (choices))
    return NULL;
  for (guint i = 0; i < sluice_value_get_length (choices); i++)
    {
      const char *choice = sluice_value_get_string (sluice_value_get_element (choices, i));

      if (choice != NULL && strstr (choice, "{{") == NULL)
        g_strv_builder_add (actions, choice);
    }
  constant = g_strv_builder_end (actions);
  return sluice_prompt_dup_actions (node, (const char * const *) constant);
}

const SluiceKind sluice_choice_kind = {
  .info = {
    .id = "choice",
    .title = N_("Choice"),
    .blurb = N_("Asks a person to choose; the choice is the action."),
    .keywords = N_("approve;reject;decide;button;question;person;human;"
                   "approval;confirm;review;menu;yes;no"),
    .category = "people",
    .icon_name = "sluice-kind-choice-symbolic",
    .summary_setting = "prompt",
    .dup_actions = dup_actions,
  },
  .get_type = sluice_choice_node_get_type,
};
