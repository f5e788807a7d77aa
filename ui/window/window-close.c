/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Closing a tab or the whole window: nothing that is not saved goes without being asked for. */
#include "window/window-private.h"

#include "window/message-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  SluiceWindow *window; /* a reference */
  SluicePage   *page;   /* a reference */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->page);
  g_object_unref (question->window);
  g_free (question);
}

static gboolean
must_ask (SluicePage *page)
{
  return !page->is_given_up && sluice_document_is_dirty (page->document);
}

static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));

  return G_SOURCE_REMOVE;
}

/* The dialog that was answered is still on its way out, and GTK keeps no reference to the parent it
 * points to: what it asked about goes after it. */
static gboolean
close_page_cb (gpointer user_data)
{
  SluicePage *page = user_data;
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (page), ADW_TYPE_TAB_VIEW);

  if (view != NULL)
    adw_tab_view_close_page (ADW_TAB_VIEW (view), adw_tab_view_get_page (ADW_TAB_VIEW (view), GTK_WIDGET (page)));

  return G_SOURCE_REMOVE;
}

/* The page may go: alone, or the window goes on with closing. */
static void
page_done (SluicePage *page)
{
  SluiceWindow *window = SLUICE_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));

  if (window->is_closing)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (window), g_object_unref);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_page_cb, g_object_ref (page), g_object_unref);
}

static void
answered_cb (SluiceAnswer answer,
             gpointer     user_data)
{
  Question *question = user_data;

  question->window->is_asking = FALSE;
  switch (answer)
    {
    case SLUICE_ANSWER_SAVE:
      sluice_page_save_then (question->page, FALSE, page_done);
      break;
    case SLUICE_ANSWER_DISCARD:
      question->page->is_given_up = TRUE;
      page_done (question->page);
      break;
    case SLUICE_ANSWER_CANCEL:
    default:
      question->window->is_closing = FALSE;
      break;
    }
  question_free (question);
}

static void
ask (SluiceWindow *self,
     SluicePage   *page)
{
  g_autofree char *title = sluice_page_dup_title (page);
  Question *question;

  if (self->is_asking)
    return;

  question = g_new (Question, 1);
  question->window = g_object_ref (self);
  question->page = g_object_ref (page);
  self->is_asking = TRUE;
  sluice_window_select_page (self, page);
  sluice_message_dialog_ask_save (GTK_WINDOW (self), title, answered_cb, question);
}

/* A run ends with its tab; its record stays. */
static void
tell_stopped (SluiceWindow *self,
              SluicePage   *page)
{
  g_autofree char *title = sluice_page_dup_title (page);
  g_autofree char *text = g_strdup_printf (_("The run of “%s” was stopped with its tab"), title);

  sluice_window_toast (self, text);
}

/**
 * sluice_window_close_page_cb:
 * @tab: the tab that is to go
 *
 * Lets it go, or asks first.
 */
gboolean
sluice_window_close_page_cb (SluiceWindow *self,
                             AdwTabPage   *tab)
{
  SluicePage *page = SLUICE_PAGE (adw_tab_page_get_child (tab));
  gboolean may_go = !must_ask (page);

  if (!may_go)
    {
      self->is_closing = FALSE;
      ask (self, page);
    }
  if (may_go && page == self->page)
    sluice_page_save_sizes (page);
  if (may_go && sluice_run_session_is_active (page->session) && adw_tab_view_get_n_pages (self->tabs) > 1)
    tell_stopped (self, page);
  adw_tab_view_close_page_finish (self->tabs, tab, may_go);

  return GDK_EVENT_STOP;
}

static void
save_sizes (SluiceWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (self->page != NULL)
    sluice_page_save_sizes (self->page);
}

/**
 * sluice_window_close_request:
 *
 * Asks about one page after the other.
 *
 * Returns: whether the window stays, for now
 */
gboolean
sluice_window_close_request (GtkWindow *window)
{
  SluiceWindow *self = SLUICE_WINDOW (window);
  int n_pages = adw_tab_view_get_n_pages (self->tabs);

  for (int i = 0; i < n_pages; i++)
    {
      SluicePage *page = sluice_window_get_nth_page (self, i);

      if (must_ask (page))
        {
          self->is_closing = TRUE;
          ask (self, page);
          return GDK_EVENT_STOP;
        }
    }

  save_sizes (self);
  return GTK_WINDOW_CLASS (g_type_class_peek (ADW_TYPE_APPLICATION_WINDOW))->close_request (window);
}
