/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of the page about a visit. They are made anew when the visit changes: there are few. */
#include "debugger/visit-parts.h"

#include "debugger/value-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_LINES 8

typedef struct
{
  GtkBox                      *box;
  const SluiceVisitInfo       *visit;
  const SluiceVisitPartsFuncs *funcs;
  gpointer                     user_data;
} Fill;

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
add_heading (Fill       *fill,
             const char *title)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "visit-heading");
  gtk_box_append (GTK_BOX (row), label);
  gtk_widget_add_css_class (row, "visit-head");
  gtk_box_append (fill->box, row);
  return row;
}

/* One line with a glyph; the words say all that the glyph does. */
static GtkWidget *
add_line (Fill       *fill,
          const char *icon_name,
          const char *text,
          const char *css_class)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "pixel-size", 14,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = new_label (text, NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 2);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (icon, css_class);
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), label);
  gtk_widget_add_css_class (row, "visit-line");
  gtk_box_append (fill->box, row);
  return row;
}

/* Results */

static void
open_clicked_cb (GtkWidget *button,
                 gpointer   user_data)
{
  const SluiceVisitPartsFuncs *funcs = g_object_get_data (G_OBJECT (button), "funcs");

  funcs->open (user_data, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "part")));
}

static void
copy_clicked_cb (GtkWidget *button,
                 gpointer   user_data)
{
  const SluiceVisitPartsFuncs *funcs = g_object_get_data (G_OBJECT (button), "funcs");

  funcs->copy (user_data, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "part")));
}

static void
add_button (Fill            *fill,
            GtkWidget       *row,
            SluiceVisitPart  part,
            const char      *icon_name,
            const char      *title,
            GCallback        clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "part", GINT_TO_POINTER (part));
  g_object_set_data (G_OBJECT (button), "funcs", (gpointer) fill->funcs);
  g_signal_connect (button, "clicked", clicked, fill->user_data);
  gtk_box_append (GTK_BOX (row), button);
}

static const struct
{
  const char *name; /* of the widget */
  const char *title;
  const char *copy;
  const char *open;
} part_words[] = {
  [SLUICE_VISIT_PREP] = { "visit-prep", N_("Prep Result"), N_("Copy the prep result"),
                          N_("Show all of the prep result") },
  [SLUICE_VISIT_EXEC] = { "visit-exec", N_("Exec Result"), N_("Copy the exec result"),
                          N_("Show all of the exec result") },
  [SLUICE_VISIT_REQUEST] = { "visit-request", N_("Request"), N_("Copy the request"), N_("Show all of the request") },
};

/**
 * sluice_visit_parts_get_title:
 *
 * Returns: what it is called where it is shown
 */
const char *
sluice_visit_parts_get_title (SluiceVisitPart part)
{
  return _(part_words[part].title);
}

