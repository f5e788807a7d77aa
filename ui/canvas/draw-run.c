/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The run, laid over the drawing: where each lane is, what it does there, which edge it came along.
 * Every state has a glyph and a word beside its colour.
 */
#include "canvas/canvas-private.h"

#include <glib/gi18n.h>

#define WORTH_TELLING 0.1 /* s that the first word of a reply takes */
#define CARD_RADIUS 10.0
#define TAIL_CHARS 34 /* of a reply that is coming */

typedef enum
{
  TONE_QUIET,
  TONE_ACTIVE,
  TONE_WAITING,
  TONE_GOOD,
  TONE_BAD,
  TONE_STOPPED,
} Tone;

static const struct
{
  Tone tone;
  const char *icon_name;
} looks[] = {
  [SLUICE_MARK_NONE] = { TONE_QUIET, NULL },
  [SLUICE_MARK_QUEUED] = { TONE_QUIET, "sluice-mark-queued-symbolic" },
  [SLUICE_MARK_PREP] = { TONE_ACTIVE, "sluice-mark-prep-symbolic" },
  [SLUICE_MARK_EXEC] = { TONE_ACTIVE, "media-playback-start-symbolic" },
  [SLUICE_MARK_WAIT] = { TONE_WAITING, "sluice-sleep-symbolic" },
  [SLUICE_MARK_FALLBACK] = { TONE_WAITING, "sluice-mark-fallback-symbolic" },
  [SLUICE_MARK_POST] = { TONE_ACTIVE, "sluice-mark-post-symbolic" },
  [SLUICE_MARK_PERSON] = { TONE_ACTIVE, "avatar-default-symbolic" },
  [SLUICE_MARK_QUEUE] = { TONE_ACTIVE, "view-list-symbolic" },
  [SLUICE_MARK_STOPPED] = { TONE_STOPPED, "media-playback-pause-symbolic" },
  [SLUICE_MARK_DONE] = { TONE_GOOD, "object-select-symbolic" },
  [SLUICE_MARK_FAILED] = { TONE_BAD, "dialog-error-symbolic" },
  [SLUICE_MARK_CANCELLED] = { TONE_QUIET, "process-stop-symbolic" },
  [SLUICE_MARK_SKIPPED] = { TONE_QUIET, "sluice-mark-skipped-symbolic" },
};

static const GdkRGBA *
tone_colour (SluiceCanvas *self,
             Tone          tone)
{
  switch (tone)
    {
    case TONE_ACTIVE:
      return &self->palette.accent;
    case TONE_GOOD:
      return &self->palette.success;
    case TONE_BAD:
      return &self->palette.error;
    case TONE_STOPPED:
    case TONE_WAITING:
      return &self->palette.warning;
    case TONE_QUIET:
    default:
      return &self->palette.dim_text;
    }
}

/**
 * sluice_canvas_get_mark_icon:
 * @mark: of a node
 *
 * Returns: (nullable): the name of the glyph of its state, each of another shape; %NULL where there is nothing to say
 */
const char *
sluice_canvas_get_mark_icon (const SluiceNodeMark *mark)
{
  if (mark->state == SLUICE_MARK_DONE && mark->is_mocked)
    return "sluice-mark-mocked-symbolic";
  return looks[mark->state].icon_name;
}

static char *
with_attempt (const char           *word,
              const SluiceNodeMark *mark)
{
  if (mark->attempts <= 1)
    return g_strdup (word);
  return g_strdup_printf ("%s %d/%d", word, mark->attempt + 1, mark->attempts);
}

/* What the replies of models took. */
static void
append_usage (GString              *words,
              const SluiceNodeMark *mark)
{
  if (mark->n_tokens > 0)
    {
      g_string_append (words, " · ");
      g_string_append_printf (words, ngettext ("%lu token", "%lu tokens", (gulong) mark->n_tokens),
                              (gulong) mark->n_tokens);
    }
  if (mark->cost > 0)
    g_string_append_printf (words, mark->cost < 0.01 ? " · $%.4f" : " · $%.2f", mark->cost);
  if (mark->first_text >= WORTH_TELLING)
    {
      g_string_append (words, " · ");
      /* Translators: how long a model took before the first word of its reply. */
      g_string_append_printf (words, _("first after %.1f s"), mark->first_text);
    }
}

