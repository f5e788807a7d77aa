/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

#define SLUICE_TYPE_VALUE_TREE (sluice_value_tree_get_type ())
G_DECLARE_FINAL_TYPE (SluiceValueTree, sluice_value_tree, SLUICE, VALUE_TREE, GtkWidget)

typedef enum
{
  SLUICE_VALUE_TREE_STORE,
  SLUICE_VALUE_TREE_QUEUES,
  SLUICE_VALUE_TREE_LOCALS, /* of the function that is looked into, in the script that the run is stopped in */
  SLUICE_VALUE_TREE_WATCH,  /* what is watched */
} SluiceValueTreeSource;

GtkWidget  *sluice_value_tree_new         (void);
void        sluice_value_tree_set_session (SluiceValueTree       *self,
                                           SluiceRunSession      *session,
                                           SluiceValueTreeSource  source);
/* Which of the session's watches it shows. */
void        sluice_value_tree_set_watch   (SluiceValueTree       *self,
                                           guint                  index);
GListModel *sluice_value_tree_get_model   (SluiceValueTree       *self);
gboolean    sluice_value_tree_is_empty    (SluiceValueTree       *self);

G_END_DECLS
