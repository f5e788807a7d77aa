/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

void      sluice_test_count_objects (void);
GVariant *sluice_test_get_objects   (void); /* a{si}: how many there are, by type */

G_END_DECLS
