/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* "list" and "watch". A watch looks again and again, so that it works on every file system and holds nothing
 * open; it tells a change when it has come to rest: when two looks in a row see the same. */

#include <string.h>
#include <unistd.h>

#include "engine/engine-private.h"
#include "kinds/folder.h"
#include "kinds/job.h"
#include "kinds/perform-file.h"

static void
free_look (gpointer data)
{
  sluice_folder_look_free (data);
}

/* Listing */

static gboolean
list_job (gpointer       data,
          GCancellable  *cancellable,
          SluiceValue   *result,
          GError       **error)
{
  const SluiceFolderLook *look = data;
  g_auto (SluiceValue) state = SLUICE_VALUE_INIT;
  SluiceValueIter iter;
  const char *path;
  int fd = sluice_beneath_open_folder (look->beneath, error);

  if (fd < 0)
    return FALSE;
  close (fd);
  if (!sluice_folder_look_state (look, cancellable, &state, error))
    return FALSE;
  *result = sluice_value_array ();
  sluice_value_iter_init (&iter, state);
  while (sluice_value_iter_next (&iter, &path, NULL))
    sluice_value_append (result, sluice_value_string (path));
  return TRUE;
}

void
sluice_file_perform_list (SluiceEffect *effect,
                          gpointer      user_data)
{
  GError *error = NULL;
  SluiceFolderLook *look = sluice_folder_look_new (sluice_effect_get_run (effect), sluice_effect_get_request (effect),
                                                   &error);

  if (look != NULL)
    sluice_job_begin (effect, list_job, look, free_look);
  else
    sluice_effect_return_error (effect, error);
}

/* Watching */

typedef struct
{
  SluiceEffect     *effect;   /* owned */
  SluiceFolderLook *look;     /* owned */
  SluiceValue       base;     /* an object; null: not yet looked */
  SluiceValue       previous; /* likewise */
  GSource          *pause;    /* owned: between two looks */
  gulong            cancelled; /* only meanwhile */
  double            interval; /* s */
  gint64            deadline; /* µs; G_MAXINT64: none */
} Watch;

static void
watch_free (Watch *self)
{
  sluice_engine_free_clock (sluice_run_get_engine (sluice_effect_get_run (self->effect)));
  sluice_effect_unref (self->effect);
  sluice_folder_look_free (self->look);
  sluice_value_unref (self->base);
  sluice_value_unref (self->previous);
  g_free (self);
}

static void look_again (Watch *self);

static void
end_pause (Watch *self)
{
  g_signal_handler_disconnect (sluice_effect_get_cancellable (self->effect), self->cancelled);
  g_source_destroy (self->pause);
  g_clear_pointer (&self->pause, g_source_unref);
}

static gboolean
pause_over_cb (gpointer user_data)
{
  Watch *self = user_data;

  end_pause (self);
  look_again (self);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Watch *self = user_data;

  end_pause (self);
  watch_free (self);
}

/* What is in @state and not the same in @other. */
static SluiceValue
list_others (SluiceValue state,
             SluiceValue other,
             gboolean    by_value)
{
  SluiceValue names = sluice_value_array ();
  SluiceValueIter iter;
  SluiceValue stamp;
  const char *name;

  sluice_value_iter_init (&iter, state);
  while (sluice_value_iter_next (&iter, &name, &stamp))
    if (!sluice_value_has_member (other, name)
        || (by_value && !sluice_value_equal (sluice_value_get_member (other, name), stamp)))
      sluice_value_append (&names, sluice_value_string (name));
  return names;
}

static void
finish (Watch       *self,
        SluiceValue  state)
{
  g_autoptr (SluiceEffect) effect = sluice_effect_ref (self->effect);
  SluiceValue result = sluice_value_object ();

  sluice_value_set_member (&result, "changed", list_others (state, self->base, TRUE));
  sluice_value_set_member (&result, "removed", list_others (self->base, state, FALSE));
  sluice_value_set_member (&result, "state", sluice_value_ref (state));
  watch_free (self);
  sluice_effect_return_value (effect, result);
}

static void
wait_a_little (Watch *self)
{
  SluiceEngine *engine = sluice_run_get_engine (sluice_effect_get_run (self->effect));
  GCancellable *cancellable = sluice_effect_get_cancellable (self->effect);
  double left = self->deadline == G_MAXINT64 ? self->interval
                                             : (double) (self->deadline - g_get_monotonic_time ()) / G_USEC_PER_SEC;

  self->pause = g_timeout_source_new ((guint) (CLAMP (left, 0, self->interval) * 1000));
  g_source_set_callback (self->pause, pause_over_cb, self, NULL);
  g_source_attach (self->pause, sluice_engine_get_context (engine));
  self->cancelled = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), self);
}

static void
looked_cb (SluiceEffect *effect,
           SluiceValue   take_result,
           GError       *take_error,
           gpointer      user_data)
{
  g_auto (SluiceValue) state = take_result;
  Watch *self = user_data;
  gboolean at_rest;

  if (take_error != NULL)
    {
      watch_free (self);
      sluice_effect_return_error (effect, take_error);
      return;
    }
  if (SLUICE_VALUE_IS_NULL (self->base))
    self->base = sluice_value_ref (state);
  at_rest = !SLUICE_VALUE_IS_NULL (self->previous) && sluice_value_equal (self->previous, state);
  sluice_value_replace (&self->previous, sluice_value_ref (state));
  if ((at_rest && !sluice_value_equal (self->base, state)) || g_get_monotonic_time () >= self->deadline)
    finish (self, state);
  else if (g_cancellable_is_cancelled (sluice_effect_get_cancellable (effect)))
    watch_free (self);
  else
    wait_a_little (self);
}

static gboolean
look_job (gpointer       data,
          GCancellable  *cancellable,
          SluiceValue   *result,
          GError       **error)
{
  return sluice_folder_look_state (data, cancellable, result, error);
}

static void
keep (gpointer data)
{
}

/* The look is the watch's, which waits for its end. */
static void
look_again (Watch *self)
{
  sluice_job_begin_with (self->effect, look_job, self->look, keep, looked_cb, self);
}

void
sluice_file_perform_watch (SluiceEffect *effect,
                           gpointer      user_data)
{
  SluiceValue options = sluice_effect_get_request (effect);
  SluiceValue since = sluice_value_get_member (options, "since");
  double within = sluice_value_get_real (sluice_value_get_member (options, "within"));
  double interval = sluice_value_get_real (sluice_value_get_member (options, "interval"));
  GError *error = NULL;
  SluiceFolderLook *look = sluice_folder_look_new (sluice_effect_get_run (effect), options, &error);
  Watch *self;

  if (look == NULL)
    {
      sluice_effect_return_error (effect, error);
      return;
    }
  self = g_new0 (Watch, 1);
  self->effect = sluice_effect_ref (effect);
  self->look = look;
  self->base = SLUICE_VALUE_IS_OBJECT (since) ? sluice_value_ref (since) : sluice_value_null ();
  self->previous = sluice_value_null ();
  self->interval = CLAMP (interval > 0 ? interval : 1.0, 0.01, 3600.0);
  self->deadline = within > 0 ? g_get_monotonic_time () + (gint64) (MIN (within, 1e9) * G_USEC_PER_SEC) : G_MAXINT64;
  sluice_engine_hold_clock (sluice_run_get_engine (sluice_effect_get_run (effect)));
  look_again (self);
}
