/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Linking: the flows of other files that a document's nodes run, and those that they run in turn, become flows of a
 * copy of it. Flows wait in a line until they are looked at, so that nothing depends on how deep they nest. Each keeps
 * its texts with it, as they were read, and its defaults of the store count where the document has none. */

#include "kinds/link.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "base/pointer.h"
#include "graph/format.h"
#include "kinds/link-file.h"
#include "kinds/texts.h"

#define MAX_FILES 64
#define MAX_BYTES (64 * 1024 * 1024) /* of all of them */

typedef struct
{
  SluiceDocument *document; /* owned */
  SluiceLinkFile  flows;
  GPtrArray      *uses;     /* File, borrowed: what its nodes name */
  guint           seen;     /* the last search that came by */
} File;

/* A flow that is not yet looked at. */
typedef struct
{
  File       *file;
  const char *flow; /* borrowed from the file */
  const char *id;   /* in what is made; borrowed from the ids */
} Waiting;

typedef struct
{
  SluiceValue  flows;  /* owned: of what is made */
  GPtrArray   *files;  /* File; the document first */
  GHashTable  *ids;    /* "path#flow" → id, both owned */
  GHashTable  *taken;  /* set of ids, borrowed */
  GQueue       waiting; /* Waiting, owned */
  gsize        n_bytes;
  guint        n_searches;
} Linker;

static void
file_free (gpointer data)
{
  File *file = data;

  g_object_unref (file->document);
  sluice_link_file_clear (&file->flows);
  g_ptr_array_unref (file->uses);
  g_free (file);
}

static File *
add_file (Linker         *self,
          SluiceDocument *document)
{
  File *file = g_new0 (File, 1);

  file->document = g_object_ref (document);
  file->uses = g_ptr_array_new ();
  sluice_link_file_init (&file->flows, document);
  g_ptr_array_add (self->files, file);
  return file;
}

static void
linker_init (Linker         *self,
             SluiceDocument *document)
{
  self->flows = sluice_value_ref (sluice_value_get_member (sluice_document_get_root (document), "flows"));
  self->files = g_ptr_array_new_with_free_func (file_free);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->waiting);
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    g_hash_table_add (self->taken, (gpointer) sluice_document_get_flow_id (document, i));
  add_file (self, document);
}

static void
linker_clear (Linker *self)
{
  sluice_value_clear (&self->flows);
  g_queue_clear_full (&self->waiting, g_free);
  g_hash_table_unref (self->taken);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Linker, linker_clear)

static gboolean
is_outermost (Linker     *self,
              const File *file)
{
  return file == g_ptr_array_index (self->files, 0);
}

static char *
dup_base (const File *file)
{
  const char *path = sluice_document_get_path (file->document);

  return path != NULL ? g_path_get_basename (path) : g_strdup ("");
}

/* Files that name each other */

/* The way from one file to another, both with it, by what they name. */
static gboolean
find_way (Linker    *self,
          File      *from,
          File      *to,
          GPtrArray *way)
{
  if (from->seen == self->n_searches)
    return FALSE;
  from->seen = self->n_searches;
  g_ptr_array_add (way, from);
  if (from == to)
    return TRUE;
  for (guint i = 0; i < from->uses->len; i++)
    if (find_way (self, g_ptr_array_index (from->uses, i), to, way))
      return TRUE;
  g_ptr_array_set_size (way, (int) way->len - 1);
  return FALSE;
}

static gboolean
note_use (Linker  *self,
          File    *file,
          File    *used,
          GError **error)
{
  g_autoptr (GPtrArray) way = g_ptr_array_new ();
  g_autoptr (GString) chain = NULL;
  g_autofree char *first = dup_base (file);

  if (g_ptr_array_find (file->uses, used, NULL))
    return TRUE;
  self->n_searches++;
  if (!find_way (self, used, file, way))
    {
      g_ptr_array_add (file->uses, used);
      return TRUE;
    }
  chain = g_string_new (first);
  for (guint i = 0; i < way->len; i++)
    {
      g_autofree char *base = dup_base (g_ptr_array_index (way, i));

      g_string_append_printf (chain, " → %s", base);
    }
  g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_CIRCLE,
               "the files name each other: %s; put what they share into one of them, or a third", chain->str);
  return FALSE;
}

/* Finding what is named */

