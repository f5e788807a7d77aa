/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a person did to the run, in order and in words. An edit of the store can be kept in the document's
 * initial store, and a result as a pin; the others were of that moment. All of them can be thrown away.
 */
#include "debugger/intervention-list.h"

#include "rows/list-rows.h"
#include "spoken/spoken-box.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_VALUE   60   /* characters, in a row */
#define MAX_TOOLTIP 2000 /* of a value that may be as long as a book */

struct _SluiceInterventionList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;

  /* Children. */
  GtkWidget        *content;
  GtkListBox       *list;
};

enum
{
  LOCATE,
  KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceInterventionList, sluice_intervention_list, GTK_TYPE_WIDGET)

static char *
dup_value (const char *text,
           glong       length)
{
  g_autofree char *start = NULL;

  if (text == NULL)
    return g_strdup ("");
  if (g_utf8_strlen (text, -1) <= length)
    return g_strdelimit (g_strdup (text), "\n", ' ');
  start = g_utf8_substring (text, 0, length - 1);
  return g_strconcat (g_strdelimit (start, "\n", ' '), "…", NULL);
}

static char *
dup_deed (const SluiceInterventionInfo *info,
          glong                         length)
{
  const char *title = info->title != NULL ? info->title : _("a node");
  g_autofree char *value = dup_value (info->value, length);
  g_autofree char *had = dup_value (info->had, length);

  switch (info->type)
    {
    case SLUICE_INTERVENTION_RETRY:
      return g_strdup_printf (_("Did %s again"), title);
    case SLUICE_INTERVENTION_SKIP:
      return g_strdup_printf (_("Skipped %s with “%s”"), title, value);
    case SLUICE_INTERVENTION_RESULT:
      return g_strdup_printf (_("Used %s as the result of %s"), value, title);
    case SLUICE_INTERVENTION_HELD:
      return g_strdup_printf (_("Replaced a held result of %s with %s"), title, value);
    case SLUICE_INTERVENTION_FAIL:
      return g_strdup_printf (_("Failed %s: %s"), title, value);
    case SLUICE_INTERVENTION_NEXT:
      return g_strdup_printf (_("Went on with %s"), info->place);
    case SLUICE_INTERVENTION_STORE_ADD:
      return g_strdup_printf (_("Added %s: %s"), info->place, value);
    case SLUICE_INTERVENTION_STORE_REMOVE:
      return g_strdup_printf (_("Removed %s, was %s"), info->place, had);
    case SLUICE_INTERVENTION_STORE_REPLACE:
    case SLUICE_INTERVENTION_RELEASE:
    default:
      return g_strdup_printf (_("Changed %s: %s → %s"), info->place, had, value);
    }
}

static char *
dup_words (const SluiceInterventionInfo *info,
           glong                         length)
{
  g_autofree char *deed = dup_deed (info, length);

  return info->is_earlier ? g_strdup_printf (_("%s (in an earlier run)"), deed) : g_steal_pointer (&deed);
}

static const char *
get_icon_name (const SluiceInterventionInfo *info)
{
  switch (info->type)
    {
    case SLUICE_INTERVENTION_RETRY:
      return "view-refresh-symbolic";
    case SLUICE_INTERVENTION_SKIP:
      return "media-skip-forward-symbolic";
    case SLUICE_INTERVENTION_FAIL:
      return "dialog-error-symbolic";
    case SLUICE_INTERVENTION_NEXT:
      return "go-jump-symbolic";
    case SLUICE_INTERVENTION_RESULT:
    case SLUICE_INTERVENTION_HELD:
    case SLUICE_INTERVENTION_RELEASE:
    case SLUICE_INTERVENTION_STORE_ADD:
    case SLUICE_INTERVENTION_STORE_REMOVE:
    case SLUICE_INTERVENTION_STORE_REPLACE:
    default:
      return "document-edit-symbolic";
    }
}

/* NULL: it was of that moment. */
static const char *
get_keep_title (const SluiceInterventionInfo *info)
{
  switch (info->type)
    {
    case SLUICE_INTERVENTION_STORE_ADD:
    case SLUICE_INTERVENTION_STORE_REPLACE:
    case SLUICE_INTERVENTION_STORE_REMOVE:
      return _("Keep in the initial store of the document");
    case SLUICE_INTERVENTION_RESULT:
      return _("Keep as the pinned result of the node");
    case SLUICE_INTERVENTION_HELD:
    case SLUICE_INTERVENTION_RETRY:
    case SLUICE_INTERVENTION_SKIP:
    case SLUICE_INTERVENTION_FAIL:
    case SLUICE_INTERVENTION_NEXT:
    case SLUICE_INTERVENTION_RELEASE:
    default:
      return NULL;
    }
}

