/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A person at the stage: each step of a case by its verb. */
#include "person.h"

#include "canvas/scene/walk.h"

#include "graph/catalog.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "notation.h"

#include <stdlib.h>
#include <string.h>

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
    at = sluice_scene_node_place_port (node, -1);
  else
    {
      g_assert_cmpint (sluice_scene_node_find_port (node, parts[1]), >=, 0);
      at = sluice_scene_node_place_port (node, sluice_scene_node_find_port (node, parts[1]));
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
do_snap (Person  *person,
         char   **words)
{
  sluice_stage_set_snaps (person->stage, g_str_equal (words[0], "on"));
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

/* Two fingers on a screen: where their middle goes, and how far they spread, in hundredths. */
static void
do_pinch (Person  *person,
          char   **words)
{
  SluicePoint from = find_place (person, words[0]), to = find_place (person, words[1]);
  SluicePinch pinch;

  sluice_stage_begin_pinch (person->stage, &pinch, from.x, from.y);
  sluice_stage_pinch (person->stage, &pinch, (from.x + to.x) / 2, (from.y + to.y) / 2, 1);
  sluice_stage_pinch (person->stage, &pinch, to.x, to.y, strtod (words[2], NULL) / 100);
}

static void
scroll (Person    *person,
        char     **words,
        gboolean   is_wheel,
        double     unit)
{
  read_modifiers (person, words + 2);
  go_to (person, words[0]);
  sluice_stage_scroll (person->stage, strtod (words[1], NULL) * unit, strtod (strchr (words[1], ',') + 1, NULL) * unit,
                       is_wheel, person->modifiers, person->x, person->y);
}

static void
do_wheel (Person  *person,
          char   **words)
{
  scroll (person, words, TRUE, 1);
}

static void
do_fingers (Person  *person,
            char   **words)
{
  scroll (person, words, FALSE, SLUICE_GRID);
}

static void
assert_zoom (Person  *person,
             char   **words)
{
  g_assert_cmpfloat_with_epsilon (sluice_stage_get_viewport (person->stage)->zoom * 100, strtod (words[0], NULL), 0.01);
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
  { "wait", do_wait }, { "habit", do_habit }, { "snap", do_snap }, { "sequence", do_sequence },
  { "lit", assert_lit }, { "reach", do_reach }, { "follow", do_follow },
  { "select", do_select }, { "pan", do_pan }, { "zoom", do_zoom }, { "hold", do_hold }, { "link",
                                                                                          do_link },
  { "pinch", do_pinch }, { "wheel", do_wheel }, { "fingers", do_fingers }, { "zoomed", assert_zoom },
  { "selected", assert_selected }, { "edge", assert_edge }, { "asked", assert_asked }, { "view",
                                                                                         assert_view },
};

void
person_perform (Person     *person,
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
    g_string_append_printf (((Person *) user_data)->asked, " %s:%s", from, action != NULL ? action : "");

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
    person_perform (&person, steps[i]);
  g_assert_false (sluice_stage_is_busy (stage));
  after = notation_print (document);
  g_assert_cmpstr (after, ==, it->after);
}

void
person_run_cases (const Case *cases,
                  guint       n)
{
  for (guint i = 0; i < n; i++)
    run_case (&cases[i]);
}
