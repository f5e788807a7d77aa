/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of the breakpoints. Rows are in the order in which their breakpoints were made, and stay while theirs do:
 * who clicks one never hits another. */
#include "debugger/breakpoints/break-list.h"

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-row.h"
#include "rows/late-menu.h"
#include "rows/list-rows.h"

struct _SluiceBreakList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceBreakpoints *breakpoints;
  SluiceDocument    *document;
  SluiceRunSession  *session;
  GPtrArray         *removed; /* of SluiceBreakpoint: what can be had back */

  /* Template. */
  GtkWidget         *content;
  GtkMenuButton     *add_button;
  GtkToggleButton   *mute;
  GtkWidget         *remove_all;
  GtkDropDown       *errors;
  GtkStack          *stack;
  GtkListBox        *list;
};

enum
{
  ADD,
  EDIT,
  LOCATE,
  REMOVED,
  N_SIGNALS
};

enum
{
  PROP_STOP_ERRORS = 1,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceBreakList, sluice_break_list, GTK_TYPE_WIDGET)

static GPtrArray *
create_removed (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_breakpoint_free);
}

static const struct
{
  const char      *title; /* NULL: more of the section before */
  SluiceBreakKind  kind;
} menu[] = {
  { N_("Nodes"), SLUICE_BREAK_NODE },
  { NULL, SLUICE_BREAK_AFTER },
  { NULL, SLUICE_BREAK_PHASE },
  { NULL, SLUICE_BREAK_LINE },
  { N_("Edges"), SLUICE_BREAK_TAKEN },
  { NULL, SLUICE_BREAK_CONSIDERED },
  { NULL, SLUICE_BREAK_NO_EDGE },
  { N_("Shared Store"), SLUICE_BREAK_CHANGED },
  { NULL, SLUICE_BREAK_BECOMES },
  { NULL, SLUICE_BREAK_WRITTEN },
  { N_("Errors"), SLUICE_BREAK_ERROR },
  { NULL, SLUICE_BREAK_ATTEMPT },
  { NULL, SLUICE_BREAK_RETRY },
  { NULL, SLUICE_BREAK_FALLBACK },
  { N_("Queues"), SLUICE_BREAK_QUEUE_EMPTY },
  { NULL, SLUICE_BREAK_QUEUE_FULL },
  { NULL, SLUICE_BREAK_DEADLOCK },
  { N_("Budget"), SLUICE_BREAK_TIME },
  { NULL, SLUICE_BREAK_VISITS },
  { NULL, SLUICE_BREAK_TOKENS },
  { NULL, SLUICE_BREAK_COST },
};

static GMenuModel *
create_add_menu (void)
{
  GMenu *model = g_menu_new ();
  GMenu *section = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (menu); i++)
    {
      const SluiceBreakKindInfo *info = sluice_break_kind_get_info (menu[i].kind);
      g_autoptr (GMenuItem) item = g_menu_item_new (_(info->title), NULL);

      if (menu[i].title != NULL)
        {
          section = g_menu_new ();
          g_menu_append_section (model, _(menu[i].title), G_MENU_MODEL (section));
          g_object_unref (section); /* the model keeps it */
        }
      g_menu_item_set_action_and_target (item, "breakpoints.add", "s", info->name);
      g_menu_append_item (section, item);
    }
  return G_MENU_MODEL (model);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  SluiceBreakKind kind;

  if (sluice_break_kind_find (g_variant_get_string (parameter, NULL), &kind))
    g_signal_emit (widget, signals[ADD], 0, (guint) kind);
}

/* Rows */

static void
toggled_cb (SluiceBreakRow  *row,
            gboolean         enabled,
            SluiceBreakList *self)
{
  const SluiceBreakpoint *breakpoint = sluice_breakpoints_find (self->breakpoints, sluice_break_row_get_id (row));
  g_autoptr (SluiceBreakpoint) changed = breakpoint != NULL ? sluice_breakpoint_copy (breakpoint) : NULL;

  if (changed == NULL)
    return;
  changed->enabled = enabled;
  sluice_breakpoints_change (self->breakpoints, changed->id, changed, NULL);
}

