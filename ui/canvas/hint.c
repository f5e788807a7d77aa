/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Says at the foot of the canvas which keys there are: the second ones of a sequence, and those of
 * an edge that is drawn by keyboard. It is a status: it is read out and takes no focus.
 */
#include "canvas/canvas-private.h"

#include <glib/gi18n.h>

#define HINT_MARGIN 12
#define HINT_ROWS 4

static const SluiceSequenceKey link_keys[] = {
  { "Arrows", N_("Choose the target"), NULL },
  { "Tab", N_("Next action"), NULL },
  { "Enter", N_("Connect"), NULL },
  { "Esc", N_("Cancel"), NULL },
};

static const SluiceSequence link_sequence = {
  N_("Connect"), link_keys, G_N_ELEMENTS (link_keys),
};

static GtkWidget *
make_key (const SluiceSequenceKey *key)
{
  g_autofree char *cap = g_strdup (_(key->key));
  GtkWidget *label;

  if (cap[0] != '\0' && cap[1] == '\0')
    cap[0] = g_ascii_toupper (cap[0]);
  label = gtk_label_new (cap);
  gtk_widget_add_css_class (label, "keycap");
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  return label;
}

static GtkWidget *
make_content (const SluiceSequence *sequence)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (guint i = 0; i < sequence->n_keys; i++)
    {
      int column = 2 * (int) (i / HINT_ROWS), row = (int) (i % HINT_ROWS);
      GtkWidget *label = gtk_label_new (_(sequence->keys[i].label));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      if (i + HINT_ROWS < sequence->n_keys)
        gtk_widget_set_margin_end (label, 12);
      gtk_grid_attach (GTK_GRID (grid), make_key (&sequence->keys[i]), column, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), label, column + 1, row, 1, 1);
    }
  return grid;
}

/* All of it in one sentence, for who hears it. */
static char *
describe (const SluiceSequence *sequence)
{
  GString *text = g_string_new (_(sequence->title));

  for (guint i = 0; i < sequence->n_keys; i++)
    g_string_append_printf (text, "%s %s: %s", i == 0 ? "." : ",", _(sequence->keys[i].key),
                            _(sequence->keys[i].label));
  return g_string_free (text, FALSE);
}

static void
show_keys (SluiceCanvas         *self,
           const SluiceSequence *sequence)
{
  g_autofree char *text = describe (sequence);
  GtkWidget *title = gtk_label_new (_(sequence->title));

  self->keys_hint = g_object_new (GTK_TYPE_BOX,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                                  "orientation", GTK_ORIENTATION_VERTICAL,
                                  "spacing", 6,
                                  "can-target", FALSE,
                                  "name", "canvas-keys",
                                  NULL);
  gtk_widget_add_css_class (self->keys_hint, "canvas-keys");
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_box_append (GTK_BOX (self->keys_hint), title);
  gtk_box_append (GTK_BOX (self->keys_hint), make_content (sequence));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->keys_hint),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_parent (self->keys_hint, GTK_WIDGET (self));
}

/**
 * sluice_canvas_update_keys_hint:
 * @self: a canvas
 *
 * Shows the keys that the gesture under way takes, if it is one by keyboard.
 */
void
sluice_canvas_update_keys_hint (SluiceCanvas *self)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  const SluiceSequence *wanted = feedback->links_by_key ? &link_sequence : feedback->sequence;

  if (wanted == self->shown_sequence)
    return;
  self->shown_sequence = wanted;
  g_clear_pointer (&self->keys_hint, gtk_widget_unparent);
  if (wanted != NULL)
    show_keys (self, wanted);
}

/* At the foot, in the middle. */
void
sluice_canvas_allocate_keys_hint (SluiceCanvas *self,
                                  int           width,
                                  int           height)
{
  int hint_width, hint_height;
  graphene_point_t origin;

  if (self->keys_hint == NULL)
    return;
  gtk_widget_measure (self->keys_hint, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &hint_width, NULL,
                      NULL);
  gtk_widget_measure (self->keys_hint, GTK_ORIENTATION_VERTICAL, hint_width, NULL, &hint_height,
                      NULL, NULL);
  origin = GRAPHENE_POINT_INIT (MAX (0, (width - hint_width) / 2),
                                MAX (0, height - hint_height - HINT_MARGIN));
  gtk_widget_allocate (self->keys_hint, hint_width, hint_height, -1,
                       gsk_transform_translate (NULL, &origin));
}
