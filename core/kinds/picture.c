/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pictures of messages: where they are named, and what is put there when they are sent. */

#include "kinds/picture.h"

#include <string.h>

#include "kinds/beneath.h"
#include "kinds/picture-file.h"
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
        sluice_picture_check_data (address, SLUICE_PICTURE_MAX_SIZE, &search->error);
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

static char *
read_picture (const SluiceBeneath  *file,
              GCancellable         *cancellable,
              GError              **error)
{
  g_autoptr (GBytes) bytes = sluice_picture_read_file (file, SLUICE_PICTURE_MAX_SIZE, cancellable, error);
  g_autofree char *coded = NULL;
  const guchar *data;
  gsize length;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  coded = g_base64_encode (data, length);
  return g_strconcat ("data:", sluice_picture_find_type (data, length), ";base64,", coded, NULL);
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
