/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks of one node: its kind, its keys and its edges. */

#include "graph/check-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "base/pointer.h"
#include "graph/actions.h"
#include "graph/returns.h"

static const char * const node_keys[] = {
  "kind", "title", "note", "disabled", "retries", "wait", "timeout", "batch", "params", "settings",
  "input", "prep", "exec", "fallback", "post", "output", "action", "pin", "next", "python", NULL,
};

/* What is checked of one node. */
typedef struct
{
  SluiceCheck          *check;
  const char           *flow;
  const char           *id;
  const char           *base;    /* its pointer */
  const char           *address;
  SluiceValue           node;
  const SluiceKindInfo *info;    /* NULL: unknown */
} NodeCheck;

static char *
dup_pointer (NodeCheck  *self,
             const char *key)
{
  return sluice_pointer_join (self->base, key);
}

static void
check_kind (NodeCheck *self)
{
  const char *kind = sluice_value_get_member_string (self->node, "kind");
  g_autofree char *pointer = dup_pointer (self, "kind");
  g_autofree const char **kinds = NULL;

  if (kind == NULL || *kind == '\0')
    {
      sluice_check_error (self->check, "no-kind", pointer, NULL, _("node '%s' has no kind"),
                          self->id);
      return;
    }
  if (self->info != NULL)
    return;
  kinds = g_new0 (const char *, sluice_catalog_get_n () + 1);
  for (guint i = 0; i < sluice_catalog_get_n (); i++)
    kinds[i] = sluice_catalog_get (i)->id;
  sluice_check_error (self->check, "unknown-kind", pointer,
                      sluice_check_did_you_mean (kind, kinds), _("no kind '%s'"), kind);
}

/* Keys that nobody knows are kept; one that is nearly a known one is likely a slip. */
static void
check_unknown_keys (NodeCheck *self)
{
  SluiceValueIter iter;
  const char *key;

  sluice_value_iter_init (&iter, self->node);
  while (sluice_value_iter_next (&iter, &key, NULL))
    {
      g_autofree char *pointer = NULL;
      g_autofree char *remedy = NULL;

      if (g_strv_contains (node_keys, key))
        continue;
      remedy = sluice_check_did_you_mean (key, node_keys);
      if (remedy == NULL)
        continue;
      pointer = dup_pointer (self, key);
      sluice_check_warn (self->check, "unknown-key", pointer, g_steal_pointer (&remedy),
                         _("a node has no '%s'"), key);
    }
}

static void
check_number (NodeCheck  *self,
              const char *key,
              double      least,
              gboolean    is_open, /* must be more than least */
              gboolean    is_whole)
{
  SluiceValue value = sluice_value_get_member (self->node, key);
  g_autofree char *pointer = NULL;
  double number = sluice_value_get_real (value);

  if (!sluice_value_has_member (self->node, key))
    return;
  pointer = dup_pointer (self, key);
  if (is_whole && !SLUICE_VALUE_IS_INTEGER (value))
    sluice_check_error (self->check, "wrong-type", pointer, NULL, _("'%s' is a whole number"), key);
  else if (!sluice_is_number (value))
    sluice_check_error (self->check, "wrong-type", pointer, NULL, _("'%s' is a number of seconds"),
                        key);
  else if (number < least || (is_open && number <= least))
    sluice_check_error (self->check, "out-of-range", pointer, NULL,
                        is_open ? _("'%s' is more than %g") : _("'%s' is at least %g"), key, least);
}

static gboolean
is_disabled (SluiceValue value)
{
  return sluice_is_boolean (value) || g_strcmp0 (sluice_value_get_string (value), "pass-through") == 0;
}

static gboolean
is_pin (SluiceValue value)
{
  return sluice_is_object (value) && sluice_value_has_member (value, "result");
}