static void
edit_cb (SluiceBreakRow  *row,
         SluiceBreakList *self)
{
  g_signal_emit (self, signals[EDIT], 0, sluice_break_row_get_id (row));
}

/* What is removed here can be had back, until something else is. */
static void
keep (SluiceBreakList *self,
      guint            id)
{
  const SluiceBreakpoint *breakpoint = sluice_breakpoints_find (self->breakpoints, id);

  if (breakpoint != NULL)
    g_ptr_array_add (self->removed, sluice_breakpoint_copy (breakpoint));
}

static void
tell_removed (SluiceBreakList *self)
{
  g_signal_emit (self, signals[REMOVED], 0, self->removed->len);
}

/* Where there is nothing to bring back, the key is the document's. */
static gboolean
restore_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   user_data)
{
  SluiceBreakList *self = SLUICE_BREAK_LIST (widget);
  g_autoptr (GPtrArray) removed = g_steal_pointer (&self->removed);

  self->removed = create_removed ();
  for (guint i = 0; i < removed->len; i++)
    sluice_breakpoints_restore (self->breakpoints, g_ptr_array_index (removed, i));
  if (removed->len > 0)
    sluice_break_list_focus (self);
  return removed->len > 0;
}

/* The keyboard goes to the row that takes its place. */
static void
remove_cb (SluiceBreakRow  *row,
           SluiceBreakList *self)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkListBoxRow *next;

  g_ptr_array_set_size (self->removed, 0);
  keep (self, sluice_break_row_get_id (row));
  sluice_breakpoints_remove (self->breakpoints, sluice_break_row_get_id (row));
  next = gtk_list_box_get_row_at_index (self->list, index);
  if (next == NULL && index > 0)
    next = gtk_list_box_get_row_at_index (self->list, index - 1);
  gtk_widget_grab_focus (next != NULL ? GTK_WIDGET (next) : GTK_WIDGET (self->add_button));
  tell_removed (self);
}

static void
activated_cb (SluiceBreakList *self,
              GtkListBoxRow   *row)
{
  g_signal_emit (self, signals[LOCATE], 0, sluice_break_row_get_id (SLUICE_BREAK_ROW (row)));
}

static GtkWidget *
create_row (SluiceBreakList *self,
            guint            id)
{
  GtkWidget *row = sluice_break_row_new (id);

  g_signal_connect_object (row, "toggled", G_CALLBACK (toggled_cb), self, 0);
  g_signal_connect_object (row, "edit", G_CALLBACK (edit_cb), self, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  return row;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  guint left = *(const guint *) a, right = *(const guint *) b;

  return (left > right) - (left < right);
}

static GArray *
dup_ids (SluiceBreakList *self)
{
  guint n = self->breakpoints != NULL ? sluice_breakpoints_get_n (self->breakpoints) : 0;
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);

  for (guint i = 0; i < n; i++)
    g_array_append_val (ids, sluice_breakpoints_get (self->breakpoints, i)->id);
  g_array_sort (ids, compare_ids);
  return ids;
}

static guint
get_id_at (SluiceBreakList *self,
           int              index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row != NULL ? sluice_break_row_get_id (SLUICE_BREAK_ROW (row)) : 0;
}

/* Both are in the order of ids. */
static void
update_rows (SluiceBreakList *self,
             GArray          *ids)
{
  int index = 0;

  for (guint i = 0; i < ids->len; i++, index++)
    {
      guint id = g_array_index (ids, guint, i), shown;

      while ((shown = get_id_at (self, index)) != 0 && shown < id)
        gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, index)));
      if (shown != id)
        gtk_list_box_insert (self->list, create_row (self, id), index);
    }
  sluice_list_rows_clear (self->list, (guint) index);
}

