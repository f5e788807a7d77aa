/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a document touches: what its nodes name in their settings, what its scripts name when they reach out,
 * and what it says of itself under "uses". A path or host that is worked out while it runs is told only as
 * far as it stands there; for the rest there is "uses". */

#include "kinds/grants.h"

#include <string.h>

#include "base/ids.h"
#include "kinds/calls.h"
#include "kinds/llm-target.h"
#include "kinds/picture.h"
#include "kinds/texts.h"

typedef struct
{
  SluiceGrants *grants;
  char         *folder; /* of the document; NULL: it has none yet */
  gboolean      writes; /* something in it writes to places that only the run will know */
} Needs;

static void
add_url (SluiceGrants *grants,
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

      sluice_grants_add (grants, SLUICE_GRANT_HOST, with_port);
    }
  else
    sluice_grants_add (grants, SLUICE_GRANT_HOST, name);
}

/* Every { "$env": NAME } and { "$secret": NAME } in a node's settings. */
static void
add_references (SluiceGrants *grants,
                SluiceValue   value)
{
  const char *variable = sluice_value_get_member_string (value, "$env");
  const char *item = sluice_value_get_member_string (value, "$secret");
  SluiceValueIter iter;
  SluiceValue child;

  if (variable != NULL)
    sluice_grants_add (grants, SLUICE_GRANT_ENVIRONMENT, variable);
  if (item != NULL)
    sluice_grants_add (grants, SLUICE_GRANT_KEYRING, item);
  if (!SLUICE_VALUE_IS_OBJECT (value) && !SLUICE_VALUE_IS_ARRAY (value))
    return;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, NULL, &child))
    add_references (grants, child);
}

/* Folders */

static void
add_folder (Needs           *self,
            SluiceGrantType  type,
            const char      *path)
{
  g_autofree char *whole = NULL;

  if (self->folder == NULL && !g_path_is_absolute (path))
    return;
  whole = g_canonicalize_filename (path, self->folder);
  sluice_grants_add (self->grants, type, whole);
}

/* The folder of a file, as far as its path is known: @path ends where it is worked out. */
static void
add_file (Needs           *self,
          SluiceGrantType  type,
          const char      *path)
{
  g_autofree char *known = g_strndup (path, (gsize) ((strstr (path, "{{") != NULL ? strstr (path, "{{")
                                                                                   : path + strlen (path)) - path));
  g_autofree char *folder = NULL;

  if (*known == '\0' || (*path != '\0' && g_str_has_suffix (known, "/")))
    folder = g_strdup (*known != '\0' ? known : ".");
  else
    folder = g_path_get_dirname (known);
  add_folder (self, type, folder);
}

static void
add_known_folder (Needs           *self,
                  SluiceGrantType  type,
                  const char      *path)
{
  if (strstr (path, "{{") != NULL)
    add_file (self, type, path);
  else
    add_folder (self, type, *path != '\0' ? path : ".");
}

/* Models */

/* A model's server and key; nothing where no model was chosen yet. */
static void
add_model (Needs       *self,
              SluiceValue  settings)
{
  SluiceLlmTarget target;

  if (!sluice_llm_target_find (&target, settings, NULL))
    return;
  add_url (self->grants, target.url);
  add_references (self->grants, target.key);
  sluice_llm_target_clear (&target);
}

/* Scripts */

/* What a script says of a model, as far as it stands there: without a provider, the one chosen by default. */
static void
add_model_call (Needs                *self,
                const SluiceCallText *call)
{
  static const char * const fields[] = { "provider", "url", "model" };
  g_auto (SluiceValue) settings = sluice_value_object ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = sluice_calls_dup_field (call, fields[i]);

      if (text != NULL)
        sluice_value_set_member (&settings, fields[i], sluice_value_string (text));
    }
  add_model (self, settings);
}

/* A picture that is a file; of one whose name is worked out its folder, as far as that stands there. */
static void
image_cb (const SluiceCallText *image,
          gpointer              user_data)
{
  if (!sluice_picture_is_address (image->literal) && (image->is_whole || strchr (image->literal, '/') != NULL))
    add_file (user_data, SLUICE_GRANT_READ, image->literal);
}

static void
add_llm_call (Needs                *self,
              const SluiceCallText *call)
{
  add_model_call (self, call);
  sluice_calls_each_text (call, "images", image_cb, self);
}

static void
add_http_call (Needs                *self,
               const SluiceCallText *call)
{
  g_autofree char *url = sluice_calls_dup_field (call, "url");

  add_url (self->grants, url);
}

static void
add_read_call (Needs                *self,
               const SluiceCallText *call)
{
  add_file (self, SLUICE_GRANT_READ, call->literal != NULL ? call->literal : "");
}

static void
add_list_call (Needs                *self,
               const SluiceCallText *call)
{
  if (call->is_whole)
    add_folder (self, SLUICE_GRANT_READ, call->literal);
  else
    add_read_call (self, call);
}

