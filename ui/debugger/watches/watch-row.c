/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A watch: its expression, which is edited in place, and below it the value. A long text opens to all of it, a list or
 * an object to a tree. What is wrong is told where the value would be. */
#include "debugger/watches/watch-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/json.h"
#include "debugger/value-tree.h"
#include "rows/drag-source.h"

#define SHOWN_BYTES 120         /* of a value in one line */
#define MAX_TEXT    (64 * 1024) /* of a value that is opened */

struct _SluiceWatchRow
{
  GtkListBoxRow parent_instance;

  char             *told; /* the value's text that is shown; NULL: none */
  SluiceRunSession *session; /* owned */
  GtkWidget        *tree; /* of a value with parts, in @parts; NULL: it was never opened */
  guint             index; /* in the list */
  gboolean          has_parts;
  gboolean          opens; /* there is more to see than fits in a line */

  /* Template. */
  GtkBox           *parts;
  GtkEditableLabel *expression;
  GtkToggleButton  *open;
  GtkLabel         *value;
  GtkLabel         *whole;
};

enum
{
  COMMIT,
  REMOVE,
  MOVE,
  DROP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceWatchRow, sluice_watch_row, GTK_TYPE_LIST_BOX_ROW)

static void
editing_cb (SluiceWatchRow *self)
{
  if (!gtk_editable_label_get_editing (self->expression))
    g_signal_emit (self, signals[COMMIT], 0, gtk_editable_get_text (GTK_EDITABLE (self->expression)));
}

static void
remove_cb (SluiceWatchRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
ensure_tree (SluiceWatchRow *self)
{
  if (self->tree != NULL)
    return;
  self->tree = sluice_value_tree_new ();
  sluice_value_tree_set_watch (SLUICE_VALUE_TREE (self->tree), self->index);
  sluice_value_tree_set_session (SLUICE_VALUE_TREE (self->tree), self->session, SLUICE_VALUE_TREE_WATCH);
  gtk_box_append (self->parts, self->tree);
}

static void
open_cb (SluiceWatchRow *self)
{
  gboolean is_open = self->opens && gtk_toggle_button_get_active (self->open);

  if (is_open && self->has_parts)
    ensure_tree (self);
  gtk_widget_set_visible (GTK_WIDGET (self->value), !is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->whole), is_open && !self->has_parts);
  if (self->tree != NULL)
    gtk_widget_set_visible (self->tree, is_open && self->has_parts);
}

/* Keys */

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_editable_label_start_editing (SLUICE_WATCH_ROW (widget)->expression);
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  remove_cb (SLUICE_WATCH_ROW (widget));
}

static void
move_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[MOVE], 0, g_variant_get_int32 (parameter));
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  GtkToggleButton *open = SLUICE_WATCH_ROW (widget)->open;

  if (gtk_widget_get_sensitive (GTK_WIDGET (open)))
    gtk_toggle_button_set_active (open, !gtk_toggle_button_get_active (open));
}

/* Dragging */

static GdkContentProvider *
prepare_cb (SluiceWatchRow *self)
{
  return gdk_content_provider_new_typed (SLUICE_TYPE_WATCH_ROW, self);
}

static gboolean
drop_cb (SluiceWatchRow *self,
         const GValue   *value)
{
  GtkListBoxRow *row = g_value_get_object (value);

  if (row == GTK_LIST_BOX_ROW (self) || gtk_widget_get_parent (GTK_WIDGET (row)) !=
                                          gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;
  g_signal_emit (self, signals[DROP], 0, (guint) gtk_list_box_row_get_index (row));
  return TRUE;
}

static void
add_dragging (SluiceWatchRow *self)
{
  GtkDragSource *source = sluice_drag_source_new (GDK_ACTION_MOVE);
  GtkDropTarget *target = gtk_drop_target_new (SLUICE_TYPE_WATCH_ROW, GDK_ACTION_MOVE);

  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
sluice_watch_row_finalize (GObject *object)
{
  SluiceWatchRow *self = SLUICE_WATCH_ROW (object);

  g_free (self->told);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (sluice_watch_row_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "watch.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "watch.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "watch.move", "i", move_action);
  gtk_widget_class_install_action (widget_class, "watch.open", NULL, open_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "watch.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "watch.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "watch.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "watch.move", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "watch.move", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "watch.open", NULL);
}

static void
sluice_watch_row_class_init (SluiceWatchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_watch_row_finalize;

  /**
   * SluiceWatchRow::commit:
   * @expression: what the person wrote
   */
  signals[COMMIT] = g_signal_new ("commit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * SluiceWatchRow::move:
   * @by: how many places, up where it is negative
   */
  signals[MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  /**
   * SluiceWatchRow::drop:
   * @from: where the row was that was dropped on this one
   */
  signals[DROP] = g_signal_new ("drop", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/watches/watch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchRow, parts);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchRow, expression);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchRow, open);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchRow, value);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchRow, whole);
  gtk_widget_class_bind_template_callback (widget_class, editing_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  add_keys (widget_class);
}

static void
sluice_watch_row_init (SluiceWatchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_dragging (self);
}

/**
 * sluice_watch_row_new:
 * @session: what evaluates it
 *
 * Returns: (transfer floating): a row that is yet to be told what it watches
 */
GtkWidget *
sluice_watch_row_new (SluiceRunSession *session)
{
  SluiceWatchRow *self = g_object_new (SLUICE_TYPE_WATCH_ROW, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

static void
update_spoken (SluiceWatchRow *self)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", gtk_editable_get_text (GTK_EDITABLE (self->expression)),
                                           gtk_label_get_label (self->value));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
sluice_watch_row_set_expression (SluiceWatchRow *self,
                                 const char     *expression)
{
  g_return_if_fail (SLUICE_IS_WATCH_ROW (self));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->expression)), expression) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->expression), expression);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->expression), expression);
  update_spoken (self);
}

