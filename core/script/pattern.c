/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lua's patterns with a limit on their work. A pattern becomes a row of items, each a set of
 * bytes with a repetition or one of the special forms; repetitions hold single bytes only, so a
 * match passes each item once, and what can be taken back is at most one choice for each
 * item. No recursion, and every step is counted: after some thousands a search can be suspended. */

#include <string.h>

#include "script/script-private.h"

#define MAX_CAPTURES  32
#define MAX_ITEMS     1024
#define STEPS_BASE    1000000 /* and 32 for each byte of the subject */
#define STEPS_AT_ONCE 10000
#define POSITION_OPEN (-1)
#define POSITION_ONLY (-2)

typedef enum
{
  ITEM_ONE,
  ITEM_OPTIONAL,
  ITEM_STAR,
  ITEM_PLUS,
  ITEM_LAZY,
  ITEM_OPEN,     /* number: the capture */
  ITEM_POSITION, /* number: the capture */
  ITEM_CLOSE,    /* number: the capture */
  ITEM_BALANCE,  /* first, last */
  ITEM_FRONTIER,
  ITEM_BACK,     /* number: the capture */
  ITEM_END,      /* the end of the subject */
} ItemType;

typedef struct
{
  ItemType type;
  int      number;
  guchar   first;
  guchar   last;
  guint32  set[8];
} Item;

typedef struct
{
  const char *start;
  gssize      length; /* or POSITION_OPEN, POSITION_ONLY */
} Capture;

typedef enum
{
  CHOICE_RESUME,
  CHOICE_GREEDY,
  CHOICE_LAZY,
  CHOICE_CAPTURE,
} ChoiceType;

typedef struct
{
  ChoiceType  type;
  guint       item;
  const char *at;
  const char *low;     /* GREEDY: as far back as it goes */
  Capture     capture; /* CAPTURE: as it was */
} Choice;

typedef enum
{
  GIVE_FIND,  /* first, last, captures; or nil */
  GIVE_MATCH, /* captures; or nil */
  GIVE_STEP,  /* first, after, captures; or nothing */
} Give;

/* A search, as a userdata of Lua's, with the room for items and choices behind it. */
typedef struct
{
  lua_State  *L;       /* borrowed: whose function it is */
  Give        give;
  const char *subject;
  const char *end;
  const char *start;   /* where it is tried now */
  const char *last;    /* where no match may end, or NULL */
  const char *at;
  guint       item;    /* the one to pass at @at */
  guint       n_choices;
  gsize       pause;   /* steps, after which somebody else may want to run */
  gboolean    anchored;
  guint       n_items;
  int         n_captures;
  Item       *items;
  Choice     *choices;
  Capture     captures[MAX_CAPTURES];
  gsize       steps;
  gsize       max_steps;
} Matcher;

static inline gboolean
set_has (const guint32 *set,
         guchar         c)
{
  return (set[c >> 5] >> (c & 31)) & 1;
}

static inline void
set_add (guint32 *set,
         guchar   c)
{
  set[c >> 5] |= 1u << (c & 31);
}

static gboolean
class_has (guchar class,
           guchar c)
{
  switch (class)
    {
    case 'a': return g_ascii_isalpha (c);
    case 'c': return g_ascii_iscntrl (c);
    case 'd': return g_ascii_isdigit (c);
    case 'g': return g_ascii_isgraph (c);
    case 'l': return g_ascii_islower (c);
    case 'p': return g_ascii_ispunct (c);
    case 's': return g_ascii_isspace (c) || c == '\v';
    case 'u': return g_ascii_isupper (c);
    case 'w': return g_ascii_isalnum (c);
    case 'x': return g_ascii_isxdigit (c);
    case 'z': return c == 0;
    default: return FALSE;
    }
}

/* What "%c" stands for: a class, its complement in upper case, or the character itself. */
static void
set_add_escape (guint32 *set,
                guchar   c)
{
  guchar lower = g_ascii_tolower (c);

  if (strchr ("acdglpsuwxz", lower) == NULL || c == '\0')
    {
      set_add (set, c);
      return;
    }
  for (guint i = 0; i < 256; i++)
    {
      if (class_has (lower, (guchar) i) == (c == lower))
        set_add (set, (guchar) i);
    }
}

