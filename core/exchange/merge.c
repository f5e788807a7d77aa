/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Merges documents member by member. Objects are merged within; everything else (a text, a number, a list)
 * is one thing that one side or both changed.
 */
#include "exchange/compare.h"

#include <string.h>

#include "exchange/lines.h"
#include "graph/format.h"

typedef struct
{
  GPtrArray *conflicts;
  GString   *path;
  gboolean   takes_theirs; /* of a conflict */
} Merging;

/* A value, or that there is none. */
typedef struct
{
  SluiceValue value; /* borrowed */
  gboolean    is_there;
} Side;

static Side
get_side (SluiceValue  object,
          const char  *key)
{
  return (Side) { sluice_value_get_member (object, key), sluice_value_has_member (object, key) };
}

static gboolean
is_same (Side a,
         Side b)
{
  return a.is_there == b.is_there && (!a.is_there || sluice_value_equal (a.value, b.value));
}

static SluiceValue merge_objects (Merging     *self,
                                  SluiceValue  base,
                                  SluiceValue  ours,
                                  SluiceValue  theirs);

/* Returns: whether there is a result; it is owned by the caller then */
static gboolean
merge_side (Merging     *self,
            Side         base,
            Side         ours,
            Side         theirs,
            SluiceValue *result)
{
  Side taken;

  if (is_same (ours, theirs) || is_same (base, theirs))
    taken = ours;
  else if (is_same (base, ours))
    taken = theirs;
  else if (SLUICE_VALUE_IS_OBJECT (ours.value) && SLUICE_VALUE_IS_OBJECT (theirs.value))
    {
      *result = merge_objects (self, base.value, ours.value, theirs.value);
      return TRUE;
    }
  else
    {
      gboolean is_layout = g_str_has_prefix (self->path->str, "layout.");

      if (!is_layout)
        g_ptr_array_add (self->conflicts, g_strdup (self->path->str));
      taken = self->takes_theirs && !is_layout ? theirs : ours;
    }
  if (taken.is_there)
    *result = sluice_value_ref (taken.value);
  return taken.is_there;
}

static void
merge_member (Merging     *self,
              const char  *key,
              SluiceValue  base,
              SluiceValue  ours,
              SluiceValue  theirs,
              gint         place,
              SluiceValue *into)
{
  gsize length = self->path->len;
  SluiceValue result;

  g_string_append_printf (self->path, "%s%s", length > 0 ? "." : "", key);
  if (merge_side (self, get_side (base, key), get_side (ours, key), get_side (theirs, key), &result))
    {
      if (place >= 0)
        sluice_value_insert_member (into, (guint) place, key, result);
      else
        sluice_value_set_member (into, key, result);
    }
  g_string_truncate (self->path, length);
}

/* The order is ours; what only they have stands behind what it stands behind with them. */
static SluiceValue
merge_objects (Merging     *self,
               SluiceValue  base,
               SluiceValue  ours,
               SluiceValue  theirs)
{
  SluiceValue merged = sluice_value_object ();
  gint place = 0;

  for (guint i = 0; i < sluice_value_get_length (ours); i++)
    merge_member (self, sluice_value_get_key (ours, i), base, ours, theirs, -1, &merged);
  for (guint i = 0; i < sluice_value_get_length (theirs); i++)
    {
      const char *key = sluice_value_get_key (theirs, i);
      gint at;

      if (!sluice_value_has_member (ours, key))
        merge_member (self, key, base, ours, theirs, place, &merged);
      at = sluice_value_find_member (merged, key);
      if (at >= 0)
        place = at + 1;
    }
  return merged;
}

static SluiceValue
merge_roots (SluiceDocument *base,
             SluiceDocument *ours,
             SluiceDocument *theirs,
             gboolean        takes_theirs,
             GPtrArray      *conflicts)
{
  g_autoptr (GString) path = g_string_new (NULL);
  Merging self = { conflicts, path, takes_theirs };

  return merge_objects (&self, sluice_document_get_root (base), sluice_document_get_root (ours),
                        sluice_document_get_root (theirs));
}

/**
 * sluice_documents_merge:
 * @base: what both sides began with
 * @ours: what we made of it
 * @theirs: what they made of it
 *
 * Returns: (transfer full): the merged document, and where both sides changed the same
 */
SluiceMerge *
sluice_documents_merge (SluiceDocument *base,
                        SluiceDocument *ours,
                        SluiceDocument *theirs)
{
  SluiceMerge *self = g_new0 (SluiceMerge, 1);
  g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func (g_free);

  self->conflicts = g_ptr_array_new_with_free_func (g_free);
  self->ours = merge_roots (base, ours, theirs, FALSE, self->conflicts);
  self->theirs = merge_roots (base, ours, theirs, TRUE, again);
  return self;
}

void
sluice_merge_free (SluiceMerge *self)
{
  if (self == NULL)
    return;
  sluice_value_clear (&self->ours);
  sluice_value_clear (&self->theirs);
  g_ptr_array_unref (self->conflicts);
  g_free (self);
}

/**
 * sluice_merge_to_text:
 * @self: a merge
 * @length: (out) (optional): bytes
 *
 * Returns: (transfer full): a canonical flow file where there are no conflicts; else lines of both sides between
 *   git's markers
 */
char *
sluice_merge_to_text (SluiceMerge *self,
                      gsize       *length)
{
  static const char * const markers[] = { "", "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n" };
  g_autofree char *ours = sluice_format_write (self->ours, NULL);
  g_autofree char *theirs = sluice_format_write (self->theirs, NULL);
  g_autoptr (GPtrArray) lines = sluice_lines_compare (ours, theirs);
  GString *text = g_string_new (NULL);
  guint state = 0; /* 1: within ours, 2: within theirs */

  for (guint i = 0; i < lines->len; i++)
    {
      const SluiceLine *line = g_ptr_array_index (lines, i);
      guint wanted = line->side == SLUICE_LINE_BOTH ? 0 : line->side == SLUICE_LINE_FIRST ? 1 : 2;

      /* Theirs is followed by ours only where a new conflict begins. */
      while (state != wanted)
        {
          state = (state + 1) % 4;
          g_string_append (text, state == 0 ? "" : markers[state]);
        }
      g_string_append (text, line->text);
      if (i + 1 < lines->len)
        g_string_append_c (text, '\n');
    }
  if (length != NULL)
    *length = text->len;
  return g_string_free (text, FALSE);
}
