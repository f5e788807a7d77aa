/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all kinds share: the phases as the person wrote them, and the settings. A setting may be a
 * template, or { "expr": "…" }; such settings are worked out for each attempt, from params, prep_res,
 * item and the store as prep left it. */

#include "kinds/kind.h"

#include <string.h>

typedef struct
{
  const char   *name;   /* of the setting, interned */
  int           index;  /* of the list's item; -1: the setting itself, or a member */
  const char   *member; /* of the map, interned; NULL: none */
  SluiceScript *script; /* owned */
} Formula;

typedef struct
{
  SluicePhases phases;
  GArray      *formulas; /* of Formula: the settings to be worked out; NULL: none */
  SluiceValue  settings; /* an object once it was asked for: the others, and the places of those */
  GHashTable  *values;   /* GParamSpec → GValue, owned: of kinds that keep their properties here */
} SluiceKindNodePrivate;

/* Settings being worked out, one formula after the other. */
typedef struct
{
  SluiceKindNode *self; /* borrowed: the call holds it */
  SluiceValue     settings;
  guint           next;
} Rendering;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SluiceKindNode, sluice_kind_node, SLUICE_TYPE_NODE)

#define PRIV(self) ((SluiceKindNodePrivate *) sluice_kind_node_get_instance_private (self))

/* A new node has nothing but itself: many are made one after the other, and lie side by side. */
static SluiceValue *
ensure_settings (SluiceKindNode *self)
{
  SluiceKindNodePrivate *priv = PRIV (self);

  if (SLUICE_VALUE_IS_NULL (priv->settings))
    priv->settings = sluice_value_object ();
  return &priv->settings;
}

static inline guint
get_n_formulas (const SluiceKindNodePrivate *priv)
{
  return priv->formulas != NULL ? priv->formulas->len : 0;
}

static void
formula_clear (gpointer data)
{
  Formula *formula = data;

  g_clear_pointer (&formula->script, sluice_script_unref);
}

static void
rendering_free (gpointer data)
{
  Rendering *rendering = data;

  sluice_value_unref (rendering->settings);
  g_free (rendering);
}

static void render_next (SluiceCall *call,
                         Rendering  *rendering);

static void
rendered_cb (SluiceCall   *call,
             SluiceValue   result,
             const GError *error,
             gpointer      user_data)
{
  Rendering *rendering = user_data;
  Formula *formula = &g_array_index (PRIV (rendering->self)->formulas, Formula, rendering->next);
  SluiceValue list;

  if (error != NULL)
    {
      sluice_call_return_error (call, g_error_copy (error));
      rendering_free (rendering);
      return;
    }
  if (formula->member != NULL)
    {
      list = sluice_value_ref (sluice_value_get_member (rendering->settings, formula->name));
      sluice_value_set_member (&list, formula->member, sluice_value_ref (result));
      sluice_value_set_member (&rendering->settings, formula->name, list);
    }
  else if (formula->index < 0)
    sluice_value_set_member (&rendering->settings, formula->name, sluice_value_ref (result));
  else
    {
      list = sluice_value_ref (sluice_value_get_member (rendering->settings, formula->name));
      sluice_value_set_element (&list, (guint) formula->index, sluice_value_ref (result));
      sluice_value_set_member (&rendering->settings, formula->name, list);
    }
  rendering->next++;
  render_next (call, rendering);
}

static void
render_next (SluiceCall *call,
             Rendering  *rendering)
{
  SluiceKindNodePrivate *priv = PRIV (rendering->self);
  const SluiceValue *snapshot = sluice_call_get_data (call);

  if (rendering->next < get_n_formulas (priv))
    {
      sluice_script_run (g_array_index (priv->formulas, Formula, rendering->next).script, call,
                         SLUICE_SCRIPT_SHARED_SNAPSHOT,
                         snapshot != NULL ? *snapshot : sluice_value_null (),
                         rendered_cb, rendering, NULL);
      return;
    }
  SLUICE_KIND_NODE_GET_CLASS (rendering->self)->perform (rendering->self, call, rendering->settings);
  rendering_free (rendering);
}

