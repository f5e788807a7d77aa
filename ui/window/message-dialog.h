/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SLUICE_ANSWER_CANCEL,
  SLUICE_ANSWER_DISCARD,
  SLUICE_ANSWER_SAVE,
  SLUICE_ANSWER_DENY,
  SLUICE_ANSWER_ALLOW_ONCE,
  SLUICE_ANSWER_ALLOW_ALWAYS,
} SluiceAnswer;

typedef void (*SluiceMessageDialogFunc) (SluiceAnswer answer,
                                         gpointer     user_data);

GtkWindow *sluice_message_dialog_ask_save (GtkWindow               *parent,
                                           const char              *title,
                                           SluiceMessageDialogFunc  func,
                                           gpointer                 user_data);

G_END_DECLS