static char *
describe_done (const SluiceNodeMark *mark)
{
  /* Translators: a pin or a person gave the result, exec was not called. */
  GString *words = g_string_new (mark->is_mocked ? _("mocked · ") : NULL);

  if (mark->text != NULL)
    g_string_append_printf (words, "→ %s", mark->text);
  else
    g_string_append (words, _("done"));
  if (mark->duration >= G_USEC_PER_SEC)
    g_string_append_printf (words, " · %.1f s", mark->duration / 1e6);
  else if (mark->duration >= 1000)
    g_string_append_printf (words, " · %.*f ms", mark->duration < 10000 ? 1 : 0, mark->duration / 1e3);
  else if (mark->duration > 0)
    g_string_append_printf (words, " · %" G_GINT64_FORMAT " µs", mark->duration);
  else if (mark->duration == 0)
    g_string_append (words, " · < 1 µs");
  append_usage (words, mark);
  return g_string_free (words, FALSE);
}

/* The end of a reply while it comes; NULL: none does. */
static char *
describe_tail (const SluiceNodeMark *mark)
{
  const char *from = mark->tail;
  glong n_chars;

  if (from == NULL || mark->state != SLUICE_MARK_EXEC)
    return NULL;
  n_chars = g_utf8_strlen (from, -1);
  if (n_chars <= TAIL_CHARS)
    return g_strdup (from);
  return g_strconcat ("…", g_utf8_offset_to_pointer (from, n_chars - TAIL_CHARS), NULL);
}

static char *
describe_wait (const SluiceNodeMark *mark)
{
  return mark->is_retry ? with_attempt (_("waits to retry"), mark) : g_strdup (_("sleeps"));
}

/* At a line of a script, before a phase, or just there. */
static char *
describe_stop (const SluiceNodeMark *mark)
{
  const char *phase = sluice_phase_name (mark->phase);

  if (mark->line > 0)
    /* Translators: a line of the script of a phase: "stopped at line 4 of exec". */
    return g_strdup_printf (mark->is_past ? _("at line %u of %s") : _("stopped at line %u of %s"), mark->line, phase);
  /* Before prep is where the visit begins. */
  if (mark->phase > SLUICE_PHASE_PREP)
    /* Translators: a phase: "stopped before post". */
    return g_strdup_printf (mark->is_past ? _("before %s") : _("stopped before %s"), phase);
  if (!mark->is_past)
    return g_strdup (_("stopped here"));
  /* Translators: a visit of the past is shown at its beginning. */
  return g_strdup (mark->has_begun ? _("was stopped here") : _("about to begin"));
}

/* With what is left of the wait; NULL: it is over, or nobody knows when. */
static char *
describe_rest (const SluiceNodeMark *mark)
{
  double rest = (double) (mark->until - g_get_monotonic_time ()) / G_USEC_PER_SEC;

  if (mark->state != SLUICE_MARK_WAIT || mark->until == 0 || rest < 0.1)
    return NULL;
  if (rest >= 60)
    return g_strdup_printf (_("wait %d:%02d min"), (int) rest / 60, (int) rest % 60);
  if (!mark->is_retry || mark->attempts <= 1)
    return g_strdup_printf (_("wait %.1f s"), rest);
  return g_strdup_printf (_("wait %.1f s, then %d/%d"), rest, mark->attempt + 2, mark->attempts);
}

/**
 * sluice_canvas_describe_mark:
 * @mark: of a node
 *
 * Returns: (transfer full) (nullable): the state in a few words, NULL when there is nothing to say
 */
char *
sluice_canvas_describe_mark (const SluiceNodeMark *mark)
{
  switch (mark->state)
    {
    case SLUICE_MARK_QUEUED:
      return g_strdup (_("queued"));
    case SLUICE_MARK_PREP:
      return g_strdup ("prep");
    case SLUICE_MARK_EXEC:
      return with_attempt ("exec", mark);
    case SLUICE_MARK_WAIT:
      return describe_wait (mark);
    case SLUICE_MARK_FALLBACK:
      return g_strdup ("fallback");
    case SLUICE_MARK_POST:
      return g_strdup ("post");
    case SLUICE_MARK_PERSON:
      return g_strdup (_("waiting for you"));
    case SLUICE_MARK_QUEUE:
      return mark->text != NULL ? g_strdup_printf (_("waiting for “%s”"), mark->text)
                                : g_strdup (_("waiting"));
    case SLUICE_MARK_STOPPED:
      return describe_stop (mark);
    case SLUICE_MARK_DONE:
      return describe_done (mark);
    case SLUICE_MARK_FAILED:
      return mark->text != NULL ? g_strdup_printf (_("failed: %s"),
                                                   mark->text) : g_strdup (_("failed"));
    case SLUICE_MARK_CANCELLED:
      return g_strdup (_("cancelled"));
    case SLUICE_MARK_SKIPPED:
      return mark->text != NULL ? g_strdup_printf (_("skipped → %s"), mark->text) : g_strdup (_("skipped"));
    case SLUICE_MARK_NONE:
    default:
      return NULL;
    }
}

/**
 * sluice_canvas_describe_results:
 * @mark: of a node
 *
 * Returns: (transfer full) (nullable): how many results are held there, %NULL for none
 */
