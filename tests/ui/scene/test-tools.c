/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tools, as text: a document, what a person does, the document after it. A place is in grid units
 * or a name: "a" the middle of a node's header, "a:ok" the port of an action, "a:" the input port.
 *
 *   press PLACE [MODIFIER…]   shift ctrl alt middle double
 *   habit zoom|scroll · wait MS · sequence    (u, d and c, as the canvas has them)
 *   move PLACE · release · click PLACE · drag PLACE PLACE [MODIFIER…] · hold SECONDS
 *   key NAME · keyup NAME · undo · redo · select ID… · pan X,Y · zoom PERCENT
 *   frame X,Y WxH · note X,Y WxH · box ID X,Y WxH · bend ID ACTION INDEX X,Y · bends ID ACTION X,Y…
 *   selected ID… · edge ID ACTION · asked TEXT · view X,Y    assert, the view in grid units
 */
#include "canvas/scene/stage.h"
#include "canvas/scene/walk.h"

#include "graph/catalog.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "notation.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  SluiceStage *stage;
  SluiceDocument *document;
  GString *asked;
  SluiceModifiers modifiers;
  double x;
  double y;
  guint button;
  guint32 time;
} Person;

typedef struct
{
  const char *before;
  const char *input;
  const char *after;
} Case;

static SluiceScene *
get_scene (Person *person)
{
  return sluice_stage_get_scene (person->stage);
}

static SluicePoint
find_place (Person     *person,
            const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", 2);
  g_autofree char *address = g_strconcat ("main/", parts[0], NULL);
  SluiceSceneNode *node = sluice_scene_get_node (get_scene (person), address);
  SluicePoint at;

  if (node == NULL)
    {
      at = (SluicePoint) { strtod (word, NULL) * SLUICE_GRID,
                           strtod (strchr (word, ',') + 1, NULL) * SLUICE_GRID };
    }
  else if (parts[1] == NULL)
    at = (SluicePoint) { node->item.bounds.x + node->item.bounds.width / 2,
                         node->item.bounds.y + 24 };
  else if (*parts[1] == '\0')
    at = node->input;
  else
    {
      g_assert_cmpint (sluice_scene_node_find_port (node, parts[1]), >=, 0);
      at = node->ports[sluice_scene_node_find_port (node, parts[1])].at;
    }
  return sluice_viewport_to_widget (sluice_stage_get_viewport (person->stage), at.x, at.y);
}

static void
go_to (Person     *person,
       const char *word)
{
  SluicePoint at = find_place (person, word);

  person->x = at.x;
  person->y = at.y;
}

static void
send (Person          *person,
      SluiceInputType  type,
      guint            n_press,
      const char      *key)
{
  SluiceInput input = { type, person->x, person->y, person->button, n_press, person->modifiers,
                        key, person->time };

  sluice_stage_handle (person->stage, &input);
}

static guint
read_modifiers (Person  *person,
                char   **words)
{
  guint n_press = 1;

  person->modifiers = 0;
  person->button = 1;
  for (; *words != NULL; words++)
    if (g_str_equal (*words, "shift"))
      person->modifiers |= SLUICE_MODIFIER_SHIFT;
    else if (g_str_equal (*words, "ctrl"))
      person->modifiers |= SLUICE_MODIFIER_CONTROL;
    else if (g_str_equal (*words, "alt"))
      person->modifiers |= SLUICE_MODIFIER_ALT;
    else if (g_str_equal (*words, "middle"))
      person->button = 2;
    else if (g_str_equal (*words, "double"))
      n_press = 2;
    else
      g_error ("No modifier “%s”", *words);
  return n_press;
}

static void
do_press (Person  *person,
          char   **words)
{
  guint n_press = read_modifiers (person, words + 1);

  go_to (person, words[0]);
  send (person, SLUICE_INPUT_PRESS, n_press, NULL);
}

static void
do_move (Person  *person,
         char   **words)
{
  go_to (person, words[0]);
  send (person, SLUICE_INPUT_MOTION, 0, NULL);
}

static void
do_release (Person  *person,
            char   **words)
{
  send (person, SLUICE_INPUT_RELEASE, 1, NULL);
}

static void
do_click (Person  *person,
          char   **words)
{
  do_press (person, words);
  do_release (person, words);
}

