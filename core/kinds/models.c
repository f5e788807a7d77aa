/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One key file, read once and kept behind a lock: the window writes it, the engine's thread reads it. */

#include "kinds/models.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "net/tls.h"

#define DEFAULT_GROUP "default"
#define KEYRING       "keyring"
#define NETWORK_GROUP "network"

G_LOCK_DEFINE_STATIC (models);
static GKeyFile *kept; /* NULL: not read yet */

static char *
dup_file (void)
{
  return g_build_filename (g_get_user_config_dir (), "sluice", "models.ini", NULL);
}

/* With the lock held. One that is not there, or garbled, says nothing. */
static GKeyFile *
get_file (void)
{
  g_autofree char *authorities = NULL;
  g_autofree char *path = NULL;

  if (kept != NULL)
    return kept;
  kept = g_key_file_new ();
  path = dup_file ();
  g_key_file_load_from_file (kept, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  authorities = g_key_file_get_string (kept, NETWORK_GROUP, "authorities", NULL);
  sluice_tls_set_authorities (authorities);
  return kept;
}

void
sluice_models_forget (void)
{
  G_LOCK (models);
  g_clear_pointer (&kept, g_key_file_unref);
  G_UNLOCK (models);
}

static char *
dup_text (const char *group,
          const char *key)
{
  char *text;

  G_LOCK (models);
  text = g_key_file_get_string (get_file (), group, key, NULL);
  G_UNLOCK (models);
  if (text != NULL && *text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static gboolean
save (GError **error)
{
  g_autofree char *path = dup_file ();
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean ok;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "The folder %s could not be made: %s", folder,
                   g_strerror (code));
      return FALSE;
    }
  G_LOCK (models);
  ok = g_key_file_save_to_file (get_file (), path, error);
  G_UNLOCK (models);
  return ok;
}

static void
set_text (const char *group,
          const char *key,
          const char *text)
{
  G_LOCK (models);
  if (text != NULL && *text != '\0')
    g_key_file_set_string (get_file (), group, key, text);
  else
    g_key_file_remove_key (get_file (), group, key, NULL);
  G_UNLOCK (models);
}

/* The default */

void
sluice_models_dup_default (char **provider,
                           char **model)
{
  const char *given = g_getenv ("SLUICE_MODEL");
  const char *slash = given != NULL ? strchr (given, '/') : NULL;

  if (slash != NULL && slash > given && slash[1] != '\0')
    {
      *provider = g_strndup (given, (gsize) (slash - given));
      *model = g_strdup (slash + 1);
      return;
    }
  *provider = dup_text (DEFAULT_GROUP, "provider");
  *model = dup_text (DEFAULT_GROUP, "model");
  if (*provider == NULL || *model == NULL)
    {
      g_clear_pointer (provider, g_free);
      g_clear_pointer (model, g_free);
    }
}

gboolean
sluice_models_set_default (const char  *provider,
                           const char  *model,
                           GError     **error)
{
  set_text (DEFAULT_GROUP, "provider", provider);
  set_text (DEFAULT_GROUP, "model", model);
  return save (error);
}

/* Providers */

char *
sluice_models_dup_url (const SluiceProvider *provider)
{
  char *url = dup_text (provider->id, "url");

  return url != NULL ? url : g_strdup (provider->url);
}

gboolean
sluice_models_set_url (const SluiceProvider  *provider,
                       const char            *url,
                       GError               **error)
{
  set_text (provider->id, "url", g_strcmp0 (url, provider->url) == 0 ? NULL : url);
  return save (error);
}

SluiceKeyPlace
sluice_models_dup_key (const SluiceProvider  *provider,
                       char                 **name)
{
  g_autofree char *place = dup_text (provider->id, "key");

  if (g_strcmp0 (place, KEYRING) == 0)
    {
      *name = g_strdup (provider->id);
      return SLUICE_KEY_KEYRING;
    }
  *name = place != NULL ? g_steal_pointer (&place) : g_strdup (provider->key);
  return *name != NULL ? SLUICE_KEY_ENVIRONMENT : SLUICE_KEY_NONE;
}

gboolean
sluice_models_set_key (const SluiceProvider  *provider,
                       SluiceKeyPlace         place,
                       const char            *name,
                       GError               **error)
{
  if (place == SLUICE_KEY_KEYRING)
    set_text (provider->id, "key", KEYRING);
  else
    set_text (provider->id, "key", g_strcmp0 (name, provider->key) == 0 ? NULL : name);
  return save (error);
}

SluiceValue
sluice_models_make_key (const SluiceProvider *provider)
{
  g_autofree char *name = NULL;
  SluiceKeyPlace place = sluice_models_dup_key (provider, &name);
  SluiceValue key;

  if (place == SLUICE_KEY_NONE)
    return sluice_value_null ();
  key = sluice_value_object ();
  sluice_value_set_member (&key, place == SLUICE_KEY_KEYRING ? "$secret" : "$env", sluice_value_string (name));
  return key;
}

/* Authorities */

char *
sluice_models_dup_authorities (void)
{
  return dup_text (NETWORK_GROUP, "authorities");
}

gboolean
sluice_models_set_authorities (const char  *path,
                               GError     **error)
{
  if (path != NULL && *path != '\0' && !sluice_tls_check_authorities (path, error))
    return FALSE;
  set_text (NETWORK_GROUP, "authorities", path);
  sluice_tls_set_authorities (path);
  return save (error);
}
