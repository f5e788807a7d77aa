/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/effect.h"

G_BEGIN_DECLS

/* The effect "run": { program, args, stdin, environment, pass, folder, timeout, format, header, max-size } gives
 * { status, output, errors }. */
void sluice_command_perform (SluiceEffect *effect,
                             gpointer      user_data);

G_END_DECLS
