/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows for several lines: plain text, Lua and JSON. The editor's own undo is off: the
 * document's undo has every edit, and two histories of one text would contradict each other. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "base/json.h"

typedef struct
{
  GtkWidget  *view;      /* borrowed from the row */
  const char *language;  /* interned; NULL: plain text */
  guint       commit_id; /* a source that commits what was changed */
  guint       fit_id;    /* a source that gives the text its height */
} TextRow;

#define MIN_HEIGHT 48
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
  g_free (self);
}

static gboolean
is_json (TextRow *self)
{
  return g_strcmp0 (self->language, "json") == 0;
}

static char *
dup_buffer_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static char *
value_to_shown_text (TextRow    *self,
                     SluiceValue value)
{
  if (SLUICE_VALUE_IS_NULL (value))
    return g_strdup ("");
  if (is_json (self))
    return sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, NULL);
  return sluice_text_from_value (value);
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
show_text (GtkWidget  *row,
           SluiceValue value)
{
  TextRow *self = get_text_row (row);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  g_autofree char *shown = dup_buffer_text (buffer);
  g_autofree char *text = value_to_shown_text (self, value);

  /* Neither a text nor lines, or a reference to a file: not for this editor to change. */
  gtk_widget_set_sensitive (self->view, text != NULL);
  if (text == NULL)
    text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

  if (g_strcmp0 (shown, text) != 0 && !is_shown (self, shown, value))
    gtk_text_buffer_set_text (buffer, text, -1);
}

static void
commit_json (SluiceBinding *binding,
             const char    *text)
{
  g_autoptr (GError) error = NULL;
  SluiceValue value = SLUICE_VALUE_INIT;

  if (*text == '\0')
    sluice_binding_commit (binding, sluice_value_null ());
  else if (sluice_json_read (text, -1, NULL, &value, NULL, &error))
    sluice_binding_commit (binding, value);
  else
    sluice_binding_set_error (binding, error->message);
}

static gboolean
commit_cb (gpointer user_data)
{
  GtkWidget *row = user_data;
  TextRow *self = get_text_row (row);
  SluiceBinding *binding = sluice_binding_get (row);
  g_autofree char *text = dup_buffer_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)));

  self->commit_id = 0;
  if (is_json (self))
    commit_json (binding, text);
  else
    sluice_binding_commit (binding, *text ? sluice_text_to_value (text) : sluice_value_null ());

  return G_SOURCE_REMOVE;
}

/* Typing over a selection deletes and inserts: what lies between the two is nobody's text. So a
 * change is committed where the person's action ends, or soon, when none is open. */
static void
buffer_changed_cb (GtkWidget *row)
{
  TextRow *self = get_text_row (row);

  if (!sluice_binding_is_showing (sluice_binding_get (row)) && self->commit_id == 0)
    self->commit_id = g_idle_add_full (G_PRIORITY_HIGH, commit_cb, row, NULL);
}

static void
user_action_ended_cb (GtkWidget *row)
{
  TextRow *self = get_text_row (row);

  if (self->commit_id == 0)
    return;

  g_clear_handle_id (&self->commit_id, g_source_remove);
  commit_cb (row);
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
  height = CLAMP (height, MIN_HEIGHT, MAX_HEIGHT);
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

static void
update_scheme_cb (GtkSourceBuffer *buffer)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (
    buffer, gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static GtkWidget *
source_view_new (const char *language)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);
  GtkWidget *view;

  gtk_source_buffer_set_language (buffer, gtk_source_language_manager_get_language (languages, language));
  gtk_source_buffer_set_highlight_matching_brackets (buffer, TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme_cb), buffer, G_CONNECT_SWAPPED);
  update_scheme_cb (buffer);

  view = gtk_source_view_new_with_buffer (buffer);
  gtk_source_view_set_indent_width (GTK_SOURCE_VIEW (view), 2);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (view), 2);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (view), TRUE);
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (view), TRUE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);

  return view;
}

/* Tab leaves a plain text; inside code it indents, and Ctrl+Tab leaves. */
static GtkWidget *
row_new_with_view (const SluiceField *field,
                   const char        *title,
                   const char        *blurb,
                   const char        *language,
                   GtkWidget         *view)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  TextRow *self = g_new0 (TextRow, 1);

  self->view = view;
  self->language = g_intern_string (language);
  g_object_set_data_full (G_OBJECT (row), TEXT_ROW_KEY, self, text_row_free);

  gtk_widget_add_css_class (row, "sluice-text-row");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_tooltip_text (label, blurb);

  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), language != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), MIN_HEIGHT);
  gtk_widget_add_css_class (scroller, "sluice-text");

  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  sluice_binding_attach (row, field, show_text);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                           "changed", G_CALLBACK (lines_measured_cb), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (buffer_changed_cb), row,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "end-user-action", G_CALLBACK (user_action_ended_cb), row,
                           G_CONNECT_SWAPPED);

  return row;
}

GtkWidget *
sluice_text_row_new (const SluiceField *field,
                     const char        *title,
                     const char        *blurb)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  return row_new_with_view (field, title, blurb, NULL, view);
}

GtkWidget *
sluice_code_row_new (const SluiceField *field,
                     const char        *title,
                     const char        *blurb,
                     const char        *language)
{
  return row_new_with_view (field, title, blurb, language, source_view_new (language));
}
