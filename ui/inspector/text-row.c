/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows for several lines: plain text, templates, Lua and JSON. The row is as high as its text, up to
 * a limit; a window of its own has room for more. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/json.h"
#include "inspector/completion.h"
#include "inspector/large-editor.h"
#include "inspector/placeholder.h"
#include "inspector/row.h"
#include "inspector/text-file.h"
#include "source/line-gutter.h"

typedef struct
{
  GtkWidget        *row;       /* borrowed: it owns this */
  GtkWidget        *view;      /* borrowed from the row */
  GtkWidget        *window;    /* the large editor, or NULL */
  GtkSourceBuffer  *buffer;    /* borrowed from the view */
  const char       *language;  /* interned; NULL: plain text */
  const char       *phase;     /* whose script it is; NULL: none */
  char             *file;      /* where the text is kept, or NULL */
  GtkWidget        *file_button; /* borrowed, or NULL */
  SluiceValue       value;     /* owned: what was shown last */
  SluiceSourceFlags flags;
  guint             commit_id; /* a source that commits what was changed */
  guint             fit_id;    /* a source that gives the text its height */
} TextRow;

#define MIN_HEIGHT 48
#define MIN_HEIGHT_ONE_LINE 24
#define MAX_HEIGHT 320
#define CURSOR_MARGIN 12

static const char TEXT_ROW_KEY[] = "sluice-text-row";

static TextRow *
get_text_row (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), TEXT_ROW_KEY);
}

static void
text_row_free (gpointer data)
{
  TextRow *self = data;

  g_clear_handle_id (&self->commit_id, g_source_remove);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_weak_pointer (&self->window);
  sluice_value_unref (self->value);
  g_free (self->file);
  g_free (self);
}

static gboolean
is_json (TextRow *self)
{
  return g_strcmp0 (self->language, "json") == 0;
}

static char *
dup_buffer_text (TextRow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

/* The text of a value; @is_ours: whether this editor may change it. */
static char *
value_to_shown_text (TextRow    *self,
                     SluiceValue value,
                     gboolean   *is_ours)
{
  char *text;

  *is_ours = TRUE;
  if (SLUICE_VALUE_IS_NULL (value))
    return g_strdup ("");
  if (is_json (self))
    return sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, NULL);
  text = sluice_text_from_value (value);
  if (text != NULL)
    return text;

  *is_ours = FALSE;
  if (self->file == NULL)
    return sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  text = sluice_text_file_dup_content (sluice_binding_get_document (sluice_binding_get (self->row)), value);
  return text != NULL ? text : g_strdup (""); /* the check tells why */
}

/* Whether the text on show already says the value: then the cursor and what is half typed stay. */
static gboolean
is_shown (TextRow    *self,
          const char *shown,
          SluiceValue value)
{
  g_auto (SluiceValue) parsed = SLUICE_VALUE_INIT;

  return is_json (self) && sluice_json_read (shown, -1, NULL, &parsed, NULL, NULL) &&
         sluice_value_equal (parsed, value);
}

static void
show_file (TextRow    *self,
           SluiceValue value)
{
  g_free (self->file);
  self->file = is_json (self) ? NULL : g_strdup (sluice_value_get_member_string (value, "$file"));
  if (self->file_button != NULL)
    sluice_text_file_button_update (self->file_button, self->file, SLUICE_VALUE_IS_NULL (value));
}

static void
show_text (GtkWidget  *row,
           SluiceValue value)
{
  TextRow *self = get_text_row (row);
  g_autofree char *shown = dup_buffer_text (self);
  g_autofree char *text = NULL;
  gboolean is_ours;

  /* Another field of the node has changed: what is half typed here stays. */
  if (sluice_binding_get_draft (sluice_binding_get (row)) != NULL && sluice_value_equal (self->value, value))
    return;

  show_file (self, value);
  text = value_to_shown_text (self, value, &is_ours);

  /* A text in a file, or neither a text nor lines: not for this editor to change. */
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), is_ours);
  if (is_ours)
    gtk_widget_remove_css_class (self->view, "dim-label");
  else
    gtk_widget_add_css_class (self->view, "dim-label");

  if (g_strcmp0 (shown, text) != 0 && !is_shown (self, shown, value))
    {
      gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
      sluice_binding_keep_draft (sluice_binding_get (row), NULL);
      sluice_binding_set_error (sluice_binding_get (row), NULL);
    }
  sluice_value_unref (self->value);
  self->value = sluice_value_ref (value);
}