static void
snapshot_free (gpointer data)
{
  SluiceValue *snapshot = data;

  sluice_value_unref (*snapshot);
  g_free (snapshot);
}

static void
prepared_cb (SluiceCall  *call,
             SluiceValue  result,
             gpointer     user_data)
{
  SluiceKindNodePrivate *priv = PRIV (SLUICE_KIND_NODE (user_data));

  if (get_n_formulas (priv) > 0 || SLUICE_KIND_NODE_GET_CLASS (user_data)->wants_store)
    {
      SluiceValue *snapshot = g_new (SluiceValue, 1);

      *snapshot = sluice_value_ref (sluice_store_get_root (sluice_call_get_store (call, NULL)));
      sluice_call_set_data (call, snapshot, snapshot_free);
    }
  sluice_phases_return (call, result, NULL);
}

static void
sluice_kind_node_prep (SluiceNode *node,
                       SluiceCall *call)
{
  sluice_phases_prep (&PRIV (SLUICE_KIND_NODE (node))->phases, call, prepared_cb, node);
}

static void
sluice_kind_node_exec (SluiceNode *node,
                       SluiceCall *call)
{
  SluiceKindNode *self = SLUICE_KIND_NODE (node);
  SluiceKindNodePrivate *priv = PRIV (self);
  Rendering *rendering;

  if (get_n_formulas (priv) == 0)
    {
      SLUICE_KIND_NODE_GET_CLASS (self)->perform (self, call, *ensure_settings (self));
      return;
    }
  rendering = g_new0 (Rendering, 1);
  rendering->self = self;
  rendering->settings = sluice_value_ref (priv->settings);
  render_next (call, rendering);
}

static void
sluice_kind_node_fallback (SluiceNode *node,
                           SluiceCall *call)
{
  SluicePhases *phases = &PRIV (SLUICE_KIND_NODE (node))->phases;

  if (phases->fallback != NULL)
    sluice_phases_run (phases->fallback, call);
  else
    sluice_call_return_error (call, g_error_copy (sluice_call_get_error (call)));
}

static void
finish_cb (SluiceCall  *call,
           SluiceValue  result,
           gpointer     user_data)
{
  SluiceKindNode *self = user_data;

  SLUICE_KIND_NODE_GET_CLASS (self)->finish (self, call);
}

static void
sluice_kind_node_post (SluiceNode *node,
                       SluiceCall *call)
{
  sluice_phases_post (&PRIV (SLUICE_KIND_NODE (node))->phases, call, finish_cb, node);
}

static void
sluice_kind_node_perform (SluiceKindNode *self,
                          SluiceCall     *call,
                          SluiceValue     settings)
{
  sluice_call_return (call);
}

static void
sluice_kind_node_finish (SluiceKindNode *self,
                         SluiceCall     *call)
{
  sluice_call_return (call);
}

static void
value_free (gpointer data)
{
  GValue *value = data;

  g_value_unset (value);
  g_free (value);
}

/* For the class of a kind that does nothing with a property but hand it to perform(). */
void
sluice_kind_node_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SluiceKindNodePrivate *priv = PRIV (SLUICE_KIND_NODE (object));
  const GValue *kept = priv->values != NULL ? g_hash_table_lookup (priv->values, pspec) : NULL;

  if (kept != NULL)
    g_value_copy (kept, value);
  else
    g_param_value_set_default (pspec, value);
}

void
sluice_kind_node_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SluiceKindNodePrivate *priv = PRIV (SLUICE_KIND_NODE (object));
  GValue *kept = g_new0 (GValue, 1);

  if (priv->values == NULL)
    priv->values = g_hash_table_new_full (NULL, NULL, NULL, value_free);
  g_value_init (kept, pspec->value_type);
  g_value_copy (value, kept);
  g_hash_table_replace (priv->values, pspec, kept);
}

static void
sluice_kind_node_finalize (GObject *object)
{
  SluiceKindNodePrivate *priv = PRIV (SLUICE_KIND_NODE (object));

  sluice_phases_clear (&priv->phases);
  g_clear_pointer (&priv->formulas, g_array_unref);
  sluice_value_clear (&priv->settings);
  g_clear_pointer (&priv->values, g_hash_table_unref);
  G_OBJECT_CLASS (sluice_kind_node_parent_class)->finalize (object);
}

