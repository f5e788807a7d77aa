/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* search: asks a search engine's address for a text, and makes each of its results { title, url, text }. Which of its
 * answer's places have these is told by pointers, so that any engine will do. */

#include <glib/gi18n-lib.h>

#include "base/pointer.h"
#include "kinds/kind.h"
#include "net/http.h"

#define SLUICE_TYPE_SEARCH_NODE (sluice_search_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceSearchNode, sluice_search_node, SLUICE, SEARCH_NODE, SluiceKindNode)

struct _SluiceSearchNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceSearchNode, sluice_search_node, SLUICE_TYPE_KIND_NODE)

static void
value_free (gpointer data)
{
  sluice_value_unref (*(SluiceValue *) data);
  g_free (data);
}

/* A pointer, "/web/results", or the name of a member. */
static SluiceValue
look_up (SluiceValue  value,
         const char  *place)
{
  SluiceValue found = SLUICE_VALUE_INIT;

  if (place == NULL || *place == '\0')
    return value;
  if (*place != '/')
    return sluice_value_get_member (value, place);
  return sluice_pointer_get (value, place, &found, NULL) ? found : sluice_value_null ();
}

static SluiceValue
make_results (SluiceValue settings,
              SluiceValue body)
{
  static const char * const names[] = { "title", "url", "text" };
  static const char * const places[] = { "title-at", "url-at", "text-at" };
  SluiceValue list = look_up (body, sluice_value_get_member_string (settings, "results"));
  gint64 limit = sluice_value_get_integer (sluice_value_get_member (settings, "count"));
  SluiceValue results = sluice_value_array ();

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (list) && i < sluice_value_get_length (list) && i < limit; i++)
    {
      SluiceValue result = sluice_value_object ();

      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        sluice_value_set_member (&result, names[k],
                                 sluice_value_ref (look_up (sluice_value_get_element (list, i),
                                                            sluice_value_get_member_string (settings, places[k]))));
      sluice_value_append (&results, result);
    }
  return results;
}

static void
replied_cb (SluiceCall   *call,
            SluiceValue   reply,
            const GError *error,
            gpointer      user_data)
{
  const SluiceValue *settings = user_data;
  gint64 status = sluice_value_get_integer (sluice_value_get_member (reply, "status"));

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (status >= 300)
    sluice_call_return_error (call, g_error_new (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_STATUS,
                                                 "The search engine answered %d.", (int) status));
  else
    sluice_call_return_value (call, make_results (*settings, sluice_value_get_member (reply, "body")));
}

static SluiceValue
make_request (SluiceCall  *call,
              SluiceValue  settings)
{
  static const char * const kept[] = { "url", "headers", "token", "timeout", "again" };
  const char *parameter = sluice_value_get_member_string (settings, "parameter");
  SluiceValue text = sluice_value_get_member (settings, "query");
  SluiceValue more = sluice_value_get_member (settings, "parameters");
  SluiceValue request = sluice_value_object ();
  SluiceValue query = SLUICE_VALUE_IS_OBJECT (more) ? sluice_value_ref (more) : sluice_value_object ();

  if (!SLUICE_VALUE_IS_STRING (text) || sluice_value_get_string_length (text) == 0)
    text = sluice_call_get_item (call);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (sluice_value_has_member (settings, kept[i]))
      sluice_value_set_member (&request, kept[i], sluice_value_ref (sluice_value_get_member (settings, kept[i])));
  sluice_value_set_member (&query, parameter, sluice_value_ref (text));
  sluice_value_set_member (&request, "query", query);
  sluice_value_set_member (&request, "answer", sluice_value_string ("json"));
  return request;
}

static void
sluice_search_node_perform (SluiceKindNode *node,
                            SluiceCall     *call,
                            SluiceValue     settings)
{
  SluiceValue *kept = g_new (SluiceValue, 1);

  *kept = sluice_value_ref (settings);
  sluice_call_begin_effect (call, "http", make_request (call, settings), replied_cb, kept, value_free);
}

static void
install (GObjectClass       *klass,
         guint               id,
         GParamSpec         *pspec,
         SluiceSettingType   type,
         SluiceSettingFlags  flags)
{
  g_object_class_install_property (klass, id, sluice_setting_mark (pspec, type, flags));
}

static void
install_place (GObjectClass *klass,
               guint         id,
               const char   *name,
               const char   *nick,
               const char   *blurb,
               const char   *fallback)
{
  install (klass, id, g_param_spec_string (name, nick, blurb, fallback, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS),
           SLUICE_SETTING_STRING, 0);
}

static void
sluice_search_node_class_init (SluiceSearchNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_search_node_perform;
  install (object_class, 1, g_param_spec_string ("query", N_("Query"),
                                                 N_("What is looked for; empty: the text that prep gives"), "", flags),
           SLUICE_SETTING_STRING, SLUICE_SETTING_TEMPLATE);
  install (object_class, 2, g_param_spec_string ("url", N_("Address"), N_("Where the search engine answers with JSON"),
                                                 "", flags), SLUICE_SETTING_STRING, SLUICE_SETTING_REQUIRED);
  install_place (object_class, 3, "parameter", N_("Parameter"), N_("What the address calls the query"), "q");
  install (object_class, 4, g_param_spec_boxed ("parameters", N_("Parameters"),
                                                N_("More parameters of the address, by name"),
                                                SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_MAP, 0);
  install (object_class, 5, g_param_spec_boxed ("headers", N_("Headers"), N_("Names and values sent along"),
                                                SLUICE_TYPE_VALUE, flags),
           SLUICE_SETTING_MAP, 0);
  install (object_class, 6, g_param_spec_boxed ("token", N_("Token"), N_("Sent as a bearer token"), SLUICE_TYPE_VALUE,
                                                flags), SLUICE_SETTING_SECRET, 0);
  install_place (object_class, 7, "results", N_("Results"), N_("Where in the answer their list is: /web/results"),
                 "results");
  install_place (object_class, 8, "title-at", N_("Title At"), N_("Where in a result its title is"), "title");
  install_place (object_class, 9, "url-at", N_("Address At"), N_("Where in a result its address is"), "url");
  install_place (object_class, 10, "text-at", N_("Text At"), N_("Where in a result its text is"), "content");
  g_object_class_install_property (object_class, 11,
    g_param_spec_int ("count", N_("Count"), N_("How many results are taken"), 1, 1000, 10, flags));
  install (object_class, 12, g_param_spec_double ("timeout", N_("Time Limit"), N_("How long the answer may take"), 0.1,
                                                  3600, 30, flags), SLUICE_SETTING_DURATION, 0);
  g_object_class_install_property (object_class, 13,
    g_param_spec_int ("again", N_("Send Again"),
                      N_("How often it is sent again when the server is busy or fails (429, 5xx) or goes away"),
                      0, 20, 2, flags));
  sluice_setting_mark_unit (g_object_class_find_property (object_class, "again"), N_("times"));
}

static void
sluice_search_node_init (SluiceSearchNode *self)
{
}

const SluiceKind sluice_search_kind = {
  .info = {
    .id = "search",
    .title = N_("Web search"),
    .blurb = N_("Asks a search engine of your choice for a text."),
    .keywords = N_("search;web;find;results;research;agent"),
    .category = "services",
    .icon_name = "sluice-kind-search-symbolic",
    .summary_setting = "query",
  },
  .get_type = sluice_search_node_get_type,
};
