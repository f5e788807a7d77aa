/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A search over whatever can be gone to or done. Signal "chosen" (const char *action, GVariant *target):
 * after the finder has closed. */

#define SLUICE_TYPE_FINDER (sluice_finder_get_type ())
G_DECLARE_FINAL_TYPE (SluiceFinder, sluice_finder, SLUICE, FINDER, GtkPopover)

GtkWidget *sluice_finder_new   (void);
void       sluice_finder_begin (SluiceFinder *self,
                                const char   *placeholder);
void       sluice_finder_add   (SluiceFinder *self,
                                const char   *title,
                                const char   *subtitle,
                                const char   *keywords,
                                const char   *icon_name,
                                const char   *key,
                                const char   *action,
                                GVariant     *target,
                                gboolean      is_enabled);
void       sluice_finder_open  (SluiceFinder *self,
                                int           x,
                                int           y);

G_END_DECLS
