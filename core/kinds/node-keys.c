/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The keys of a node that all kinds share. */

#include "kinds/node-keys.h"

#include <string.h>

#include "kinds/settings.h"

static gboolean
refuse (SluiceNode  *node,
        const char  *key,
        const char  *wanted,
        GError     **error)
{
  g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_KEY, "“%s” of %s is %s", key,
               sluice_node_get_address (node), wanted);
  return FALSE;
}

static gboolean
get_number (SluiceNode   *node,
            SluiceValue   object,
            const char   *key,
            double        maximum,
            double       *number,
            GError      **error)
{
  SluiceValue value = sluice_value_get_member (object, key);

  if (SLUICE_VALUE_IS_NULL (value))
    return TRUE;
  *number = sluice_value_get_real (value);
  if (!SLUICE_VALUE_IS_NUMBER (value) || *number < 0 || *number > maximum)
    {
      g_autofree char *wanted = g_strdup_printf ("a number from 0 to %.0f", maximum);

      return refuse (node, key, wanted, error);
    }
  return TRUE;
}

static gboolean
read_mode (const char  *text,
           SluiceBatch *batch)
{
  if (g_strcmp0 (text, "each") == 0)
    *batch = SLUICE_BATCH_EACH;
  else if (g_strcmp0 (text, "parallel") == 0)
    *batch = SLUICE_BATCH_PARALLEL;
  else
    return FALSE;
  return TRUE;
}

/* "each", "parallel", or { "mode": …, "limit": n, "on_error": "cancel-siblings" } */
static gboolean
load_batch (SluiceNode   *node,
            SluiceValue   object,
            GError      **error)
{
  SluiceValue value = sluice_value_get_member (object, "batch");
  const char *mode = sluice_value_get_string (value);
  SluiceOnError on_error = SLUICE_ON_ERROR_LET_RUN;
  SluiceBatch batch = SLUICE_BATCH_NONE;
  double limit = 0;

  if (SLUICE_VALUE_IS_NULL (value))
    return TRUE;
  if (SLUICE_VALUE_IS_OBJECT (value))
    {
      const char *policy = sluice_value_get_member_string (value, "on_error");

      mode = sluice_value_get_member_string (value, "mode");
      if (!get_number (node, value, "limit", G_MAXINT, &limit, error))
        return FALSE;
      if (g_strcmp0 (policy, "cancel-siblings") == 0)
        on_error = SLUICE_ON_ERROR_CANCEL_SIBLINGS;
      else if (policy != NULL && strcmp (policy, "let-run") != 0)
        return refuse (node, "on_error", "“let-run” or “cancel-siblings”", error);
    }
  if (!read_mode (mode, &batch))
    return refuse (node, "batch", "“each” or “parallel”", error);
  sluice_node_set_batch (node, batch, (guint) limit, on_error);
  return TRUE;
}

static gboolean
load_params (SluiceNode   *node,
             SluiceValue   object,
             GError      **error)
{
  SluiceValue params = sluice_value_get_member (object, "params");

  if (SLUICE_VALUE_IS_NULL (params))
    return TRUE;
  if (!SLUICE_VALUE_IS_OBJECT (params))
    return refuse (node, "params", "an object", error);
  sluice_node_set_params (node, sluice_value_ref (params));
  return TRUE;
}

gboolean
sluice_node_keys_load (SluiceNode   *node,
                       SluiceValue   object,
                       GError      **error)
{
  double retries = 1;
  double wait = 0;
  double timeout = 0;

  if (!get_number (node, object, "retries", G_MAXINT, &retries, error)
      || !get_number (node, object, "wait", 1e9, &wait, error)
      || !get_number (node, object, "timeout", 1e9, &timeout, error)
      || !load_batch (node, object, error)
      || !load_params (node, object, error))
    return FALSE;
  sluice_node_set_title (node, sluice_value_get_member_string (object, "title"));
  sluice_node_set_retries (node, (int) retries);
  sluice_node_set_wait (node, wait);
  sluice_node_set_timeout (node, timeout);
  /* A node that is off is none that edges lead to: the compiler sees to that. */
  sluice_node_set_disabled (node, g_strcmp0 (sluice_value_get_member_string (object, "disabled"),
                                             "pass-through") == 0);
  return TRUE;
}
