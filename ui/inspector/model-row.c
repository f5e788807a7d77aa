/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A model: typed, or chosen from what the provider's server says it has. It is asked when the list is opened, at the
 * person's own address for the provider; never at one that the flow names. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "inspector/row.h"
#include "kinds/model-list.h"
#include "kinds/models.h"

#define WIDTH 240
#define MARGIN 14 /* where the names in the list begin */
#define MAX_HEIGHT 320
#define MANY 12 /* so many want a search */

static const char ROW_KEY[] = "sluice-model-row";
static const char SEARCH_KEY[] = "sluice-model-search";

static GtkWidget *
row_of (GtkWidget *popover)
{
  return g_object_get_data (G_OBJECT (popover), ROW_KEY);
}

static const char *
get_neighbour (GtkWidget  *row,
               const char *name)
{
  SluiceBinding *binding = sluice_binding_get (row);
  const char *text = sluice_value_get_string (sluice_document_get_setting (
    sluice_binding_get_document (binding), sluice_binding_get_address (binding), name));

  return text != NULL && *text != '\0' ? text : NULL;
}

/* Who would answer, or NULL with why nobody can be asked. */
static const SluiceProvider *
find_provider (GtkWidget   *row,
               const char **reason)
{
  const char *name = get_neighbour (row, "provider");
  g_autofree char *chosen = NULL;
  g_autofree char *model = NULL;
  g_autofree char *url = NULL;
  const SluiceProvider *provider;

  if (get_neighbour (row, "url") != NULL)
    {
      *reason = _("This node has a server of its own: type what the model is called there");
      return NULL;
    }
  if (name == NULL || strcmp (name, "default") == 0)
    {
      sluice_models_dup_default (&chosen, &model);
      name = chosen;
    }
  provider = name != NULL ? sluice_provider_find (name) : NULL;
  if (provider == NULL)
    {
      *reason = _("Choose a provider first: here, or for all flows in the preferences, under Models");
      return NULL;
    }
  url = sluice_models_dup_url (provider);
  *reason = _("This provider has no address yet: give one in the preferences, under Models");
  return url != NULL ? provider : NULL;
}

/* What the popover shows */

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_set_margin_start (label, MARGIN);
  gtk_widget_set_margin_end (label, MARGIN);
  gtk_widget_set_margin_top (label, MARGIN / 2);
  gtk_widget_set_margin_bottom (label, MARGIN / 2);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

/* @body below what the provider is called. */
static void
show_body (GtkWidget            *popover,
           const SluiceProvider *provider,
           GtkWidget            *body)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (box, WIDTH, -1);
  if (provider != NULL)
    {
      GtkWidget *title = label_new (_(provider->title));

      gtk_widget_add_css_class (title, "heading");
      gtk_box_append (GTK_BOX (box), title);
    }
  gtk_box_append (GTK_BOX (box), body);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
}

static void
show_text (GtkWidget            *popover,
           const SluiceProvider *provider,
           const char           *text)
{
  GtkWidget *label = label_new (text);

  gtk_widget_set_name (label, "model-list-text");
  show_body (popover, provider, label);
}

static void
activated_cb (GtkWidget     *popover,
              GtkListBoxRow *item)
{
  GtkWidget *row = row_of (popover);

  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_editable_set_text (GTK_EDITABLE (row), g_object_get_data (G_OBJECT (item), "model"));
}

static GtkWidget *
item_new (const char *model,
          gboolean    is_current)
{
  GtkWidget *item = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (model);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (item, model);
  gtk_widget_set_visible (mark, is_current);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (item), box);
  gtk_widget_set_name (item, "model-list-item");
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, model, -1);
  g_object_set_data_full (G_OBJECT (item), "model", g_strdup (model), g_free);
  return item;
}

static gboolean
is_found (GtkListBoxRow *item,
          gpointer       search)
{
  g_autofree char *model = g_utf8_casefold (g_object_get_data (G_OBJECT (item), "model"), -1);
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (search)), -1);

  return strstr (model, wanted) != NULL;
}

static GtkWidget *
search_new (GtkWidget *list)
{
  GtkWidget *search = gtk_search_entry_new ();

  g_object_set_data (G_OBJECT (list), SEARCH_KEY, search);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list), is_found, search, NULL);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter), list,
                           G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Find a model"), -1);
  return search;
}

static void
show_models (GtkWidget            *popover,
             const SluiceProvider *provider,
             char                **models)
{
  const char *current = gtk_editable_get_text (GTK_EDITABLE (row_of (popover)));
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  for (guint i = 0; models[i] != NULL; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), item_new (models[i], strcmp (models[i], current) == 0));
  g_signal_connect_object (list, "row-activated", G_CALLBACK (activated_cb), popover, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  if (g_strv_length (models) > MANY)
    gtk_box_append (GTK_BOX (body), search_new (list));
  gtk_box_append (GTK_BOX (body), scrolled);
  show_body (popover, provider, body);
  gtk_widget_child_focus (popover, GTK_DIR_TAB_FORWARD);
}

/* Asking */

typedef struct
{
  GtkWidget            *popover; /* owned */
  const SluiceProvider *provider;
} Question;

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Question *question = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) models = sluice_model_list_finish (result, &error);

  if (models != NULL)
    show_models (question->popover, question->provider, models);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_text (question->popover, question->provider, error->message);
  g_object_unref (question->popover);
  g_free (question);
}

static void
ask (GtkWidget *popover)
{
  const char *reason = NULL;
  const SluiceProvider *provider = find_provider (row_of (popover), &reason);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Question *question;

  if (provider == NULL)
    {
      show_text (popover, NULL, reason);
      return;
    }
  show_text (popover, provider, _("Asking…"));
  question = g_new0 (Question, 1);
  question->popover = g_object_ref (popover);
  question->provider = provider;
  g_signal_connect_object (popover, "closed", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
  sluice_model_list_async (provider, cancellable, listed_cb, question);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       row)
{
  GtkWidget *popover = gtk_popover_new ();

  g_object_set_data (G_OBJECT (popover), ROW_KEY, row);
  gtk_menu_button_set_popover (button, popover);
  ask (popover);
}

GtkWidget *
sluice_model_row_new (const SluiceField *field,
                      const char        *title,
                      const char        *blurb,
                      SluiceRowFlags     flags)
{
  GtkWidget *row = sluice_entry_row_new (field, title, blurb, flags);
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-list-symbolic");
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_LEFT);
  gtk_widget_set_tooltip_text (button, _("Choose From the Server's List"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Choose From the Server's List"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sluice-row-button");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popup_cb, row, NULL);
  sluice_row_add_suffix (row, button);

  return row;
}
