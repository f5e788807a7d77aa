/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of the list of breakpoints: on or off, what it is, where, on what terms, how often it was met. */
#include "debugger/breakpoints/break-row.h"

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-shape.h"
#include "debugger/breakpoints/break-words.h"

struct _SluiceBreakRow
{
  GtkListBoxRow parent_instance;

  guint            id;
  guint            n_hits;
  gboolean         is_showing; /* what changes is not the person's doing */
  char            *words;      /* as it is read out, without its hits */

  /* Template. */
  GtkCheckButton  *check;
  SluiceBreakMark *mark;
  GtkLabel        *place;
  GtkLabel        *kind;
  GtkLabel        *terms;
  GtkLabel        *hits;
};

enum
{
  TOGGLED,
  EDIT,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceBreakRow, sluice_break_row, GTK_TYPE_LIST_BOX_ROW)

static void
check_cb (SluiceBreakRow *self)
{
  if (!self->is_showing)
    g_signal_emit (self, signals[TOGGLED], 0, gtk_check_button_get_active (self->check));
}

static void
edit_cb (SluiceBreakRow *self)
{
  g_signal_emit (self, signals[EDIT], 0);
}

static void
remove_cb (SluiceBreakRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

/* The keys of the row: as in any list of things that can be switched, changed and removed. */

static void
toggle_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  GtkCheckButton *check = SLUICE_BREAK_ROW (widget)->check;

  gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  edit_cb (SLUICE_BREAK_ROW (widget));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  remove_cb (SLUICE_BREAK_ROW (widget));
}

static void
sluice_break_row_finalize (GObject *object)
{
  g_free (SLUICE_BREAK_ROW (object)->words);

  G_OBJECT_CLASS (sluice_break_row_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "breakpoint.toggle", NULL, toggle_action);
  gtk_widget_class_install_action (widget_class, "breakpoint.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "breakpoint.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, GDK_CONTROL_MASK, "breakpoint.toggle", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, GDK_SHIFT_MASK, "breakpoint.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "breakpoint.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "breakpoint.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "breakpoint.remove", NULL);
}

static void
sluice_break_row_class_init (SluiceBreakRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_break_row_finalize;

  /**
   * SluiceBreakRow::toggled:
   * @enabled: whether the person wants it on
   */
  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SLUICE_TYPE_BREAK_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/breakpoints/break-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, check);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, mark);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, place);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, kind);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, terms);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, hits);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  add_keys (widget_class);
}

static void
sluice_break_row_init (SluiceBreakRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_break_row_new:
 * @id: of a breakpoint
 *
 * Returns: (transfer floating): a row that is yet to show it
 */
GtkWidget *
sluice_break_row_new (guint id)
{
  SluiceBreakRow *self = g_object_new (SLUICE_TYPE_BREAK_ROW, NULL);

  self->id = id;
  return GTK_WIDGET (self);
}

guint
sluice_break_row_get_id (SluiceBreakRow *self)
{
  g_return_val_if_fail (SLUICE_IS_BREAK_ROW (self), 0);

  return self->id;
}

static char *
dup_hits (guint n_hits)
{
  /* Translators: how often a breakpoint was met. */
  return g_strdup_printf (ngettext ("%u hit", "%u hits", n_hits), n_hits);
}

/* The row is named by all that is in it, with its number, by which another one may wait for it. */
static void
update_spoken (SluiceBreakRow *self)
{
  g_autofree char *hits = dup_hits (self->n_hits);
  g_autofree char *name = g_strdup_printf ("%s, %s", self->words, hits);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_tooltip (SluiceBreakRow *self,
              gboolean        is_missing)
{
  g_autofree char *text = is_missing ? g_strdup_printf (_("%u: %s\nThe flow has no such place now"),
                                                        self->id, self->words)
                                     : g_strdup_printf (_("%u: %s"), self->id, self->words);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

/**
 * sluice_break_row_show:
 * @self: a row
 * @breakpoint: what it shows
 * @document: (nullable): that the breakpoint is of
 * @is_muted: whether all are
 */
void
sluice_break_row_show (SluiceBreakRow         *self,
                       const SluiceBreakpoint *breakpoint,
                       SluiceDocument         *document,
                       gboolean                is_muted)
{
  g_autofree char *place = sluice_break_dup_place (breakpoint, document);
  g_autofree char *kind = sluice_break_dup_kind (breakpoint, document);
  g_autofree char *terms = sluice_break_dup_terms (breakpoint);
  gboolean is_missing = sluice_break_is_missing (breakpoint, document);
  gboolean is_on = breakpoint->enabled && !is_muted && !is_missing;

  g_return_if_fail (SLUICE_IS_BREAK_ROW (self));

  self->is_showing = TRUE;
  gtk_check_button_set_active (self->check, breakpoint->enabled);
  self->is_showing = FALSE;
  sluice_break_mark_set (self->mark, sluice_break_shape_get (breakpoint), is_on);
  gtk_label_set_label (self->place, place);
  gtk_label_set_label (self->kind, kind);
  gtk_label_set_label (self->terms, terms != NULL ? terms : "");
  gtk_widget_set_visible (GTK_WIDGET (self->terms), terms != NULL);
  if (is_on)
    gtk_widget_remove_css_class (GTK_WIDGET (self->place), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->place), "dim-label");
  g_free (self->words);
  self->words = sluice_break_dup_words (breakpoint, document);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, self->words, -1);
  show_tooltip (self, is_missing);
  update_spoken (self);
}

void
sluice_break_row_set_hits (SluiceBreakRow *self,
                           guint           n_hits)
{
  g_autofree char *text = dup_hits (n_hits);

  g_return_if_fail (SLUICE_IS_BREAK_ROW (self));

  self->n_hits = n_hits;
  gtk_label_set_label (self->hits, text);
  gtk_widget_set_visible (GTK_WIDGET (self->hits), n_hits > 0);
  update_spoken (self);
}