static void
add_result (Fill                  *fill,
            const SluiceShortText *text,
            SluiceVisitPart        part)
{
  GtkWidget *head = add_heading (fill, sluice_visit_parts_get_title (part));
  GtkWidget *value;

  if (text->text == NULL)
    {
      gtk_box_append (fill->box, new_label (_("none"), "dim-label"));
      return;
    }
  add_button (fill, head, part, "edit-copy-symbolic", _(part_words[part].copy), G_CALLBACK (copy_clicked_cb));
  add_button (fill, head, part, "view-fullscreen-symbolic", _(part_words[part].open), G_CALLBACK (open_clicked_cb));
  value = new_label (text->text, "visit-value");
  gtk_widget_set_name (value, part_words[part].name);
  gtk_label_set_lines (GTK_LABEL (value), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  gtk_box_append (fill->box, value);
  if (text->size > SLUICE_STOP_MAX_TEXT)
    {
      g_autofree char *size = g_format_size (text->size);
      /* Translators: %s is a size, as “12 kB”. */
      g_autofree char *note = g_strdup_printf (_("The beginning of %s"), size);

      gtk_box_append (fill->box, new_label (note, "dim-label"));
    }
}

/* What went out, with secrets as the references that they are. */
static void
add_request (Fill *fill)
{
  const SluiceVisitInfo *visit = fill->visit;
  g_autofree char *note = NULL;

  if (visit->n_requests == 0)
    return;
  add_result (fill, &visit->request, SLUICE_VISIT_REQUEST);
  if (visit->n_requests == 1)
    return;
  note = g_strdup_printf (ngettext ("The last of %u request", "The last of %u requests", visit->n_requests),
                          visit->n_requests);
  gtk_box_append (fill->box, new_label (note, "dim-label"));
}

/* What happened */

static const char *
get_phase_title (SluicePhase phase)
{
  switch (phase)
    {
    case SLUICE_PHASE_EXEC:
      return _("In exec");
    case SLUICE_PHASE_WAIT:
      return _("Waits to retry");
    case SLUICE_PHASE_FALLBACK:
      return _("In fallback");
    case SLUICE_PHASE_POST:
      return _("In post");
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_PREP:
    default:
      return _("In prep");
    }
}

static void
add_state (Fill *fill)
{
  const SluiceVisitInfo *visit = fill->visit;
  g_autofree char *start = sluice_value_words_format_time (visit->start);
  g_autofree char *duration = visit->duration >= 0 ? sluice_value_words_format_time (visit->duration) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *where = NULL;

  if (visit->duration < 0)
    add_line (fill, "media-playback-start-symbolic", get_phase_title (visit->phase), NULL);
  else if (visit->is_cancelled)
    {
      text = g_strdup_printf (_("Cut short after %s"), duration);
      add_line (fill, "process-stop-symbolic", text, NULL);
    }
  else if (visit->error != NULL)
    {
      text = g_strdup_printf (_("Failed after %s"), duration);
      add_line (fill, "dialog-error-symbolic", text, "error");
    }
  else
    {
      text = g_strdup_printf (_("Done in %s"), duration);
      add_line (fill, "object-select-symbolic", text, "success");
    }
  /* Translators: when and in which lane a visit began: "at 1.20 s, in lane 3". */
  where = g_strdup_printf (_("at %s, in lane %u"), start, visit->lane);
  gtk_box_append (fill->box, new_label (where, "visit-where"));
}

static char *
dup_attempt_title (const SluiceVisitInfo   *visit,
                   const SluiceAttemptInfo *attempt)
{
  g_autofree char *number = NULL;

  if (visit->n_attempts > 1)
    number = g_strdup_printf (_("Attempt %d of %d"), attempt->attempt + 1, visit->n_attempts);
  else
    number = g_strdup (_("Exec"));
  if (attempt->item < 0)
    return g_steal_pointer (&number);
  /* Translators: an item of a batch, and which attempt it is: "Item 3, attempt 1 of 2". */
  return g_strdup_printf (_("Item %d: %s"), attempt->item + 1, number);
}

/* Its first line; more of them, if there are any, show the source. */
static void
add_error (Fill       *fill,
           const char *message)
{
  g_autofree char *first = g_strndup (message, strcspn (message, "\n"));
  GtkWidget *label = new_label (first, "visit-error");

  gtk_widget_set_tooltip_text (label, message);
  gtk_box_append (fill->box, label);
}

static void
add_attempt (Fill                    *fill,
             const SluiceAttemptInfo *attempt)
{
  g_autofree char *title = dup_attempt_title (fill->visit, attempt);
  g_autofree char *duration = attempt->duration >= 0 ? sluice_value_words_format_time (attempt->duration) : NULL;
  g_autofree char *text = NULL;

  if (duration == NULL && fill->visit->duration < 0)
    {
      text = g_strdup_printf (_("%s goes on"), title);
      add_line (fill, "media-playback-start-symbolic", text, NULL);
    }
  else if (duration == NULL)
    {
      text = g_strdup_printf (_("%s was left"), title);
      add_line (fill, "process-stop-symbolic", text, NULL);
    }
  else if (attempt->error != NULL)
    {
      text = g_strdup_printf (_("%s failed after %s"), title, duration);
      add_line (fill, "dialog-error-symbolic", text, "error");
      add_error (fill, attempt->error);
    }
  else
    {
      text = g_strdup_printf (_("%s went well, %s"), title, duration);
      add_line (fill, "object-select-symbolic", text, NULL);
    }
  if (attempt->wait > 0)
    {
      g_autofree char *wait = sluice_value_words_format_time (attempt->wait);
      g_autofree char *waited = g_strdup_printf (_("Waited %s"), wait);

      add_line (fill, "sluice-sleep-symbolic", waited, "dim-label");
    }
}

/* Where a node has no fallback, the error of its last attempt is the one of the fallback, too. */
static gboolean
has_failed_fallback (const SluiceVisitInfo *visit)
{
  const SluiceAttemptInfo *last = visit->attempts->len > 0
                                    ? g_ptr_array_index (visit->attempts, visit->attempts->len - 1) : NULL;

  return visit->fallback_error != NULL && (last == NULL || g_strcmp0 (visit->fallback_error, last->error) != 0);
}

static void
add_attempts (Fill *fill)
{
  const SluiceVisitInfo *visit = fill->visit;

  add_heading (fill, _("Attempts"));
  if (visit->is_mocked)
    add_line (fill, "sluice-pin-symbolic", _("Exec was not called: its result was given"), NULL);
  else if (visit->attempts->len == 0)
    gtk_box_append (fill->box, new_label (_("none"), "dim-label"));
  for (guint i = 0; i < visit->attempts->len; i++)
    add_attempt (fill, g_ptr_array_index (visit->attempts, i));
  if (visit->n_more_attempts > 0)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", visit->n_more_attempts),
                                               visit->n_more_attempts);

      gtk_box_append (fill->box, new_label (more, "dim-label"));
    }
  if (visit->has_gap)
    gtk_box_append (fill->box, new_label (_("The visit is too long to be read whole: its middle is left out"),
                                          "dim-label"));
  if (has_failed_fallback (visit))
    {
      add_line (fill, "dialog-error-symbolic", _("The fallback failed"), "error");
      add_error (fill, visit->fallback_error);
    }
  else if (visit->had_fallback && visit->fallback_error == NULL)
    add_line (fill, "go-jump-symbolic", _("The fallback gave the result"), NULL);
}

