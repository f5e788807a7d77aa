/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "window-fixture.h"

#include "settle.h"

#include "compile/compile.h"

#include <glib/gstdio.h>

/* One for the whole test program, as it is in life. */
static AdwApplication *
get_application (void)
{
  static AdwApplication *application;
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return application;

  sluice_init ();
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "org.sluiceflow.Sluice",
                              "flags", G_APPLICATION_NON_UNIQUE,
                              "resource-base-path", "/org/sluiceflow/Sluice",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  return application;
}

void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sluice-window-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->window = sluice_window_new (get_application ());
  gtk_window_present (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* Whatever a test did, the window and all that is in it must go when it is closed. */
void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  SluiceDocument *document = NULL;
  SluiceCanvas *canvas = NULL;

  if (fixture->window != NULL)
    {
      if (fixture->window->page != NULL)
        {
          document = fixture->window->page->document;
          canvas = fixture->window->page->canvas;
          g_object_add_weak_pointer (G_OBJECT (document), (gpointer *) &document);
          g_object_add_weak_pointer (G_OBJECT (canvas), (gpointer *) &canvas);
        }
      g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      fixture_wait (is_gone, &fixture->window);
      fixture_wait (is_gone, &canvas);
      fixture_wait (is_gone, &document);
    }

  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

char *
fixture_write (Fixture    *fixture,
               const char *name,
               const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

char *
fixture_example (const char *name)
{
  return g_build_filename (g_getenv ("SLUICE_DATA_DIR"), "examples", name, NULL);
}

static gboolean
deadline_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Until the condition is true; an hour would be as right as the half minute that it gives up after. */
void
fixture_wait (Condition condition,
              gpointer  user_data)
{
  gboolean is_late = FALSE;
  guint source = g_timeout_add_seconds (30, deadline_cb, &is_late);

  while (!condition (user_data) && !is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (condition (user_data));
  if (!is_late)
    g_source_remove (source);
}

typedef struct
{
  Fixture            *fixture;
  SluiceSessionState  state;
  guint               n_cards;
} Wanted;

static gboolean
has_state (gpointer user_data)
{
  Wanted *wanted = user_data;

  return sluice_run_session_get_state (wanted->fixture->window->page->session) == wanted->state;
}

void
fixture_wait_state (Fixture            *fixture,
                    SluiceSessionState  state)
{
  fixture_wait (has_state, &(Wanted) { fixture, state, 0 });
}

static gboolean
has_cards (gpointer user_data)
{
  Wanted *wanted = user_data;

  return sluice_prompt_stack_get_n_cards (wanted->fixture->window->page->prompts) == wanted->n_cards;
}

void
fixture_wait_cards (Fixture *fixture,
                    guint    n_cards)
{
  fixture_wait (has_cards, &(Wanted) { fixture, SLUICE_SESSION_IDLE, n_cards });
}

void
fixture_activate (Fixture    *fixture,
                  const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, NULL);
}

gboolean
fixture_is_enabled (Fixture    *fixture,
                    const char *action)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (fixture->window), action));

  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

/* The first widget of a type below @root, in drawing order. */
GtkWidget *
fixture_find (GtkWidget *root,
              GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}
