/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How well a node kind answers to what somebody typed. Each word of the query counts where it
 * is found best; a query with a word that is found nowhere does not match at all.
 */
#include "library/kind-match.h"

#include <glib/gi18n.h>

enum
{
  SCORE_SUBSEQUENCE = 5,
  SCORE_BLURB       = 10,
  SCORE_KEYWORD     = 40,
  SCORE_INSIDE      = 60,
  SCORE_WORD        = 80,
  SCORE_START       = 100,
};

/**
 * sluice_kind_category_title:
 * @category: a category of the catalog
 *
 * Returns: (transfer none): its translated heading; an unknown category is its own heading
 */
const char *
sluice_kind_category_title (const char *category)
{
  static const struct { const char *id, *title; } titles[] = {
    { "logic", N_("Logic") },
    { "people", N_("People") },
    { "services", N_("Services") },
    { "output", N_("Output") },
    { "flow", N_("Flow") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_strcmp0 (titles[i].id, category) == 0)
      return _(titles[i].title);

  return category != NULL ? category : _("Other");
}

/* The letters of @word in their order, with anything between: "scr" in "script", "cho" in "choice". */
static gboolean
is_subsequence (const char *text,
                const char *word)
{
  for (; *word != '\0'; word = g_utf8_next_char (word))
    {
      const char *found = g_utf8_strchr (text, -1, g_utf8_get_char (word));

      if (found == NULL)
        return FALSE;
      text = g_utf8_next_char (found);
    }

  return TRUE;
}

static gboolean
starts_a_word (const char *text,
               const char *word)
{
  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    if (at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at))))
      return TRUE;

  return FALSE;
}

static int
score_word (const char *title,
            const char *id,
            const char *keywords,
            const char *blurb,
            const char *word)
{
  if (g_str_has_prefix (title, word) || g_str_has_prefix (id, word))
    return SCORE_START;
  if (starts_a_word (title, word))
    return SCORE_WORD;
  if (strstr (title, word) != NULL)
    return SCORE_INSIDE;
  if (starts_a_word (keywords, word))
    return SCORE_KEYWORD;
  if (starts_a_word (blurb, word))
    return SCORE_BLURB;
  if (is_subsequence (title, word))
    return SCORE_SUBSEQUENCE;

  return -1;
}

static char *
fold (const char *text)
{
  return g_utf8_casefold (text != NULL ? text : "", -1);
}

static const char *
translate (const char *text)
{
  return text != NULL && text[0] != '\0' ? _(text) : text;
}

static int
match (const char *title,
       const char *id,
       const char *keywords,
       const char *blurb,
       const char *query)
{
  g_autofree char *folded_title = fold (title);
  g_autofree char *folded_id = fold (id);
  g_autofree char *folded_keywords = fold (keywords);
  g_autofree char *folded_blurb = fold (blurb);
  g_autofree char *folded = fold (query);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);
  int total = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      int score;

      if (words[i][0] == '\0')
        continue;

      score = score_word (folded_title, folded_id, folded_keywords, folded_blurb, words[i]);
      if (score < 0)
        return -1;
      total += score;
    }

  return total;
}

/**
 * sluice_kind_match:
 * @info: a kind
 * @query: what was typed
 *
 * Returns: how well it fits, larger is better; 0 for an empty query, -1 when it does not fit
 */
int
sluice_kind_match (const SluiceKindInfo *info,
                   const char           *query)
{
  g_return_val_if_fail (info != NULL, -1);

  return match (translate (info->title), info->id, translate (info->keywords), translate (info->blurb), query);
}

/**
 * sluice_text_match:
 * @title: what something is called
 * @subtitle: (nullable): more about it
 * @keywords: (nullable): what else finds it
 * @query: what was typed
 *
 * Returns: how well it fits, as of sluice_kind_match()
 */
int
sluice_text_match (const char *title,
                   const char *subtitle,
                   const char *keywords,
                   const char *query)
{
  return match (title, title, subtitle, keywords, query);
}