static guint
get_hits (SluiceBreakList *self,
          guint            id)
{
  return self->session != NULL ? sluice_run_session_get_hits (self->session, id) : 0;
}

/* One is met when it would have stopped: at the hit that it counts to. */
static gboolean
is_waiting (SluiceBreakList        *self,
            const SluiceBreakpoint *breakpoint)
{
  const SluiceBreakpoint *awaited = sluice_breakpoints_find (self->breakpoints, breakpoint->after);

  return breakpoint->after > 0 && (awaited == NULL || get_hits (self, awaited->id) < MAX (awaited->hits, 1));
}

static void
show_row (SluiceBreakList        *self,
          SluiceBreakRow         *row,
          const SluiceBreakpoint *breakpoint)
{
  sluice_break_row_show (row, breakpoint, self->breakpoints, self->document, is_waiting (self, breakpoint));
}

static void
update_hits (SluiceBreakList *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      guint id = sluice_break_row_get_id (SLUICE_BREAK_ROW (row));
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_find (self->breakpoints, id);

      sluice_break_row_set_hits (SLUICE_BREAK_ROW (row), get_hits (self, id));
      if (breakpoint != NULL && breakpoint->after > 0)
        show_row (self, SLUICE_BREAK_ROW (row), breakpoint);
    }
}

static void
update_mute (SluiceBreakList *self,
             guint            n)
{
  gboolean is_muted = self->breakpoints != NULL && sluice_breakpoints_is_muted (self->breakpoints);

  gtk_toggle_button_set_active (self->mute, is_muted);
  gtk_widget_set_sensitive (GTK_WIDGET (self->mute), n > 0 || is_muted);
  gtk_widget_set_sensitive (self->remove_all, n > 0);
}

static void
update (SluiceBreakList *self)
{
  g_autoptr (GArray) ids = dup_ids (self);

  update_rows (self, ids);
  for (guint i = 0; i < ids->len; i++)
    show_row (self, SLUICE_BREAK_ROW (gtk_list_box_get_row_at_index (self->list, (int) i)),
              sluice_breakpoints_find (self->breakpoints, g_array_index (ids, guint, i)));
  update_hits (self);
  update_mute (self, ids->len);
  gtk_stack_set_visible_child_name (self->stack, ids->len > 0 ? "list" : "empty");
}

static void
mute_cb (SluiceBreakList *self)
{
  if (self->breakpoints != NULL)
    sluice_breakpoints_set_muted (self->breakpoints, gtk_toggle_button_get_active (self->mute));
}

static void
remove_all_cb (SluiceBreakList *self)
{
  g_autoptr (GArray) ids = dup_ids (self);

  g_ptr_array_set_size (self->removed, 0);
  for (guint i = 0; i < ids->len; i++)
    keep (self, g_array_index (ids, guint, i));
  sluice_breakpoints_remove_all (self->breakpoints);
  gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
  tell_removed (self);
}

static void
errors_cb (SluiceBreakList *self)
{
  g_object_notify (G_OBJECT (self), "stop-errors");
}

static void
updated_cb (SluiceBreakList       *self,
            const SluiceRunUpdate *update)
{
  if (update->hits || update->restarted)
    update_hits (self);
}

/* Titles are told in the rows, and what is gone. */
static void
document_changed_cb (SluiceBreakList       *self,
                     const SluiceChangeSet *changes)
{
  if (gtk_list_box_get_row_at_index (self->list, 0) != NULL)
    update (self);
}

static void
sluice_break_list_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_STOP_ERRORS)
    g_value_set_uint (value, gtk_drop_down_get_selected (SLUICE_BREAK_LIST (object)->errors));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sluice_break_list_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  if (id == PROP_STOP_ERRORS)
    gtk_drop_down_set_selected (SLUICE_BREAK_LIST (object)->errors, g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sluice_break_list_dispose (GObject *object)
{
  SluiceBreakList *self = SLUICE_BREAK_LIST (object);

  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->breakpoints);
  g_clear_object (&self->document);
  g_clear_object (&self->session);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_break_list_parent_class)->dispose (object);
}

