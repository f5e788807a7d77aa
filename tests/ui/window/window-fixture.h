/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "window/window-private.h"

G_BEGIN_DECLS

/* A window of an application, and a folder for files that goes with it. */
typedef struct
{
  SluiceWindow *window;
  char         *folder;
} Fixture;

typedef gboolean (*Condition) (gpointer user_data);

void      fixture_set_up       (Fixture        *fixture,
                                gconstpointer   data);
void      fixture_tear_down    (Fixture        *fixture,
                                gconstpointer   data);
char     *fixture_write        (Fixture        *fixture,
                                const char     *name,
                                const char     *text);
char     *fixture_example      (const char     *name);
void      fixture_wait         (Condition       condition,
                                gpointer        user_data);
void      fixture_wait_state   (Fixture        *fixture,
                                SluiceSessionState state);
void      fixture_wait_cards   (Fixture        *fixture,
                                guint           n_cards);
void      fixture_activate     (Fixture        *fixture,
                                const char     *action);
gboolean  fixture_is_enabled   (Fixture        *fixture,
                                const char     *action);
GtkWidget *fixture_find        (GtkWidget      *root,
                                GType           type);

G_END_DECLS
