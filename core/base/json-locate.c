/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finding the places of values in a text that has been read before, so that the problems found in a
 * document can be shown at their lines.
 *
 * The pointers are sorted by their parts: those that go through one value stand side by side, and one
 * walk over the text finds them all. What no pointer leads into is skipped. */

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/json-private.h"
#include "base/pointer.h"

typedef struct
{
  char           **parts; /* owned; NULL: not a pointer */
  SluiceJsonPlace *place; /* borrowed */
  const char      *at;    /* in the text: the value, or the nearest around it; NULL: none */
} Target;

typedef struct
{
  SluiceJsonScan scan;
  Target        *targets;
  guint          left; /* targets not yet found */
} Walk;

static gboolean
skip_string (SluiceJsonScan *scan)
{
  const char *text;
  gsize length;

  return sluice_json_scan_string (scan, &text, &length);
}

/* Skips a value: to the end of a string or word, or to the bracket that closes what opens here. */
static gboolean
skip_value (SluiceJsonScan *scan)
{
  gsize depth = 0;

  do
    {
      char next = sluice_json_scan_peek (scan);

      if (next == '\0')
        return FALSE;
      if (next == '"')
        {
          if (!skip_string (scan))
            return FALSE;
          continue;
        }
      if (next == '[' || next == '{')
        depth++;
      else if (next == ']' || next == '}')
        depth--;
      else if (next != ',' && next != ':')
        while (scan->at + 1 < scan->end && strchr (",:]} \t\r\n", scan->at[1]) == NULL)
          scan->at++;
      scan->at++;
    }
  while (depth > 0);
  return TRUE;
}

/* The part of a pointer against a key that does not end with a NUL, in the order of strcmp(). */
static int
compare_part (const char *part,
              const char *key,
              gsize       length)
{
  int order = strncmp (part, key, length);

  return order != 0 ? order : part[length] != '\0';
}

static int
compare_targets (gconstpointer a,
                 gconstpointer b)
{
  char **left = ((const Target *) a)->parts, **right = ((const Target *) b)->parts;

  if (left == NULL || right == NULL)
    return (left != NULL) - (right != NULL);
  for (; *left != NULL && *right != NULL; left++, right++)
    {
      int order = strcmp (*left, *right);

      if (order != 0)
        return order;
    }
  return (*left != NULL) - (*right != NULL);
}

/* The first in [begin, end) whose part at @depth is @key, or comes behind it. */
static guint
find_first (const Walk *walk,
            guint       begin,
            guint       end,
            guint       depth,
            const char *key,
            gsize       length)
{
  while (begin < end)
    {
      guint middle = begin + (end - begin) / 2;

      if (compare_part (walk->targets[middle].parts[depth], key, length) < 0)
        begin = middle + 1;
      else
        end = middle;
    }
  return begin;
}

static gboolean locate_value (Walk       *walk,
                              guint       begin,
                              guint       end,
                              guint       depth,
                              const char *key_at);

/* What is behind a key or an index: into it, if a target leads there, else past it. */
static gboolean
locate_part (Walk       *walk,
             guint       begin,
             guint       end,
             guint       depth,
             const char *key,
             gsize       length,
             const char *key_at)
{
  guint first = find_first (walk, begin, end, depth, key, length);
  guint last = first;

  while (last < end && compare_part (walk->targets[last].parts[depth], key, length) == 0)
    last++;
  return first == last ? skip_value (&walk->scan) : locate_value (walk, first, last, depth + 1, key_at);
}

static gboolean
locate_members (Walk  *walk,
                guint  begin,
                guint  end,
                guint  depth)
{
  SluiceJsonScan *scan = &walk->scan;

  for (scan->at++; sluice_json_scan_peek (scan) == '"'; scan->at++)
    {
      const char *key_at = scan->at;
      const char *key;
      gsize length;

      if (!sluice_json_scan_string (scan, &key, &length) || sluice_json_scan_peek (scan) != ':')
        return FALSE;
      scan->at++;
      if (!locate_part (walk, begin, end, depth, key, length, key_at))
        return FALSE;
      if (sluice_json_scan_peek (scan) != ',')
        break;
    }
  return *scan->at++ == '}';
}

static gboolean
locate_elements (Walk  *walk,
                 guint  begin,
                 guint  end,
                 guint  depth)
{
  SluiceJsonScan *scan = &walk->scan;
  char key[16];

  scan->at++;
  for (guint index = 0; sluice_json_scan_peek (scan) != ']'; index++)
    {
      gsize length = (gsize) g_snprintf (key, sizeof key, "%u", index);

      if (!locate_part (walk, begin, end, depth, key, length, NULL))
        return FALSE;
      if (sluice_json_scan_peek (scan) != ',')
        break;
      scan->at++;
    }
  return *scan->at++ == ']';
}

