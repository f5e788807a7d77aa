/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Git's markers stand on lines of their own, which no line of JSON can look like. What is between two
 * conflicts belongs to both sides; the third part, what both began with, is there in some styles only.
 */
#include "exchange/conflict.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "graph/format.h"

#define N_PARTS 3

/* The places of a text that is read line by line. */
typedef enum
{
  PART_OURS,
  PART_THEIRS,
  PART_BASE,
  PART_ALL, /* outside of a conflict */
} Part;

typedef struct
{
  GString  *parts[N_PARTS];
  Part      part;
  gboolean  has_base;
} Splitting;

static void
splitting_clear (Splitting *self)
{
  for (guint i = 0; i < N_PARTS; i++)
    g_string_free (self->parts[i], TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Splitting, splitting_clear)

static void
take_name (char       **place,
           const char  *line,
           gsize        length)
{
  if (*place == NULL)
    *place = g_strstrip (length > 8 ? g_strndup (line + 8, length - 8) : g_strdup (""));
}

/* Returns: whether the marker may stand there */
static gboolean
take_marker (SluiceConflict *self,
             Splitting      *splitting,
             char            marker,
             const char     *line,
             gsize           length)
{
  Part part = splitting->part;

  if (marker == '<' && part == PART_ALL)
    {
      splitting->part = PART_OURS;
      take_name (&self->names[SLUICE_SIDE_OURS], line, length);
    }
  else if (marker == '|' && part == PART_OURS)
    {
      splitting->part = PART_BASE;
      splitting->has_base = TRUE;
    }
  else if (marker == '=' && (part == PART_OURS || part == PART_BASE))
    {
      splitting->part = PART_THEIRS;
    }
  else if (marker == '>' && part == PART_THEIRS)
    {
      splitting->part = PART_ALL;
      take_name (&self->names[SLUICE_SIDE_THEIRS], line, length);
    }
  else
    {
      return FALSE;
    }
  return TRUE;
}

static gboolean
split (SluiceConflict *self,
       Splitting      *splitting)
{
  const char *end = self->text + self->length;

  for (const char *line = self->text, *next; line < end; line = next)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      gsize length = (gsize) ((newline != NULL ? newline : end) - line);
      char marker = sluice_format_get_marker (line, length);

      next = newline != NULL ? newline + 1 : end;
      if (marker != 0 && !take_marker (self, splitting, marker, line, length))
        return FALSE;
      if (marker != 0)
        continue;
      for (guint i = 0; i < N_PARTS; i++)
        if (splitting->part == PART_ALL || splitting->part == i)
          g_string_append_len (splitting->parts[i], line, next - line);
    }
  return splitting->part == PART_ALL && self->names[SLUICE_SIDE_OURS] != NULL;
}

static gboolean
read_sides (SluiceConflict  *self,
            GError         **error)
{
  g_auto (Splitting) splitting = { { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) }, PART_ALL, FALSE };

  if (!split (self, &splitting))
    {
      g_autofree char *lines = sluice_format_find_conflicts (self->text, self->length);

      g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_CONFLICT,
                   _("The conflict markers in lines %s do not belong together."), lines != NULL ? lines : "");
      return FALSE;
    }
  for (guint i = 0; i < SLUICE_N_SIDES; i++)
    self->sides[i] = sluice_document_new_for_path (splitting.parts[i]->str, (gssize) splitting.parts[i]->len,
                                                   self->path, &self->errors[i]);
  if (splitting.has_base)
    self->base = sluice_document_new_for_path (splitting.parts[PART_BASE]->str,
                                               (gssize) splitting.parts[PART_BASE]->len, self->path, NULL);
  if (self->sides[SLUICE_SIDE_OURS] == NULL && self->sides[SLUICE_SIDE_THEIRS] == NULL)
    {
      g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_CONFLICT,
                   _("Neither side of the merge is a flow: %s"), self->errors[SLUICE_SIDE_OURS]->message);
      return FALSE;
    }
  return TRUE;
}

/**
 * sluice_conflict_load:
 * @path: a flow file with git's conflict markers
 * @error: return location for an error of SLUICE_FILE_ERROR or SLUICE_DOCUMENT_ERROR
 *
 * Reads both sides of a merge. A side that is no flow by itself, as merging lines can make it, leaves the
 * other to be taken.
 *
 * Returns: (transfer full) (nullable): the conflict, %NULL on an error
 */
SluiceConflict *
sluice_conflict_load (const char  *path,
                      GError     **error)
{
  g_autoptr (SluiceConflict) self = g_new0 (SluiceConflict, 1);

  self->path = g_canonicalize_filename (path, NULL);
  if (!sluice_file_load (path, 0, &self->text, &self->length, &self->stamp, error) || !read_sides (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sluice_conflict_free (SluiceConflict *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < SLUICE_N_SIDES; i++)
    {
      g_free (self->names[i]);
      g_clear_object (&self->sides[i]);
      g_clear_error (&self->errors[i]);
    }
  g_clear_object (&self->base);
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

/**
 * sluice_conflict_settle:
 * @self: a conflict
 * @document: what was decided
 *
 * Returns: (transfer full): a document with that content that is not saved yet; saving it replaces the file
 */
SluiceDocument *
sluice_conflict_settle (SluiceConflict *self,
                        SluiceDocument *document)
{
  return sluice_document_new_in_place (document, self->path, self->text, self->length, &self->stamp);
}
