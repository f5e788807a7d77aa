/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the scripts of a node for calls of the library that wait. */
#include "graph/waits.h"

#include "graph/catalog.h"
#include "graph/lua-tokens.h"

static const char * const texts[] = { "input", "prep", "exec", "fallback", "post" };

typedef struct
{
  gboolean   waits;
  GPtrArray *queues; /* names, owned */
  GPtrArray *filled; /* names, owned: that it puts into */
} Scan;

static gboolean
is_other (const SluiceToken *token,
          char               c)
{
  return token->type == SLUICE_TOKEN_OTHER && *token->start == c;
}

/* A name of its own, and not that of a member: log.ask (), or of what is being defined. */
static gboolean
is_free (const SluiceToken *before)
{
  return !is_other (before, '.') && !is_other (before, ':') && !sluice_token_is (before, "function");
}

static gboolean
is_call (const SluiceToken *after)
{
  return is_other (after, '(') || is_other (after, '{') || after->type == SLUICE_TOKEN_STRING;
}

static gboolean
is_waiting (const SluiceToken *token)
{
  static const char * const words[] = { "ask", "choose", "http", "llm", "sleep" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (sluice_token_is (token, words[i]))
      return TRUE;
  return FALSE;
}

/* @at stands behind "queue": its name in quotes, and what is done with it. Putting waits for nobody. */
static void
read_queue (Scan       *scan,
            const char *at)
{
  SluiceToken name;
  SluiceToken token;

  at = sluice_token_next (at, &name);
  if (is_other (&name, '('))
    at = sluice_token_next (at, &name);
  if (name.type != SLUICE_TOKEN_STRING)
    return;
  at = sluice_token_next (at, &token);
  if (is_other (&token, ')'))
    at = sluice_token_next (at, &token);
  if (is_other (&token, ':'))
    {
      sluice_token_next (at, &token);
      if (sluice_token_is (&token, "put"))
        g_ptr_array_add (scan->filled, g_strndup (name.start, name.length));
      if (!sluice_token_is (&token, "get") && !sluice_token_is (&token, "size"))
        return;
    }
  scan->waits |= !sluice_token_is (&token, "size");
  g_ptr_array_add (scan->queues, g_strndup (name.start, name.length));
}

static void
scan_text (Scan       *scan,
           const char *text)
{
  SluiceToken before = { SLUICE_TOKEN_END, text, 0 };
  SluiceToken token;
  SluiceToken after;
  const char *at = sluice_token_next (text, &token);

  while (token.type != SLUICE_TOKEN_END)
    {
      const char *here = at;

      at = sluice_token_next (at, &after);
      if (is_free (&before) && is_call (&after))
        {
          scan->waits |= is_waiting (&token);
          if (sluice_token_is (&token, "queue"))
            read_queue (scan, here);
        }
      before = token;
      token = after;
    }
}

static void
scan_init (Scan *scan)
{
  scan->waits = FALSE;
  scan->queues = g_ptr_array_new_with_free_func (g_free);
  scan->filled = g_ptr_array_new_with_free_func (g_free);
}

static void
scan_clear (Scan *scan)
{
  g_ptr_array_unref (scan->queues);
  g_ptr_array_unref (scan->filled);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

/* A node of the kind that does nothing else. */
static void
scan_settings (Scan       *scan,
               SluiceValue settings)
{
  const char *name = sluice_value_get_member_string (settings, "queue");
  const char *does = sluice_value_get_member_string (settings, "does");

  if (name != NULL && (does == NULL || g_str_equal (does, "put")))
    g_ptr_array_add (scan->filled, g_strdup (name));
  else if (name != NULL)
    g_ptr_array_add (scan->queues, g_strdup (name));
}

static void
scan_node (Scan           *scan,
           SluiceDocument *document,
           const char     *address)
{
  SluiceValue node = sluice_document_get_node (document, address);

  scan_init (scan);
  if (g_strcmp0 (sluice_document_get_node_kind (document, address), "queue") == 0)
    scan_settings (scan, sluice_value_get_member (node, "settings"));

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = sluice_text_from_value (sluice_value_get_member (node, texts[i]));

      if (text != NULL)
        scan_text (scan, text);
    }
}

/**
 * sluice_document_node_waits:
 * @self: a document
 * @address: of a node
 *
 * Returns: whether a lane may have to wait in the node for a person, a server, a timer or a queue
 */
gboolean
sluice_document_node_waits (SluiceDocument *self,
                            const char     *address)
{
  const SluiceKindInfo *kind = sluice_catalog_lookup (sluice_document_get_node_kind (self, address));
  g_auto (Scan) scan = { FALSE, NULL, NULL };

  scan_node (&scan, self, address);
  if (kind != NULL && (g_strcmp0 (kind->category, "people") == 0 || g_strcmp0 (kind->category, "services") == 0))
    return TRUE;
  return scan.waits;
}

/* Each name once. */
static char **
dup_names (GPtrArray *names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < names->len; i++)
    {
      guint first;

      g_ptr_array_find_with_equal_func (names, g_ptr_array_index (names, i), g_str_equal, &first);
      if (first == i)
        g_strv_builder_add (builder, g_ptr_array_index (names, i));
    }
  return g_strv_builder_end (builder);
}

/**
 * sluice_document_dup_node_queues:
 * @self: a document
 * @address: of a node
 *
 * Returns: (transfer full): the names of the queues whose items the node takes or counts
 */
char **
sluice_document_dup_node_queues (SluiceDocument *self,
                                 const char     *address)
{
  g_auto (Scan) scan = { FALSE, NULL, NULL };

  scan_node (&scan, self, address);
  return dup_names (scan.queues);
}

/**
 * sluice_document_dup_filled_queues:
 * @self: a document
 * @address: of a node
 *
 * Returns: (transfer full): the names of the queues that the node puts items into
 */
char **
sluice_document_dup_filled_queues (SluiceDocument *self,
                                   const char     *address)
{
  g_auto (Scan) scan = { FALSE, NULL, NULL };

  scan_node (&scan, self, address);
  return dup_names (scan.filled);
}
