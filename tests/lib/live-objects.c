/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How many objects of the program's own types there are. Every class inherits from GObject how its objects are
 * constructed and finalized; asked for before any class is made, this stands in between and counts.
 */
#include "live-objects.h"

#define PREFIX "Sluice"

static struct
{
  GMutex      lock;
  GHashTable *n_of_type; /* interned name → number */
  void      (*constructed) (GObject *object);
  void      (*finalize)    (GObject *object);
} live;

static void
count (GObject *object,
       int      change)
{
  const char *type = G_OBJECT_TYPE_NAME (object);

  if (!g_str_has_prefix (type, PREFIX))
    return;
  g_mutex_lock (&live.lock);
  change += GPOINTER_TO_INT (g_hash_table_lookup (live.n_of_type, type));
  g_hash_table_insert (live.n_of_type, (gpointer) type, GINT_TO_POINTER (change));
  g_mutex_unlock (&live.lock);
}

static void
constructed_cb (GObject *object)
{
  count (object, 1);
  live.constructed (object);
}

static void
finalize_cb (GObject *object)
{
  count (object, -1);
  live.finalize (object);
}

/**
 * sluice_test_count_objects:
 *
 * Counts from now on. Called once, before the first class of the program is made.
 */
void
sluice_test_count_objects (void)
{
  GObjectClass *klass = g_type_class_ref (G_TYPE_OBJECT);

  live.n_of_type = g_hash_table_new (g_str_hash, g_str_equal);
  live.constructed = klass->constructed;
  live.finalize = klass->finalize;
  klass->constructed = constructed_cb;
  klass->finalize = finalize_cb;
  g_type_class_unref (klass);
}

GVariant *
sluice_test_get_objects (void)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer type, n;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{si}"));
  g_mutex_lock (&live.lock);
  g_hash_table_iter_init (&iter, live.n_of_type);
  while (g_hash_table_iter_next (&iter, &type, &n))
    if (GPOINTER_TO_INT (n) != 0)
      g_variant_builder_add (&builder, "{si}", type, GPOINTER_TO_INT (n));
  g_mutex_unlock (&live.lock);
  return g_variant_builder_end (&builder);
}
