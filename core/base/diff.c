/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where two roots differ. Parts they share are skipped by pointer, so the time goes with what
 * has changed between two snapshots and not with their size. */

#include "base/pointer.h"

#include <string.h>

#include "base/pointer-private.h"
#include "base/value-private.h"

/* Two containers of one type that are being compared. */
typedef struct
{
  SluiceValue before;
  SluiceValue after;
  guint       next;           /* index or place in @before, or, with @added, in @after */
  gboolean    added;          /* the members of @after that @before has not */
  gsize       pointer_length;
} Frame;

typedef struct
{
  GString        *pointer;
  GArray         *frames; /* Frame */
  SluiceDiffFunc  func;
  gpointer        user_data;
} Diff;

/* Compares what is at the pointer: it is the same, or looked into later, or told. */
static void
compare (Diff        *diff,
         SluiceValue  before,
         SluiceValue  after)
{
  Frame frame = { before, after, 0, FALSE, diff->pointer->len };

  if (sluice_value_is_same (before, after))
    return;
  if (before.type == after.type)
    {
      if (before.type >= SLUICE_VALUE_ARRAY)
        {
          g_array_append_val (diff->frames, frame);
          return;
        }
      if (before.type == SLUICE_VALUE_STRING && sluice_value_equal (before, after))
        return;
    }
  diff->func (diff->pointer->str, before, TRUE, after, TRUE, diff->user_data);
}

static void
append_index (Diff  *diff,
              guint  index)
{
  g_string_append_printf (diff->pointer, "/%u", index);
}

/* The next element; FALSE at the end. */
static gboolean
compare_element (Diff  *diff,
                 Frame *frame)
{
  guint before = sluice_value_get_length (frame->before);
  guint after = sluice_value_get_length (frame->after);
  guint index = sluice_array_skip_shared (frame->before.u.pointer, frame->after.u.pointer,
                                          frame->next);
  SluiceValue old = sluice_value_get_element (frame->before, index);
  SluiceValue new = sluice_value_get_element (frame->after, index);

  frame->next = index + 1;
  if (index >= MAX (before, after))
    return FALSE;
  append_index (diff, index);
  if (index < before && index < after)
    compare (diff, old, new);
  else
    diff->func (diff->pointer->str, old, index < before, new, index < after, diff->user_data);
  return TRUE;
}

/* The next member of @before, then of @after; FALSE at the end. */
static gboolean
compare_member (Diff  *diff,
                Frame *frame)
{
  const SluiceObject *from = (frame->added ? frame->after : frame->before).u.pointer;
  const SluiceObject *other = (frame->added ? frame->before : frame->after).u.pointer;
  SluiceValue found = SLUICE_VALUE_INIT;
  SluiceMember member;
  gboolean in_other;

  if (!sluice_object_next_unshared (from, other, &frame->next, &member))
    {
      gboolean was_added = frame->added;

      frame->added = TRUE;
      frame->next = 0;
      return !was_added;
    }

  in_other = sluice_object_find_value (other, member.key->text, member.key->length, &found);
  if (in_other && (frame->added || sluice_value_is_same (member.value, found)))
    return TRUE;

  sluice_pointer_append (diff->pointer, member.key->text, member.key->length);
  if (in_other)
    compare (diff, member.value, found);
  else if (frame->added)
    diff->func (diff->pointer->str, found, FALSE, member.value, TRUE, diff->user_data);
  else
    diff->func (diff->pointer->str, member.value, TRUE, found, FALSE, diff->user_data);
  return TRUE;
}

/**
 * SluiceDiffFunc: (skip)
 * @pointer: where the two differ
 * @before: what was there
 * @had: whether anything was
 * @after: what is there
 * @has: whether anything is
 * @user_data: what was given with it
 *
 * Is told of a place where two values differ.
 */

/**
 * sluice_value_diff: (skip)
 * @before: a root
 * @after: another
 * @func: (scope call): called for each place that differs
 * @user_data: for @func
 *
 * Tells the smallest places where two roots differ, by member and by index. A number that
 * changed between integer and real differs; the order of members does not count. The pointer is
 * valid during the call only, and @func must not change either root.
 */
void
sluice_value_diff (SluiceValue     before,
                   SluiceValue     after,
                   SluiceDiffFunc  func,
                   gpointer        user_data)
{
  Diff diff = { NULL, NULL, func, user_data };

  g_return_if_fail (func != NULL);

  diff.pointer = g_string_new (NULL);
  diff.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  compare (&diff, before, after);
  while (diff.frames->len > 0)
    {
      guint top = diff.frames->len - 1;
      Frame *frame = &g_array_index (diff.frames, Frame, top);

      g_string_truncate (diff.pointer, frame->pointer_length);
      if (SLUICE_VALUE_IS_ARRAY (frame->before) ? !compare_element (&diff, frame)
                                                : !compare_member (&diff, frame))
        g_array_set_size (diff.frames, top);
    }
  g_array_unref (diff.frames);
  g_string_free (diff.pointer, TRUE);
}