static void
do_drag (Person  *person,
         char   **words)
{
  char *from[] = { words[0], NULL };
  guint n_press = read_modifiers (person, words + 2);
  SluicePoint end = find_place (person, words[1]);

  go_to (person, from[0]);
  send (person, SLUICE_INPUT_PRESS, n_press, NULL);
  person->x = (person->x + end.x) / 2;
  person->y = (person->y + end.y) / 2;
  send (person, SLUICE_INPUT_MOTION, 0, NULL);
  person->x = end.x;
  person->y = end.y;
  send (person, SLUICE_INPUT_MOTION, 0, NULL);
  send (person, SLUICE_INPUT_RELEASE, 1, NULL);
}

static void
do_key (Person  *person,
        char   **words)
{
  person->modifiers = 0;
  send (person, SLUICE_INPUT_KEY, 0, words[0]);
}

static void
do_keyup (Person  *person,
          char   **words)
{
  send (person, SLUICE_INPUT_KEY_RELEASE, 0, words[0]);
}

static void
do_wait (Person  *person,
         char   **words)
{
  person->time += (guint32) atoi (words[0]);
}

static void
do_habit (Person  *person,
          char   **words)
{
  sluice_stage_set_drag_pans (person->stage, g_str_equal (words[0], "scroll"));
}

static void
do_sequence (Person  *person,
             char   **words)
{
  static const SluiceSequenceKey keys[] = { { "u", "Up", "up" }, { "d", "Down", "down" } };
  static const SluiceSequence sequence = { "Go", keys, G_N_ELEMENTS (keys) };

  g_assert_true (sluice_stage_start_sequence (person->stage, &sequence));
  g_assert_true (sluice_stage_get_feedback (person->stage)->sequence == &sequence);
}

static void
do_undo (Person  *person,
         char   **words)
{
  sluice_document_undo (person->document);
}

static void
do_redo (Person  *person,
         char   **words)
{
  sluice_document_redo (person->document);
}

static char **
to_addresses (char **ids)
{
  GPtrArray *addresses = g_ptr_array_new ();

  for (; *ids != NULL; ids++)
    g_ptr_array_add (addresses, g_strconcat ("main/", *ids, NULL));
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_free (addresses, FALSE);
}

static void
do_select (Person  *person,
           char   **words)
{
  g_auto (GStrv) addresses = to_addresses (words);

  sluice_selection_set (sluice_scene_get_selection (get_scene (person)),
                        (const char * const *) addresses);
}

static void
do_pan (Person  *person,
        char   **words)
{
  sluice_stage_pan (person->stage, atoi (words[0]) * SLUICE_GRID,
                    atoi (strchr (words[0], ',') + 1) * SLUICE_GRID);
}

static void
do_zoom (Person  *person,
         char   **words)
{
  sluice_stage_zoom_to (person->stage, atoi (words[0]) / 100.0, 0, 0);
}

static void
do_hold (Person  *person,
         char   **words)
{
  sluice_stage_tick (person->stage, strtod (words[0], NULL));
}

static void
do_link (Person  *person,
         char   **words)
{
  g_autofree char *address = g_strconcat ("main/", words[0], NULL);

  g_assert_true (sluice_stage_start_link (person->stage, address));
}

static void
assert_selected (Person  *person,
                 char   **words)
{
  g_auto (GStrv) expected = to_addresses (words);
  g_auto (GStrv) selected = sluice_selection_dup (sluice_scene_get_selection (get_scene (person)));
  g_autofree char *one = g_strjoinv (" ", selected), *other = g_strjoinv (" ", expected);

  g_assert_cmpstr (one, ==, other);
}

static void
assert_edge (Person  *person,
             char   **words)
{
  g_autofree char *address = g_strconcat ("main/", words[0], NULL);

  g_assert_true (sluice_selection_has_edge (sluice_scene_get_selection (get_scene (person)), address,
                                            words[1]));
}

/* What the release would cut, in the order it was crossed. */
static void
assert_lit (Person  *person,
            char   **words)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (person->stage);
  g_autoptr (GString) lit = g_string_new (NULL);
  g_autofree char *expected = g_strjoinv (" ", words);

  for (guint i = 0; i < feedback->lit->len; i++)
    {
      const SluiceEdgeName *name = g_ptr_array_index (feedback->lit, i);

      g_string_append_printf (lit, "%s%s-%s", i > 0 ? " " : "", name->address + strlen ("main/"),
                              name->action);
    }
  g_assert_cmpstr (lit->str, ==, expected);
}

static void
do_reach (Person  *person,
          char   **words)
{
  SluiceSelection *selection = sluice_scene_get_selection (get_scene (person));
  g_auto (GStrv) from = sluice_selection_dup (selection);
  SluiceReach reach = g_str_equal (words[0], "up") ? SLUICE_REACH_UPSTREAM
                      : g_str_equal (words[0], "down") ? SLUICE_REACH_DOWNSTREAM
                      : SLUICE_REACH_CONNECTED;
  g_auto (GStrv) reached = sluice_scene_dup_reach (get_scene (person),
                                                   (const char * const *) from, reach);

  sluice_selection_set (selection, (const char * const *) reached);
}