static void
commit_json (TextRow       *self,
             SluiceBinding *binding,
             const char    *text)
{
  g_autoptr (GError) error = NULL;
  SluiceJsonPosition position = { 0, 0, 0 };
  SluiceValue value = SLUICE_VALUE_INIT;

  sluice_source_buffer_mark_line (self->buffer, 0);
  if (*text == '\0')
    sluice_binding_commit (binding, sluice_value_null ());
  else if (sluice_json_read (text, -1, NULL, &value, &position, &error))
    sluice_binding_commit (binding, value);
  else
    {
      sluice_binding_set_error (binding, error->message);
      sluice_source_buffer_mark_line (self->buffer, position.line);
      sluice_binding_keep_draft (binding, text);
      return;
    }
  sluice_binding_keep_draft (binding, NULL);
}

static gboolean
commit_cb (gpointer user_data)
{
  TextRow *self = user_data;
  SluiceBinding *binding = sluice_binding_get (self->row);
  g_autofree char *text = dup_buffer_text (self);

  self->commit_id = 0;
  if (is_json (self))
    commit_json (self, binding, text);
  else if (gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)))
    sluice_binding_commit (binding, *text ? sluice_text_to_value (text) : sluice_value_null ());

  return G_SOURCE_REMOVE;
}

/* Typing over a selection deletes and inserts: what lies between the two is nobody's text. So a
 * change is committed where the person's action ends, or soon, when none is open. */
static void
buffer_changed_cb (GtkWidget *row)
{
  TextRow *self = get_text_row (row);
  SluiceBinding *binding = sluice_binding_get (row);

  if (binding != NULL && !sluice_binding_is_showing (binding) && self->commit_id == 0)
    self->commit_id = g_idle_add_full (G_PRIORITY_HIGH, commit_cb, self, NULL);
}

static void
user_action_ended_cb (GtkWidget *row)
{
  TextRow *self = get_text_row (row);

  if (self->commit_id == 0)
    return;

  g_clear_handle_id (&self->commit_id, g_source_remove);
  commit_cb (self);
}

/* What was changed last is not lost with the row. */
static void
row_unrealized_cb (GtkWidget *row)
{
  user_action_ended_cb (row);
}

/* A text that grew while somebody types in it may have taken the cursor out of view. */
static void
reveal_cursor (GtkTextView *view)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (view), GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  GdkRectangle cursor;
  double x, y;

  if (viewport == NULL || !gtk_widget_has_focus (GTK_WIDGET (view)))
    return;

  gtk_text_view_get_cursor_locations (view, NULL, &cursor, NULL);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, cursor.x, cursor.y,
                                         &cursor.x, &cursor.y);
  gtk_widget_translate_coordinates (GTK_WIDGET (view),
                                    gtk_viewport_get_child (GTK_VIEWPORT (viewport)),
                                    cursor.x, cursor.y, &x, &y);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  gtk_adjustment_clamp_page (adjustment, y - CURSOR_MARGIN, y + cursor.height + CURSOR_MARGIN);
}

static int
min_height (TextRow *self)
{
  return self->flags & SLUICE_SOURCE_ONE_LINE ? MIN_HEIGHT_ONE_LINE : MIN_HEIGHT;
}

/* A list allocates its rows the least height they can do with, so the least is that of the text. */
static gboolean
fit_cb (gpointer user_data)
{
  TextRow *self = user_data;
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (gtk_widget_get_parent (self->view));
  int height;

  self->fit_id = 0;
  gtk_widget_measure (self->view, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (self->view),
                      NULL, &height, NULL, NULL);
  height = CLAMP (height, min_height (self), MAX_HEIGHT);
  if (gtk_scrolled_window_get_min_content_height (scroller) == height)
    reveal_cursor (GTK_TEXT_VIEW (self->view));
  else
    gtk_scrolled_window_set_min_content_height (scroller, height);

  return G_SOURCE_REMOVE;
}

