/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The editor of one breakpoint. Each row writes one member of a draft, which is made from the rows when they change
 * and checked; what is wrong is told below the row that it is about. */
#include "debugger/breakpoints/break-editor.h"

#include <glib/gi18n.h>

#include "base/json.h"
#include "debugger/breakpoints/break-words.h"
#include "rows/tiny-dialog.h"
#include "script/script.h"

struct _SluiceBreakEditor
{
  AdwWindow parent_instance;

  /* Owned. */
  SluiceBreakpoints   *breakpoints;
  SluiceDocument      *document;
  SluiceBreakpoint    *draft;
  GPtrArray           *addresses; /* of the choices of nodes; NULL: any */
  GPtrArray           *actions;   /* … of actions; NULL: any */
  GPtrArray           *queues;    /* … of queues; NULL: any */
  GArray              *ids;       /* … of breakpoints that may come before; 0: none */
  gboolean             is_showing;

  /* Template. */
  AdwHeaderBar        *header_bar;
  AdwPreferencesGroup *place_group;
  GtkWidget           *done;
  AdwComboRow         *kind;
  AdwComboRow         *node;
  AdwComboRow         *phase;
  AdwComboRow         *action;
  AdwComboRow         *queue;
  GtkEditable         *place;
  GtkEditable         *value;
  AdwActionRow        *amount_row;
  GtkSpinButton       *amount;
  GtkLabel            *place_error;
  GtkEditable         *condition;
  GtkLabel            *condition_error;
  GtkSpinButton       *hits;
  AdwComboRow         *after;
  GtkSwitch           *once;
  GtkEditable         *log;
  GtkLabel            *log_error;
  GtkSwitch           *enabled;
};

G_DEFINE_FINAL_TYPE (SluiceBreakEditor, sluice_break_editor, ADW_TYPE_WINDOW)

static const char * const phases[] = { "prep", "exec", "wait", "fallback", "post" };

static guint
get_takes (SluiceBreakEditor *self)
{
  return sluice_break_kind_get_info (self->draft->kind)->takes;
}

/* Choices: the words that a combo row shows, with what they stand for beside them. */

static void
set_choices (AdwComboRow *row,
             GPtrArray   *words,
             guint        selected)
{
  g_autoptr (GtkStringList) model = NULL;

  g_ptr_array_add (words, NULL);
  model = gtk_string_list_new ((const char * const *) words->pdata);
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (row, selected);
}

static guint
add_choice (GPtrArray  *choices,
            GPtrArray  *words,
            const char *choice,
            char       *take_word)
{
  g_ptr_array_add (choices, g_strdup (choice));
  g_ptr_array_add (words, take_word);
  return choices->len - 1;
}

static int
find_choice (GPtrArray  *choices,
             const char *choice)
{
  for (guint i = 0; i < choices->len; i++)
    if (g_strcmp0 (g_ptr_array_index (choices, i), choice) == 0)
      return (int) i;
  return -1;
}

static const char *
get_choice (AdwComboRow *row,
            GPtrArray   *choices)
{
  guint selected = adw_combo_row_get_selected (row);

  return selected < choices->len ? g_ptr_array_index (choices, selected) : NULL;
}

/* What the draft has is a choice even where the document has it no more. */
static void
finish_choices (AdwComboRow *row,
                GPtrArray   *choices,
                GPtrArray   *words,
                const char  *chosen)
{
  int index = find_choice (choices, chosen);

  if (index < 0 && chosen != NULL)
    index = (int) add_choice (choices, words, chosen, g_strdup (chosen));
  set_choices (row, words, (guint) MAX (index, 0));
}

static void
add_nodes_of (SluiceBreakEditor *self,
              const char        *flow,
              GPtrArray         *words)
{
  gboolean has_many = sluice_document_get_n_flows (self->document) > 1;

  for (guint i = 0; i < sluice_document_get_n_nodes (self->document, flow); i++)
    {
      const char *id = sluice_document_get_node_id (self->document, flow, i);
      g_autofree char *address = g_strconcat (flow, "/", id, NULL);
      g_autofree char *title = sluice_document_dup_node_title (self->document, address);

      add_choice (self->addresses, words, address,
                  has_many ? g_strdup_printf (_("%s in %s"), title, flow) : g_strdup (title));
    }
}

