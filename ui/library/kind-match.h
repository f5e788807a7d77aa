/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/catalog.h"

G_BEGIN_DECLS

const char *sluice_kind_category_title (const char           *category);
int         sluice_kind_match          (const SluiceKindInfo *info,
                                        const char           *query);
int         sluice_text_match          (const char           *title,
                                        const char           *subtitle,
                                        const char           *keywords,
                                        const char           *query);

G_END_DECLS