/* The lines are measured while they are laid out, where no other size can be asked for. */
static void
lines_measured_cb (GtkWidget *row)
{
  TextRow *self = get_text_row (row);

  if (self->fit_id == 0)
    self->fit_id = g_idle_add_full (GTK_PRIORITY_RESIZE, fit_cb, self, NULL);
}

/* The line that the check complains of is underlined; that of half typed JSON is already. */
static void
marker_cb (GtkWidget     *row,
           SluiceBinding *binding)
{
  TextRow *self = get_text_row (row);
  gboolean is_error;
  const char *message = sluice_binding_get_message (binding, &is_error);

  if (!is_json (self) || message == NULL)
    sluice_source_buffer_mark_line (self->buffer, sluice_binding_get_line (binding));
  if (self->window != NULL)
    sluice_large_editor_set_message (self->window, message, is_error);
}

static void
mark_lines (TextRow   *self,
            GtkWidget *view,
            gboolean   shows_numbers)
{
  SluiceBinding *binding = sluice_binding_get (self->row);
  const SluiceScriptPlace place = { sluice_binding_get_address (binding), self->phase };

  if (self->phase != NULL)
    sluice_line_gutter_add (GTK_TEXT_VIEW (view), sluice_line_marks_of (sluice_binding_get_document (binding)),
                            &place, shows_numbers);
}

static void
open_large (GtkWidget *row)
{
  TextRow *self = get_text_row (row);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  GtkWidget *view;

  if (self->window != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->window));
      return;
    }

  g_set_weak_pointer (&self->window, sluice_large_editor_new (row, title, self->buffer, self->flags));
  view = sluice_large_editor_get_view (self->window);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)));
  if (!is_json (self))
    sluice_completion_add_to (GTK_SOURCE_VIEW (view), sluice_binding_get (row),
                              (self->flags & SLUICE_SOURCE_TEMPLATE) != 0);
  marker_cb (row, sluice_binding_get (row));
  if (self->phase != NULL)
    gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (view), FALSE);
  mark_lines (self, view, TRUE);
  gtk_window_present (GTK_WINDOW (self->window));
}

/* The row goes with its page, its window with the row: the text is in the document. Its view has gone before it, and
 * there is nothing left to be measured. */
static void
row_destroyed_cb (GtkWidget *row)
{
  TextRow *self = get_text_row (row);

  g_clear_handle_id (&self->commit_id, g_source_remove);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
}

static gboolean
open_large_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   row)
{
  open_large (row);
  return GDK_EVENT_STOP;
}

static void
add_shortcut (GtkWidget *row)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return"),
                      gtk_callback_action_new (open_large_cb, row, NULL)));
  gtk_widget_add_controller (row, controller);
}

static GtkWidget *
scroller_new (TextRow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), min_height (self));
  gtk_widget_add_css_class (scroller, "sluice-text");
  /* A scroll bar alone would be higher than a line. */
  if (self->flags & SLUICE_SOURCE_ONE_LINE)
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);

  return scroller;
}

/* How a text gets at the store is not to be guessed. */
static GtkWidget *
frame_new (TextRow        *self,
           SluiceRowFlags  flags)
{
  GtkWidget *scroller = scroller_new (self);

  if (self->flags & SLUICE_SOURCE_TEMPLATE)
    return sluice_placeholder_new (scroller, GTK_TEXT_VIEW (self->view), _("Text and {{ shared.key }}"));
  if (flags & SLUICE_ROW_EXPRESSION)
    return sluice_placeholder_new (scroller, GTK_TEXT_VIEW (self->view), "shared.key");
  return scroller;
}

static void
add_buttons (TextRow        *self,
             SluiceRowFlags  flags)
{
  GtkWidget *enlarge = sluice_row_button_new ("view-fullscreen-symbolic", _("Edit in a Large Window (Ctrl+Enter)"));

  if (!is_json (self) && !(flags & (SLUICE_ROW_EXPRESSION | SLUICE_ROW_NO_FILE)))
    {
      self->file_button = sluice_text_file_button_new (self->row);
      sluice_row_add_suffix (self->row, self->file_button);
    }
  g_signal_connect_swapped (enlarge, "clicked", G_CALLBACK (open_large), self->row);
  sluice_row_add_suffix (self->row, enlarge);
}

