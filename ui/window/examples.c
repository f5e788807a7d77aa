/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The examples as somebody meets them who is new: the simplest first, each with a line of what it shows. The files
 * are not read for this, and what they say of themselves has no translation.
 */
#include "window/examples.h"

#include "window/data-folder.h"

#include <glib/gi18n.h>

#define SUFFIX ".flow.json"

static const struct
{
  const char *name;
  const char *title;
  const char *words;
} examples[] = {
  { "hello", N_("Hello"), N_("Asks for a name and greets") },
  { "chat", N_("Chat"), N_("A conversation that remembers what was said") },
  { "recipe-finder", N_("Recipe finder"), N_("Suggests a recipe until you accept one") },
  { "article", N_("Article"), N_("Outline, sections and style, one model after another") },
  { "review", N_("Review"), N_("Drafts that a person approves, rejects or edits") },
  { "research", N_("Research"), N_("An agent that searches until it can answer") },
  { "supervisor", N_("Supervisor"), N_("An agent whose answers are checked and sent back") },
  { "summarize-files", N_("Summarize files"), N_("Map and reduce over the files of a folder") },
  { "translate", N_("Translate"), N_("One text in many languages, three at a time") },
  { "majority-vote", N_("Majority vote"), N_("The same question several times at once") },
  { "grades", N_("Grades"), N_("A batch of flows in a batch of flows") },
  { "nested", N_("Order processing"), N_("Flows as nodes of another flow") },
  { "taboo", N_("Taboo game"), N_("Two flows that play over two queues") },
  { "ask-the-notes", N_("Ask the notes"), N_("Answers from the nearest lines of a folder") },
  { "ask-a-database", N_("Ask a database"), N_("A question becomes SQL, and mistakes are mended") },
  { "bookshelf", N_("Bookshelf"), N_("A queue, and a program that may be started") },
  { "poll", N_("Poll a server"), N_("Asks a server until its answer changes") },
};

/* Its place in the table; behind it, if it is not there. */
static guint
find (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  guint i = 0;

  while (i < G_N_ELEMENTS (examples)
         && !(g_str_has_prefix (name, examples[i].name) && g_str_equal (name + strlen (examples[i].name), SUFFIX)))
    i++;
  return i;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const char *one = *(const char * const *) a, *other = *(const char * const *) b;
  guint place = find (one), other_place = find (other);

  return place != other_place ? (place > other_place) - (place < other_place) : g_strcmp0 (one, other);
}

/**
 * sluice_examples_dup_paths:
 *
 * Returns: (transfer full) (element-type filename): the paths of the examples, the simplest first
 */
GPtrArray *
sluice_examples_dup_paths (void)
{
  GPtrArray *paths = sluice_data_dup_examples ();

  g_ptr_array_sort (paths, compare);
  return paths;
}

/**
 * sluice_examples_dup_title:
 * @path: of an example
 *
 * Returns: (transfer full): what it is called; one that is not known by its file: "my-flow.flow.json" is "My flow"
 */
char *
sluice_examples_dup_title (const char *path)
{
  guint i = find (path);
  char *name, *end;

  if (i < G_N_ELEMENTS (examples))
    return g_strdup (_(examples[i].title));
  name = g_path_get_basename (path);
  end = strstr (name, SUFFIX);
  if (end != NULL)
    *end = '\0';
  g_strdelimit (name, "-_", ' ');
  name[0] = g_ascii_toupper (name[0]);
  return name;
}

/**
 * sluice_examples_get_words:
 * @path: of an example
 *
 * Returns: (transfer none) (nullable): what it shows, in a line; NULL: that is not known
 */
const char *
sluice_examples_get_words (const char *path)
{
  guint i = find (path);

  return i < G_N_ELEMENTS (examples) ? _(examples[i].words) : NULL;
}
