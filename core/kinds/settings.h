/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/catalog.h"

G_BEGIN_DECLS

/* A kind's properties are its settings. A property whose setting is more than its GType says is
 * marked when it is installed. */

typedef enum
{
  SLUICE_SETTING_TEMPLATE = 1 << 0, /* may hold {{ expressions }} */
  SLUICE_SETTING_REQUIRED = 1 << 1,
  SLUICE_SETTING_VALUES   = 1 << 2, /* a template that is one expression alone gives its value, not a text */
} SluiceSettingFlags;

/* A value of an enum: the word of it in the file, and what it is called. */
#define SLUICE_SETTING_CHOICE(value, word, title) { (value), (title), (word) }

/* Types and properties: EXPRESSION, FILE, FOLDER and COLOUR are strings, DURATION a double, SECRET and
 * MAP boxed values (SLUICE_TYPE_VALUE). */

GParamSpec *sluice_setting_mark       (GParamSpec         *pspec,
                                       SluiceSettingType   type,
                                       SluiceSettingFlags  flags); /* returns @pspec */
/* Of a number: "tokens". */
GParamSpec *sluice_setting_mark_unit  (GParamSpec         *pspec,
                                       const char         *unit); /* static; returns @pspec */
/* Of code: "sql". */
GParamSpec *sluice_setting_mark_language (GParamSpec      *pspec,
                                       const char         *language); /* static; returns @pspec */
/* The settings of a class: the properties that @type itself installs, in that order. */
GArray     *sluice_settings_of_type   (GType               type); /* of SluiceSettingInfo */
/* Between the file's value and the property. */
gboolean    sluice_setting_set        (GObject            *object,
                                       GParamSpec         *pspec,
                                       SluiceValue         value,
                                       GError            **error);
SluiceValue sluice_setting_dup        (GObject            *object,
                                       GParamSpec         *pspec);
gboolean    sluice_setting_is_template (GParamSpec        *pspec);
gboolean    sluice_setting_gives_values (GParamSpec       *pspec);

#define SLUICE_KIND_ERROR (sluice_kind_error_quark ())
GQuark sluice_kind_error_quark (void);

typedef enum
{
  SLUICE_KIND_ERROR_UNKNOWN, /* no such kind */
  SLUICE_KIND_ERROR_SETTING, /* a value that a setting does not take; a setting the kind has not */
  SLUICE_KIND_ERROR_KEY,     /* a key of the node with a value that it does not take */
} SluiceKindError;

G_END_DECLS
