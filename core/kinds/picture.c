/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file holds is told by its first bytes, not by its name: nothing but a picture leaves by this way. */

#include "kinds/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kinds/beneath.h"
#include "kinds/settings.h"

#define MAX_PICTURES 100

struct _SluicePictures
{
  GPtrArray *files; /* of SluiceBeneath, owned */
};

gboolean
sluice_picture_is_address (const char *text)
{
  return g_ascii_strncasecmp (text, "https:", 6) == 0 || g_ascii_strncasecmp (text, "http:", 5) == 0
         || g_ascii_strncasecmp (text, "data:", 5) == 0;
}

/* What the first bytes say; NULL: no picture that models take. */
static const char *
find_media_type (const guchar *bytes,
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

/* Messages */

SluiceValue
sluice_pictures_add (SluiceValue messages,
                     SluiceValue images)
{
  SluiceValue result = sluice_value_ref (messages);
  SluiceValue message;
  SluiceValue content;
  SluiceValue parts;
  guint at = sluice_value_get_length (messages);

  while (at > 0 && g_strcmp0 (sluice_value_get_member_string (sluice_value_get_element (messages, at - 1), "role"),
                              "user") != 0)
    at--;
  if (at == 0 || !SLUICE_VALUE_IS_ARRAY (images) || sluice_value_get_length (images) == 0)
    return result;
  message = sluice_value_ref (sluice_value_get_element (messages, at - 1));
  content = sluice_value_get_member (message, "content");
  parts = SLUICE_VALUE_IS_ARRAY (content) ? sluice_value_ref (content) : sluice_value_array ();
  if (SLUICE_VALUE_IS_STRING (content))
    {
      SluiceValue text = sluice_value_object ();

      sluice_value_set_member (&text, "type", sluice_value_string ("text"));
      sluice_value_set_member (&text, "text", sluice_value_ref (content));
      sluice_value_append (&parts, text);
    }
  for (guint i = 0; i < sluice_value_get_length (images); i++)
    {
      SluiceValue image = sluice_value_object ();
      SluiceValue part = sluice_value_object ();

      sluice_value_set_member (&image, "url", sluice_value_ref (sluice_value_get_element (images, i)));
      sluice_value_set_member (&part, "type", sluice_value_string ("image_url"));
      sluice_value_set_member (&part, "image_url", image);
      sluice_value_append (&parts, part);
    }
  sluice_value_set_member (&message, "content", parts);
  sluice_value_set_element (&result, at - 1, message);
  return result;
}

/* Calls @func for the address of each picture; what it gives takes its place, and with null nothing does. */
typedef SluiceValue (*EachFunc) (const char *address,
                                 gpointer    user_data);

static SluiceValue
map_part (SluiceValue part,
          EachFunc    func,
          gpointer    user_data)
{
  SluiceValue image = sluice_value_get_member (part, "image_url");
  const char *address = sluice_value_get_member_string (image, "url");
  SluiceValue put = address != NULL ? func (address, user_data) : sluice_value_null ();
  SluiceValue result = sluice_value_ref (part);

  if (SLUICE_VALUE_IS_NULL (put))
    return result;
  image = sluice_value_ref (image);
  sluice_value_set_member (&image, "url", put);
  sluice_value_set_member (&result, "image_url", image);
  return result;
}

static SluiceValue
map_message (SluiceValue message,
             EachFunc    func,
             gpointer    user_data)
{
  SluiceValue content = sluice_value_get_member (message, "content");
  SluiceValue result = sluice_value_ref (message);
  SluiceValue parts;

  if (!SLUICE_VALUE_IS_ARRAY (content))
    return result;
  parts = sluice_value_array ();
  for (guint i = 0; i < sluice_value_get_length (content); i++)
    sluice_value_append (&parts, map_part (sluice_value_get_element (content, i), func, user_data));
  sluice_value_set_member (&result, "content", parts);
  return result;
}

static SluiceValue
map_messages (SluiceValue messages,
              EachFunc    func,
              gpointer    user_data)
{
  SluiceValue result = sluice_value_array ();

  for (guint i = 0; i < sluice_value_get_length (messages); i++)
    sluice_value_append (&result, map_message (sluice_value_get_element (messages, i), func, user_data));
  return result;
}

typedef struct
{
  SluiceRun      *run;
  SluicePictures *pictures;
  GError         *error; /* the first */
} Search;

/* "data:image/png;base64,…" of a picture that is one, and not too large. */
static gboolean
check_data (const char   *address,
            GError      **error)
{
  const char *comma = strchr (address, ',');
  g_autofree char *head = comma != NULL ? g_strndup (address, (gsize) (comma - address)) : NULL;
  g_autofree char *begin = comma != NULL ? g_strndup (comma + 1, 16) : NULL;
  g_autofree guchar *bytes = NULL;
  const char *type = NULL;
  gsize length = 0;

  if (begin != NULL && g_str_has_suffix (head, ";base64"))
    {
      bytes = g_base64_decode (begin, &length);
      type = find_media_type (bytes, length);
    }
  if (type == NULL || !g_str_has_prefix (head + strlen ("data:"), type))
    g_set_error_literal (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                         "A picture's data address begins with data:image/png;base64, (or jpeg, gif, webp), and is "
                         "what it says.");
  else if (strlen (comma + 1) / 4 * 3 > SLUICE_PICTURE_MAX_SIZE)
    g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, "A picture has more than %d MiB.",
                 SLUICE_PICTURE_MAX_SIZE >> 20);
  else
    return TRUE;
  return FALSE;
}

