/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The questions of a format: which flow, how it looks, how large. Those it does not ask are not shown. */
#include "window/export-dialog.h"

#include "rows/tiny-dialog.h"

#include <glib/gi18n.h>

struct _SluiceExportDialog
{
  AdwWindow parent_instance;

  /* Owned. */
  SluiceDocument         *document;
  SluiceExportDialogFunc  func;
  gpointer                user_data;
  GDestroyNotify          free_user_data;

  /* Borrowed from the one who asks, who keeps them until free_user_data. */
  const char * const     *select;
  SluiceRunMarks         *run;

  /* Template. */
  AdwHeaderBar           *header_bar;
  AdwPreferencesGroup    *group;
  AdwComboRow            *flow_row;
  AdwComboRow            *theme_row;
  AdwComboRow            *scale_row;
  AdwActionRow           *select_row;
  GtkSwitch              *select_switch;
  AdwActionRow           *run_row;
  GtkSwitch              *run_switch;
  GtkStringList          *flows;
};

G_DEFINE_FINAL_TYPE (SluiceExportDialog, sluice_export_dialog, ADW_TYPE_WINDOW)

/* In the order of the rows of their combo; the first of the flows is all of them. */
static const SluiceTheme themes[] = { SLUICE_THEME_LIGHT, SLUICE_THEME_DARK, SLUICE_THEME_TRANSPARENT };

static void
go_cb (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  SluiceExportDialog *self = SLUICE_EXPORT_DIALOG (widget);
  guint flow = adw_combo_row_get_selected (self->flow_row);
  SluiceExportOptions options = {
    .flow = flow > 0 ? sluice_document_get_flow_id (self->document, flow - 1) : NULL,
    .theme = themes[adw_combo_row_get_selected (self->theme_row)],
    .scale = adw_combo_row_get_selected (self->scale_row) + 1,
    .select = gtk_switch_get_active (self->select_switch) ? self->select : NULL,
    .run = gtk_switch_get_active (self->run_switch) ? self->run : NULL,
  };

  /* What is selected is of the flow that is shown, with the flows that it runs. */
  if (options.select != NULL)
    options.flow = NULL;

  self->func (&options, self->user_data);
  gtk_window_close (GTK_WINDOW (self));
}

static void
sluice_export_dialog_finalize (GObject *object)
{
  SluiceExportDialog *self = SLUICE_EXPORT_DIALOG (object);

  g_clear_object (&self->document);
  if (self->free_user_data != NULL)
    self->free_user_data (self->user_data);

  G_OBJECT_CLASS (sluice_export_dialog_parent_class)->finalize (object);
}

static void
sluice_export_dialog_class_init (SluiceExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sluice_export_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "export.go", NULL, go_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, header_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, group);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, flow_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, theme_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, scale_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, select_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, select_switch);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, run_row);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, run_switch);
  gtk_widget_class_bind_template_child (widget_class, SluiceExportDialog, flows);
}

static void
sluice_export_dialog_init (SluiceExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The flow that is shown is the one that is likely meant. */
static void
fill_flows (SluiceExportDialog *self,
            const char         *shown)
{
  guint n_flows = sluice_document_get_n_flows (self->document);

  gtk_string_list_append (self->flows, _("All flows"));
  for (guint i = 0; i < n_flows; i++)
    {
      const char *id = sluice_document_get_flow_id (self->document, i);
      const char *title = sluice_value_get_member_string (sluice_document_get_flow (self->document, id), "title");

      gtk_string_list_append (self->flows, title != NULL ? title : id);
      if (g_strcmp0 (id, shown) == 0)
        adw_combo_row_set_selected (self->flow_row, i + 1);
    }
}

static SluiceExportOptionFlags
get_questions (const SluiceExchangeFormat *format,
               SluiceDocument             *document)
{
  SluiceExportOptionFlags questions = format->options;

  if (sluice_document_get_n_flows (document) < 2)
    questions &= ~SLUICE_EXPORT_OPTION_FLOW;

  return questions;
}

/**
 * sluice_export_dialog_has_questions:
 * @format: of the export
 * @document: what is exported
 * @select: (nullable): the nodes that are selected
 * @run: (nullable): how far a run came
 *
 * Returns: whether there is anything to choose
 */
gboolean
sluice_export_dialog_has_questions (const SluiceExchangeFormat *format,
                                    SluiceDocument             *document,
                                    const char * const         *select,
                                    SluiceRunMarks             *run)
{
  SluiceExportOptionFlags questions = get_questions (format, document);

  return (questions & ~SLUICE_EXPORT_OPTION_RUN) != 0 || (questions != 0 && run != NULL)
         || (select != NULL && !format->is_folder);
}

/**
 * sluice_export_dialog_show:
 * @parent: the window that asks
 * @format: of the export
 * @document: what is exported
 * @flow: the flow that is shown
 * @select: (nullable): the nodes that are selected; kept by the caller until @free_user_data
 * @run: (nullable): how far a run came; kept as @select is
 * @func: called with the options, unless the person thinks better of it
 * @user_data: for @func
 * @free_user_data: called when the dialog goes
 *
 * Asks what the format leaves open.
 */
void
sluice_export_dialog_show (GtkWindow                  *parent,
                           const SluiceExchangeFormat *format,
                           SluiceDocument             *document,
                           const char                 *flow,
                           const char * const         *select,
                           SluiceRunMarks             *run,
                           SluiceExportDialogFunc      func,
                           gpointer                    user_data,
                           GDestroyNotify              free_user_data)
{
  SluiceExportDialog *self = g_object_new (SLUICE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  SluiceExportOptionFlags questions = get_questions (format, document);
  /* Translators: what something is exported as, such as "SVG picture". */
  g_autofree char *title = g_strdup_printf (_("Export: %s"), _(format->title));

  self->document = g_object_ref (document);
  self->select = select;
  self->run = run;
  self->func = func;
  self->user_data = user_data;
  self->free_user_data = free_user_data;
  gtk_window_set_title (GTK_WINDOW (self), title);
  if (sluice_tiny_dialog_fit (GTK_WINDOW (self), parent))
    {
      adw_header_bar_set_title_widget (self->header_bar, gtk_label_new (NULL));
      adw_preferences_group_set_title (self->group, title);
    }
  fill_flows (self, flow);
  gtk_widget_set_visible (GTK_WIDGET (self->flow_row), questions & SLUICE_EXPORT_OPTION_FLOW);
  gtk_widget_set_visible (GTK_WIDGET (self->theme_row), questions & SLUICE_EXPORT_OPTION_THEME);
  gtk_widget_set_visible (GTK_WIDGET (self->scale_row), questions & SLUICE_EXPORT_OPTION_SCALE);
  gtk_widget_set_visible (GTK_WIDGET (self->select_row), select != NULL && !format->is_folder);
  gtk_widget_set_visible (GTK_WIDGET (self->run_row), run != NULL && questions & SLUICE_EXPORT_OPTION_RUN);
  gtk_window_present (GTK_WINDOW (self));
}
