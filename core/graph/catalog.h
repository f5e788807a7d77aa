/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* What the drawing knows of node kinds: plain descriptions, registered by core/kinds from the
 * properties of each kind's class. Checks, ports, inspector, search and `sluice kinds` read them. */

typedef enum
{
  SLUICE_SETTING_BOOLEAN,
  SLUICE_SETTING_INTEGER,
  SLUICE_SETTING_NUMBER,
  SLUICE_SETTING_ENUM,     /* one of choices */
  SLUICE_SETTING_STRING,   /* one line */
  SLUICE_SETTING_TEXT,     /* lines */
  SLUICE_SETTING_CODE,     /* Lua */
  SLUICE_SETTING_LIST,     /* of strings */
  SLUICE_SETTING_JSON,     /* any value */
  SLUICE_SETTING_FLOW,     /* the id of a flow of this document */
  SLUICE_SETTING_EXPRESSION, /* one Lua expression */
  SLUICE_SETTING_SECRET,   /* { "$env": NAME } or { "$secret": NAME }; never the secret itself */
  SLUICE_SETTING_FILE,     /* a path, relative to the document */
  SLUICE_SETTING_FOLDER,   /* a path, relative to the document */
  SLUICE_SETTING_MAP,      /* an object of strings: headers, variables */
  SLUICE_SETTING_DURATION, /* seconds */
  SLUICE_SETTING_COLOUR,   /* "#rrggbb" */
  SLUICE_SETTING_FILES,    /* a list of paths, relative to the document, or addresses */
  SLUICE_SETTING_MODEL,    /* a model of the provider that the setting "provider" names */
} SluiceSettingType;

typedef struct
{
  const char         *name;   /* the key in "settings" */
  const char         *nick;   /* translatable label */
  const char         *blurb;  /* translatable explanation */
  SluiceSettingType   type;
  SluiceValue         fallback; /* the default */
  double              minimum;
  double              maximum;
  const char * const *choices;  /* ENUM: ids */
  const char * const *choice_titles; /* ENUM: what each is called, translatable; NULL elements: nothing but its id */
  gboolean            is_template; /* may hold {{ expressions }} */
  gboolean            is_required;
  const char         *unit;     /* of a number, translatable: "tokens"; or NULL */
  const char         *language; /* CODE: NULL is "lua"; "sql", "python" … for the editor */
} SluiceSettingInfo;

typedef struct _SluiceKindInfo SluiceKindInfo;

struct _SluiceKindInfo
{
  const char               *id;        /* "script" */
  const char               *title;     /* translatable: "Script" */
  const char               *blurb;     /* translatable, one sentence */
  const char               *keywords;  /* for the search, translatable */
  const char               *category;  /* "logic", "people", "output", "flow" */
  const char               *icon_name; /* symbolic */
  const SluiceSettingInfo  *settings;
  guint                     n_settings;
  gboolean                  has_exec;  /* the user may write exec (script only) */
  gboolean                  is_final;  /* end: takes no edges */
  /* shown on the node: "prompt"; NULL: its first script line */
  const char               *summary_setting;
  /* The actions a node of this kind is known to return, beside its edges: (transfer full) strv,
   * or NULL. */
  char                   **(*dup_actions) (SluiceValue node);
};

void                  sluice_catalog_register (const SluiceKindInfo *info); /* static, kept */
const SluiceKindInfo *sluice_catalog_lookup   (const char           *kind); /* NULL: unknown */
guint                 sluice_catalog_get_n    (void);
/* in order of registration */
const SluiceKindInfo *sluice_catalog_get      (guint                 index);
const SluiceSettingInfo *sluice_kind_info_find_setting (const SluiceKindInfo *info,
                                                        const char           *name);
/* Whether a text has the shape of a key or password that should not be in a file. */
gboolean              sluice_text_looks_secret (const char         *text);

G_END_DECLS
