/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/json.h"

G_BEGIN_DECLS

/* YAML 1.2 as values: one document, with the core schema, so that yes and no are texts. Aliases are values that are
 * shared; they count as often as they stand there. Errors are those of JSON, with line and column. */

typedef struct _SluiceYamlReader SluiceYamlReader;
typedef struct _SluiceYamlWriter SluiceYamlWriter;

gboolean          sluice_yaml_read            (const char             *text,
                                               gssize                  length,
                                               const SluiceJsonLimits *limits,
                                               SluiceValue            *value,
                                               GError                **error);
/* The same in steps. @text is borrowed until it is freed. */
SluiceYamlReader *sluice_yaml_reader_new      (const char             *text,
                                               gsize                   length,
                                               const SluiceJsonLimits *limits);
gboolean          sluice_yaml_reader_step     (SluiceYamlReader       *self,
                                               gsize                   n_events,
                                               SluiceValue            *value,
                                               gboolean               *done,
                                               GError                **error);
void              sluice_yaml_reader_free     (SluiceYamlReader       *self);

/* In block style, keys in their order; it reads back the same. */
char             *sluice_yaml_write           (SluiceValue             value);
SluiceYamlWriter *sluice_yaml_writer_new      (SluiceValue             take_value);
gboolean          sluice_yaml_writer_step     (SluiceYamlWriter       *self,
                                               gsize                   n_values);
const GString    *sluice_yaml_writer_get_text (SluiceYamlWriter       *self);
void              sluice_yaml_writer_free     (SluiceYamlWriter       *self);
/* What a text without quotes stands for: null, a boolean, a number, or itself. */
SluiceValue       sluice_yaml_resolve         (const char             *text,
                                               gsize                   length);

G_END_DECLS
