/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of the list of pins. */
#include "debugger/pins/pin-row.h"

#include <glib/gi18n.h>

#include "base/json.h"
#include "debugger/value-words.h"

#define MAX_TEXT 2048 /* bytes of a value that is shown as it is; a larger one is told in words */

struct _SluicePinRow
{
  SluiceSwitchRow parent_instance;

  /* Owned. */
  char           *address;
  SluiceValue     shown;      /* that the label tells */
  gboolean        is_showing; /* what changes is not the person's doing */

  /* Template. */
  GtkToggleButton *keep;
  GtkLabel       *node;
  GtkLabel       *value;
  GtkLabel       *origin;
};

enum
{
  KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluicePinRow, sluice_pin_row, SLUICE_TYPE_SWITCH_ROW)

static void
keep_cb (SluicePinRow *self)
{
  if (!self->is_showing)
    g_signal_emit (self, signals[KEEP], 0, gtk_toggle_button_get_active (self->keep));
}

static void
sluice_pin_row_finalize (GObject *object)
{
  SluicePinRow *self = SLUICE_PIN_ROW (object);

  g_free (self->address);
  sluice_value_clear (&self->shown);

  G_OBJECT_CLASS (sluice_pin_row_parent_class)->finalize (object);
}

static void
sluice_pin_row_class_init (SluicePinRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_pin_row_finalize;

  /**
   * SluicePinRow::keep:
   * @is_kept: whether the person wants it in the flow file
   */
  signals[KEEP] = g_signal_new ("keep", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/pins/pin-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SluicePinRow, node);
  gtk_widget_class_bind_template_child (widget_class, SluicePinRow, value);
  gtk_widget_class_bind_template_child (widget_class, SluicePinRow, origin);
  gtk_widget_class_bind_template_child (widget_class, SluicePinRow, keep);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  sluice_switch_row_class_bind (widget_class, GDK_KEY_space, 0);
}

static void
sluice_pin_row_init (SluicePinRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_pin_row_new:
 * @address: the node of a pin
 *
 * Returns: (transfer floating): a row that is yet to show it
 */
GtkWidget *
sluice_pin_row_new (const char *address)
{
  SluicePinRow *self = g_object_new (SLUICE_TYPE_PIN_ROW, NULL);

  self->address = g_strdup (address);
  return GTK_WIDGET (self);
}

const char *
sluice_pin_row_get_address (SluicePinRow *self)
{
  g_return_val_if_fail (SLUICE_IS_PIN_ROW (self), NULL);

  return self->address;
}

static void
show_value (SluicePinRow *self,
            SluiceValue   value)
{
  g_autofree char *words = NULL;
  g_autofree char *details = NULL;

  if (*gtk_label_get_label (self->value) != '\0' && sluice_value_is_same (self->shown, value))
    return;
  sluice_value_replace (&self->shown, sluice_value_ref (value));
  words = sluice_value_get_memory (value) <= MAX_TEXT ? sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL)
                                                      : sluice_value_words_summarize (value);
  details = sluice_value_words_dup_text (value);
  gtk_label_set_label (self->value, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), details);
}

static char *
dup_origin (const SluicePin *pin)
{
  g_autofree char *visit = g_strdup_printf ("%" G_GUINT64_FORMAT, pin->visit);

  if (pin->is_kept)
    return g_strdup (_("In the flow file"));
  if (pin->has_kept)
    return g_strdup (_("Yours; the flow file has another result"));
  if (pin->run == NULL)
    return g_strdup (_("Written by hand"));
  if (pin->visit == 0)
    /* Translators: %s is the name of a run that was recorded. */
    return g_strdup_printf (_("From the run %s"), pin->run);
  /* Translators: the first %s is the name of a run that was recorded, the second a number. */
  return g_strdup_printf (_("From the run %s, visit %s"), pin->run, visit);
}

static void
update_spoken (SluicePinRow *self,
               const char   *state)
{
  g_autofree char *name = g_strdup_printf ("%s: %s. %s%s%s", gtk_label_get_label (self->node),
                                           gtk_label_get_label (self->value), gtk_label_get_label (self->origin),
                                           state != NULL ? ". " : "", state != NULL ? state : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->node), state != NULL ? state : self->address);
}

/**
 * sluice_pin_row_show:
 * @self: a row
 * @pin: what it shows
 * @document: (nullable): that the pin is of
 * @is_muted: whether all are
 */
void
sluice_pin_row_show (SluicePinRow    *self,
                     const SluicePin *pin,
                     SluiceDocument  *document,
                     gboolean         is_muted)
{
  gboolean is_there = document != NULL && sluice_document_has_node (document, pin->address);
  gboolean is_used = is_there && !pin->is_off && !is_muted;
  g_autofree char *title = is_there ? sluice_document_dup_node_title (document, pin->address) : g_strdup (pin->address);
  g_autofree char *origin = dup_origin (pin);

  g_return_if_fail (SLUICE_IS_PIN_ROW (self));

  gtk_label_set_label (self->node, title);
  gtk_label_set_label (self->origin, origin);
  show_value (self, pin->result);
  self->is_showing = TRUE;
  gtk_toggle_button_set_active (self->keep, pin->is_kept);
  gtk_widget_set_sensitive (GTK_WIDGET (self->keep), is_there);
  self->is_showing = FALSE;
  if (is_used)
    gtk_widget_remove_css_class (GTK_WIDGET (self->node), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->node), "dim-label");
  sluice_switch_row_show (SLUICE_SWITCH_ROW (self), !pin->is_off, title);
  update_spoken (self, !is_there ? _("The document has no such node now")
                       : is_muted ? _("All pins are muted") : pin->is_off ? _("Off") : NULL);
}
