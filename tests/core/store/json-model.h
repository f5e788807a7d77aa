/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/pointer.h"

G_BEGIN_DECLS

/* A second opinion on pointers and changes: RFC 6901 and 6902 over json-glib's tree, made for being
 * short. Nothing of it is shared with what it judges but the names. */

typedef enum
{
  JSON_MODEL_OK,
  JSON_MODEL_SYNTAX,
  JSON_MODEL_NOT_FOUND,
  JSON_MODEL_TYPE,
  JSON_MODEL_INDEX,
  JSON_MODEL_ROOT, /* the root must stay an object */
} JsonModelResult;

/* The parts, or NULL if it is no pointer. */
char          **json_model_split  (const char       *pointer);
char           *json_model_build  (char            **parts);
JsonModelResult json_model_get    (JsonNode         *root,
                                   const char       *pointer,
                                   JsonNode        **node); /* borrowed */
/* Changes *root; a change of the whole needs an object, as a store does. */
JsonModelResult json_model_change (JsonNode        **root,
                                   SluiceChangeType  type,
                                   const char       *pointer,
                                   JsonNode         *value); /* copied */
/* The same values in the same order. */
gboolean        json_model_equals (JsonNode         *node,
                                   SluiceValue       value);

G_END_DECLS
