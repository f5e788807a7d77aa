/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Breakpoints and pins that stay with what they are on while the document is edited. Verbs in, places out. */
#include "base/json.h"
#include "debug/follower.h"
#include "debug/kept-pins.h"
#include "graph/edit.h"
#include "graph/restructure.h"

#include <string.h>

static const char flow[] =
  "{ \"format\": 1, \"name\": \"Test\", \"flows\": { \"main\": { \"start\": \"a\", \"nodes\": {"
  "  \"a\": { \"kind\": \"script\", \"exec\": [ \"local x = 1\", \"x = 2\", \"x = 3\", \"return x\" ],"
  "           \"next\": { \"yes\": \"b\", \"no\": \"d\" } },"
  "  \"b\": { \"kind\": \"script\", \"exec\": \"return 2\", \"next\": { \"default\": \"c\" } },"
  "  \"c\": { \"kind\": \"script\", \"exec\": \"return 3\" },"
  "  \"d\": { \"kind\": \"end\" } } } } }";

typedef struct
{
  SluiceDocument    *document;
  SluiceBreakpoints *breakpoints;
  SluicePins        *pins;
  SluiceFollower    *follower;
} Fixture;

static guint
add (Fixture         *self,
     SluiceBreakKind  kind,
     const char      *address,
     const char      *what,
     double           amount)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (kind, address);
  g_autoptr (GError) error = NULL;
  guint id;

  breakpoint->what = g_strdup (what);
  breakpoint->amount = amount;
  id = sluice_breakpoints_add (self->breakpoints, breakpoint, &error);
  g_assert_no_error (error);
  return id;
}

static void
set_up (Fixture       *self,
        gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;

  self->document = sluice_document_new_from_text (flow, -1, &error);
  g_assert_no_error (error);
  self->breakpoints = sluice_breakpoints_new ();
  self->pins = sluice_pins_new ();
  self->follower = sluice_follower_new (self->document, self->breakpoints, self->pins);
}

static void
tear_down (Fixture       *self,
           gconstpointer  unused)
{
  g_clear_object (&self->follower);
  g_clear_object (&self->document);
  g_assert_finalize_object (self->breakpoints);
  g_assert_finalize_object (self->pins);
}

/* "1 node main/a; 2 line main/a exec 3; pin main/a" */
static void
assert_places (Fixture    *self,
               const char *expected)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint id = 1; id < 20; id++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_find (self->breakpoints, id);
      g_autofree char *words = breakpoint != NULL ? sluice_breakpoint_describe (breakpoint) : NULL;

      if (words != NULL)
        g_string_append_printf (said, "%s%u %s", said->len > 0 ? "; " : "", id, words);
    }
  for (guint i = 0; i < sluice_pins_get_n (self->pins); i++)
    {
      const SluicePin *pin = sluice_pins_get (self->pins, i);

      g_string_append_printf (said, "%spin %s%s%s%s", said->len > 0 ? "; " : "", pin->address,
                              pin->is_own ? "" : " of the file", pin->is_kept ? " kept" : "", pin->is_off ? " off" : "");
    }
  g_assert_cmpstr (said->str, ==, expected);
}

static void
test_removed (Fixture       *self,
              gconstpointer  unused)
{
  g_autofree char *added = NULL;

  add (self, SLUICE_BREAK_NODE, "main/b", NULL, 0);
  add (self, SLUICE_BREAK_AFTER, "main/b", NULL, 0);
  add (self, SLUICE_BREAK_NODE, "main/c", NULL, 0);
  sluice_pins_set (self->pins, "main/b", sluice_value_integer (7), "run", 4);
  sluice_pins_set_off (self->pins, "main/b", TRUE);
  g_assert_true (sluice_edit_delete_nodes (self->document, (const char *[]) { "main/b", NULL }, NULL));
  assert_places (self, "3 node main/c");
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "1 node main/b; 2 after main/b; 3 node main/c; pin main/b off");
  g_assert_cmpuint (sluice_pins_find (self->pins, "main/b")->visit, ==, 4);
  g_assert_true (sluice_document_redo (self->document));
  assert_places (self, "3 node main/c");

  /* Another node of that name is another node. */
  added = sluice_edit_add_node (self->document, "main", "script", "b", 0, 0, NULL);
  g_assert_cmpstr (added, ==, "main/b");
  assert_places (self, "3 node main/c");
}

