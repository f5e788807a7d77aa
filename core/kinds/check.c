/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What only the kinds can say of a document: scripts and templates that do not parse, texts in files
 * that are not there, values that the graph's own checks let pass and a run would not take. Each key is
 * tried alone, so that the problem is told where it stands, that of a script at its line. */

#include <string.h>

#include "graph/format.h"
#include "kinds/kind.h"
#include "kinds/kinds.h"
#include "kinds/link.h"
#include "kinds/texts.h"

static const char * const node_keys[] = {
  "retries", "wait", "timeout", "batch", "params", "input", "prep", "exec", "fallback", "post",
  "output", "action", NULL,
};
static const char * const flow_keys[] = { "params", "batch", "prep", "post", NULL };

typedef struct
{
  GPtrArray  *problems;
  const char *flow;
  const char *address;
  const char *pointer; /* of the node or flow */
  const char *kind;    /* NULL: a flow */
  const char *folder;
  SluiceDocument *document;
} Checker;

/* Its first line: where it is, the problem says itself. */
static char *
dup_message (const GError *error)
{
  return g_strndup (error->message, strcspn (error->message, "\n"));
}

/* A script is an array of its lines, as a rule: the problem is in one of them. */
static char *
find_line (const char   *pointer,
           SluiceValue   value,
           const GError *error)
{
  guint line = sluice_script_error_line (error);

  if (line == 0 || !SLUICE_VALUE_IS_ARRAY (value) || line > sluice_value_get_length (value))
    return g_strdup (pointer);
  return g_strdup_printf ("%s/%u", pointer, line - 1);
}

/* Whether there is an error at @pointer or below it already: most wrong values are the graph's to tell. */
static gboolean
is_said (Checker    *self,
         const char *pointer)
{
  gsize length = strlen (pointer);

  for (guint i = 0; i < self->problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (self->problems, i);

      if (problem->severity == SLUICE_PROBLEM_ERROR
          && strncmp (problem->pointer, pointer, length) == 0
          && (problem->pointer[length] == '\0' || problem->pointer[length] == '/'))
        return TRUE;
    }
  return FALSE;
}

static void
add_problem (Checker      *self,
             const char   *pointer,
             SluiceValue   value,
             const GError *error)
{
  g_autofree char *place = find_line (pointer, value, error);

  if (error->domain == SLUICE_SCRIPT_ERROR)
    sluice_check_add (self->problems, SLUICE_PROBLEM_ERROR, "script", place, dup_message (error), NULL);
  else if (error->domain == SLUICE_KIND_ERROR)
    {
      if (!is_said (self, pointer))
        sluice_check_add (self->problems, SLUICE_PROBLEM_ERROR, "bad-value", pointer, g_strdup (error->message),
                          NULL);
    }
  else if (self->folder != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    sluice_check_add (self->problems, SLUICE_PROBLEM_ERROR, "no-file", place, g_strdup (error->message),
                      g_strdup ("choose another file, or create it"));
  else
    sluice_check_add (self->problems, SLUICE_PROBLEM_ERROR, "no-text", place, g_strdup (error->message),
                      g_strdup ("put the text into the document, or the file beside it"));
}

static gboolean
create (Checker      *self,
        const char   *address,
        SluiceValue   object,
        GError      **error)
{
  g_autoptr (SluiceNode) node = NULL;

  if (self->kind != NULL)
    node = sluice_kinds_create_node (address, object, error);
  else
    node = (SluiceNode *) sluice_kinds_create_flow (address, object, error);
  return node != NULL;
}

/* Makes a node of nothing but this one key. The address of a node is kept for as long as the program
 * runs: it gets its own where a message is to name it. */
static void
try_object (Checker     *self,
            SluiceValue  take_object,
            const char  *pointer,
            SluiceValue  value)
{
  g_auto (SluiceValue) object = take_object;
  g_auto (SluiceValue) resolved = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (sluice_texts_resolve_node (object, self->folder, &resolved, &error) && !create (self, "", resolved, NULL))
    create (self, self->address, resolved, &error);
  if (error != NULL)
    add_problem (self, pointer, value, error);
}

static SluiceValue
make_object (Checker *self)
{
  SluiceValue object = sluice_value_object ();

  if (self->kind != NULL)
    sluice_value_set_member (&object, "kind", sluice_value_string (self->kind));
  return object;
}

static void
check_keys (Checker            *self,
            SluiceValue         node,
            const char * const *keys)
{
  for (; *keys != NULL; keys++)
    {
      SluiceValue value = sluice_value_get_member (node, *keys);
      g_autofree char *pointer = NULL;
      SluiceValue object;

      if (SLUICE_VALUE_IS_NULL (value))
        continue;
      pointer = sluice_pointer_join (self->pointer, *keys);
      object = make_object (self);
      sluice_value_set_member (&object, *keys, sluice_value_ref (value));
      try_object (self, object, pointer, value);
    }
}

/* What a person is asked to allow must stand in the file: the scheme and host of an address, and the names of secrets.
 * What is worked out while a flow runs could be a model's answer. */

static gboolean
has_template_host (const char *url)
{
  const char *template = strstr (url, "{{");
  const char *host = strstr (url, "://");
  const char *end = host != NULL ? host + strlen ("://") + strcspn (host + strlen ("://"), "/?#") : NULL;

  return template != NULL && (host == NULL || template < end);
}

static void
refuse (Checker    *self,
        const char *pointer,
        const char *message,
        const char *remedy)
{
  sluice_check_add (self->problems, SLUICE_PROBLEM_ERROR, "template-grant", pointer, g_strdup (message),
                    g_strdup (remedy));
}

static void
check_secret_names (Checker     *self,
                    const char  *pointer,
                    SluiceValue  value)
{
  static const char * const references[] = { "$env", "$secret" };
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;

  if (!SLUICE_VALUE_IS_OBJECT (value))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      const char *name = sluice_value_get_member_string (value, references[i]);

      if (name != NULL && strstr (name, "{{") != NULL)
        refuse (self, pointer, "the name of a secret can't be worked out while the flow runs", "write the name itself");
    }
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    {
      g_autofree char *inner = sluice_pointer_join (pointer, key);

      check_secret_names (self, inner, child);
    }
}

