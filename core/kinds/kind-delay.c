/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delay: waits so long, until a time, or until the next multiple of an interval. A long wait looks at the
 * clock again and again, which may have been set meanwhile; what the run is told is the time after it. */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kinds/kind.h"

#define STEP 60.0 /* s: the longest wait without a look at the clock */

typedef enum
{
  SLUICE_DELAY_FOR,
  SLUICE_DELAY_UNTIL,
  SLUICE_DELAY_EVERY,
} SluiceDelayType;

#define SLUICE_TYPE_DELAY_TYPE (sluice_delay_type_get_type ())
GType sluice_delay_type_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceDelayType, sluice_delay_type,
                    SLUICE_SETTING_CHOICE (SLUICE_DELAY_FOR, "for", N_("For a While")),
                    SLUICE_SETTING_CHOICE (SLUICE_DELAY_UNTIL, "until", N_("Until a Time")),
                    SLUICE_SETTING_CHOICE (SLUICE_DELAY_EVERY, "every", N_("In a Rhythm")))

#define SLUICE_TYPE_DELAY_NODE (sluice_delay_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceDelayNode, sluice_delay_node, SLUICE, DELAY_NODE, SluiceKindNode)

struct _SluiceDelayNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceDelayNode, sluice_delay_node, SLUICE_TYPE_KIND_NODE)

static void wait_until (SluiceCall *call,
                        double      end);

static void
slept_cb (SluiceCall   *call,
          SluiceValue   result,
          const GError *error,
          gpointer      user_data)
{
  const double *end = user_data;

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (end == NULL)
    sluice_call_return_value (call, sluice_value_real (sluice_call_get_now (call)));
  else
    wait_until (call, *end);
}

static void
sleep_for (SluiceCall *call,
           double      seconds,
           double     *take_end)
{
  SluiceValue request = sluice_value_object ();

  sluice_value_set_member (&request, "seconds", sluice_value_real (seconds));
  sluice_call_begin_effect (call, "sleep", request, slept_cb, take_end, g_free);
}

static void
wait_until (SluiceCall *call,
            double      end)
{
  double now = sluice_call_get_now (call);

  if (now >= end)
    sluice_call_return_value (call, sluice_value_real (now));
  else
    sleep_for (call, MIN (end - now, STEP), g_memdup2 (&end, sizeof end));
}

/* "18:30" and "18:30:15" of the next day that has it yet to come. */
static gboolean
read_clock (const char *text,
            double      now,
            double     *end)
{
  g_autoptr (GDateTime) here = g_date_time_new_from_unix_local ((gint64) floor (now));
  g_autoptr (GDateTime) then = NULL;
  guint hour, minute, second = 0;
  int read = 0;

  if (sscanf (text, "%2u:%2u%n:%2u%n", &hour, &minute, &read, &second, &read) < 2 || text[read] != '\0'
      || hour > 23 || minute > 59 || second > 59 || here == NULL)
    return FALSE;
  then = g_date_time_new_local (g_date_time_get_year (here), g_date_time_get_month (here),
                                g_date_time_get_day_of_month (here), (int) hour, (int) minute, second);
  if (then == NULL)
    return FALSE;
  if ((double) g_date_time_to_unix (then) <= now)
    {
      GDateTime *next = g_date_time_add_days (then, 1);

      g_date_time_unref (then);
      then = next;
    }
  *end = (double) g_date_time_to_unix (then);
  return TRUE;
}

/* ISO 8601 with or without seconds: GLib wants them. */
static GDateTime *
new_of_text (const char *text)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  GDateTime *time = g_date_time_new_from_iso8601 (text, here);
  const char *minutes = strpbrk (text, "T ");
  g_autofree char *whole = NULL;

  if (time != NULL || minutes == NULL || strlen (minutes) < strlen ("T00:00"))
    return time;
  minutes += strlen ("T00:00");
  whole = g_strdup_printf ("%.*s:00%s", (int) (minutes - text), text, minutes);
  return g_date_time_new_from_iso8601 (whole, here);
}

