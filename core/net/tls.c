/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Certificates. Nothing is ever let through unverified: what the system finds wrong is told with the
 * remedy, and the one fault that another file of authorities can heal is looked at again with that file. */

#include "net/tls.h"

G_LOCK_DEFINE_STATIC (authorities);
static char *chosen;           /* the person's file; NULL: SSL_CERT_FILE's */
static char *loaded;           /* the file that @database is of */
static GTlsDatabase *database; /* NULL: not read, or it can't be */

void
sluice_tls_set_authorities (const char *path)
{
  G_LOCK (authorities);
  g_free (chosen);
  chosen = g_strdup (path);
  g_clear_object (&database);
  G_UNLOCK (authorities);
}

gboolean
sluice_tls_check_authorities (const char  *path,
                              GError     **error)
{
  GList *certificates = g_tls_certificate_list_new_from_file (path, error);
  gboolean has_any = certificates != NULL;

  if (!has_any && (error == NULL || *error == NULL))
    g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "%s holds no certificates in PEM form.", path);
  g_list_free_full (certificates, g_object_unref);
  return has_any;
}

static char *
dup_path (void)
{
  char *path;

  G_LOCK (authorities);
  path = g_strdup (chosen != NULL && *chosen != '\0' ? chosen : g_getenv ("SSL_CERT_FILE"));
  G_UNLOCK (authorities);
  if (path != NULL && *path == '\0')
    g_clear_pointer (&path, g_free);
  return path;
}

/* Read once; one that can't be read is tried again the next time. */
static GTlsDatabase *
ref_database (const char  *path,
              GError     **error)
{
  GTlsDatabase *result;

  G_LOCK (authorities);
  if (database == NULL || g_strcmp0 (loaded, path) != 0)
    {
      g_clear_object (&database);
      g_free (loaded);
      loaded = g_strdup (path);
      database = g_tls_file_database_new (path, error);
    }
  result = database != NULL ? g_object_ref (database) : NULL;
  G_UNLOCK (authorities);
  return result;
}

/* Faults in words. The certificate may be anybody's: its names are told, shortened, and never obeyed. */

static char *
dup_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), 200));
}

static char *
dup_date (GDateTime *date)
{
  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("an unknown day");
}

static char *
tell_expired (GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  g_autofree char *date = dup_date (until);

  return g_strdup_printf ("Its certificate was valid until %s. Whoever runs it has to renew it; or this machine's "
                          "clock is wrong.", date);
}

static char *
tell_early (GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) since = g_tls_certificate_get_not_valid_before (certificate);
  g_autofree char *date = dup_date (since);

  return g_strdup_printf ("Its certificate is valid from %s on. Is this machine's clock right?", date);
}

static char *
tell_wrong_host (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *told = NULL;

  for (guint i = 0; names != NULL && i < MIN (names->len, 4); i++)
    {
      GBytes *name = g_ptr_array_index (names, i);

      g_string_append_printf (list, "%s%.*s", i > 0 ? ", " : "", (int) g_bytes_get_size (name),
                              (const char *) g_bytes_get_data (name, NULL));
    }
  told = dup_name (list->len > 0 ? list->str : subject);
  return g_strdup_printf ("Its certificate is for another host: %s. Is the address right?", told);
}

static char *
tell_unknown (GTlsCertificate *certificate,
              const char      *path,
              const GError    *error)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autofree char *name = dup_name (issuer);

  if (error != NULL)
    return g_strdup_printf ("This machine does not know who signed its certificate, “%s”, and the file of "
                            "authorities %s can't be read (%s).", name, path, error->message);
  if (path != NULL)
    return g_strdup_printf ("Neither this machine nor the file of authorities %s knows who signed its certificate, "
                            "“%s”. If you trust it, add its certificate to that file, or name another one under Models "
                            "in the preferences.", path, name);
  return g_strdup_printf ("%s “%s”. If you trust it, as you do your company's proxy, name a file with that "
                          "certificate under Models in the preferences, or in SSL_CERT_FILE.",
                          g_strcmp0 (subject, issuer) == 0 ? "Its certificate is signed by nobody but itself,"
                                                           : "This machine does not know who signed its certificate,",
                          name);
}

static char *
tell (GTlsCertificate      *certificate,
      GTlsCertificateFlags  flags,
      const char           *path,
      const GError         *error)
{
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return g_strdup ("Its certificate was revoked: do not trust it. Whoever runs it has to replace it.");
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return tell_wrong_host (certificate);
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return tell_expired (certificate);
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return tell_early (certificate);
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return g_strdup ("Its certificate is signed in a way that is no longer safe. Whoever runs it has to replace it.");
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return tell_unknown (certificate, path, error);
  return g_strdup ("Its certificate is not valid. Whoever runs it has to replace it.");
}

gboolean
sluice_tls_accept (GSocketConnectable    *identity,
                   GTlsCertificate       *certificate,
                   GTlsCertificateFlags   flags,
                   char                 **fault)
{
  g_autofree char *path = dup_path ();
  g_autoptr (GTlsDatabase) own = NULL;
  g_autoptr (GError) error = NULL;

  *fault = NULL;
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) && path != NULL)
    own = ref_database (path, &error);
  if (own != NULL)
    {
      flags = g_tls_database_verify_chain (own, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity, NULL,
                                           G_TLS_DATABASE_VERIFY_NONE, NULL, &error);
      if (flags == 0 && error == NULL)
        return TRUE;
      g_clear_error (&error);
    }
  *fault = tell (certificate, flags, path, error);
  return FALSE;
}