static void
do_follow (Person  *person,
           char   **words)
{
  static const char * const names[] = { "left", "right", "up", "down" };
  SluiceSelection *selection = sluice_scene_get_selection (get_scene (person));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (words[0], names[i]))
      {
        SluiceSceneNode *node = sluice_scene_follow (get_scene (person),
                                                     sluice_selection_get_last (selection),
                                                     (SluiceDirection) i);

        sluice_selection_set (selection, (const char *[]) { node != NULL ? node->address : NULL,
                                                            NULL });
      }
}

static SluiceBox
read_box (char **words)
{
  SluiceBox box = { atoi (words[0]), atoi (strchr (words[0], ',') + 1), atoi (words[1]),
                    atoi (strchr (words[1], 'x') + 1) };

  return box;
}

static void
do_frame (Person  *person,
          char   **words)
{
  SluiceBox box = read_box (words);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = sluice_edit_add_frame (person->document, "main", "Frame", &box, &error);

  g_assert_no_error (error);
  g_assert_nonnull (address);
}

static void
do_note (Person  *person,
         char   **words)
{
  SluiceBox box = read_box (words);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = sluice_edit_add_note (person->document, "main", "Note", &box, &error);

  g_assert_no_error (error);
  g_assert_nonnull (address);
}

static void
assert_box (Person  *person,
            char   **words)
{
  g_autofree char *address = g_strconcat ("main/", words[0], NULL);
  SluiceBox expected = read_box (words + 1), box;

  g_assert_true (sluice_document_get_box (person->document, address, &box));
  g_assert_cmpint (box.x, ==, expected.x);
  g_assert_cmpint (box.y, ==, expected.y);
  g_assert_cmpint (box.width, ==, expected.width);
  g_assert_cmpint (box.height, ==, expected.height);
}

static void
do_bend (Person  *person,
         char   **words)
{
  g_autofree char *address = g_strconcat ("main/", words[0], NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_edit_add_bend (person->document, address, words[1], (guint) atoi (words[2]),
                                       atoi (words[3]), atoi (strchr (words[3], ',') + 1), &error));
  g_assert_no_error (error);
}