static void
check_keys (NodeCheck *self)
{
  static const struct
  {
    const char      *key;
    SluiceValueTest  test;
    const char      *expected;
  } keys[] = {
    { "title", sluice_is_line, N_("a string") },
    { "note", sluice_is_text, N_("a text") },
    { "disabled", is_disabled, N_("true, false or \"pass-through\"") },
    { "params", sluice_is_object, N_("an object") },
    { "input", sluice_is_text, N_("an expression") },
    { "output", sluice_is_line, N_("a string") },
    { "prep", sluice_is_text, N_("a text") },
    { "exec", sluice_is_text, N_("a text") },
    { "fallback", sluice_is_text, N_("a text") },
    { "post", sluice_is_text, N_("a text") },
    { "pin", is_pin, N_("an object with “result”") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    sluice_check_member (self->check, self->base, self->node, keys[i].key, keys[i].test,
                         keys[i].expected);
  check_number (self, "retries", 1, FALSE, TRUE);
  check_number (self, "wait", 0, FALSE, FALSE);
  check_number (self, "timeout", 0, TRUE, FALSE);
  sluice_check_batch (self->check, self->base, self->node);
}

/* Phases */

static gboolean
post_returns_actions (NodeCheck *self)
{
  g_autofree char *post = sluice_text_from_value (sluice_value_get_member (self->node, "post"));
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func (g_free);

  if (post != NULL)
    sluice_actions_scan (post, actions);
  return actions->len > 0;
}

static void
check_action (NodeCheck *self)
{
  SluiceValue action = sluice_value_get_member (self->node, "action");
  g_autofree char *pointer = NULL;

  if (!sluice_value_has_member (self->node, "action"))
    return;
  pointer = dup_pointer (self, "action");
  if (!SLUICE_VALUE_IS_STRING (action) &&
      !(SLUICE_VALUE_IS_OBJECT (action) && sluice_value_get_member_string (action, "expr") != NULL))
    sluice_check_error (self->check, "wrong-type", pointer, NULL,
                        _("'action' is a string, or { \"expr\": \"…\" }"));
  else if (post_returns_actions (self))
    sluice_check_warn (self->check, "two-actions", pointer, g_strdup (_("keep one of the two")),
                       _("'post' returns an action too, and what it returns counts"));
}

static void
check_phases (NodeCheck *self)
{
  g_autofree char *input = dup_pointer (self, "input");
  g_autofree char *exec = dup_pointer (self, "exec");

  if (sluice_value_has_member (self->node, "input") && sluice_value_has_member (self->node, "prep"))
    sluice_check_warn (self->check, "two-inputs", input, g_strdup (_("keep one of the two")),
                       _("'prep' and 'input' both say what exec gets"));
  if (sluice_value_has_member (self->node, "exec") && self->info != NULL && !self->info->has_exec)
    sluice_check_warn (self->check, "unused-exec", exec,
                       g_strdup (_("make it a script, or remove 'exec'")),
                       _("kind '%s' has an exec of its own"), self->info->id);
  check_action (self);
}

/* Edges */

static void
check_edge (NodeCheck   *self,
            const char  *next,
            const char  *action,
            SluiceValue  target)
{
  g_autofree char *pointer = NULL;
  const char *id = sluice_value_get_string (target);
  g_autofree char *address = id != NULL ? sluice_address_join (self->flow, id) : NULL;

  if (*action != '\0' && id != NULL && sluice_document_has_node (self->check->document, address))
    return;
  pointer = sluice_pointer_join (next, action);

  if (*action == '\0')
    sluice_check_error (self->check, "no-action", pointer, NULL,
                        _("an edge of '%s' has an action without a name"), self->id);
  if (id == NULL)
    {
      if (!SLUICE_VALUE_IS_NULL (target))
        sluice_check_error (self->check, "wrong-type", pointer, NULL,
                            _("an edge leads to the id of a node, or to null"));
      return;
    }
  if (!sluice_document_has_node (self->check->document, address))
    sluice_check_error (self->check, "no-node", pointer,
                        sluice_check_guess_node (self->check, self->flow, id), _("no node '%s'"),
                        id);
}

static void
check_edges (NodeCheck *self)
{
  SluiceValue next = sluice_value_get_member (self->node, "next");
  g_autofree char *pointer = dup_pointer (self, "next");
  SluiceValueIter iter;
  SluiceValue target;
  const char *action;

  if (!sluice_check_member (self->check, self->base, self->node, "next", sluice_is_object,
                            N_("an object")))
    return;
  if (self->info != NULL && self->info->is_final && sluice_value_get_length (next) > 0)
    sluice_check_error (self->check, "after-end", pointer, g_strdup (_("remove its edges")),
                        _("nothing can follow '%s', which ends the flow"), self->id);
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, &target))
    check_edge (self, pointer, action, target);
}

