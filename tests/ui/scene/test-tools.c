/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tools, as text: a document, what a person does (person.h), the document after it. */
#include "notation.h"
#include "person.h"

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
    { "*a@0,0 b@20,9", "snap off; drag a 6,11.05", "*a@0,10 b@20,9" },
    { "*a@0,0 b@20,9", "snap off; drag a 6,11.05 alt", "*a@0,9 b@20,9" },
    { "*a@0,0 b@20,0", "zoom 50; drag a 10,10.5", "*a@4,9 b@20,0" },
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
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
  person_perform (&person, "press a");
  person_perform (&person, "move 50,10");
  g_assert_false (sluice_stage_wants_tick (stage));
  person_perform (&person, "move 99.5,10.5");
  g_assert_true (sluice_stage_wants_tick (stage));
  person_perform (&person, "hold 0.1");
  g_assert_cmpfloat (sluice_stage_get_viewport (stage)->x, >, 40);
  sluice_document_get_position (document, "main/a", &x, &y);
  g_assert_cmpint (x, >, 95);
  person_perform (&person, "key Escape");
  g_assert_false (sluice_stage_wants_tick (stage));
  sluice_document_get_position (document, "main/a", &x, &y);
  g_assert_cmpint (x, ==, 0);
}

static int
sign (double value)
{
  return (value > 0) - (value < 0);
}