static File *
load_file (Linker      *self,
           const char  *path,
           const char  *name,
           GError     **error)
{
  g_autoptr (SluiceDocument) document = NULL;
  gsize length = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = g_ptr_array_index (self->files, i);

      if (g_strcmp0 (sluice_document_get_path (file->document), path) == 0)
        return file;
    }
  if (self->files->len > MAX_FILES)
    {
      g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_LIMIT,
                   "“%s” is one file too many: a run takes flows from %u others; put some into one file",
                   name, MAX_FILES);
      return NULL;
    }
  document = sluice_link_load (path, name, error);
  if (document == NULL)
    return NULL;
  sluice_document_get_source (document, &length);
  self->n_bytes += length;
  if (self->n_bytes > MAX_BYTES)
    {
      g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_LIMIT,
                   "with “%s” the other files are larger than 64 MiB together; use smaller ones", name);
      return NULL;
    }
  return add_file (self, document);
}

static gboolean
is_taken (const char *id,
          gpointer    taken)
{
  return g_hash_table_contains (taken, id);
}

/* "flows/other.flow.json", "main" → "other-main" */
static char *
make_id (Linker     *self,
         const File *file,
         const char *flow)
{
  g_autofree char *base = dup_base (file);
  g_autofree char *stem = g_strndup (base, strcspn (base, "."));
  g_autofree char *title = g_strconcat (stem, "-", flow, NULL);
  g_autofree char *wanted = sluice_id_from_title (title);

  return sluice_id_make_unique (wanted, is_taken, self->taken);
}

/* The id of a flow of a file in what is made; the flow waits there, unless it did before. */
static const char *
ensure_flow (Linker     *self,
             File       *file,
             const char *flow)
{
  char *key = g_strconcat (sluice_document_get_path (file->document), "#", flow, NULL);
  const char *known = g_hash_table_lookup (self->ids, key);
  Waiting *waiting;
  char *id;

  if (known != NULL)
    {
      g_free (key);
      return known;
    }
  id = make_id (self, file, flow);
  g_hash_table_insert (self->ids, key, id);
  g_hash_table_add (self->taken, id);
  waiting = g_new0 (Waiting, 1);
  *waiting = (Waiting) { file, flow, id };
  g_queue_push_tail (&self->waiting, waiting);
  return id;
}

/* What a node's name is in what is made. A name that is neither of a flow nor of a file is the check's to tell. */
static const char *
find_target (Linker      *self,
             File        *file,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = NULL;
  const char *flow;
  File *used;

  if (sluice_document_has_flow (file->document, name))
    return is_outermost (self, file) ? name : ensure_flow (self, file, name);
  if (!sluice_format_names_file (name))
    {
      if (is_outermost (self, file))
        return name;
      g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FLOW,
                   "there is no flow “%s”; name one that the file has", name);
      return NULL;
    }
  path = sluice_link_dup_path (file->document, name, error);
  used = path != NULL ? load_file (self, path, name, error) : NULL;
  if (used == NULL || !note_use (self, file, used, error))
    return NULL;
  flow = sluice_link_file_choose (&used->flows, name, error);
  return flow != NULL ? ensure_flow (self, used, flow) : NULL;
}

/* "file:line:column: flow/node: ", as far as that is known */
static void
prefix_place (GError     **error,
              const File  *file,
              const char  *flow,
              const char  *node)
{
  const char *path = sluice_document_get_path (file->document);
  g_autofree char *name = path != NULL ? g_filename_display_name (path) : NULL;
  g_autofree char *pointer = sluice_pointer_build ("flows", flow, "nodes", node, "settings", "flow", NULL);
  SluiceJsonPosition position;
  const char *text;
  gsize length;

  g_prefix_error (error, "%s/%s: ", flow, node);
  if (name == NULL)
    return;
  text = sluice_document_is_dirty (file->document) ? NULL : sluice_document_get_source (file->document, &length);
  if (text != NULL && sluice_json_locate (text, (gssize) length, pointer, FALSE, &position))
    g_prefix_error (error, "%s:%u:%u: ", name, position.line, position.column);
  else
    g_prefix_error (error, "%s: ", name);
}

/* Flows */

static void
set_target (SluiceValue *node,
            const char  *target)
{
  SluiceValue settings = sluice_value_ref (sluice_value_get_member (*node, "settings"));

  sluice_value_set_member (&settings, "flow", sluice_value_string (target));
  sluice_value_set_member (node, "settings", settings);
}

