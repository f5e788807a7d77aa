/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kind "log": lines, tables, and pictures, whose bytes are looked for again as a window does it. */

#include <glib/gstdio.h>
#include <string.h>

#include "base/json.h"
#include "kinds/logged-picture.h"
#include "kinds/picture-file.h"
#include "kinds/table.h"
#include "workshop.h"

#define LOG(settings) "{'kind':'log','settings':{" settings "},'output':'x'}"

/* 2 × 1 pixels, in base64; and what else tells the size of a picture. */
#define PNG "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg=="

typedef struct
{
  GString             *lines;   /* "level: text" each */
  SluiceLoggedPicture *first;
  SluiceLoggedPicture *picture; /* the last one */
} Console;

static void
log_cb (SluiceRun         *run,
        const SluiceEvent *event,
        gpointer           user_data)
{
  Console *console = user_data;
  g_autofree char *text = sluice_logged_dup_text (event->value);
  SluiceLoggedPicture *picture = sluice_logged_picture_new (event->value, run);

  g_string_append_printf (console->lines, "%s: %s\n", event->text, text);
  if (picture == NULL)
    return;
  if (console->first == NULL)
    console->first = sluice_logged_picture_ref (picture);
  g_clear_pointer (&console->picture, sluice_logged_picture_unref);
  console->picture = picture;
}

