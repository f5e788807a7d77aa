/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A fuzz target for pointers, changes and differences, judged by json-model.c over json-glib's tree
 * and by themselves: a pointer taken apart and built again is the same; a change is refused exactly
 * where the model finds nothing; what a diff of a and b says turns a into b, and its inverses turn it
 * back, to the byte.
 *
 * The input is three lines: a pointer, and two JSON texts. With clang: build it alone with
 * -fsanitize=fuzzer. Otherwise, and as a test, the main() below makes inputs: argv[1] is how many. */

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "json-model.h"
#include "random-value.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static char *
write_text (SluiceValue          value,
            SluiceJsonWriteFlags flags)
{
  return sluice_json_write (value, flags, NULL);
}

/* Pointers */

static void
check_pointer (const char *pointer)
{
  g_auto (GStrv) parts = sluice_pointer_split (pointer, NULL);
  g_auto (GStrv) expected = json_model_split (pointer);
  g_autofree char *built = g_strdup ("");
  g_autofree char *model_built = NULL;

  g_assert_cmpint (parts != NULL, ==, expected != NULL);
  if (parts == NULL)
    return;
  g_assert_cmpstrv (parts, expected);
  model_built = json_model_build (parts);
  g_assert_cmpstr (model_built, ==, pointer);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *above = g_steal_pointer (&built);

      built = sluice_pointer_join (above, parts[i]);
      g_assert_true (sluice_pointer_is_below (pointer, above));
      g_assert_true (sluice_pointer_is_below (built, above));
      g_assert_false (sluice_pointer_is_below (above, built));
    }
  g_assert_cmpstr (built, ==, pointer);
}

/* Changes */

/* What the model makes of the same change, or NULL where it refuses. */
static JsonNode *
model_of (SluiceValue       root,
          SluiceChangeType  type,
          const char       *pointer,
          SluiceValue       value)
{
  g_autoptr (JsonNode) node = sluice_value_to_json_node (root);
  g_autoptr (JsonNode) new_value = sluice_value_to_json_node (value);

  return json_model_change (&node, type, pointer, new_value) == JSON_MODEL_OK ? g_steal_pointer (&node) : NULL;
}

/* json-glib holds no NUL in a string: such documents are judged by their inverses alone. */
static gboolean
suits_model (SluiceValue value)
{
  g_autofree char *text = write_text (value, SLUICE_JSON_WRITE_COMPACT);

  return strstr (text, "\\u0000") == NULL;
}

static void
check_change (SluiceValue       before,
              SluiceChangeType  type,
              const char       *pointer,
              SluiceValue       value)
{
  g_auto (SluiceValue) root = sluice_value_ref (before);
  g_autofree char *text = write_text (before, SLUICE_JSON_WRITE_COMPACT);
  SluiceValue taken = type == SLUICE_CHANGE_REMOVE ? sluice_value_null () : sluice_value_ref (value);
  g_autoptr (SluiceChange) change = sluice_change_new (type, pointer, taken, -1);
  gboolean applied = sluice_change_apply (change, &root, NULL);
  gboolean of_object = *pointer != '\0' || SLUICE_VALUE_IS_OBJECT (value);
  g_autofree char *undone = NULL;
  SluiceValue found;

  if (suits_model (before) && suits_model (value) && of_object)
    {
      g_autoptr (JsonNode) expected = model_of (before, type, pointer, value);

      g_assert_cmpint (applied, ==, expected != NULL);
      if (expected != NULL)
        g_assert_true (json_model_equals (expected, root));
    }
  if (type != SLUICE_CHANGE_ADD && (type != SLUICE_CHANGE_REMOVE || *pointer != '\0'))
    g_assert_cmpint (applied, ==, sluice_pointer_get (before, pointer, &found, NULL));
  if (applied && change->type != SLUICE_CHANGE_REMOVE)
    {
      g_assert_true (sluice_pointer_get (root, change->pointer, &found, NULL));
      g_assert_true (sluice_value_is_same (found, value));
    }
  if (applied)
    {
      g_autoptr (SluiceChange) undo = sluice_change_invert (change);

      g_assert_true (sluice_change_apply (undo, &root, NULL));
    }
  undone = write_text (root, SLUICE_JSON_WRITE_COMPACT);
  g_assert_cmpstr (undone, ==, text);
}

/* Differences */

typedef struct
{
  GPtrArray *changes;  /* of SluiceChange */
  GPtrArray *removals; /* of SluiceChange: the last element of an array has to go first */
} Difference;

static void
differs_cb (const char  *pointer,
            SluiceValue  before,
            gboolean     had,
            SluiceValue  after,
            gboolean     has,
            gpointer     user_data)
{
  Difference *difference = user_data;
  SluiceChangeType type = !has ? SLUICE_CHANGE_REMOVE : had ? SLUICE_CHANGE_REPLACE : SLUICE_CHANGE_ADD;

  g_assert_true (had || has);
  g_ptr_array_add (has ? difference->changes : difference->removals,
                   sluice_change_new (type, pointer, sluice_value_ref (after), -1));
}

static void
apply (SluiceChange *change,
       SluiceValue  *root,
       GPtrArray    *undo)
{
  g_autoptr (GError) error = NULL;

  sluice_change_apply (change, root, &error);
  g_assert_no_error (error);
  g_ptr_array_add (undo, sluice_change_invert (change));
}

