/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kind "command", and run{} of scripts, with real programs. */

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "workshop.h"

#define COMMAND(settings) "{'kind':'command','settings':{" settings "},'output':'x'}"
#define SH(line) "'program':'sh','args':['-c','" line "']"

static Workshop *
make_workshop (void)
{
  Workshop *self = workshop_new ();

  self->is_virtual = FALSE;
  workshop_grant (self, SLUICE_GRANT_COMMAND, "sh");
  return self;
}

static void
test_results (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  workshop_check (self, COMMAND (SH ("echo hello; echo well >&2")),
                  "{\"x\":{\"errors\":\"well\\n\",\"output\":\"hello\\n\",\"status\":0}}");
  workshop_check (self, COMMAND (SH ("cat") ",'stdin':'{{ 6 * 7 }}'"), "~\"output\":\"42\"");
  workshop_check (self, COMMAND ("'program':'sh','args':['-c','echo $0 $1','$HOME','a b; c']"),
                  "~\"output\":\"$HOME a b; c\\n\"");
  workshop_check (self, COMMAND (SH ("echo [1,2]") ",'format':'json'"), "~\"output\":[1,2]");
  workshop_check (self, COMMAND (SH ("echo [1,2") ",'format':'json'"), "~“sh”: “what it wrote”: 2:1");
  workshop_check (self, COMMAND (SH ("echo a; echo b") ",'format':'lines'"), "~\"output\":[\"a\",\"b\"]");
  workshop_check (self, COMMAND (SH ("echo n,m; echo 1,2") ",'format':'csv'"), "~\"output\":[{\"m\":\"2\",\"n\":\"1\"}]");
  workshop_check (self, COMMAND (SH ("printf `\\\\377`")), "~is not UTF-8");
  workshop_check (self, "{'kind':'script','exec':'return run { `sh`, `-c`, `cat; exit 3`, input = `in` }',"
                        "'post':'shared.x = exec_res'}", "{\"x\":{\"errors\":\"\",\"output\":\"in\",\"status\":3}}");
}

static void
test_status (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  workshop_check (self, COMMAND (SH ("echo wrong >&2; exit 3")), "error: “sh” ended with 3: wrong");
  workshop_check (self, COMMAND (SH ("kill -9 $$")), "error: “sh” ended with 137.");
  workshop_check (self, "{'kind':'command','settings':{" SH ("exit 3") "},'next':{'3':'gone','error':'other'}}",
                  "{\"gone\":true}");
  workshop_check (self, "{'kind':'command','settings':{" SH ("exit 4") "},'next':{'3':'gone','error':'other'}}",
                  "{\"other\":true}");
  workshop_check (self, "{'kind':'command','settings':{" SH ("exit 0") "},'next':{'default':'gone','error':'other'}}",
                  "{\"gone\":true}");
}

static void
test_grants (void)
{
  g_autoptr (Workshop) self = make_workshop ();
  g_autofree char *tool = workshop_path (self, "tool");
  g_autofree char *folder = workshop_path (self, "sub");

  workshop_check (self, COMMAND ("'program':'true'"), "~The program “true” was not granted");
  workshop_check (self, COMMAND ("'program':'/bin/sh'"), "~The program “/bin/sh” was not granted");
  workshop_check (self, COMMAND ("'program':'sh -c true'"), "~“sh -c true” was not granted");
  workshop_check (self, COMMAND ("'program':'./tool'"), "~/tool” was not granted");
  workshop_write (self, "tool", "#!/bin/sh\necho mine\n");
  sluice_grants_add (self->grants, SLUICE_GRANT_COMMAND, tool);
  workshop_check (self, COMMAND ("'program':'./tool'"), "~there is no such program");
  g_assert_cmpint (g_chmod (tool, 0700), ==, 0);
  workshop_check (self, COMMAND ("'program':'./tool'"), "~\"output\":\"mine\\n\"");
  workshop_write (self, "tool", "#!/no/such/interpreter\n");
  g_assert_cmpint (g_chmod (tool, 0700), ==, 0);
  workshop_check (self, COMMAND ("'program':'./tool'"), "~No such file or directory");
  workshop_write (self, "sub/x", "");
  workshop_check (self, COMMAND (SH ("ls") ",'folder':'sub'"), "~“sub”: reading there was not granted");
  sluice_grants_add (self->grants, SLUICE_GRANT_READ, folder);
  workshop_check (self, COMMAND (SH ("ls") ",'folder':'sub'"), "~\"output\":\"x\\n\"");
  workshop_check (self, COMMAND (SH ("ls") ",'folder':'no'"), "~was not granted");
  workshop_check (self, COMMAND (SH ("pwd")), "~sluice-test-");
}

