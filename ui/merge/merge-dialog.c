/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What differs is decided thing by thing, or all at once for a side. Where git has written what both began with,
 * what only one side changed is decided already; everything else is open until somebody chooses.
 */
#include "merge/merge-dialog.h"

#include <string.h>

#include <glib/gi18n.h>

#include "exchange/compare.h"
#include "graph/format.h"
#include "merge/side-row.h"
#include "merge/difference-words.h"
#include "merge/flow-picture.h"

#define PICTURE_WIDTH 80 /* px, at least */
#define PICTURE_HEIGHT 170

enum
{
  PICTURE_OURS,
  PICTURE_RESULT,
  PICTURE_THEIRS,
  N_PICTURES,
};

struct _SluiceMergeDialog
{
  AdwWindow parent_instance;

  /* Owned. */
  SluiceConflict    *conflict;
  GPtrArray         *differences; /* SluiceDifference, from ours to theirs */
  GPtrArray         *rows;        /* SluiceSideRow of each, borrowed from groups */
  SluiceDocument    *result;      /* NULL: not made yet */
  GHashTable        *marked;      /* set of addresses of nodes that differ */
  char              *names[SLUICE_N_SIDES];

  guint              update_id;   /* of the idle that makes the result */

  /* Borrowed. */
  SluiceFlowPicture *shown[N_PICTURES];

  /* Template. */
  AdwWindowTitle    *title;
  GtkBox            *pictures;
  GtkLabel          *count_label;
  GtkBox            *groups;
};

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceMergeDialog, sluice_merge_dialog, ADW_TYPE_WINDOW)

/* Sides */

static gboolean
has_both (SluiceMergeDialog *self)
{
  return self->conflict->sides[SLUICE_SIDE_OURS] != NULL && self->conflict->sides[SLUICE_SIDE_THEIRS] != NULL;
}

static char *
dup_side_name (SluiceConflict *conflict,
               SluiceSide      side)
{
  const char *name = conflict->names[side] != NULL ? conflict->names[side] : "";
  const char *words = side == SLUICE_SIDE_OURS ? _("Ours") : _("Theirs");

  /* Translators: a side of a merge and what git calls it: "Ours: HEAD". */
  return name[0] != '\0' ? g_strdup_printf (_("%s: %s"), words, name) : g_strdup (words);
}

/* The side that has what the difference is about, for its words. */
static SluiceDocument *
get_holder (SluiceMergeDialog      *self,
            const SluiceDifference *difference)
{
  SluiceDocument *ours = self->conflict->sides[SLUICE_SIDE_OURS];
  gboolean is_node = strchr (difference->address, '/') != NULL;

  return is_node && !sluice_document_has_node (ours, difference->address)
           ? self->conflict->sides[SLUICE_SIDE_THEIRS] : ours;
}

/* The result */

static guint
count_open (SluiceMergeDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += sluice_side_row_get_side (g_ptr_array_index (self->rows, i)) < 0;
  return n;
}

static SluiceDocument *
make_result (SluiceMergeDialog *self)
{
  SluiceDocument * const *sides = self->conflict->sides;
  g_autoptr (GPtrArray) picked = g_ptr_array_new ();
  g_autofree char *text = NULL;
  SluiceValue root;
  gsize length;

  if (!has_both (self))
    return g_object_ref (sides[SLUICE_SIDE_OURS] != NULL ? sides[SLUICE_SIDE_OURS] : sides[SLUICE_SIDE_THEIRS]);
  for (guint i = 0; i < self->rows->len; i++)
    if (sluice_side_row_get_side (g_ptr_array_index (self->rows, i)) == SLUICE_SIDE_THEIRS)
      g_ptr_array_add (picked, g_ptr_array_index (self->differences, i));
  root = sluice_documents_pick (sides[SLUICE_SIDE_OURS], sides[SLUICE_SIDE_THEIRS], picked);
  text = sluice_format_write (root, &length);
  sluice_value_unref (root);
  return sluice_document_new_for_path (text, (gssize) length, self->conflict->path, NULL);
}

static void
show_count (SluiceMergeDialog *self,
            guint              n_open)
{
  guint n = self->rows->len;
  g_autofree char *differ = g_strdup_printf (ngettext ("%u thing differs", "%u things differ", n), n);
  g_autofree char *open = g_strdup_printf (ngettext ("%u is to be decided", "%u are to be decided", n_open),
                                           n_open);
  g_autofree char *text = NULL;

  if (!has_both (self))
    return;
  if (n == 0)
    text = g_strdup (_("Both sides mean the same; only places on the canvas differ."));
  else
    text = g_strdup_printf ("%s, %s.", differ, n_open > 0 ? open : _("everything is decided"));
  gtk_label_set_label (self->count_label, text);
}