/* The "]" of the brackets whose first element is at @p. As in Lua, "%" hides the byte after it even where
 * it ends a range. */
static const char *
find_bracket (Matcher    *self,
              const char *p,
              const char *end)
{
  do
    {
      if (p < end && *p++ == '%' && p++ == end)
        sluice_fault_raise_text (self->L, "malformed pattern (ends with '%%')");
      if (p >= end)
        sluice_fault_raise_text (self->L, "malformed pattern (missing ']')");
    }
  while (*p != ']');
  return p;
}

/* From after "[" to after "]". */
static const char *
parse_brackets (Matcher    *self,
                const char *p,
                const char *end,
                guint32    *set)
{
  gboolean negated = p < end && *p == '^';

  p += negated;
  end = find_bracket (self, p, end);
  while (p < end)
    {
      if (*p == '%')
        {
          set_add_escape (set, (guchar) p[1]);
          p += 2;
        }
      else if (p + 2 < end && p[1] == '-')
        {
          for (guint c = (guchar) p[0]; c <= (guchar) p[2]; c++)
            set_add (set, (guchar) c);
          p += 3;
        }
      else
        set_add (set, (guchar) *p++);
    }
  if (negated)
    {
      for (guint i = 0; i < 8; i++)
        set[i] = ~set[i];
    }
  return end + 1;
}

static Item *
add_item (Matcher  *self,
          ItemType  type)
{
  Item *item = &self->items[self->n_items];

  if (self->n_items == MAX_ITEMS)
    sluice_fault_raise_text (self->L, "pattern too long");
  self->n_items++;
  memset (item, 0, sizeof *item);
  item->type = type;
  return item;
}

/* One byte's set, and the repetition after it. */
static const char *
parse_single (Matcher    *self,
              const char *p,
              const char *end)
{
  Item *item = add_item (self, ITEM_ONE);

  if (*p == '[')
    p = parse_brackets (self, p + 1, end, item->set);
  else if (*p == '.')
    {
      memset (item->set, 0xff, sizeof item->set);
      p++;
    }
  else if (*p == '%')
    {
      if (p + 1 >= end)
        sluice_fault_raise_text (self->L, "malformed pattern (ends with '%%')");
      set_add_escape (item->set, (guchar) p[1]);
      p += 2;
    }
  else
    set_add (item->set, (guchar) *p++);

  if (p >= end)
    return p;
  switch (*p)
    {
    case '?': item->type = ITEM_OPTIONAL; return p + 1;
    case '*': item->type = ITEM_STAR; return p + 1;
    case '+': item->type = ITEM_PLUS; return p + 1;
    case '-': item->type = ITEM_LAZY; return p + 1;
    default: return p;
    }
}

/* "%b", "%f" and "%1"; NULL when "%" begins a single byte's class. */
static const char *
parse_special (Matcher    *self,
               const char *p,
               const char *end,
               guint32     open)
{
  Item *item;
  int number;

  if (p + 1 >= end)
    return NULL;
  if (p[1] == 'b')
    {
      if (p + 3 >= end)
        sluice_fault_raise_text (self->L, "malformed pattern (missing arguments to '%%b')");
      item = add_item (self, ITEM_BALANCE);
      item->first = (guchar) p[2];
      item->last = (guchar) p[3];
      return p + 4;
    }
  if (p[1] == 'f')
    {
      if (p + 2 >= end || p[2] != '[')
        sluice_fault_raise_text (self->L, "missing '[' after '%%f' in pattern");
      item = add_item (self, ITEM_FRONTIER);
      return parse_brackets (self, p + 3, end, item->set);
    }
  if (!g_ascii_isdigit (p[1]))
    return NULL;
  number = p[1] - '1';
  if (number < 0 || number >= self->n_captures || (open & (1u << number)) != 0)
    sluice_fault_raise_text (self->L, "invalid capture index %%%d in pattern", number + 1);
  add_item (self, ITEM_BACK)->number = number;
  return p + 2;
}

