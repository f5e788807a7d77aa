/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "record/compare.h"

#include "base/pointer.h"

static void
add_place (const char  *pointer,
           SluiceValue  before,
           gboolean     had,
           SluiceValue  after,
           gboolean     has,
           gpointer     user_data)
{
  SluiceValue *places = user_data;
  SluiceValue place = sluice_value_object ();

  sluice_value_set_member (&place, "path", sluice_value_string (pointer));
  if (had)
    sluice_value_set_member (&place, "first", sluice_value_ref (before));
  if (has)
    sluice_value_set_member (&place, "second", sluice_value_ref (after));
  sluice_value_append (places, place);
}

static SluiceValue
get_fact (const SluiceFact *fact,
          gboolean          has)
{
  return has ? sluice_fact_to_value (fact) : sluice_value_null ();
}

static SluiceValue
describe (SluiceRecord     *first,
          SluiceRecord     *second,
          const SluiceFact *a,
          gboolean          has_a,
          const SluiceFact *b,
          gboolean          has_b)
{
  SluiceValue difference = sluice_value_object ();
  SluiceValue places = sluice_value_array ();

  sluice_value_set_member (&difference, "visit", sluice_value_integer ((gint64) (has_a ? a->visit : b->visit)));
  sluice_value_set_member (&difference, "first", get_fact (a, has_a));
  sluice_value_set_member (&difference, "second", get_fact (b, has_b));
  sluice_value_diff (sluice_record_get_store (first), sluice_record_get_store (second), add_place, &places);
  sluice_value_set_member (&difference, "store", places);
  return difference;
}

/* Initial stores that differ make no facts. */
static gboolean
begin_the_same (SluiceRecord *first,
                SluiceRecord *second)
{
  return sluice_value_equal (sluice_record_get_store (first), sluice_record_get_store (second));
}

/* Where somebody has stopped it is no part of what a run does. */
static gboolean
step (SluiceRecord *record,
      SluiceFact   *fact)
{
  gboolean has;

  do
    {
      sluice_fact_clear (fact);
      has = sluice_record_step (record, fact, NULL);
    }
  while (has && fact->type == SLUICE_EVENT_STOP);
  return has;
}

/**
 * sluice_record_compare: (skip)
 * @first: a record
 * @second: another
 * @difference: (out): an object that says where they part, or null
 *
 * Compares what happened in two runs, but for the times. The places of both move.
 *
 * Returns: whether they part
 */
gboolean
sluice_record_compare (SluiceRecord *first,
                       SluiceRecord *second,
                       SluiceValue  *difference)
{
  gboolean has_a, has_b, part = FALSE;

  g_return_val_if_fail (SLUICE_IS_RECORD (first) && SLUICE_IS_RECORD (second), FALSE);

  *difference = sluice_value_null ();
  sluice_record_seek (first, 0, NULL);
  sluice_record_seek (second, 0, NULL);
  if (!begin_the_same (first, second))
    {
      *difference = describe (first, second, NULL, FALSE, &(SluiceFact) { .visit = 0 }, FALSE);
      return TRUE;
    }
  do
    {
      g_auto (SluiceFact) a = { 0 };
      g_auto (SluiceFact) b = { 0 };

      has_a = step (first, &a);
      has_b = step (second, &b);
      part = has_a != has_b || (has_a && !sluice_fact_is_same (&a, &b));
      if (part)
        *difference = describe (first, second, &a, has_a, &b, has_b);
    }
  while (!part && has_a);
  return part;
}
