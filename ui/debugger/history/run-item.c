/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "debugger/history/run-item.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SluiceRunItem
{
  GObject parent_instance;

  /* Owned. */
  SluiceHistoryRun *run;
  char             *title;
  char             *details;
  char             *flow;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_ICON_NAME,
  PROP_END,
  PROP_TITLE,
  PROP_DETAILS,
  PROP_FLOW,
  PROP_PIN_ICON,
  PROP_PIN_WORDS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceRunItem, sluice_run_item, G_TYPE_OBJECT)

static const struct
{
  const char *end; /* as sluice_history_run_get_end() has it */
  const char *words;
  const char *icon_name;
} ends[] = {
  { "finished", N_("Finished"), "object-select-symbolic" },
  { "failed", N_("Failed"), "dialog-error-symbolic" },
  { "cancelled", N_("Stopped"), "media-playback-stop-symbolic" },
  { "running", N_("Running"), "media-playback-start-symbolic" },
  { "interrupted", N_("Interrupted"), "dialog-warning-symbolic" },
  { "unreadable", N_("Cannot be read"), "action-unavailable-symbolic" },
};

static gsize
find_end (SluiceRunItem *self)
{
  const char *end = sluice_history_run_get_end (self->run);

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_equal (ends[i].end, end))
      return i;
  return G_N_ELEMENTS (ends) - 1;
}

static char *
dup_date (const SluiceHistoryRun *run)
{
  g_autoptr (GDateTime) time = NULL;

  if (run->started == 0)
    return g_strdup (run->id);
  time = g_date_time_new_from_unix_local (run->started / G_USEC_PER_SEC);
  return g_date_time_format (time, "%x %X");
}

static char *
dup_details (SluiceRunItem *self)
{
  const SluiceHistoryRun *run = self->run;
  g_autofree char *date = run->name != NULL ? dup_date (run) : NULL;
  g_autofree char *size = g_format_size (run->size);
  /* Translators: how long a run took, in seconds. */
  g_autofree char *time = g_strdup_printf (_("%.1f s"), run->time / 1e6);
  g_autofree char *visits = g_strdup_printf (ngettext ("%lu visit", "%lu visits", (gulong) run->visits),
                                             (gulong) run->visits);
  gboolean has_failed = !run->readable || g_str_equal (sluice_history_run_get_end (self->run), "failed");
  g_autofree char *error = has_failed && run->error != NULL ? g_strndup (run->error, strcspn (run->error, "\n")) : NULL;
  const char *parts[8] = { _(ends[find_end (self)].words), time, visits, size };
  guint n = 4;

  if (!run->readable)
    return g_steal_pointer (&error);
  if (date != NULL)
    parts[n++] = date;
  if (run->parent != NULL)
    parts[n++] = _("forked");
  if (error != NULL)
    parts[n++] = error;
  return g_strjoinv (" · ", (char **) parts);
}

static char *
dup_flow (const SluiceHistoryRun *run)
{
  char *name = run->file != NULL ? g_path_get_basename (run->file) : g_strdup (_("not saved"));

  if (g_str_has_suffix (name, ".flow.json"))
    name[strlen (name) - strlen (".flow.json")] = '\0';
  return name;
}

static void
sluice_run_item_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SluiceRunItem *self = SLUICE_RUN_ITEM (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->run->id);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, ends[find_end (self)].icon_name);
      break;
    case PROP_END:
      g_value_set_string (value, _(ends[find_end (self)].words));
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DETAILS:
      g_value_set_string (value, self->details);
      break;
    case PROP_FLOW:
      g_value_set_string (value, self->flow);
      break;
    case PROP_PIN_ICON:
      g_value_set_string (value, self->run->pinned ? "view-pin-symbolic" : NULL);
      break;
    case PROP_PIN_WORDS:
      g_value_set_string (value, self->run->pinned ? _("Pinned") : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_run_item_finalize (GObject *object)
{
  SluiceRunItem *self = SLUICE_RUN_ITEM (object);

  sluice_history_run_free (self->run);
  g_free (self->title);
  g_free (self->details);
  g_free (self->flow);

  G_OBJECT_CLASS (sluice_run_item_parent_class)->finalize (object);
}

static void
sluice_run_item_class_init (SluiceRunItemClass *klass)
{
  static const char * const names[N_PROPS] = {
    [PROP_ID] = "id", [PROP_ICON_NAME] = "icon-name", [PROP_END] = "end", [PROP_TITLE] = "title",
    [PROP_DETAILS] = "details",
    [PROP_FLOW] = "flow", [PROP_PIN_ICON] = "pin-icon", [PROP_PIN_WORDS] = "pin-words",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sluice_run_item_get_property;
  object_class->finalize = sluice_run_item_finalize;

  for (guint id = 1; id < N_PROPS; id++)
    props[id] = g_param_spec_string (names[id], NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_run_item_init (SluiceRunItem *self)
{
}

static void
take (SluiceRunItem    *self,
      SluiceHistoryRun *take_run)
{
  g_clear_pointer (&self->run, sluice_history_run_free);
  g_free (self->title);
  g_free (self->details);
  g_free (self->flow);
  self->run = take_run;
  self->title = take_run->name != NULL ? g_strdup (take_run->name) : dup_date (take_run);
  self->details = dup_details (self);
  self->flow = dup_flow (take_run);
}

/**
 * sluice_run_item_new:
 * @take_run: (transfer full): what is known of a run
 *
 * Returns: (transfer full): an item for it
 */
SluiceRunItem *
sluice_run_item_new (SluiceHistoryRun *take_run)
{
  SluiceRunItem *self = g_object_new (SLUICE_TYPE_RUN_ITEM, NULL);

  take (self, take_run);
  return self;
}

/**
 * sluice_run_item_update:
 * @self: an item
 * @take_run: (transfer full): what is known of its run by now
 *
 * The item stays, and with it the row that has the keyboard.
 */
void
sluice_run_item_update (SluiceRunItem    *self,
                        SluiceHistoryRun *take_run)
{
  g_return_if_fail (SLUICE_IS_RUN_ITEM (self));

  take (self, take_run);
  for (guint id = 1; id < N_PROPS; id++)
    g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

const SluiceHistoryRun *
sluice_run_item_get_run (SluiceRunItem *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_ITEM (self), NULL);

  return self->run;
}

gboolean
sluice_run_item_is_of (SluiceRunItem *self,
                       const char    *file)
{
  g_return_val_if_fail (SLUICE_IS_RUN_ITEM (self), FALSE);

  return g_strcmp0 (self->run->file, file) == 0;
}

static gboolean
has_text (const char *text,
          const char *folded)
{
  g_autofree char *mine = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return mine != NULL && strstr (mine, folded) != NULL;
}

gboolean
sluice_run_item_matches (SluiceRunItem *self,
                         const char    *folded)
{
  g_return_val_if_fail (SLUICE_IS_RUN_ITEM (self), FALSE);

  return has_text (self->title, folded) || has_text (self->details, folded) || has_text (self->run->id, folded)
         || has_text (self->run->file, folded);
}