static void
add_write_call (Needs                *self,
                const SluiceCallText *call)
{
  add_file (self, SLUICE_GRANT_WRITE, call->literal != NULL ? call->literal : "");
  self->writes |= !call->is_whole;
}

static void
add_sql_call (Needs                *self,
              const SluiceCallText *call)
{
  add_read_call (self, call);
  add_file (self, SLUICE_GRANT_WRITE, call->literal != NULL ? call->literal : "");
}

static void
add_run_call (Needs                *self,
              const SluiceCallText *call)
{
  if (call->is_whole)
    sluice_grants_add (self->grants, SLUICE_GRANT_COMMAND, call->literal);
}

static void
call_cb (const SluiceCallText *call,
         gpointer              user_data)
{
  static const struct { const char *name; void (*add) (Needs *self, const SluiceCallText *call); } calls[] = {
    { "read", add_read_call },
    { "list", add_list_call },
    { "write", add_write_call },
    { "append", add_write_call },
    { "sql", add_sql_call },
    { "run", add_run_call },
    { "http", add_http_call },
    { "llm", add_llm_call },
    { "embed", add_model_call },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    if (strcmp (call->name, calls[i].name) == 0)
      calls[i].add (user_data, call);
}

static void
add_script (Needs       *self,
            SluiceValue  text)
{
  g_autofree char *script = sluice_text_from_value (text);

  if (script != NULL)
    sluice_calls_scan (script, call_cb, self);
}

/* The expressions of a text: what stands between {{ and }}. */
static void
add_template (Needs      *self,
              const char *text)
{
  for (const char *begin = strstr (text, "{{"); begin != NULL; begin = strstr (begin, "{{"))
    {
      const char *end = strstr (begin, "}}");
      g_autofree char *expression = end != NULL ? g_strndup (begin + 2, (gsize) (end - begin - 2)) : NULL;

      if (expression == NULL)
        return;
      sluice_calls_scan (expression, call_cb, self);
      begin = end;
    }
}

static void
add_expressions (Needs       *self,
                 SluiceValue  value)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  SluiceValueIter iter;
  SluiceValue child;

  if (SLUICE_VALUE_IS_STRING (value))
    add_template (self, sluice_value_get_string (value));
  if (expression != NULL)
    sluice_calls_scan (expression, call_cb, self);
  if (!SLUICE_VALUE_IS_OBJECT (value) && !SLUICE_VALUE_IS_ARRAY (value))
    return;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, NULL, &child))
    add_expressions (self, child);
}

/* Kinds */

static void
add_file_node (Needs       *self,
               SluiceValue  settings)
{
  const char *does = sluice_value_get_member_string (settings, "does");
  const char *path = sluice_value_get_member_string (settings, "path");

  path = path != NULL ? path : "";
  if (g_strcmp0 (does, "write") == 0 || g_strcmp0 (does, "append") == 0)
    add_file (self, SLUICE_GRANT_WRITE, path);
  else if (g_strcmp0 (does, "list") == 0 || g_strcmp0 (does, "watch") == 0)
    add_known_folder (self, SLUICE_GRANT_READ, path);
  else
    add_file (self, SLUICE_GRANT_READ, path);
}

static void
add_sql_node (Needs       *self,
              SluiceValue  settings)
{
  const char *path = sluice_value_get_member_string (settings, "database");

  add_file (self, SLUICE_GRANT_READ, path != NULL ? path : "");
  if (!sluice_value_get_boolean (sluice_value_get_member (settings, "read-only")))
    add_file (self, SLUICE_GRANT_WRITE, path != NULL ? path : "");
}

/* The host "$llm" is that of the model chosen by default, wherever it is. */
static void
add_list (Needs           *self,
          SluiceGrantType  type,
          SluiceValue      list)
{
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (list) && i < sluice_value_get_length (list); i++)
    {
      const char *name = sluice_value_get_string (sluice_value_get_element (list, i));

      if (type == SLUICE_GRANT_HOST && g_strcmp0 (name, "$llm") == 0)
        add_model (self, sluice_value_null ());
      else if (name != NULL && (type == SLUICE_GRANT_READ || type == SLUICE_GRANT_WRITE))
        add_folder (self, type, name);
      else if (name != NULL)
        sluice_grants_add (self->grants, type, name);
    }
}

static void
add_command_node (Needs       *self,
                  SluiceValue  settings)
{
  const char *program = sluice_value_get_member_string (settings, "program");
  const char *folder = sluice_value_get_member_string (settings, "folder");

  if (program != NULL && *program != '\0' && strchr (program, '/') == NULL)
    sluice_grants_add (self->grants, SLUICE_GRANT_COMMAND, program);
  else if (program != NULL && *program != '\0' && (self->folder != NULL || g_path_is_absolute (program)))
    {
      g_autofree char *path = g_canonicalize_filename (program, self->folder);

      sluice_grants_add (self->grants, SLUICE_GRANT_COMMAND, path);
    }
  if (folder != NULL && *folder != '\0')
    add_known_folder (self, SLUICE_GRANT_READ, folder);
  add_list (self, SLUICE_GRANT_ENVIRONMENT, sluice_value_get_member (settings, "pass"));
}

