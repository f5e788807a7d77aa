/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file holds is told by its first bytes, not by its name: nothing but a picture leaves by this way. */

#include "kinds/picture-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kinds/settings.h"

#define ENOUGH 12 /* bytes, to know the type by */

const char *
sluice_picture_find_type (const guchar *bytes,
                          gsize         length)
{
  if (length >= 8 && memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (length >= 3 && memcmp (bytes, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (length >= 6 && (memcmp (bytes, "GIF87a", 6) == 0 || memcmp (bytes, "GIF89a", 6) == 0))
    return "image/gif";
  if (length >= 12 && memcmp (bytes, "RIFF", 4) == 0 && memcmp (bytes + 8, "WEBP", 4) == 0)
    return "image/webp";
  return NULL;
}

/* Sizes */

static guint
big_endian (const guchar *bytes,
            guint         n)
{
  guint number = 0;

  for (guint i = 0; i < n; i++)
    number = number << 8 | bytes[i];
  return number;
}

static guint
little_endian (const guchar *bytes,
               guint         n)
{
  guint number = 0;

  for (guint i = n; i > 0; i--)
    number = number << 8 | bytes[i - 1];
  return number;
}

/* Segment after segment, to the one that begins the frame: SOF0 to SOF15 without the tables among them. */
static gboolean
find_jpeg_size (const guchar *bytes,
                gsize         length,
                guint        *width,
                guint        *height)
{
  gsize at = 2;

  while (at + 9 <= length && bytes[at] == 0xff)
    {
      guint marker = bytes[at + 1];

      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = big_endian (bytes + at + 5, 2);
          *width = big_endian (bytes + at + 7, 2);
          return TRUE;
        }
      at += marker == 0xff ? 1 : 2 + big_endian (bytes + at + 2, 2);
    }
  return FALSE;
}

/* The three sorts of WebP: lossy, lossless, and the one with more than a picture. */
static gboolean
find_webp_size (const guchar *bytes,
                gsize         length,
                guint        *width,
                guint        *height)
{
  if (length >= 30 && memcmp (bytes + 12, "VP8 ", 4) == 0)
    {
      *width = little_endian (bytes + 26, 2) & 0x3fff;
      *height = little_endian (bytes + 28, 2) & 0x3fff;
    }
  else if (length >= 25 && memcmp (bytes + 12, "VP8L", 4) == 0)
    {
      guint bits = little_endian (bytes + 21, 4);

      *width = (bits & 0x3fff) + 1;
      *height = (bits >> 14 & 0x3fff) + 1;
    }
  else if (length >= 30 && memcmp (bytes + 12, "VP8X", 4) == 0)
    {
      *width = little_endian (bytes + 24, 3) + 1;
      *height = little_endian (bytes + 27, 3) + 1;
    }
  else
    return FALSE;
  return TRUE;
}

gboolean
sluice_picture_find_size (const guchar *bytes,
                          gsize         length,
                          guint        *width,
                          guint        *height)
{
  const char *type = sluice_picture_find_type (bytes, length);

  *width = *height = 0;
  if (g_strcmp0 (type, "image/png") == 0 && length >= 24)
    {
      *width = big_endian (bytes + 16, 4);
      *height = big_endian (bytes + 20, 4);
    }
  else if (g_strcmp0 (type, "image/gif") == 0 && length >= 10)
    {
      *width = little_endian (bytes + 6, 2);
      *height = little_endian (bytes + 8, 2);
    }
  else if (g_strcmp0 (type, "image/jpeg") == 0)
    find_jpeg_size (bytes, length, width, height);
  else if (g_strcmp0 (type, "image/webp") == 0)
    find_webp_size (bytes, length, width, height);
  return *width > 0 && *height > 0;
}

/* Data addresses */

/* What the first bytes of @coded are; NULL: no picture. */
static const char *
find_coded_type (const char *coded)
{
  g_autofree char *begin = g_strndup (coded, 16);
  g_autofree guchar *bytes = NULL;
  gsize length;

  bytes = g_base64_decode (begin, &length);
  return sluice_picture_find_type (bytes, length);
}

static void
set_too_large (const char  *name,
               gsize        max_size,
               GError     **error)
{
  g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, "The picture “%s” has more than %d MiB.", name,
               (int) (max_size >> 20));
}

gboolean
sluice_picture_check_data (const char  *address,
                           gsize        max_size,
                           GError     **error)
{
  const char *comma = strchr (address, ',');
  g_autofree char *head = comma != NULL ? g_strndup (address, (gsize) (comma - address)) : NULL;
  const char *type = head != NULL && g_str_has_suffix (head, ";base64") ? find_coded_type (comma + 1) : NULL;

  if (type == NULL || !g_str_has_prefix (head + strlen ("data:"), type))
    g_set_error_literal (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                         "A picture's data address begins with data:image/png;base64, (or jpeg, gif, webp), and is "
                         "what it says.");
  else if (strlen (comma + 1) / 4 * 3 > max_size)
    set_too_large (head, max_size, error);
  else
    return TRUE;
  return FALSE;
}

GBytes *
sluice_picture_read_data (const char  *address,
                          gsize        max_size,
                          GError     **error)
{
  guchar *bytes;
  gsize length;

  if (!sluice_picture_check_data (address, max_size, error))
    return NULL;
  bytes = g_base64_decode (strchr (address, ',') + 1, &length);
  return g_bytes_new_take (bytes, length);
}

/* Files */

static gboolean
read_bytes (const SluiceBeneath  *file,
            int                   fd,
            gsize                 max_size,
            GByteArray           *bytes,
            GCancellable         *cancellable,
            GError              **error)
{
  g_autofree guint8 *buffer = g_malloc (65536);
  gssize n;

  while ((n = read (fd, buffer, 65536)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return sluice_beneath_fail (file, errno, error) == 0;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (bytes->len + (gsize) n > max_size)
        {
          set_too_large (file->path, max_size, error);
          return FALSE;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
      if (bytes->len >= ENOUGH && sluice_picture_find_type (bytes->data, bytes->len) == NULL)
        break;
    }
  return TRUE;
}

GBytes *
sluice_picture_read_file (const SluiceBeneath  *file,
                          gsize                 max_size,
                          GCancellable         *cancellable,
                          GError              **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = sluice_beneath_open (file, O_RDONLY, error);
  gboolean ok;

  if (fd < 0)
    return NULL;
  ok = read_bytes (file, fd, max_size, bytes, cancellable, error);
  close (fd);
  if (!ok)
    return NULL;
  if (sluice_picture_find_type (bytes->data, bytes->len) == NULL)
    {
      g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                   "“%s” is no picture: PNG, JPEG, GIF or WebP.", file->path);
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
