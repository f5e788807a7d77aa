/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* More than a hundred thousand random changes to a store and to json-glib's tree: both are the same after each,
 * what one refuses the other refuses for the same reason, the inverse restores, and snapshots stay. */

#include <string.h>

#include "base/json.h"
#include "json-model.h"
#include "store/store.h"

#ifdef __SANITIZE_ADDRESS__
#define ROUNDS      30000 /* each takes four times as long */
#else
#define ROUNDS      120000
#endif
#define SNAPSHOTS   32
#define LARGE_STORE 400 /* bytes of text; then it begins anew */

typedef struct
{
  GRand        *rand;
  SluiceStore  *store;
  JsonNode     *model;
  SluiceChange *undo; /* of the last change */
  guint         watch;
  SluiceValue   snapshots[SNAPSHOTS];
  char         *texts[SNAPSHOTS];
  guint         n_done[JSON_MODEL_ROOT + 1]; /* by result */
} World;

static const char * const keys[] = { "a", "b", "0", "1", "-", "", "~", "/", "m~n", "x/y", "~1", "é", "long key" };

static const char *
pick (GRand              *rand,
      const char * const *from,
      gsize               n)
{
  return from[g_rand_int_range (rand, 0, (gint) n)];
}

static void
append_random_text (GRand   *rand,
                    GString *text,
                    guint    depth)
{
  static const char * const scalars[] = {
    "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "0.5", "-0.0", "1.25e10",
    "\"\"", "\"text\"", "\"é\\\"\\\\\\n\"",
  };
  gint n = g_rand_int_range (rand, 0, 5);

  switch (depth == 0 ? 0 : g_rand_int_range (rand, 0, 3))
    {
    case 0:
      g_string_append (text, pick (rand, scalars, G_N_ELEMENTS (scalars)));
      break;
    case 1:
      g_string_append_c (text, '[');
      for (gint i = 0; i < n; i++)
        {
          g_string_append (text, i > 0 ? "," : "");
          append_random_text (rand, text, depth - 1);
        }
      g_string_append_c (text, ']');
      break;
    default:
      g_string_append_c (text, '{');
      for (gint i = 0, key = 0; i < n; i++, key += g_rand_int_range (rand, 1, 3))
        {
          g_string_append (text, i > 0 ? "," : "");
          sluice_json_write_string (keys[key], strlen (keys[key]), text);
          g_string_append_c (text, ':');
          append_random_text (rand, text, depth - 1);
        }
      g_string_append_c (text, '}');
    }
}

/* A pointer that leads somewhere, near something, or is none. */
static char *
random_pointer (World *world)
{
  static const char * const broken[] = { "a", "~", "/~", "/a~2", "/a/~/b", " /a", "/~01~" };
  static const char * const odd[] = { "01", "+1", "-1", " 1", "1 ", "4294967295", "4294967296", "99999999999", "1e0" };
  GRand *rand = world->rand;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  JsonNode *node = world->model;
  gint n = g_rand_int_range (rand, 0, 12) == 0 ? 0 : g_rand_int_range (rand, 1, 5);

  if (g_rand_int_range (rand, 0, 40) == 0)
    return g_strdup (pick (rand, broken, G_N_ELEMENTS (broken)));
  for (gint i = 0; i < n; i++)
    {
      const char *part = pick (rand, keys, G_N_ELEMENTS (keys));
      g_autofree char *index = NULL;

      if (g_rand_int_range (rand, 0, 20) == 0)
        part = pick (rand, odd, G_N_ELEMENTS (odd));
      else if (node != NULL && JSON_NODE_HOLDS_ARRAY (node) && g_rand_int_range (rand, 0, 8) > 0)
        part = index = g_strdup_printf ("%d", g_rand_int_range (rand, 0, (gint) json_array_get_length (
                                                                           json_node_get_array (node)) + 2));
      else if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) && g_rand_int_range (rand, 0, 8) > 0)
        {
          g_autoptr (GList) members = json_object_get_members (json_node_get_object (node));

          if (members != NULL)
            part = g_list_nth_data (members, (guint) g_rand_int_range (rand, 0, (gint) g_list_length (members)));
        }
      g_ptr_array_add (parts, g_strdup (part));
      if (node != NULL)
        {
          g_autofree char *below = json_model_build ((char *[]) { (char *) part, NULL });

          if (json_model_get (node, below, &node) != JSON_MODEL_OK)
            node = NULL;
        }
      if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && g_rand_int_range (rand, 0, 4) > 0)
        break;
    }
  g_ptr_array_add (parts, NULL);
  return json_model_build ((char **) parts->pdata);
}

