/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/canvas.h"

G_BEGIN_DECLS

char *sluice_test_dump_state (SluiceCanvas *canvas);

G_END_DECLS
