/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/history/run-item.h"
#include "debugger/history/run-list.h"

G_BEGIN_DECLS

struct _SluiceRunList
{
  GtkWidget parent_instance;

  /* Owned. */
  GListStore         *runs;      /* of SluiceRunItem */
  GtkCustomFilter    *filter;
  GtkSelectionModel  *selection;
  char               *file;
  char               *shown;
  char               *folded;    /* what is searched for; NULL: nothing is */

  gboolean            is_loading;
  gboolean            is_stale;  /* what is shown; to be loaded when it is seen */

  /* Template. */
  GtkWidget          *content;
  GtkSearchEntry     *search;
  GtkToggleButton    *all;
  GtkStack           *stack;
  GtkLabel           *empty;
  GtkListView        *list;
  GtkWidget          *open_button;
  GtkWidget          *compare_button;
  GtkMenuButton      *rename_button;
  GtkEntry           *name;
  GtkToggleButton    *pin;
  GtkMenuButton      *delete_button;
  GtkLabel           *delete_words;
  GtkMenuButton      *clean_button;
  GtkSpinButton      *keep;
  GtkLabel           *clean_words;

  GtkWidget          *menu;      /* NULL: it was not opened yet */
  gboolean            is_told;   /* the pin is told its state: it changes none */
};

/* run-list.c */
GPtrArray  *sluice_run_list_dup_selected  (SluiceRunList *self); /* of SluiceRunItem, owned */
void        sluice_run_list_emit_failed   (SluiceRunList *self,
                                           const char    *text,
                                           const GError  *error);
void        sluice_run_list_emit_opened   (SluiceRunList *self,
                                           const char    *path,
                                           const char    *other);

/* What a page does with a run. */
typedef enum
{
  SLUICE_RUN_LIST_FORK,
  SLUICE_RUN_LIST_EXPORT,
} SluiceRunListRequest;

void        sluice_run_list_emit_request  (SluiceRunList *self,
                                           SluiceRunListRequest request,
                                           const char    *path);

/* run-list-menu.c */
void        sluice_run_list_install_menu  (GtkWidgetClass *widget_class);
void        sluice_run_list_init_menu     (SluiceRunList *self);
void        sluice_run_list_clear_menu    (SluiceRunList *self);
gboolean    sluice_run_list_find_focus    (SluiceRunList *self,
                                           guint         *position); /* of the row that has the keyboard */

/* run-list-verbs.c */
void        sluice_run_list_install_verbs (GtkWidgetClass *widget_class);
void        sluice_run_list_init_verbs    (SluiceRunList *self);
void        sluice_run_list_update_verbs  (SluiceRunList *self);

G_END_DECLS