static void
changed_cb (SluiceStore        *store,
            const SluiceChange *change,
            const SluiceAuthor *author,
            gpointer            user_data)
{
  World *world = user_data;

  g_clear_pointer (&world->undo, sluice_change_free);
  world->undo = sluice_change_invert (change);
}

static JsonModelResult
get_reason (const GError *error)
{
  static const JsonModelResult reasons[] = {
    [SLUICE_POINTER_ERROR_SYNTAX] = JSON_MODEL_SYNTAX,
    [SLUICE_POINTER_ERROR_NOT_FOUND] = JSON_MODEL_NOT_FOUND,
    [SLUICE_POINTER_ERROR_TYPE] = JSON_MODEL_TYPE,
    [SLUICE_POINTER_ERROR_INDEX] = JSON_MODEL_INDEX,
  };

  if (error == NULL)
    return JSON_MODEL_OK;
  if (g_error_matches (error, SLUICE_STORE_ERROR, SLUICE_STORE_ERROR_ROOT))
    return JSON_MODEL_ROOT;
  g_assert_true (error->domain == SLUICE_POINTER_ERROR);
  return reasons[error->code];
}

static char *
write_root (SluiceValue root)
{
  return sluice_json_write (root, SLUICE_JSON_WRITE_COMPACT, NULL);
}

