/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The script that the run is stopped in, as it runs; where the document has another text by now, that is said. Of the
 * functions around the line one is looked into. */
#include "debugger/script-pane.h"

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-words.h"
#include "debugger/value-tree.h"
#include "kinds/texts.h"
#include "source/line-gutter.h"
#include "source/source-view.h"

struct _SluiceScriptPane
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  SluiceDocument   *document;
  char             *address; /* of the node whose script it shows; NULL: of none */
  const char       *phase;   /* interned */
  gboolean          is_showing; /* what changes is not the person's doing */

  /* Borrowed. The view is made for the first script: what colours it takes long to read. */
  GtkSourceBuffer  *buffer;
  GtkWidget        *view;
  SluiceLineGutter *gutter;

  /* Template. */
  GtkWidget        *content;
  GtkLabel         *heading;
  GtkLabel         *stale;
  GtkWidget        *scroller;
  GtkDropDown      *frame;
  SluiceValueTree  *locals;
  GtkLabel         *unkept;  /* what of the locals of a past moment is not there */
};

G_DEFINE_FINAL_TYPE (SluiceScriptPane, sluice_script_pane, GTK_TYPE_WIDGET)

static char *
dup_text (SluiceScriptPane *self)
{
  SluiceValue script = sluice_value_get_member (sluice_document_get_node (self->document, self->address), self->phase);
  g_autofree char *folder = sluice_document_dup_folder (self->document);
  g_auto (SluiceValue) text = SLUICE_VALUE_INIT;

  if (!SLUICE_VALUE_IS_NULL (script) && sluice_texts_resolve (script, folder, &text, NULL))
    return sluice_text_from_value (text);
  return NULL;
}

static gboolean
shows_past (SluiceScriptPane *self)
{
  return self->session != NULL && sluice_run_session_get_moment (self->session) != 0;
}

/* As it was compiled, or where that is not known as the document has it. */
static void
show_text (SluiceScriptPane *self)
{
  SluiceValue innermost = sluice_value_get_element (sluice_run_session_get_frames (self->session), 0);
  const char *running = SLUICE_VALUE_IS_OBJECT (innermost) ? sluice_value_get_member_string (innermost, "text") : NULL;
  g_autofree char *text = dup_text (self);
  const char *wanted = running != NULL ? running : text != NULL ? text : "";
  g_autofree char *shown = NULL;

  gtk_label_set_label (self->stale, shows_past (self)
                                    ? _("This is the script as it ran. The document has another text by now; "
                                        "lines and breakpoints are those of the document.")
                                    : _("This is the script that runs. The document has another text by now; "
                                        "lines and breakpoints are those of the document."));
  gtk_widget_set_visible (GTK_WIDGET (self->stale), running != NULL && g_strcmp0 (running, text) != 0);
  g_object_get (self->buffer, "text", &shown, NULL);
  if (g_strcmp0 (shown, wanted) != 0)
    gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), wanted, -1);
}

/* Functions */

static char *
dup_frame_words (SluiceValue frame)
{
  const char *function = sluice_value_get_member_string (frame, "function");
  guint line = (guint) sluice_value_get_integer (sluice_value_get_member (frame, "line"));

  if (function == NULL)
    /* Translators: a script outside its functions, and a line of it. */
    return g_strdup_printf (_("Script, line %u"), line);
  /* Translators: the name of a function, and a line of it. */
  return g_strdup_printf (_("%s, line %u"), function, line);
}

static void
show_frames (SluiceScriptPane *self)
{
  SluiceValue frames = sluice_run_session_get_frames (self->session);
  guint n = sluice_value_get_length (frames);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (guint i = 0; i < n; i++)
    {
      SluiceValue frame = sluice_value_get_element (frames, i);

      gtk_string_list_take (words, dup_frame_words (frame));
      if (sluice_value_has_member (frame, "chosen"))
        chosen = i;
    }
  self->is_showing = TRUE;
  gtk_drop_down_set_model (self->frame, G_LIST_MODEL (words));
  gtk_drop_down_set_selected (self->frame, chosen);
  self->is_showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->frame), n > 1);
}

static SluiceValue
get_chosen (SluiceScriptPane *self)
{
  SluiceValue frames = sluice_run_session_get_frames (self->session);

  for (guint i = 0; i < sluice_value_get_length (frames); i++)
    if (sluice_value_has_member (sluice_value_get_element (frames, i), "chosen"))
      return sluice_value_get_element (frames, i);
  return sluice_value_null ();
}

static char *
dup_unkept_words (SluiceValue not_kept)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < sluice_value_get_length (not_kept); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            sluice_value_get_string (sluice_value_get_element (not_kept, i)));
  /* Translators: names of a script's locals. */
  return g_strdup_printf (_("Too large to be kept in the record: %s"), names->str);
}

