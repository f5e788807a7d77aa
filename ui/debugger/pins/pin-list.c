/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of the pins, by the addresses of their nodes. A row stays while its pin does. */
#include "debugger/pins/pin-list.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/json.h"
#include "debugger/pins/pin-row.h"
#include "debugger/value-editor.h"
#include "rows/list-rows.h"

#define MAX_TEXT (1024 * 1024) /* bytes of a text that is edited here */

struct _SluicePinList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluicePins        *pins;
  SluiceDocument    *document;
  SluiceValueEditor *editor;  /* NULL: not used yet */
  char              *editing; /* the node whose pin is edited */

  /* Template. */
  GtkWidget         *content;
  GtkToggleButton   *mute;
  GtkWidget         *remove_all;
  GtkStack          *stack;
  GtkListBox        *list;
};

enum
{
  LOCATE,
  KEEP,
  DROP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluicePinList, sluice_pin_list, GTK_TYPE_WIDGET)

/* The editor */

static void
apply_cb (SluicePinList *self,
          const char    *key,
          const char    *text)
{
  const SluicePin *pin = sluice_pins_find (self->pins, self->editing);
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gboolean is_off;

  if (pin == NULL)
    {
      sluice_value_editor_set_error (self->editor, _("This pin is gone."));
      return;
    }
  if (!sluice_json_read (text, -1, NULL, &value, NULL, &error))
    {
      sluice_value_editor_set_error (self->editor, error->message);
      return;
    }
  is_off = pin->is_off;
  sluice_pins_set (self->pins, self->editing, value, NULL, 0);
  sluice_pins_set_off (self->pins, self->editing, is_off);
  gtk_popover_popdown (GTK_POPOVER (self->editor));
}

static void
ensure_editor (SluicePinList *self)
{
  if (self->editor != NULL)
    return;
  self->editor = g_object_ref_sink (SLUICE_VALUE_EDITOR (sluice_value_editor_new ()));
  g_signal_connect_object (self->editor, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
}

static void
edit_cb (SluicePinRow  *row,
         SluicePinList *self)
{
  const SluicePin *pin = sluice_pins_find (self->pins, sluice_pin_row_get_address (row));
  g_autofree char *text = pin != NULL ? sluice_json_write (pin->result, SLUICE_JSON_WRITE_PRETTY, NULL) : NULL;
  g_autofree char *node = NULL;
  g_autofree char *title = NULL;
  SluiceValueEdit edit = { 0, };
  graphene_rect_t bounds;

  if (pin == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &bounds))
    return;
  ensure_editor (self);
  g_free (self->editing);
  self->editing = g_strdup (pin->address);
  node = sluice_document_has_node (self->document, pin->address)
           ? sluice_document_dup_node_title (self->document, pin->address) : g_strdup (pin->address);
  /* Translators: %s is the title of a node. */
  title = g_strdup_printf (_("Pinned result of %s"), node);
  edit.title = title;
  edit.text = g_strchomp (text);
  if (strlen (text) > MAX_TEXT)
    {
      edit.text = "";
      edit.note = _("The result is too long to be edited here. What is written here takes the place of all of it.");
    }
  sluice_value_editor_open (self->editor, GTK_WIDGET (self),
                            &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                              (int) bounds.size.width, (int) bounds.size.height }, &edit);
}

/* Rows */

static void
toggled_cb (SluicePinRow  *row,
            gboolean       is_used,
            SluicePinList *self)
{
  sluice_pins_set_off (self->pins, sluice_pin_row_get_address (row), !is_used);
}

/* The keyboard goes to the row that takes its place. */
static void
remove_cb (SluicePinRow  *row,
           SluicePinList *self)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkListBoxRow *next;

  g_signal_emit (self, signals[DROP], 0, sluice_pin_row_get_address (row));
  next = gtk_list_box_get_row_at_index (self->list, index);
  if (next == NULL && index > 0)
    next = gtk_list_box_get_row_at_index (self->list, index - 1);
  gtk_widget_grab_focus (next != NULL ? GTK_WIDGET (next) : GTK_WIDGET (self->mute));
}

static void
keep_cb (SluicePinRow  *row,
         gboolean       is_kept,
         SluicePinList *self)
{
  g_signal_emit (self, signals[KEEP], 0, sluice_pin_row_get_address (row), is_kept);
}

static void
activated_cb (SluicePinList *self,
              GtkListBoxRow *row)
{
  g_signal_emit (self, signals[LOCATE], 0, sluice_pin_row_get_address (SLUICE_PIN_ROW (row)));
}