static SluiceValue
find_cb (const char *address,
         gpointer    user_data)
{
  Search *search = user_data;
  SluiceBeneath *file;

  if (search->error != NULL)
    return sluice_value_null ();
  if (sluice_picture_is_address (address))
    {
      if (g_ascii_strncasecmp (address, "data:", 5) == 0)
        check_data (address, &search->error);
      return sluice_value_null ();
    }
  file = sluice_beneath_new (search->run, SLUICE_GRANT_READ, address, &search->error);
  if (file != NULL)
    g_ptr_array_add (search->pictures->files, file);
  return sluice_value_null ();
}

SluicePictures *
sluice_pictures_new (SluiceRun    *run,
                     SluiceValue   messages,
                     GError      **error)
{
  SluicePictures *self = g_new0 (SluicePictures, 1);
  Search search = { run, self, NULL };

  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_beneath_free);
  sluice_value_unref (map_messages (messages, find_cb, &search));
  if (search.error == NULL && self->files->len > MAX_PICTURES)
    g_set_error (&search.error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, "There are more than %d pictures.",
                 MAX_PICTURES);
  if (search.error == NULL && self->files->len > 0)
    return self;
  sluice_pictures_free (self);
  if (search.error != NULL)
    g_propagate_error (error, search.error);
  return NULL;
}

void
sluice_pictures_free (gpointer self)
{
  SluicePictures *pictures = self;

  g_ptr_array_unref (pictures->files);
  g_free (pictures);
}

/* Reading */

static gboolean
read_bytes (const SluiceBeneath  *file,
            int                   fd,
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
      if (bytes->len + (gsize) n > SLUICE_PICTURE_MAX_SIZE)
        {
          g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, "The picture “%s” has more than %d MiB.",
                       file->path, SLUICE_PICTURE_MAX_SIZE >> 20);
          return FALSE;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
      /* No more of it is read than it takes to know. */
      if (bytes->len >= 12 && find_media_type (bytes->data, bytes->len) == NULL)
        break;
    }
  return TRUE;
}

static char *
read_picture (const SluiceBeneath  *file,
              GCancellable         *cancellable,
              GError              **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = sluice_beneath_open (file, O_RDONLY, error);
  g_autofree char *coded = NULL;
  const char *type;
  gboolean ok;

  if (fd < 0)
    return NULL;
  ok = read_bytes (file, fd, bytes, cancellable, error);
  close (fd);
  if (!ok)
    return NULL;
  type = find_media_type (bytes->data, bytes->len);
  if (type == NULL)
    {
      g_set_error (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                   "“%s” is no picture that models take: PNG, JPEG, GIF or WebP.", file->path);
      return NULL;
    }
  coded = g_base64_encode (bytes->data, bytes->len);
  return g_strconcat ("data:", type, ";base64,", coded, NULL);
}

gboolean
sluice_pictures_read (gpointer       self,
                      GCancellable  *cancellable,
                      SluiceValue   *result,
                      GError       **error)
{
  const SluicePictures *pictures = self;
  SluiceValue addresses = sluice_value_array ();

  for (guint i = 0; i < pictures->files->len; i++)
    {
      g_autofree char *address = read_picture (g_ptr_array_index (pictures->files, i), cancellable, error);

      if (address == NULL)
        {
          sluice_value_unref (addresses);
          return FALSE;
        }
      sluice_value_append (&addresses, sluice_value_string (address));
    }
  *result = addresses;
  return TRUE;
}

typedef struct
{
  SluiceValue addresses; /* borrowed */
  guint       at;
} Putting;

static SluiceValue
put_cb (const char *address,
        gpointer    user_data)
{
  Putting *putting = user_data;

  if (sluice_picture_is_address (address))
    return sluice_value_null ();
  return sluice_value_ref (sluice_value_get_element (putting->addresses, putting->at++));
}

SluiceValue
sluice_pictures_put (SluiceValue messages,
                     SluiceValue addresses)
{
  Putting putting = { addresses, 0 };

  return map_messages (messages, put_cb, &putting);
}