/* A run has them wherever it is held; a record where it was. */
static void
show_locals (SluiceScriptPane *self)
{
  SluiceValue chosen = get_chosen (self);
  SluiceValue not_kept = sluice_value_get_member (chosen, "not-kept");
  gboolean is_there = !shows_past (self) || SLUICE_VALUE_IS_OBJECT (chosen);
  g_autofree char *words = NULL;

  if (!is_there)
    words = g_strdup (_("The record has locals of stops at a line. To see them here, set a breakpoint on this line and "
                        "continue from an earlier moment."));
  else if (sluice_value_get_length (not_kept) > 0)
    words = dup_unkept_words (not_kept);
  gtk_widget_set_visible (GTK_WIDGET (self->locals), is_there);
  gtk_widget_set_visible (GTK_WIDGET (self->unkept), words != NULL);
  gtk_label_set_label (self->unkept, words != NULL ? words : "");
}

static void
frame_cb (SluiceScriptPane *self)
{
  if (!self->is_showing && self->session != NULL)
    sluice_run_session_choose_frame (self->session, gtk_drop_down_get_selected (self->frame));
}

static void
ensure_view (SluiceScriptPane *self)
{
  g_autoptr (GtkSourceBuffer) buffer = NULL;

  if (self->view != NULL)
    return;
  buffer = sluice_source_buffer_new ("lua", 0);
  self->buffer = buffer;
  self->view = sluice_source_view_new (buffer, 0);
  gtk_widget_set_name (self->view, "script-view");
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), 8); /* below which the scroll bar lies */
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
}

static void
show_place (SluiceScriptPane *self)
{
  const SluiceScriptPlace place = { self->address, self->phase };
  SluiceLineMarks *marks = sluice_line_marks_of (self->document);
  g_autofree char *title = sluice_document_dup_node_title (self->document, self->address);
  /* Translators: a node and one of its phases. */
  g_autofree char *heading = g_strdup_printf (_("%s, %s"), title, sluice_break_get_phase_title (self->phase));

  ensure_view (self);
  gtk_label_set_label (self->heading, heading);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->heading), heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  show_text (self);
  if (self->gutter == NULL)
    self->gutter = sluice_line_gutter_add (GTK_TEXT_VIEW (self->view), marks, &place, TRUE);
  else
    sluice_line_gutter_set_place (self->gutter, marks, &place);
}

static void
update (SluiceScriptPane *self)
{
  SluicePhase phase = SLUICE_PHASE_NONE;
  guint line = self->session != NULL ? sluice_run_session_get_stop_line (self->session, &phase) : 0;
  const char *address = line > 0 ? sluice_run_session_get_stop_address (self->session) : NULL;
  const char *name = address != NULL ? g_intern_string (sluice_phase_name (phase)) : NULL;
  gboolean is_there = address != NULL && self->document != NULL && sluice_document_has_node (self->document, address);

  gtk_widget_set_visible (self->content, is_there);
  if (!is_there)
    {
      g_clear_pointer (&self->address, g_free);
      return;
    }
  show_frames (self);
  show_locals (self);
  if (g_strcmp0 (address, self->address) == 0 && name == self->phase)
    {
      show_text (self); /* it may be another run */
      return;
    }
  g_free (self->address);
  self->address = g_strdup (address);
  self->phase = name;
  show_place (self);
}

static void
updated_cb (SluiceScriptPane      *self,
            const SluiceRunUpdate *change)
{
  if (change->looks || change->restarted)
    update (self);
}

static void
document_changed_cb (SluiceScriptPane      *self,
                     const SluiceChangeSet *changes)
{
  if (self->address != NULL && sluice_document_has_node (self->document, self->address))
    show_text (self);
}

static void
sluice_script_pane_dispose (GObject *object)
{
  SluiceScriptPane *self = SLUICE_SCRIPT_PANE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->session);
  g_clear_object (&self->document);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_script_pane_parent_class)->dispose (object);
}

static void
sluice_script_pane_class_init (SluiceScriptPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_script_pane_dispose;

  g_type_ensure (SLUICE_TYPE_VALUE_TREE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/debugger/script-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceScriptPane, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceScriptPane, heading);
  gtk_widget_class_bind_template_child (widget_class, SluiceScriptPane, stale);
  gtk_widget_class_bind_template_child (widget_class, SluiceScriptPane, frame);
  gtk_widget_class_bind_template_callback (widget_class, frame_cb);
  gtk_widget_class_bind_template_child (widget_class, SluiceScriptPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, SluiceScriptPane, locals);
  gtk_widget_class_bind_template_child (widget_class, SluiceScriptPane, unkept);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_script_pane_init (SluiceScriptPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_script_pane_new:
 *
 * Returns: (transfer floating): a pane that shows nothing
 */
GtkWidget *
sluice_script_pane_new (void)
{
  return g_object_new (SLUICE_TYPE_SCRIPT_PANE, NULL);
}

/**
 * sluice_script_pane_set_session:
 * @session: whose script it shows
 */
void
sluice_script_pane_set_session (SluiceScriptPane *self,
                                SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_SCRIPT_PANE (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  sluice_value_tree_set_session (self->locals, session, SLUICE_VALUE_TREE_LOCALS);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_script_pane_set_document:
 * @document: that the scripts are of
 */
void
sluice_script_pane_set_document (SluiceScriptPane *self,
                                 SluiceDocument   *document)
{
  g_return_if_fail (SLUICE_IS_SCRIPT_PANE (self));
  g_return_if_fail (SLUICE_IS_DOCUMENT (document));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  g_clear_pointer (&self->address, g_free);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
