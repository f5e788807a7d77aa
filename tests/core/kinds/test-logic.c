/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kinds "set", "switch", "delay" and "queue", on a virtual clock. */

#include "base/json.h"
#include "workshop.h"

#define FLOWS(run, flows) "{\"format\":1,\"run\":[" run "],\"flows\":{" flows "}}"

static void
test_set (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_check (self, "{'kind':'set','settings':{'values':{'a':'text','b':'{{ 1 + 1 }}','c':'{{ 1 }} and {{ 2 }}',"
                        "'d':{'expr':'{ x = { 1, 2 } }'},'e':'{{ shared.a }}'}}}",
                  "{\"a\":\"text\",\"b\":2,\"c\":\"1 and 2\",\"d\":{\"x\":[1,2]},\"e\":null}");
  workshop_check (self, "{'kind':'set','prep':'shared.t = { a = { 1 }, b = 2 } shared.u = 3',"
                        "'settings':{'values':{'/t/a/0':'{{ 9 }}','/t/new':'n'},'remove':['u','/t/b']},"
                        "'post':'shared.seen = shared.t.new'}",
                  "{\"seen\":\"n\",\"t\":{\"a\":[9],\"new\":\"n\"}}");
  workshop_check (self, "{'kind':'set','settings':{'values':{'/no/where':'x'}}}", "~error: ");
  workshop_check (self, "{'kind':'set','settings':{'values':{'a':'{{ 1 + }}'}}}", "~main/a values");
  workshop_check (self, "{'kind':'set','batch':'each','input':'{ 1, 2 }','settings':{'values':{'a':'{{ item }}'}}}",
                  "{\"a\":2}");
}

static void
test_switch (void)
{
  static const char node[] = "{'kind':'switch','input':'%d','settings':{'rules':{'small':'prep_res < 10',"
                             "'large':'prep_res.no or true'}},'next':{'small':'gone','large':'other'}}";
  g_autoptr (Workshop) self = workshop_new ();
  g_autofree char *small = g_strdup_printf (node, 5);

  /* The second rule, which would fail, is not looked at. */
  workshop_check (self, small, "{\"gone\":true}");
  workshop_check (self, "{'kind':'switch','settings':{'rules':{'a':'shared.x','b':'false'}},'next':{'else':'gone'}}",
                  "{\"gone\":true}");
  workshop_check (self, "{'kind':'switch','settings':{'rules':{'a':'nil'},'else':'no'},'next':{'no':'gone','a':'other'}}",
                  "{\"gone\":true}");
  workshop_check (self, "{'kind':'switch','prep':'shared.x = 0','settings':{'rules':{'b':'shared.x == 0'}},"
                        "'next':{'b':'gone'}}", "{\"gone\":true,\"x\":0}");
  workshop_check (self, "{'kind':'switch','settings':{'rules':{'b':'1 +'}}}", "~main/a rule b");
  workshop_check (self, "{'kind':'switch','settings':{'rules':{'b':'nil .. 1'}}}", "~main/a rule b");
}

/* Begins at 0: the first of January 1970. */
static void
test_delay (void)
{
  static const struct { const char *settings, *end; } cases[] = {
    { "'seconds':90", "90.0" },
    { "'seconds':0", "0.0" },
    { "'seconds':{'expr':'2 * 5'}", "10.0" },
    { "'waits':'until','until':'01:00'", "3600.0" },
    { "'waits':'until','until':'00:00:30'", "30.0" },
    { "'waits':'until','until':'00:00'", "86400.0" },
    { "'waits':'until','until':'1970-01-02T00:00:01Z'", "86401.0" },
    { "'waits':'until','until':'1970-01-01T02:00+01:00'", "3600.0" },
    { "'waits':'until','until':'1969-01-01T00:00:00'", "0.0" },
    { "'waits':'until','until':{'expr':'100'}", "100.0" },
    { "'waits':'every','seconds':60", "60.0" },
  };
  g_autoptr (Workshop) self = workshop_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *node = g_strdup_printf ("{'kind':'delay','settings':{%s},'output':'x'}", cases[i].settings);
      g_autofree char *expected = g_strdup_printf ("{\"x\":%s}", cases[i].end);

      workshop_check (self, node, expected);
    }
  workshop_check (self, "{'kind':'delay','settings':{'waits':'until','until':'25:00'}}", "~which is no time");
  workshop_check (self, "{'kind':'delay','settings':{'waits':'until','until':''}}", "~which is no time");
}

