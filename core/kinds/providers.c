/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The data file of providers, read once. What is wrong in it is a bug of the build. */

#include "kinds/providers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"

extern const char sluice_providers_json[];
extern const size_t sluice_providers_json_length;

static void
read_prices (SluiceProvider *self,
             SluiceValue     prices)
{
  SluiceValueIter iter;
  SluiceValue pair;
  const char *model;

  self->prices = g_array_new (FALSE, FALSE, sizeof (SluicePrice));
  sluice_value_iter_init (&iter, prices);
  while (SLUICE_VALUE_IS_OBJECT (prices) && sluice_value_iter_next (&iter, &model, &pair))
    {
      SluicePrice price = { g_strdup (model), sluice_value_get_real (sluice_value_get_element (pair, 0)),
                            sluice_value_get_real (sluice_value_get_element (pair, 1)) };

      g_array_append_val (self->prices, price);
    }
}

static void
read_list (SluiceProvider *self,
           SluiceValue     list)
{
  SluiceValue headers = sluice_value_get_member (list, "headers");
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  self->list_header = g_strdup (sluice_value_get_member_string (list, "header"));
  self->list_headers = g_ptr_array_new ();
  sluice_value_iter_init (&iter, headers);
  while (SLUICE_VALUE_IS_OBJECT (headers) && sluice_value_iter_next (&iter, &name, &value))
    {
      g_ptr_array_add (self->list_headers, g_strdup (name));
      g_ptr_array_add (self->list_headers, sluice_value_dup_string (value));
    }
}

static SluiceProvider *
read_provider (SluiceValue value)
{
  SluiceProvider *self = g_new0 (SluiceProvider, 1);
  const char *name = sluice_value_get_member_string (value, "title");

  self->id = g_strdup (sluice_value_get_member_string (value, "id"));
  self->title = g_strdup (name != NULL ? name : N_("Other Server"));
  self->url = g_strdup (sluice_value_get_member_string (value, "url"));
  self->key = g_strdup (sluice_value_get_member_string (value, "key"));
  self->limit = g_strdup (sluice_value_get_member_string (value, "limit"));
  self->tells_usage = sluice_value_get_boolean (sluice_value_get_member (value, "usage"));
  read_list (self, sluice_value_get_member (value, "list"));
  read_prices (self, sluice_value_get_member (value, "prices"));
  g_assert (self->id != NULL && self->limit != NULL);
  return self;
}

static GPtrArray *
read_all (void)
{
  GPtrArray *all = g_ptr_array_new ();
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  SluiceValue list;

  sluice_json_read (sluice_providers_json, (gssize) sluice_providers_json_length, NULL, &root, NULL, &error);
  g_assert_no_error (error);
  list = sluice_value_get_member (root, "providers");
  for (guint i = 0; i < sluice_value_get_length (list); i++)
    g_ptr_array_add (all, read_provider (sluice_value_get_element (list, i)));
  return all;
}

/* Kept for as long as the program runs. */
static GPtrArray *
get_all (void)
{
  static GPtrArray *all;

  if (g_once_init_enter (&all))
    g_once_init_leave (&all, read_all ());
  return all;
}

guint
sluice_provider_get_n (void)
{
  return get_all ()->len;
}

const SluiceProvider *
sluice_provider_get (guint index)
{
  g_return_val_if_fail (index < get_all ()->len, NULL);

  return g_ptr_array_index (get_all (), index);
}

const SluiceProvider *
sluice_provider_find (const char *id)
{
  GPtrArray *all = get_all ();

  for (guint i = 0; id != NULL && i < all->len; i++)
    {
      const SluiceProvider *provider = g_ptr_array_index (all, i);

      if (g_str_equal (provider->id, id))
        return provider;
    }
  return NULL;
}

double
sluice_provider_get_cost (const SluiceProvider *self,
                          const char           *model,
                          gint64                prompt_tokens,
                          gint64                reply_tokens)
{
  const SluicePrice *found = NULL;

  for (guint i = 0; model != NULL && i < self->prices->len; i++)
    {
      const SluicePrice *price = &g_array_index (self->prices, SluicePrice, i);

      if (g_str_has_prefix (model, price->model)
          && (found == NULL || strlen (price->model) > strlen (found->model)))
        found = price;
    }
  return found != NULL ? ((double) prompt_tokens * found->prompt + (double) reply_tokens * found->reply) / 1e6 : -1;
}

/* The values of a setting: the default, then each provider. */
GType
sluice_provider_get_enum_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      GEnumValue *values = g_new0 (GEnumValue, sluice_provider_get_n () + 2); /* kept by the type */

      values[0] = (GEnumValue) { 0, N_("Default"), "default" };
      for (guint i = 0; i < sluice_provider_get_n (); i++)
        values[i + 1] = (GEnumValue) { (int) i + 1, sluice_provider_get (i)->title, sluice_provider_get (i)->id };
      g_once_init_leave (&type, g_enum_register_static ("SluiceLlmProvider", values));
    }
  return type;
}
