/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outline/outline.h"

G_BEGIN_DECLS

struct _SluiceOutline
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceDocument     *document;
  SluiceOutlineModel *model;
  GtkTreeListModel   *tree;
  GtkCustomFilter    *filter;
  GtkSingleSelection *selection;   /* of the rows that the filter leaves */
  char               *query;       /* folded */
  char               *address;     /* that is selected, also while its row is filtered away; or NULL */
  GtkWidget          *menu;        /* a child; NULL: not asked for yet */
  GtkWidget          *rename;      /* as menu */
  GtkWidget          *rename_entry;
  guint               follow_source;

  gboolean            is_selecting; /* the selection is being set, nobody chose it */

  /* Template. */
  GtkWidget          *content;
  GtkSearchEntry     *search;
  GtkStack           *stack;
  GtkListView        *list;
};

/* outline.c */
SluiceOutlineItem *sluice_outline_get_selected_item (SluiceOutline       *self);
/* The row that is selected, if it is on screen or about to be. */
GtkWidget         *sluice_outline_find_row_widget   (SluiceOutline       *self);

/* outline-verbs.c */
void               sluice_outline_install_verbs     (GtkWidgetClass      *widget_class);
void               sluice_outline_update_verbs      (SluiceOutline       *self);
void               sluice_outline_connect_menu      (SluiceOutline       *self);

G_END_DECLS