static void
test_environment (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  g_setenv ("WORKSHOP_SECRET", "c4n4ry-in-the-mine", TRUE);
  workshop_check (self, COMMAND (SH ("echo x${WORKSHOP_SECRET}x")), "~\"output\":\"xx\\n\"");
  workshop_check (self, COMMAND (SH ("echo x") ",'pass':['WORKSHOP_SECRET']"), "~WORKSHOP_SECRET of the environment was not");
  sluice_grants_add (self->grants, SLUICE_GRANT_ENVIRONMENT, "WORKSHOP_SECRET");
  /* It gets there, and comes back as a mark. */
  workshop_check (self, COMMAND (SH ("test ${#WORKSHOP_SECRET} = 18 && echo x${WORKSHOP_SECRET}x")
                                 ",'pass':['WORKSHOP_SECRET']"), "~\"output\":\"x•••x\\n\"");
  workshop_check (self, COMMAND (SH ("echo $A $B >&2") ",'environment':{'A':'{{ 1 + 1 }}','B':{'$env':'WORKSHOP_SECRET'}}"),
                  "~\"errors\":\"2 •••\\n\"");
  workshop_check (self, COMMAND (SH ("env | cut -d= -f1 | grep -cvE `^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_.*|TZ|"
                                     "TMPDIR|PWD|OLDPWD|SHLVL|_)$`")), "~ended with 1");
}

static void
test_limits (void)
{
  g_autoptr (Workshop) self = make_workshop ();
  g_autofree char *large = g_strnfill (300000, 'y');
  g_autofree char *node = g_strdup_printf (COMMAND (SH ("exec 0<&-; sleep 0; echo done") ",'stdin':'%s'"), large);
  g_autofree char *through = g_strdup_printf ("{'kind':'command','settings':{" SH ("cat") ",'stdin':'%s'},"
                                              "'post':'shared.n = #exec_res.output'}", large);

  workshop_check (self, COMMAND (SH ("yes") ",'max-size':1"), "error: “sh”: It wrote more than 1 MiB.");
  workshop_check (self, COMMAND (SH ("head -c 2000000 /dev/zero | tr `\\\\0` x >&2; echo ok")), "~\"output\":\"ok\\n\"");
  workshop_check (self, COMMAND (SH ("sleep 100") ",'timeout':0.05"), "error: “sh”: It was not done within 0.05 s.");
  workshop_check (self, node, "~\"output\":\"done\\n\"");
  workshop_check (self, through, "{\"n\":300000}");
}

static gboolean
is_alive (Workshop   *self,
          const char *name)
{
  g_autofree char *pid = workshop_read (self, name);

  return pid != NULL && *pid != '\0' && kill (atoi (pid), 0) == 0;
}

static void
expect_gone (Workshop   *self,
             const char *name)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  while (is_alive (self, name) && g_get_monotonic_time () < end)
    g_thread_yield ();
  g_assert_false (is_alive (self, name));
}

/* The program, what it started, what that started, and what has left for a session of its own: all are ended with it,
 * whether it is cancelled in the midst of its work or ends by itself and leaves them behind. */
static void
test_nothing_is_left (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  workshop_write (self, "fourth.sh", "echo $$ > four\nexec sleep 1000\n");
  workshop_write (self, "third.sh", "setsid sh fourth.sh &\nwhile ! test -s four; do sleep 0.01; done\n"
                                    "echo $$ > three\nexec sleep 1000\n");
  workshop_write (self, "second.sh", "echo $$ > two\nsh third.sh &\nwait\n");
  workshop_write (self, "first.sh", "echo $$ > one\nsh second.sh &\nwhile ! test -s three; do sleep 0.01; done\n$1\n");
  for (guint i = 0; i < 2; i++)
    {
      self->cancel_when = i == 0 ? "three" : NULL;
      workshop_write (self, "one", "");
      workshop_write (self, "two", "");
      workshop_write (self, "three", "");
      workshop_write (self, "four", "");
      if (i == 0)
        workshop_check (self, COMMAND ("'program':'sh','args':['first.sh','wait']"), "~error");
      else
        workshop_check (self, COMMAND ("'program':'sh','args':['first.sh','true']"), "~\"status\":0");
      expect_gone (self, "one");
      expect_gone (self, "two");
      expect_gone (self, "three");
      expect_gone (self, "four");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/command/results", test_results);
  g_test_add_func ("/kinds/command/status", test_status);
  g_test_add_func ("/kinds/command/grants", test_grants);
  g_test_add_func ("/kinds/command/environment", test_environment);
  g_test_add_func ("/kinds/command/limits", test_limits);
  g_test_add_func ("/kinds/command/nothing-is-left", test_nothing_is_left);
  return g_test_run ();
}