/* One line of a text that may be long. */
static char *
dup_head (const char *text)
{
  gsize length = strlen (text);
  const char *end;
  g_autofree char *head = NULL;

  if (length <= SHOWN_BYTES)
    return g_strdup (text);
  end = g_utf8_find_prev_char (text, text + SHOWN_BYTES);
  head = g_strndup (text, (gsize) (end - text));
  return g_strconcat (head, "…", NULL);
}

/* As much of it as a label can hold, and how much more there is. */
static char *
dup_whole (SluiceValue value)
{
  g_autofree char *text = g_strchomp (sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, NULL));
  g_autofree char *size = NULL;
  g_autofree char *more = NULL;
  gsize length = strlen (text);
  char *end;

  if (length <= MAX_TEXT)
    return g_steal_pointer (&text);
  end = g_utf8_find_prev_char (text, text + MAX_TEXT);
  size = g_format_size (length - (gsize) (end - text));
  *end = '\0';
  /* Translators: %s is a size, as “12 kB”: how much of a long text is left out. */
  more = g_strdup_printf (_("… and %s more"), size);
  return g_strconcat (text, "\n", more, NULL);
}

static void
tell (SluiceWatchRow *self,
      const char     *text,
      const char     *class)
{
  static const char * const classes[] = { "error", "dim-label" };
  g_autofree char *head = dup_head (text);

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_strcmp0 (classes[i], class) == 0)
      gtk_widget_add_css_class (GTK_WIDGET (self->value), classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self->value), classes[i]);
  gtk_label_set_label (self->value, head);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), class != NULL ? text : NULL);
  update_spoken (self);
}

/* A row that was open is so again once there is something to see. */
static void
set_opens (SluiceWatchRow *self,
           gboolean        opens,
           gboolean        has_parts)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->open), opens);
  if (self->opens == opens && self->has_parts == has_parts)
    return;
  self->opens = opens;
  self->has_parts = has_parts;
  open_cb (self);
}

static void
show_value (SluiceWatchRow *self,
            SluiceValue     value)
{
  gboolean is_container = SLUICE_VALUE_IS_OBJECT (value) || SLUICE_VALUE_IS_ARRAY (value);
  g_autofree char *text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  gboolean opens = is_container || strlen (text) > SHOWN_BYTES;
  g_autofree char *whole = NULL;

  set_opens (self, opens, is_container);
  if (g_strcmp0 (self->told, text) == 0)
    return;
  tell (self, SLUICE_VALUE_IS_NULL (value) ? "nil" : text, SLUICE_VALUE_IS_NULL (value) ? "dim-label" : NULL);
  whole = opens && !is_container ? dup_whole (value) : NULL;
  gtk_label_set_label (self->whole, whole != NULL ? whole : "");
  g_free (self->told);
  self->told = g_steal_pointer (&text);
}

/* What it was at the stop before is told where it was something else. */
static void
show_change (SluiceWatchRow *self,
             SluiceValue     entry)
{
  const char *error = sluice_value_get_member_string (entry, "base_error");
  gboolean is_changed = error != NULL || sluice_value_has_member (entry, "base");
  g_autofree char *text = error != NULL ? g_strdup (error)
                          : is_changed ? sluice_json_write (sluice_value_get_member (entry, "base"),
                                                            SLUICE_JSON_WRITE_COMPACT, NULL) : NULL;
  g_autofree char *head = is_changed ? dup_head (text) : NULL;
  /* Translators: %s is what a watched value was when the run was stopped before. */
  g_autofree char *words = is_changed ? g_strdup_printf (_("It was %s"), head) : NULL;

  if (is_changed)
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "changed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->value), "changed");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
}

/**
 * sluice_watch_row_show:
 * @self: a row
 * @index: where it is in the list
 * @entry: an object with "value" or "error"; null where nothing is known yet
 */
void
sluice_watch_row_show (SluiceWatchRow *self,
                       guint           index,
                       SluiceValue     entry)
{
  const char *error = SLUICE_VALUE_IS_OBJECT (entry) ? sluice_value_get_member_string (entry, "error") : NULL;

  g_return_if_fail (SLUICE_IS_WATCH_ROW (self));

  self->index = index;
  if (self->tree != NULL)
    sluice_value_tree_set_watch (SLUICE_VALUE_TREE (self->tree), index);
  if (SLUICE_VALUE_IS_OBJECT (entry) && error == NULL)
    {
      show_value (self, sluice_value_get_member (entry, "value"));
      show_change (self, entry);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->value), "changed");
  g_clear_pointer (&self->told, g_free);
  set_opens (self, FALSE, FALSE);
  tell (self, error != NULL ? error : _("not evaluated yet"), error != NULL ? "error" : "dim-label");
}
