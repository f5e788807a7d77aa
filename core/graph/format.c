/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The canonical form of a flow file. Every object type has its keys in one order; keys that are not
 * known follow in the order in which they are, so that nothing is dropped. Only the order of keys
 * is decided here; the text of values is base/json.h's. */

#include "graph/format.h"

#include "base/json.h"

/* Which order the members of an object have, and what the objects below it are. */
typedef enum
{
  SHAPE_ANY, /* kept as it is */
  SHAPE_ROOT,
  SHAPE_USES,
  SHAPE_FLOWS,
  SHAPE_FLOW,
  SHAPE_NODES,
  SHAPE_NODE,
  SHAPE_BATCH,
  SHAPE_PLACE,
  SHAPE_BOXES,
  SHAPE_BOX,
} Shape;

typedef struct
{
  const char *key;
  Shape       shape;
} Known;

static const Known root_keys[] = {
  { "$schema", SHAPE_ANY }, { "format", SHAPE_ANY }, { "name", SHAPE_ANY },
  { "note", SHAPE_ANY },    { "uses", SHAPE_USES },  { "run", SHAPE_ANY },
  { "shared", SHAPE_ANY },  { "queues", SHAPE_ANY }, { "flows", SHAPE_FLOWS },
  { "python", SHAPE_ANY },  { NULL, SHAPE_ANY },
};

static const Known uses_keys[] = {
  { "folders", SHAPE_ANY },     { "hosts", SHAPE_ANY },   { "commands", SHAPE_ANY },
  { "environment", SHAPE_ANY }, { "secrets", SHAPE_ANY }, { NULL, SHAPE_ANY },
};

static const Known flow_keys[] = {
  { "title", SHAPE_ANY },  { "note", SHAPE_ANY }, { "start", SHAPE_ANY }, { "params", SHAPE_ANY },
  { "batch", SHAPE_BATCH }, { "prep", SHAPE_ANY }, { "post", SHAPE_ANY },  { "nodes", SHAPE_NODES },
  { "python", SHAPE_ANY },  { NULL, SHAPE_ANY },
};

static const Known node_keys[] = {
  { "kind", SHAPE_ANY },    { "title", SHAPE_ANY },    { "note", SHAPE_ANY },
  { "disabled", SHAPE_ANY }, { "retries", SHAPE_ANY },  { "wait", SHAPE_ANY },
  { "timeout", SHAPE_ANY }, { "batch", SHAPE_BATCH },  { "params", SHAPE_ANY },
  { "settings", SHAPE_ANY }, { "input", SHAPE_ANY },    { "prep", SHAPE_ANY },
  { "exec", SHAPE_ANY },    { "fallback", SHAPE_ANY }, { "post", SHAPE_ANY },
  { "output", SHAPE_ANY },  { "action", SHAPE_ANY },   { "pin", SHAPE_ANY },
  { "next", SHAPE_ANY },    { "python", SHAPE_ANY },   { NULL, SHAPE_ANY },
};

static const Known batch_keys[] = {
  { "mode", SHAPE_ANY }, { "limit", SHAPE_ANY }, { "on_error", SHAPE_ANY }, { NULL, SHAPE_ANY },
};

static const Known place_keys[] = {
  { "at", SHAPE_ANY }, { "colour", SHAPE_ANY }, { "bends", SHAPE_ANY }, { NULL, SHAPE_ANY },
};

/* Of frames and of notes. */
static const Known box_keys[] = {
  { "title", SHAPE_ANY }, { "text", SHAPE_ANY },   { "at", SHAPE_ANY },
  { "size", SHAPE_ANY },  { "colour", SHAPE_ANY }, { NULL, SHAPE_ANY },
};

static const Known no_keys[] = { { NULL, SHAPE_ANY } };

