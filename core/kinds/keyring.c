/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libsecret, and nothing else knows it. */

#include "kinds/keyring.h"

#include <libsecret/secret.h>

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    "org.sluiceflow.Sluice.Key", SECRET_SCHEMA_NONE, { { "name", SECRET_SCHEMA_ATTRIBUTE_STRING } },
  };

  return &schema;
}

void
sluice_keyring_lookup_async (const char          *name,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  secret_password_lookup (get_schema (), cancellable, callback, user_data, "name", name, NULL);
}

char *
sluice_keyring_lookup_finish (GAsyncResult  *result,
                              GError       **error)
{
  return secret_password_lookup_finish (result, error);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
sluice_keyring_store_async (const char          *name,
                            const char          *secret,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *label = g_strdup_printf ("Sluice: %s", name);

  g_task_set_source_tag (task, sluice_keyring_store_async);
  if (secret == NULL || *secret == '\0')
    secret_password_clear (get_schema (), cancellable, cleared_cb, task, "name", name, NULL);
  else
    secret_password_store (get_schema (), SECRET_COLLECTION_DEFAULT, label, secret, cancellable, stored_cb, task,
                           "name", name, NULL);
}

gboolean
sluice_keyring_store_finish (GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
