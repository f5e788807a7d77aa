/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/value-editor.h"
#include "debugger/value-item.h"
#include "debugger/value-tree.h"

G_BEGIN_DECLS

/* An edit of the store as it is taken back. */
typedef struct
{
  SluiceInterventionType  type;    /* that takes it back */
  char                   *place;
  char                   *had;     /* JSON; NULL: there was nothing */
  guint                   n_stops; /* of the run by then: at another one it is too late */
} SluiceValueTreeEdit;

struct _SluiceValueTree
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession      *session;
  SluiceValueItem       *root;
  GtkTreeListModel      *model;
  SluiceValueEditor     *editor;   /* NULL: not used yet */
  GtkWidget             *menu;     /* a child; NULL: not used yet */
  char                  *edited;   /* the pointer that the editor is about, or NULL */
  SluiceValueTreeEdit   *asked;    /* what the last request undoes if it is granted, or NULL */
  GPtrArray             *edits;    /* of SluiceValueTreeEdit: those of this stop, the last at the end */
  guint                  fit_id;   /* columns are to be shown or hidden, or 0 */
  guint                  edit_id;  /* the selected value is to be edited, or 0 */

  SluiceValueTreeSource  source;
  guint                  watch;    /* which, of a tree of one */
  SluiceInterventionType edit;     /* that the editor is open for */
  guint                  request;  /* that the editor waits for, or 0 */
  gboolean               is_wide;
  gboolean               is_stale; /* nobody sees it, and it is to be brought up to date before somebody does */
  gboolean               edits_at_end; /* the selected value is to be edited once hold has ended */

  /* Template. */
  GtkStack            *stack;
  GtkLabel            *empty_label;
  GtkColumnView       *view;
  GtkColumnViewColumn *writer_column;

  /* The view's. */
  GtkGesture          *hold;     /* of the primary button on it */
};

/* value-tree.c */
SluiceValue sluice_value_tree_get_value      (SluiceValueTree *self);

/* value-tree-verbs.c */
void        sluice_value_tree_install_verbs  (GtkWidgetClass  *widget_class);
void        sluice_value_tree_init_verbs     (SluiceValueTree *self);
void        sluice_value_tree_clear_verbs    (SluiceValueTree *self);
void        sluice_value_tree_follow_replies (SluiceValueTree *self);
void        sluice_value_tree_update_verbs   (SluiceValueTree *self);
void        sluice_value_tree_close_editor   (SluiceValueTree *self);

G_END_DECLS
