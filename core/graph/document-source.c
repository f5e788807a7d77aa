/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a document as it was read or last saved. Of a large one, which has as many bytes as its nodes take,
 * only what it packs into is kept while nobody asks for it. */

#include "graph/document-private.h"

#include <string.h>

#define PACKED_FROM (1 << 20) /* bytes */
#define LEVEL       1         /* such texts repeat themselves a lot: a tenth is left, and more takes long */

/* What the thread makes, of one text. */
typedef struct
{
  GBytes *source;
  GBytes *packed; /* NULL: it would not be much smaller */
  char   *digest;
} Packing;

static void
packing_free (gpointer data)
{
  Packing *packing = data;

  g_bytes_unref (packing->source);
  g_clear_pointer (&packing->packed, g_bytes_unref);
  g_free (packing->digest);
  g_free (packing);
}

static char *
dup_digest (GBytes *source)
{
  gsize size;
  const guchar *text = g_bytes_get_data (source, &size);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, text, size - 1);
}

/* All that @converter makes of @from; NULL if there is not @room for it. */
static GBytes *
convert (GConverter *converter,
         GBytes     *from,
         gsize       room)
{
  gsize n_left, n_read, n_written, length = 0;
  const char *in = g_bytes_get_data (from, &n_left);
  g_autofree char *out = g_malloc (room);
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED)
    {
      if (length == room)
        return NULL;
      result = g_converter_convert (converter, in, n_left, out + length, room - length, G_CONVERTER_INPUT_AT_END,
                                    &n_read, &n_written, NULL);
      if (result == G_CONVERTER_ERROR)
        return NULL;
      in += n_read;
      n_left -= n_read;
      length += n_written;
    }
  return g_bytes_new_take (g_realloc (g_steal_pointer (&out), length), length);
}

static void
pack_in_thread (GTask        *task,
                gpointer      document,
                gpointer      data,
                GCancellable *cancellable)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, LEVEL);
  Packing *packing = data;

  packing->packed = convert (G_CONVERTER (compressor), packing->source, g_bytes_get_size (packing->source) / 2);
  packing->digest = dup_digest (packing->source);
  g_task_return_boolean (task, packing->packed != NULL);
}

static void
packed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  SluiceDocument *self = SLUICE_DOCUMENT (object);
  Packing *packing = g_task_get_task_data (G_TASK (result));

  /* It may have been saved since, or packed by another. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->source != packing->source || self->packed != NULL)
    return;
  self->packed = g_steal_pointer (&packing->packed);
  if (self->source_digest == NULL)
    self->source_digest = g_steal_pointer (&packing->digest);
  g_clear_pointer (&self->source, g_bytes_unref);
}

/**
 * sluice_document_pack_source:
 * @self: a document
 *
 * Keeps less of the text that was read or last saved, from a moment later on, if that is large. What
 * sluice_document_get_source() gave before is gone then.
 */
void
sluice_document_pack_source (SluiceDocument *self)
{
  g_autoptr (GTask) task = NULL;
  Packing *packing;

  g_return_if_fail (SLUICE_IS_DOCUMENT (self));

  if (self->source == NULL || self->source_length < PACKED_FROM)
    return;
  if (self->packed != NULL)
    {
      g_clear_pointer (&self->source, g_bytes_unref);
      return;
    }
  packing = g_new0 (Packing, 1);
  packing->source = g_bytes_ref (self->source);
  task = g_task_new (self, NULL, packed_cb, NULL);
  g_task_set_source_tag (task, sluice_document_pack_source);
  g_task_set_task_data (task, packing, packing_free);
  g_task_run_in_thread (task, pack_in_thread);
}

/* With a NUL behind @length bytes. NULL: there is none. */
void
sluice_document_take_source (SluiceDocument *self,
                             char           *take_text,
                             gsize           length)
{
  g_clear_pointer (&self->source, g_bytes_unref);
  g_clear_pointer (&self->packed, g_bytes_unref);
  g_clear_pointer (&self->source_digest, g_free);
  self->source_length = take_text != NULL ? length : 0;
  if (take_text != NULL)
    self->source = g_bytes_new_take (take_text, length + 1);
}

/**
 * sluice_document_get_source:
 * @self: a document
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none) (nullable): the text as read or last saved, %NULL if it was neither; until it is saved
 * or packed
 */
const char *
sluice_document_get_source (SluiceDocument *self,
                            gsize          *length)
{
  if (self->source == NULL && self->packed != NULL)
    {
      g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);

      self->source = convert (G_CONVERTER (decompressor), self->packed, self->source_length + 2);
      g_assert (self->source != NULL);
    }
  if (length != NULL)
    *length = self->source_length;
  return self->source != NULL ? g_bytes_get_data (self->source, NULL) : NULL;
}

/**
 * sluice_document_get_source_digest:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): the SHA-256 of that text, %NULL if there is none
 */
const char *
sluice_document_get_source_digest (SluiceDocument *self)
{
  if (self->source_digest == NULL && sluice_document_get_source (self, NULL) != NULL)
    self->source_digest = dup_digest (self->source);
  return self->source_digest;
}
