/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kind "sql", and sql() of scripts, with a real database. */

#include <glib/gstdio.h>
#include <unistd.h>

#include "workshop.h"

#define SQL(settings) "{'kind':'sql','settings':{'database':'d.sqlite'," settings "},'output':'x'}"
#define MAKE "create table t (id integer primary key, name text, n real);"

static Workshop *
make_workshop (void)
{
  Workshop *self = workshop_new ();

  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_grant (self, SLUICE_GRANT_WRITE, ".");
  workshop_check (self, SQL ("'query':['" MAKE "','insert into t (name, n) values (?, ?), (?, ?);'],"
                             "'params':['Ada',1.5,'Bo',null]"), "{\"x\":{\"changes\":2,\"last-id\":2}}");
  return self;
}

static void
test_queries (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  workshop_check (self, SQL ("'query':'select * from t order by id','read-only':true"),
                  "{\"x\":[{\"id\":1,\"n\":1.5,\"name\":\"Ada\"},{\"id\":2,\"n\":null,\"name\":\"Bo\"}]}");
  workshop_check (self, SQL ("'query':'select name from t where id = :id','params':{'id':'{{ 1 + 1 }}'}"),
                  "{\"x\":[{\"name\":\"Bo\"}]}");
  workshop_check (self, SQL ("'query':'select name from t where name = ?','params':{'expr':'{ [[x`); drop table t; --]] }'}"),
                  "{\"x\":[]}");
  workshop_check (self, SQL ("'query':'select :a as a, :b as b, :c as c, 1 as a','params':{'a':true,'b':[1,{'x':2}],'c':'é'}"),
                  "{\"x\":[{\"a\":1,\"a_4\":1,\"b\":\"[1,{\\\"x\\\":2}]\",\"c\":\"é\"}]}");
  workshop_check (self, SQL ("'query':'select x`00ff` as b'"), "{\"x\":[{\"b\":\"AP8=\"}]}");
  workshop_check (self, SQL ("'query':'select 1 as a; select 2 as b; -- end'"), "{\"x\":[{\"b\":2}]}");
  workshop_check (self, SQL ("'query':' -- nothing'"), "{\"x\":null}");
  workshop_check (self, "{'kind':'script','exec':'sql (`d.sqlite`, `update t set n = ? where id = 1`, { 9 })"
                        " return sql (`d.sqlite`, `select n from t where id = 1`)','post':'shared.x = exec_res'}",
                  "{\"x\":[{\"n\":9.0}]}");
}

static void
test_faults (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  workshop_check (self, SQL ("'query':'select nowhere from t'"), "error: “d.sqlite”: no such column: nowhere");
  workshop_check (self, SQL ("'query':'select ?, ?','params':[1]"), "~a parameter number 2 without a value");
  workshop_check (self, SQL ("'query':'select :a'"), "~a parameter :a without a value");
  workshop_check (self, SQL ("'query':'select ?','params':[1,2]"), "~the query takes 1 parameters, not 2");
  workshop_check (self, SQL ("'query':'select * from t','max-rows':1"), "~more than 1 rows");
  workshop_check (self, SQL ("'query':'delete from t','read-only':true"), "~readonly database");
  workshop_check (self, "{'kind':'sql','settings':{'database':'no.sqlite','query':'select 1','read-only':true}}", "~no such database");
  workshop_check (self, SQL ("'query':'with recursive c (n) as (select 1 union all select n + 1 from c) select max (n) from c',"
                             "'timeout':0.05"), "error: “d.sqlite”: the query was not done within 0.05 s.");
}

/* All of a script or nothing of it. */
static void
test_transaction (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  workshop_check (self, SQL ("'query':'delete from t; insert into nowhere values (1)'"), "~no such table: nowhere");
  workshop_check (self, SQL ("'query':'select count (*) as n from t'"), "{\"x\":[{\"n\":2}]}");
  workshop_check (self, SQL ("'query':'delete from t; with recursive c (n) as (select 1 union all select n + 1 from c) "
                             "insert into t (n) select n from c','timeout':0.05"), "~not done within");
  workshop_check (self, SQL ("'query':'select count (*) as n from t'"), "{\"x\":[{\"n\":2}]}");
  workshop_check (self, SQL ("'query':'delete from t where id = 1; delete from t where id = 2'"),
                  "{\"x\":{\"changes\":1,\"last-id\":0}}");
  workshop_check (self, SQL ("'query':'select count (*) as n from t'"), "{\"x\":[{\"n\":0}]}");
}

/* No other file, by no way. */
static void
test_confined (void)
{
  g_autoptr (Workshop) self = make_workshop ();
  g_autoptr (Workshop) other = workshop_new ();
  g_autofree char *target = workshop_path (other, "other.sqlite");
  g_autofree char *link = workshop_path (self, "link.sqlite");
  g_autofree char *attach = g_strdup_printf (SQL ("'query':'attach `%s` as o'"), target);
  g_autofree char *into = g_strdup_printf (SQL ("'query':'vacuum into `%s`'"), target);

  workshop_check (self, attach, "~not authorized");
  workshop_check (self, into, "~error: ");
  workshop_check (self, SQL ("'query':'pragma writable_schema = 1'"), "~not authorized");
  workshop_check (self, SQL ("'query':'select load_extension (`x`)'"), "~error: ");
  workshop_check (self, "{'kind':'sql','settings':{'database':'../x','query':'select 1'}}", "~was not granted");
  g_assert_cmpint (symlink (target, link), ==, 0);
  workshop_check (self, "{'kind':'sql','settings':{'database':'link.sqlite','query':'select 1'}}", "~no regular file");
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
  sluice_grants_unref (self->grants);
  self->grants = sluice_grants_new ();
  workshop_check (self, SQL ("'query':'select 1','read-only':true"), "~reading there was not granted");
  workshop_grant (self, SLUICE_GRANT_READ, ".");
  workshop_check (self, SQL ("'query':'select 1 as a','read-only':true"), "{\"x\":[{\"a\":1}]}");
  workshop_check (self, SQL ("'query':'select 1'"), "~writing there was not granted");
}

static void
test_cancel (void)
{
  g_autoptr (Workshop) self = make_workshop ();

  self->is_virtual = FALSE;
  self->cancel_after = 0.05;
  workshop_check (self, SQL ("'query':'with recursive c (n) as (select 1 union all select n + 1 from c) select max (n) from c'"),
                  "~error");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/sql/queries", test_queries);
  g_test_add_func ("/kinds/sql/faults", test_faults);
  g_test_add_func ("/kinds/sql/transaction", test_transaction);
  g_test_add_func ("/kinds/sql/confined", test_confined);
  g_test_add_func ("/kinds/sql/cancel", test_cancel);
  return g_test_run ();
}