/* A time of day, a time with its date, or seconds since 1970. */
static gboolean
read_time (SluiceValue  until,
           double       now,
           double      *end)
{
  g_autoptr (GDateTime) time = NULL;
  const char *text = sluice_value_get_string (until);

  if (SLUICE_VALUE_IS_NUMBER (until))
    *end = sluice_value_get_real (until);
  if (text == NULL)
    return SLUICE_VALUE_IS_NUMBER (until) && isfinite (*end);
  if (read_clock (text, now, end))
    return TRUE;
  time = new_of_text (text);
  if (time != NULL)
    *end = (double) g_date_time_to_unix (time) + g_date_time_get_microsecond (time) / 1e6;
  return time != NULL;
}

static void
wait_for_time (SluiceCall  *call,
               SluiceValue  until)
{
  g_autofree char *text = sluice_value_dup_string (until);
  double end = 0;

  if (read_time (until, sluice_call_get_now (call), &end))
    wait_until (call, end);
  else
    sluice_call_return_error (call, g_error_new (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                                                 "“%s” waits until “%s”, which is no time such as 18:30 or "
                                                 "2026-12-24T18:30.",
                                                 sluice_node_get_title (sluice_call_get_node (call)),
                                                 text != NULL ? text : ""));
}

/* Multiples of the interval since 1970: however long the work between took, the rhythm stays. */
static void
wait_for_turn (SluiceCall *call,
               double      interval)
{
  double now = sluice_call_get_now (call);

  wait_until (call, (floor (now / interval) + 1) * interval);
}

static void
sluice_delay_node_perform (SluiceKindNode *node,
                           SluiceCall     *call,
                           SluiceValue     settings)
{
  double seconds = sluice_value_get_real (sluice_value_get_member (settings, "seconds"));
  SluiceDelayType type;

  g_object_get (node, "waits", &type, NULL);
  if (type == SLUICE_DELAY_UNTIL)
    wait_for_time (call, sluice_value_get_member (settings, "until"));
  else if (type == SLUICE_DELAY_EVERY)
    wait_for_turn (call, MAX (seconds, 0.001));
  else
    sleep_for (call, MAX (seconds, 0), NULL);
}

static void
sluice_delay_node_class_init (SluiceDelayNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_delay_node_perform;

  g_object_class_install_property (object_class, 1,
    g_param_spec_enum ("waits", N_("Waits"), N_("For a while, until a time, or for its turn in a rhythm"),
                       SLUICE_TYPE_DELAY_TYPE, SLUICE_DELAY_FOR, flags));
  g_object_class_install_property (object_class, 2,
    sluice_setting_mark (g_param_spec_double ("seconds", N_("How Long"),
                                              N_("Or how often, where it waits in a rhythm"), 0, 31536000, 1, flags),
                         SLUICE_SETTING_DURATION, 0));
  g_object_class_install_property (object_class, 3,
    sluice_setting_mark (g_param_spec_string ("until", N_("Until"),
                                              N_("A time of day, 18:30, or with its date, 2026-12-24T18:30"), "",
                                              flags),
                         SLUICE_SETTING_STRING, SLUICE_SETTING_TEMPLATE));
}

static void
sluice_delay_node_init (SluiceDelayNode *self)
{
}

const SluiceKind sluice_delay_kind = {
  .info = {
    .id = "delay",
    .title = N_("Delay"),
    .blurb = N_("Waits for a while, until a time, or for its turn."),
    .keywords = N_("wait;sleep;timer;schedule;cron;every;interval;pause;until;trigger;loop"),
    .category = "logic",
    .icon_name = "sluice-kind-delay-symbolic",
    .summary_setting = "seconds",
  },
  .get_type = sluice_delay_node_get_type,
};
