/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Grants: lists of names, and what a document needs of them. A name of the internet never opens the way
 * to an address inside: that takes a name that says so, as "localhost" or "192.168.1.5" do. */

#include "kinds/grants.h"

#include <string.h>

#include "base/ids.h"
#include "kinds/providers.h"
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
};

/**
 * sluice_grant_type_get_key:
 * @type: what sort
 *
 * Returns: what a file calls a list of that sort
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
  return g_ptr_array_find_with_equal_func (self->names[type], name, g_str_equal, NULL);
}

/**
 * sluice_grants_add:
 * @self: grants
 * @type: what sort
 * @name: a host with or without port, or a variable of the environment
 *
 * Grants one thing more.
 */
void
sluice_grants_add (SluiceGrants    *self,
                   SluiceGrantType  type,
                   const char      *name)
{
  if (!sluice_grants_has (self, type, name))
    g_ptr_array_add (self->names[type], g_strdup (name));
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
 * Returns: (transfer full): what of @needed is not in @granted by that very name
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

        if (!sluice_grants_has (granted, type, name))
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

/* What a document touches */

static void
add_url (SluiceGrants *self,
         const char   *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *name = NULL;

  if (host == NULL || *host == '\0' || strpbrk (host, "{}*") != NULL)
    return;
  name = g_ascii_strdown (host, -1);
  if (g_uri_get_port (uri) > 0)
    {
      g_autofree char *with_port = g_strdup_printf (strchr (name, ':') != NULL ? "[%s]:%d" : "%s:%d", name,
                                                    g_uri_get_port (uri));

      sluice_grants_add (self, SLUICE_GRANT_HOST, with_port);
    }
  else
    sluice_grants_add (self, SLUICE_GRANT_HOST, name);
}

/* Every { "$env": NAME } in a node's settings. */
static void
add_references (SluiceGrants *self,
                SluiceValue   value)
{
  const char *variable = sluice_value_get_member_string (value, "$env");
  SluiceValueIter iter;
  SluiceValue child;

  if (variable != NULL)
    sluice_grants_add (self, SLUICE_GRANT_ENVIRONMENT, variable);
  if (!SLUICE_VALUE_IS_OBJECT (value) && !SLUICE_VALUE_IS_ARRAY (value))
    return;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, NULL, &child))
    add_references (self, child);
}

static void
add_node (SluiceGrants *self,
          SluiceValue   node)
{
  SluiceValue settings = sluice_value_get_member (node, "settings");
  const char *kind = sluice_value_get_member_string (node, "kind");

  add_references (self, settings);
  add_url (self, sluice_value_get_member_string (settings, "url"));
  if (g_strcmp0 (kind, "llm") == 0)
    {
      const SluiceProvider *provider = sluice_provider_find (sluice_value_get_member_string (settings, "provider"));

      if (provider == NULL)
        return;
      if (!sluice_value_has_member (settings, "url"))
        add_url (self, provider->url);
      if (provider->key != NULL && !sluice_value_has_member (settings, "key"))
        sluice_grants_add (self, SLUICE_GRANT_ENVIRONMENT, provider->key);
    }
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

/**
 * sluice_grants_new_of_node:
 * @document: a document
 * @address: of one of its nodes
 *
 * Returns: (transfer full): what would have to be granted for that node
 */
SluiceGrants *
sluice_grants_new_of_node (SluiceDocument *document,
                           const char     *address)
{
  SluiceGrants *self = sluice_grants_new ();

  add_node (self, sluice_document_get_node (document, address));
  return self;
}

/**
 * sluice_grants_new_of_scripts:
 * @document: a document
 *
 * Returns: (transfer full): what the document says of itself under "uses", as scripts need it
 */
SluiceGrants *
sluice_grants_new_of_scripts (SluiceDocument *document)
{
  return sluice_grants_new_from_value (sluice_value_get_member (sluice_document_get_root (document), "uses"));
}

/**
 * sluice_grants_new_of_document:
 * @document: a document
 *
 * What a document touches: what its nodes name, and what it says of itself under "uses", as scripts need
 * it. Nothing of it is granted by that.
 *
 * Returns: (transfer full): what would have to be granted
 */
SluiceGrants *
sluice_grants_new_of_document (SluiceDocument *document)
{
  SluiceGrants *self = sluice_grants_new ();
  g_autoptr (SluiceGrants) of_scripts = sluice_grants_new_of_scripts (document);

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      const char *flow = sluice_document_get_flow_id (document, i);

      for (guint k = 0; k < sluice_document_get_n_nodes (document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (document, flow, k));

          add_node (self, sluice_document_get_node (document, address));
        }
    }
  sluice_grants_add_all (self, of_scripts);
  return self;
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
  sluice_run_set_data (run, run_grants_quark (), sluice_grants_ref (grants), unref_grants);
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
