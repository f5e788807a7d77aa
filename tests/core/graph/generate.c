/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* See generate.h. Everything comes from the given source of numbers, so a seed names a case. */

#include "generate.h"

#include "base/ids.h"
#include "graph/edit.h"

guint
generate_pick (GRand *rand,
               guint  n)
{
  return (guint) g_rand_int_range (rand, 0, (gint32) n);
}

const char *
generate_text (GRand *rand)
{
  static const char *const texts[] = {
    "",         "a",          "Grüße, 世界 🚰",  "tab\tquote\"back\\slash/",
    "\x01\x7f", "line\nline", "{{ shared.x }}", "</script>",
  };

  return texts[generate_pick (rand, G_N_ELEMENTS (texts))];
}

static SluiceValue
make_number (GRand *rand)
{
  static const double reals[] = { 0.5, -0.0, 1e17, 3e-23, 1.0, 0.1, 1e300, 123456.789 };
  static const gint64 integers[] = { 0, -1, 1, 1000000, G_MAXINT64, G_MININT64 };

  if (generate_pick (rand, 2) == 0)
    return sluice_value_real (reals[generate_pick (rand, G_N_ELEMENTS (reals))]);
  return sluice_value_integer (integers[generate_pick (rand, G_N_ELEMENTS (integers))]);
}

SluiceValue
generate_value (GRand *rand,
                guint  depth)
{
  SluiceValue value;

  switch (generate_pick (rand, depth > 0 ? 6 : 4))
    {
    case 0:
      return sluice_value_null ();
    case 1:
      return sluice_value_boolean (generate_pick (rand, 2) == 0);
    case 2:
      return make_number (rand);
    case 3:
      return sluice_value_string (generate_text (rand));
    case 4:
      value = sluice_value_array ();
      for (guint i = generate_pick (rand, 5); i > 0; i--)
        sluice_value_append (&value, generate_value (rand, depth - 1));
      return value;
    default:
      value = sluice_value_object ();
      for (guint i = generate_pick (rand, 4); i > 0; i--)
        sluice_value_set_member (&value, generate_text (rand), generate_value (rand, depth - 1));
      return value;
    }
}

/* Sets some of the keys, each to a fitting or to any value, in a random order. */
static void
set_some (GRand              *rand,
          SluiceValue        *object,
          const char * const *keys,
          guint               n_keys)
{
  for (guint i = 0; i < n_keys; i++)
    {
      const char *key = keys[generate_pick (rand, n_keys)];

      if (!sluice_value_has_member (*object, key) && generate_pick (rand, 3) == 0)
        sluice_value_set_member (object, key, generate_value (rand, 2));
    }
}

static void
set_unknown (GRand       *rand,
             SluiceValue *object)
{
  static const char * const keys[] = { "x-colour", "zoom", "A", "" };

  if (generate_pick (rand, 3) == 0)
    sluice_value_set_member (object, keys[generate_pick (rand, G_N_ELEMENTS (keys))], generate_value (rand, 3));
}

static char *
dup_id (guint number)
{
  return g_strdup_printf ("n%u", number);
}

static SluiceValue
make_next (GRand *rand,
           guint  n_nodes)
{
  static const char * const actions[] = { "default", "ok", "retry", "" };
  SluiceValue next = sluice_value_object ();

  for (guint i = generate_pick (rand, 4); i > 0; i--)
    {
      g_autofree char *target = dup_id (generate_pick (rand, n_nodes + 1));

      sluice_value_set_member (&next, actions[generate_pick (rand, G_N_ELEMENTS (actions))],
                               generate_pick (rand, 6) == 0 ? sluice_value_null ()
                                                   : sluice_value_string (target));
    }
  return next;
}

static SluiceValue
make_node (GRand *rand,
           guint  n_nodes)
{
  static const char *const keys[] = {
    "output", "post",  "exec", "settings", "retries", "batch",
    "note",   "title", "wait", "action",   "input",   "disabled",
  };
  static const char * const kinds[] = { "script", "choice", "end", "mystery" };
  SluiceValue node = sluice_value_object ();

  set_unknown (rand, &node);
  if (generate_pick (rand, 2) == 0)
    sluice_value_set_member (&node, "next", make_next (rand, n_nodes));
  set_some (rand, &node, keys, G_N_ELEMENTS (keys));
  sluice_value_set_member (&node, "kind",
                           sluice_value_string (kinds[generate_pick (rand, G_N_ELEMENTS (kinds))]));
  set_unknown (rand, &node);
  return node;
}

static SluiceValue
make_entry (GRand *rand)
{
  SluiceValue at = sluice_value_array ();
  SluiceValue entry;

  sluice_value_append (&at, sluice_value_integer (g_rand_int_range (rand, -50, 50)));
  sluice_value_append (&at, sluice_value_integer (g_rand_int_range (rand, -50, 50)));
  if (generate_pick (rand, 3) > 0)
    return at;
  entry = sluice_value_object ();
  sluice_value_set_member (&entry, "colour", sluice_value_string ("blue"));
  sluice_value_set_member (&entry, "at", at);
  return entry;
}

static SluiceValue
make_places (GRand *rand,
             guint  n_nodes)
{
  SluiceValue places = sluice_value_object ();

  if (generate_pick (rand, 2) == 0)
    sluice_value_set_member (&places, "$frames", generate_value (rand, 2));
  for (guint i = n_nodes + 1; i > 0; i--)
    {
      g_autofree char *id = dup_id (i - 1);

      if (generate_pick (rand, 4) > 0)
        sluice_value_set_member (&places, id, make_entry (rand));
    }
  return places;
}