static const struct
{
  const Known *keys;
  Shape        others; /* the shape of members that are not among them */
} shapes[] = {
  [SHAPE_ANY]   = { no_keys, SHAPE_ANY },
  [SHAPE_ROOT]  = { root_keys, SHAPE_ANY },
  [SHAPE_USES]  = { uses_keys, SHAPE_ANY },
  [SHAPE_FLOWS] = { no_keys, SHAPE_FLOW },
  [SHAPE_FLOW]  = { flow_keys, SHAPE_ANY },
  [SHAPE_NODES] = { no_keys, SHAPE_NODE },
  [SHAPE_NODE]  = { node_keys, SHAPE_ANY },
  [SHAPE_BATCH] = { batch_keys, SHAPE_ANY },
  [SHAPE_PLACE] = { place_keys, SHAPE_ANY },
  [SHAPE_BOXES] = { no_keys, SHAPE_BOX },
  [SHAPE_BOX]   = { box_keys, SHAPE_ANY },
};

static SluiceValue order_value (SluiceValue value,
                                Shape       shape);

/* Where a key stands among the known ones; behind them if it is none. */
static guint
get_place (const Known *keys,
           const char  *key)
{
  guint place = 0;

  while (keys[place].key != NULL && !g_str_equal (keys[place].key, key))
    place++;
  return place;
}

/* The layout is last of all in the file. */
static gboolean
is_layout (Shape       shape,
           const char *key)
{
  return shape == SHAPE_ROOT && g_str_equal (key, "layout");
}

static gboolean
has_ordered_keys (SluiceValue value,
                  Shape       shape)
{
  const Known *keys = shapes[shape].keys;
  SluiceValueIter iter;
  const char *key;
  guint last = 0;

  if (keys == no_keys)
    return TRUE;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, NULL))
    {
      guint place = is_layout (shape, key) ? G_MAXUINT : get_place (keys, key);

      if (place < last)
        return FALSE;
      last = place;
    }
  return TRUE;
}

/* Whether the members stand in the order of those of @model, and what that does not have behind them. */
static gboolean
has_keys_like (SluiceValue value,
               SluiceValue model)
{
  SluiceValueIter iter, models;
  const char *key, *next;
  gboolean is_behind = FALSE;

  sluice_value_iter_init (&models, model);
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, NULL))
    {
      if (!sluice_value_has_member (model, key))
        {
          is_behind = TRUE;
          continue;
        }
      do
        {
          if (is_behind || !sluice_value_iter_next (&models, &next, NULL))
            return FALSE;
        }
      while (!g_str_equal (next, key));
    }
  return TRUE;
}

/* Puts a member of @from, itself put in order, into @into, which was the same as @from or empty. */
static void
set_ordered (SluiceValue *into,
             const char  *key,
             SluiceValue  from,
             SluiceValue  take_ordered,
             gboolean     was_same)
{
  if (was_same && sluice_value_is_same (from, take_ordered))
    sluice_value_unref (take_ordered);
  else
    sluice_value_set_member (into, key, take_ordered);
}

/* The members of @value that are known, into an empty object. */
static void
add_known (SluiceValue *into,
           SluiceValue  value,
           Shape        shape)
{
  for (const Known *known = shapes[shape].keys; known->key != NULL; known++)
    if (sluice_value_has_member (value, known->key))
      sluice_value_set_member (into, known->key, sluice_value_ref (sluice_value_get_member (value, known->key)));
}

/* Nearly all that is written is in order already, and is not copied. */
static SluiceValue
order_value (SluiceValue value,
             Shape       shape)
{
  const Known *keys = shapes[shape].keys;
  SluiceValue ordered;
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;
  gboolean is_same;

  if (shape == SHAPE_ANY || !SLUICE_VALUE_IS_OBJECT (value))
    return sluice_value_ref (value);

  is_same = has_ordered_keys (value, shape);
  ordered = is_same ? sluice_value_ref (value) : sluice_value_object ();
  if (!is_same)
    add_known (&ordered, value, shape);
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &member))
    {
      const Known *known = keys + get_place (keys, key);

      if (!is_layout (shape, key))
        set_ordered (&ordered, key, member,
                     order_value (member, known->key != NULL ? known->shape : shapes[shape].others), is_same);
    }
  return ordered;
}

