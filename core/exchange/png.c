/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * PNG (ISO/IEC 15948), with the flow file in an international text chunk: the picture opens as the
 * flow it shows. cairo writes the picture, the chunk is put before its end.
 */
#include "exchange/formats-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

#include "base/save.h"
#include "exchange/paint.h"
#include "exchange/pen-cairo.h"
#include "exchange/raster.h"

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIGNATURE_LENGTH 8
#define KEYWORD "sluice-flow"
#define END_LENGTH 12           /* of the chunk IEND */
#define MAX_SIDE 32767.0        /* of a picture in cairo */
#define MAX_PIXELS 268435456.0  /* 1 GiB */
#define MAX_FLOW (64u << 20)

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
append_number (GByteArray *bytes,
               guint32     number)
{
  guint32 big = GUINT32_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *) &big, sizeof big);
}

/* iTXt: keyword, compressed, method, no language, no translated keyword, text. */
static void
append_text_chunk (GByteArray *png,
                   const char *text)
{
  static const guint8 head[] = "iTXt" KEYWORD "\0\1\0\0";
  gsize length = strlen (text);
  uLongf packed_length = compressBound (length);
  g_autofree guint8 *packed = g_malloc (packed_length);
  guint start;

  if (compress2 (packed, &packed_length, (const guint8 *) text, length, Z_BEST_COMPRESSION) != Z_OK)
    return;
  append_number (png, (guint32) (sizeof head - 4 + packed_length));
  start = png->len;
  g_byte_array_append (png, head, sizeof head);
  g_byte_array_append (png, packed, (guint) packed_length);
  append_number (png, (guint32) crc32 (0, png->data + start, png->len - start));
}

GBytes *
sluice_png_new (cairo_surface_t  *surface,
                const char       *flow,
                GError          **error)
{
  GByteArray *png = g_byte_array_new ();
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_cb, png);
  guint8 end[END_LENGTH];

  if (status != CAIRO_STATUS_SUCCESS || png->len < SIGNATURE_LENGTH + END_LENGTH)
    {
      g_byte_array_unref (png);
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_FAILED, _("The picture can't be made: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  if (flow != NULL)
    {
      memcpy (end, png->data + png->len - END_LENGTH, END_LENGTH);
      g_byte_array_set_size (png, png->len - END_LENGTH);
      append_text_chunk (png, flow);
      g_byte_array_append (png, end, END_LENGTH);
    }
  return g_byte_array_free_to_bytes (png);
}

gboolean
sluice_png_write (SluiceDocument             *document,
                  const SluiceExportOptions  *options,
                  SluiceExport               *into,
                  GError                    **error)
{
  g_autoptr (SluicePicture) picture = sluice_picture_new (document, options->flow, FALSE);
  g_autofree char *flow = sluice_document_to_text (document, NULL);
  double scale = MAX (options->scale, 1);
  double width = picture->width * scale, height = picture->height * scale;
  SluiceInk ground = sluice_paint_get_ground (options->theme);
  cairo_surface_t *surface;
  SluiceCairoPen pen;
  GBytes *png;
  cairo_t *cr;

  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS)
    {
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION,
                   _("A picture of %.0f × %.0f pixels is too large; take a smaller scale, one flow, or SVG"),
                   width, height);
      return FALSE;
    }
  sluice_picture_mark (picture, options->run);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  cr = cairo_create (surface);
  cairo_set_source_rgba (cr, ground.red, ground.green, ground.blue, ground.alpha);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  sluice_cairo_pen_init (&pen, cr);
  for (guint i = 0; i < picture->flows->len; i++)
    sluice_paint_flow (&pen.pen, g_ptr_array_index (picture->flows, i), options->theme);
  cairo_destroy (cr);
  png = sluice_png_new (surface, flow, error);
  cairo_surface_destroy (surface);
  if (png == NULL)
    return FALSE;
  sluice_export_add (into, NULL, png);
  return TRUE;
}

/* Reading */

static guint32
read_number (const guint8 *at)
{
  guint32 big;

  memcpy (&big, at, sizeof big);
  return GUINT32_FROM_BE (big);
}

/* Returns: (transfer full) (nullable): what was packed, unless it is damaged or larger than any flow */
static char *
unpack (const guint8 *data,
        gsize         length,
        gsize        *unpacked_length)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  z_stream stream = { .next_in = (guint8 *) data, .avail_in = (uInt) length };
  guint8 buffer[16384];
  int status;

  if (inflateInit (&stream) != Z_OK)
    return NULL;
  do
    {
      stream.next_out = buffer;
      stream.avail_out = sizeof buffer;
      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (text, buffer, (guint) (sizeof buffer - stream.avail_out));
    }
  while (status == Z_OK && text->len <= MAX_FLOW);
  inflateEnd (&stream);
  if (status != Z_STREAM_END || text->len > MAX_FLOW)
    return NULL;
  *unpacked_length = text->len;
  g_byte_array_append (text, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&text), FALSE);
}

/* The flow of a text chunk, if it is ours: behind the keyword come flag and method, and two empty texts. */
static char *
read_chunk (const guint8 *data,
            gsize         length,
            gsize        *flow_length)
{
  const gsize head = sizeof KEYWORD + 4;

  if (length < head || memcmp (data, KEYWORD, sizeof KEYWORD) != 0 || data[sizeof KEYWORD] != 1
      || data[sizeof KEYWORD + 2] != 0 || data[sizeof KEYWORD + 3] != 0)
    return NULL;
  return unpack (data + head, length - head, flow_length);
}

SluiceDocument *
sluice_png_read (const char  *path,
                 GPtrArray   *notes,
                 GError     **error)
{
  g_autofree char *file = NULL;
  const guint8 *at;
  gsize length, left;

  if (!sluice_file_load (path, 0, &file, &length, NULL, error))
    return NULL;
  if (length < SIGNATURE_LENGTH || memcmp (file, SIGNATURE, SIGNATURE_LENGTH) != 0)
    {
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX, _("%s is no PNG picture"), path);
      return NULL;
    }
  at = (const guint8 *) file + SIGNATURE_LENGTH;
  left = length - SIGNATURE_LENGTH;
  while (left >= 12)
    {
      gsize size = read_number (at);

      if (size > left - 12)
        break;
      if (memcmp (at + 4, "iTXt", 4) == 0 && crc32 (0, at + 4, (uInt) size + 4) == read_number (at + 8 + size))
        {
          gsize flow_length;
          g_autofree char *flow = read_chunk (at + 8, size, &flow_length);

          if (flow != NULL)
            return sluice_document_new_from_text (flow, (gssize) flow_length, error);
        }
      at += size + 12;
      left -= size + 12;
    }
  g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX,
               _("%s has no flow in it; pictures that Sluice exports have one"), path);
  return NULL;
}