static void
update_nodes (SluiceBreakEditor *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_set_size (self->addresses, 0);
  if (get_takes (self) & SLUICE_BREAK_TAKES_NODE)
    add_choice (self->addresses, words, NULL, g_strdup (_("Any node")));
  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    add_nodes_of (self, sluice_document_get_flow_id (self->document, i), words);
  finish_choices (self->node, self->addresses, words, self->draft->address);
}

static void
update_actions (SluiceBreakEditor *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *address = get_choice (self->node, self->addresses);
  g_autoptr (GPtrArray) ports = NULL;

  g_ptr_array_set_size (self->actions, 0);
  add_choice (self->actions, words, NULL, g_strdup (_("Any action")));
  if (address != NULL && sluice_document_has_node (self->document, address))
    ports = sluice_document_dup_ports (self->document, address);
  for (guint i = 0; ports != NULL && i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);

      add_choice (self->actions, words, port->action, g_strdup (port->action));
    }
  finish_choices (self->action, self->actions, words,
                  get_takes (self) & SLUICE_BREAK_TAKES_ACTION ? self->draft->what : NULL);
}

static void
update_queues (SluiceBreakEditor *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  SluiceValue queues = sluice_value_get_member (sluice_document_get_root (self->document), "queues");
  SluiceValueIter iter;
  SluiceValue queue;
  const char *name;

  g_ptr_array_set_size (self->queues, 0);
  add_choice (self->queues, words, NULL, g_strdup (_("Any queue")));
  if (SLUICE_VALUE_IS_OBJECT (queues))
    {
      sluice_value_iter_init (&iter, queues);
      while (sluice_value_iter_next (&iter, &name, &queue))
        add_choice (self->queues, words, name, g_strdup (name));
    }
  finish_choices (self->queue, self->queues, words,
                  get_takes (self) & SLUICE_BREAK_TAKES_QUEUE ? self->draft->what : NULL);
}

/* Two that waited for each other would never stop. */
static void
update_after (SluiceBreakEditor *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint none = 0, selected = 0;

  g_array_set_size (self->ids, 0);
  g_array_append_val (self->ids, none);
  g_ptr_array_add (words, g_strdup (_("None")));
  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    {
      const SluiceBreakpoint *other = sluice_breakpoints_get (self->breakpoints, i);

      if (other->id == self->draft->id || sluice_break_waits_for (other, self->breakpoints, self->draft->id))
        continue;
      if (other->id == self->draft->after)
        selected = self->ids->len;
      g_array_append_val (self->ids, other->id);
      g_ptr_array_add (words, sluice_break_dup_name (other, self->document));
    }
  if (self->draft->after > 0 && selected == 0)
    {
      selected = self->ids->len;
      g_array_append_val (self->ids, self->draft->after);
      g_ptr_array_add (words, g_strdup (_("One that is gone")));
    }
  set_choices (self->after, words, selected);
  gtk_widget_set_sensitive (GTK_WIDGET (self->after), self->ids->len > 1);
}

static void
fill_phases (SluiceBreakEditor *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint selected = 1;

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      g_ptr_array_add (words, g_strdup (sluice_break_get_phase_title (phases[i])));
      if (g_strcmp0 (self->draft->what, phases[i]) == 0)
        selected = i;
    }
  set_choices (self->phase, words, selected);
}

static void
fill_kinds (SluiceBreakEditor *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < SLUICE_N_BREAKS; i++)
    g_ptr_array_add (words, g_strdup (_(sluice_break_kind_get_info ((SluiceBreakKind) i)->title)));
  set_choices (self->kind, words, self->draft->kind);
}

/* From the rows to the draft */

