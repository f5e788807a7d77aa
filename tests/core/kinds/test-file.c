/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kind "file", and read(), list() and write() of scripts, in a folder of their own. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kinds/calls.h"
#include "kinds/payload.h"
#include "workshop.h"

#define EXEC(lua) "{'kind':'script','exec':'" lua "','post':'shared.x = exec_res'}"
#define FILE_NODE(settings) "{'kind':'file','settings':{" settings "},'output':'x'}"

/* A folder with a file, one that is no text, a pipe, a folder, and links. */
static Workshop *
make_workshop (void)
{
  Workshop *self = workshop_new ();
  g_autofree char *bytes = workshop_path (self, "bytes");
  g_autofree char *out = workshop_path (self, "out");
  g_autofree char *in = workshop_path (self, "in");
  g_autofree char *pipe_name = workshop_path (self, "pipe");

  workshop_write (self, "text", "héllo");
  workshop_write (self, "sub/inner.txt", "1");
  workshop_write (self, "sub/deep/more.txt", "2");
  g_assert_true (g_file_set_contents (bytes, "\xff\xfe", 2, NULL));
  g_assert_cmpint (symlink ("/etc/passwd", out), ==, 0);
  g_assert_cmpint (symlink ("text", in), ==, 0);
  g_assert_cmpint (mkfifo (pipe_name, 0600), ==, 0);
  return self;
}

static void
add_call (const SluiceCallText *call,
          gpointer              user_data)
{
  g_string_append_printf (user_data, "%s%s", *((GString *) user_data)->str != '\0' ? " " : "", call->name);
  if (call->literal != NULL)
    g_string_append_printf (user_data, "(%s)", call->literal);
}

