/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* switch: the first rule that holds names the action. Rules are looked at in post, in their order and no
 * further than the first that holds: a later one may count on the earlier ones. */

#include <glib/gi18n-lib.h>

#include "kinds/kind.h"

#define SLUICE_TYPE_SWITCH_NODE (sluice_switch_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceSwitchNode, sluice_switch_node, SLUICE, SWITCH_NODE, SluiceKindNode)

typedef struct
{
  char         *action; /* owned */
  SluiceScript *script; /* owned */
} Rule;

struct _SluiceSwitchNode
{
  SluiceKindNode parent_instance;

  GArray        *rules; /* of Rule */
};

G_DEFINE_FINAL_TYPE (SluiceSwitchNode, sluice_switch_node, SLUICE_TYPE_KIND_NODE)

/* The rules being looked at. */
typedef struct
{
  SluiceSwitchNode *node; /* borrowed: the call holds it */
  guint             next;
} Look;

static void
rule_clear (gpointer data)
{
  Rule *rule = data;

  g_free (rule->action);
  sluice_script_unref (rule->script);
}

static void look_at_next (SluiceCall *call,
                          Look       *take_look);

static void
looked_cb (SluiceCall   *call,
           SluiceValue   result,
           const GError *error,
           gpointer      user_data)
{
  const Look *look = user_data;
  const Rule *rule = &g_array_index (look->node->rules, Rule, look->next);
  gboolean holds = !SLUICE_VALUE_IS_NULL (result)
                   && !(SLUICE_VALUE_IS_BOOLEAN (result) && !sluice_value_get_boolean (result));
  Look *next;

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (holds)
    sluice_call_return_action (call, rule->action);
  else
    {
      next = g_new (Look, 1);
      *next = (Look) { look->node, look->next + 1 };
      look_at_next (call, next);
    }
}

static void
look_at_next (SluiceCall *call,
              Look       *take_look)
{
  g_autofree char *otherwise = NULL;

  if (take_look->next < take_look->node->rules->len)
    {
      sluice_script_run (g_array_index (take_look->node->rules, Rule, take_look->next).script, call,
                         SLUICE_SCRIPT_SHARED_STORE, sluice_value_null (), looked_cb, take_look, g_free);
      return;
    }
  g_object_get (take_look->node, "else", &otherwise, NULL);
  g_free (take_look);
  sluice_call_return_action (call, otherwise);
}

static void
sluice_switch_node_perform (SluiceKindNode *node,
                            SluiceCall     *call,
                            SluiceValue     settings)
{
  sluice_call_return_value (call, sluice_value_ref (sluice_call_get_item (call)));
}

static void
sluice_switch_node_finish (SluiceKindNode *node,
                           SluiceCall     *call)
{
  Look *look = g_new0 (Look, 1);

  look->node = SLUICE_SWITCH_NODE (node);
  look_at_next (call, look);
}

static gboolean
sluice_switch_node_load (SluiceKindNode  *node,
                         SluiceValue      settings,
                         GError         **error)
{
  SluiceSwitchNode *self = SLUICE_SWITCH_NODE (node);
  SluiceValue rules = sluice_value_get_member (settings, "rules");
  const char *address = sluice_node_get_address (SLUICE_NODE (node));
  SluiceValueIter iter;
  SluiceValue value;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (rules))
    return TRUE;
  sluice_value_iter_init (&iter, rules);
  while (sluice_value_iter_next (&iter, &action, &value))
    {
      const char *text = sluice_value_get_string (value);
      g_autofree char *name = g_strdup_printf ("%s rule %s", address, action);
      Rule rule;

      if (text == NULL)
        {
          g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                       "the rule “%s” takes an expression, not %s", action,
                       sluice_value_type_name (sluice_value_get_value_type (value)));
          return FALSE;
        }
      rule.script = sluice_script_new (SLUICE_SCRIPT_EXPRESSION, name, text, error);
      if (rule.script == NULL)
        return FALSE;
      rule.action = g_strdup (action);
      g_array_append_val (self->rules, rule);
    }
  return TRUE;
}

static void
sluice_switch_node_finalize (GObject *object)
{
  g_array_unref (SLUICE_SWITCH_NODE (object)->rules);
  G_OBJECT_CLASS (sluice_switch_node_parent_class)->finalize (object);
}

static void
sluice_switch_node_class_init (SluiceSwitchNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  object_class->finalize = sluice_switch_node_finalize;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_switch_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_switch_node_finish;
  SLUICE_KIND_NODE_CLASS (klass)->load = sluice_switch_node_load;

  g_object_class_install_property (object_class, 1,
    sluice_setting_mark (g_param_spec_boxed ("rules", N_("Rules"),
                                             N_("Actions with the expressions that lead to them; the first that holds"),
                                             SLUICE_TYPE_VALUE, flags),
                         SLUICE_SETTING_MAP, SLUICE_SETTING_REQUIRED));
  g_object_class_install_property (object_class, 2,
    g_param_spec_string ("else", N_("Else"), N_("The action where no rule holds"), "else", flags));
}

static void
sluice_switch_node_init (SluiceSwitchNode *self)
{
  self->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  g_array_set_clear_func (self->rules, rule_clear);
}

static char **
dup_actions (SluiceValue node)
{
  SluiceValue settings = sluice_value_get_member (node, "settings");
  SluiceValue rules = sluice_value_get_member (settings, "rules");
  const char *otherwise = sluice_value_get_member_string (settings, "else");
  g_autoptr (GStrvBuilder) actions = g_strv_builder_new ();
  SluiceValueIter iter;
  const char *action;

  if (SLUICE_VALUE_IS_OBJECT (rules))
    {
      sluice_value_iter_init (&iter, rules);
      while (sluice_value_iter_next (&iter, &action, NULL))
        g_strv_builder_add (actions, action);
    }
  g_strv_builder_add (actions, otherwise != NULL ? otherwise : "else");
  return g_strv_builder_end (actions);
}

const SluiceKind sluice_switch_kind = {
  .info = {
    .id = "switch",
    .title = N_("Switch"),
    .blurb = N_("Goes where the first rule that holds leads."),
    .keywords = N_("if;else;condition;branch;case;route;filter;decide;while;loop;until;router;compare"),
    .category = "logic",
    .icon_name = "sluice-kind-switch-symbolic",
    .summary_setting = "rules",
    .dup_actions = dup_actions,
  },
  .get_type = sluice_switch_node_get_type,
};
