/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document as an object: its properties and its signal. Its truth is one JSON value in the
 * shape of the file; document-file.c reads and writes it, document-undo.c changes it,
 * document-look.c and its companions answer what it holds. */

#include "graph/document.h"

#include "base/json.h"
#include "graph/document-private.h"
#include "graph/format.h"

G_DEFINE_FINAL_TYPE (SluiceDocument, sluice_document, G_TYPE_OBJECT)

G_DEFINE_QUARK (sluice-document-error-quark, sluice_document_error)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_PATH,
  PROP_READ_ONLY,
  PROP_READ_ONLY_REASON,
  PROP_DIRTY,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_NAME,
  PROP_REDO_NAME,
  N_PROPERTIES,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
sluice_document_finalize (GObject *object)
{
  SluiceDocument *self = SLUICE_DOCUMENT (object);

  sluice_document_finish_undo (self);
  g_hash_table_unref (self->caches);
  g_hash_table_unref (self->moved_flows);
  sluice_value_clear (&self->root);
  g_free (self->path);
  sluice_document_take_source (self, NULL, 0);
  g_free (self->read_only_reason);
  g_clear_pointer (&self->stamp, sluice_file_stamp_free);

  G_OBJECT_CLASS (sluice_document_parent_class)->finalize (object);
}

