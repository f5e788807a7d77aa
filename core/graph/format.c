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
  { "output", SHAPE_ANY },  { "action", SHAPE_ANY },   { "next", SHAPE_ANY },
  { "python", SHAPE_ANY },  { NULL, SHAPE_ANY },
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

static gboolean
is_known (const Known *keys,
          const char  *key)
{
  for (; keys->key != NULL; keys++)
    if (g_str_equal (keys->key, key))
      return TRUE;
  return FALSE;
}

static SluiceValue order_value (SluiceValue value,
                                Shape       shape);

/* Adds a member, itself put in order. */
static void
add_ordered (SluiceValue *into,
             const char  *key,
             SluiceValue  value,
             Shape        shape)
{
  sluice_value_set_member (into, key, order_value (value, shape));
}

static SluiceValue
order_value (SluiceValue value,
             Shape       shape)
{
  SluiceValue ordered;
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;

  if (shape == SHAPE_ANY || !SLUICE_VALUE_IS_OBJECT (value))
    return sluice_value_ref (value);

  ordered = sluice_value_object ();
  for (const Known *known = shapes[shape].keys; known->key != NULL; known++)
    if (sluice_value_has_member (value, known->key))
      add_ordered (&ordered, known->key, sluice_value_get_member (value, known->key), known->shape);

  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &member))
    if (!is_known (shapes[shape].keys, key) &&
        !(shape == SHAPE_ROOT && g_str_equal (key, "layout")))
      add_ordered (&ordered, key, member, shapes[shape].others);
  return ordered;
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

  if (!SLUICE_VALUE_IS_OBJECT (value))
    return sluice_value_ref (value);

  ordered = sluice_value_object ();
  sluice_value_iter_init (&iter, model);
  while (SLUICE_VALUE_IS_OBJECT (model) && sluice_value_iter_next (&iter, &key, &member))
    if (sluice_value_has_member (value, key))
      {
        SluiceValue place = sluice_value_get_member (value, key);

        if (is_flows)
          sluice_value_set_member (
            &ordered, key, order_like (place, sluice_value_get_member (member, "nodes"), FALSE));
        else
          add_ordered (&ordered, key, place, SHAPE_PLACE);
      }

  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &member))
    if (!sluice_value_has_member (ordered, key))
      add_ordered (&ordered, key, member, !is_flows && *key == '$' ? SHAPE_BOXES : SHAPE_ANY);
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

  if (sluice_value_has_member (root, "layout"))
    sluice_value_set_member (&ordered, "layout",
                             order_like (sluice_value_get_member (root, "layout"),
                                         sluice_value_get_member (root, "flows"), TRUE));
  return ordered;
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