/* The bytes of the picture that was logged last, as text; NULL: they are not to be had any more. */
static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GBytes *
load (SluiceLoggedPicture *picture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  sluice_logged_picture_load_async (picture, NULL, loaded_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bytes = sluice_logged_picture_load_finish (result, &error);
  g_assert_true ((bytes == NULL) == (error != NULL));
  return bytes;
}

static Workshop *
make_workshop (Console *console)
{
  Workshop *self = workshop_new ();

  console->lines = g_string_new (NULL);
  console->first = console->picture = NULL;
  self->log = log_cb;
  self->log_data = console;
  return self;
}

static void
console_clear (Console *console)
{
  g_string_free (console->lines, TRUE);
  g_clear_pointer (&console->first, sluice_logged_picture_unref);
  g_clear_pointer (&console->picture, sluice_logged_picture_unref);
}

static void
write_bytes (Workshop   *self,
             const char *name,
             GBytes     *bytes)
{
  g_autofree char *path = workshop_path (self, name);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
}

static void
test_table (void)
{
  static const struct { const char *rows, *text; } cases[] = {
    { "[{\"name\":\"Ada\",\"n\":1},{\"name\":\"고양이\",\"n\":-23.5,\"more\":{\"a\":null}},{}]",
      "name    n      more\n"
      "──────  ─────  ──────────\n"
      "Ada         1\n"
      "고양이  -23.5  {\"a\":null}\n" },
    { "[[1,\"a\\nb\"],[22]]", " 1  a b\n22" },
    { "[1,2]", NULL },
    { "{}", NULL },
    { "[]", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceValue) rows = SLUICE_VALUE_INIT;
      g_autofree char *text = NULL;

      g_assert_true (sluice_json_read (cases[i].rows, -1, NULL, &rows, NULL, NULL));
      text = sluice_table_to_text (rows, 3);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_log_table (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_check (self, "{'kind':'log','input':'{ { a = 1 } }','settings':{'message':'Rows:','table':{'expr':'prep_res'}},"
                        "'output':'x'}", "{\"x\":[{\"a\":1}]}");
  workshop_check (self, "{'kind':'log','settings':{'message':'Rows:'},'output':'x'}", "{\"x\":\"Rows:\"}");
}

static void
test_lines (void)
{
  Console console;
  g_autoptr (Workshop) self = make_workshop (&console);

  workshop_check (self, LOG ("'message':'Rows: {{ 1 + 1 }}','table':[{'a':1}],'level':'warning'"), "{\"x\":[{\"a\":1}]}");
  workshop_check (self, LOG ("'message':''"), "{\"x\":\"\"}");
  g_assert_cmpstr (console.lines->str, ==, "warning: Rows: 2\nwarning: a\n─\n1\ninfo: \n");
  console_clear (&console);
}

/* What a file holds, and its size in pixels, is told by its bytes. */
static void
test_types (void)
{
  static const struct { const char *coded, *type; guint width, height; } cases[] = {
    { PNG, "image/png", 2, 1 },
    { "R0lGODlhAwAEAAAAACwAAAAAAwAEAAACAkQBADs=", "image/gif", 3, 4 },
    { "/9j/4AAQSkZJRgABAQAAAQABAAD/xAAFAAAA/8AAEQgABQAGAwEiAAIRAQMRAf/Z", "image/jpeg", 6, 5 },
    { "UklGRhQAAABXRUJQVlA4TAgAAAAvBgACAAAAAA==", "image/webp", 7, 9 },
    { "UklGRh4AAABXRUJQVlA4WAoAAAAAAAAACQAACwAA", "image/webp", 10, 12 },
    { "UklGRh4AAABXRUJQVlA4IAoAAAAwAQCdASoLQAwA", "image/webp", 11, 12 },
    { "iVBORw0KGgoAAAANSUhE", "image/png", 0, 0 },
    { "/9j/4AD//w==", "image/jpeg", 0, 0 },
    { "PHN2Zy8+", NULL, 0, 0 },
    { "", NULL, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length;
      g_autofree guchar *bytes = g_base64_decode (cases[i].coded, &length);
      guint width;
      guint height;

      g_assert_cmpstr (sluice_picture_find_type (bytes, length), ==, cases[i].type);
      g_assert_cmpint (sluice_picture_find_size (bytes, length, &width, &height), ==, cases[i].width > 0);
      g_assert_cmpuint (width, ==, cases[i].width);
      g_assert_cmpuint (height, ==, cases[i].height);
    }
}

/* A file that is replaced after it was shown is still what was shown; that of a record is, while nobody changes it. */
static void
test_picture (void)
{
  Console console;
  g_autoptr (Workshop) self = make_workshop (&console);
  gsize length;
  g_autofree guchar *data = g_base64_decode (PNG, &length);
  g_autoptr (GBytes) png = g_bytes_new (data, length);
  g_autoptr (GBytes) other = g_bytes_new ("\x89PNG\r\n\x1a\n more", 13);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autofree char *result = NULL;
  g_auto (SluiceValue) store = SLUICE_VALUE_INIT;
  SluiceValue description;

  write_bytes (self, "plot.png", png);
  workshop_grant (self, SLUICE_GRANT_READ, ".");
  result = workshop_run (self, LOG ("'message':'Look:','picture':'{{ `plot` }}.png'"));
  g_assert_cmpstr (console.lines->str, ==, "info: Look:\ninfo: plot.png · PNG, 2 × 1, 70 bytes\n");
  g_assert_cmpstr (sluice_logged_picture_get_name (console.picture), ==, "plot.png");
  write_bytes (self, "plot.png", other);
  kept = load (console.picture);
  g_assert_true (g_bytes_equal (kept, png));

  g_assert_true (sluice_json_read (result, -1, NULL, &store, NULL, NULL));
  description = sluice_value_get_member (store, "x");
  g_clear_pointer (&console.picture, sluice_logged_picture_unref);
  console.picture = sluice_logged_picture_new (description, NULL);
  g_assert_null (load (console.picture));
  write_bytes (self, "plot.png", png);
  again = load (console.picture);
  g_assert_true (g_bytes_equal (again, png));
  console_clear (&console);
}

static void
test_data (void)
{
  Console console;
  g_autoptr (Workshop) self = make_workshop (&console);
  g_autoptr (GBytes) bytes = NULL;

  workshop_check (self, LOG ("'picture':'data:image/png;base64," PNG "'"), "~\"sha256\":\"");
  g_assert_cmpstr (console.lines->str, ==, "info: PNG, 2 × 1, 70 bytes\n");
  g_assert_null (sluice_logged_picture_get_name (console.picture));
  bytes = load (console.picture);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 70);
  console_clear (&console);
}

/* Only so much is kept: of many pictures the oldest go. */
static void
test_shelf (void)
{
  static const char flow[] =
    "{\"format\":1,\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"show\",\"nodes\":{\"show\":{\"kind\":\"log\","
    "\"batch\":\"each\",\"prep\":\"return { 0, 1, 2, 3, 4, 5 }\","
    "\"settings\":{\"picture\":\"{{ item }}.png\"}}}}}}";
  Console console;
  g_autoptr (Workshop) self = make_workshop (&console);
  g_autofree char *result = NULL;
  g_autoptr (GBytes) last = NULL;

  workshop_grant (self, SLUICE_GRANT_READ, ".");
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autofree char *data = g_malloc0 (7 << 20);
      g_autoptr (GBytes) bytes = NULL;

      memcpy (data, "\x89PNG\r\n\x1a\n", 8);
      data[8] = (char) i;
      bytes = g_bytes_new_take (g_steal_pointer (&data), 7 << 20);
      write_bytes (self, name, bytes);
    }
  result = workshop_run_text (self, flow);
  g_assert_cmpstr (result, ==, "{}");
  g_assert_nonnull (strstr (console.lines->str, "5.png · PNG, "));
  last = load (console.picture);
  g_assert_cmpuint (g_bytes_get_size (last), ==, 7 << 20);
  workshop_write (self, "0.png", "replaced");
  g_assert_null (load (console.first));
  console_clear (&console);
}

static void
test_refused (void)
{
  Console console;
  g_autoptr (Workshop) self = make_workshop (&console);
  g_autofree char *large = g_malloc0 ((8 << 20) + 1);
  g_autoptr (GBytes) bytes = NULL;

  memcpy (large, "\xff\xd8\xff", 3);
  bytes = g_bytes_new_take (g_steal_pointer (&large), (8 << 20) + 1);
  write_bytes (self, "large.jpg", bytes);
  workshop_write (self, "secret.png", "root:x:0:0:root");
  workshop_check (self, LOG ("'picture':'large.jpg'"), "~“large.jpg”: reading there was not granted");
  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_check (self, LOG ("'picture':'large.jpg'"), "~The picture “large.jpg” has more than 8 MiB");
  workshop_check (self, LOG ("'picture':'secret.png'"), "~“secret.png” is no picture: PNG, JPEG, GIF or WebP");
  workshop_check (self, LOG ("'picture':'none.png'"), "~“none.png”: No such file");
  workshop_check (self, LOG ("'picture':'/etc/passwd'"), "~reading there was not granted");
  workshop_check (self, LOG ("'picture':'https://x.example/a.png'"), "~is not fetched for the console");
  workshop_check (self, LOG ("'picture':'data:image/gif;base64," PNG "'"), "~is what it says");
  g_assert_cmpstr (console.lines->str, ==, "");
  g_assert_null (console.picture);
  console_clear (&console);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/log/table", test_table);
  g_test_add_func ("/kinds/log/node", test_log_table);
  g_test_add_func ("/kinds/log/lines", test_lines);
  g_test_add_func ("/kinds/log/types", test_types);
  g_test_add_func ("/kinds/log/picture", test_picture);
  g_test_add_func ("/kinds/log/data", test_data);
  g_test_add_func ("/kinds/log/shelf", test_shelf);
  g_test_add_func ("/kinds/log/refused", test_refused);
  return g_test_run ();
}