static void
sluice_break_list_finalize (GObject *object)
{
  g_ptr_array_unref (SLUICE_BREAK_LIST (object)->removed);

  G_OBJECT_CLASS (sluice_break_list_parent_class)->finalize (object);
}

static void
sluice_break_list_class_init (SluiceBreakListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_break_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sluice_break_list_finalize;
  G_OBJECT_CLASS (klass)->get_property = sluice_break_list_get_property;
  G_OBJECT_CLASS (klass)->set_property = sluice_break_list_set_property;

  /**
   * SluiceBreakList:stop-errors:
   *
   * Which errors stop a run, a SluiceStopErrors.
   */
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_STOP_ERRORS,
                                   g_param_spec_uint ("stop-errors", NULL, NULL, 0, SLUICE_STOP_ERRORS_ATTEMPTS, 0,
                                                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                      G_PARAM_STATIC_STRINGS));

  /**
   * SluiceBreakList::add:
   * @kind: a SluiceBreakKind: what the person wants to add
   */
  signals[ADD] = g_signal_new ("add", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                               0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * SluiceBreakList::edit:
   * @id: the breakpoint to edit
   */
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * SluiceBreakList::locate:
   * @id: the breakpoint whose place is to be shown
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * SluiceBreakList::removed:
   * @n: how many were just removed, which Ctrl+Z brings back
   */
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_install_action (widget_class, "breakpoints.add", "s", add_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, restore_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/breakpoints/break-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakList, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakList, add_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakList, mute);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakList, remove_all);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakList, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakList, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakList, errors);
  gtk_widget_class_bind_template_callback (widget_class, errors_cb);
  gtk_widget_class_bind_template_callback (widget_class, mute_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_break_list_init (SluiceBreakList *self)
{
  g_autoptr (GMenuModel) model = create_add_menu ();

  self->removed = create_removed ();
  gtk_widget_init_template (GTK_WIDGET (self));
  sluice_late_menu_set (self->add_button, model);
  /* What takes the focus is the button within. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->errors))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Stop on errors"), -1);
}

/**
 * sluice_break_list_new:
 *
 * Returns: (transfer floating): a page with no breakpoint
 */
GtkWidget *
sluice_break_list_new (void)
{
  return g_object_new (SLUICE_TYPE_BREAK_LIST, NULL);
}

/**
 * sluice_break_list_set_breakpoints:
 * @breakpoints: what it lists
 */
void
sluice_break_list_set_breakpoints (SluiceBreakList   *self,
                                   SluiceBreakpoints *breakpoints)
{
  g_return_if_fail (SLUICE_IS_BREAK_LIST (self));
  g_return_if_fail (SLUICE_IS_BREAKPOINTS (breakpoints));

  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  g_set_object (&self->breakpoints, breakpoints);
  g_signal_connect_object (breakpoints, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_break_list_set_document:
 * @document: what the breakpoints are of
 */
void
sluice_break_list_set_document (SluiceBreakList *self,
                                SluiceDocument  *document)
{
  g_return_if_fail (SLUICE_IS_BREAK_LIST (self));
  g_return_if_fail (SLUICE_IS_DOCUMENT (document));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_break_list_set_session:
 * @session: whose hits it shows
 */
void
sluice_break_list_set_session (SluiceBreakList  *self,
                               SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_BREAK_LIST (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  update_hits (self);
}

/**
 * sluice_break_list_focus:
 *
 * Gives the keyboard to the first row, or where there is none to what adds one.
 */
void
sluice_break_list_focus (SluiceBreakList *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (SLUICE_IS_BREAK_LIST (self));

  row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->add_button));
}