static const char *
parse_capture (Matcher    *self,
               const char *p,
               const char *end,
               guint32    *open)
{
  if (*p == '(')
    {
      gboolean position = p + 1 < end && p[1] == ')';

      if (self->n_captures == MAX_CAPTURES)
        sluice_fault_raise_text (self->L, "too many captures");
      add_item (self, position ? ITEM_POSITION : ITEM_OPEN)->number = self->n_captures;
      if (!position)
        *open |= 1u << self->n_captures;
      self->n_captures++;
      return p + (position ? 2 : 1);
    }
  if (*open == 0)
    sluice_fault_raise_text (self->L, "invalid pattern capture");
  add_item (self, ITEM_CLOSE)->number = g_bit_nth_msf (*open, -1);
  *open &= ~(1u << g_bit_nth_msf (*open, -1));
  return p + 1;
}

static void
parse (Matcher    *self,
       const char *p,
       gsize       length,
       gboolean    anchors)
{
  const char *end = p + length;
  guint32 open = 0;

  self->anchored = anchors && length > 0 && *p == '^';
  p += self->anchored;
  while (p < end)
    {
      const char *after = *p == '%' ? parse_special (self, p, end, open) : NULL;

      if (after != NULL)
        p = after;
      else if (*p == '(' || *p == ')')
        p = parse_capture (self, p, end, &open);
      else if (*p == '$' && p + 1 == end)
        {
          add_item (self, ITEM_END);
          p++;
        }
      else
        p = parse_single (self, p, end);
    }
  if (open != 0)
    sluice_fault_raise_text (self->L, "unfinished capture");
}

static void
count (Matcher *self,
       gsize    steps)
{
  self->steps += steps;
  if (self->steps > self->max_steps)
    sluice_fault_raise_text (self->L, "pattern took too many steps");
}

static const char *
match_balance (Matcher    *self,
               const Item *item,
               const char *at)
{
  guint depth = 1;

  if (at >= self->end || (guchar) *at != item->first)
    return NULL;
  while (++at < self->end)
    {
      count (self, 1);
      if ((guchar) *at == item->last)
        {
          if (--depth == 0)
            return at + 1;
        }
      else if ((guchar) *at == item->first)
        depth++;
    }
  return NULL;
}

static const char *
match_back (Matcher    *self,
            const Item *item,
            const char *at)
{
  const Capture *capture = &self->captures[item->number];
  gsize length = (gsize) capture->length;

  if (capture->length == POSITION_ONLY)
    return NULL; /* as in Lua: a position is no text to find again */
  count (self, length);
  if ((gsize) (self->end - at) < length || memcmp (capture->start, at, length) != 0)
    return NULL;
  return at + length;
}

static gboolean
match_frontier (Matcher    *self,
                const Item *item,
                const char *at)
{
  guchar before = at == self->subject ? '\0' : (guchar) at[-1];
  guchar here = at == self->end ? '\0' : (guchar) *at;

  return !set_has (item->set, before) && set_has (item->set, here);
}

/* A greedy repetition takes all it can and remembers how far it may give back. */
static const char *
match_greedy (Matcher    *self,
              guint       index,
              const char *at,
              guint      *n_choices)
{
  const Item *item = &self->items[index];
  const char *low = at + (item->type == ITEM_PLUS ? 1 : 0);
  const char *to = at;

  while (to < self->end && set_has (item->set, (guchar) *to))
    to++;
  count (self, to - at);
  if (to < low)
    return NULL;
  if (to > low)
    self->choices[(*n_choices)++] = (Choice) { CHOICE_GREEDY, index, to, low, { NULL, 0 } };
  return to;
}

/* Passes one item at @at: where the next one begins, or NULL. */
static const char *
match_item (Matcher    *self,
            guint       index,
            const char *at,
            guint      *n_choices)
{
  const Item *item = &self->items[index];
  gboolean fits = at < self->end && set_has (item->set, (guchar) *at);
  Capture *capture = &self->captures[item->number];

  switch (item->type)
    {
    case ITEM_ONE:
      return fits ? at + 1 : NULL;

    case ITEM_OPTIONAL:
      if (!fits)
        return at;
      self->choices[(*n_choices)++] = (Choice) { CHOICE_RESUME, index, at, NULL, { NULL, 0 } };
      return at + 1;

    case ITEM_STAR:
    case ITEM_PLUS:
      return match_greedy (self, index, at, n_choices);

    case ITEM_LAZY:
      self->choices[(*n_choices)++] = (Choice) { CHOICE_LAZY, index, at, NULL, { NULL, 0 } };
      return at;

    case ITEM_OPEN:
    case ITEM_POSITION:
    case ITEM_CLOSE:
      self->choices[(*n_choices)++] = (Choice) { CHOICE_CAPTURE, index, NULL, NULL, *capture };
      if (item->type == ITEM_CLOSE)
        capture->length = at - capture->start;
      else
        *capture = (Capture) { at, item->type == ITEM_OPEN ? POSITION_OPEN : POSITION_ONLY };
      return at;

    case ITEM_BALANCE:
      return match_balance (self, item, at);

    case ITEM_FRONTIER:
      return match_frontier (self, item, at) ? at : NULL;

    case ITEM_BACK:
      return match_back (self, item, at);

    case ITEM_END:
      return at == self->end ? at : NULL;

    default:
      g_assert_not_reached ();
    }
}

