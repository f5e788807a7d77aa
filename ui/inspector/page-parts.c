/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What pages are put together from: heads, and the groups of rows that more than one page has. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inspector/row.h"
#include "inspector/rows.h"

GtkWidget *
sluice_inspector_page_new (void)
{
  return gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
}

typedef struct
{
  SluiceDocument       *document;  /* owned */
  GStrv                 addresses; /* owned */
  const SluicePageStep *next;
} Steps;

static const char STEPS_KEY[] = "sluice-page-steps";

static void
steps_free (gpointer data)
{
  Steps *steps = data;

  g_object_unref (steps->document);
  g_strfreev (steps->addresses);
  g_free (steps);
}

void
sluice_page_set_steps (GtkWidget            *page,
                       SluiceDocument       *document,
                       const char * const   *addresses,
                       const SluicePageStep *steps)
{
  Steps *self = g_new0 (Steps, 1);

  self->document = g_object_ref (document);
  self->addresses = g_strdupv ((char **) addresses);
  self->next = steps;
  g_object_set_data_full (G_OBJECT (page), STEPS_KEY, self, steps_free);
}

gboolean
sluice_page_step (GtkWidget *page)
{
  Steps *self = g_object_get_data (G_OBJECT (page), STEPS_KEY);
  const char * const *others;

  if (self == NULL || *self->next == NULL)
    return FALSE;

  others = (const char * const *) self->addresses + 1;
  (*self->next++) (page, self->document, self->addresses[0], *others != NULL ? others : NULL);
  return TRUE;
}

GtkWidget *
sluice_page_head_new (const char *icon_name,
                      const char *title,
                      const char *subtitle)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title_label = gtk_label_new (title);
  GtkWidget *subtitle_label = gtk_label_new (subtitle);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 24);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "sluice-head-icon");
  gtk_label_set_xalign (GTK_LABEL (title_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title_label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title_label, "heading");
  gtk_label_set_xalign (GTK_LABEL (subtitle_label), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (subtitle_label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (subtitle_label, "caption");
  gtk_widget_add_css_class (subtitle_label, "dim-label");
  gtk_widget_set_visible (subtitle_label, subtitle != NULL && *subtitle != '\0');

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), title_label);
  gtk_box_append (GTK_BOX (texts), subtitle_label);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), texts);
  gtk_widget_add_css_class (head, "sluice-page-head");

  return head;
}

void
sluice_page_head_add_help (GtkWidget  *head,
                           const char *page)
{
  GtkWidget *button = gtk_button_new_with_label ("?");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sluice-row-button");
  gtk_widget_set_tooltip_text (button, _("Help on This Kind"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Help on This Kind"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.help-page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", page);
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), button);
}

static GtkWidget *
group_new (const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);

  return group;
}

GtkWidget *
sluice_page_add_group (GtkWidget  *page,
                       const char *title)
{
  GtkWidget *group = group_new (title);

  gtk_box_append (GTK_BOX (page), group);
  return group;
}

GtkWidget *
sluice_settings_group_new (SluiceDocument       *document,
                           const char           *address,
                           const char * const   *others,
                           const SluiceKindInfo *info)
{
  GtkWidget *group;

  if (info == NULL || info->n_settings == 0)
    return NULL;

  group = group_new (_("Settings"));
  for (guint i = 0; i < info->n_settings; i++)
    sluice_group_add_row (group, sluice_setting_row_new (document, address, others, &info->settings[i]));

  return group;
}

/* Batches: "each", "parallel", or { "mode": …, "limit": n, "on_error": … }; each part as a field. */

static SluiceValue
read_part (SluiceValue  whole,
           const char  *part)
{
  if (SLUICE_VALUE_IS_STRING (whole))
    return g_str_equal (part, "mode") ? whole : sluice_value_null ();

  return sluice_value_get_member (whole, part);
}

/* An object is made only when there is more to say than the mode. */
static SluiceValue
write_part (SluiceValue  whole,
            const char  *part,
            SluiceValue  take)
{
  static const char * const parts[] = { "mode", "limit", "on_error" };
  SluiceValue object = SLUICE_VALUE_IS_OBJECT (whole) ? sluice_value_ref (whole) : sluice_value_object ();
  SluiceValue mode;

  for (guint i = 0; !SLUICE_VALUE_IS_OBJECT (whole) && i < G_N_ELEMENTS (parts); i++)
    if (!SLUICE_VALUE_IS_NULL (read_part (whole, parts[i])))
      sluice_value_set_member (&object, parts[i], sluice_value_ref (read_part (whole, parts[i])));
  if (SLUICE_VALUE_IS_NULL (take))
    sluice_value_remove_member (&object, part);
  else
    sluice_value_set_member (&object, part, take);

  mode = sluice_value_get_member (object, "mode");
  if (SLUICE_VALUE_IS_STRING (mode) && sluice_value_get_length (object) > 1)
    return object;
  mode = sluice_value_ref (mode);
  sluice_value_unref (object);
  return mode;
}

