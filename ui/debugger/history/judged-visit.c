/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "debugger/history/judged-visit.h"

#include <glib/gi18n.h>

struct _SluiceJudgedVisit
{
  GObject parent_instance;

  guint64  number;

  /* Owned. */
  char    *path;
  char    *title;
  char    *run;
  char    *before;
  char    *now;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_RUN,
  PROP_BEFORE,
  PROP_NOW,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (SluiceJudgedVisit, sluice_judged_visit, G_TYPE_OBJECT)

static void
sluice_judged_visit_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SluiceJudgedVisit *self = SLUICE_JUDGED_VISIT (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_RUN:
      g_value_set_string (value, self->run);
      break;
    case PROP_BEFORE:
      g_value_set_string (value, self->before);
      break;
    case PROP_NOW:
      g_value_set_string (value, self->now);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_judged_visit_finalize (GObject *object)
{
  SluiceJudgedVisit *self = SLUICE_JUDGED_VISIT (object);

  g_free (self->path);
  g_free (self->title);
  g_free (self->run);
  g_free (self->before);
  g_free (self->now);

  G_OBJECT_CLASS (sluice_judged_visit_parent_class)->finalize (object);
}

static void
sluice_judged_visit_class_init (SluiceJudgedVisitClass *klass)
{
  static const char * const names[N_PROPS] = {
    [PROP_TITLE] = "title", [PROP_RUN] = "run", [PROP_BEFORE] = "before", [PROP_NOW] = "now",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sluice_judged_visit_get_property;
  object_class->finalize = sluice_judged_visit_finalize;
  for (guint i = 1; i < N_PROPS; i++)
    g_object_class_install_property (object_class, i,
                                     g_param_spec_string (names[i], NULL, NULL, NULL,
                                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
sluice_judged_visit_init (SluiceJudgedVisit *self)
{
}

static char *
dup_title (SluiceDocument *document,
           const char     *address)
{
  return sluice_document_has_node (document, address) ? sluice_document_dup_node_title (document, address)
                                                      : g_strdup (address);
}

static char *
dup_way (SluiceDocument *document,
         const char     *action,
         const char     *target)
{
  g_autofree char *title = target != NULL ? dup_title (document, target) : g_strdup (_("the end"));

  /* Translators: an action, and the node that comes next. */
  return g_strdup_printf (_("%s → %s"), action != NULL ? action : "default", title);
}

static char *
dup_now (SluiceDocument        *document,
         const SluiceJudgement *judgement)
{
  if (judgement->problem == NULL)
    return dup_way (document, judgement->new_action, judgement->new_target);
  return g_strdup (sluice_document_has_node (document, judgement->node) ? judgement->problem : _("the node is gone"));
}

/**
 * sluice_judged_visit_new:
 * @document: the flow as edited, for the titles of its nodes
 * @path: the record
 * @run: how the run is called
 * @judgement: what was found
 *
 * Returns: (transfer full): it, as an item of a list
 */
SluiceJudgedVisit *
sluice_judged_visit_new (SluiceDocument        *document,
                         const char            *path,
                         const char            *run,
                         const SluiceJudgement *judgement)
{
  SluiceJudgedVisit *self = g_object_new (SLUICE_TYPE_JUDGED_VISIT, NULL);

  self->number = judgement->visit;
  self->path = g_strdup (path);
  self->title = dup_title (document, judgement->node);
  /* Translators: a run, and the number of a visit in it. */
  self->run = g_strdup_printf (_("%s · visit %lu"), run, (gulong) judgement->visit);
  self->before = dup_way (document, judgement->old_action, judgement->old_target);
  self->now = dup_now (document, judgement);
  return self;
}

const char *
sluice_judged_visit_get_path (SluiceJudgedVisit *self)
{
  g_return_val_if_fail (SLUICE_IS_JUDGED_VISIT (self), NULL);

  return self->path;
}

guint64
sluice_judged_visit_get_number (SluiceJudgedVisit *self)
{
  g_return_val_if_fail (SLUICE_IS_JUDGED_VISIT (self), 0);

  return self->number;
}
