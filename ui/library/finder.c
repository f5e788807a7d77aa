/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The finder: an entry over a list of what fits best. It is filled anew each time it opens; however
 * much there is to find, only the best few become rows. Up and Down choose while the entry keeps the
 * focus, Enter takes. What cannot be done now is dimmed and comes last.
 */
#include "library/finder.h"

#include "library/kind-match.h"
#include "rows/list-rows.h"

#define MAX_SHOWN 40

typedef struct
{
  char     *title;
  char     *subtitle;
  char     *keywords;
  char     *icon_name;
  char     *key;
  char     *action;
  GVariant *target;
  gboolean  is_enabled;
  guint     place; /* in the order they were added */
  int       score;
} Item;

struct _SluiceFinder
{
  GtkPopover parent_instance;

  GPtrArray         *items; /* of Item */
  GPtrArray         *shown; /* of Item, borrowed, in the order of the rows */

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

G_DEFINE_FINAL_TYPE (SluiceFinder, sluice_finder, GTK_TYPE_POPOVER)

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->title);
  g_free (item->subtitle);
  g_free (item->keywords);
  g_free (item->icon_name);
  g_free (item->key);
  g_free (item->action);
  g_clear_pointer (&item->target, g_variant_unref);
  g_free (item);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *first = *(const Item * const *) a;
  const Item *second = *(const Item * const *) b;

  if (first->is_enabled != second->is_enabled)
    return second->is_enabled - first->is_enabled;
  if (first->score != second->score)
    return second->score - first->score;

  return first->place < second->place ? -1 : 1;
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
new_key (const char *key)
{
  guint keyval;
  GdkModifierType modifiers;
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (gtk_accelerator_parse (key, &keyval, &modifiers))
    text = gtk_accelerator_get_label (keyval, modifiers);
  label = gtk_label_new (text != NULL ? text : key);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_start (label, 12);

  return label;
}

static GtkWidget *
new_row (Item *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  if (item->icon_name != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name (item->icon_name);

      gtk_widget_add_css_class (icon, "dim-label");
      gtk_box_append (GTK_BOX (box), icon);
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), new_label (item->title, NULL));
  if (item->subtitle != NULL)
    {
      GtkWidget *subtitle = new_label (item->subtitle, "caption");

      gtk_widget_add_css_class (subtitle, "dim-label");
      gtk_box_append (GTK_BOX (texts), subtitle);
    }
  gtk_box_append (GTK_BOX (box), texts);
  if (item->key != NULL)
    gtk_box_append (GTK_BOX (box), new_key (item->key));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_sensitive (row, item->is_enabled);
  gtk_widget_set_name (row, "finder-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, item->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, item->subtitle != NULL ? item->subtitle : "",
                                  -1);

  return row;
}

static void
select_row (SluiceFinder  *self,
            GtkListBoxRow *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  gtk_list_box_select_row (self->list, row);
  if (row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
clear_rows (SluiceFinder *self)
{
  sluice_list_rows_clear (self->list, 0);
  g_ptr_array_set_size (self->shown, 0);
}

static void
search_changed_cb (SluiceFinder *self)
{
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->search));

  clear_rows (self);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      item->score = sluice_text_match (item->title, item->subtitle, item->keywords, query);
      if (item->score >= 0)
        g_ptr_array_add (self->shown, item);
    }
  g_ptr_array_sort (self->shown, compare_items);
  if (self->shown->len > MAX_SHOWN)
    g_ptr_array_set_size (self->shown, MAX_SHOWN);

  for (guint i = 0; i < self->shown->len; i++)
    gtk_list_box_append (self->list, new_row (g_ptr_array_index (self->shown, i)));
  select_row (self, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
move_selection (SluiceFinder *self,
                int           by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) + by : 0;

  row = index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL;
  if (row != NULL)
    select_row (self, row);
}

static gboolean
key_pressed_cb (SluiceFinder *self,
                guint         keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Closed first, so that the focus is where it was when something happens. */
static void
choose (SluiceFinder  *self,
        GtkListBoxRow *row)
{
  Item *item = g_ptr_array_index (self->shown, gtk_list_box_row_get_index (row));
  g_autofree char *action = g_strdup (item->action);
  g_autoptr (GVariant) target = item->target != NULL ? g_variant_ref (item->target) : NULL;

  if (!item->is_enabled)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, action, target);
}

static void
search_activate_cb (SluiceFinder *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    choose (self, row);
}

static void
row_activated_cb (SluiceFinder  *self,
                  GtkListBoxRow *row)
{
  choose (self, row);
}

static void
search_stop_cb (SluiceFinder *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
sluice_finder_finalize (GObject *object)
{
  SluiceFinder *self = SLUICE_FINDER (object);

  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (sluice_finder_parent_class)->finalize (object);
}

static void
sluice_finder_class_init (SluiceFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_finder_finalize;

  /**
   * SluiceFinder::chosen:
   * @action: the full name of an action
   * @target: (nullable): its parameter
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/library/finder.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceFinder, search);
  gtk_widget_class_bind_template_child (widget_class, SluiceFinder, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceFinder, scroller);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
sluice_finder_init (SluiceFinder *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->shown = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_finder_new:
 *
 * Returns: (transfer floating): a popover that its owner parents
 */
GtkWidget *
sluice_finder_new (void)
{
  return g_object_new (SLUICE_TYPE_FINDER, NULL);
}

/**
 * sluice_finder_begin:
 * @placeholder: what can be found
 *
 * Forgets what there was to find.
 */
void
sluice_finder_begin (SluiceFinder *self,
                     const char   *placeholder)
{
  g_return_if_fail (SLUICE_IS_FINDER (self));

  clear_rows (self);
  g_ptr_array_set_size (self->items, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  g_object_set (self->search, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
}

/**
 * sluice_finder_add:
 * @title: what it is called
 * @subtitle: (nullable): more about it
 * @keywords: (nullable): what else finds it
 * @icon_name: (nullable): a symbolic icon
 * @key: (nullable): its key, as of gtk_accelerator_parse()
 * @action: the full name of the action that goes there or does it
 * @target: (nullable): the parameter of the action; a floating one is taken
 * @is_enabled: whether that can be done now
 */
void
sluice_finder_add (SluiceFinder *self,
                   const char   *title,
                   const char   *subtitle,
                   const char   *keywords,
                   const char   *icon_name,
                   const char   *key,
                   const char   *action,
                   GVariant     *target,
                   gboolean      is_enabled)
{
  Item *item;

  g_return_if_fail (SLUICE_IS_FINDER (self));

  item = g_new0 (Item, 1);
  item->title = g_strdup (title);
  item->subtitle = g_strdup (subtitle);
  item->keywords = g_strdup (keywords);
  item->icon_name = g_strdup (icon_name);
  item->key = g_strdup (key);
  item->action = g_strdup (action);
  item->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  item->is_enabled = is_enabled;
  item->place = self->items->len;
  g_ptr_array_add (self->items, item);
}

/**
 * sluice_finder_open:
 * @x: where its middle is to be, in the coordinates of its parent
 * @y: below which it is to be
 */
void
sluice_finder_open (SluiceFinder *self,
                    int           x,
                    int           y)
{
  g_return_if_fail (SLUICE_IS_FINDER (self));

  gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self));
  search_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