static gboolean
update_cb (gpointer user_data)
{
  SluiceMergeDialog *self = user_data;
  guint n_open = count_open (self);

  self->update_id = 0;
  g_clear_object (&self->result);
  self->result = make_result (self);
  sluice_flow_picture_set_document (self->shown[PICTURE_RESULT], self->result, self->marked);
  show_count (self, n_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "merge.open", n_open == 0 && self->result != NULL);

  return G_SOURCE_REMOVE;
}

static void
queue_update (SluiceMergeDialog *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_DEFAULT, update_cb, self, NULL);
}

/* What differs */

/* Whether @document has what @value is, or has nothing either. */
static gboolean
is_as_in (const SluiceDifference *difference,
          SluiceDocument         *document,
          gboolean                is_after)
{
  g_auto (GStrv) path = sluice_difference_dup_path (difference);
  SluiceValue place = sluice_document_get_root (document);
  gboolean is_missing = difference->type == (is_after ? SLUICE_DIFFERENCE_REMOVED : SLUICE_DIFFERENCE_ADDED);

  for (guint i = 0; path[i] != NULL; i++)
    {
      if (!sluice_value_has_member (place, path[i]))
        return is_missing;
      place = sluice_value_get_member (place, path[i]);
    }
  return !is_missing && sluice_value_equal (place, is_after ? difference->after : difference->before);
}

/* Returns: the side that alone changed it, or -1 */
static int
find_change (SluiceMergeDialog      *self,
             const SluiceDifference *difference)
{
  SluiceDocument *base = self->conflict->base;

  if (base == NULL)
    return -1;
  if (is_as_in (difference, base, FALSE))
    return SLUICE_SIDE_THEIRS;
  if (is_as_in (difference, base, TRUE))
    return SLUICE_SIDE_OURS;
  return -1;
}

static void
add_row (SluiceMergeDialog      *self,
         AdwPreferencesGroup    *group,
         const SluiceDifference *difference)
{
  SluiceDocument * const *sides = self->conflict->sides;
  g_autofree char *name = sluice_difference_dup_name (difference, get_holder (self, difference));
  g_autofree char *ours = sluice_difference_dup_value (difference, sides[SLUICE_SIDE_OURS], FALSE);
  g_autofree char *theirs = sluice_difference_dup_value (difference, sides[SLUICE_SIDE_THEIRS], TRUE);
  const char * const values[SLUICE_N_SIDES] = { ours, theirs };
  GtkWidget *row = sluice_side_row_new (name, (const char * const *) self->names, values);

  sluice_side_row_set_side (SLUICE_SIDE_ROW (row), find_change (self, difference));
  g_signal_connect_object (row, "notify::side", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (group, row);
}

static AdwPreferencesGroup *
add_group (SluiceMergeDialog      *self,
           const SluiceDifference *difference)
{
  GtkWidget *group = adw_preferences_group_new ();
  const char *title = difference->title != NULL ? difference->title
                      : difference->address[0] != '\0' ? difference->address : _("The flow file");
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
  if (difference->title != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), difference->address);
  gtk_box_append (self->groups, group);

  return ADW_PREFERENCES_GROUP (group);
}

static void
show_differences (SluiceMergeDialog *self)
{
  AdwPreferencesGroup *group = NULL;
  const char *address = NULL;

  self->differences = sluice_documents_compare (self->conflict->sides[SLUICE_SIDE_OURS],
                                                self->conflict->sides[SLUICE_SIDE_THEIRS], FALSE);
  for (guint i = 0; i < self->differences->len; i++)
    {
      const SluiceDifference *difference = g_ptr_array_index (self->differences, i);

      if (g_strcmp0 (address, difference->address) != 0)
        group = add_group (self, difference);
      address = difference->address;
      g_hash_table_add (self->marked, difference->address);
      add_row (self, group, difference);
    }
}

static void
show_unreadable (SluiceMergeDialog *self,
                 SluiceSide         side)
{
  g_autofree char *text = g_strdup_printf (_("“%s” is no flow by itself: %s\nThe other side can be opened."),
                                           self->names[side], self->conflict->errors[side]->message);

  gtk_label_set_label (self->count_label, text);
}

/* Pictures */

static void
take_all_cb (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  SluiceMergeDialog *self = SLUICE_MERGE_DIALOG (widget);

  for (guint i = 0; i < self->rows->len; i++)
    sluice_side_row_set_side (g_ptr_array_index (self->rows, i), g_variant_get_int32 (parameter));
}