char *
sluice_canvas_describe_results (const SluiceNodeMark *mark)
{
  if (mark->n_results == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u result held", "%u results held", mark->n_results), mark->n_results);
}

static char *
describe_counts (const SluiceNodeMark *mark)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (mark->n_lanes > 1)
    g_string_append_printf (text, ngettext ("%u lane", "%u lanes", mark->n_lanes), mark->n_lanes);
  if (mark->n_visits > 1)
    g_string_append_printf (text, "%s×%" G_GUINT64_FORMAT, text->len > 0 ? " · " : "",
                            mark->n_visits);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sluice_canvas_draw_ring:
 * @self: a canvas with a session
 * @snapshot: scaled to the world
 * @node: a node
 * @look: what sluice_canvas_has_ring() said
 *
 * Draws the ring of a node where the run is.
 */
void
sluice_canvas_draw_ring (SluiceCanvas    *self,
                         GtkSnapshot     *snapshot,
                         SluiceSceneNode *node,
                         guint            look)
{
  const GdkRGBA *colour = tone_colour (self, (Tone) look);
  double zoom = sluice_stage_get_viewport (self->stage)->zoom;
  double thick = MAX (3, 2 / zoom);
  SluiceRect box = node->item.bounds;
  GdkRGBA glow = sluice_rgba_fade (colour, 0.35);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (box.x, box.y, box.width,
                                                        box.height), CARD_RADIUS);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &glow, 0, 0, 4, 12);
  sluice_canvas_append_ring (snapshot, &box, thick - 1, CARD_RADIUS, thick, colour);
}

/* What is to be shown of a node; FALSE: nothing. A stop shows even where no lane was yet; a run
 * that failed is over, and its node tells that; a moment of the past tells where it stands by itself. */
static gboolean
get_mark (SluiceCanvas   *self,
          const char     *address,
          SluiceNodeMark *mark)
{
  const SluiceNodeMark *known = sluice_run_session_get_node_mark (self->session, address);
  const char *stop = sluice_run_session_get_stop_address (self->session);
  gboolean is_stop = sluice_run_session_get_state (self->session) == SLUICE_SESSION_STOPPED
                     && sluice_run_session_get_moment (self->session) == 0
                     && g_strcmp0 (stop, address) == 0;

  *mark = known != NULL ? *known : (SluiceNodeMark) { .duration = -1 };
  if (is_stop)
    mark->state = SLUICE_MARK_STOPPED;
  return known != NULL || is_stop || sluice_run_session_is_pinned (self->session, address);
}

static gboolean
mark_is_strong (const SluiceNodeMark *mark)
{
  return mark->is_current || mark->state == SLUICE_MARK_STOPPED || mark->state == SLUICE_MARK_FAILED;
}

/* What stands in the pill: the reply that comes, the time that is left, or the state. */
static char *
dup_words (const SluiceNodeMark *mark)
{
  char *words = describe_tail (mark);

  if (words == NULL)
    words = describe_rest (mark);
  return words != NULL ? words : sluice_canvas_describe_mark (mark);
}

static double
draw_results (SluiceCanvas         *self,
              GtkSnapshot          *snapshot,
              const SluiceNodeMark *mark,
              SluicePillFunc        draw_pill,
              double                x,
              double                y)
{
  g_autofree char *text = sluice_canvas_describe_results (mark);

  if (text == NULL)
    return x;
  x = draw_pill (self, snapshot, x, y, "sluice-held-symbolic", text, &self->palette.warning, FALSE);
  return x + 4;
}

static void
draw_words (SluiceCanvas         *self,
            GtkSnapshot          *snapshot,
            SluiceSceneNode      *node,
            const SluiceNodeMark *mark,
            SluicePillFunc        draw_pill)
{
  double x = node->item.bounds.x + 10, y = sluice_rect_bottom (&node->item.bounds) - 4;
  g_autofree char *words = dup_words (mark);
  g_autofree char *counts = describe_counts (mark);

  if (words != NULL)
    x = draw_pill (self, snapshot, x, y, sluice_canvas_get_mark_icon (mark), words,
                   tone_colour (self, looks[mark->state].tone), mark_is_strong (mark)) + 4;
  x = draw_results (self, snapshot, mark, draw_pill, x, y);
  if (*counts != '\0')
    x = draw_pill (self, snapshot, x, y, NULL, counts, &self->palette.dim_text, FALSE) + 4;
  if (sluice_run_session_is_pinned (self->session, node->address))
    draw_pill (self, snapshot, x, y, "sluice-pin-symbolic", _("pinned"), &self->palette.accent, FALSE);
}

