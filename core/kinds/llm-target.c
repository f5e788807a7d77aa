/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A provider's key goes to that provider's own address, or to the one the person gave for it; never to an address that
 * a flow names. */

#include "kinds/llm-target.h"

#include "kinds/models.h"
#include "kinds/settings.h"

void
sluice_llm_target_clear (SluiceLlmTarget *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->model, g_free);
  sluice_value_clear (&self->key);
}

const char *
sluice_llm_target_get_limit (const SluiceLlmTarget *self)
{
  return self->provider != NULL ? self->provider->limit : "max_completion_tokens";
}

static const char *
get_text (SluiceValue  settings,
          const char  *name)
{
  const char *text = sluice_value_get_member_string (settings, name);

  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
fail (SluiceLlmTarget *self,
      GError         **error,
      const char      *message)
{
  g_set_error_literal (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, message);
  sluice_llm_target_clear (self);
  return FALSE;
}

/* The provider that is named, or chosen by default with its model. */
static gboolean
find_provider (SluiceLlmTarget *self,
               const char      *name,
               GError         **error)
{
  g_autofree char *chosen = NULL;
  g_autofree char *model = NULL;

  if (name == NULL || g_str_equal (name, "default"))
    {
      sluice_models_dup_default (&chosen, &model);
      if (chosen == NULL)
        return fail (self, error, "No model was chosen yet: choose one in the preferences, under Models, or set "
                                  "SLUICE_MODEL to PROVIDER/MODEL.");
      name = chosen;
      if (self->model == NULL)
        self->model = g_steal_pointer (&model);
    }
  self->provider = sluice_provider_find (name);
  return self->provider != NULL || fail (self, error, "There is no such provider of models.");
}

gboolean
sluice_llm_target_find (SluiceLlmTarget *self,
                        SluiceValue      settings,
                        GError         **error)
{
  const char *name = get_text (settings, "provider");
  const char *url = get_text (settings, "url");
  SluiceValue key = sluice_value_get_member (settings, "key");

  *self = (SluiceLlmTarget) { .model = g_strdup (get_text (settings, "model")) };
  if (url != NULL)
    {
      self->provider = sluice_provider_find (name);
      self->url = g_strdup (url);
      self->key = sluice_value_ref (key);
      return TRUE;
    }
  if (!find_provider (self, name, error))
    return FALSE;
  self->url = sluice_models_dup_url (self->provider);
  if (self->url == NULL)
    return fail (self, error, "This provider has no address yet: give one in the preferences, under Models, or in the "
                              "node.");
  self->key = SLUICE_VALUE_IS_NULL (key) ? sluice_models_make_key (self->provider) : sluice_value_ref (key);
  return TRUE;
}