static char *
dup_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
dup_what (SluiceBreakEditor *self)
{
  guint takes = get_takes (self);

  if (takes & SLUICE_BREAK_NEEDS_PHASE)
    return g_strdup (phases[MIN (adw_combo_row_get_selected (self->phase), G_N_ELEMENTS (phases) - 1)]);
  if (takes & SLUICE_BREAK_TAKES_ACTION)
    return g_strdup (get_choice (self->action, self->actions));
  if (takes & SLUICE_BREAK_TAKES_QUEUE)
    return g_strdup (get_choice (self->queue, self->queues));
  if ((takes & SLUICE_BREAK_NEEDS_PLACE) && *gtk_editable_get_text (self->place) != '\0')
    return sluice_break_dup_pointer (gtk_editable_get_text (self->place));
  return NULL;
}

static void
read_place (SluiceBreakEditor *self)
{
  SluiceBreakpoint *draft = self->draft;
  guint takes = get_takes (self);

  g_free (draft->address);
  draft->address = takes & (SLUICE_BREAK_NEEDS_NODE | SLUICE_BREAK_TAKES_NODE)
                     ? g_strdup (get_choice (self->node, self->addresses)) : NULL;
  g_free (draft->what);
  draft->what = dup_what (self);
  draft->amount = takes & SLUICE_BREAK_NEEDS_AMOUNT ? gtk_spin_button_get_value (self->amount) : 0;
}

/* Returns: whether the value can be read, or none is needed */
static gboolean
read_value (SluiceBreakEditor  *self,
            GError            **error)
{
  sluice_value_clear (&self->draft->value);
  self->draft->value = sluice_value_null ();
  return (get_takes (self) & SLUICE_BREAK_NEEDS_VALUE) == 0 ||
         sluice_json_read (gtk_editable_get_text (self->value), -1, NULL, &self->draft->value, NULL, error);
}

static void
read_terms (SluiceBreakEditor *self)
{
  SluiceBreakpoint *draft = self->draft;
  guint hits = (guint) gtk_spin_button_get_value_as_int (self->hits);
  guint after = adw_combo_row_get_selected (self->after);

  g_free (draft->condition);
  draft->condition = dup_text (self->condition);
  g_free (draft->log);
  draft->log = dup_text (self->log);
  draft->hits = hits > 1 ? hits : 0;
  draft->after = after < self->ids->len ? g_array_index (self->ids, guint, after) : 0;
  draft->once = gtk_switch_get_active (self->once);
  draft->enabled = gtk_switch_get_active (self->enabled);
}

/* Checks */