/* What a script calls its own is not what the library calls so; where that is not sure, it is. */
static void
test_calls (void)
{
  static const struct { const char *script, *calls; } cases[] = {
    { "return list ('a'), read [[b]], read'c'", "list(a) read read(c)" },
    { "list[1] = read\n[1]", "" },
    { "local list = {} list[1] = 2 return list { 1 }", "" },
    { "local list\nlist ('a')", "" },
    { "local list <const>, n = f (), 2 list ('a')", "f" },
    { "local list = list ('a') return list ('b')", "list(a) list(b)" },
    { "local read = read\nread ('a')", "read(a)" },
    { "local a = x.read\nlocal read = 'b' .. x:read ('c') read ('d')", "" },
    { "local n = read ('a') read ('b')", "read(a) read(b)" },
    { "do local list = 1 end list ('a')", "list(a)" },
    { "if a then local list = 1 list ('a') else list ('b') end list ('c')", "list(b) list(c)" },
    { "if a then local list = 1 elseif list ('a') then list ('b') end", "list(a) list(b)" },
    { "while list ('a') do local list = ... list ('b') end", "list(a)" },
    { "repeat local list = 3 list ('a') until false list ('b')", "list(b)" },
    { "for _, list in pairs (list ('a')) do list ('b') end list ('c')", "pairs list(a) list(c)" },
    { "for list = 1, f (function (x) for i = 1, 2 do g (i) end end) do list ('a') end list ('b')", "f g list(b)" },
    { "local function list (n) return list (n - 1) end list ('a')", "" },
    { "function list (read) read ('a') end list ('b') read ('c')", "read(c)" },
    { "function t.list (a) end list ('a')", "list(a)" },
    { "map (function (list, ...) return list (...) end, list ('a'))", "map list(a)" },
    { "local f = function () local list = 1 return list end\nlist ('a')", "list(a)" },
    { "local a, list = { list = 1, [2] = list }, b and c or d list ('a')", "list(a)" },
    { "local t = { list = 1 } -- local list = 1\nlist ('a')", "list(a)" },
    { "end end ) } list ('a') local", "list(a)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) calls = g_string_new (NULL);

      sluice_calls_scan (cases[i].script, add_call, calls);
      if (g_test_verbose ())
        g_test_message ("%s", cases[i].script);
      g_assert_cmpstr (calls->str, ==, cases[i].calls);
    }
}

static void
test_reading (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  workshop_check (self, EXEC ("return read (`text`)"), "~“text”: reading there was not granted");
  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_check (self, EXEC ("return read (`text`)"), "{\"x\":\"héllo\"}");
  workshop_check (self, EXEC ("return read (`in`)"), "{\"x\":\"héllo\"}");
  workshop_check (self, EXEC ("return read (`sub/../text`)"), "{\"x\":\"héllo\"}");
  workshop_check (self, EXEC ("return list (`.`)"), "{\"x\":[\"bytes\",\"in\",\"out\",\"pipe\",\"sub\",\"text\"]}");
  workshop_check (self, EXEC ("return list (`sub`)"), "{\"x\":[\"deep\",\"inner.txt\"]}");
  workshop_check (self, EXEC ("return read (`nothing`)"), "~“nothing”: No such file or directory");
  workshop_check (self, EXEC ("return read (`out`)"), "~“out”: the path leads out of the granted folder");
  workshop_check (self, EXEC ("return read (`../x`)"), "~“../x”: reading there was not granted");
  workshop_check (self, EXEC ("return read (`/etc/passwd`)"), "~“/etc/passwd”: reading there was not granted");
  workshop_check (self, EXEC ("return list (`..`)"), "~“..”: reading there was not granted");
  workshop_check (self, EXEC ("return read (`sub`)"), "~“sub” is no regular file.");
  workshop_check (self, EXEC ("return read (`pipe`)"), "~“pipe” is no regular file.");
  workshop_check (self, EXEC ("return read (`/dev/null`)"), "~reading there was not granted");
  workshop_check (self, EXEC ("return read (`bytes`)"), "~“bytes” is not UTF-8 text.");
  workshop_check (self, EXEC ("return list (`text`)"), "~“text”: Not a directory");
  workshop_check (self, EXEC ("return read (``)"), "~A path is missing");
  workshop_check (self, EXEC ("local ok, e = pcall (read, `no`) return { ok, tostring (e) }"),
                  "~[false,\"“no”: No such file or directory");
}

/* A grant of one file, of a folder in the folder, of two folders one in the other. */
static void
test_grants (void)
{
  g_autoptr (Workshop) self = make_workshop ();
  g_autofree char *link = workshop_path (self, "sub/up");

  g_assert_cmpint (symlink ("../text", link), ==, 0);
  workshop_grant (self, SLUICE_GRANT_READ, "sub/inner.txt");
  workshop_check (self, EXEC ("return read (`sub/inner.txt`)"), "{\"x\":\"1\"}");
  workshop_check (self, EXEC ("return read (`sub/deep/more.txt`)"), "~was not granted");
  workshop_grant (self, SLUICE_GRANT_READ, "sub");
  workshop_check (self, EXEC ("return read (`sub/deep/more.txt`)"), "{\"x\":\"2\"}");
  workshop_check (self, EXEC ("return read (`sub/up`)"), "~leads out of the granted folder");
  workshop_check (self, EXEC ("return read (`text`)"), "~was not granted");
  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_check (self, EXEC ("return read (`sub/up`)"), "{\"x\":\"héllo\"}");
  /* Nothing may be written by that. */
  workshop_check (self, FILE_NODE ("'does':'write','path':'new','content':'x'"), "~writing there was not granted");
}

static void
test_devices (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_grant (self, SLUICE_GRANT_READ, "/dev");
  workshop_grant (self, SLUICE_GRANT_WRITE, "/dev");
  workshop_check (self, EXEC ("return read (`/dev/zero`)"), "~“/dev/zero” is no regular file.");
  workshop_check (self, FILE_NODE ("'does':'append','path':'/dev/null','content':'x'"), "~“/dev/null” is no regular");
  workshop_check (self, FILE_NODE ("'does':'write','path':'/dev/null','content':'x'"), "~“/dev/null” is no regular");
}

static void
test_no_folder (void)
{
  g_autoptr (Workshop) self = workshop_new ();
  char *folder = g_steal_pointer (&self->folder);

  workshop_check (self, EXEC ("return read (`text`)"), "~“text”: the flow has no folder yet. Save it first.");
  self->folder = folder;
}

static void
test_formats (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_write (self, "a.json", "{\"a\":[1,2]}\n");
  workshop_write (self, "half.json", "{\"a\":[1,2]");
  workshop_write (self, "lines", "one\r\ntwo\n\nfour");
  workshop_write (self, "t.csv", "\xef\xbb\xbfname,\"the \"\"age\"\"\"\r\nAda,36\n\"Bo, jr.\",\"4\n2\"\nCy\n\n");
  workshop_write (self, "bad.csv", "a,b\n1,2\n\"x\"y,3\n");
  workshop_write (self, "wide.csv", "a\n1,2\n");
  workshop_write (self, "open.csv", "a\n\"1");
  workshop_check (self, FILE_NODE ("'path':'a.json','format':'json'"), "{\"x\":{\"a\":[1,2]}}");
  workshop_check (self, FILE_NODE ("'path':'half.json','format':'json'"), "~“half.json”: 1:");
  workshop_check (self, FILE_NODE ("'path':'lines','format':'lines'"), "{\"x\":[\"one\",\"two\",\"\",\"four\"]}");
  workshop_check (self, FILE_NODE ("'path':'t.csv','format':'csv'"),
                  "{\"x\":[{\"name\":\"Ada\",\"the \\\"age\\\"\":\"36\"},"
                  "{\"name\":\"Bo, jr.\",\"the \\\"age\\\"\":\"4\\n2\"},{\"name\":\"Cy\",\"the \\\"age\\\"\":\"\"}]}");
  workshop_check (self, FILE_NODE ("'path':'wide.csv','format':'csv','header':false"), "{\"x\":[[\"a\"],[\"1\",\"2\"]]}");
  workshop_check (self, FILE_NODE ("'path':'bad.csv','format':'csv'"), "~“bad.csv”: Line 3 of the table: there is text");
  workshop_check (self, FILE_NODE ("'path':'wide.csv','format':'csv'"), "~Line 2 of the table: it has more fields");
  workshop_check (self, FILE_NODE ("'path':'open.csv','format':'csv'"), "~Line 2 of the table: a quote is not closed");
}

static void
test_missing (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_check (self, "{'kind':'file','settings':{'path':'no'},'next':{'missing':'gone','default':'other'}}",
                  "{\"gone\":true}");
  workshop_check (self, "{'kind':'file','settings':{'path':'no'},'next':{'default':'other'}}", "~No such file");
  workshop_write (self, "no", "now");
  workshop_check (self, "{'kind':'file','settings':{'path':'{{ `n` .. `o` }}'},'output':'x',"
                        "'next':{'missing':'gone','default':'other'}}", "{\"other\":true,\"x\":\"now\"}");
}

static void
check_content (Workshop   *self,
               const char *name,
               const char *expected)
{
  g_autofree char *content = workshop_read (self, name);

  g_assert_cmpstr (content, ==, expected);
}

static void
test_writing (void)
{
  g_autoptr (Workshop) self = workshop_new ();
  g_autofree char *path = workshop_path (self, "new");
  g_autofree char *link = workshop_path (self, "link");
  struct stat info;

  workshop_grant (self, SLUICE_GRANT_WRITE, ".");
  workshop_check (self, FILE_NODE ("'does':'write','path':'new','content':'one'"), "{\"x\":{\"path\":\"new\",\"size\":3}}");
  check_content (self, "new", "one");
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  workshop_check (self, "{'kind':'file','input':'{ 1, 2 }','settings':{'does':'write','path':'new','format':'json'}}", "{}");
  check_content (self, "new", "[1, 2]\n");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  workshop_check (self, FILE_NODE ("'does':'append','path':'log','format':'lines','content':'a'"), "~\"size\":2");
  workshop_check (self, FILE_NODE ("'does':'append','path':'log','format':'lines','content':['b','c']"), "~\"size\":4");
  check_content (self, "log", "a\nb\nc\n");
  workshop_check (self, "{'kind':'file','input':'{ { n = 1, s = `x,y` }, { n = 2, s = `` } }',"
                        "'settings':{'does':'write','path':'t','format':'csv'}}", "{}");
  check_content (self, "t", "n,s\r\n1,\"x,y\"\r\n2,\r\n");
  workshop_check (self, FILE_NODE ("'does':'write','path':'t','format':'csv','content':[[1],{}]"), "~Row 2 of the table");
  workshop_check (self, FILE_NODE ("'does':'write','path':'d/e/f','content':'x'"), "~No such file or directory");
  workshop_check (self, FILE_NODE ("'does':'write','path':'d/e/f','content':'x','make-folders':true"), "~\"size\":1");
  check_content (self, "d/e/f", "x");
  workshop_check (self, FILE_NODE ("'does':'append','path':'g/h','content':'x','make-folders':true"), "~\"size\":1");
  workshop_check (self, FILE_NODE ("'does':'write','path':'d','content':'x'"), "~“d” is no regular file");
  g_assert_cmpint (symlink ("new", link), ==, 0);
  workshop_check (self, FILE_NODE ("'does':'write','path':'link','content':'x'"), "~“link” is a link");
  workshop_check (self, FILE_NODE ("'does':'write','path':'../x','content':'x'"), "~was not granted");
  workshop_check (self, EXEC ("write (`s`, `1`) append (`s`, `2`) return write (`s2`, `x`).size"), "{\"x\":1}");
  check_content (self, "s", "12");
}

/* A folder may be granted before there is one. */
static void
test_granted_folder_is_made (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_grant (self, SLUICE_GRANT_WRITE, "new/er");
  workshop_check (self, FILE_NODE ("'does':'write','path':'new/er/f','content':'x'"), "~No such file or directory");
  workshop_check (self, FILE_NODE ("'does':'write','path':'new/f','content':'x','make-folders':true"), "~was not granted");
  workshop_check (self, FILE_NODE ("'does':'write','path':'new/er/f','content':'x','make-folders':true"), "~\"size\":1");
  check_content (self, "new/er/f", "x");
}

/* Nothing is left beside a file that could not take its place. */
static void
test_atomic (void)
{
  g_autoptr (Workshop) self = workshop_new ();
  g_autoptr (GDir) folder = NULL;

  workshop_grant (self, SLUICE_GRANT_WRITE, ".");
  workshop_write (self, "d/file", "x");
  workshop_check (self, FILE_NODE ("'does':'write','path':'d','content':'x'"), "~no regular file");
  workshop_check (self, FILE_NODE ("'does':'write','path':'a','content':'x'"), "~size");
  folder = g_dir_open (self->folder, 0, NULL);
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    g_assert_true (g_str_equal (name, "a") || g_str_equal (name, "d"));
}

static void
test_listing (void)
{
  g_autoptr (Workshop) self = make_workshop ();
  g_autofree char *loop = workshop_path (self, "sub/loop");

  g_assert_cmpint (symlink ("..", loop), ==, 0);
  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_check (self, FILE_NODE ("'does':'list','path':'sub','pattern':'*.txt'"), "{\"x\":[\"inner.txt\"]}");
  workshop_check (self, FILE_NODE ("'does':'list','path':'.','pattern':'*.txt','recursive':true"),
                  "{\"x\":[\"sub/deep/more.txt\",\"sub/inner.txt\"]}");
  workshop_check (self, FILE_NODE ("'does':'list','path':'.','pattern':'sub/*','recursive':true"),
                  "{\"x\":[\"sub/deep/more.txt\",\"sub/inner.txt\",\"sub/loop\"]}");
  workshop_check (self, FILE_NODE ("'does':'list','path':'.','entries':'folders','recursive':true"),
                  "{\"x\":[\"sub\",\"sub/deep\"]}");
  workshop_check (self, FILE_NODE ("'does':'list','path':'nowhere'"), "~No such file");
}

static void
test_limit (void)
{
  g_autoptr (Workshop) self = workshop_new ();
  g_autofree char *large = g_strnfill ((1 << 20) + 1, 'x');

  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_write (self, "large", large);
  workshop_check (self, FILE_NODE ("'path':'large','max-size':1"), "~“large” has more than 1 MiB");
  workshop_check (self, "{'kind':'file','settings':{'path':'large','max-size':2},'post':'shared.n = #exec_res'}",
                  "{\"n\":1048577}");
}

/* One lane watches, another one changes the folder meanwhile. */
static void
test_watching (void)
{
  static const char text[] =
    "{\"format\":1,\"run\":[\"watch\",\"change\"],\"flows\":{"
    "\"watch\":{\"start\":\"w\",\"nodes\":{\"w\":{\"kind\":\"file\",\"settings\":{\"does\":\"watch\",\"path\":\".\","
    "\"interval\":0.01,\"pattern\":\"*.txt\",\"since\":{\"expr\":\"json.object ()\"}},"
    "\"post\":\"shared.changed, shared.removed = exec_res.changed, exec_res.removed\"}}},"
    "\"change\":{\"start\":\"c\",\"nodes\":{\"c\":{\"kind\":\"file\",\"settings\":{\"does\":\"write\",\"path\":\"new.txt\","
    "\"content\":\"x\"}}}}}}";
  g_autoptr (Workshop) self = workshop_new ();
  g_autofree char *result = NULL;

  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_grant (self, SLUICE_GRANT_WRITE, ".");
  result = workshop_run_text (self, text);
  g_assert_cmpstr (result, ==,
                   "{\"changed\":[\"new.txt\"],\"removed\":[]}");
  workshop_check (self, "{'kind':'file','settings':{'does':'watch','path':'.','interval':0.01,'since':{'old.txt':'stamp'}},"
                        "'post':'shared.changed, shared.removed = exec_res.changed, exec_res.removed'}",
                  "{\"changed\":[\"new.txt\"],\"removed\":[\"old.txt\"]}");
  workshop_check (self, "{'kind':'file','settings':{'does':'watch','path':'.','interval':0.01,'within':0.05},"
                        "'next':{'timeout':'gone','default':'other'}}", "{\"gone\":true}");
  self->is_virtual = FALSE;
  self->cancel_after = 0.05;
  workshop_check (self, FILE_NODE ("'does':'watch','path':'.','interval':10"), "~error");
}

/* What a document names is asked for: no more, no less. */
static void
test_needs (void)
{
  static const struct { const char *node, *read, *write, *command; } cases[] = {
    { EXEC ("return read (`data/a.txt`)"), "/f/data", "", "" },
    { EXEC ("return read (`data/` .. prep_res)"), "/f/data", "", "" },
    { EXEC ("return read (prep_res)"), "/f", "", "" },
    { EXEC ("local list = {} return shared.read (`x`), x:read (`y`), `read (1)` -- read (2)"), "", "", "" },
    { EXEC ("return list (`data`) [[ read (1) ]]"), "/f/data", "", "" },
    { EXEC ("write (`/tmp/x`, read `b/c`)"), "/f/b", "/tmp", "" },
    { EXEC ("run { `git`, `status` }"), "", "", "git" },
    { FILE_NODE ("'path':'a/{{ x }}/b'"), "/f/a", "", "" },
    { FILE_NODE ("'path':'{{ read (`z/z`) }}'"), "/f /f/z", "", "" },
    { FILE_NODE ("'does':'append','path':'a/b'"), "", "/f/a", "" },
    { FILE_NODE ("'does':'list','path':'a/b'"), "/f/a/b", "", "" },
    { "{'kind':'log','settings':{'message':'read (`x`)'},'action':{'expr':'read (`q/x`)'}}", "/f/q", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *expected[] = { cases[i].read, cases[i].write, cases[i].command };
      g_autofree char *text = g_strdup_printf ("{'format':1,'run':['m'],'flows':{'m':{'start':'a','nodes':{'a':%s}}}}",
                                               cases[i].node);
      g_autoptr (SluiceDocument) document = NULL;
      g_autoptr (SluiceGrants) needed = NULL;

      g_strdelimit (g_strdelimit (text, "'", '"'), "`", '\'');
      document = sluice_document_new_for_path (text, -1, "/f/x.flow.json", NULL);
      g_assert_nonnull (document);
      needed = sluice_grants_new_of_document (document);
      for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
        {
          g_autoptr (GString) names = g_string_new (NULL);

          for (guint n = 0; n < sluice_grants_get_n (needed, SLUICE_GRANT_READ + k); n++)
            g_string_append_printf (names, "%s%s", n > 0 ? " " : "",
                                    sluice_grants_get_name (needed, SLUICE_GRANT_READ + k, n));
          g_test_message ("%s", text);
          g_assert_cmpstr (names->str, ==, expected[k]);
        }
    }
}

static void
test_cover (void)
{
  g_autoptr (SluiceGrants) self = sluice_grants_new ();

  sluice_grants_add (self, SLUICE_GRANT_READ, "/a/b/");
  sluice_grants_add (self, SLUICE_GRANT_HOST, "*.example.com");
  g_assert_true (sluice_grants_cover (self, SLUICE_GRANT_READ, "/a/b"));
  g_assert_true (sluice_grants_cover (self, SLUICE_GRANT_READ, "/a/b/c"));
  g_assert_false (sluice_grants_cover (self, SLUICE_GRANT_READ, "/a/bc"));
  g_assert_false (sluice_grants_cover (self, SLUICE_GRANT_READ, "/a"));
  g_assert_false (sluice_grants_cover (self, SLUICE_GRANT_READ, "/a/b/../c"));
  g_assert_false (sluice_grants_cover (self, SLUICE_GRANT_WRITE, "/a/b"));
  g_assert_true (sluice_grants_cover (self, SLUICE_GRANT_HOST, "api.example.com"));
  g_assert_false (sluice_grants_cover (self, SLUICE_GRANT_HOST, "example.org"));
  sluice_grants_add (self, SLUICE_GRANT_WRITE, "/");
  g_assert_true (sluice_grants_cover (self, SLUICE_GRANT_WRITE, "/anything"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/file/calls-of-scripts", test_calls);
  g_test_add_func ("/kinds/file/reading", test_reading);
  g_test_add_func ("/kinds/file/grants", test_grants);
  g_test_add_func ("/kinds/file/devices", test_devices);
  g_test_add_func ("/kinds/file/no-folder", test_no_folder);
  g_test_add_func ("/kinds/file/formats", test_formats);
  g_test_add_func ("/kinds/file/missing", test_missing);
  g_test_add_func ("/kinds/file/writing", test_writing);
  g_test_add_func ("/kinds/file/granted-folder-is-made", test_granted_folder_is_made);
  g_test_add_func ("/kinds/file/atomic", test_atomic);
  g_test_add_func ("/kinds/file/listing", test_listing);
  g_test_add_func ("/kinds/file/limit", test_limit);
  g_test_add_func ("/kinds/file/watching", test_watching);
  g_test_add_func ("/kinds/file/needs", test_needs);
  g_test_add_func ("/kinds/grants/cover", test_cover);
  return g_test_run ();
}