/* Drawn, and nothing written yet. */
static gboolean
is_empty_script (NodeCheck *self)
{
  return self->info->has_exec && SLUICE_VALUE_IS_NULL (sluice_value_get_member (self->node, "prep"))
         && SLUICE_VALUE_IS_NULL (sluice_value_get_member (self->node, "exec"));
}

/* Whether its kind alone gives the action: one of those that it names, or always the same. */
static gboolean
kind_gives_action (NodeCheck *self)
{
  static const char * const others[] = { "post", "action", "pin", "disabled", "exec", "fallback", "batch", NULL };
  gboolean names = self->info != NULL && self->info->dup_actions != NULL;

  /* Where it names none, how it comes to its result does not matter. */
  for (guint i = 0; i < (names ? G_N_ELEMENTS (others) - 1 : 4); i++)
    if (!SLUICE_VALUE_IS_NULL (sluice_value_get_member (self->node, others[i])))
      return FALSE;
  return self->info != NULL && !self->info->is_final && !is_empty_script (self);
}

/* A default that is chosen in the end may be none of the choices, and may be worked out. */
static gboolean
is_in_settings (NodeCheck  *self,
                const char *action)
{
  SluiceValue settings = sluice_value_get_member (self->node, "settings");
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  if (!SLUICE_VALUE_IS_OBJECT (settings))
    return FALSE;
  sluice_value_iter_init (&iter, settings);
  while (sluice_value_iter_next (&iter, &name, &value))
    {
      const SluiceSettingInfo *setting = sluice_kind_info_find_setting (self->info, name);
      const char *text = sluice_value_get_string (value);

      if (setting != NULL && setting->type == SLUICE_SETTING_STRING && text != NULL
          && (g_str_equal (text, action) || strstr (text, "{{") != NULL))
        return TRUE;
    }
  return FALSE;
}

/* Edges that no action leads along, as they are left when a choice was given another name. */
static void
check_idle_edges (NodeCheck *self)
{
  g_auto (SluiceReturns) returns = { FALSE, NULL };
  SluiceValue next = sluice_value_get_member (self->node, "next");
  SluiceValueIter iter;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next) || !kind_gives_action (self))
    return;
  sluice_returns_init (&returns, self->node);
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, NULL))
    if (*action != '\0' && !sluice_returns_has (&returns, action) && !is_in_settings (self, action))
      {
        g_autofree char *base = dup_pointer (self, "next");
        g_autofree char *pointer = sluice_pointer_join (base, action);

        sluice_check_warn (self->check, "idle-edge", pointer,
                           g_strdup (self->info->dup_actions != NULL ? _("remove the edge, or rename it")
                                                                     : _("return it in post, or remove the edge")),
                           _("action '%s' is never given by '%s'"), action, self->id);
      }
}

/* Actions that it can return and that have no edge: the flow ends there, perhaps not on purpose. */
static void
check_open_actions (NodeCheck *self)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self->check->document, self->address);
  gboolean is_guess =
    ports->len == 1 && g_str_equal (((SluicePort *) ports->pdata[0])->action, "default");

  for (guint i = 0; i < ports->len && !is_guess; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);

      if (!port->has_edge)
        sluice_check_inform (self->check, "open-action", self->base,
                             g_strdup (_("connect it, or let it end on purpose")),
                             _("action '%s' of '%s' has no edge: the flow ends there"),
                             port->action, self->id);
    }
}

void
sluice_check_node (SluiceCheck *check,
                   const char  *flow,
                   const char  *id)
{
  g_autofree char *base = sluice_pointer_build ("flows", flow, "nodes", id, NULL);
  g_autofree char *address = g_strconcat (flow, "/", id, NULL);
  SluiceValue node = sluice_document_get_node (check->document, address);
  NodeCheck self = {
    check, flow, id, base, address, node,
    sluice_catalog_lookup (sluice_value_get_member_string (node, "kind")),
  };

  check_kind (&self);
  check_unknown_keys (&self);
  check_keys (&self);
  check_phases (&self);
  sluice_check_settings (check, base, node, self.info);
  check_edges (&self);
  check_idle_edges (&self);
  check_open_actions (&self);
}