/* Takes the last choice back; the item to go on with is set. NULL: none is left. */
static const char *
take_back (Matcher *self,
           guint   *n_choices,
           guint   *item)
{
  while (*n_choices > 0)
    {
      Choice *choice = &self->choices[*n_choices - 1];
      const char *at;

      *item = choice->item + 1;
      switch (choice->type)
        {
        case CHOICE_RESUME:
          (*n_choices)--;
          return choice->at;

        case CHOICE_GREEDY:
          at = --choice->at;
          if (at == choice->low)
            (*n_choices)--;
          return at;

        case CHOICE_LAZY:
          at = choice->at;
          if (at < self->end && set_has (self->items[choice->item].set, (guchar) *at))
            return ++choice->at;
          (*n_choices)--;
          break;

        case CHOICE_CAPTURE:
          self->captures[self->items[choice->item].number] = choice->capture;
          (*n_choices)--;
          break;

        default:
          g_assert_not_reached ();
        }
    }
  return NULL;
}

/* Goes on with the match that begins at @start, up to its end or to a pause. FALSE: a pause. @end is NULL
 * where there is no match. */
static gboolean
match_some (Matcher     *self,
            const char **end)
{
  while (self->item < self->n_items)
    {
      const char *next;

      if (self->steps >= self->pause)
        {
          self->pause = self->steps + STEPS_AT_ONCE;
          return FALSE;
        }
      next = match_item (self, self->item, self->at, &self->n_choices);
      count (self, 1);
      if (next != NULL)
        self->item++;
      else
        next = take_back (self, &self->n_choices, &self->item);
      if (next == NULL)
        {
          *end = NULL;
          return TRUE;
        }
      self->at = next;
    }
  *end = self->at;
  return TRUE;
}

static void
push_capture (Matcher    *self,
              int         index,
              const char *start,
              const char *end)
{
  const Capture *capture = &self->captures[index];

  if (index >= self->n_captures)
    lua_pushlstring (self->L, start, end - start);
  else if (capture->length == POSITION_ONLY)
    lua_pushinteger (self->L, capture->start - self->subject + 1);
  else
    lua_pushlstring (self->L, capture->start, (gsize) capture->length);
}

static int
push_captures (Matcher    *self,
               const char *start,
               const char *end,
               gboolean    whole)
{
  int n = self->n_captures == 0 && whole ? 1 : self->n_captures;

  luaL_checkstack (self->L, n, "too many captures");
  for (int i = 0; i < n; i++)
    push_capture (self, i, start, end);
  return n;
}

static Matcher *
prepare (lua_State *L,
         gboolean   anchors)
{
  gsize length;
  gsize pattern_length;
  const char *subject = luaL_checklstring (L, 1, &length);
  const char *pattern = luaL_checklstring (L, 2, &pattern_length);
  guint room = (guint) MIN (pattern_length + 1, MAX_ITEMS);
  Matcher *self = lua_newuserdatauv (L, sizeof (Matcher) + room * (sizeof (Choice) + sizeof (Item)), 0);

  memset (self, 0, sizeof *self);
  self->L = L;
  self->subject = subject;
  self->end = subject + length;
  self->max_steps = STEPS_BASE + 32 * length;
  self->pause = STEPS_AT_ONCE;
  self->choices = (Choice *) (self + 1);
  self->items = (Item *) (self->choices + room);
  parse (self, pattern, pattern_length, anchors);
  return self;
}