static void
test_moved (Fixture       *self,
            gconstpointer  unused)
{
  g_autofree char *group = NULL;
  g_auto (GStrv) back = NULL;

  add (self, SLUICE_BREAK_NODE, "main/b", NULL, 0);
  add (self, SLUICE_BREAK_LINE, "main/c", "exec", 1);
  add (self, SLUICE_BREAK_TAKEN, "main/b", "default", 0);
  sluice_pins_set (self->pins, "main/c", sluice_value_integer (7), NULL, 0);
  group = sluice_edit_collapse (self->document, (const char *[]) { "main/b", "main/c", NULL }, "Part", NULL);
  g_assert_nonnull (group);
  assert_places (self, "1 node part/b; 2 line part/c exec 1; 3 taken part/b default; pin part/c");
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "1 node main/b; 2 line main/c exec 1; 3 taken main/b default; pin main/c");
  g_assert_true (sluice_document_redo (self->document));
  assert_places (self, "1 node part/b; 2 line part/c exec 1; 3 taken part/b default; pin part/c");
  back = sluice_edit_expand (self->document, group, NULL);
  g_assert_nonnull (back);
  assert_places (self, "1 node main/b; 2 line main/c exec 1; 3 taken main/b default; pin main/c");
}

static void
assert_value (Fixture    *self,
              const char *address,
              int         value)
{
  g_assert_cmpint (sluice_value_get_integer (sluice_pins_find (self->pins, address)->result), ==, value);
}

/* What the document keeps comes and goes with its edits; a person's own counts, and lies over it. */
static void
test_kept (Fixture       *self,
           gconstpointer  unused)
{
  g_autofree char *group = NULL;

  sluice_pins_set (self->pins, "main/b", sluice_value_integer (7), "run", 4);
  g_assert_true (sluice_pins_keep (self->pins, self->document, "main/b", NULL));
  assert_places (self, "pin main/b kept");
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "pin main/b");
  g_assert_true (sluice_document_redo (self->document));

  /* Without the person's own there is that of the file, also in a sub-flow and after an undo. */
  g_assert_true (sluice_pins_remove (self->pins, "main/b"));
  g_assert_false (sluice_pins_remove (self->pins, "main/b"));
  assert_places (self, "pin main/b of the file kept");
  g_assert_true (sluice_pins_is_used (self->pins, "main/b"));
  sluice_pins_set_off (self->pins, "main/b", TRUE);
  group = sluice_edit_collapse (self->document, (const char *[]) { "main/b", "main/c", NULL }, "Part", NULL);
  assert_places (self, "pin part/b of the file kept off");
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "pin main/b of the file kept off");
  g_assert_true (sluice_edit_delete_nodes (self->document, (const char *[]) { "main/b", NULL }, NULL));
  assert_places (self, "");
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "pin main/b of the file kept off");

  /* Another result is the person's alone, until it is kept as well. */
  sluice_pins_set (self->pins, "main/b", sluice_value_integer (8), NULL, 0);
  assert_places (self, "pin main/b");
  assert_value (self, "main/b", 8);
  sluice_pins_remove_all (self->pins);
  assert_value (self, "main/b", 7);
  sluice_pins_set (self->pins, "main/b", sluice_value_integer (8), NULL, 0);
  g_assert_true (sluice_pins_keep (self->pins, self->document, "main/b", NULL));
  assert_places (self, "pin main/b kept");

  g_assert_true (sluice_pins_drop (self->pins, self->document, "main/b", NULL));
  assert_places (self, "");
  g_assert_false (sluice_pins_drop (self->pins, self->document, "main/b", NULL));
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "pin main/b of the file kept off");
  assert_value (self, "main/b", 8);
  g_assert_true (sluice_pins_leave_to_person (self->pins, self->document, "main/b", NULL));
  assert_places (self, "pin main/b off");
  g_assert_false (sluice_document_get_pin (self->document, "main/b", NULL));
}

