/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The add-node search: a popover at the pointer that needs the keyboard only. What fits best is
 * selected; Up and Down choose another while the entry keeps the focus, Enter takes it.
 */
#include "library/node-search.h"

#include "library/kind-match.h"
#include "library/kind-row.h"

struct _SluiceNodeSearch
{
  GtkPopover parent_instance;

  /* Template. */
  GtkSearchEntry    *search;
  GtkListBox        *list;
  GtkScrolledWindow *scroller;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceNodeSearch, sluice_node_search, GTK_TYPE_POPOVER)

static int
score_row (SluiceNodeSearch *self,
           GtkListBoxRow    *row)
{
  return sluice_kind_match (sluice_kind_row_get_info (SLUICE_KIND_ROW (row)),
                            gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  return score_row (user_data, row) >= 0;
}

static int
sort_rows (GtkListBoxRow *a,
           GtkListBoxRow *b,
           gpointer       user_data)
{
  return score_row (user_data, b) - score_row (user_data, a);
}

static GtkWidget *
next_shown (GtkWidget *row,
            gboolean   forward)
{
  while (row != NULL && !(GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_child_visible (row)))
    row = forward ? gtk_widget_get_next_sibling (row) : gtk_widget_get_prev_sibling (row);

  return row;
}

static void
select_row (SluiceNodeSearch *self,
            GtkWidget        *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  if (row != NULL && gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
select_first (SluiceNodeSearch *self)
{
  select_row (self, next_shown (gtk_widget_get_first_child (GTK_WIDGET (self->list)), TRUE));
}

static void
search_changed_cb (SluiceNodeSearch *self)
{
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_sort (self->list);
  select_first (self);
}

static void
move_selection (SluiceNodeSearch *self,
                gboolean          forward)
{
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));

  if (row == NULL)
    {
      select_first (self);
      return;
    }

  row = forward ? gtk_widget_get_next_sibling (row) : gtk_widget_get_prev_sibling (row);
  row = next_shown (row, forward);
  if (row != NULL)
    select_row (self, row);
}

static gboolean
key_pressed_cb (SluiceNodeSearch *self,
                guint             keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selection (self, TRUE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selection (self, FALSE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Closed first, so that the focus is back on the canvas when the node comes. */
static void
choose (SluiceNodeSearch *self,
        GtkListBoxRow    *row)
{
  const char *kind = sluice_kind_row_get_info (SLUICE_KIND_ROW (row))->id;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, kind);
}

static void
search_activate_cb (SluiceNodeSearch *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL && gtk_widget_get_child_visible (GTK_WIDGET (row)))
    choose (self, row);
}

static void
row_activated_cb (SluiceNodeSearch *self,
                  GtkListBoxRow    *row)
{
  choose (self, row);
}

static void
search_stop_cb (SluiceNodeSearch *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
sluice_node_search_class_init (SluiceNodeSearchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * SluiceNodeSearch::chosen:
   * @kind: the id of the kind to add
   */
  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/library/node-search.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceNodeSearch, search);
  gtk_widget_class_bind_template_child (widget_class, SluiceNodeSearch, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceNodeSearch, scroller);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
sluice_node_search_init (SluiceNodeSearch *self)
{
  guint n_kinds = sluice_catalog_get_n ();

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < n_kinds; i++)
    gtk_list_box_append (self->list, sluice_kind_row_new (sluice_catalog_get (i)));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_sort_func (self->list, sort_rows, self, NULL);
}

/**
 * sluice_node_search_new:
 *
 * Returns: (transfer floating): a popover that its owner parents to the canvas
 */
GtkWidget *
sluice_node_search_new (void)
{
  return g_object_new (SLUICE_TYPE_NODE_SEARCH, NULL);
}

/**
 * sluice_node_search_open_at:
 * @x: in the coordinates of its parent
 * @y: likewise
 *
 * Opens the search anew, with nothing typed.
 */
void
sluice_node_search_open_at (SluiceNodeSearch *self,
                            double            x,
                            double            y)
{
  g_return_if_fail (SLUICE_IS_NODE_SEARCH (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self));
  search_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