/**
 * sluice_canvas_get_rest:
 * @self: a canvas with a session
 * @address: of a node
 *
 * Returns: how many seconds are left of the wait that is told there; 0: none is
 */
double
sluice_canvas_get_rest (SluiceCanvas *self,
                        const char   *address)
{
  SluiceNodeMark mark;

  if (!get_mark (self, address, &mark) || mark.state != SLUICE_MARK_WAIT || mark.until == 0)
    return 0;
  return MAX (0, (double) (mark.until - g_get_monotonic_time ()) / G_USEC_PER_SEC);
}

/**
 * sluice_canvas_is_node_lively:
 * @self: a canvas
 * @address: of a node
 *
 * Returns: whether a lane is in it, it failed, or the debugger holds it: it is drawn above the rest then
 */
gboolean
sluice_canvas_is_node_lively (SluiceCanvas *self,
                              const char   *address)
{
  SluiceNodeMark mark;

  return self->session != NULL && get_mark (self, address, &mark) && mark_is_strong (&mark);
}

/**
 * sluice_canvas_draw_run_node:
 * @self: a canvas with a session
 * @snapshot: scaled to the world
 * @node: a node in view
 *
 * Says what the run did in a node where it is no more, and how often.
 */
void
sluice_canvas_draw_run_node (SluiceCanvas    *self,
                             GtkSnapshot     *snapshot,
                             SluiceSceneNode *node)
{
  SluiceNodeMark mark;

  if (!sluice_canvas_is_warm (self, node->address) && get_mark (self, node->address, &mark)
      && !mark_is_strong (&mark))
    draw_words (self, snapshot, node, &mark, sluice_canvas_draw_pill);
}

/**
 * sluice_canvas_has_ring:
 * @self: a canvas with a session
 * @node: a node
 * @look: (out): how it looks; rings of one node that look the same are the same
 *
 * Returns: whether the run is in it, or ended or stands there
 */
gboolean
sluice_canvas_has_ring (SluiceCanvas    *self,
                        SluiceSceneNode *node,
                        guint           *look)
{
  SluiceNodeMark mark;

  if (!get_mark (self, node->address, &mark) || !mark_is_strong (&mark))
    return FALSE;
  *look = looks[mark.state].tone;
  return TRUE;
}

/**
 * sluice_canvas_draw_run_mark:
 * @self: a canvas with a session
 * @snapshot: what @draw_pill draws on
 * @node: a node
 * @draw_pill: draws what it says
 *
 * Draws what the run says of a node in words, seen from near.
 */
void
sluice_canvas_draw_run_mark (SluiceCanvas    *self,
                             GtkSnapshot     *snapshot,
                             SluiceSceneNode *node,
                             SluicePillFunc   draw_pill)
{
  SluiceNodeMark mark;

  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL && get_mark (self, node->address, &mark))
    draw_words (self, snapshot, node, &mark, draw_pill);
}

/* One that is warm is drawn with those. */
static void
draw_lively_in_view (SluiceCanvas    *self,
                     GtkSnapshot     *snapshot,
                     SluiceSceneNode *node)
{
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  SluiceRect reach = sluice_canvas_get_node_reach (self, node);

  guint look;

  if (sluice_canvas_is_warm (self, node->address) || !sluice_rect_intersects (&reach, &view)
      || !sluice_canvas_has_ring (self, node, &look))
    return;
  sluice_canvas_draw_ring (self, snapshot, node, look);
  sluice_canvas_draw_break_above (self, snapshot, node);
  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL)
    sluice_canvas_draw_ports (self, snapshot, node);
  sluice_canvas_draw_run_mark (self, snapshot, node, sluice_canvas_draw_kept_pill);
}

static void
draw_lively (SluiceCanvas *self,
             GtkSnapshot  *snapshot)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  GHashTableIter iter;
  gpointer address;

  g_hash_table_iter_init (&iter, self->lively);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    {
      SluiceSceneNode *node = sluice_scene_get_node (scene, address);

      if (node != NULL)
        draw_lively_in_view (self, snapshot, node);
    }
}

/**
 * sluice_canvas_draw_run:
 * @self: a canvas
 * @snapshot: in widget coordinates
 *
 * Draws where the run is, how it came there, and what it changed last.
 */
void
sluice_canvas_draw_run (SluiceCanvas *self,
                        GtkSnapshot  *snapshot)
{
  if (self->session == NULL)
    return;
  sluice_canvas_draw_way (self, snapshot);
  sluice_canvas_begin_world (self, snapshot);
  draw_lively (self, snapshot);
  gtk_snapshot_restore (snapshot);
  sluice_canvas_draw_warm (self, snapshot);
  sluice_canvas_show_layer (self, snapshot, SLUICE_LAYER_QUEUES, sluice_canvas_draw_queues);
}