static void
sluice_kind_node_class_init (SluiceKindNodeClass *klass)
{
  SluiceNodeClass *node_class = SLUICE_NODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_kind_node_finalize;
  node_class->prep = sluice_kind_node_prep;
  node_class->exec = sluice_kind_node_exec;
  node_class->fallback = sluice_kind_node_fallback;
  node_class->post = sluice_kind_node_post;
  node_class->async = TRUE;
  klass->perform = sluice_kind_node_perform;
  klass->finish = sluice_kind_node_finish;
}

static void
sluice_kind_node_init (SluiceKindNode *self)
{
}

static void
append_formula (SluiceKindNodePrivate *priv,
                const Formula         *formula)
{
  if (priv->formulas == NULL)
    {
      priv->formulas = g_array_new (FALSE, TRUE, sizeof (Formula));
      g_array_set_clear_func (priv->formulas, formula_clear);
    }
  g_array_append_val (priv->formulas, *formula);
}

static gboolean
add_formula (SluiceKindNode   *self,
             const char       *name,
             int               index,
             const char       *member,
             SluiceScriptType  type,
             const char       *text,
             GError          **error)
{
  Formula formula = { g_intern_string (name), index, g_intern_string (member), NULL };
  g_autofree char *where = g_strdup_printf ("%s %s", sluice_node_get_address (SLUICE_NODE (self)), name);

  formula.script = sluice_script_new (type, where, text, error);
  if (formula.script == NULL)
    return FALSE;
  if (sluice_script_is_constant (formula.script))
    formula_clear (&formula);
  else
    append_formula (PRIV (self), &formula);
  return TRUE;
}

/* The expression of a text that is nothing else: "{{ shared.n + 1 }}"; NULL: it is more, or less. */
static char *
dup_only_expression (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  gsize length = strlen (stripped);
  const char *end = strstr (stripped, "}}");

  if (!g_str_has_prefix (stripped, "{{") || end == NULL || end != stripped + length - 2)
    return NULL;
  return g_strndup (stripped + 2, length - 4);
}

static gboolean
add_member (SluiceKindNode  *self,
            GParamSpec      *pspec,
            const char      *key,
            SluiceValue      value,
            GError         **error)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  const char *text = sluice_value_get_string (value);
  g_autofree char *only = NULL;

  if (expression != NULL && sluice_value_get_length (value) == 1)
    return add_formula (self, pspec->name, -1, key, SLUICE_SCRIPT_EXPRESSION, expression, error);
  if (text == NULL)
    return TRUE;
  only = sluice_setting_gives_values (pspec) ? dup_only_expression (text) : NULL;
  if (only != NULL)
    return add_formula (self, pspec->name, -1, key, SLUICE_SCRIPT_EXPRESSION, only, error);
  return add_formula (self, pspec->name, -1, key, SLUICE_SCRIPT_TEMPLATE, text, error);
}

static gboolean
add_member_templates (SluiceKindNode  *self,
                      GParamSpec      *pspec,
                      SluiceValue      map,
                      GError         **error)
{
  SluiceValueIter iter;
  SluiceValue value;
  const char *key;

  sluice_value_iter_init (&iter, map);
  while (sluice_value_iter_next (&iter, &key, &value))
    if (!add_member (self, pspec, key, value, error))
      return FALSE;
  return TRUE;
}

