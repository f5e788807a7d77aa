/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Grants: lists of names, and what they take in. A name of the internet never opens the way to an address
 * inside: that takes a name that says so, as "localhost" or "192.168.1.5" do. Folders are kept as whole
 * paths without "..", and told by their text: where links in them lead, the kernel says when one is opened. */

#include "kinds/grants.h"

#include <string.h>

#include "net/address.h"

struct _SluiceGrants
{
  guint      ref_count;
  GPtrArray *names[SLUICE_N_GRANT_TYPES]; /* of char *, owned */
};

G_DEFINE_BOXED_TYPE (SluiceGrants, sluice_grants, sluice_grants_ref, sluice_grants_unref)
G_DEFINE_QUARK (sluice-grant-error-quark, sluice_grant_error)
static G_DEFINE_QUARK (sluice-run-grants, run_grants)

static const char * const keys[SLUICE_N_GRANT_TYPES] = {
  [SLUICE_GRANT_HOST] = "hosts",
  [SLUICE_GRANT_ENVIRONMENT] = "environment",
  [SLUICE_GRANT_READ] = "folders",
  [SLUICE_GRANT_WRITE] = "written",
  [SLUICE_GRANT_COMMAND] = "commands",
  [SLUICE_GRANT_KEYRING] = "keyring",
};

/**
 * sluice_grant_type_get_key:
 * @type: what sort
 *
 * Returns: what a list of that sort is called where it is kept
 */
const char *
sluice_grant_type_get_key (SluiceGrantType type)
{
  return keys[type];
}

/**
 * sluice_grants_new:
 *
 * Returns: (transfer full): grants of nothing
 */
SluiceGrants *
sluice_grants_new (void)
{
  SluiceGrants *self = g_new0 (SluiceGrants, 1);

  self->ref_count = 1;
  for (guint i = 0; i < SLUICE_N_GRANT_TYPES; i++)
    self->names[i] = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * sluice_grants_ref:
 * @self: grants
 *
 * Returns: (transfer full): @self
 */
SluiceGrants *
sluice_grants_ref (SluiceGrants *self)
{
  self->ref_count++;
  return self;
}

/**
 * sluice_grants_unref:
 * @self: (transfer full): grants
 *
 * Drops a reference.
 */
void
sluice_grants_unref (SluiceGrants *self)
{
  if (--self->ref_count > 0)
    return;
  for (guint i = 0; i < SLUICE_N_GRANT_TYPES; i++)
    g_ptr_array_unref (self->names[i]);
  g_free (self);
}

static gboolean
is_folder (SluiceGrantType type)
{
  return type == SLUICE_GRANT_READ || type == SLUICE_GRANT_WRITE;
}

static char *
dup_name (SluiceGrantType  type,
          const char      *name)
{
  return is_folder (type) ? g_canonicalize_filename (name, NULL) : g_strdup (name);
}

/**
 * sluice_grants_has:
 * @self: grants
 * @type: what sort
 * @name: as it was granted
 *
 * Returns: whether just this name was granted
 */
gboolean
sluice_grants_has (SluiceGrants    *self,
                   SluiceGrantType  type,
                   const char      *name)
{
  g_autofree char *whole = dup_name (type, name);

  return g_ptr_array_find_with_equal_func (self->names[type], whole, g_str_equal, NULL);
}

/**
 * sluice_grants_add:
 * @self: grants
 * @type: what sort
 * @name: a host with or without port, a variable of the environment, a folder or a program
 *
 * Grants one thing more. The path of a folder may be relative to the current one.
 */
void
sluice_grants_add (SluiceGrants    *self,
                   SluiceGrantType  type,
                   const char      *name)
{
  if (!sluice_grants_has (self, type, name))
    g_ptr_array_add (self->names[type], dup_name (type, name));
}

/**
 * sluice_grants_add_all:
 * @self: grants
 * @others: more of them
 *
 * Grants what @others grant.
 */
void
sluice_grants_add_all (SluiceGrants *self,
                       SluiceGrants *others)
{
  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    for (guint i = 0; i < others->names[type]->len; i++)
      sluice_grants_add (self, type, g_ptr_array_index (others->names[type], i));
}

/**
 * sluice_grants_copy:
 * @self: grants
 *
 * Returns: (transfer full): the same, for another thread
 */
SluiceGrants *
sluice_grants_copy (SluiceGrants *self)
{
  SluiceGrants *copy = sluice_grants_new ();

  sluice_grants_add_all (copy, self);
  return copy;
}

/**
 * sluice_grants_is_empty:
 * @self: grants
 *
 * Returns: whether they are of nothing
 */
gboolean
sluice_grants_is_empty (SluiceGrants *self)
{
  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    if (self->names[type]->len > 0)
      return FALSE;
  return TRUE;
}

/**
 * sluice_grants_new_missing:
 * @needed: what a flow touches
 * @granted: what it may touch
 *
 * Returns: (transfer full): what of @needed is not covered by @granted
 */
SluiceGrants *
sluice_grants_new_missing (SluiceGrants *needed,
                           SluiceGrants *granted)
{
  SluiceGrants *missing = sluice_grants_new ();

  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    for (guint i = 0; i < needed->names[type]->len; i++)
      {
        const char *name = g_ptr_array_index (needed->names[type], i);

        if (!sluice_grants_cover (granted, type, name))
          sluice_grants_add (missing, type, name);
      }
  return missing;
}

/**
 * sluice_grants_get_n:
 * @self: grants
 * @type: what sort
 *
 * Returns: how many of a sort there are
 */
guint
sluice_grants_get_n (SluiceGrants    *self,
                     SluiceGrantType  type)
{
  return self->names[type]->len;
}

/**
 * sluice_grants_get_name:
 * @self: grants
 * @type: what sort
 * @index: from 0
 *
 * Returns: (transfer none): one of them
 */
const char *
sluice_grants_get_name (SluiceGrants    *self,
                        SluiceGrantType  type,
                        guint            index)
{
  g_return_val_if_fail (index < self->names[type]->len, NULL);

  return g_ptr_array_index (self->names[type], index);
}

/* Hosts */

/* One that is said to be of this machine or its network. */
static gboolean
names_private (const char *host)
{
  static const char * const ends[] = { ".localhost", ".local", ".internal", ".lan", ".home.arpa" };
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return sluice_address_is_private (address);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (host, ends[i]))
      return TRUE;
  return strchr (host, '.') == NULL;
}