static void
test_actions (Fixture       *self,
              gconstpointer  unused)
{
  add (self, SLUICE_BREAK_TAKEN, "main/a", "yes", 0);
  add (self, SLUICE_BREAK_CONSIDERED, "main/a", "no", 0);
  add (self, SLUICE_BREAK_TAKEN, "main/a", NULL, 0);
  g_assert_true (sluice_edit_rename_action (self->document, "main/a", "yes", "sure", NULL));
  assert_places (self, "1 taken main/a sure; 2 considered main/a no; 3 taken main/a");
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "1 taken main/a yes; 2 considered main/a no; 3 taken main/a");
  g_assert_true (sluice_edit_disconnect (self->document, "main/a", "no", NULL));
  assert_places (self, "1 taken main/a yes; 2 considered main/a no; 3 taken main/a");
}

static void
write_exec (Fixture    *self,
            const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "|", -1);
  g_autofree char *joined = g_strjoinv ("\n", lines);
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_edit_set_key (self->document, "main/a", "exec", sluice_text_to_value (joined), &error));
  g_assert_no_error (error);
}

/* What is written one after the other, and where the breakpoints of lines 2 and 4 are then. */
static void
test_lines (Fixture       *self,
            gconstpointer  unused)
{
  static const struct { const char *text, *places; } steps[] = {
    { "|local x = 1|x = 2|x = 3|return x", "1 line main/a exec 3; 2 line main/a exec 5" },
    { "|local x = 1|x = 22|x = 3||return x", "1 line main/a exec 3; 2 line main/a exec 6" },
    { "|local x = 1|x = 3||return x", "2 line main/a exec 5" },
    { "local x = 1|x = 3||return x", "2 line main/a exec 4" },
    { "return x", "2 line main/a exec 1" },
    { "", "" },
    { "return 7", "" },
  };

  add (self, SLUICE_BREAK_LINE, "main/a", "exec", 2);
  add (self, SLUICE_BREAK_LINE, "main/a", "exec", 4);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      write_exec (self, steps[i].text);
      sluice_document_break_merge (self->document);
      assert_places (self, steps[i].places);
    }
  for (guint i = G_N_ELEMENTS (steps) - 1; i > 0; i--)
    {
      g_assert_true (sluice_document_undo (self->document));
      assert_places (self, steps[i - 1].places);
    }
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "1 line main/a exec 2; 2 line main/a exec 4");
}

/* What a person takes away does not come back, and what was added since moves along. */
static void
test_lines_since (Fixture       *self,
                  gconstpointer  unused)
{
  add (self, SLUICE_BREAK_LINE, "main/a", "exec", 2);
  add (self, SLUICE_BREAK_LINE, "main/a", "exec", 4);
  write_exec (self, "|local x = 1|x = 2|x = 3|return x");
  sluice_breakpoints_remove (self->breakpoints, 2);
  add (self, SLUICE_BREAK_LINE, "main/a", "exec", 4);
  g_assert_true (sluice_document_undo (self->document));
  assert_places (self, "1 line main/a exec 2; 3 line main/a exec 3");
}

/* Two breakpoints that come to one line are one; a text that goes to a file keeps them. */
static void
test_lines_joined (Fixture       *self,
                   gconstpointer  unused)
{
  SluiceValue reference = sluice_value_object ();

  add (self, SLUICE_BREAK_LINE, "main/a", "exec", 2);
  add (self, SLUICE_BREAK_LINE, "main/a", "exec", 3);
  write_exec (self, "local x = 1|x = 2 x = 3|return x");
  assert_places (self, "1 line main/a exec 2");
  sluice_value_set_member (&reference, "$file", sluice_value_string ("a.lua"));
  g_assert_true (sluice_edit_set_key (self->document, "main/a", "exec", reference, NULL));
  assert_places (self, "1 line main/a exec 2");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/debug/follower/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/debug/follower/moved", Fixture, NULL, set_up, test_moved, tear_down);
  g_test_add ("/debug/follower/actions", Fixture, NULL, set_up, test_actions, tear_down);
  g_test_add ("/debug/follower/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/debug/follower/lines", Fixture, NULL, set_up, test_lines, tear_down);
  g_test_add ("/debug/follower/lines-since", Fixture, NULL, set_up, test_lines_since, tear_down);
  g_test_add ("/debug/follower/lines-joined", Fixture, NULL, set_up, test_lines_joined, tear_down);

  return g_test_run ();
}
