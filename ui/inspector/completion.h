/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "inspector/binding.h"

G_BEGIN_DECLS

/* Completion of Lua where people write it: keys of the store, params, the functions of the library.
 * @in_braces: only within {{ }}. The binding's widget must live as long as the view. */

void sluice_completion_add_to (GtkSourceView *view,
                               SluiceBinding *binding,
                               gboolean       in_braces);

G_END_DECLS
