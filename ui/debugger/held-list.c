/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The held results: one row for each lane that stands at one, the oldest first. A row lets its result
 * through, or opens it to be changed before.
 */
#include "debugger/held-list.h"

#include "debugger/value-editor.h"
#include "rows/list-rows.h"
#include "spoken/spoken-box.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SluiceHeldList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession  *session;
  SluiceValueEditor *editor;  /* NULL: not used yet */

  guint32            lane;    /* that the editor is about */
  guint              request; /* that the editor waits for, or 0 */

  /* Children. */
  GtkWidget         *content;
  GtkListBox        *list;
};

enum
{
  LOCATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceHeldList, sluice_held_list, GTK_TYPE_WIDGET)

static const SluiceHeldInfo *
find_held (SluiceHeldList *self,
           guint32         lane)
{
  GPtrArray *held = sluice_run_session_get_held (self->session);

  for (guint i = 0; i < held->len; i++)
    {
      const SluiceHeldInfo *info = g_ptr_array_index (held, i);

      if (info->lane == lane)
        return info;
    }
  return NULL;
}

static guint32
get_lane (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "lane"));
}

static void
release_cb (GtkWidget      *button,
            SluiceHeldList *self)
{
  sluice_run_session_intervene (self->session, &(SluiceIntervention) { .type = SLUICE_INTERVENTION_RELEASE,
                                                                       .lane = get_lane (button) });
}

static void
apply_cb (SluiceHeldList *self,
          const char     *key,
          const char     *text)
{
  self->request = sluice_run_session_intervene (self->session,
                                                &(SluiceIntervention) { .type = SLUICE_INTERVENTION_HELD,
                                                                        .lane = self->lane, .value = text });
  if (self->request == 0)
    sluice_value_editor_set_error (self->editor, _("The run goes on: the result is no longer held."));
}

static void
edit_cb (GtkWidget      *button,
         SluiceHeldList *self)
{
  const SluiceHeldInfo *info = find_held (self, get_lane (button));
  g_autofree char *title = NULL;
  SluiceValueEdit edit = { 0, };
  graphene_rect_t bounds;

  if (info == NULL)
    return;
  if (self->editor == NULL)
    {
      self->editor = g_object_ref_sink (SLUICE_VALUE_EDITOR (sluice_value_editor_new ()));
      g_signal_connect_object (self->editor, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
    }
  /* Translators: %s is the title of a node, %u the number of a lane. */
  title = g_strdup_printf (_("Result of %s, lane %u"), info->title, info->lane);
  edit.title = title;
  edit.text = info->is_error ? "null" : info->value.text;
  if (info->value.size > SLUICE_STOP_MAX_TEXT)
    edit.note = _("This is only the beginning. What is written here takes the place of all of it.");
  else if (info->is_error)
    edit.note = _("A result in the place of the error.");
  self->lane = info->lane;
  self->request = 0;
  if (!gtk_widget_compute_bounds (button, GTK_WIDGET (self), &bounds))
    return;
  sluice_value_editor_open (self->editor, GTK_WIDGET (self),
                            &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                              (int) bounds.size.width, (int) bounds.size.height }, &edit);
}

/* Where the keyboard can be: a row, or one of its buttons, which its box ends with. */

typedef enum
{
  SPOT_ROW,
  SPOT_EDIT,
  SPOT_RELEASE,
} Spot;

static GtkWidget *
get_spot (GtkListBoxRow *row,
          Spot           spot)
{
  GtkWidget *release = gtk_widget_get_last_child (gtk_list_box_row_get_child (row));

  return spot == SPOT_ROW ? GTK_WIDGET (row) : spot == SPOT_RELEASE ? release : gtk_widget_get_prev_sibling (release);
}

/* Returns: the index of its row, -1 where it is elsewhere */
static int
find_focus (SluiceHeldList *self,
            Spot           *spot)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkListBoxRow *row;

  for (int i = 0; focus != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    for (*spot = SPOT_ROW; *spot <= SPOT_RELEASE; (*spot)++)
      if (focus == get_spot (row, *spot))
        return i;
  return -1;
}

/* The row that has taken the place of the last one that went is the one before. */
static void
focus_spot (SluiceHeldList *self,
            int             index,
            Spot            spot)
{
  int n = (int) sluice_run_session_get_held (self->session)->len;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, MIN (index, n - 1));

  if (row != NULL)
    gtk_widget_grab_focus (get_spot (row, spot));
}

static void
focus_edited (SluiceHeldList *self)
{
  GPtrArray *held = sluice_run_session_get_held (self->session);

  for (guint i = 0; i < held->len; i++)
    if (((const SluiceHeldInfo *) g_ptr_array_index (held, i))->lane == self->lane)
      focus_spot (self, (int) i, SPOT_EDIT);
}