static SluiceValue
read_value (const char *text)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  sluice_json_read (text, -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

/* The quick way over a key, where there is one and the dice say so. */
static gboolean
change_store (World             *world,
              SluiceChangeType   type,
              const char        *pointer,
              const char        *text,
              GError           **error)
{
  g_auto (GStrv) parts = json_model_split (pointer);
  gboolean has_key = parts != NULL && g_strv_length (parts) == 1;

  if (has_key && type == SLUICE_CHANGE_ADD && g_rand_boolean (world->rand))
    {
      sluice_store_set (world->store, parts[0], read_value (text));
      return TRUE;
    }
  if (has_key && type == SLUICE_CHANGE_REMOVE && sluice_store_has (world->store, parts[0]))
    return sluice_store_remove (world->store, parts[0]);
  return sluice_store_change (world->store, type, pointer,
                              type == SLUICE_CHANGE_REMOVE ? sluice_value_null () : read_value (text), error);
}

static void
check_undo (World       *world,
            const char  *before)
{
  g_auto (SluiceValue) root = sluice_value_ref (sluice_store_get_root (world->store));
  g_autofree char *undone = NULL;
  g_autofree char *after = write_root (root);
  g_autofree char *redone = NULL;
  g_autoptr (SluiceChange) redo = NULL;
  g_autoptr (GError) error = NULL;

  sluice_change_apply (world->undo, &root, &error);
  g_assert_no_error (error);
  undone = write_root (root);
  g_assert_cmpstr (undone, ==, before);
  redo = sluice_change_invert (world->undo);
  sluice_change_apply (redo, &root, &error);
  g_assert_no_error (error);
  redone = write_root (root);
  g_assert_cmpstr (redone, ==, after);
}

/* One change to both. */
static gboolean
play (World            *world,
      SluiceChangeType  type,
      const char       *pointer,
      const char       *text)
{
  g_autofree char *before = write_root (sluice_store_get_root (world->store));
  guint64 version = sluice_store_get_version (world->store);
  g_autoptr (JsonNode) value = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  JsonModelResult result = json_model_change (&world->model, type, pointer, value);
  gboolean changed;

  g_clear_pointer (&world->undo, sluice_change_free);
  changed = change_store (world, type, pointer, text, &error);
  if (get_reason (error) != result || changed != (error == NULL) ||
      !json_model_equals (world->model, sluice_store_get_root (world->store)))
    g_error ("change %d at '%s' with %s in %s: the model says %d, the store %s", type, pointer, text, before, result,
             error != NULL ? error->message : "nothing");
  world->n_done[result]++;
  g_assert_cmpuint (sluice_store_get_version (world->store), ==, version + (changed ? 1 : 0));
  g_assert_cmpint (world->undo != NULL, ==, changed && world->watch != 0);
  if (world->undo != NULL)
    check_undo (world, before);
  return changed;
}

/* What is there goes elsewhere, under another name or place, and shares its parts on the way. */
static void
move (World *world)
{
  g_autofree char *from = random_pointer (world);
  g_autofree char *to = random_pointer (world);
  g_autofree char *text = NULL;
  JsonNode *node;

  if (json_model_get (world->model, from, &node) != JSON_MODEL_OK || *from == '\0')
    return;
  text = json_to_string (node, FALSE);
  g_assert_true (play (world, SLUICE_CHANGE_REMOVE, from, "null"));
  if (!play (world, SLUICE_CHANGE_ADD, to, text))
    play (world, SLUICE_CHANGE_ADD, from, text);
}

static void
check_snapshot (World *world,
                guint  at)
{
  g_autofree char *text = write_root (world->snapshots[at]);

  g_assert_cmpstr (text, ==, world->texts[at]);
}

static void
take_snapshot (World *world,
               guint  at)
{
  sluice_value_replace (&world->snapshots[at], sluice_value_ref (sluice_store_get_root (world->store)));
  g_free (world->texts[at]);
  world->texts[at] = write_root (world->snapshots[at]);
}

static void
toggle_watch (World *world)
{
  if (world->watch != 0)
    sluice_store_unwatch (world->store, world->watch);
  world->watch = world->watch == 0 ? sluice_store_watch (world->store, changed_cb, world, NULL) : 0;
}

static void
play_round (World *world,
            guint  round)
{
  g_autofree char *pointer = random_pointer (world);
  g_autoptr (GString) text = g_string_new (NULL);
  guint at = round % SNAPSHOTS;

  if (round % 16 == 0)
    toggle_watch (world);
  append_random_text (world->rand, text, 2);
  if (g_rand_int_range (world->rand, 0, 8) == 0)
    move (world);
  else
    play (world, (SluiceChangeType) g_rand_int_range (world->rand, 0, 3), pointer, text->str);

  check_snapshot (world, at);
  if (g_rand_boolean (world->rand))
    take_snapshot (world, at);
  if (strlen (world->texts[at]) > LARGE_STORE)
    play (world, SLUICE_CHANGE_REPLACE, "", "{\"a\":[1,{\"b\":2}]}");
}

static void
test_as_json_glib (void)
{
  World world = { .rand = g_rand_new_with_seed (20), .store = sluice_store_new (),
                  .model = json_from_string ("{}", NULL) };

  for (guint i = 0; i < SNAPSHOTS; i++)
    take_snapshot (&world, i);
  for (guint round = 0; round < ROUNDS; round++)
    play_round (&world, round);
  for (guint i = 0; i < SNAPSHOTS; i++)
    {
      check_snapshot (&world, i);
      sluice_value_clear (&world.snapshots[i]);
      g_free (world.texts[i]);
    }
  /* The dice must have shown everything, else this tests less than it says. */
  for (guint i = 0; i < G_N_ELEMENTS (world.n_done); i++)
    {
      g_test_message ("result %u: %u", i, world.n_done[i]);
      g_assert_cmpuint (world.n_done[i], >, ROUNDS / 500);
    }
  g_assert_cmpuint (world.n_done[JSON_MODEL_OK], >, ROUNDS / 3);
  g_clear_pointer (&world.undo, sluice_change_free);
  json_node_unref (world.model);
  g_object_unref (world.store);
  g_rand_free (world.rand);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/model/as-json-glib", test_as_json_glib);

  return g_test_run ();
}
