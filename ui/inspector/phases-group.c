/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is around a kind's own work. The simple form (input, output, action) needs no script; a script
 * takes the place of its simple form, and what that said is carried over into it. A script that is
 * not there has a button instead of an empty editor. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "graph/edit.h"
#include "inspector/row.h"
#include "inspector/rows.h"
#include "script/script.h"

#define SLUICE_TYPE_PHASES_GROUP (sluice_phases_group_get_type ())
G_DECLARE_FINAL_TYPE (SluicePhasesGroup, sluice_phases_group, SLUICE, PHASES_GROUP, GtkWidget)

enum
{
  PREP,
  EXEC,
  FALLBACK,
  POST,
  N_PHASES,
};

static const struct
{
  const char *key;
  const char *simple; /* the key of the simple form, or NULL */
  const char *title;
  const char *label;  /* of the button */
  const char *blurb;
} phases[N_PHASES] = {
  { "prep", "input", N_("Prepare (prep)"), N_("Prepare"),
    N_("Lua. Reads the shared store and returns what exec gets") },
  { "exec", NULL, N_("Execute (exec)"), N_("Execute"),
    N_("Lua. Does the work with prep_res; has no access to the store") },
  { "fallback", NULL, N_("Fallback"), N_("Fallback"),
    N_("Lua. Gives the result when every attempt of exec has failed") },
  { "post", "action", N_("Finish (post)"), N_("Finish"),
    N_("Lua. Writes the store and returns the action to take") },
};

struct _SluicePhasesGroup
{
  GtkWidget       parent_instance;

  SluiceDocument *document; /* owned */
  char           *address;  /* owned */
  gboolean        has_exec;

  GtkWidget      *group;
  GtkWidget      *input_row;          /* borrowed from the group, as all of these */
  GtkWidget      *action_row;         /* NULL while it is not there */
  GtkWidget      *rows[N_PHASES];     /* NULL while there is no script */
  GtkWidget      *backs[N_PHASES];    /* buttons back to the simple form, or NULL */
  GtkWidget      *buttons[N_PHASES];
  GtkWidget      *buttons_row;
};

G_DEFINE_FINAL_TYPE (SluicePhasesGroup, sluice_phases_group, GTK_TYPE_WIDGET)

static SluiceValue
get_key (SluicePhasesGroup *self,
         const char        *key)
{
  return sluice_value_get_member (sluice_document_get_node (self->document, self->address), key);
}

static gboolean
has_key (SluicePhasesGroup *self,
         const char        *key)
{
  return !SLUICE_VALUE_IS_NULL (get_key (self, key));
}

static SluiceField
key_field (SluicePhasesGroup *self,
           const char        *key)
{
  return (SluiceField) { self->document, self->address, SLUICE_FIELD_KEY, key, NULL, NULL };
}

/* An action is a name, or { "expr": … }. In its row an expression begins with "=", as in a sheet. */

static SluiceValue
read_action (SluiceValue whole)
{
  return whole;
}

static SluiceValue
write_action (SluiceValue whole,
              SluiceValue take)
{
  const char *text = sluice_value_get_string (take);
  SluiceValue object;

  if (text == NULL || *text != '=')
    return take;

  object = sluice_value_object ();
  sluice_value_set_member (&object, "expr", sluice_value_string (text + 1));
  sluice_value_unref (take);
  return object;
}

static const SluiceLens action_lens = { NULL, read_action, write_action };

static void
show_action (GtkWidget  *row,
             SluiceValue value)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  const char *name = sluice_value_get_string (value);
  g_autofree char *text = expression != NULL ? g_strconcat ("=", expression, NULL)
                                             : g_strdup (name != NULL ? name : "");

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
action_changed_cb (GtkEditable   *editable,
                   SluiceBinding *binding)
{
  const char *text = gtk_editable_get_text (editable);

  sluice_binding_commit (binding, *text ? sluice_value_string (text) : sluice_value_null ());
}

