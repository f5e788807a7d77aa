/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/value.h"

G_BEGIN_DECLS

/* Strict reading of JSON (RFC 8259) with limits, and canonical writing. */

#define SLUICE_JSON_ERROR (sluice_json_error_quark ())
GQuark sluice_json_error_quark (void);

typedef enum
{
  SLUICE_JSON_ERROR_SYNTAX,    /* not JSON */
  SLUICE_JSON_ERROR_ENCODING,  /* not UTF-8, or a lone surrogate */
  SLUICE_JSON_ERROR_DUPLICATE, /* a key twice in one object */
  SLUICE_JSON_ERROR_RANGE,     /* an integer outside int64, a real outside double */
  SLUICE_JSON_ERROR_LIMIT,     /* too large, too deep, too many nodes */
  SLUICE_JSON_ERROR_VALUE,     /* a JsonNode or text that has no JSON form */
} SluiceJsonError;

#define SLUICE_TYPE_JSON_ERROR (sluice_json_error_get_type ())
GType sluice_json_error_get_type (void) G_GNUC_CONST;

#define SLUICE_JSON_MAX_DEPTH 128 /* containers in each other, unless other limits are given */

typedef struct
{
  gsize max_bytes;  /* 0: 64 MiB */
  guint max_depth;  /* 0: SLUICE_JSON_MAX_DEPTH */
  gsize max_nodes;  /* 0: 16 million values */
} SluiceJsonLimits;

typedef struct
{
  gsize offset; /* bytes */
  guint line;   /* from 1 */
  guint column; /* in characters, from 1 */
} SluiceJsonPosition;

typedef enum
{
  SLUICE_JSON_WRITE_COMPACT   = 0,
  SLUICE_JSON_WRITE_PRETTY    = 1 << 0, /* two spaces; short arrays of numbers on one line */
  SLUICE_JSON_WRITE_SORT_KEYS = 1 << 1, /* by code point: the canonical form of a store */
} SluiceJsonWriteFlags;

/* @text need not be NUL-terminated. Messages begin "line:column: " and name the pointer.
 * @position (out, optional) is set on an error. */
gboolean         sluice_json_read       (const char             *text,
                                         gssize                  length,
                                         const SluiceJsonLimits *limits,
                                         SluiceValue            *value,
                                         SluiceJsonPosition     *position,
                                         GError                **error);
/* The same in steps, for a loop with other things to do. @text is borrowed until it is freed. */
typedef struct _SluiceJsonReader SluiceJsonReader;

SluiceJsonReader *sluice_json_reader_new (const char            *text,
                                         gsize                   length,
                                         const SluiceJsonLimits *limits);
gboolean         sluice_json_reader_step (SluiceJsonReader      *self,
                                         gsize                   n_values,
                                         SluiceValue            *value,
                                         gboolean               *done,
                                         GError                **error);
void             sluice_json_reader_free (SluiceJsonReader      *self);

/* Where the value at a JSON Pointer begins in a text that has been read successfully. With
 * @at_key, where the key of that member begins. */
gboolean         sluice_json_locate     (const char             *text,
                                         gssize                  length,
                                         const char             *pointer,
                                         gboolean                at_key,
                                         SluiceJsonPosition     *position);
/* The same for many, in one walk over the text. */
typedef struct
{
  const char        *pointer;  /* in: borrowed */
  gboolean           at_key;   /* in */
  gboolean           found;    /* out; FALSE: the position is that of the nearest thing around it */
  SluiceJsonPosition position; /* out; line 0: not a pointer */
} SluiceJsonPlace;

void             sluice_json_locate_all (const char             *text,
                                         gssize                  length,
                                         SluiceJsonPlace        *places,
                                         guint                   n_places);
/* PRETTY ends without newline */
char            *sluice_json_write      (SluiceValue             value,
                                         SluiceJsonWriteFlags    flags,
                                         gsize                  *length);
/* levels the text already stands in */
void             sluice_json_write_to   (SluiceValue             value,
                                         SluiceJsonWriteFlags    flags,
                                         guint                   indent,
                                         GString                *into);
/* The same in steps. */
typedef struct _SluiceJsonWriter SluiceJsonWriter;

SluiceJsonWriter *sluice_json_writer_new (SluiceValue            take_value,
                                         SluiceJsonWriteFlags    flags);
gboolean         sluice_json_writer_step (SluiceJsonWriter      *self,
                                         gsize                   n_values);
const GString   *sluice_json_writer_get_text (SluiceJsonWriter  *self);
void             sluice_json_writer_free (SluiceJsonWriter      *self);
void             sluice_json_write_string (const char           *utf8,
                                           gsize                 length,
                                           GString              *into); /* quoted and escaped */
/* The shortest form that reads back the same. @buffer has room for 32 bytes. */
void             sluice_json_write_real (double                  real,
                                         char                   *buffer);

/* The public border. */
JsonNode        *sluice_value_to_json_node   (SluiceValue        value);
gboolean         sluice_value_from_json_node (JsonNode          *node,
                                              SluiceValue       *value,
                                              GError           **error);
/* The same for languages that hold values only boxed, or read and write JSON themselves. */
SluiceValue     *sluice_value_new_from_json  (JsonNode          *node,
                                              GError           **error);
JsonNode        *sluice_value_dup_json       (const SluiceValue *self);
char            *sluice_json_node_to_text    (JsonNode          *node,
                                              GError           **error);
JsonNode        *sluice_json_node_from_text  (const char        *text,
                                              GError           **error);

G_END_DECLS
