/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* Shows what differs between two versions of a flow. */
void sluice_compare_dialog_show (GtkWindow      *parent,
                                 const char     *title,
                                 const char     *subtitle,
                                 SluiceDocument *before,
                                 SluiceDocument *after);

G_END_DECLS