static void
tell (GtkWidget  *row,
      GtkLabel   *label,
      const char *message)
{
  gtk_label_set_label (label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (label), message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static gboolean
check_script (GtkEditable      *row,
              GtkLabel         *label,
              SluiceScriptType  type,
              const char       *name,
              const char       *text)
{
  g_autoptr (GError) error = NULL;
  SluiceScript *script = text != NULL ? sluice_script_new_watch (type, name, text, &error) : NULL;

  g_clear_pointer (&script, sluice_script_unref);
  tell (GTK_WIDGET (row), label, error != NULL ? error->message : NULL);
  return error == NULL;
}

/* What is not yet written is no error to shout about; it only can't be done. */
static gboolean
check_place (SluiceBreakEditor *self)
{
  gboolean has_text = *gtk_editable_get_text (self->place) != '\0';
  gboolean has_value = *gtk_editable_get_text (self->value) != '\0';
  guint takes = get_takes (self);
  g_autoptr (SluiceBreakpoint) place = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_whole, has_read;

  has_read = read_value (self, &error);
  tell (GTK_WIDGET (self->value), self->place_error,
        !has_read && has_value ? _("This is no JSON; a text stands in quotes") : NULL);
  if (!has_read)
    return FALSE;
  place = sluice_breakpoint_copy (self->draft);
  g_clear_pointer (&place->condition, g_free);
  g_clear_pointer (&place->log, g_free);
  is_whole = sluice_breakpoint_check (place, NULL);
  tell (GTK_WIDGET (self->place), self->place_error,
        !is_whole && has_text && (takes & SLUICE_BREAK_NEEDS_PLACE) != 0
          ? _("A place is written as scripts do, or with slashes: shared.list[1].name, /list/0/name") : NULL);
  return is_whole;
}

static void
check (SluiceBreakEditor *self)
{
  gboolean is_good;

  if (self->is_showing)
    return;
  read_place (self);
  read_terms (self);
  is_good = check_place (self);
  is_good &= check_script (self->condition, self->condition_error, SLUICE_SCRIPT_EXPRESSION, "condition",
                           self->draft->condition);
  is_good &= check_script (self->log, self->log_error, SLUICE_SCRIPT_TEMPLATE, "message", self->draft->log);
  gtk_widget_set_sensitive (self->done, is_good);
}

/* Which rows the kind has */

/* Money has cents. */
static void
update_amount (SluiceBreakEditor *self)
{
  gboolean is_cost = self->draft->kind == SLUICE_BREAK_COST;

  gtk_spin_button_set_digits (self->amount, is_cost ? 2 : 0);
  gtk_spin_button_set_range (self->amount, is_cost ? 0.01 : 1, 1e9);
}

static void
update_rows (SluiceBreakEditor *self)
{
  guint takes = get_takes (self);
  const char *amount = self->draft->kind == SLUICE_BREAK_LINE     ? _("Line")
                       : self->draft->kind == SLUICE_BREAK_TIME   ? _("Seconds")
                       : self->draft->kind == SLUICE_BREAK_TOKENS ? _("Tokens")
                       : self->draft->kind == SLUICE_BREAK_COST   ? _("Cost")
                                                                  : _("Visits");
  const struct
  {
    gpointer row;
    guint    when;
  } rows[] = {
    { self->node, SLUICE_BREAK_NEEDS_NODE | SLUICE_BREAK_TAKES_NODE },
    { self->phase, SLUICE_BREAK_NEEDS_PHASE },
    { self->action, SLUICE_BREAK_TAKES_ACTION },
    { self->queue, SLUICE_BREAK_TAKES_QUEUE },
    { self->place, SLUICE_BREAK_NEEDS_PLACE },
    { self->value, SLUICE_BREAK_NEEDS_VALUE },
    { self->amount_row, SLUICE_BREAK_NEEDS_AMOUNT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (GTK_WIDGET (rows[i].row), (takes & rows[i].when) != 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->amount_row), amount);
  update_amount (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->amount), GTK_ACCESSIBLE_PROPERTY_LABEL, amount, -1);
  update_nodes (self);
  update_actions (self);
  update_queues (self);
}

static void
kind_cb (SluiceBreakEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->kind);

  if (self->is_showing || selected >= SLUICE_N_BREAKS)
    return;
  self->draft->kind = (SluiceBreakKind) selected;
  self->is_showing = TRUE;
  update_rows (self);
  self->is_showing = FALSE;
  check (self);
}

static void
node_cb (SluiceBreakEditor *self)
{
  if (self->is_showing)
    return;
  self->is_showing = TRUE;
  update_actions (self);
  self->is_showing = FALSE;
  check (self);
}

static void
changed_cb (SluiceBreakEditor *self)
{
  check (self);
}

static void
done_cb (SluiceBreakEditor *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  check (self);
  if (!gtk_widget_get_sensitive (self->done))
    return;
  if (sluice_breakpoints_find (self->breakpoints, self->draft->id) != NULL)
    is_done = sluice_breakpoints_change (self->breakpoints, self->draft->id, self->draft, &error);
  else
    is_done = sluice_breakpoints_add (self->breakpoints, self->draft, &error) != 0;
  if (is_done)
    gtk_window_close (GTK_WINDOW (self));
  else
    tell (GTK_WIDGET (self->place), self->place_error, error->message);
}

/* The class */

static void
sluice_break_editor_finalize (GObject *object)
{
  SluiceBreakEditor *self = SLUICE_BREAK_EDITOR (object);

  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->actions);
  g_ptr_array_unref (self->queues);
  g_array_unref (self->ids);
  g_clear_pointer (&self->draft, sluice_breakpoint_free);
  g_clear_object (&self->breakpoints);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (sluice_break_editor_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, header_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, place_group);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, done);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, kind);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, node);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, phase);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, action);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, queue);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, place);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, value);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, amount_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, amount);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, place_error);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, condition);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, condition_error);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, hits);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, after);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, once);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, log);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, log_error);
  gtk_widget_class_bind_template_child (widget_class, SluiceBreakEditor, enabled);
}