static GtkWidget *
action_row_new (SluicePhasesGroup *self)
{
  GtkWidget *row = adw_entry_row_new ();
  SluiceField field = key_field (self, "action");

  field.lens = &action_lens;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Action"));
  gtk_editable_set_enable_undo (GTK_EDITABLE (row), FALSE);
  g_signal_connect (row, "changed", G_CALLBACK (action_changed_cb),
                    sluice_binding_attach (row, &field, show_action));
  sluice_row_dress (row, _("The action it always takes; with = before it an expression, as =shared.next. "
                           "Empty: the default edge"), FALSE);

  return row;
}

/* From the simple form to a script: "return " and what it said. */
static char *
dup_script_of (SluicePhasesGroup *self,
               int                phase)
{
  SluiceValue simple = phases[phase].simple ? get_key (self, phases[phase].simple) : sluice_value_null ();
  const char *expression = sluice_value_get_member_string (simple, "expr");
  const char *text = sluice_value_get_string (simple);

  if (expression != NULL)
    return g_strconcat ("return ", expression, NULL);
  if (text != NULL && phase == POST)
    {
      g_autofree char *escaped = g_strescape (text, NULL);

      return g_strdup_printf ("return '%s'", escaped);
    }
  if (text != NULL)
    return g_strconcat ("return ", text, NULL);
  return g_strdup (phase == FALLBACK ? "return prep_res" : phase == POST ? "return 'default'" : "return nil");
}

static void
start_script (SluicePhasesGroup *self,
              int                phase)
{
  g_autofree char *text = dup_script_of (self, phase);
  g_autofree char *title = sluice_document_dup_node_title (self->document, self->address);
  g_autofree char *step = g_strdup_printf (_("Add a Script to %s"), title);

  sluice_document_begin (self->document, step, NULL);
  sluice_edit_set_key (self->document, self->address, phases[phase].key, sluice_text_to_value (text), NULL);
  if (phases[phase].simple != NULL)
    sluice_edit_set_key (self->document, self->address, phases[phase].simple, sluice_value_null (), NULL);
  sluice_document_commit (self->document);

  if (self->rows[phase] != NULL)
    sluice_code_row_grab_focus (self->rows[phase]);
}

static void
button_clicked_cb (GtkWidget         *button,
                   SluicePhasesGroup *self)
{
  for (int i = 0; i < N_PHASES; i++)
    if (self->buttons[i] == button)
      {
        start_script (self, i);
        return;
      }
}

static GtkWidget *
buttons_row_new (SluicePhasesGroup *self)
{
  GtkWidget *box = gtk_flow_box_new ();
  GtkWidget *row = sluice_tall_row_new (_("Add a Script"), box);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 6);
  gtk_widget_add_css_class (box, "sluice-script-buttons");
  for (int i = 0; i < N_PHASES; i++)
    {
      GtkWidget *child = gtk_flow_box_child_new ();

      self->buttons[i] = gtk_button_new_with_label (_(phases[i].label));
      gtk_widget_set_tooltip_text (self->buttons[i], _(phases[i].blurb));
      g_signal_connect_object (self->buttons[i], "clicked", G_CALLBACK (button_clicked_cb), self, 0);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), self->buttons[i]);
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_append (GTK_FLOW_BOX (box), child);
    }

  return row;
}

/* And back: a script that does nothing but return an expression can be said in one. */

/* "return shared.n" → "shared.n"; NULL where there is more to it. */
static char *
dup_expression_of (const char *script)
{
  g_autofree char *text = g_strstrip (g_strdup (script));
  g_autofree char *expression = NULL;
  SluiceScript *compiled;

  if (!g_str_has_prefix (text, "return") || g_ascii_isalnum (text[6]) || text[6] == '_' ||
      strchr (text, '\n') != NULL || strstr (text, "--") != NULL)
    return NULL;

  expression = g_strstrip (g_strdup (text + 6));
  compiled = sluice_script_new (SLUICE_SCRIPT_EXPRESSION, "", expression, NULL);
  if (compiled == NULL)
    return NULL;

  sluice_script_unref (compiled);
  return g_steal_pointer (&expression);
}