/* A text beside another file is not beside the document. */
static gboolean
take_texts (Linker       *self,
            const File   *file,
            SluiceValue  *object,
            GError      **error)
{
  g_autofree char *folder = sluice_document_dup_folder (file->document);
  SluiceValue resolved;

  if (is_outermost (self, file))
    return TRUE;
  if (!sluice_texts_resolve_node (*object, folder, &resolved, error))
    return FALSE;
  sluice_value_replace (object, resolved);
  return TRUE;
}

static gboolean
link_node (Linker       *self,
           File         *file,
           SluiceValue  *node,
           GError      **error)
{
  const char *name = sluice_value_get_member_string (sluice_value_get_member (*node, "settings"), "flow");
  const char *target;

  if (SLUICE_VALUE_IS_OBJECT (*node) && !take_texts (self, file, node, error))
    return FALSE;
  if (name == NULL || *name == '\0' || g_strcmp0 (sluice_value_get_member_string (*node, "kind"), "flow") != 0)
    return TRUE;
  target = find_target (self, file, name, error);
  if (target != NULL && !g_str_equal (target, name))
    set_target (node, target);
  return target != NULL;
}

static gboolean
link_nodes (Linker       *self,
            File         *file,
            const char   *flow,
            SluiceValue  *object,
            GError      **error)
{
  SluiceValue nodes = sluice_value_get_member (*object, "nodes");
  g_auto (SluiceValue) made = sluice_value_ref (nodes);
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  if (!SLUICE_VALUE_IS_OBJECT (nodes))
    return TRUE;
  sluice_value_iter_init (&iter, nodes);
  while (sluice_value_iter_next (&iter, &id, &node))
    {
      g_auto (SluiceValue) linked = sluice_value_ref (node);

      if (!link_node (self, file, &linked, error))
        {
          prefix_place (error, file, flow, id);
          return FALSE;
        }
      if (!sluice_value_is_same (linked, node))
        sluice_value_set_member (&made, id, sluice_value_steal (&linked));
    }
  if (!sluice_value_is_same (made, nodes))
    sluice_value_set_member (object, "nodes", sluice_value_steal (&made));
  return TRUE;
}

/* Whoever sees it is told where it comes from. */
static void
set_title (SluiceValue *object,
           const File  *file,
           const char  *flow)
{
  const char *title = sluice_value_get_member_string (*object, "title");
  g_autofree char *base = dup_base (file);
  g_autofree char *whole = g_strdup_printf ("%s (%s)", title != NULL ? title : flow, base);

  sluice_value_set_member (object, "title", sluice_value_string (whole));
}

static gboolean
link_flow (Linker      *self,
           File        *file,
           const char  *flow,
           const char  *id,
           GError     **error)
{
  SluiceValue object = sluice_document_get_flow (file->document, flow);
  g_auto (SluiceValue) made = sluice_value_ref (object);

  if (!SLUICE_VALUE_IS_OBJECT (object))
    return TRUE;
  if (!take_texts (self, file, &made, error) || !link_nodes (self, file, flow, &made, error))
    return FALSE;
  if (!is_outermost (self, file))
    set_title (&made, file, flow);
  if (!sluice_value_is_same (made, object))
    sluice_value_set_member (&self->flows, id, sluice_value_steal (&made));
  return TRUE;
}