static void
sluice_break_editor_class_init (SluiceBreakEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_break_editor_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/breakpoints/break-editor.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, node_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static gboolean
enter_cb (GtkWidget *spin,
          GVariant  *args,
          gpointer   self)
{
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  done_cb (self);
  return GDK_EVENT_STOP;
}

/* Enter is for the window's button, as in the other rows; a spin button would keep it. */
static void
pass_enter (SluiceBreakEditor *self,
            GtkSpinButton     *spin)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], 0),
                                                            gtk_callback_action_new (enter_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (spin), controller);
}

static void
sluice_break_editor_init (SluiceBreakEditor *self)
{
  self->is_showing = TRUE;
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->actions = g_ptr_array_new_with_free_func (g_free);
  self->queues = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  pass_enter (self, self->hits);
  pass_enter (self, self->amount);
}

static void
set_text (GtkEditable *row,
          const char  *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

static void
show_draft (SluiceBreakEditor *self)
{
  const SluiceBreakpoint *draft = self->draft;
  gboolean is_new = draft->id == 0;
  g_autofree char *value = sluice_json_write (draft->value, SLUICE_JSON_WRITE_COMPACT, NULL);

  gtk_window_set_title (GTK_WINDOW (self), is_new ? _("Add a Breakpoint") : _("Breakpoint"));
  gtk_button_set_label (GTK_BUTTON (self->done), is_new ? _("_Add") : _("_Done"));
  fill_kinds (self);
  fill_phases (self);
  if (get_takes (self) & SLUICE_BREAK_NEEDS_PLACE)
    set_text (self->place, draft->what);
  if ((get_takes (self) & SLUICE_BREAK_NEEDS_VALUE) && !is_new)
    set_text (self->value, value);
  update_amount (self);
  gtk_spin_button_set_value (self->amount, draft->amount > 0 ? draft->amount : 1);
  set_text (self->condition, draft->condition);
  gtk_spin_button_set_value (self->hits, MAX (draft->hits, 1));
  update_after (self);
  gtk_switch_set_active (self->once, draft->once);
  set_text (self->log, draft->log);
  gtk_switch_set_active (self->enabled, draft->enabled);
  update_rows (self);
  self->is_showing = FALSE;
  check (self);
}

/* A place that is yet to be said comes first; who edits wants the condition. */
static GtkWidget *
find_first (SluiceBreakEditor *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->place)) && self->draft->what == NULL)
    return GTK_WIDGET (self->place);
  return GTK_WIDGET (self->condition);
}

/* Where the buttons leave no room for the title, it is above the rows. */
static void
move_title (SluiceBreakEditor *self)
{
  adw_header_bar_set_title_widget (self->header_bar, gtk_label_new (NULL));
  adw_preferences_group_set_description (self->place_group, adw_preferences_group_get_title (self->place_group));
  adw_preferences_group_set_title (self->place_group, gtk_window_get_title (GTK_WINDOW (self)));
}

/**
 * sluice_break_editor_open:
 * @parent: the window that asks
 * @breakpoints: what the breakpoint is added to or changed in
 * @document: that they are of
 * @draft: what is shown at first; copied
 *
 * Opens a window to make or change a breakpoint.
 */
void
sluice_break_editor_open (GtkWindow              *parent,
                          SluiceBreakpoints      *breakpoints,
                          SluiceDocument         *document,
                          const SluiceBreakpoint *draft)
{
  SluiceBreakEditor *self = g_object_new (SLUICE_TYPE_BREAK_EDITOR, "transient-for", parent, NULL);

  self->breakpoints = g_object_ref (breakpoints);
  self->document = g_object_ref (document);
  self->draft = sluice_breakpoint_copy (draft);
  show_draft (self);
  if (sluice_tiny_dialog_fit (GTK_WINDOW (self), parent))
    move_title (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (find_first (self));
}