static gboolean
matches_host (const char *granted,
              const char *host)
{
  if (*granted != '*')
    return g_ascii_strcasecmp (granted, host) == 0;
  if (names_private (host))
    return FALSE;
  return granted[1] == '\0' || (strlen (host) > strlen (granted + 1)
                                && g_ascii_strcasecmp (host + strlen (host) - strlen (granted + 1), granted + 1) == 0);
}

/* "host", "host:port", "[::1]:port"; a bare IPv6 address has colons, too. @port stays where none is named, and is 0
 * where what is named is none. */
static char *
split_port (const char *granted,
            guint64    *port)
{
  const char *colon = strrchr (granted, ':');
  gboolean has_port = colon != NULL && (strchr (granted, ':') == colon || (colon > granted && colon[-1] == ']'));
  g_autofree char *name = has_port ? g_strndup (granted, (gsize) (colon - granted)) : g_strdup (granted);
  gsize length = strlen (name);

  if (has_port && !g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, port, NULL))
    *port = 0;
  if (*name == '[' && name[length - 1] == ']')
    {
      name[length - 1] = '\0';
      memmove (name, name + 1, length - 1);
    }
  return g_steal_pointer (&name);
}

static gboolean
matches (const char *granted,
         const char *host,
         guint       port)
{
  guint64 number = port;
  g_autofree char *name = split_port (granted, &number);

  return number == port && matches_host (name, host);
}

/**
 * sluice_grants_is_private_host:
 * @name: a host as it is granted, with or without a port
 *
 * Returns: whether it is said to be this machine or one of its network
 */
gboolean
sluice_grants_is_private_host (const char *name)
{
  guint64 port = 0;
  g_autofree char *host = split_port (name, &port);

  return *host != '*' && names_private (host);
}

/**
 * sluice_grants_allow_host:
 * @self: grants
 * @host: a name or address
 * @port: its port
 * @allow_private: (out): whether it may be at an address that is not of the internet
 *
 * Returns: whether the host may be reached
 */