#define BATCH_PART(name, field)                                                     \
  static SluiceValue read_##name (SluiceValue whole)                                \
  {                                                                                 \
    return read_part (whole, field);                                                \
  }                                                                                 \
  static SluiceValue write_##name (SluiceValue whole, SluiceValue take)             \
  {                                                                                 \
    return write_part (whole, field, take);                                         \
  }                                                                                 \
  static const SluiceLens name##_lens = { field, read_##name, write_##name }

BATCH_PART (mode, "mode");
BATCH_PART (limit, "limit");
BATCH_PART (on_error, "on_error");

/* The rest of a batch is of use only with a mode, the limit only when items run together. */
static void
batch_notice_cb (GtkWidget     *mode_row,
                 SluiceBinding *binding)
{
  const char *mode = sluice_value_get_string (sluice_binding_get_value (binding));
  gboolean is_parallel = g_strcmp0 (mode, "parallel") == 0;

  sluice_row_set_visible (g_object_get_data (G_OBJECT (mode_row), "limit"), is_parallel);
  sluice_row_set_visible (g_object_get_data (G_OBJECT (mode_row), "on-error"), is_parallel);
}

static void
add_batch (GtkWidget          *group,
           SluiceDocument     *document,
           const char         *address,
           const char * const *others)
{
  static const char * const mode_ids[] = { "", "each", "parallel", NULL };
  static const char * const error_ids[] = { "let-run", "cancel-siblings", NULL };
  const char * const mode_labels[] = { _("No"), _("One by One"), _("Together"), NULL };
  const char * const error_labels[] = { _("Let the Others End"), _("Cancel the Others"), NULL };
  const SluiceNumberRange range = { 0, 100000, 0, 0, NULL };
  const SluiceField mode = { document, address, SLUICE_FIELD_KEY, "batch", &mode_lens, others };
  const SluiceField limit = { document, address, SLUICE_FIELD_KEY, "batch", &limit_lens, others };
  const SluiceField on_error = { document, address, SLUICE_FIELD_KEY, "batch", &on_error_lens, others };
  GtkWidget *mode_row = sluice_choice_row_new (&mode, _("For Each Item"),
                                               _("Runs exec once for each item that prep returns"),
                                               mode_ids, mode_labels, "");
  GtkWidget *limit_row = sluice_number_row_new (&limit, _("At Most Together"),
                                                _("How many items run at the same time; 0: all"), &range);
  GtkWidget *error_row = sluice_choice_row_new (&on_error, _("When One Fails"),
                                                _("What becomes of the items that still run"),
                                                error_ids, error_labels, "let-run");

  sluice_group_add_row (group, mode_row);
  sluice_group_add_row (group, limit_row);
  sluice_group_add_row (group, error_row);
  g_object_set_data (G_OBJECT (mode_row), "limit", limit_row);
  g_object_set_data (G_OBJECT (mode_row), "on-error", error_row);
  sluice_row_set_marker (mode_row, batch_notice_cb);
}

GtkWidget *
sluice_attempts_group_new (SluiceDocument     *document,
                           const char         *address,
                           const char * const *others)
{
  const SluiceNumberRange attempts_range = { 0, 1000, 1, 0, NULL };
  const SluiceNumberRange seconds = { 0, 86400, 0, 1, _("seconds") };
  const SluiceField retries = { document, address, SLUICE_FIELD_KEY, "retries", NULL, others };
  const SluiceField wait = { document, address, SLUICE_FIELD_KEY, "wait", NULL, others };
  const SluiceField timeout = { document, address, SLUICE_FIELD_KEY, "timeout", NULL, others };
  GtkWidget *group = group_new (_("Attempts"));

  sluice_group_add_row (group, sluice_number_row_new (&retries, _("Attempts"),
                                                      _("How often exec is tried before the fallback"),
                                                      &attempts_range));
  sluice_group_add_row (group, sluice_number_row_new (&wait, _("Wait Between"),
                                                      _("How long it waits between two attempts"), &seconds));
  sluice_group_add_row (group, sluice_number_row_new (&timeout, _("Time Limit"),
                                                      _("How long one attempt may take; 0: as long as it likes"),
                                                      &seconds));
  add_batch (group, document, address, others);

  return group;
}