static gboolean
link_all (Linker  *self,
          GError **error)
{
  File *outermost = g_ptr_array_index (self->files, 0);
  Waiting *next;

  for (guint i = 0; i < sluice_document_get_n_flows (outermost->document); i++)
    {
      const char *flow = sluice_document_get_flow_id (outermost->document, i);

      if (!link_flow (self, outermost, flow, flow, error))
        return FALSE;
    }
  while ((next = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_autofree Waiting *waiting = next;

      if (!link_flow (self, waiting->file, waiting->flow, waiting->id, error))
        return FALSE;
    }
  return TRUE;
}

/* The rest of a file */

/* What the document does not say itself. */
static void
add_members (SluiceValue *root,
             const char  *key,
             SluiceValue  others)
{
  SluiceValue members = sluice_value_get_member (*root, key);
  g_auto (SluiceValue) made = SLUICE_VALUE_IS_OBJECT (members) ? sluice_value_ref (members) : sluice_value_object ();
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  if (!SLUICE_VALUE_IS_OBJECT (others) || sluice_value_get_length (others) == 0)
    return;
  sluice_value_iter_init (&iter, others);
  while (sluice_value_iter_next (&iter, &name, &value))
    if (!sluice_value_has_member (made, name))
      sluice_value_set_member (&made, name, sluice_value_ref (value));
  sluice_value_set_member (root, key, sluice_value_steal (&made));
}

static gboolean
has_text (SluiceValue  list,
          const char  *text)
{
  for (guint i = 0; i < sluice_value_get_length (list); i++)
    if (g_strcmp0 (sluice_value_get_string (sluice_value_get_element (list, i)), text) == 0)
      return TRUE;
  return FALSE;
}

/* Folders are named as seen from the document. */
static SluiceValue
add_names (SluiceValue  list,
           SluiceValue  others,
           const char  *folder)
{
  SluiceValue made = SLUICE_VALUE_IS_ARRAY (list) ? sluice_value_ref (list) : sluice_value_array ();

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (others) && i < sluice_value_get_length (others); i++)
    {
      const char *name = sluice_value_get_string (sluice_value_get_element (others, i));
      g_autofree char *whole = folder != NULL && name != NULL ? g_canonicalize_filename (name, folder)
                                                              : g_strdup (name);

      if (whole != NULL && !has_text (made, whole))
        sluice_value_append (&made, sluice_value_string (whole));
    }
  return made;
}

static void
add_uses (SluiceValue    *root,
          SluiceDocument *document,
          const char     *outer_folder)
{
  SluiceValue others = sluice_value_get_member (sluice_document_get_root (document), "uses");
  SluiceValue uses = sluice_value_get_member (*root, "uses");
  g_auto (SluiceValue) made = SLUICE_VALUE_IS_OBJECT (uses) ? sluice_value_ref (uses) : sluice_value_object ();
  g_autofree char *folder = sluice_document_dup_folder (document);
  gboolean is_elsewhere = g_strcmp0 (folder, outer_folder) != 0;
  SluiceValueIter iter;
  SluiceValue list;
  const char *name;

  if (!SLUICE_VALUE_IS_OBJECT (others) || sluice_value_get_length (others) == 0)
    return;
  sluice_value_iter_init (&iter, others);
  while (sluice_value_iter_next (&iter, &name, &list))
    sluice_value_set_member (&made, name, add_names (sluice_value_get_member (made, name), list,
                                                     is_elsewhere && g_str_equal (name, "folders") ? folder : NULL));
  sluice_value_set_member (root, "uses", sluice_value_steal (&made));
}

static SluiceDocument *
make_document (Linker  *self,
               GError **error)
{
  SluiceDocument *document = ((File *) g_ptr_array_index (self->files, 0))->document;
  g_auto (SluiceValue) root = sluice_value_ref (sluice_document_get_root (document));
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_autofree char *text = NULL;
  gsize length;

  sluice_value_set_member (&root, "flows", sluice_value_ref (self->flows));
  for (guint i = 1; i < self->files->len; i++)
    {
      SluiceDocument *other = ((File *) g_ptr_array_index (self->files, i))->document;
      SluiceValue other_root = sluice_document_get_root (other);

      add_members (&root, "shared", sluice_value_get_member (other_root, "shared"));
      add_members (&root, "queues", sluice_value_get_member (other_root, "queues"));
      add_uses (&root, other, folder);
    }
  text = sluice_format_write (root, &length);
  return sluice_document_new_for_path (text, (gssize) length, sluice_document_get_path (document), error);
}

/**
 * sluice_link_document:
 * @document: a document
 * @error: return location for %SLUICE_LINK_ERROR, or an error of a text kept in a file
 *
 * Brings the flows of other files that the document's nodes run into a copy of it. The store and the queues begin as
 * the document has them; where it has no such key, as the other file does. Paths in settings are then relative to the
 * document. Reads files: not for a thread that must not wait.
 *
 * Returns: (transfer full) (nullable): the copy, or the document itself where nothing is in another file
 */
SluiceDocument *
sluice_link_document (SluiceDocument  *document,
                      GError         **error)
{
  g_auto (Linker) linker = { SLUICE_VALUE_INIT };

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), NULL);

  linker_init (&linker, document);
  if (!link_all (&linker, error))
    return NULL;
  if (linker.files->len == 1)
    return g_object_ref (document);
  return make_document (&linker, error);
}
