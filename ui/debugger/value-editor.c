/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes a value where it stands: checked JSON, or one line of text. What is wrong is said below it, and
 * nothing is taken before it is right.
 */
#include "debugger/value-editor.h"

#include "base/json.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SluiceValueEditor
{
  GtkPopover parent_instance;

  gboolean     is_line;
  gboolean     has_key;
  gboolean     is_read_only;

  /* Template. */
  GtkLabel    *title;
  GtkLabel    *note;
  GtkWidget   *suggestions;
  GtkEntry    *key;
  GtkTextView *view;
  GtkLabel    *error;
  GtkLabel    *hint;
  GtkButton   *cancel_button;
  GtkButton   *apply_button;
};

enum
{
  APPLY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceValueEditor, sluice_value_editor, GTK_TYPE_POPOVER)

static char *
dup_text (SluiceValueEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* A text that is no JSON is most often meant as one. */
static char *
dup_fault (SluiceValueEditor *self,
           const char        *text)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (self->is_line)
    return *g_strstrip ((char *) text) == '\0' ? g_strdup (_("Write something first.")) : NULL;
  if (sluice_json_read (text, -1, NULL, &value, NULL, &error))
    return NULL;
  if (g_ascii_isalpha (*text) || (guchar) *text >= 0x80)
    /* Translators: %s is what is wrong with a JSON text. */
    return g_strdup_printf (_("%s. A text stands in quotes: \"like this\""), error->message);
  return g_strdup (error->message);
}

static void
apply_cb (SluiceValueEditor *self)
{
  g_autofree char *text = dup_text (self);
  g_autofree char *fault = NULL;
  const char *key = self->has_key ? gtk_editable_get_text (GTK_EDITABLE (self->key)) : NULL;

  if (self->is_read_only)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  fault = dup_fault (self, text);
  sluice_value_editor_set_error (self, fault);
  if (fault == NULL)
    g_signal_emit (self, signals[APPLY], 0, key, text);
}

static void
cancel_cb (SluiceValueEditor *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
changed_cb (SluiceValueEditor *self)
{
  sluice_value_editor_set_error (self, NULL);
}

/* Enter takes it, Shift+Enter starts a line. */
static gboolean
key_pressed_cb (SluiceValueEditor *self,
                guint              key,
                guint              code,
                GdkModifierType    state)
{
  gboolean is_enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;

  if (!is_enter || (state & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  apply_cb (self);
  return GDK_EVENT_STOP;
}

static void
suggestion_cb (SluiceValueEditor *self,
               GtkButton         *button)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), gtk_button_get_label (button), -1);
  apply_cb (self);
}

static void
add_suggestions (SluiceValueEditor  *self,
                 const char * const *suggestions)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->suggestions)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->suggestions), child);
  for (guint i = 0; suggestions != NULL && suggestions[i] != NULL; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (suggestions[i]);

      gtk_widget_set_name (button, "value-suggestion");
      g_signal_connect_object (button, "clicked", G_CALLBACK (suggestion_cb), self, G_CONNECT_SWAPPED);
      gtk_flow_box_append (GTK_FLOW_BOX (self->suggestions), button);
    }
  gtk_widget_set_visible (self->suggestions, suggestions != NULL && suggestions[0] != NULL);
}

static void
sluice_value_editor_class_init (SluiceValueEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * SluiceValueEditor::apply:
   * @key: (nullable): the key, where one is asked for
   * @text: JSON, or a line of text
   */
  signals[APPLY] = g_signal_new ("apply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/debugger/value-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, title);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, note);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, suggestions);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, key);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, view);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, error);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, hint);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueEditor, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
sluice_value_editor_init (SluiceValueEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_value_editor_new:
 *
 * Returns: (transfer floating): an editor that is not shown
 */
GtkWidget *
sluice_value_editor_new (void)
{
  return g_object_new (SLUICE_TYPE_VALUE_EDITOR, NULL);
}

static void
set_text (SluiceValueEditor *self,
          const char        *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &end, &start);
}

/**
 * sluice_value_editor_open:
 * @parent: what it points to
 * @place: (nullable): where in @parent
 * @edit: what is to be written
 *
 * Shows the editor with the text selected.
 */
void
sluice_value_editor_open (SluiceValueEditor     *self,
                          GtkWidget             *parent,
                          const GdkRectangle    *place,
                          const SluiceValueEdit *edit)
{
  g_return_if_fail (SLUICE_IS_VALUE_EDITOR (self));

  if (gtk_widget_get_parent (GTK_WIDGET (self)) != parent)
    {
      if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
        gtk_widget_unparent (GTK_WIDGET (self));
      gtk_widget_set_parent (GTK_WIDGET (self), parent);
    }
  self->is_line = edit->is_line;
  self->has_key = edit->has_key;
  self->is_read_only = edit->is_read_only;

  gtk_label_set_label (self->title, edit->title);
  gtk_label_set_label (self->note, edit->note != NULL ? edit->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), edit->note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->key), edit->has_key);
  gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  gtk_text_view_set_editable (self->view, !edit->is_read_only);
  gtk_text_view_set_monospace (self->view, !edit->is_line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, edit->title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, edit->title, -1);
  gtk_label_set_label (self->hint, edit->is_read_only || edit->is_line ? "" : _("Shift+Enter starts a line"));
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), !edit->is_read_only);
  gtk_button_set_label (self->apply_button, edit->is_read_only ? _("_Close")
                                            : edit->apply != NULL ? edit->apply : _("_Apply"));
  add_suggestions (self, edit->suggestions);
  set_text (self, edit->text);
  sluice_value_editor_set_error (self, NULL);

  if (place != NULL)
    gtk_popover_set_pointing_to (GTK_POPOVER (self), place);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (edit->has_key ? GTK_WIDGET (self->key) : GTK_WIDGET (self->view));
}

/**
 * sluice_value_editor_set_error:
 * @message: (nullable): what is wrong with what was written; %NULL: nothing
 */
void
sluice_value_editor_set_error (SluiceValueEditor *self,
                               const char        *message)
{
  g_return_if_fail (SLUICE_IS_VALUE_EDITOR (self));

  gtk_label_set_label (self->error, message != NULL ? message : "");
  if (gtk_widget_get_visible (GTK_WIDGET (self->error)) == (message != NULL))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
  /* A popover that is shown already does not grow by itself. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_popover_present (GTK_POPOVER (self));
}