/* "'retry'" → "retry"; NULL where it is not a plain string, or would be read as an expression. */
static char *
dup_constant (const char *expression)
{
  gsize length = strlen (expression);
  g_autofree char *text = NULL;

  if (length < 2 || strchr ("'\"", *expression) == NULL || expression[length - 1] != *expression)
    return NULL;

  text = g_strndup (expression + 1, length - 2);
  return strpbrk (text, "'\"\\") == NULL && *text != '=' ? g_steal_pointer (&text) : NULL;
}

/* FALSE: the script does what its simple form cannot say. */
static gboolean
get_simple (SluicePhasesGroup *self,
            int                phase,
            SluiceValue       *simple) /* out, owned */
{
  g_autofree char *script = sluice_text_from_value (get_key (self, phases[phase].key));
  g_autofree char *expression = script != NULL ? dup_expression_of (script) : NULL;
  g_autofree char *constant = expression != NULL && phase == POST ? dup_constant (expression) : NULL;

  *simple = sluice_value_null ();
  if (expression == NULL || has_key (self, phases[phase].simple))
    return FALSE;

  if (constant != NULL && !g_str_equal (constant, "default"))
    *simple = sluice_value_string (constant);
  else if (phase == POST && constant == NULL)
    {
      *simple = sluice_value_object ();
      sluice_value_set_member (simple, "expr", sluice_value_string (expression));
    }
  else if (phase == PREP && !g_str_equal (expression, "nil"))
    *simple = sluice_value_string (expression);

  return TRUE;
}

static void build (SluicePhasesGroup *self);
static void update_visible (SluicePhasesGroup *self);

/* The row of a script that the person emptied would stay; this one is to go, and the focus with it. */
static void
back_clicked_cb (GtkWidget         *button,
                 SluicePhasesGroup *self)
{
  int phase = self->backs[PREP] == button ? PREP : POST;
  g_auto (SluiceValue) simple = SLUICE_VALUE_INIT;
  g_autofree char *title = sluice_document_dup_node_title (self->document, self->address);
  g_autofree char *step = g_strdup_printf (_("Remove a Script of %s"), title);
  gboolean can = get_simple (self, phase, &simple);

  sluice_document_begin (self->document, step, NULL);
  if (can)
    sluice_edit_set_key (self->document, self->address, phases[phase].simple, sluice_value_ref (simple), NULL);
  sluice_edit_set_key (self->document, self->address, phases[phase].key, sluice_value_null (), NULL);
  sluice_document_commit (self->document);

  if (self->rows[phase] != NULL)
    {
      build (self);
      update_visible (self);
    }
  gtk_widget_child_focus (phase == PREP ? self->input_row : self->action_row, GTK_DIR_TAB_FORWARD);
}