static void
assert_bends (Person  *person,
              char   **words)
{
  g_autofree char *address = g_strconcat ("main/", words[0], NULL);
  g_autofree char *expected = g_strjoinv (" ", words + 2);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree SluiceGridPoint *bends = NULL;
  guint n;

  bends = sluice_document_dup_bends (person->document, address, words[1], &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (found, "%s%d,%d", i > 0 ? " " : "", bends[i].x, bends[i].y);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_asked (Person  *person,
              char   **words)
{
  g_autofree char *expected = g_strjoinv (" ", words);

  g_assert_cmpstr (person->asked->str, ==, expected);
}

static void
assert_view (Person  *person,
             char   **words)
{
  const SluiceViewport *view = sluice_stage_get_viewport (person->stage);
  g_autofree char *place = g_strdup_printf ("%g,%g", view->x / SLUICE_GRID, view->y / SLUICE_GRID);

  g_assert_cmpstr (place, ==, words[0]);
}

static const struct
{
  const char *verb;
  void (*perform) (Person *person, char **words);
} verbs[] = {
  { "press", do_press }, { "move", do_move }, { "release", do_release }, { "click", do_click },
  { "drag", do_drag }, { "key", do_key }, { "keyup", do_keyup }, { "undo", do_undo }, { "redo",
                                                                                        do_redo },
  { "frame", do_frame }, { "note", do_note }, { "box", assert_box },
  { "bend", do_bend }, { "bends", assert_bends },
  { "wait", do_wait }, { "habit", do_habit }, { "sequence", do_sequence },
  { "lit", assert_lit }, { "reach", do_reach }, { "follow", do_follow },
  { "select", do_select }, { "pan", do_pan }, { "zoom", do_zoom }, { "hold", do_hold }, { "link",
                                                                                          do_link },
  { "selected", assert_selected }, { "edge", assert_edge }, { "asked", assert_asked }, { "view",
                                                                                         assert_view },
};

static void
perform (Person     *person,
         const char *step)
{
  g_auto (GStrv) words = g_strsplit (step, " ", -1);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (words[0], verbs[i].verb))
      {
        verbs[i].perform (person, words + 1);
        return;
      }
  g_error ("No verb “%s”", words[0]);
}

/* What was asked of the surroundings, in order. */
static void
add_node_cb (double      x,
             double      y,
             const char *from,
             const char *action,
             gpointer    user_data)
{
  g_string_append_printf (((Person *) user_data)->asked, "%sadd %g,%g",
                          ((Person *) user_data)->asked->len > 0 ? " " : "",
                          x / SLUICE_GRID, y / SLUICE_GRID);
  if (from != NULL)
    g_string_append_printf (((Person *) user_data)->asked, " %s:%s", from, action);

  /* The search is a popover: it takes the pointer away. */
  sluice_stage_cancel (((Person *) user_data)->stage);
}

static void
activate_node_cb (const char *address,
                  gpointer    user_data)
{
  g_string_append_printf (((Person *) user_data)->asked, "activate %s", address);
}

static void
edit_action_cb (const char *address,
                const char *action,
                gpointer    user_data)
{
  g_string_append_printf (((Person *) user_data)->asked, "edit %s:%s", address, action);
}

static void
toggle_breakpoint_cb (const char *address,
                      gpointer    user_data)
{
  g_string_append_printf (((Person *) user_data)->asked, "breakpoint %s", address);
}

static void
edit_shape_cb (const char *address,
               gpointer    user_data)
{
  g_string_append_printf (((Person *) user_data)->asked, "write %s", address);
}

static void
perform_cb (const char *action,
            gpointer    user_data)
{
  g_string_append_printf (((Person *) user_data)->asked, "perform %s", action);
}

static void
run_case (const Case *it)
{
  static const SluiceStageHost host = {
    .add_node = add_node_cb,
    .activate_node = activate_node_cb,
    .edit_action = edit_action_cb,
    .toggle_breakpoint = toggle_breakpoint_cb,
    .perform = perform_cb,
    .edit_shape = edit_shape_cb,
  };
  g_autoptr (SluiceDocument) document = notation_parse (it->before);
  g_autoptr (SluiceStage) stage = sluice_stage_new ();
  g_autoptr (GString) asked = g_string_new (NULL);
  Person person = { stage, document, asked, 0, 0, 0, 1, 1000 };
  g_auto (GStrv) steps = g_strsplit (it->input, "; ", -1);
  g_autofree char *after = NULL;

  g_test_message ("%s | %s", it->before, it->input);
  sluice_stage_set_host (stage, &host, &person);
  sluice_stage_set_size (stage, 100 * SLUICE_GRID, 60 * SLUICE_GRID);
  sluice_scene_set_flow (sluice_stage_get_scene (stage), document, "main");
  for (guint i = 0; steps[i] != NULL; i++)
    perform (&person, steps[i]);
  g_assert_false (sluice_stage_is_busy (stage));
  after = notation_print (document);
  g_assert_cmpstr (after, ==, it->after);
}

static void
run_cases (const Case *cases,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    run_case (&cases[i]);
}

static void
test_move (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0", "drag a 10,10.5", "*a@4,9 b@20,0" },
    { "*a@0,0 b@20,0", "press a; move 10,10.5; key Escape", "*a@0,0 b@20,0" },
    { "*a@0,0 b@20,0", "press a; move 10,10.5; key Escape; undo", "*a@0,0 b@20,0" },
    { "*a@0,0 b@20,0", "drag a 10,10.5; undo", "*a@0,0 b@20,0" },
    { "*a@0,0 b@20,0", "press a; move 10,10.5; move 12,13; move 7,29.5; release; undo; redo",
      "*a@1,28 b@20,0" },
    { "*a@0,0 b@20,0", "press a; move 6.1,1.6; release",
      "*a@0,0 b@20,0" }, /* within the threshold */
    { "*a@0,0 b@20,0", "press a; move 6.4,1.9; release; undo",
      "*a@0,0 b@20,0" }, /* on the same grid point */
    { "*a@0,0 b@20,0", "select a b; drag a 7,3.5", "*a@1,2 b@21,2" },
    { "*a@0,0 b@20,9", "select a; drag b 30,19.5", "*a@0,0 b@24,18" },
    { "*a@0,0 b@20,9", "drag a 6,11.05",
      "*a@0,9 b@20,9" }, /* to b's top, from more than half a unit off */
    { "*a@0,0 b@20,9", "drag a 6,11.05 alt", "*a@0,10 b@20,9" },
    { "*a@0,0 b@20,0", "zoom 50; drag a 10,10.5", "*a@4,9 b@20,0" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_scroll_at_the_side (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
  g_autoptr (SluiceStage) stage = sluice_stage_new ();
  Person person = { stage, document, NULL, 0, 0, 0, 1, 1000 };
  int x, y;

  sluice_stage_set_size (stage, 100 * SLUICE_GRID, 60 * SLUICE_GRID);
  sluice_scene_set_flow (sluice_stage_get_scene (stage), document, "main");
  perform (&person, "press a");
  perform (&person, "move 50,10");
  g_assert_false (sluice_stage_wants_tick (stage));
  perform (&person, "move 99.5,10.5");
  g_assert_true (sluice_stage_wants_tick (stage));
  perform (&person, "hold 0.1");
  g_assert_cmpfloat (sluice_stage_get_viewport (stage)->x, >, 40);
  sluice_document_get_position (document, "main/a", &x, &y);
  g_assert_cmpint (x, >, 95);
  perform (&person, "key Escape");
  g_assert_false (sluice_stage_wants_tick (stage));
  sluice_document_get_position (document, "main/a", &x, &y);
  g_assert_cmpint (x, ==, 0);
}

static void
test_select (void)
{
  static const char three[] = "*a@0,0 b@20,0 c@40,0";
  static const Case cases[] = {
    { three, "click a; selected a", three },
    { three, "click a; click b; selected b", three },
    { three, "click a; click b shift; selected a b", three },
    { three, "click a; click b ctrl; selected a b; click a ctrl; selected b", three },
    { three, "select a b; click a; selected a", three },
    { three, "select a b; click 50,50; selected", three },
    { three, "select a b; key Escape; selected", three },
    { three, "drag 18,-3 60,30; selected b c", three },
    { three, "drag 60,30 18,-3; selected b c", three },
    { three, "select a; drag 18,-3 34,30 shift; selected a b", three },
    { three, "select a b; drag 18,-3 60,30 ctrl; selected a c", three },
    { three, "select a; press 18,-3; move 60,30; key Escape; selected a", three },
    { "*a@0,0 b@40,0 a-ok->b", "click 26,2.75; edge a ok", "*a@0,0 b@40,0 a-ok->b" },
    { "*a@0,0 b@40,0 a-ok->b", "click a:ok; edge a ok", "*a@0,0 b@40,0 a-ok->b" },
    { "*a@0,0 b@40,0 a-ok->b", "click b:; edge a ok", "*a@0,0 b@40,0 a-ok->b" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_pan (void)
{
  static const Case cases[] = {
    { "*a@0,0", "drag 50,50 45,48 middle; view 5,2", "*a@0,0" },
    { "*a@0,0", "key space; drag a 20,21.5; keyup space; view -14,-20", "*a@0,0" },
    { "*a@0,0", "key space; keyup space; drag a 8,5.5; view 0,0", "*a@2,4" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_connect (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@30,0", "drag a:default b", "*a@0,0 b@30,0 a-default->b" },
    { "*a@0,0 b@30,0", "drag a:default b; undo", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0", "drag a:default b; undo; redo", "*a@0,0 b@30,0 a-default->b" },
    { "*a@0,0 b@30,0", "drag a:default 28.8,2.4", "*a@0,0 b@30,0 a-default->b" }, /* the magnet */
    { "*a@0,0 b@30,0", "drag a:default 28,1.5; asked add 28,1.5 main/a:default", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0", "press a:default; move b; key Escape", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0", "drag a:default a", "*a@0,0 b@30,0 a-default->a" },
    { "*a@0,0 b@30,0 c@30,20 a-ok->b", "drag a:ok c", "*a@0,0 b@30,0 c@30,20 a-ok->c" },
    { "*a@0,0 b@30,0 a-ok->b", "drag a:ok 20,40; asked add 20,40 main/a:ok",
      "*a@0,0 b@30,0 a-ok->b" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_take_the_end (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@30,0 c@30,20 a-ok->b", "drag b: c", "*a@0,0 b@30,0 c@30,20 a-ok->c" },
    { "*a@0,0 b@30,0 c@30,20 a-ok->b", "drag b: c; undo", "*a@0,0 b@30,0 c@30,20 a-ok->b" },
    { "*a@0,0 b@30,0 c@30,20 a-ok->b", "press b: double; move c; release",
      "*a@0,0 b@30,0 c@30,20 a-ok->c" },
    { "*a@0,0 b@30,0 a-ok->b", "drag b: 20,40; asked", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0 a-ok->b", "press b:; move 20,40; key Escape", "*a@0,0 b@30,0 a-ok->b" },
    { "*a@0,0 b@30,0 c@30,20 a-x->b a-y->b", "click a:x; drag b: c",
      "*a@0,0 b@30,0 c@30,20 a-x->c a-y->b" },
    { "*a@0,0 b@30,0", "drag b: 20,40", "*a@0,0 b@20,39" }, /* nothing ends there: the node moves */
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_ask (void)
{
  static const Case cases[] = {
    { "*a@0,0", "press 20,20 double; asked add 20,20", "*a@0,0" },
    { "*a@0,0", "press a double; asked activate main/a", "*a@0,0" },
    { "*a@0,0", "press 0,0; asked breakpoint main/a", "*a@0,0" },
    { "*a@0,0", "press 0,0 double; asked breakpoint main/a", "*a@0,0" },
    { "*a@0,0 b@40,20 a-ok->b", "press 26,12.75 double; asked edit main/a:ok",
      "*a@0,0 b@40,20 a-ok->b" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_link_by_keyboard (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0 c@40,0", "link a; key Right; key Return",
      "*a@0,0 b@20,0 c@40,0 a-default->b" },
    { "*a@0,0 b@20,0 c@40,0", "link a; key Right; key Right; key Return",
      "*a@0,0 b@20,0 c@40,0 a-default->c" },
    { "*a@0,0 b@20,0 c@40,0", "link a; key Right; key Escape", "*a@0,0 b@20,0 c@40,0" },
    { "*a@0,0 b@20,0 c@40,0", "link a; key Return", "*a@0,0 b@20,0 c@40,0" },
    { "*a@0,0 b@20,0 a-x->b a-y->b", "link a; key Tab; key Left; key Return",
      "*a@0,0 b@20,0 a-x->b a-y->b" },
    { "*a@0,0 b@20,0 a-x->a a-y->a", "link a; key Tab; key Right; key Return",
      "*a@0,0 b@20,0 a-x->a a-y->b" },
    { "*a@0,0 b@20,0", "link a; key Right; click b; selected b", "*a@0,0 b@20,0" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_habits (void)
{
  static const char one[] = "*a@0,0";
  static const Case cases[] = {
    { one, "habit scroll; drag 50,50 45,48; view 5,2", one },
    { one, "habit scroll; select a; drag 50,50 45,48; selected a", one },
    { one, "habit scroll; select a; click 50,50; selected", one },
    { one, "habit scroll; drag 50,50 0,0 shift; selected a; view 0,0", one },
    { one, "habit scroll; drag 50,50 0,0 ctrl; selected a; view 0,0", one },
    { one, "habit scroll; habit zoom; drag 50,50 0,0; selected a; view 0,0", one },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

/* A throw goes on, slower and slower; one that was held before the release does not. */
static void
test_glide (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
  g_autoptr (SluiceStage) stage = sluice_stage_new ();
  Person person = { stage, document, NULL, 0, 0, 0, 1, 1000 };
  static const char * const thrown[] = { "press 50,30 middle", "wait 10", "move 49,30", "wait 10",
                                         "move 48,30", "wait 10", "release" };
  static const char * const held[] = { "press 50,30 middle", "wait 10", "move 49,30", "wait 10",
                                       "move 48,30", "wait 200", "release" };
  double before;

  sluice_stage_set_size (stage, 100 * SLUICE_GRID, 60 * SLUICE_GRID);
  sluice_scene_set_flow (sluice_stage_get_scene (stage), document, "main");
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    perform (&person, held[i]);
  g_assert_false (sluice_stage_wants_tick (stage));
  for (guint i = 0; i < G_N_ELEMENTS (thrown); i++)
    perform (&person, thrown[i]);
  g_assert_true (sluice_stage_wants_tick (stage));
  before = sluice_stage_get_viewport (stage)->x;
  perform (&person, "hold 0.1");
  g_assert_cmpfloat (sluice_stage_get_viewport (stage)->x, >, before + SLUICE_GRID);
  for (guint i = 0; i < 100 && sluice_stage_wants_tick (stage); i++)
    perform (&person, "hold 0.1");
  g_assert_false (sluice_stage_wants_tick (stage));

  for (guint i = 0; i < G_N_ELEMENTS (thrown); i++)
    perform (&person, thrown[i]);
  perform (&person, "press 50,30");
  g_assert_false (sluice_stage_wants_tick (stage));
  perform (&person, "release");
  sluice_stage_set_animated (stage, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (thrown); i++)
    perform (&person, thrown[i]);
  g_assert_false (sluice_stage_wants_tick (stage));
}

static void
test_knife (void)
{
  static const char three[] = "*a@0,0 b@40,0 c@40,20 a-x->b a-y->c";
  static const char one_left[] = "*a@0,0 b@40,0 c@40,20 a-y->c";
  static const Case cases[] = {
    { three, "press 36,-4 alt; move 36,10; lit a-x; release", one_left },
    { three, "press 36,-4 alt; move 36,40; lit a-x a-y; release; lit",
      "*a@0,0 b@40,0 c@40,20" },
    { three, "press 36,-4 alt; move 36,40; release; undo", three },
    { three, "press 36,-4 alt; move 36,40; release; undo; redo", "*a@0,0 b@40,0 c@40,20" },
    { three, "press 36,-4 alt; move 36,40; key Escape; lit", three },
    { three, "press 36,-4 alt; move 36,10; move 36,-4; lit a-x; release", one_left },
    { three, "drag 36,40 70,40 alt; selected", three },
    { three, "click 36,-4 alt", three },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

/* Frames and notes: their sides resize, the bar of a frame moves it with what is within. */
static void
test_shapes (void)
{
  static const char two[] = "*a@2,3 b@40,3";
  static const Case cases[] = {
    { two, "frame 0,0 20x16; drag 10,1 15,5; box $frames/frame 5,4 20x16", "*a@7,7 b@40,3" },
    { two, "frame 0,0 20x16; drag 10,1 15,5; undo; box $frames/frame 0,0 20x16", two },
    { two, "frame 0,0 20x16; press 10,1; move 15,5; key Escape; box $frames/frame 0,0 20x16", two },
    { two, "frame 0,0 10x16; drag 5,1 10,5; box $frames/frame 5,4 10x16", two }, /* a sticks out */
    { two, "frame 0,0 20x16; select b; click 10,1; selected $frames/frame", two },
    { two, "frame 0,0 20x16; drag 20,8 24,9; box $frames/frame 0,0 24x16", two },
    { two, "frame 0,0 20x16; drag 0,16 -2,20; box $frames/frame -2,0 22x20", two },
    { two, "frame 0,0 20x16; drag 10,0 10,-3 alt; box $frames/frame 0,-3 20x19", two },
    { two, "frame 0,0 20x16; drag 20,16 -9,-9; box $frames/frame 0,0 2x2", two },
    { two, "frame 0,0 20x16; press 20,8; move 24,9; key Escape; box $frames/frame 0,0 20x16", two },
    { two, "frame 0,0 20x16; drag 20,8 24,9; undo; box $frames/frame 0,0 20x16", two },
    { two, "frame 0,0 20x16; drag 17,14 1,5; selected a", two }, /* within it is canvas */
    { two, "frame 0,0 20x16; drag -4,20 30,-4; selected $frames/frame a", two },
    { two, "frame 0,0 20x16; press 10,1 double; asked write main/$frames/frame", two },
    { two, "note 20,20 8x4; drag 24,22 30,30 alt; box $notes/note 26,28 8x4", two },
    { two, "note 20,20 8x4; drag 28,22 31,22; box $notes/note 20,20 11x4", two },
    { two, "note 20,20 8x4; press 24,22 double; asked write main/$notes/note", two },
    { two, "note 20,20 8x4; drag 30,26 26,22; selected $notes/note", two },
    { two, "note 0,0 20x16; click a; selected a", two }, /* a node is above it */
    { two, "note 2,10 8x4; select a $notes/note; drag a 8.1,9.6 alt; box $notes/note 2,15 8x4",
      "*a@2,8 b@40,3" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_bends (void)
{
  static const char one[] = "*a@0,0 b@40,0 a-default->b";
  static const Case cases[] = {
    { one, "press 26,2.75 double; release; bends a default 26,3", one },
    { one, "press 26,2.75 double; release; undo; bends a default", one },
    { one, "press 26,2.75 double; move 26,12; release; bends a default 26,12", one },
    { one, "bend a default 0 26,12; drag 26,12 20,14; bends a default 20,14; edge a default", one },
    { one, "bend a default 0 26,12; drag 26,12 20,14; undo; bends a default 26,12", one },
    { one, "bend a default 0 26,12; press 26,12; move 20,14; key Escape; bends a default 26,12",
      one },
    { one, "bend a default 0 26,12; press 26,12 double; bends a default", one },
    { one, "bend a default 0 20,12; bend a default 1 32,12; press 26,13.2 double; release; "
           "bends a default 20,12 26,13 32,12", one },
    { one, "bend a default 0 26,12; click 26,12; edge a default", one },
    { one, "bend a default 0 26,12; press 36,14 alt; move 22,10; lit a-default; key Escape", one },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_insert (void)
{
  static const char three[] = "*a@0,0 b@40,0 c@20,20 a-x->b";
  static const char inserted[] = "*a@0,0 b@40,0 c@20,0 a-x->c c-default->b";
  static const Case cases[] = {
    { three, "drag c 26,1.5", inserted },
    { three, "press c; move 26,5; move 26,1.5; lit a-x; release; lit", inserted },
    { three, "drag c 26,1.5; undo", three },
    { three, "drag c 26,1.5; undo; redo", inserted },
    { three, "drag c 26,1.5 alt", "*a@0,0 b@40,0 c@20,0 a-x->b" },
    { three, "press c; move 26,1.5; key Escape; lit", three },
    { three, "drag c 26,41.5; lit", "*a@0,0 b@40,0 c@20,40 a-x->b" },
    { "*a@0,0 b@40,0 c@20,20 a-x->b c-y->b", "drag c 26,1.5", /* it is connected already */
      "*a@0,0 b@40,0 c@20,0 a-x->b c-y->b" },
    { three, "select c b; drag c 26,6.5", "*a@0,0 b@40,-15 c@20,5 a-x->b" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_copy_by_dragging (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0", "drag a 10,20.5 ctrl; selected a-2", "*a@0,0 b@20,0 a-2@4,19" },
    { "*a@0,0 b@20,0", "drag a 10,20.5 ctrl; undo", "*a@0,0 b@20,0" },
    { "*a@0,0 b@20,0", "press a ctrl; move 10,20.5; key Escape; selected a", "*a@0,0 b@20,0" },
    { "*a@0,0 b@20,0 a-x->b", "select a b; drag b 26,20.5 ctrl; selected a-2 b-2",
      "*a@0,0 b@20,0 a-2@0,19 b-2@20,19 a-x->b a-2-x->b-2" },
    { "*a@0,0", "press a ctrl; release; selected a", "*a@0,0" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_sequence (void)
{
  static const Case cases[] = {
    { "*a@0,0", "sequence; key u; asked perform up", "*a@0,0" },
    { "*a@0,0", "sequence; key Shift_L; key D; asked perform down", "*a@0,0" },
    { "*a@0,0", "sequence; key x; asked", "*a@0,0" },
    { "*a@0,0", "select a; sequence; key Escape; selected a; key Escape; selected", "*a@0,0" },
    { "*a@0,0 b@20,0", "sequence; click b; selected b; asked", "*a@0,0 b@20,0" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_walk_along_edges (void)
{
  static const char five[] =
    "*a@0,0 b@20,0 c@20,20 d@40,0 e@0,40 a-x->b a-y->c b-default->d c-default->d";
  static const Case cases[] = {
    { five, "select c; reach up; selected a c", five },
    { five, "select b; reach down; selected d b", five },
    { five, "select b; reach any; selected d a c b", five },
    { five, "select b c; reach down; selected d b c", five },
    { five, "select e; reach any; selected e", five },
    { five, "select a; follow right; selected b; follow down; selected c; follow up; selected b",
      five },
    { five, "select b; follow right; selected d; follow left; selected b; follow left; selected a",
      five },
    { five, "select b; follow up; selected", five },
    { five, "select d; follow right; selected", five },
    { five, "select e; follow left; selected", five },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/tools/move", test_move);
  g_test_add_func ("/scene/tools/scroll-at-the-side", test_scroll_at_the_side);
  g_test_add_func ("/scene/tools/select", test_select);
  g_test_add_func ("/scene/tools/pan", test_pan);
  g_test_add_func ("/scene/tools/connect", test_connect);
  g_test_add_func ("/scene/tools/take-the-end", test_take_the_end);
  g_test_add_func ("/scene/tools/ask", test_ask);
  g_test_add_func ("/scene/tools/link-by-keyboard", test_link_by_keyboard);
  g_test_add_func ("/scene/tools/habits", test_habits);
  g_test_add_func ("/scene/tools/glide", test_glide);
  g_test_add_func ("/scene/tools/knife", test_knife);
  g_test_add_func ("/scene/tools/shapes", test_shapes);
  g_test_add_func ("/scene/tools/bends", test_bends);
  g_test_add_func ("/scene/tools/insert", test_insert);
  g_test_add_func ("/scene/tools/copy-by-dragging", test_copy_by_dragging);
  g_test_add_func ("/scene/tools/sequence", test_sequence);
  g_test_add_func ("/scene/tools/walk-along-edges", test_walk_along_edges);
  return g_test_run ();
}