/* Pictures that are files; the others the model's server fetches by itself. */
static void
add_llm_node (Needs       *self,
              SluiceValue  settings)
{
  SluiceValue images = sluice_value_get_member (settings, "images");

  add_model (self, settings);
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (images) && i < sluice_value_get_length (images); i++)
    {
      const char *path = sluice_value_get_string (sluice_value_get_element (images, i));

      if (path != NULL && !sluice_picture_is_address (path))
        add_file (self, SLUICE_GRANT_READ, path);
    }
}

/* A picture that is a file; as data it needs nothing. */
static void
add_log_node (Needs       *self,
              SluiceValue  settings)
{
  const char *picture = sluice_value_get_member_string (settings, "picture");

  if (picture != NULL && *picture != '\0' && !sluice_picture_is_address (picture))
    add_file (self, SLUICE_GRANT_READ, picture);
}

static void
add_vector_node (Needs       *self,
                 SluiceValue  settings)
{
  const char *file = sluice_value_get_member_string (settings, "file");

  if (file != NULL && *file != '\0')
    add_file (self, SLUICE_GRANT_READ, file);
}

static void
add_node (Needs       *self,
          SluiceValue  node)
{
  static const char * const phases[] = { "prep", "input", "exec", "fallback", "post" };
  static const struct { const char *kind; void (*add) (Needs *self, SluiceValue settings); } kinds[] = {
    { "llm", add_llm_node },
    { "embed", add_model },
    { "vector", add_vector_node },
    { "file", add_file_node },
    { "sql", add_sql_node },
    { "command", add_command_node },
    { "log", add_log_node },
  };
  SluiceValue settings = sluice_value_get_member (node, "settings");
  const char *kind = sluice_value_get_member_string (node, "kind");

  add_references (self->grants, settings);
  add_url (self->grants, sluice_value_get_member_string (settings, "url"));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].kind) == 0)
      kinds[i].add (self, settings);
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    add_script (self, sluice_value_get_member (node, phases[i]));
  add_expressions (self, sluice_value_get_member (node, "action"));
  add_expressions (self, settings);
}

/* With the texts that are kept in files beside it, where they can be read. */
static void
add_object (Needs       *self,
            SluiceValue  object)
{
  g_auto (SluiceValue) resolved = SLUICE_VALUE_INIT;

  if (sluice_texts_resolve_node (object, self->folder, &resolved, NULL))
    add_node (self, resolved);
  else
    add_node (self, object);
}

static void
add_uses (Needs       *self,
          SluiceValue  uses)
{
  SluiceValue folders = sluice_value_get_member (uses, "folders");

  add_list (self, SLUICE_GRANT_HOST, sluice_value_get_member (uses, "hosts"));
  add_list (self, SLUICE_GRANT_ENVIRONMENT, sluice_value_get_member (uses, "environment"));
  add_list (self, SLUICE_GRANT_COMMAND, sluice_value_get_member (uses, "commands"));
  add_list (self, SLUICE_GRANT_READ, folders);
  if (self->writes)
    add_list (self, SLUICE_GRANT_WRITE, folders);
}

static void
begin (Needs          *self,
       SluiceDocument *document)
{
  g_autofree char *folder = sluice_document_dup_folder (document);

  self->grants = sluice_grants_new ();
  self->folder = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;
  self->writes = FALSE;
}

static SluiceGrants *
end (Needs *self)
{
  g_free (self->folder);
  return self->grants;
}

static void
add_nodes (Needs          *self,
           SluiceDocument *document)
{
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      const char *flow = sluice_document_get_flow_id (document, i);

      add_object (self, sluice_document_get_flow (document, flow));
      for (guint k = 0; k < sluice_document_get_n_nodes (document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (document, flow, k));

          add_object (self, sluice_document_get_node (document, address));
        }
    }
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
  Needs self;

  begin (&self, document);
  add_object (&self, sluice_document_get_node (document, address));
  return end (&self);
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
  Needs self;

  begin (&self, document);
  add_uses (&self, sluice_value_get_member (sluice_document_get_root (document), "uses"));
  return end (&self);
}

/**
 * sluice_grants_new_of_document:
 * @document: a document
 *
 * What a document touches: what its nodes and scripts name, and what it says of itself under "uses".
 * Folders are named in full; what is relative to a document that was never saved is left out. Nothing of it is
 * granted by that.
 *
 * Returns: (transfer full): what would have to be granted
 */
SluiceGrants *
sluice_grants_new_of_document (SluiceDocument *document)
{
  Needs self;

  begin (&self, document);
  add_nodes (&self, document);
  add_uses (&self, sluice_value_get_member (sluice_document_get_root (document), "uses"));
  return end (&self);
}
