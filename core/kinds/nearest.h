/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

typedef enum
{
  SLUICE_METRIC_COSINE, /* the angle alone counts; more is nearer */
  SLUICE_METRIC_DOT,    /* more is nearer */
  SLUICE_METRIC_EUCLID, /* the distance: less is nearer */
} SluiceMetric;

/* The @k nearest of @items to a vector, the nearest first, by looking at each: [{ index, score, item }]. An item is a
 * vector, or an object with one under "vector", which the result is without. FALSE with an error: one has another
 * length. */
gboolean sluice_nearest_find (SluiceValue    items,
                              SluiceValue    query,
                              guint          k,
                              SluiceMetric   metric,
                              SluiceValue   *result,
                              GError       **error);

G_END_DECLS