static void
keep_cb (GtkWidget              *button,
         SluiceInterventionList *self)
{
  g_signal_emit (self, signals[KEEP], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index")));
}

static GtkWidget *
new_row (SluiceInterventionList       *self,
         const SluiceInterventionInfo *info,
         guint                         index)
{
  GtkWidget *row = g_object_new (SLUICE_TYPE_SPOKEN_BOX, "spacing", 6, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", get_icon_name (info), "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  g_autofree char *words = dup_words (info, MAX_VALUE);
  g_autofree char *all = dup_words (info, MAX_TOOLTIP);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", words, "xalign", 0.0f, "hexpand", TRUE, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", 2, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "tooltip-text", all, NULL);
  const char *keep = get_keep_title (info);

  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), label);
  if (keep != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (_("Keep"));

      gtk_widget_set_tooltip_text (button, keep);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, keep, -1);
      gtk_widget_set_name (button, "keep-intervention");
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "panel-button");
      g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
      g_signal_connect (button, "clicked", G_CALLBACK (keep_cb), self);
      gtk_box_append (GTK_BOX (row), button);
    }
  return row;
}

static void
update (SluiceInterventionList *self)
{
  GPtrArray *all = sluice_run_session_get_interventions (self->session);

  sluice_list_rows_clear (self->list, 0);
  for (guint i = 0; i < all->len; i++)
    {
      const SluiceInterventionInfo *info = g_ptr_array_index (all, i);

      gtk_list_box_append (self->list, new_row (self, info, i));
      g_object_set_data_full (G_OBJECT (gtk_list_box_get_row_at_index (self->list, (int) i)), "address",
                              g_strdup (info->address), g_free);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), all->len > 0);
}

static void
updated_cb (SluiceInterventionList *self,
            const SluiceRunUpdate  *change)
{
  if (change->interventions || change->restarted)
    update (self);
}

static void
throw_cb (SluiceInterventionList *self)
{
  sluice_run_session_forget_interventions (self->session);
}

static void
activated_cb (SluiceInterventionList *self,
              GtkListBoxRow          *row)
{
  const char *address = g_object_get_data (G_OBJECT (row), "address");

  if (address != NULL)
    g_signal_emit (self, signals[LOCATE], 0, address);
}

static void
sluice_intervention_list_dispose (GObject *object)
{
  SluiceInterventionList *self = SLUICE_INTERVENTION_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_intervention_list_parent_class)->dispose (object);
}

static void
sluice_intervention_list_class_init (SluiceInterventionListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_intervention_list_dispose;

  /**
   * SluiceInterventionList::locate:
   * @address: the node it was about
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SluiceInterventionList::keep:
   * @index: which of the session's interventions
   */
  signals[KEEP] = g_signal_new ("keep", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_intervention_list_init (SluiceInterventionList *self)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "label", _("What You Did"), "xalign", 0.0f, "hexpand", TRUE, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *throw = gtk_button_new_with_label (_("Throw Away"));

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (heading, "panel-heading");
  gtk_widget_set_name (throw, "throw-interventions");
  gtk_widget_set_tooltip_text (throw, _("Empty the list; the document stays as it is"));
  gtk_widget_add_css_class (throw, "panel-button");
  gtk_widget_set_valign (throw, GTK_ALIGN_END);
  g_signal_connect_object (throw, "clicked", G_CALLBACK (throw_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (head), heading);
  gtk_box_append (GTK_BOX (head), throw);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_set_name (GTK_WIDGET (self->list), "intervention-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "lanes");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What You Did"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->content), head);
  gtk_box_append (GTK_BOX (self->content), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->content, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sluice_intervention_list_new:
 *
 * Returns: (transfer floating): a list that shows nothing
 */
GtkWidget *
sluice_intervention_list_new (void)
{
  return g_object_new (SLUICE_TYPE_INTERVENTION_LIST, NULL);
}

/**
 * sluice_intervention_list_set_session:
 * @session: what was done to its run
 */
void
sluice_intervention_list_set_session (SluiceInterventionList *self,
                                      SluiceRunSession       *session)
{
  g_return_if_fail (SLUICE_IS_INTERVENTION_LIST (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
