/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The palette: every kind of the catalog under the heading of its category. A row is dragged
 * onto the canvas, or activated to put a node into the middle of it.
 */
#include "library/palette.h"

#include "library/kind-match.h"
#include "library/kind-row.h"

#include <glib/gi18n.h>

struct _SluicePalette
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget      *content;
  GtkSearchEntry *search;
  GtkListBox     *list;
};

enum
{
  KIND_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluicePalette, sluice_palette, GTK_TYPE_WIDGET)

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  SluicePalette *self = user_data;
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->search));

  return sluice_kind_match (sluice_kind_row_get_info (SLUICE_KIND_ROW (row)), query) >= 0;
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  const char *category = sluice_kind_row_get_info (SLUICE_KIND_ROW (row))->category;
  GtkWidget *heading;

  if (before != NULL &&
      g_strcmp0 (sluice_kind_row_get_info (SLUICE_KIND_ROW (before))->category, category) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  heading = gtk_label_new (sluice_kind_category_title (category));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "panel-heading");
  gtk_list_box_row_set_header (row, heading);
}

static void
search_changed_cb (SluicePalette *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static SluiceKindRow *
find_first_shown (SluicePalette *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (SLUICE_IS_KIND_ROW (row) && gtk_widget_get_child_visible (row))
      return SLUICE_KIND_ROW (row);

  return NULL;
}

static void
activate_row (SluicePalette *self,
              SluiceKindRow *row)
{
  g_signal_emit (self, signals[KIND_ACTIVATED], 0, sluice_kind_row_get_info (row)->id);
}

static void
search_activate_cb (SluicePalette *self)
{
  SluiceKindRow *row = find_first_shown (self);

  if (row != NULL)
    activate_row (self, row);
}

/* Escape gives up the search first, then the palette. */
static void
search_stop_cb (SluicePalette *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-canvas", NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
row_activated_cb (SluicePalette *self,
                  GtkListBoxRow *row)
{
  activate_row (self, SLUICE_KIND_ROW (row));
}

/* Kinds keep the catalog's order within a category, and categories the order of their first kind. */
static void
fill (SluicePalette *self)
{
  g_autoptr (GPtrArray) categories = g_ptr_array_new ();
  guint n_kinds = sluice_catalog_get_n ();

  for (guint i = 0; i < n_kinds; i++)
    {
      gpointer category = (gpointer) sluice_catalog_get (i)->category;

      if (!g_ptr_array_find_with_equal_func (categories, category, (GEqualFunc) g_str_equal, NULL))
        g_ptr_array_add (categories, category);
    }

  for (guint c = 0; c < categories->len; c++)
    for (guint i = 0; i < n_kinds; i++)
      {
        const SluiceKindInfo *info = sluice_catalog_get (i);

        if (g_str_equal (info->category, g_ptr_array_index (categories, c)))
          {
            GtkWidget *row = sluice_kind_row_new (info);

            sluice_kind_row_enable_drag (SLUICE_KIND_ROW (row));
            sluice_kind_row_wrap (SLUICE_KIND_ROW (row));
            gtk_list_box_append (self->list, row);
          }
      }
}

/* Its rows are made when it is seen first: many a window is opened with this panel hidden. */
static void
sluice_palette_map (GtkWidget *widget)
{
  SluicePalette *self = SLUICE_PALETTE (widget);

  if (gtk_list_box_get_row_at_index (self->list, 0) == NULL)
    fill (self);
  GTK_WIDGET_CLASS (sluice_palette_parent_class)->map (widget);
}

static void
sluice_palette_dispose (GObject *object)
{
  SluicePalette *self = SLUICE_PALETTE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_palette_parent_class)->dispose (object);
}

static void
sluice_palette_class_init (SluicePaletteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_palette_dispose;
  widget_class->map = sluice_palette_map;

  /**
   * SluicePalette::kind-activated:
   * @kind: the id of the kind that was chosen
   */
  signals[KIND_ACTIVATED] =
    g_signal_new ("kind-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/library/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, SluicePalette, content);
  gtk_widget_class_bind_template_child (widget_class, SluicePalette, search);
  gtk_widget_class_bind_template_child (widget_class, SluicePalette, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "palette");
}

static void
sluice_palette_init (SluicePalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->list));
}

/**
 * sluice_palette_new:
 *
 * Returns: (transfer floating): a palette of all kinds that are registered
 */
GtkWidget *
sluice_palette_new (void)
{
  return g_object_new (SLUICE_TYPE_PALETTE, NULL);
}

/**
 * sluice_palette_get_n_shown:
 *
 * Returns: how many kinds the search lets through
 */
guint
sluice_palette_get_n_shown (SluicePalette *self)
{
  guint n_shown = 0;

  g_return_val_if_fail (SLUICE_IS_PALETTE (self), 0);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (SLUICE_IS_KIND_ROW (row) && gtk_widget_get_child_visible (row))
      n_shown++;

  return n_shown;
}

/**
 * sluice_palette_focus_search:
 *
 * Puts the keyboard focus into the search entry.
 */
void
sluice_palette_focus_search (SluicePalette *self)
{
  g_return_if_fail (SLUICE_IS_PALETTE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