/* The templates of a text, of a list of texts, or of the texts in a map. */
static gboolean
add_templates (SluiceKindNode  *self,
               GParamSpec      *pspec,
               SluiceValue      value,
               GError         **error)
{
  const char *name = pspec->name;

  if (SLUICE_VALUE_IS_STRING (value))
    return add_formula (self, name, -1, NULL, SLUICE_SCRIPT_TEMPLATE, sluice_value_get_string (value), error);
  if (SLUICE_VALUE_IS_OBJECT (value))
    return add_member_templates (self, pspec, value, error);
  if (!SLUICE_VALUE_IS_ARRAY (value))
    return TRUE;
  for (guint i = 0; i < sluice_value_get_length (value); i++)
    {
      const char *text = sluice_value_get_string (sluice_value_get_element (value, i));

      if (text != NULL && !add_formula (self, name, (int) i, NULL, SLUICE_SCRIPT_TEMPLATE, text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_setting (SluiceKindNode  *self,
              GParamSpec      *pspec,
              SluiceValue      value,
              GError         **error)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  SluiceValue set;

  if (expression != NULL && sluice_value_get_length (value) == 1)
    return add_formula (self, pspec->name, -1, NULL, SLUICE_SCRIPT_EXPRESSION, expression, error);
  if (!sluice_setting_set (G_OBJECT (self), pspec, value, error))
    return FALSE;
  set = sluice_setting_dup (G_OBJECT (self), pspec);
  sluice_value_set_member (ensure_settings (self), pspec->name, set);
  return !sluice_setting_is_template (pspec) || add_templates (self, pspec, set, error);
}

/* GObject sorts all properties of a class whenever it lists them; here it does so once. */
static GParamSpec **
get_settings (SluiceKindNode *self)
{
  SluiceKindNodeClass *klass = SLUICE_KIND_NODE_GET_CLASS (self);

  if (g_once_init_enter (&klass->settings))
    {
      guint n, n_own = 0;
      GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_CLASS (klass), &n);

      for (guint i = 0; i < n; i++)
        if (pspecs[i]->owner_type == G_OBJECT_TYPE (self))
          pspecs[n_own++] = pspecs[i];
      pspecs = g_renew (GParamSpec *, pspecs, n_own + 1);
      pspecs[n_own] = NULL;
      g_once_init_leave (&klass->settings, pspecs);
    }
  return klass->settings;
}

static gboolean
load_settings (SluiceKindNode  *self,
               SluiceValue      settings,
               GError         **error)
{
  for (GParamSpec **pspec = get_settings (self); *pspec != NULL; pspec++)
    if (!load_setting (self, *pspec, sluice_value_get_member (settings, (*pspec)->name), error))
      return FALSE;
  return TRUE;
}

/**
 * sluice_kind_node_load: (skip)
 * @self: a new node with its address set
 * @node: the node's object in a document, with all texts in it
 * @error: return location for %SLUICE_KIND_ERROR or %SLUICE_SCRIPT_ERROR
 *
 * Reads settings and phases.
 *
 * Returns: whether all could be read
 */
gboolean
sluice_kind_node_load (SluiceKindNode  *self,
                       SluiceValue      node,
                       GError         **error)
{
  SluiceKindNodeClass *klass = SLUICE_KIND_NODE_GET_CLASS (self);

  return load_settings (self, sluice_value_get_member (node, "settings"), error)
         && (klass->load == NULL || klass->load (self, *ensure_settings (self), error))
         && sluice_phases_load (&PRIV (self)->phases, node,
                                sluice_node_get_address (SLUICE_NODE (self)), error);
}

SluicePhases *
sluice_kind_node_get_phases (SluiceKindNode *self)
{
  return &PRIV (self)->phases;
}

gboolean
sluice_kind_has_edge (SluiceNode *node,
                      const char *action)
{
  for (guint i = 0; i < sluice_node_get_n_edges (node); i++)
    if (g_str_equal (sluice_node_get_edge (node, i, NULL), action))
      return TRUE;
  return FALSE;
}

char **
sluice_kind_dup_actions (SluiceValue  node,
                         const char  *optional,
                         gboolean     numbers)
{
  SluiceValue next = sluice_value_get_member (node, "next");
  g_autoptr (GStrvBuilder) actions = g_strv_builder_new ();
  gboolean has_any = FALSE;
  SluiceValueIter iter;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return NULL;
  g_strv_builder_add (actions, "default");
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, NULL))
    if (g_strcmp0 (action, optional) == 0
        || (numbers && *action != '\0' && action[strspn (action, "0123456789")] == '\0'))
      {
        g_strv_builder_add (actions, action);
        has_any = TRUE;
      }
  return has_any ? g_strv_builder_end (actions) : NULL;
}