gboolean
sluice_grants_allow_host (SluiceGrants *self,
                          const char   *host,
                          guint         port,
                          gboolean     *allow_private)
{
  *allow_private = names_private (host);
  for (guint i = 0; i < self->names[SLUICE_GRANT_HOST]->len; i++)
    if (matches (g_ptr_array_index (self->names[SLUICE_GRANT_HOST], i), host, port))
      return TRUE;
  return FALSE;
}

static void
add_list (SluiceGrants    *self,
          SluiceGrantType  type,
          SluiceValue      list)
{
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (list) && i < sluice_value_get_length (list); i++)
    {
      const char *name = sluice_value_get_string (sluice_value_get_element (list, i));

      if (name != NULL)
        sluice_grants_add (self, type, name);
    }
}

/**
 * sluice_grants_new_from_value: (skip)
 * @value: an object of lists, as sluice_grants_to_value() makes it; what is no list of texts is passed over
 *
 * Returns: (transfer full): grants of what is in it
 */
SluiceGrants *
sluice_grants_new_from_value (SluiceValue value)
{
  SluiceGrants *self = sluice_grants_new ();

  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    add_list (self, type, sluice_value_get_member (value, keys[type]));
  return self;
}

/**
 * sluice_grants_to_value: (skip)
 * @self: grants
 *
 * Returns: (transfer full): an object with a list for each sort that there is any of
 */
SluiceValue
sluice_grants_to_value (SluiceGrants *self)
{
  SluiceValue value = sluice_value_object ();

  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    {
      SluiceValue list = sluice_value_array ();

      for (guint i = 0; i < self->names[type]->len; i++)
        sluice_value_append (&list, sluice_value_string (g_ptr_array_index (self->names[type], i)));
      if (self->names[type]->len > 0)
        sluice_value_set_member (&value, keys[type], list);
      else
        sluice_value_unref (list);
    }
  return value;
}

/* What names take in */

const char *
sluice_grant_find_rest (const char *granted,
                        const char *path)
{
  gsize length = strlen (granted);

  if (g_str_equal (granted, "/"))
    return path + 1;
  if (strncmp (path, granted, length) != 0 || (path[length] != '\0' && path[length] != '/'))
    return NULL;
  return path[length] == '/' ? path + length + 1 : "";
}

/**
 * sluice_grants_cover:
 * @self: grants
 * @type: what sort
 * @name: as it would be granted
 *
 * Returns: whether all that @name takes in is granted
 */
gboolean
sluice_grants_cover (SluiceGrants    *self,
                     SluiceGrantType  type,
                     const char      *name)
{
  g_autofree char *path = NULL;

  if (sluice_grants_has (self, type, name))
    return TRUE;
  if (type == SLUICE_GRANT_HOST)
    {
      guint64 port = 0;
      g_autofree char *host = split_port (name, &port);
      gboolean allow_private;

      return *host != '*' && sluice_grants_allow_host (self, host, (guint) port, &allow_private);
    }
  if (!is_folder (type))
    return FALSE;
  path = dup_name (type, name);
  for (guint i = 0; i < self->names[type]->len; i++)
    if (sluice_grant_find_rest (g_ptr_array_index (self->names[type], i), path) != NULL)
      return TRUE;
  return FALSE;
}

static void
unref_grants (gpointer data)
{
  sluice_grants_unref (data);
}

/**
 * sluice_run_set_grants:
 * @run: a run that has not started
 * @grants: what it may touch
 *
 * Grants a run what a person allowed.
 */
void
sluice_run_set_grants (SluiceRun    *run,
                       SluiceGrants *grants)
{
  sluice_run_set_data (run, run_grants_quark (), sluice_grants_copy (grants), unref_grants);
}

/**
 * sluice_run_get_grants:
 * @run: a run
 *
 * Returns: (transfer none): what it may touch; nothing at first
 */
SluiceGrants *
sluice_run_get_grants (SluiceRun *run)
{
  SluiceGrants *grants = sluice_run_get_data (run, run_grants_quark ());

  if (grants == NULL)
    {
      grants = sluice_grants_new ();
      sluice_run_set_data (run, run_grants_quark (), grants, unref_grants);
    }
  return grants;
}