static void
begin_at (Matcher    *self,
          const char *start)
{
  self->start = self->at = start;
  self->item = 0;
  self->n_choices = 0;
}

static int
give (Matcher    *self,
      const char *end)
{
  if (end == NULL && self->give == GIVE_STEP)
    return 0;
  if (end == NULL)
    {
      lua_pushnil (self->L);
      return 1;
    }
  if (self->give == GIVE_MATCH)
    return push_captures (self, self->start, end, TRUE);
  lua_pushinteger (self->L, self->start - self->subject + 1);
  lua_pushinteger (self->L, end - self->subject + (self->give == GIVE_STEP));
  return 2 + push_captures (self, self->start, end, self->give == GIVE_STEP);
}

/* The first match from @start on whose end is not @last. */
static int
search (lua_State   *L,
        int          status,
        lua_KContext context)
{
  Matcher *self = (Matcher *) context;
  SluiceBudget *budget = sluice_budget_get ();
  const char *end = NULL;

  while (self->start <= self->end)
    {
      if (!match_some (self, &end))
        {
          if (sluice_budget_must_yield (budget, L))
            return lua_yieldk (L, 0, context, search);
          continue;
        }
      if (end != NULL && end != self->last)
        break;
      end = NULL;
      if (self->anchored)
        break;
      begin_at (self, self->start + 1);
    }
  return give (self, end);
}

static gsize
get_init (lua_State *L,
          int        index,
          gsize      length)
{
  lua_Integer init = luaL_optinteger (L, index, 1);

  if (init > 0)
    return (gsize) init - 1;
  if (init == 0 || init < -(lua_Integer) length)
    return 0;
  return length + (gsize) init;
}

static int
find_plain (lua_State *L,
            gsize      init)
{
  gsize length;
  gsize wanted_length;
  const char *subject = lua_tolstring (L, 1, &length);
  const char *wanted = lua_tolstring (L, 2, &wanted_length);
  const char *found = memmem (subject + init, length - init, wanted, wanted_length);

  if (found == NULL)
    {
      lua_pushnil (L);
      return 1;
    }
  lua_pushinteger (L, found - subject + 1);
  lua_pushinteger (L, found - subject + (lua_Integer) wanted_length);
  return 2;
}

static gboolean
is_plain (const char *pattern,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (pattern[i] != '\0' && strchr ("^$*+?.([%-", pattern[i]) != NULL)
        return FALSE;
    }
  return TRUE;
}

static int
find_or_match (lua_State *L,
               gboolean   find)
{
  gsize length;
  gsize pattern_length;
  const char *pattern;
  gsize init;
  Matcher *self;

  luaL_checklstring (L, 1, &length);
  pattern = luaL_checklstring (L, 2, &pattern_length);
  init = get_init (L, 3, length);
  if (init > length)
    {
      lua_pushnil (L);
      return 1;
    }
  if (find && (lua_toboolean (L, 4) || is_plain (pattern, pattern_length)))
    return find_plain (L, init);
  self = prepare (L, TRUE);
  self->give = find ? GIVE_FIND : GIVE_MATCH;
  begin_at (self, self->subject + init);
  return search (L, LUA_OK, (lua_KContext) self);
}

/* string.find */
int
sluice_pattern_find (lua_State *L)
{
  return find_or_match (L, TRUE);
}

/* string.match */
int
sluice_pattern_match (lua_State *L)
{
  return find_or_match (L, FALSE);
}

/* step (subject, pattern, from, last, anchors): what gmatch and gsub are made of. The position of the
 * next match, the one after its end, and its captures; nothing when there is none. @last is where the
 * match before ended: an empty one there is none. */
int
sluice_pattern_step (lua_State *L)
{
  lua_Integer from = luaL_checkinteger (L, 3);
  lua_Integer last = luaL_optinteger (L, 4, 0);
  Matcher *self = prepare (L, lua_toboolean (L, 5));

  if (from < 1 || from > self->end - self->subject + 1)
    return 0;
  self->give = GIVE_STEP;
  self->last = last > 0 ? self->subject + last - 1 : NULL;
  begin_at (self, self->subject + from - 1);
  return search (L, LUA_OK, (lua_KContext) self);
}