static void
check_diff (SluiceValue a,
            SluiceValue b)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_change_free);
  g_autoptr (GPtrArray) removals = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_change_free);
  g_autoptr (GPtrArray) undo = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_change_free);
  Difference difference = { changes, removals };
  g_auto (SluiceValue) root = sluice_value_ref (a);
  g_autofree char *a_text = write_text (a, SLUICE_JSON_WRITE_COMPACT);
  g_autofree char *b_text = write_text (b, SLUICE_JSON_WRITE_SORT_KEYS);
  g_autofree char *made = NULL;
  g_autofree char *undone = NULL;

  sluice_value_diff (a, b, differs_cb, &difference);
  for (guint i = 0; i < changes->len; i++)
    apply (changes->pdata[i], &root, undo);
  for (guint i = removals->len; i > 0; i--)
    apply (removals->pdata[i - 1], &root, undo);
  g_assert_true (sluice_value_equal (root, b));
  made = write_text (root, SLUICE_JSON_WRITE_SORT_KEYS);
  g_assert_cmpstr (made, ==, b_text);

  for (guint i = undo->len; i > 0; i--)
    g_assert_true (sluice_change_apply (undo->pdata[i - 1], &root, NULL));
  undone = write_text (root, SLUICE_JSON_WRITE_COMPACT);
  g_assert_cmpstr (undone, ==, a_text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *input = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (input, "\n", 3);
  g_auto (SluiceValue) a = SLUICE_VALUE_INIT;
  g_auto (SluiceValue) b = SLUICE_VALUE_INIT;

  if (lines[0] == NULL || !g_utf8_validate (lines[0], -1, NULL))
    return 0;
  check_pointer (lines[0]);
  if (g_strv_length (lines) < 3 || !sluice_json_read (lines[1], -1, NULL, &a, NULL, NULL) ||
      !sluice_json_read (lines[2], -1, NULL, &b, NULL, NULL))
    return 0;
  for (int type = SLUICE_CHANGE_ADD; type <= SLUICE_CHANGE_REMOVE; type++)
    check_change (a, (SluiceChangeType) type, lines[0], b);
  check_diff (a, b);
  return 0;
}

#ifndef SLUICE_LIBFUZZER
/* A place in @value, most often, or some pieces that may be no pointer at all. */
static void
append_pointer (GRand       *rand,
                SluiceValue  value,
                GString     *text)
{
  static const char * const pieces[] = { "/", "~0", "~1", "~", "a", "0", "1", "-", "01", "\xc3\xa9" };
  g_autofree char *pointer = g_strdup ("");

  if (g_rand_int_range (rand, 0, 6) == 0)
    for (gint i = g_rand_int_range (rand, 0, 6); i > 0; i--)
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  while (sluice_value_get_length (value) > 0 && g_rand_int_range (rand, 0, 4) > 0)
    {
      guint index = (guint) g_rand_int_range (rand, 0, (gint) sluice_value_get_length (value));
      g_autofree char *number = g_strdup_printf ("%u", index);
      gboolean is_object = SLUICE_VALUE_IS_OBJECT (value);
      g_autofree char *above = g_steal_pointer (&pointer);

      pointer = sluice_pointer_join (above, is_object ? sluice_value_get_key (value, index) : number);
      value = is_object ? sluice_value_get_member_at (value, index) : sluice_value_get_element (value, index);
    }
  g_string_append (text, pointer);
  if (SLUICE_VALUE_IS_ARRAY (value) && g_rand_boolean (rand))
    g_string_append_printf (text, g_rand_boolean (rand) ? "/-" : "/%u", sluice_value_get_length (value));
  if (SLUICE_VALUE_IS_OBJECT (value) && g_rand_boolean (rand))
    g_string_append (text, "/new");
}

/* The same with a few places changed, so that most is shared, or something else altogether. */
static SluiceValue
make_other (GRand       *rand,
            SluiceValue  value)
{
  SluiceValue other = sluice_value_ref (value);

  if (g_rand_int_range (rand, 0, 3) == 0)
    sluice_value_replace (&other, random_value (rand, 2));
  for (gint i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    {
      g_autoptr (GString) pointer = g_string_new (NULL);
      g_autoptr (SluiceChange) change = NULL;

      append_pointer (rand, other, pointer);
      change = sluice_change_new ((SluiceChangeType) g_rand_int_range (rand, 0, 3), pointer->str,
                                  random_value (rand, 1), -1);
      sluice_change_apply (change, &other, NULL);
    }
  return other;
}

static void
make_input (GRand   *rand,
            GString *text)
{
  g_auto (SluiceValue) a = random_value (rand, 2);
  g_auto (SluiceValue) b = make_other (rand, a);

  g_string_truncate (text, 0);
  append_pointer (rand, a, text);
  g_string_append_c (text, '\n');
  sluice_json_write_to (a, SLUICE_JSON_WRITE_COMPACT, 0, text);
  g_string_append_c (text, '\n');
  sluice_json_write_to (b, SLUICE_JSON_WRITE_COMPACT, 0, text);
  if (g_rand_int_range (rand, 0, 50) == 0)
    g_string_truncate (text, (gsize) g_rand_int_range (rand, 0, (gint) text->len + 1));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gint64 i = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 200000; i > 0; i--)
    {
      make_input (rand, text);
      LLVMFuzzerTestOneInput ((const guint8 *) text->str, text->len);
    }
  return EXIT_SUCCESS;
}
#endif