static void
update_back (SluicePhasesGroup *self,
             int                phase)
{
  g_auto (SluiceValue) simple = SLUICE_VALUE_INIT;
  const char *label = get_simple (self, phase, &simple)
                        ? _("Back to the Simple Form, Which Says the Same")
                        : _("Remove the Script; the Simple Form Cannot Say What It Does");

  gtk_widget_set_tooltip_text (self->backs[phase], label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->backs[phase]), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
script_row_new (SluicePhasesGroup *self,
                int                phase)
{
  const SluiceField field = key_field (self, phases[phase].key);
  gboolean is_simple = phases[phase].simple != NULL;
  GtkWidget *row = sluice_code_row_new (&field, _(phases[phase].title), _(phases[phase].blurb), "lua",
                                        is_simple ? 0 : SLUICE_ROW_HAS_DEFAULT);

  sluice_code_row_mark_lines (row, phases[phase].key);
  if (!is_simple)
    return row;

  self->backs[phase] = sluice_row_button_new ("edit-undo-symbolic", _(phases[phase].label));
  g_signal_connect_object (self->backs[phase], "clicked", G_CALLBACK (back_clicked_cb), self, 0);
  sluice_row_add_suffix (row, self->backs[phase]);

  return row;
}

static gboolean
wants_script (SluicePhasesGroup *self,
              int                phase)
{
  return has_key (self, phases[phase].key);
}

static gboolean
is_editing (GtkWidget *row)
{
  return row != NULL && gtk_widget_get_focus_child (row) != NULL;
}

/* Rows are made in their order, so all of them anew when one comes. */
static void
build (SluicePhasesGroup *self)
{
  const SluiceField input = key_field (self, "input");
  const SluiceField output = key_field (self, "output");

  g_clear_pointer (&self->group, gtk_widget_unparent);
  self->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), _("Phases"));
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));

  self->input_row = sluice_code_row_new (&input, _("Input"),
                                         _("An expression: what prep returns. Example: shared.recipes"),
                                         "lua", SLUICE_ROW_EXPRESSION);
  sluice_group_add_row (self->group, self->input_row);
  for (int i = 0; i < POST; i++)
    {
      self->rows[i] = wants_script (self, i) ? script_row_new (self, i) : NULL;
      if (self->rows[i] != NULL)
        sluice_group_add_row (self->group, self->rows[i]);
    }
  sluice_group_add_row (self->group, sluice_entry_row_new (&output, _("Output"),
                                                           _("The key of the shared store that takes the result"), 0));
  self->rows[POST] = wants_script (self, POST) ? script_row_new (self, POST) : NULL;
  if (self->rows[POST] != NULL)
    sluice_group_add_row (self->group, self->rows[POST]);
  self->action_row = action_row_new (self);
  sluice_group_add_row (self->group, self->action_row);
  self->buttons_row = buttons_row_new (self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), self->buttons_row);
}

/* What stands beside a script that says the same is in the way, unless the file has both. */
static void
update_visible (SluicePhasesGroup *self)
{
  gboolean any = FALSE;

  sluice_row_set_visible (self->input_row, has_key (self, "input") || !has_key (self, "prep"));
  sluice_row_set_visible (self->action_row, has_key (self, "action") || !has_key (self, "post"));
  for (int i = 0; i < N_PHASES; i++)
    {
      gboolean can = self->rows[i] == NULL && (i != EXEC || self->has_exec);

      gtk_widget_set_visible (gtk_widget_get_parent (self->buttons[i]), can);
      any = any || can;
      if (self->rows[i] != NULL && phases[i].simple != NULL)
        update_back (self, i);
    }
  gtk_widget_set_visible (self->buttons_row, any);
}

static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *set,
            SluicePhasesGroup     *self)
{
  gboolean is_stale = FALSE;

  if (!sluice_document_has_node (document, self->address) ||
      (!set->all && !g_hash_table_contains (set->nodes, self->address)))
    return;

  /* A script that was emptied while it is written in keeps its editor. */
  for (int i = 0; i < N_PHASES; i++)
    is_stale = is_stale || (wants_script (self, i) ? self->rows[i] == NULL
                                                   : self->rows[i] != NULL && !is_editing (self->rows[i]));
  if (is_stale)
    build (self);
  update_visible (self);
}

static void
sluice_phases_group_dispose (GObject *object)
{
  SluicePhasesGroup *self = SLUICE_PHASES_GROUP (object);

  g_clear_pointer (&self->group, gtk_widget_unparent);
  g_clear_pointer (&self->address, g_free);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (sluice_phases_group_parent_class)->dispose (object);
}

static void
sluice_phases_group_class_init (SluicePhasesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sluice_phases_group_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_phases_group_init (SluicePhasesGroup *self)
{
}

GtkWidget *
sluice_phases_group_new (SluiceDocument       *document,
                         const char           *address,
                         const SluiceKindInfo *info)
{
  SluicePhasesGroup *self = g_object_new (SLUICE_TYPE_PHASES_GROUP, NULL);

  self->document = g_object_ref (document);
  self->address = g_strdup (address);
  self->has_exec = info == NULL || info->has_exec;
  build (self);
  update_visible (self);
  g_signal_connect_object (document, "changed", G_CALLBACK (changed_cb), self, 0);

  return GTK_WIDGET (self);
}