/* Half typed JSON of an earlier visit is there again, with what is wrong with it. */
static void
restore_draft (TextRow    *self,
               const char *text)
{
  if (text == NULL)
    return;
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  g_clear_handle_id (&self->commit_id, g_source_remove);
  commit_cb (self);
}

/* Keeps it from being taken for what the document says now. */
static char *
take_draft (SluiceBinding *binding)
{
  char *text = g_strdup (sluice_binding_get_draft (binding));

  sluice_binding_keep_draft (binding, NULL);
  return text;
}

static void
connect_row (TextRow *self)
{
  GtkWidget *scroller = gtk_widget_get_parent (self->view);

  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                           "changed", G_CALLBACK (lines_measured_cb), self->row, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (buffer_changed_cb), self->row,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "end-user-action", G_CALLBACK (user_action_ended_cb),
                           self->row, G_CONNECT_SWAPPED);
  g_signal_connect (self->row, "unrealize", G_CALLBACK (row_unrealized_cb), NULL);
  g_signal_connect (self->row, "destroy", G_CALLBACK (row_destroyed_cb), NULL);
}

static GtkWidget *
row_new (const SluiceField *field,
         const char        *title,
         const char        *blurb,
         const char        *language,
         SluiceRowFlags     flags)
{
  TextRow *self = g_new0 (TextRow, 1);
  g_autoptr (GtkSourceBuffer) buffer = NULL;
  g_autofree char *draft = NULL;

  self->value = sluice_value_null ();
  self->language = g_intern_string (language);
  self->flags = (flags & SLUICE_ROW_TEMPLATE && language == NULL ? SLUICE_SOURCE_TEMPLATE : 0) |
                (flags & SLUICE_ROW_EXPRESSION ? SLUICE_SOURCE_ONE_LINE : 0);
  buffer = sluice_source_buffer_new (language, self->flags);
  self->buffer = buffer;
  self->view = sluice_source_view_new (buffer, self->flags);
  self->row = sluice_tall_row_new (title, frame_new (self, flags));
  g_object_set_data_full (G_OBJECT (self->row), TEXT_ROW_KEY, self, text_row_free);
  gtk_widget_add_css_class (self->row, "sluice-text-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, blurb ? blurb : "", -1);

  add_buttons (self, flags);
  sluice_binding_attach (self->row, field, show_text);
  draft = take_draft (sluice_binding_get (self->row));
  if (draft != NULL)
    show_text (self->row, sluice_binding_get_value (sluice_binding_get (self->row)));
  connect_row (self);
  add_shortcut (self->row);
  if (!is_json (self) && (language != NULL || self->flags & SLUICE_SOURCE_TEMPLATE))
    sluice_completion_add_to (GTK_SOURCE_VIEW (self->view), sluice_binding_get (self->row),
                              (self->flags & SLUICE_SOURCE_TEMPLATE) != 0);
  sluice_row_dress (self->row, blurb, (flags & SLUICE_ROW_HAS_DEFAULT) != 0);
  sluice_row_set_marker (self->row, marker_cb);
  if (is_json (self))
    restore_draft (self, draft);

  return self->row;
}

GtkWidget *
sluice_text_row_new (const SluiceField *field,
                     const char        *title,
                     const char        *blurb,
                     SluiceRowFlags     flags)
{
  return row_new (field, title, blurb, NULL, flags);
}

GtkWidget *
sluice_code_row_new (const SluiceField *field,
                     const char        *title,
                     const char        *blurb,
                     const char        *language,
                     SluiceRowFlags     flags)
{
  return row_new (field, title, blurb, language, flags);
}

void
sluice_code_row_mark_lines (GtkWidget  *row,
                            const char *phase)
{
  TextRow *self = get_text_row (row);

  self->phase = phase;
  mark_lines (self, self->view, FALSE);
}

void
sluice_code_row_grab_focus (GtkWidget *row)
{
  gtk_widget_grab_focus (get_text_row (row)->view);
}