static void
target_clicked_cb (GtkWidget *button,
                   gpointer   user_data)
{
  const SluiceVisitPartsFuncs *funcs = g_object_get_data (G_OBJECT (button), "funcs");

  funcs->locate (user_data, g_object_get_data (G_OBJECT (button), "address"));
}

static void
add_target (Fill *fill)
{
  const SluiceVisitInfo *visit = fill->visit;
  /* Translators: the node that an edge leads to. */
  g_autofree char *text = g_strdup_printf (_("to %s"), visit->target_title);
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _("Show it"));
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (visit->target_address), g_free);
  g_object_set_data (G_OBJECT (button), "funcs", (gpointer) fill->funcs);
  g_signal_connect (button, "clicked", G_CALLBACK (target_clicked_cb), fill->user_data);
  gtk_box_append (fill->box, button);
}

static void
add_action (Fill *fill)
{
  const SluiceVisitInfo *visit = fill->visit;
  g_autofree char *text = NULL;

  if (visit->duration < 0)
    return;
  add_heading (fill, _("What Followed"));
  if (visit->error != NULL && !visit->is_cancelled)
    {
      add_line (fill, "dialog-error-symbolic", _("The visit failed"), "error");
      add_error (fill, visit->error);
    }
  if (visit->action == NULL)
    {
      add_line (fill, "process-stop-symbolic", _("No action: the visit did not come to its end"), "dim-label");
      return;
    }
  /* Translators: %s is the name of an action. */
  text = g_strdup_printf (_("Action “%s”"), visit->action);
  add_line (fill, "go-next-symbolic", text, NULL);
  if (visit->target_address != NULL)
    add_target (fill);
  else if (visit->has_edge)
    add_line (fill, "media-playback-stop-symbolic", _("No edge leads on under it: the flow ends here"), "dim-label");
}

/**
 * sluice_visit_parts_fill:
 * @box: emptied first
 * @visit: what is shown; not kept
 * @funcs: what its buttons do; kept
 * @user_data: for @funcs
 */
void
sluice_visit_parts_fill (GtkBox                      *box,
                         const SluiceVisitInfo       *visit,
                         const SluiceVisitPartsFuncs *funcs,
                         gpointer                     user_data)
{
  Fill fill = { box, visit, funcs, user_data };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  add_state (&fill);
  add_result (&fill, &visit->prep, SLUICE_VISIT_PREP);
  add_request (&fill);
  add_attempts (&fill);
  add_result (&fill, &visit->exec, SLUICE_VISIT_EXEC);
  add_action (&fill);
}
