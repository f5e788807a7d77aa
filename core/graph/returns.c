/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a node may return, told from the drawing alone, and never too little: where a script computes
 * its action, or an expression is one, or the kind is not known, it may be any. */

#include "graph/returns.h"

#include <string.h>

#include "graph/actions.h"
#include "graph/catalog.h"
#include "graph/document.h"

gboolean
sluice_node_is_off (SluiceValue node)
{
  return sluice_value_get_boolean (sluice_value_get_member (node, "disabled"));
}

gboolean
sluice_node_is_passed_by (SluiceValue node)
{
  return g_strcmp0 (sluice_value_get_member_string (node, "disabled"), "pass-through") == 0;
}

static void
add_action (SluiceReturns *self,
            const char    *action)
{
  sluice_actions_add (self->actions, *action != '\0' ? action : "default");
}

/* Whether a list among the settings is worked out only when it runs. */
static gboolean
has_templates (SluiceValue settings)
{
  SluiceValueIter iter;
  SluiceValue list;

  if (!SLUICE_VALUE_IS_OBJECT (settings))
    return FALSE;
  sluice_value_iter_init (&iter, settings);
  while (sluice_value_iter_next (&iter, NULL, &list))
    for (guint i = 0; SLUICE_VALUE_IS_ARRAY (list) && i < sluice_value_get_length (list); i++)
      {
        const char *item = sluice_value_get_string (sluice_value_get_element (list, i));

        if (item == NULL || strstr (item, "{{") != NULL)
          return TRUE;
      }
  return FALSE;
}

/* Whether something else than the kind may give the result that its action comes from. */
static gboolean
is_given_otherwise (SluiceValue node)
{
  static const char * const keys[] = { "exec", "fallback", "batch", "pin", NULL };

  for (const char * const *key = keys; *key != NULL; key++)
    if (!SLUICE_VALUE_IS_NULL (sluice_value_get_member (node, *key)))
      return TRUE;
  return FALSE;
}

/* What is chosen where nobody chooses may be none of what there is to choose. */
static void
add_default (SluiceReturns *self,
             SluiceValue    settings)
{
  const char *text = sluice_value_get_member_string (settings, "default");

  if (text == NULL)
    return;
  self->any |= strstr (text, "{{") != NULL;
  add_action (self, text);
}

/* Of a flow it is that of its last node, of a request its status, of a class what its post says. */
static gboolean
gives_any (const char *kind)
{
  static const char * const kinds[] = { "flow", "http", "python", NULL };

  return g_strv_contains (kinds, kind);
}

/* A kind that names actions names all, unless they are worked out. */
static void
add_of_kind (SluiceReturns *self,
             SluiceValue    node)
{
  const char *kind = sluice_value_get_member_string (node, "kind");
  const SluiceKindInfo *info = kind != NULL ? sluice_catalog_lookup (kind) : NULL;
  g_auto (GStrv) known = NULL;

  if (info == NULL || gives_any (kind))
    {
      self->any = TRUE;
      return;
    }
  if (info->dup_actions == NULL)
    {
      add_action (self, "default");
      return;
    }
  known = info->dup_actions (node);
  self->any = known == NULL || *known == NULL || is_given_otherwise (node) ||
              has_templates (sluice_value_get_member (node, "settings"));
  add_default (self, sluice_value_get_member (node, "settings"));
  for (char **action = known; action != NULL && *action != NULL; action++)
    add_action (self, *action);
}

/* What post says, and where that is nothing the constant, and else the kind. */
static void
add_all (SluiceReturns *self,
         SluiceValue    node)
{
  SluiceValue action = sluice_value_get_member (node, "action");
  SluiceValue post = sluice_value_get_member (node, "post");
  g_autofree char *text = sluice_text_from_value (post);
  gboolean falls_through = TRUE;

  if (text != NULL)
    {
      sluice_actions_scan (text, self->actions);
      self->any = !sluice_actions_are_constant (text, &falls_through);
    }
  else if (!SLUICE_VALUE_IS_NULL (post))
    {
      self->any = TRUE; /* kept in a file */
    }
  if (!falls_through)
    return;
  if (SLUICE_VALUE_IS_STRING (action))
    add_action (self, sluice_value_get_string (action));
  else if (!SLUICE_VALUE_IS_NULL (action))
    self->any = TRUE;
  else
    add_of_kind (self, node);
}

void
sluice_returns_init (SluiceReturns *self,
                     SluiceValue    node)
{
  self->any = FALSE;
  self->actions = g_ptr_array_new_with_free_func (g_free);
  if (sluice_node_is_passed_by (node))
    add_action (self, "default");
  else
    add_all (self, node);
}

void
sluice_returns_clear (SluiceReturns *self)
{
  g_clear_pointer (&self->actions, g_ptr_array_unref);
}

gboolean
sluice_returns_has (const SluiceReturns *self,
                    const char          *action)
{
  return self->any ||
         g_ptr_array_find_with_equal_func (self->actions, action, g_str_equal, NULL);
}