static void
replied_cb (SluiceHeldList *self,
            guint           request,
            const char     *error)
{
  if (self->request == 0 || request != self->request)
    return;
  self->request = 0;
  if (error != NULL)
    {
      sluice_value_editor_set_error (self->editor, error);
      return;
    }
  gtk_popover_popdown (GTK_POPOVER (self->editor));
  focus_edited (self);
}

/* Rows */

static GtkWidget *
new_button (const char *icon_name,
            const char *title,
            guint32     lane,
            GCallback   clicked,
            gpointer    user_data)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "lane", GUINT_TO_POINTER (lane));
  g_signal_connect (button, "clicked", clicked, user_data);
  return button;
}

static char *
dup_value_line (const SluiceHeldInfo *info)
{
  char *line;

  if (info->value.text == NULL)
    return g_strdup (_("nothing"));
  /* Translators: %s is the message of an error. */
  line = info->is_error ? g_strdup_printf (_("Error: %s"), info->value.text) : g_strdup (info->value.text);
  return g_strdelimit (line, "\n", ' ');
}

static GtkWidget *
new_row (SluiceHeldList       *self,
         const SluiceHeldInfo *info)
{
  GtkWidget *row = g_object_new (SLUICE_TYPE_SPOKEN_BOX, "spacing", 6, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "sluice-held-symbolic", "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *where = g_strdup_printf (_("%s, lane %u"), info->title, info->lane);
  g_autofree char *value = dup_value_line (info);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", where, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "tooltip-text", where, NULL);
  GtkWidget *line = g_object_new (GTK_TYPE_LABEL, "label", value, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END,
                                  "tooltip-text", info->value.text, "name", "held-value", NULL);

  gtk_widget_add_css_class (line, "caption");
  gtk_widget_add_css_class (line, info->is_error ? "error" : "dim-label");
  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), line);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), new_button ("document-edit-symbolic", _("Edit the result"), info->lane,
                                             G_CALLBACK (edit_cb), self));
  gtk_box_append (GTK_BOX (row), new_button ("go-next-symbolic", _("Let it through"), info->lane,
                                             G_CALLBACK (release_cb), self));
  return row;
}

static void
update (SluiceHeldList *self)
{
  GPtrArray *held = sluice_run_session_get_held (self->session);
  Spot spot;
  int focused = find_focus (self, &spot);

  sluice_list_rows_clear (self->list, 0);
  for (guint i = 0; i < held->len; i++)
    {
      const SluiceHeldInfo *info = g_ptr_array_index (held, i);

      gtk_list_box_append (self->list, new_row (self, info));
      g_object_set_data_full (G_OBJECT (gtk_list_box_get_row_at_index (self->list, (int) i)), "address",
                              g_strdup (info->address), g_free);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), held->len > 0);
  if (focused >= 0)
    focus_spot (self, focused, spot);
  if (self->editor != NULL && find_held (self, self->lane) == NULL)
    gtk_popover_popdown (GTK_POPOVER (self->editor));
}

static void
updated_cb (SluiceHeldList        *self,
            const SluiceRunUpdate *change)
{
  if (change->held || change->restarted)
    update (self);
}

static void
activated_cb (SluiceHeldList *self,
              GtkListBoxRow  *row)
{
  const char *address = g_object_get_data (G_OBJECT (row), "address");

  if (address != NULL)
    g_signal_emit (self, signals[LOCATE], 0, address);
}

static void
sluice_held_list_dispose (GObject *object)
{
  SluiceHeldList *self = SLUICE_HELD_LIST (object);
  GtkWidget *child;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (sluice_held_list_parent_class)->dispose (object);
}

static void
sluice_held_list_class_init (SluiceHeldListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_held_list_dispose;

  /**
   * SluiceHeldList::locate:
   * @address: the node of the chosen result
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_held_list_init (SluiceHeldList *self)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "label", _("Held Results"), "xalign", 0.0f, "hexpand", TRUE, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *next = gtk_button_new_with_label (_("Next Event"));

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (heading, "panel-heading");
  gtk_widget_set_name (next, "next-event");
  gtk_widget_set_tooltip_text (next, _("Let the oldest through (Ctrl+.)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (next), "win.next-event");
  gtk_widget_add_css_class (next, "panel-button");
  gtk_widget_set_valign (next, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (head), heading);
  gtk_box_append (GTK_BOX (head), next);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_set_name (GTK_WIDGET (self->list), "held-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "lanes");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Held Results"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->content), head);
  gtk_box_append (GTK_BOX (self->content), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->content, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sluice_held_list_new:
 *
 * Returns: (transfer floating): a list that shows nothing
 */
GtkWidget *
sluice_held_list_new (void)
{
  return g_object_new (SLUICE_TYPE_HELD_LIST, NULL);
}

/**
 * sluice_held_list_set_session:
 * @session: whose held results it shows
 */
void
sluice_held_list_set_session (SluiceHeldList   *self,
                              SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_HELD_LIST (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "replied", G_CALLBACK (replied_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
