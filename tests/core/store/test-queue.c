/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "store/queue.h"

static GString *served;

static void
served_cb (SluiceQueue *queue,
           SluiceValue  take_value,
           gpointer     user_data)
{
  g_string_append_printf (served, "%s:%d ", (const char *) user_data, (int) sluice_value_get_integer (take_value));
  sluice_value_unref (take_value);
}

static void
assert_served (const char *expected)
{
  g_assert_cmpstr (served->str, ==, expected);
  g_string_truncate (served, 0);
}

static SluiceValue
number (int n)
{
  return sluice_value_integer (n);
}

static void
test_in_order (void)
{
  g_autoptr (SluiceQueue) queue = sluice_queue_new ("q", 0);
  SluiceValue value;

  for (int i = 0; i < 100; i++)
    g_assert_true (sluice_queue_try_put (queue, number (i)));
  g_assert_cmpuint (sluice_queue_get_size (queue), ==, 100);
  g_assert_cmpint (sluice_value_get_integer (sluice_queue_peek (queue, 99)), ==, 99);
  g_assert_true (SLUICE_VALUE_IS_NULL (sluice_queue_peek (queue, 100)));
  for (int i = 0; i < 100; i++)
    {
      g_assert_true (sluice_queue_try_get (queue, &value));
      g_assert_cmpint (sluice_value_get_integer (value), ==, i);
      g_assert_true (sluice_queue_try_put (queue, number (100 + i)));
    }
  g_assert_cmpint (sluice_value_get_integer (sluice_queue_peek (queue, 0)), ==, 100);
}

static void
test_waiters_in_turn (void)
{
  g_autoptr (SluiceQueue) queue = sluice_queue_new ("q", 0);

  g_assert_nonnull (sluice_queue_get (queue, served_cb, "a"));
  g_assert_nonnull (sluice_queue_get (queue, served_cb, "b"));
  g_assert_cmpuint (sluice_queue_get_n_getters (queue), ==, 2);
  g_assert_null (sluice_queue_put (queue, number (1), served_cb, "put"));
  g_assert_null (sluice_queue_put (queue, number (2), served_cb, "put"));
  g_assert_null (sluice_queue_put (queue, number (3), served_cb, "put"));
  assert_served ("a:1 put:0 b:2 put:0 put:0 ");
  g_assert_null (sluice_queue_get (queue, served_cb, "c"));
  assert_served ("c:3 ");
}

static void
test_cancelled (void)
{
  g_autoptr (SluiceQueue) queue = sluice_queue_new ("q", 1);
  SluiceQueueWaiter *first = sluice_queue_get (queue, served_cb, "a");
  SluiceQueueWaiter *put;

  sluice_queue_get (queue, served_cb, "b");
  sluice_queue_cancel (first);
  sluice_queue_put (queue, number (1), served_cb, "put");
  assert_served ("b:1 put:0 ");

  g_assert_true (sluice_queue_try_put (queue, number (2)));
  put = sluice_queue_put (queue, sluice_value_string ("dropped"), served_cb, "put");
  sluice_queue_put (queue, number (4), served_cb, "later");
  sluice_queue_cancel (put);
  sluice_queue_get (queue, served_cb, "c");
  sluice_queue_get (queue, served_cb, "d");
  assert_served ("later:0 c:2 d:4 ");
}

static void
test_limit (void)
{
  g_autoptr (SluiceQueue) queue = sluice_queue_new ("q", 2);
  g_auto (SluiceValue) items = SLUICE_VALUE_INIT;

  g_assert_true (sluice_queue_try_put (queue, number (1)));
  g_assert_true (sluice_queue_try_put (queue, number (2)));
  g_assert_false (sluice_queue_try_put (queue, number (3)));
  g_assert_nonnull (sluice_queue_put (queue, number (3), served_cb, "x"));
  g_assert_nonnull (sluice_queue_put (queue, number (4), served_cb, "y"));
  g_assert_cmpuint (sluice_queue_get_n_putters (queue), ==, 2);
  assert_served ("");
  sluice_queue_set_limit (queue, 3);
  assert_served ("x:0 ");
  sluice_queue_set_limit (queue, 0);
  assert_served ("y:0 ");
  items = sluice_queue_dup_items (queue);
  g_assert_cmpuint (sluice_value_get_length (items), ==, 4);
}