static GtkWidget *
new_take_all (SluiceMergeDialog *self,
              SluiceSide         side)
{
  GtkWidget *button = gtk_button_new_with_label (_("Use All"));
  g_autofree char *spoken = g_strdup_printf (_("Use all of “%s”"), self->names[side]);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "merge.take-all");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", side);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_name (button, side == SLUICE_SIDE_OURS ? "take-ours" : "take-theirs");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "picture-button");

  return button;
}

static GtkWidget *
new_caption (const char *name)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_tooltip_text (label, name);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "picture-caption");

  return label;
}

static void
add_picture (SluiceMergeDialog *self,
             guint              which,
             const char        *name,
             GtkWidget         *button,
             SluiceDocument    *document)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->shown[which] = g_object_new (SLUICE_TYPE_FLOW_PICTURE, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (self->shown[which]), PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_widget_set_vexpand (GTK_WIDGET (self->shown[which]), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->shown[which]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  sluice_flow_picture_set_document (self->shown[which], document, self->marked);
  gtk_box_append (GTK_BOX (box), new_caption (name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->shown[which]));
  if (button != NULL)
    gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_set_overflow (box, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (self->pictures, box);
}

static void
show_pictures (SluiceMergeDialog *self)
{
  SluiceDocument * const *sides = self->conflict->sides;
  gboolean has_choice = has_both (self);

  add_picture (self, PICTURE_OURS, self->names[SLUICE_SIDE_OURS],
               has_choice ? new_take_all (self, SLUICE_SIDE_OURS) : NULL, sides[SLUICE_SIDE_OURS]);
  add_picture (self, PICTURE_RESULT, _("Result"), NULL, NULL);
  add_picture (self, PICTURE_THEIRS, self->names[SLUICE_SIDE_THEIRS],
               has_choice ? new_take_all (self, SLUICE_SIDE_THEIRS) : NULL, sides[SLUICE_SIDE_THEIRS]);
}

/* The window */

static void
open_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceMergeDialog *self = SLUICE_MERGE_DIALOG (widget);
  g_autoptr (SluiceDocument) document = sluice_conflict_settle (self->conflict, self->result);

  g_signal_emit (self, signals[SIGNAL_SETTLED], 0, document);
  gtk_window_close (GTK_WINDOW (self));
}

static void
sluice_merge_dialog_dispose (GObject *object)
{
  SluiceMergeDialog *self = SLUICE_MERGE_DIALOG (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->marked, g_hash_table_unref);
  g_clear_pointer (&self->differences, g_ptr_array_unref);
  g_clear_pointer (&self->conflict, sluice_conflict_free);
  g_clear_object (&self->result);
  for (guint i = 0; i < SLUICE_N_SIDES; i++)
    g_clear_pointer (&self->names[i], g_free);

  G_OBJECT_CLASS (sluice_merge_dialog_parent_class)->dispose (object);
}

static void
sluice_merge_dialog_class_init (SluiceMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_merge_dialog_dispose;

  signals[SIGNAL_SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, SLUICE_TYPE_DOCUMENT);

  gtk_widget_class_install_action (widget_class, "merge.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "merge.take-all", "i", take_all_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/merge/merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceMergeDialog, title);
  gtk_widget_class_bind_template_child (widget_class, SluiceMergeDialog, pictures);
  gtk_widget_class_bind_template_child (widget_class, SluiceMergeDialog, count_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceMergeDialog, groups);
}

static void
sluice_merge_dialog_init (SluiceMergeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->marked = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "merge.open", FALSE);
}

/**
 * sluice_merge_dialog_new:
 * @parent: the window that opens the file
 * @conflict: (transfer full): both sides
 *
 * Returns: a window that shows both sides
 */
SluiceMergeDialog *
sluice_merge_dialog_new (GtkWindow      *parent,
                         SluiceConflict *conflict)
{
  SluiceMergeDialog *self = g_object_new (SLUICE_TYPE_MERGE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = g_filename_display_basename (conflict->path);

  if (gtk_widget_has_css_class (GTK_WIDGET (parent), "tiny"))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "tiny");
      gtk_widget_set_visible (GTK_WIDGET (self->title), FALSE);
    }
  self->conflict = conflict;
  for (SluiceSide side = 0; side < SLUICE_N_SIDES; side++)
    self->names[side] = dup_side_name (conflict, side);
  adw_window_title_set_subtitle (self->title, name);
  if (has_both (self))
    show_differences (self);
  show_pictures (self);
  for (SluiceSide side = 0; side < SLUICE_N_SIDES; side++)
    if (conflict->sides[side] == NULL)
      show_unreadable (self, side);
  queue_update (self);

  return self;
}
