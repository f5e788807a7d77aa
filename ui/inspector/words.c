/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names for the completion. What the document says of its store is enough: the initial store, what
 * nodes write by "output", and every shared.name that some script or template mentions. */

#include "inspector/words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/ids.h"
#include "script/words.h"

#define MAX_TEXTS 20000 /* looked through for names: more is not worth the wait */

void
sluice_word_free (SluiceWord *word)
{
  g_free (word->name);
  g_free (word->arguments);
  g_free (word->blurb);
  g_free (word);
}

static void
add (GPtrArray      *words,
     SluiceWordType  type,
     const char     *name,
     const char     *arguments,
     const char     *blurb)
{
  SluiceWord *word = g_new0 (SluiceWord, 1);

  word->type = type;
  word->name = g_strdup (name);
  word->arguments = g_strdup (arguments);
  word->blurb = g_strdup (blurb);
  g_ptr_array_add (words, word);
}

/* Names that follow "shared." or "params." somewhere */

typedef struct
{
  GHashTable *names;  /* name → what is said of it; both owned */
  const char *prefix; /* "shared." */
  guint       n_texts;
} Mentions;

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static void
mention (Mentions   *self,
         const char *name,
         gsize       length,
         const char *blurb)
{
  g_autofree char *key = g_strndup (name, length);

  if (length > 0 && !g_ascii_isdigit (*name) && !g_hash_table_contains (self->names, key))
    g_hash_table_insert (self->names, g_steal_pointer (&key), g_strdup (blurb));
}

static void
scan_text (Mentions   *self,
           const char *text)
{
  for (const char *at = strstr (text, self->prefix); at != NULL; at = strstr (at, self->prefix))
    {
      gboolean is_start = at == text || (!is_name_char (at[-1]) && at[-1] != '.');
      gsize length = 0;

      at += strlen (self->prefix);
      while (is_name_char (at[length]))
        length++;
      if (is_start)
        mention (self, at, length, "");
    }
}

static void
scan_value (Mentions    *self,
            SluiceValue  value)
{
  SluiceValueIter iter;
  SluiceValue child;

  if (SLUICE_VALUE_IS_STRING (value) && self->n_texts++ < MAX_TEXTS)
    scan_text (self, sluice_value_get_string (value));
  if (!SLUICE_VALUE_IS_OBJECT (value) && !SLUICE_VALUE_IS_ARRAY (value))
    return;

  sluice_value_iter_init (&iter, value);
  while (self->n_texts < MAX_TEXTS && sluice_value_iter_next (&iter, NULL, &child))
    scan_value (self, child);
}

static void
mention_keys (Mentions    *self,
              SluiceValue  object,
              const char  *blurb)
{
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;

  if (!SLUICE_VALUE_IS_OBJECT (object))
    return;
  sluice_value_iter_init (&iter, object);
  while (sluice_value_iter_next (&iter, &key, &child))
    if (strspn (key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen (key))
      mention (self, key, strlen (key), blurb);
}

static void
mention_outputs (Mentions       *self,
                 SluiceDocument *document,
                 const char     *flow)
{
  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    {
      g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (document, flow, i));
      SluiceValue node = sluice_document_get_node (document, address);
      const char *output = sluice_value_get_member_string (node, "output");

      if (output != NULL)
        {
          g_autofree char *title = sluice_document_dup_node_title (document, address);
          g_autofree char *blurb = g_strdup_printf (_("Written by %s"), title);

          mention (self, output, strspn (output, "abcdefghijklmnopqrstuvwxyz"
                                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), blurb);
        }
    }
}

static void
add_mentions (GPtrArray *words,
              Mentions  *self)
{
  GHashTableIter iter;
  gpointer name, blurb;

  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &name, &blurb))
    add (words, SLUICE_WORD_KEY, name, "", blurb);
}

static void
add_shared (GPtrArray      *words,
            SluiceDocument *document)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SluiceValue root = sluice_document_get_root (document);
  Mentions self = { names, "shared.", 0 };

  mention_keys (&self, sluice_value_get_member (root, "shared"), _("In the initial store"));
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    mention_outputs (&self, document, sluice_document_get_flow_id (document, i));
  scan_value (&self, sluice_value_get_member (root, "flows"));
  add_mentions (words, &self);
}

static void
add_params (GPtrArray      *words,
            SluiceDocument *document,
            const char     *address)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Mentions self = { names, "params.", 0 };
  g_autofree char *flow = NULL;

  if (address != NULL && sluice_address_split (address, &flow, NULL) && flow != NULL)
    {
      mention_keys (&self, sluice_value_get_member (sluice_document_get_node (document, address), "params"),
                    _("A param of this node"));
      mention_keys (&self, sluice_value_get_member (sluice_document_get_flow (document, flow), "params"),
                    _("A param of the flow"));
    }
  scan_value (&self, sluice_value_get_member (sluice_document_get_root (document), "flows"));
  add_mentions (words, &self);
}

/* The library: "json.decode" is offered as "decode" after "json." */

static void
add_library (GPtrArray  *words,
             const char *owner)
{
  guint n = 0;
  const SluiceScriptWord *library = sluice_script_get_words (&n);
  gsize length = strlen (owner);

  for (guint i = 0; i < n; i++)
    {
      const char *name = library[i].name;
      const char *dot = strchr (name, '.');

      if (length == 0 ? dot == NULL : strncmp (name, owner, length) == 0 && name[length] == '.')
        add (words, library[i].is_function ? SLUICE_WORD_FUNCTION : SLUICE_WORD_VARIABLE,
             length == 0 ? name : name + length + 1, library[i].arguments, _(library[i].blurb));
    }
}

static void
add_keywords (GPtrArray *words)
{
  static const char * const keywords[] = {
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local",
    "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    add (words, SLUICE_WORD_KEYWORD, keywords[i], "", "");
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  const SluiceWord *x = *(const SluiceWord * const *) a;
  const SluiceWord *y = *(const SluiceWord * const *) b;

  return x->type != y->type ? (int) x->type - (int) y->type : strcmp (x->name, y->name);
}

/* "return shared.rec" → "shared"; "x = js" → "" */
static char *
dup_owner (const char *before)
{
  const char *end = before + strlen (before);
  const char *start;

  while (end > before && is_name_char (end[-1]))
    end--;
  if (end == before || end[-1] != '.')
    return g_strdup ("");
  end--;
  start = end;
  while (start > before && (is_name_char (start[-1]) || start[-1] == '.'))
    start--;

  return g_strndup (start, end - start);
}

GPtrArray *
sluice_words_at (SluiceDocument *document,
                 const char     *address,
                 const char     *before)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_word_free);
  g_autofree char *owner = dup_owner (before);

  if (g_str_equal (owner, "shared"))
    add_shared (words, document);
  else if (g_str_equal (owner, "params"))
    add_params (words, document, address);
  else
    add_library (words, owner);
  if (*owner == '\0' && !g_str_has_suffix (before, "."))
    add_keywords (words);
  g_ptr_array_sort (words, compare_words);

  return words;
}

gboolean
sluice_words_in_braces (const char *before)
{
  const char *opened = g_strrstr (before, "{{");
  const char *closed = g_strrstr (before, "}}");

  return opened != NULL && (closed == NULL || closed < opened);
}