/* However long the work takes: the rhythm stays, and a turn that is missed is left out. */
static void
test_rhythm (void)
{
  g_autoptr (Workshop) self = workshop_new ();
  g_autofree char *result = workshop_run_text (self,
    FLOWS ("\"m\"", "\"m\":{\"start\":\"tick\",\"nodes\":{"
           "\"tick\":{\"kind\":\"delay\",\"settings\":{\"waits\":\"every\",\"seconds\":10},"
           "\"post\":[\"shared.at = shared.at or {}\",\"table.insert (shared.at, exec_res)\","
           "\"if #shared.at == 3 then return 'end' end\"],\"next\":{\"default\":\"work\",\"end\":null}},"
           "\"work\":{\"kind\":\"delay\",\"settings\":{\"seconds\":13},\"next\":{\"default\":\"tick\"}}}}"));

  g_assert_cmpstr (result, ==, "{\"at\":[10.0,30.0,50.0]}");
}

static void
test_queue (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_check (self, "{'kind':'queue','settings':{'queue':'q','wait':false},'next':{'empty':'gone'}}", "{\"gone\":true}");
  workshop_check (self, "{'kind':'queue','input':'7','settings':{'does':'put','queue':'q'},"
                        "'post':'shared.n = queue (`q`):size () shared.x = queue (`q`):get ()'}", "{\"n\":1,\"x\":7}");
  workshop_check (self, "{'kind':'queue','prep':'queue (`q`):put (1)','settings':{'does':'put','queue':'q','limit':1,"
                        "'wait':false,'value':'x'},'next':{'full':'gone'}}", "{\"gone\":true}");
  workshop_check (self, "{'kind':'queue','prep':'queue (`q`):put (1)','settings':{'does':'size','queue':'{{ `q` }}'},"
                        "'output':'n'}", "{\"n\":1}");
  workshop_check (self, "{'kind':'queue','prep':'queue (`q`):put (1) queue (`q`):put (2)','settings':{'does':'wait',"
                        "'queue':'q','wait':false},'post':'shared.x = exec_res shared.n = queue (`q`):size ()'}",
                  "{\"n\":2,\"x\":1}");
  workshop_check (self, "{'kind':'queue','settings':{'does':'wait','queue':'q'}}", "~q");
  workshop_check (self, "{'kind':'queue','settings':{'queue':'q'}}", "~q");
  workshop_check (self, "{'kind':'queue','settings':{'queue':'{{ `` }}'}}", "~has no queue");
}

/* One lane makes, the other takes; with room for one they go in step. */
static void
test_lanes (void)
{
  g_autoptr (Workshop) self = workshop_new ();
  g_autofree char *result = workshop_run_text (self,
    FLOWS ("\"make\",\"take\"",
           "\"make\":{\"start\":\"put\",\"nodes\":{"
           "\"put\":{\"kind\":\"queue\",\"prep\":\"shared.n = (shared.n or 0) + 1 return shared.n\","
           "\"settings\":{\"does\":\"put\",\"queue\":\"q\",\"limit\":1},"
           "\"post\":\"return shared.n < 3 and 'more' or 'end'\",\"next\":{\"more\":\"put\",\"end\":null}}}},"
           "\"take\":{\"start\":\"get\",\"nodes\":{"
           "\"get\":{\"kind\":\"queue\",\"settings\":{\"queue\":\"q\"},"
           "\"post\":[\"shared.got = shared.got or {}\",\"table.insert (shared.got, exec_res)\","
           "\"return exec_res < 3 and 'more' or 'end'\"],\"next\":{\"more\":\"wait\",\"end\":null}},"
           "\"wait\":{\"kind\":\"delay\",\"settings\":{\"seconds\":5},\"next\":{\"default\":\"get\"}}}}"));

  g_assert_cmpstr (result, ==, "{\"got\":[1,2,3],\"n\":3}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/set", test_set);
  g_test_add_func ("/kinds/switch", test_switch);
  g_test_add_func ("/kinds/delay", test_delay);
  g_test_add_func ("/kinds/delay/rhythm", test_rhythm);
  g_test_add_func ("/kinds/queue", test_queue);
  g_test_add_func ("/kinds/queue/lanes", test_lanes);
  return g_test_run ();
}
