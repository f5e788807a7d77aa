/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list of expressions, kept for a document in a file of the person's. */
#include "debug/watches.h"

#include "base/value.h"
#include "debug/person-file.h"

#define SORT "watches"

struct _SluiceWatches
{
  GObject    parent_instance;

  GPtrArray *expressions; /* of strings, owned; NULL-terminated */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceWatches, sluice_watches, G_TYPE_OBJECT)

static void
emit_changed (SluiceWatches *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sluice_watches_finalize (GObject *object)
{
  g_ptr_array_unref (SLUICE_WATCHES (object)->expressions);

  G_OBJECT_CLASS (sluice_watches_parent_class)->finalize (object);
}

static void
sluice_watches_class_init (SluiceWatchesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_watches_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
clear (SluiceWatches *self)
{
  g_ptr_array_set_size (self->expressions, 0);
  g_ptr_array_add (self->expressions, NULL);
}

static void
sluice_watches_init (SluiceWatches *self)
{
  self->expressions = g_ptr_array_new_with_free_func (g_free);
  clear (self);
}

/**
 * sluice_watches_new:
 *
 * Returns: (transfer full): a list of no watches
 */
SluiceWatches *
sluice_watches_new (void)
{
  return g_object_new (SLUICE_TYPE_WATCHES, NULL);
}

guint
sluice_watches_get_n (SluiceWatches *self)
{
  g_return_val_if_fail (SLUICE_IS_WATCHES (self), 0);

  return self->expressions->len - 1;
}

/* Returns: (transfer none): the expression at @index, which is below their number */
const char *
sluice_watches_get (SluiceWatches *self,
                    guint          index)
{
  g_return_val_if_fail (SLUICE_IS_WATCHES (self), NULL);
  g_return_val_if_fail (index < sluice_watches_get_n (self), NULL);

  return g_ptr_array_index (self->expressions, index);
}

const char * const *
sluice_watches_get_expressions (SluiceWatches *self)
{
  g_return_val_if_fail (SLUICE_IS_WATCHES (self), NULL);

  return (const char * const *) self->expressions->pdata;
}

static gboolean
append (SluiceWatches *self,
        const char    *expression)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (expression != NULL ? expression : ""));

  if (*trimmed == '\0')
    return FALSE;
  g_ptr_array_insert (self->expressions, (int) sluice_watches_get_n (self), g_steal_pointer (&trimmed));
  return TRUE;
}

/* Returns: whether no more can be added */
gboolean
sluice_watches_is_full (SluiceWatches *self)
{
  g_return_val_if_fail (SLUICE_IS_WATCHES (self), FALSE);

  return sluice_watches_get_n (self) >= SLUICE_WATCHES_MAX;
}

/**
 * sluice_watches_add:
 * @self: watches
 * @expression: what to watch
 *
 * Returns: %FALSE where there is nothing in it, or where there are too many
 */
gboolean
sluice_watches_add (SluiceWatches *self,
                    const char    *expression)
{
  g_return_val_if_fail (SLUICE_IS_WATCHES (self), FALSE);

  if (sluice_watches_is_full (self) || !append (self, expression))
    return FALSE;
  emit_changed (self);
  return TRUE;
}

/**
 * sluice_watches_set:
 * @self: watches
 * @index: which
 * @expression: what it is from now on; a blank one removes it
 */
void
sluice_watches_set (SluiceWatches *self,
                    guint          index,
                    const char    *expression)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (expression));
  gpointer *place;

  g_return_if_fail (SLUICE_IS_WATCHES (self));
  g_return_if_fail (index < sluice_watches_get_n (self));

  place = &g_ptr_array_index (self->expressions, index);
  if (g_strcmp0 (*place, trimmed) == 0)
    return;
  if (*trimmed == '\0')
    {
      sluice_watches_remove (self, index);
      return;
    }
  g_free (*place);
  *place = g_steal_pointer (&trimmed);
  emit_changed (self);
}

void
sluice_watches_remove (SluiceWatches *self,
                       guint          index)
{
  g_return_if_fail (SLUICE_IS_WATCHES (self));
  g_return_if_fail (index < sluice_watches_get_n (self));

  g_ptr_array_remove_index (self->expressions, index);
  emit_changed (self);
}

/**
 * sluice_watches_move:
 * @self: watches
 * @from: which
 * @to: where it is to be; beyond the end is the end
 */
void
sluice_watches_move (SluiceWatches *self,
                     guint          from,
                     guint          to)
{
  g_return_if_fail (SLUICE_IS_WATCHES (self));
  g_return_if_fail (from < sluice_watches_get_n (self));

  to = MIN (to, sluice_watches_get_n (self) - 1);
  if (from == to)
    return;
  g_ptr_array_insert (self->expressions, (int) to, g_ptr_array_steal_index (self->expressions, from));
  emit_changed (self);
}

/**
 * sluice_watches_load:
 * @self: watches
 * @document_path: (nullable): the flow file they are of
 * @error: return location
 *
 * Forgets all there are and takes those kept for the document.
 *
 * Returns: %FALSE when there is a file that could not be read
 */
gboolean
sluice_watches_load (SluiceWatches  *self,
                     const char     *document_path,
                     GError        **error)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  gboolean ok;

  g_return_val_if_fail (SLUICE_IS_WATCHES (self), FALSE);

  ok = document_path == NULL || sluice_person_file_load (SORT, document_path, &value, error);
  clear (self);
  if (SLUICE_VALUE_IS_ARRAY (value))
    for (guint i = 0; i < sluice_value_get_length (value); i++)
      append (self, sluice_value_get_string (sluice_value_get_element (value, i)));
  emit_changed (self);
  return ok;
}

/**
 * sluice_watches_save:
 * @self: watches
 * @document_path: (nullable): the flow file they are of
 * @error: return location
 *
 * Returns: whether they are kept for the next time the document is opened
 */
gboolean
sluice_watches_save (SluiceWatches  *self,
                     const char     *document_path,
                     GError        **error)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_WATCHES (self), FALSE);

  if (document_path == NULL)
    return TRUE;
  if (sluice_watches_get_n (self) > 0)
    value = sluice_value_array ();
  for (guint i = 0; i < sluice_watches_get_n (self); i++)
    sluice_value_append (&value, sluice_value_string (sluice_watches_get (self, i)));
  return sluice_person_file_save (SORT, document_path, value, error);
}
