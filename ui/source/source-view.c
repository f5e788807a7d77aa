/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Buffers and views of the text editors. The editor's own undo is off: the document's undo has
 * every edit, and two histories of one text would contradict each other. */

#include "source/source-view.h"

#include <adwaita.h>
#include <string.h>

#include "rows/text-view.h"

#define MAX_TEMPLATE (256 * 1024) /* bytes; a longer text is shown without its expressions marked */

static const char TEMPLATE_TAG[] = "sluice-template";
static const char ERROR_TAG[] = "sluice-error";

static GtkTextTag *
get_tag (GtkSourceBuffer *buffer,
         const char      *name)
{
  return gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (GTK_TEXT_BUFFER (buffer)), name);
}

static void
update_scheme_cb (GtkSourceBuffer *buffer)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  GtkSourceStyleScheme *scheme =
    gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita");
  GtkTextTag *tag = get_tag (buffer, TEMPLATE_TAG);
  GtkSourceStyle *style;

  gtk_source_buffer_set_style_scheme (buffer, scheme);
  style = scheme != NULL ? gtk_source_style_scheme_get_style (scheme, "def:statement") : NULL;
  if (tag != NULL && style != NULL)
    {
      g_autofree char *colour = NULL;

      /* Of the scheme's colours this one is seen well on a row as well, light or dark. */
      g_object_get (style, "foreground", &colour, NULL);
      g_object_set (tag, "foreground", colour, NULL);
    }
}

/* Marks each {{ … }} in the text. */
static void
mark_templates_cb (GtkTextBuffer *buffer)
{
  g_autofree char *text = NULL;
  const char *from;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, TEMPLATE_TAG, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (strlen (text) > MAX_TEMPLATE)
    return;

  for (from = strstr (text, "{{"); from != NULL; from = strstr (from, "{{"))
    {
      const char *to = strstr (from, "}}");

      if (to == NULL)
        break;
      gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) g_utf8_pointer_to_offset (text, from));
      gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) g_utf8_pointer_to_offset (text, to + 2));
      gtk_text_buffer_apply_tag_by_name (buffer, TEMPLATE_TAG, &start, &end);
      from = to + 2;
    }
}

/* The rules of a language are forgotten with the last buffer that uses it, and take tens of milliseconds
 * to read again: for each language one buffer stays. */
static GtkSourceLanguage *
get_language (const char *id)
{
  static GHashTable *keepers = NULL; /* id → GtkSourceBuffer */
  GtkSourceLanguage *language =
    gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), id);

  if (keepers == NULL)
    keepers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  if (language != NULL && !g_hash_table_contains (keepers, id))
    g_hash_table_insert (keepers, g_strdup (id), gtk_source_buffer_new_with_language (language));

  return language;
}

GtkSourceBuffer *
sluice_source_buffer_new (const char        *language,
                          SluiceSourceFlags  flags)
{
  GtkSourceBuffer *buffer = gtk_source_buffer_new (NULL);

  if (language != NULL)
    gtk_source_buffer_set_language (buffer, get_language (language));
  gtk_source_buffer_set_highlight_matching_brackets (buffer, language != NULL);
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (buffer), FALSE);
  gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (buffer), ERROR_TAG,
                              "underline", PANGO_UNDERLINE_ERROR, NULL);
  if (flags & SLUICE_SOURCE_TEMPLATE)
    {
      gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (buffer), TEMPLATE_TAG, NULL);
      g_signal_connect (buffer, "changed", G_CALLBACK (mark_templates_cb), NULL);
    }
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme_cb), buffer, G_CONNECT_SWAPPED);
  update_scheme_cb (buffer);

  return buffer;
}

/* GTK lays out anew all that a tag is taken off, whether or not it was there: in a long text that is felt with each
 * key, so it is taken off where it is. */
static void
remove_marks (GtkTextBuffer *text)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (text), ERROR_TAG);
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (text, &start);
  while (gtk_text_iter_has_tag (&start, tag) || gtk_text_iter_forward_to_tag_toggle (&start, tag))
    {
      end = start;
      gtk_text_iter_forward_to_tag_toggle (&end, tag);
      gtk_text_buffer_remove_tag (text, tag, &start, &end);
      start = end;
    }
}

void
sluice_source_buffer_mark_line (GtkSourceBuffer *buffer,
                                guint            line)
{
  GtkTextBuffer *text = GTK_TEXT_BUFFER (buffer);
  GtkTextIter start, end;

  remove_marks (text);
  if (line == 0)
    return;

  gtk_text_buffer_get_iter_at_line (text, &start, (int) line - 1);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_apply_tag_by_name (text, ERROR_TAG, &start, &end);
}

/* Enter in a text of one line goes to the next field, as in an entry. */
static gboolean
one_line_key_cb (GtkEventControllerKey *controller,
                 guint                  keyval,
                 guint                  keycode,
                 GdkModifierType        state,
                 GtkWidget             *view)
{
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (view)), GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

static void
set_up_code (GtkWidget         *view,
             SluiceSourceFlags  flags)
{
  gtk_source_view_set_indent_width (GTK_SOURCE_VIEW (view), 2);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (view), 2);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (view), TRUE);
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (view), TRUE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (view), (flags & SLUICE_SOURCE_NUMBERED) != 0);
}

/* Tab leaves a plain text; inside code it indents, and Ctrl+Tab leaves. */
GtkWidget *
sluice_source_view_new (GtkSourceBuffer   *buffer,
                        SluiceSourceFlags  flags)
{
  GtkWidget *view = gtk_source_view_new_with_buffer (buffer);
  gboolean is_code = gtk_source_buffer_get_language (buffer) != NULL;

  sluice_text_view_follow (GTK_TEXT_VIEW (view));
  if (is_code)
    set_up_code (view, flags);
  if (!is_code || flags & SLUICE_SOURCE_ONE_LINE)
    gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), is_code && !(flags & SLUICE_SOURCE_ONE_LINE));
  if (flags & SLUICE_SOURCE_ONE_LINE)
    {
      GtkEventController *keys = gtk_event_controller_key_new ();

      g_signal_connect_object (keys, "key-pressed", G_CALLBACK (one_line_key_cb), view, 0);
      gtk_widget_add_controller (view, keys);
    }

  return view;
}