static GtkWidget *
create_row (SluicePinList *self,
            const char    *address)
{
  GtkWidget *row = sluice_pin_row_new (address);

  g_signal_connect_object (row, "toggled", G_CALLBACK (toggled_cb), self, 0);
  g_signal_connect_object (row, "edit", G_CALLBACK (edit_cb), self, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect_object (row, "keep", G_CALLBACK (keep_cb), self, 0);
  return row;
}

static SluicePinRow *
get_row (SluicePinList *self,
         int            index)
{
  return (SluicePinRow *) gtk_list_box_get_row_at_index (self->list, index);
}

/* Both are in the order of addresses. */
static void
update_rows (SluicePinList *self,
             guint          n,
             gboolean       is_muted)
{
  SluicePinRow *row;

  for (guint i = 0; i < n; i++)
    {
      const SluicePin *pin = sluice_pins_get (self->pins, i);

      while ((row = get_row (self, (int) i)) != NULL && strcmp (sluice_pin_row_get_address (row), pin->address) < 0)
        gtk_list_box_remove (self->list, GTK_WIDGET (row));
      if (row == NULL || !g_str_equal (sluice_pin_row_get_address (row), pin->address))
        gtk_list_box_insert (self->list, create_row (self, pin->address), (int) i);
      sluice_pin_row_show (get_row (self, (int) i), pin, self->document, is_muted);
    }
  sluice_list_rows_clear (self->list, n);
}

static void
update (SluicePinList *self)
{
  guint n = self->pins != NULL ? sluice_pins_get_n (self->pins) : 0;
  gboolean is_muted = self->pins != NULL && sluice_pins_is_muted (self->pins);

  update_rows (self, n, is_muted);
  gtk_toggle_button_set_active (self->mute, is_muted);
  gtk_widget_set_sensitive (GTK_WIDGET (self->mute), n > 0 || is_muted);
  gtk_widget_set_sensitive (self->remove_all, n > 0);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
mute_cb (SluicePinList *self)
{
  if (self->pins != NULL)
    sluice_pins_set_muted (self->pins, gtk_toggle_button_get_active (self->mute));
}

/* What the file keeps goes as edits of it. */
static void
remove_all_cb (SluicePinList *self)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < sluice_pins_get_n (self->pins); i++)
    if (sluice_pins_get (self->pins, i)->has_kept)
      g_ptr_array_add (kept, g_strdup (sluice_pins_get (self->pins, i)->address));
  sluice_pins_remove_all (self->pins);
  for (guint i = 0; i < kept->len; i++)
    g_signal_emit (self, signals[DROP], 0, kept->pdata[i]);
}

/* Titles are told in the rows, and what is gone. */
static void
document_changed_cb (SluicePinList         *self,
                     const SluiceChangeSet *changes)
{
  if (get_row (self, 0) != NULL)
    update (self);
}

/* The class */

static void
sluice_pin_list_dispose (GObject *object)
{
  SluicePinList *self = SLUICE_PIN_LIST (object);

  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_data (self->pins, self);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->editor != NULL && gtk_widget_get_parent (GTK_WIDGET (self->editor)) != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->editor));
  g_clear_object (&self->editor);
  g_clear_object (&self->pins);
  g_clear_object (&self->document);
  g_clear_pointer (&self->editing, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_pin_list_parent_class)->dispose (object);
}

static void
sluice_pin_list_class_init (SluicePinListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_pin_list_dispose;

  /**
   * SluicePinList::locate:
   * @address: a node to bring into view
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SluicePinList::keep:
   * @address: the node of a pin
   * @is_kept: whether the flow file is to have it; else it is taken out
   */
  signals[KEEP] = g_signal_new ("keep", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  /**
   * SluicePinList::drop:
   * @address: the node of a pin that is to go
   */
  signals[DROP] = g_signal_new ("drop", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/pins/pin-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluicePinList, content);
  gtk_widget_class_bind_template_child (widget_class, SluicePinList, mute);
  gtk_widget_class_bind_template_child (widget_class, SluicePinList, remove_all);
  gtk_widget_class_bind_template_child (widget_class, SluicePinList, stack);
  gtk_widget_class_bind_template_child (widget_class, SluicePinList, list);
  gtk_widget_class_bind_template_callback (widget_class, mute_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_pin_list_init (SluicePinList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_pin_list_new:
 *
 * Returns: (transfer floating): a page with no pin
 */
GtkWidget *
sluice_pin_list_new (void)
{
  return g_object_new (SLUICE_TYPE_PIN_LIST, NULL);
}

/**
 * sluice_pin_list_set_pins:
 * @pins: what it lists
 */
void
sluice_pin_list_set_pins (SluicePinList *self,
                          SluicePins    *pins)
{
  g_return_if_fail (SLUICE_IS_PIN_LIST (self));
  g_return_if_fail (SLUICE_IS_PINS (pins));

  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_data (self->pins, self);
  g_set_object (&self->pins, pins);
  g_signal_connect_object (pins, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_pin_list_set_document:
 * @document: what the pins are of
 */
void
sluice_pin_list_set_document (SluicePinList  *self,
                              SluiceDocument *document)
{
  g_return_if_fail (SLUICE_IS_PIN_LIST (self));
  g_return_if_fail (SLUICE_IS_DOCUMENT (document));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_pin_list_focus:
 *
 * Gives the keyboard to the first row.
 */
void
sluice_pin_list_focus (SluicePinList *self)
{
  g_return_if_fail (SLUICE_IS_PIN_LIST (self));

  if (get_row (self, 0) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (get_row (self, 0)));
}
