/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of the list of breakpoints: on or off, what it is, where, on what terms, how often it was met. */
#include "debugger/breakpoints/break-row.h"

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-shape.h"
#include "debugger/breakpoints/break-words.h"

struct _SluiceBreakRow
{
  SluiceSwitchRow parent_instance;

  guint            id;
  guint            n_hits;
  char            *words;      /* as it is read out, without its hits */

  /* Template. */
  SluiceBreakMark *mark;
  GtkLabel        *place;
  GtkLabel        *kind;
  GtkLabel        *terms;
  GtkLabel        *hits;
};

G_DEFINE_FINAL_TYPE (SluiceBreakRow, sluice_break_row, SLUICE_TYPE_SWITCH_ROW)

static void
sluice_break_row_finalize (GObject *object)
{
  g_free (SLUICE_BREAK_ROW (object)->words);

  G_OBJECT_CLASS (sluice_break_row_parent_class)->finalize (object);
}

static void
sluice_break_row_class_init (SluiceBreakRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_break_row_finalize;

  g_type_ensure (SLUICE_TYPE_BREAK_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/breakpoints/break-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, mark);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, place);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, kind);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, terms);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakRow, hits);
  sluice_switch_row_class_bind (widget_class, GDK_KEY_F9, GDK_CONTROL_MASK);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, GDK_SHIFT_MASK, "row.edit", NULL);
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
 * @all: that it is one of
 * @document: (nullable): that the breakpoint is of
 * @is_waiting: whether what it waits for was not yet met in the run
 */
void
sluice_break_row_show (SluiceBreakRow         *self,
                       const SluiceBreakpoint *breakpoint,
                       SluiceBreakpoints      *all,
                       SluiceDocument         *document,
                       gboolean                is_waiting)
{
  g_autofree char *place = sluice_break_dup_place (breakpoint, document);
  g_autofree char *kind = sluice_break_dup_kind (breakpoint, document);
  g_autofree char *terms = sluice_break_dup_terms (breakpoint, all, document, is_waiting);
  gboolean is_missing = sluice_break_is_missing (breakpoint, document);
  gboolean is_on = breakpoint->enabled && !sluice_breakpoints_is_muted (all) && !is_missing &&
                   sluice_break_can_come (breakpoint, all);

  g_return_if_fail (SLUICE_IS_BREAK_ROW (self));

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
  self->words = sluice_break_dup_words (breakpoint, all, document, is_waiting);
  sluice_switch_row_show (SLUICE_SWITCH_ROW (self), breakpoint->enabled, self->words);
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
