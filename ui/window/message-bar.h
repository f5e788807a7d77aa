/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SLUICE_TYPE_MESSAGE_BAR (sluice_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (SluiceMessageBar, sluice_message_bar, SLUICE, MESSAGE_BAR, GtkWidget)

typedef enum
{
  SLUICE_MESSAGE_INFO,
  SLUICE_MESSAGE_WARNING,
  SLUICE_MESSAGE_ERROR,
  SLUICE_MESSAGE_BUSY, /* something is under way; it can't be closed, only what it offers be done */
} SluiceMessageLevel;

GtkWidget  *sluice_message_bar_new      (void);
void        sluice_message_bar_show     (SluiceMessageBar   *self,
                                         SluiceMessageLevel  level,
                                         const char         *title,
                                         const char         *text,
                                         ...) G_GNUC_NULL_TERMINATED;
void        sluice_message_bar_hide     (SluiceMessageBar   *self);
const char *sluice_message_bar_get_text (SluiceMessageBar   *self);

G_END_DECLS