static void
sluice_document_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SluiceDocument *self = SLUICE_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, sluice_document_get_name (self));
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, sluice_document_is_read_only (self));
      break;
    case PROP_READ_ONLY_REASON:
      g_value_set_string (value, self->read_only_reason);
      break;
    case PROP_DIRTY:
      g_value_set_boolean (value, sluice_document_is_dirty (self));
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, sluice_document_get_undo_name (self) != NULL);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, sluice_document_get_redo_name (self) != NULL);
      break;
    case PROP_UNDO_NAME:
      g_value_set_string (value, sluice_document_get_undo_name (self));
      break;
    case PROP_REDO_NAME:
      g_value_set_string (value, sluice_document_get_redo_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_string (guint       id,
                const char *name)
{
  properties[id] = g_param_spec_string (
    name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
}

static void
install_boolean (guint       id,
                 const char *name)
{
  properties[id] = g_param_spec_boolean (
    name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
}

static void
sluice_document_class_init (SluiceDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sluice_document_finalize;
  object_class->get_property = sluice_document_get_property;

  install_string (PROP_NAME, "name");
  install_string (PROP_PATH, "path");
  install_boolean (PROP_READ_ONLY, "read-only");
  install_string (PROP_READ_ONLY_REASON, "read-only-reason");
  install_boolean (PROP_DIRTY, "dirty");
  install_boolean (PROP_CAN_UNDO, "can-undo");
  install_boolean (PROP_CAN_REDO, "can-redo");
  install_string (PROP_UNDO_NAME, "undo-name");
  install_string (PROP_REDO_NAME, "redo-name");
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * SluiceDocument::changed:
   * @changes: (type gpointer): a `const SluiceChangeSet *`, valid during the emission
   *
   * What a transaction, an undo, a redo or a reload changed. The document is in its new state.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, g_cclosure_marshal_VOID__POINTER,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
free_cache (gpointer data)
{
  SluiceFlowCache *cache = data;

  g_clear_pointer (&cache->automatic, g_hash_table_unref);
  g_free (cache);
}

static void
sluice_document_init (SluiceDocument *self)
{
  self->caches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_cache);
  self->moved_flows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sluice_document_init_undo (self);
}

/* What the user sees of a state */

static gboolean
tell_string (SluiceDocument  *self,
             char           **told,
             const char      *now,
             guint            name,
             guint            can)
{
  gboolean could = *told != NULL;

  if (g_strcmp0 (*told, now) == 0)
    return FALSE;
  g_free (*told);
  *told = g_strdup (now);
  g_object_notify_by_pspec (G_OBJECT (self), properties[name]);
  if (could != (now != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[can]);
  return TRUE;
}

/* Notifies "dirty" and the properties of undo, those that differ from what was told last. */
void
sluice_document_notify_state (SluiceDocument *self)
{
  gboolean dirty = sluice_document_is_dirty (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->told_dirty != dirty)
    {
      self->told_dirty = dirty;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
    }
  tell_string (self, &self->told_undo, sluice_document_get_undo_name (self), PROP_UNDO_NAME,
               PROP_CAN_UNDO);
  tell_string (self, &self->told_redo, sluice_document_get_redo_name (self), PROP_REDO_NAME,
               PROP_CAN_REDO);
  g_object_thaw_notify (G_OBJECT (self));
}

void
sluice_document_emit_changed (SluiceDocument  *self,
                              SluiceChangeSet *changes)
{
  g_signal_emit (self, signals[CHANGED], 0, changes);
  if (changes->document || changes->all)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * sluice_document_new:
 *
 * Makes an untitled document with one flow, "main", that has no node.
 *
 * Returns: (transfer full): the document
 */
SluiceDocument *
sluice_document_new (void)
{
  SluiceDocument *self = g_object_new (SLUICE_TYPE_DOCUMENT, NULL);
  SluiceValue run = sluice_value_array ();
  SluiceValue flow = sluice_value_object ();
  SluiceValue flows = sluice_value_object ();

  sluice_value_append (&run, sluice_value_string ("main"));
  sluice_value_set_member (&flow, "nodes", sluice_value_object ());
  sluice_value_set_member (&flows, "main", flow);

  self->root = sluice_value_object ();
  sluice_value_set_member (&self->root, "$schema", sluice_value_string ("flow-1.schema.json"));
  sluice_value_set_member (&self->root, "format", sluice_value_integer (SLUICE_FORMAT_CURRENT));
  sluice_value_set_member (&self->root, "run", run);
  sluice_value_set_member (&self->root, "shared", sluice_value_object ());
  sluice_value_set_member (&self->root, "flows", flows);
  return self;
}

/**
 * sluice_document_is_dirty:
 * @self: a document
 *
 * Returns: whether it differs from what was read or last saved; undoing back to there makes it
 * clean
 */
gboolean
sluice_document_is_dirty (SluiceDocument *self)
{
  guint n = self->undo_steps->len;
  SluiceStep *top = n > 0 ? g_ptr_array_index (self->undo_steps, n - 1) : NULL;

  return (top != NULL ? top->serial : 0) != self->saved_serial;
}

/**
 * sluice_document_is_read_only:
 * @self: a document
 *
 * A document of a newer format can be looked at. Editing or running it here might lose or do
 * otherwise what this version does not know: the checks say so. The property read-only-reason says
 * why.
 *
 * Returns: whether edits are refused
 */
gboolean
sluice_document_is_read_only (SluiceDocument *self)
{
  return self->read_only_reason != NULL;
}

/**
 * sluice_document_get_root:
 * @self: a document
 *
 * Returns: (transfer none): the whole file as a value; take a reference to keep it as a snapshot
 */
SluiceValue
sluice_document_get_root (SluiceDocument *self)
{
  return self->root;
}

/**
 * sluice_document_to_text:
 * @self: a document
 * @length: (out) (optional): its length in bytes
 *
 * Writes the document in canonical form (flow-file.md, rule 1).
 *
 * Returns: (transfer full): the text, with a newline at its end
 */
char *
sluice_document_to_text (SluiceDocument *self,
                         gsize          *length)
{
  return sluice_format_write (self->root, length);
}

gboolean
sluice_value_is_identical (SluiceValue a,
                           SluiceValue b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (sluice_value_is_same (a, b))
    return TRUE;
  if (!sluice_value_equal (a, b))
    return FALSE;
  first = sluice_json_write (a, SLUICE_JSON_WRITE_COMPACT, NULL);
  second = sluice_json_write (b, SLUICE_JSON_WRITE_COMPACT, NULL);
  return g_str_equal (first, second);
}
