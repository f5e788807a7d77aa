/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "inspector-fixture.h"

#include "settle.h"

static const char SOURCE[] =
  "{ \"format\": 1, \"name\": \"Recipes\", \"run\": [\"main\"], \"shared\": { \"n\": 1 }, \"flows\": {"
  "  \"main\": { \"start\": \"fetch\", \"nodes\": {"
  "    \"fetch\": { \"kind\": \"script\", \"title\": \"Fetch\", \"prep\": \"return 1\","
  "                 \"next\": { \"suggest\": \"approve\" } },"
  "    \"approve\": { \"kind\": \"choice\", \"title\": \"Approve\","
  "                   \"settings\": { \"prompt\": \"Well?\", \"choices\": [\"accept\", \"retry\"] } },"
  "    \"all\": { \"kind\": \"everything\", \"settings\": { \"limit\": 7, \"stop\": [\"a\", \"b\"],"
  "               \"headers\": { \"X\": \"1\" }, \"key\": { \"$env\": \"KEY\" } } },"
  "    \"too\": { \"kind\": \"everything\", \"settings\": { \"limit\": 8 } },"
  "    \"odd\": { \"kind\": \"martian\" } } } } }";

static const SluiceSettingInfo settings[] = {
  { .name = "url", .nick = "URL", .blurb = "Where to", .type = SLUICE_SETTING_STRING },
  { .name = "schema", .nick = "Schema", .blurb = "Any JSON", .type = SLUICE_SETTING_JSON },
  { .name = "when", .nick = "When", .blurb = "Lua", .type = SLUICE_SETTING_EXPRESSION },
  { .name = "stop", .nick = "Stop", .blurb = "Words", .type = SLUICE_SETTING_LIST },
  { .name = "headers", .nick = "Headers", .blurb = "Names", .type = SLUICE_SETTING_MAP },
  { .name = "key", .nick = "Key", .blurb = "A secret", .type = SLUICE_SETTING_SECRET },
  { .name = "limit", .nick = "Limit", .blurb = "A number", .type = SLUICE_SETTING_INTEGER, .maximum = 99,
    .unit = "tokens" },
  { .name = "file", .nick = "File", .blurb = "A path", .type = SLUICE_SETTING_FILE },
};

const SluiceKindInfo inspector_fixture_kind = {
  .id = "everything", .title = "Everything", .blurb = "All of them", .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
};

void
inspector_fixture_set_up (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->document = sluice_document_new_from_text (SOURCE, -1, &error);
  g_assert_no_error (error);
  fixture->inspector = SLUICE_INSPECTOR (sluice_inspector_new ());
  sluice_inspector_set_document (fixture->inspector, fixture->document);
  sluice_inspector_set_flow (fixture->inspector, "main");

  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 900);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->inspector));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

void
inspector_fixture_tear_down (Fixture      *fixture,
                             gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->inspector), (gpointer *) &fixture->inspector);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
  g_assert_null (fixture->inspector);
  g_assert_finalize_object (fixture->document);
}

void
select_node (Fixture    *fixture,
             const char *address)
{
  const char * const addresses[] = { address, NULL };

  sluice_inspector_set_selection (fixture->inspector, addresses, NULL, NULL);
  sluice_test_settle ();
}

GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
get_row (Fixture    *fixture,
         const char *title)
{
  GtkWidget *row = find_row (GTK_WIDGET (fixture->inspector), title);

  g_assert_nonnull (row);
  return row;
}

void
type_over (GtkWidget  *view,
           const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}
