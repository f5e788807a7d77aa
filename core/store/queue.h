/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/value.h"

G_BEGIN_DECLS

/* Named queues of a run (rules Q1, Q2). put never waits unless the queue has a limit; get waits;
 * waiters are served first come, first served; a cancelled waiter loses nothing. */

typedef struct _SluiceQueue       SluiceQueue;
typedef struct _SluiceQueueWaiter SluiceQueueWaiter;

/* @value is owned by the callee: the item for a get, null for a put. Called at most once, possibly
 * before the function that waits returns. */
typedef void (*SluiceQueueFunc) (SluiceQueue *queue,
                                 SluiceValue  take_value,
                                 gpointer     user_data);

#define SLUICE_TYPE_QUEUE (sluice_queue_get_type ())
GType              sluice_queue_get_type      (void) G_GNUC_CONST;

SluiceQueue       *sluice_queue_new           (const char        *name,
                                               guint              limit); /* 0: none */
SluiceQueue       *sluice_queue_ref           (SluiceQueue       *self);
void               sluice_queue_unref         (SluiceQueue       *self);
const char        *sluice_queue_get_name      (SluiceQueue       *self);
guint              sluice_queue_get_limit     (SluiceQueue       *self);
void               sluice_queue_set_limit     (SluiceQueue       *self,
                                               guint              limit);
guint              sluice_queue_get_size      (SluiceQueue       *self);
SluiceValue        sluice_queue_peek          (SluiceQueue       *self,
                                               guint              index); /* borrowed */
SluiceValue        sluice_queue_dup_items     (SluiceQueue       *self); /* an array: a snapshot */
guint              sluice_queue_get_n_getters (SluiceQueue       *self); /* waiting */
guint              sluice_queue_get_n_putters (SluiceQueue       *self);
gboolean           sluice_queue_try_get       (SluiceQueue       *self,
                                               SluiceValue       *value);
gboolean           sluice_queue_try_put       (SluiceQueue       *self,
                                               SluiceValue        take); /* consumed only if TRUE */
/* The number of the item that went out last, in the order in which they came in. */
guint64            sluice_queue_get_given     (SluiceQueue       *self);
/* Gives back what a cancelled getter was given: to where it stood, limit or not (rule Q1). */
void               sluice_queue_put_back      (SluiceQueue       *self,
                                               SluiceValue        take,
                                               guint64            order);
/* NULL when served at once (@func has been called). */
SluiceQueueWaiter *sluice_queue_get           (SluiceQueue       *self,
                                               SluiceQueueFunc    func,
                                               gpointer           user_data);
SluiceQueueWaiter *sluice_queue_put           (SluiceQueue       *self,
                                               SluiceValue        take,
                                               SluiceQueueFunc    func,
                                               gpointer           user_data);
void               sluice_queue_cancel        (SluiceQueueWaiter *waiter); /* its func is not called */

/* With JsonNode trees, for other languages. */
JsonNode          *sluice_queue_dup_items_json (SluiceQueue      *self); /* an array: a snapshot */
JsonNode          *sluice_queue_try_get_json  (SluiceQueue       *self); /* NULL: there is none */
gboolean           sluice_queue_try_put_json  (SluiceQueue       *self,
                                               JsonNode          *item,
                                               GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceQueue, sluice_queue_unref)

G_END_DECLS