static void
test_put_back (void)
{
  g_autoptr (SluiceQueue) queue = sluice_queue_new ("q", 1);

  g_assert_true (sluice_queue_try_put (queue, number (2)));
  sluice_queue_put_back (queue, number (1), 0);
  sluice_queue_get (queue, served_cb, "a");
  sluice_queue_get (queue, served_cb, "b");
  sluice_queue_get (queue, served_cb, "c");
  assert_served ("a:1 b:2 ");
  sluice_queue_put_back (queue, number (3), 1);
  assert_served ("c:3 ");
}

/* Several getters are cancelled, in an order of their own: the items stand as they stood. */
static void
test_put_back_in_order (void)
{
  static const guint orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 1, 3, 0, 2 }, { 2, 0, 3, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (SluiceQueue) queue = sluice_queue_new ("q", 6);
      SluiceValue values[4];
      guint64 numbers[4];

      for (int item = 0; item < 6; item++)
        g_assert_true (sluice_queue_try_put (queue, number (item)));
      for (int item = 0; item < 4; item++)
        {
          g_assert_true (sluice_queue_try_get (queue, &values[item]));
          numbers[item] = sluice_queue_get_given (queue);
          g_assert_true (sluice_queue_try_put (queue, number (6 + item)));
        }
      for (int at = 0; at < 4; at++)
        sluice_queue_put_back (queue, values[orders[i][at]], numbers[orders[i][at]]);

      g_assert_cmpuint (sluice_queue_get_size (queue), ==, 10);
      for (int item = 0; item < 10; item++)
        g_assert_cmpint (sluice_value_get_integer (sluice_queue_peek (queue, (guint) item)), ==, item);
    }
}

static void
numbered_cb (SluiceQueue *queue,
             SluiceValue  take_value,
             gpointer     user_data)
{
  *(guint64 *) user_data = sluice_queue_get_given (queue);
}

/* Items that getters waited for are numbered too, as are those of putters that waited for room. */
static void
test_numbers_of_waiters (void)
{
  g_autoptr (SluiceQueue) queue = sluice_queue_new ("q", 1);
  guint64 first = 0, second = 0;

  sluice_queue_get (queue, numbered_cb, &first);
  sluice_queue_get (queue, numbered_cb, &second);
  sluice_queue_try_put (queue, number (1));
  sluice_queue_try_put (queue, number (2));
  sluice_queue_try_put (queue, number (3));
  sluice_queue_put (queue, number (4), served_cb, "put");
  sluice_queue_put_back (queue, number (2), second);
  sluice_queue_put_back (queue, number (1), first);
  for (int i = 0; i < 4; i++)
    sluice_queue_get (queue, served_cb, "a");
  assert_served ("a:1 a:2 put:0 a:3 a:4 ");
}

static void
test_frees_all (void)
{
  SluiceQueue *queue = sluice_queue_new ("q", 1);

  sluice_queue_put (queue, sluice_value_string ("item"), served_cb, "p");
  sluice_queue_put (queue, sluice_value_string ("waiting"), served_cb, "p");
  sluice_queue_unref (queue);
  assert_served ("p:0 ");
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  served = g_string_new (NULL);

  g_test_add_func ("/store/queue/in-order", test_in_order);
  g_test_add_func ("/store/queue/waiters-in-turn", test_waiters_in_turn);
  g_test_add_func ("/store/queue/cancelled", test_cancelled);
  g_test_add_func ("/store/queue/limit", test_limit);
  g_test_add_func ("/store/queue/put-back", test_put_back);
  g_test_add_func ("/store/queue/put-back-in-order", test_put_back_in_order);
  g_test_add_func ("/store/queue/numbers-of-waiters", test_numbers_of_waiters);
  g_test_add_func ("/store/queue/frees-all", test_frees_all);

  result = g_test_run ();
  g_string_free (served, TRUE);
  return result;
}