/* The members of @value that @model has, in its order, into an empty object. */
static void
add_like (SluiceValue *into,
          SluiceValue  value,
          SluiceValue  model)
{
  SluiceValueIter iter;
  const char *key;

  sluice_value_iter_init (&iter, model);
  while (sluice_value_iter_next (&iter, &key, NULL))
    if (sluice_value_has_member (value, key))
      sluice_value_set_member (into, key, sluice_value_ref (sluice_value_get_member (value, key)));
}

/* Positions stand in the order of what they place: flows, nodes; then the rest as it was. */
static SluiceValue
order_like (SluiceValue value,
            SluiceValue model,
            gboolean    is_flows)
{
  SluiceValue ordered;
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;
  gboolean is_same, has_model = SLUICE_VALUE_IS_OBJECT (model);

  if (!SLUICE_VALUE_IS_OBJECT (value))
    return sluice_value_ref (value);

  is_same = !has_model || has_keys_like (value, model);
  ordered = is_same ? sluice_value_ref (value) : sluice_value_object ();
  if (!is_same)
    add_like (&ordered, value, model);
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &member))
    {
      gboolean is_placed = has_model && sluice_value_has_member (model, key);
      SluiceValue placed;

      if (is_placed && is_flows)
        placed = order_like (member, sluice_value_get_member (sluice_value_get_member (model, key), "nodes"), FALSE);
      else if (is_placed)
        placed = order_value (member, SHAPE_PLACE);
      else
        placed = order_value (member, !is_flows && *key == '$' ? SHAPE_BOXES : SHAPE_ANY);
      set_ordered (&ordered, key, member, placed, is_same);
    }
  return ordered;
}

/**
 * sluice_format_order:
 * @root: a flow file
 *
 * Puts the keys of every object whose type the format knows into canonical order: known keys first,
 * the others behind them as they were, "layout" last.
 *
 * Returns: (transfer full): the same data, in order
 */
SluiceValue
sluice_format_order (SluiceValue root)
{
  SluiceValue ordered = order_value (root, SHAPE_ROOT);
  SluiceValue layout = sluice_value_get_member (root, "layout");

  if (sluice_value_has_member (root, "layout"))
    set_ordered (&ordered, "layout", layout, order_like (layout, sluice_value_get_member (root, "flows"), TRUE),
                 sluice_value_has_member (ordered, "layout"));
  return ordered;
}

/**
 * sluice_format_names_file:
 * @flow: what a node says that it runs
 *
 * The id of a flow has neither a slash nor a dot in it, so that the two can't be taken for each other.
 *
 * Returns: whether it is in another file: "other.flow.json", or "flows/other.flow.json#main"
 */
gboolean
sluice_format_names_file (const char *flow)
{
  gsize length = strcspn (flow, "#");

  return strchr (flow, '/') != NULL || g_strstr_len (flow, (gssize) length, ".json") != NULL;
}

/**
 * sluice_format_write:
 * @root: a flow file
 * @length: (out) (optional): the length in bytes
 *
 * Writes the canonical text (flow-file.md, rule 1).
 *
 * Returns: (transfer full): the text, with a newline at its end
 */
char *
sluice_format_write (SluiceValue  root,
                     gsize       *length)
{
  g_auto (SluiceValue) ordered = sluice_format_order (root);
  GString *text = g_string_new (NULL);

  sluice_json_write_to (ordered, SLUICE_JSON_WRITE_PRETTY, 0, text);
  g_string_append_c (text, '\n');
  if (length != NULL)
    *length = text->len;
  return g_string_free (text, FALSE);
}