/* The value at the cursor, into which the targets [begin, end) lead. FALSE: all are found, or the
 * text is no JSON. Goes as deep as the text, whose depth the reader has limited. */
static gboolean
locate_value (Walk       *walk,
              guint       begin,
              guint       end,
              guint       depth,
              const char *key_at)
{
  char next = sluice_json_scan_peek (&walk->scan);

  for (guint i = begin; i < end; i++)
    walk->targets[i].at = walk->scan.at;
  for (; begin < end && walk->targets[begin].parts[depth] == NULL; begin++)
    {
      Target *target = &walk->targets[begin];

      target->place->found = TRUE;
      if (target->place->at_key && key_at != NULL)
        target->at = key_at;
      walk->left--;
    }
  if (walk->left == 0)
    return FALSE;
  if (begin < end && next == '{')
    return locate_members (walk, begin, end, depth);
  if (begin < end && next == '[')
    return locate_elements (walk, begin, end, depth);
  return skip_value (&walk->scan);
}

/* Positions */

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  const char *left = ((const Target *) a)->at, *right = ((const Target *) b)->at;

  return (left > right) - (left < right);
}

/* Lines and columns, counted once from the begin to the end. */
static void
set_positions (Walk  *walk,
               guint  n_targets)
{
  const char *at = walk->scan.start;
  SluiceJsonPosition position = { 0, 1, 1 };

  qsort (walk->targets, n_targets, sizeof (Target), compare_offsets);
  for (guint i = 0; i < n_targets; i++)
    {
      if (walk->targets[i].at == NULL)
        continue;
      for (; at < walk->targets[i].at; at++)
        if (*at == '\n')
          {
            position.line++;
            position.column = 1;
          }
        else if ((*at & 0xc0) != 0x80)
          position.column++;
      position.offset = (gsize) (at - walk->scan.start);
      walk->targets[i].place->position = position;
    }
}

/**
 * sluice_json_locate_all: (skip)
 * @text: a JSON text that has been read without error
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @places: (array length=n_places): pointers, in any order; their positions are set
 * @n_places: how many
 *
 * Finds where many values begin in a text, in one walk over it. What is not there gets the position
 * of the nearest thing around it, and what is no JSON Pointer line 0.
 */
void
sluice_json_locate_all (const char      *text,
                        gssize           length,
                        SluiceJsonPlace *places,
                        guint            n_places)
{
  g_autofree Target *targets = g_new0 (Target, n_places);
  Walk walk = { .targets = targets, };
  guint first = 0;

  g_return_if_fail (text != NULL || length == 0);

  for (guint i = 0; i < n_places; i++)
    {
      places[i].found = FALSE;
      memset (&places[i].position, 0, sizeof places[i].position);
      targets[i].place = &places[i];
      targets[i].parts = sluice_pointer_split (places[i].pointer, NULL);
      if (targets[i].parts == NULL)
        first++;
    }
  qsort (targets, n_places, sizeof (Target), compare_targets);

  sluice_json_scan_init (&walk.scan, text, length < 0 ? strlen (text) : (gsize) length);
  walk.left = n_places - first;
  if (walk.left > 0 && sluice_json_scan_peek (&walk.scan) != '\0')
    locate_value (&walk, first, n_places, 0, NULL);
  for (guint i = first; i < n_places; i++)
    g_strfreev (targets[i].parts);
  set_positions (&walk, n_places);
  sluice_json_scan_clear (&walk.scan);
}

/**
 * sluice_json_locate: (skip)
 * @text: a JSON text that has been read without error
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @pointer: a JSON Pointer
 * @at_key: for a member: give the place of its key
 * @position: (out): the place
 *
 * Finds where a value begins in a text, in time proportional to what is before it.
 *
 * Returns: %FALSE if there is nothing at @pointer; @position is untouched then
 */
gboolean
sluice_json_locate (const char         *text,
                    gssize              length,
                    const char         *pointer,
                    gboolean            at_key,
                    SluiceJsonPosition *position)
{
  SluiceJsonPlace place = { .pointer = pointer, .at_key = at_key };

  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (pointer != NULL && position != NULL, FALSE);

  sluice_json_locate_all (text, length, &place, 1);
  if (place.found)
    *position = place.position;
  return place.found;
}