static void
check_grants (Checker     *self,
              const char  *name,
              const char  *pointer,
              SluiceValue  value)
{
  const char *text = sluice_value_get_string (value);

  if (text != NULL && strcmp (name, "url") == 0 && has_template_host (text))
    refuse (self, pointer, "the scheme and host of an address can't be worked out while the flow runs",
            "write them down, and a template only behind them: https://example.org/{{ shared.id }}");
  check_secret_names (self, pointer, value);
}

/* A flow of another file: message and remedy are one text there, with a semicolon between them. */
static void
check_flow_file (Checker     *self,
                 const char  *pointer,
                 SluiceValue  value)
{
  static const char * const codes[] = { "no-file", "bad-file", "no-flow", "circle", "too-much" };
  const char *name = sluice_value_get_string (value);
  g_autoptr (GError) error = NULL;
  const char *remedy;

  if (name == NULL || !sluice_format_names_file (name) || sluice_link_check (self->document, name, &error))
    return;
  remedy = g_strrstr (error->message, "; ");
  sluice_check_add (self->problems, SLUICE_PROBLEM_ERROR, codes[error->code], pointer,
                    g_strndup (error->message, remedy != NULL ? (gsize) (remedy - error->message) : G_MAXSIZE),
                    remedy != NULL ? g_strdup (remedy + 2) : NULL);
}

static void
check_settings (Checker     *self,
                SluiceValue  settings)
{
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  sluice_value_iter_init (&iter, settings);
  while (SLUICE_VALUE_IS_OBJECT (settings) && sluice_value_iter_next (&iter, &name, &value))
    {
      g_autofree char *base = sluice_pointer_join (self->pointer, "settings");
      g_autofree char *pointer = sluice_pointer_join (base, name);
      SluiceValue object;
      SluiceValue one;

      check_grants (self, name, pointer, value);
      if (strcmp (self->kind, "flow") == 0 && strcmp (name, "flow") == 0)
        check_flow_file (self, pointer, value);
      object = make_object (self);
      one = sluice_value_object ();
      sluice_value_set_member (&one, name, sluice_value_ref (value));
      sluice_value_set_member (&object, "settings", one);
      try_object (self, object, pointer, value);
    }
}

/* A class in Python would stop a run on its way; before it starts nothing is lost. */
static void
check_python (Checker     *self,
              SluiceValue  node)
{
  const char *title = sluice_value_get_member_string (node, "title");

  if (g_str_equal (self->kind, sluice_python_kind.info.id))
    sluice_check_add (self->problems, SLUICE_PROBLEM_ERROR, "python", self->pointer,
                      g_strdup_printf (SLUICE_PYTHON_NOT_RUN, title != NULL ? title : strrchr (self->address, '/') + 1),
                      NULL);
}

static void
check_node (Checker     *self,
            SluiceValue  node)
{
  if (sluice_kinds_lookup (self->kind) == NULL)
    return;
  check_python (self, node);
  check_keys (self, node, node_keys);
  check_settings (self, sluice_value_get_member (node, "settings"));
}

static void
check_node_of (Checker        *self,
               SluiceDocument *document,
               const char     *node)
{
  g_autofree char *address = sluice_address_join (self->flow, node);
  g_autofree char *pointer = sluice_pointer_build ("flows", self->flow, "nodes", node, NULL);
  SluiceValue object = sluice_document_get_node (document, address);

  self->address = address;
  self->pointer = pointer;
  self->kind = sluice_value_get_member_string (object, "kind");
  if (self->kind != NULL)
    check_node (self, object);
}

void
sluice_kinds_check (SluiceDocument *document,
                    const char     *flow,
                    const char     *node,
                    GPtrArray      *problems)
{
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_autofree char *pointer = sluice_pointer_build ("flows", flow, NULL);
  Checker self = { problems, flow, flow, pointer, NULL, folder, document };

  if (node != NULL)
    check_node_of (&self, document, node);
  else
    check_keys (&self, sluice_document_get_flow (document, flow), flow_keys);
}