/* Towards each side, and into a corner; over when it is let go. A finished link would ask, so it is given up. */
static void
test_scroll_with_each_tool (void)
{
  static const char * const starts[] = { "press a", "press a:default", "press 60,40", "press 60,40 alt" };
  static const struct
  {
    const char *move;
    int x, y;
  } cases[] = {
    { "move 99.5,30", 1, 0 }, { "move 0.5,30", -1, 0 }, { "move 50,59.5", 0, 1 },
    { "move 50,0.5", 0, -1 }, { "move 99.5,59.5", 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (starts) * G_N_ELEMENTS (cases); i++)
    {
      guint k = i % G_N_ELEMENTS (cases);
      g_autoptr (SluiceDocument) document = notation_parse ("*a@20,20");
      g_autoptr (SluiceStage) stage = sluice_stage_new ();
      const SluiceViewport *viewport = sluice_stage_get_viewport (stage);
      Person person = { stage, document, NULL, 0, 0, 0, 1, 1000 };

      sluice_stage_set_size (stage, 100 * SLUICE_GRID, 60 * SLUICE_GRID);
      sluice_scene_set_flow (sluice_stage_get_scene (stage), document, "main");
      person_perform (&person, starts[i / G_N_ELEMENTS (cases)]);
      person_perform (&person, cases[k].move);
      person_perform (&person, "hold 0.1");
      g_assert_cmpint (sign (viewport->x), ==, cases[k].x);
      g_assert_cmpint (sign (viewport->y), ==, cases[k].y);
      person_perform (&person, "key Escape");
      g_assert_false (sluice_stage_wants_tick (stage));
    }
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_pan (void)
{
  static const Case cases[] = {
    { "*a@0,0", "drag 50,50 45,48 middle; view 5,2", "*a@0,0" },
    { "*a@0,0", "key space; drag a 20,21.5; keyup space; view -14,-20", "*a@0,0" },
    { "*a@0,0", "key space; keyup space; drag a 8,5.5; view 0,0", "*a@2,4" },
    { "*a@0,0", "key space; press 50,50; move 45,48; keyup space; release; drag a 8,5.5", "*a@2,4" },
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
}

/* Two fingers on a screen: what is between them stays there, and goes where they go. */
static void
test_pinch (void)
{
  static const char one[] = "*a@0,0";
  static const Case cases[] = {
    { one, "pinch 20,10 20,10 200; zoomed 200; view 10,5", one },
    { one, "pinch 20,10 20,10 50; zoomed 50; view -20,-10", one },
    { one, "pinch 20,10 30,14 100; zoomed 100; view -10,-4", one },
    { one, "pinch 20,10 30,20 200; zoomed 200; view 5,0", one },
    { one, "pinch 20,10 20,10 900; zoomed 400; view 15,7.5", one },
    { one, "pinch 0,0 0,0 1; zoomed 10; view 0,0", one },
    { one, "press a; move 10,10.5; pinch 20,10 20,10 100; release", one }, /* a second finger ends what one began */
    { one, "press 50,50; move 0,0; pinch 20,10 20,10 100; selected", one },
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_scroll (void)
{
  static const char one[] = "*a@0,0";
  static const Case cases[] = {
    { one, "wheel 20,10 0,-1; zoomed 120; wheel 20,10 0,1; zoomed 100; view 0,0", one },
    { one, "wheel 20,10 0,-4; zoomed 207.36; press 20,10; release", one },
    { one, "wheel 20,10 0,4 shift; view 15,0; zoomed 100", one },
    { one, "wheel 20,10 4,0; view 15,0", one },
    { one, "wheel 20,10 0,-100; zoomed 400; wheel 20,10 0,100; zoomed 10", one },
    { one, "habit scroll; wheel 20,10 0,4; view 0,15; zoomed 100", one },
    { one, "habit scroll; wheel 20,10 0,-1 ctrl; zoomed 120", one },
    { one, "fingers 20,10 3,2; view 3,2; zoomed 100", one },
    { one, "habit scroll; fingers 20,10 3,2; view 3,2; zoomed 100", one },
    { one, "fingers 20,10 0,-6.25 ctrl; zoomed 271.83", one },
    { one, "fingers 20,10 1,2 shift; view 3,0", one },
    { one, "press a; move 10,10.5; wheel 10,10.5 0,4 shift; release", "*a@19,9" }, /* it stays under the pointer */
    { one, "press a; move 10,10.5; wheel 10,10.5 0,-1; release; zoomed 120", "*a@4,9" },
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
}

/* From an input that no edge ends at. */
static void
test_connect_back (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@30,0", "drag b: a:default", "*a@0,0 b@30,0 a-default->b" },
    { "*a@0,0 b@30,0", "drag b: a:default; undo", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0", "drag b: 13,5", "*a@0,0 b@30,0 a-default->b" }, /* the magnet */
    { "*a@0,0 b@30,0", "drag b: a", "*a@0,0 b@30,0 a-default->b" },
    { "*a@0,0 b@30,0 c@30,20 a-ok->c", "drag b: a:ok", "*a@0,0 b@30,0 c@30,20 a-ok->b" },
    { "*a@0,0 b@30,0", "press b:; move a; key Escape", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0", "drag b: 20,40; asked add 20,40 main/b:", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0", "drag b: b; asked", "*a@0,0 b@30,0" },
    { "*a@0,0 b@30,0", "drag b: b:default", "*a@0,0 b@30,0 b-default->b" },
    { "*a@0,0 b@30,0", "click b:; selected b; asked", "*a@0,0 b@30,0" },
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_ask (void)
{
  static const Case cases[] = {
    { "*a@0,0", "press 20,20 double; asked; release; asked add 20,20", "*a@0,0" },
    { "*a@0,0", "press a double; asked; release; asked activate main/a", "*a@0,0" },
    { "*a@0,0", "press 20,20 double; key Escape; release; asked", "*a@0,0" },
    { "*a@0,0", "click a; press a double; move 20,20; move 20,22; release; asked; selected a", "*a@14,21" },
    { "*a@0,0", "press 30,20 double; move -4,-4; release; asked; selected a", "*a@0,0" },
    { "*a@0,0", "press 0,0; asked breakpoint main/a", "*a@0,0" },
    { "*a@0,0", "press 0,0 double; asked breakpoint main/a", "*a@0,0" },
    { "*a@0,0 b@40,20 a-ok->b", "press 26,12.75 double; asked; release; asked edit main/a:ok",
      "*a@0,0 b@40,20 a-ok->b" },
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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
    person_perform (&person, held[i]);
  g_assert_false (sluice_stage_wants_tick (stage));
  for (guint i = 0; i < G_N_ELEMENTS (thrown); i++)
    person_perform (&person, thrown[i]);
  g_assert_true (sluice_stage_wants_tick (stage));
  before = sluice_stage_get_viewport (stage)->x;
  person_perform (&person, "hold 0.1");
  g_assert_cmpfloat (sluice_stage_get_viewport (stage)->x, >, before + SLUICE_GRID);
  for (guint i = 0; i < 100 && sluice_stage_wants_tick (stage); i++)
    person_perform (&person, "hold 0.1");
  g_assert_false (sluice_stage_wants_tick (stage));

  for (guint i = 0; i < G_N_ELEMENTS (thrown); i++)
    person_perform (&person, thrown[i]);
  person_perform (&person, "press 50,30");
  g_assert_false (sluice_stage_wants_tick (stage));
  person_perform (&person, "release");
  sluice_stage_set_animated (stage, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (thrown); i++)
    person_perform (&person, thrown[i]);
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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
    { two, "frame 0,0 20x16; press 10,1 double; asked; release; asked write main/$frames/frame", two },
    { two, "note 20,20 8x4; drag 24,22 30,30 alt; box $notes/note 26,28 8x4", two },
    { two, "note 20,20 8x4; drag 28,22 31,22; box $notes/note 20,20 11x4", two },
    { two, "note 20,20 8x4; press 24,22 double; asked; release; asked write main/$notes/note", two },
    { two, "note 20,20 8x4; drag 30,26 26,22; selected $notes/note", two },
    { two, "note 0,0 20x16; click a; selected a", two }, /* a node is above it */
    { two, "note 2,10 8x4; select a $notes/note; drag a 8.1,9.6 alt; box $notes/note 2,15 8x4",
      "*a@2,8 b@40,3" },
  };

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
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

  person_run_cases (cases, G_N_ELEMENTS (cases));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/tools/move", test_move);
  g_test_add_func ("/scene/tools/scroll-at-the-side", test_scroll_at_the_side);
  g_test_add_func ("/scene/tools/scroll-with-each-tool", test_scroll_with_each_tool);
  g_test_add_func ("/scene/tools/select", test_select);
  g_test_add_func ("/scene/tools/pan", test_pan);
  g_test_add_func ("/scene/tools/pinch", test_pinch);
  g_test_add_func ("/scene/tools/scroll", test_scroll);
  g_test_add_func ("/scene/tools/connect", test_connect);
  g_test_add_func ("/scene/tools/take-the-end", test_take_the_end);
  g_test_add_func ("/scene/tools/connect-back", test_connect_back);
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