static SluiceValue
make_flow (GRand *rand,
           guint  n_nodes)
{
  static const char * const keys[] = { "post", "params", "title", "batch", "prep" };
  SluiceValue flow = sluice_value_object ();
  SluiceValue nodes = sluice_value_object ();

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *id = dup_id (i);

      sluice_value_set_member (&nodes, id, make_node (rand, n_nodes));
    }
  sluice_value_set_member (&flow, "nodes", nodes);
  set_some (rand, &flow, keys, G_N_ELEMENTS (keys));
  set_unknown (rand, &flow);
  if (generate_pick (rand, 4) > 0)
    sluice_value_set_member (&flow, "start", sluice_value_string ("n0"));
  return flow;
}

SluiceValue
generate_file (GRand *rand)
{
  static const char * const keys[] = { "shared", "run", "name", "$schema", "uses", "note" };
  static const char * const ids[] = { "main", "other" };
  SluiceValue root = sluice_value_object ();
  SluiceValue flows = sluice_value_object ();
  SluiceValue layout = sluice_value_object ();

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      guint n_nodes = generate_pick (rand, 6);

      sluice_value_set_member (&flows, ids[i], make_flow (rand, n_nodes));
      if (generate_pick (rand, 2) == 0)
        sluice_value_set_member (&layout, ids[i], make_places (rand, n_nodes));
    }
  set_unknown (rand, &root);
  if (generate_pick (rand, 2) == 0)
    sluice_value_set_member (&root, "layout", layout);
  else
    sluice_value_unref (layout);
  sluice_value_set_member (&root, "flows", flows);
  set_some (rand, &root, keys, G_N_ELEMENTS (keys));
  set_unknown (rand, &root);
  sluice_value_set_member (&root, "format", sluice_value_integer (1));
  return root;
}

/* Edits */

static char *
pick_address (GRand          *rand,
              SluiceDocument *document)
{
  const char *flow = generate_pick (rand, 4) > 0 ? "main" : "other";
  guint n = sluice_document_get_n_nodes (document, flow);

  return sluice_address_join (
    flow, n > 0 ? sluice_document_get_node_id (document, flow, generate_pick (rand, n)) : "none");
}

static void
edit_graph (GRand          *rand,
            SluiceDocument *document)
{
  static const char * const actions[] = { "default", "ok", "retry", "no" };
  g_autofree char *from = pick_address (rand, document);
  g_autofree char *to = pick_address (rand, document);
  g_autofree char *target = NULL;
  const char *action = actions[generate_pick (rand, G_N_ELEMENTS (actions))];

  sluice_address_split (to, NULL, &target);
  switch (generate_pick (rand, 4))
    {
    case 0:
      sluice_edit_disconnect (document, from, action, NULL);
      break;
    case 1:
      sluice_edit_rename_action (document, from, action,
                                 actions[generate_pick (rand, G_N_ELEMENTS (actions))], NULL);
      break;
    default:
      sluice_edit_connect (document, from, action, generate_pick (rand, 5) > 0 ? target : NULL, NULL);
    }
}

static void
edit_keys (GRand          *rand,
           SluiceDocument *document)
{
  static const char * const keys[] = { "prep", "retries", "note", "x", "action" };
  g_autofree char *address = pick_address (rand, document);

  switch (generate_pick (rand, 5))
    {
    case 0:
      sluice_edit_set_title (document, address, generate_text (rand), NULL);
      break;
    case 1:
      sluice_edit_set_setting (document, address, keys[generate_pick (rand, 5)], generate_value (rand, 1), NULL);
      break;
    case 2:
      sluice_edit_set_start (document, address, NULL);
      break;
    case 3:
      sluice_edit_set_name (document, generate_text (rand), NULL);
      break;
    default:
      sluice_edit_set_key (document, address, keys[generate_pick (rand, 5)], generate_value (rand, 1), NULL);
    }
}

static void
edit_nodes (GRand          *rand,
            SluiceDocument *document)
{
  g_autofree char *a = pick_address (rand, document);
  g_autofree char *b = pick_address (rand, document);
  const char * const some[] = { a, g_str_equal (a, b) ? NULL : b, NULL };
  int x = g_rand_int_range (rand, -20, 20);
  g_autofree char *text = NULL;

  switch (generate_pick (rand, 7))
    {
    case 0:
      sluice_edit_delete_nodes (document, some, NULL);
      break;
    case 1:
      text = sluice_edit_copy (document, some);
      g_strfreev (sluice_edit_paste (document, "main", text, x, -x, NULL));
      break;
    case 2:
      sluice_edit_lay_out (document, "main", NULL, NULL);
      break;
    case 3:
      g_free (sluice_edit_add_node (document, generate_pick (rand, 3) > 0 ? "main" : "other", "script",
                                    generate_text (rand), x, x, NULL));
      break;
    default:
      sluice_edit_move_nodes (document, some, x, 1, generate_pick (rand, 2) == 0 ? "drag" : NULL, NULL);
    }
}

void
generate_edit (GRand          *rand,
               SluiceDocument *document)
{
  switch (generate_pick (rand, 3))
    {
    case 0:
      edit_graph (rand, document);
      break;
    case 1:
      edit_keys (rand, document);
      break;
    default:
      edit_nodes (rand, document);
    }
}
