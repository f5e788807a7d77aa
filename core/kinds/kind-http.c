/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* http: one request, or as many as there are pages. The result is the answer: status, headers, body. What
 * the status leads to is decided by the node's edges: "404", then "4xx", then "error"; where none of
 * them leads on, a status of failure is an error of exec. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pointer.h"
#include "kinds/kind.h"
#include "net/http.h"

#define MAX_PAGES 1000

typedef enum
{
  SLUICE_HTTP_METHOD_GET,
  SLUICE_HTTP_METHOD_POST,
  SLUICE_HTTP_METHOD_PUT,
  SLUICE_HTTP_METHOD_PATCH,
  SLUICE_HTTP_METHOD_DELETE,
  SLUICE_HTTP_METHOD_HEAD,
  SLUICE_HTTP_METHOD_OPTIONS,
} SluiceHttpMethod;

#define SLUICE_TYPE_HTTP_METHOD (sluice_http_method_get_type ())
GType sluice_http_method_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceHttpMethod, sluice_http_method,
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_METHOD_GET, "GET", "GET"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_METHOD_POST, "POST", "POST"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_METHOD_PUT, "PUT", "PUT"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_METHOD_PATCH, "PATCH", "PATCH"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_METHOD_DELETE, "DELETE", "DELETE"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_METHOD_HEAD, "HEAD", "HEAD"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_METHOD_OPTIONS, "OPTIONS", "OPTIONS"))

typedef enum
{
  SLUICE_HTTP_BODY_TYPE_AUTO,
  SLUICE_HTTP_BODY_TYPE_JSON,
  SLUICE_HTTP_BODY_TYPE_FORM,
  SLUICE_HTTP_BODY_TYPE_TEXT,
} SluiceHttpSent;

#define SLUICE_TYPE_HTTP_SENT (sluice_http_sent_get_type ())
GType sluice_http_sent_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceHttpSent, sluice_http_sent,
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_BODY_TYPE_AUTO, "auto", N_("Auto")),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_BODY_TYPE_JSON, "json", "JSON"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_BODY_TYPE_FORM, "form", N_("Form")),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_BODY_TYPE_TEXT, "text", N_("Text")))

typedef enum
{
  SLUICE_HTTP_ANSWER_AUTO,
  SLUICE_HTTP_ANSWER_JSON,
  SLUICE_HTTP_ANSWER_TEXT,
} SluiceHttpAnswer;

#define SLUICE_TYPE_HTTP_ANSWER (sluice_http_answer_get_type ())
GType sluice_http_answer_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceHttpAnswer, sluice_http_answer,
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_ANSWER_AUTO, "auto", N_("Auto")),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_ANSWER_JSON, "json", "JSON"),
                    SLUICE_SETTING_CHOICE (SLUICE_HTTP_ANSWER_TEXT, "text", N_("Text")))

#define SLUICE_TYPE_HTTP_NODE (sluice_http_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceHttpNode, sluice_http_node, SLUICE, HTTP_NODE, SluiceKindNode)

struct _SluiceHttpNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceHttpNode, sluice_http_node, SLUICE_TYPE_KIND_NODE)

/* Pages being fetched, one after the other. */
typedef struct
{
  SluiceValue options; /* of the next request */
  SluiceValue items;   /* of the pages so far, an array */
  gint64      left;    /* pages */
} Walk;

static void
walk_free (gpointer data)
{
  Walk *walk = data;

  sluice_value_unref (walk->options);
  sluice_value_unref (walk->items);
  g_free (walk);
}

static void fetch (SluiceCall *call,
                   Walk       *take_walk);

/* The edge that a status leads to, or NULL. */
static const char *
find_edge (SluiceNode *node,
           gint64      status)
{
  g_autofree char *exact = g_strdup_printf ("%d", (int) status);
  g_autofree char *group = g_strdup_printf ("%dxx", (int) (status / 100));
  const char *wanted[] = { exact, group, status >= 400 ? "error" : "ok" };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    for (guint k = 0; k < sluice_node_get_n_edges (node); k++)
      {
        const char *action = sluice_node_get_edge (node, k, NULL);

        if (strcmp (action, wanted[i]) == 0)
          return action;
      }
  return NULL;
}

/* <https://…?page=2>; rel="next" */
static char *
find_link (SluiceValue reply)
{
  const char *header = sluice_value_get_member_string (sluice_value_get_member (reply, "headers"), "link");
  g_auto (GStrv) links = g_strsplit (header != NULL ? header : "", ",", -1);

  for (guint i = 0; links[i] != NULL; i++)
    {
      const char *begin = strchr (links[i], '<');
      const char *end = begin != NULL ? strchr (begin, '>') : NULL;

      if (end != NULL && (strstr (end, "rel=\"next\"") != NULL || strstr (end, "rel=next") != NULL))
        return g_strndup (begin + 1, (gsize) (end - begin - 1));
    }
  return NULL;
}

static SluiceValue
look_up (SluiceValue  body,
         const char  *pointer)
{
  SluiceValue found = SLUICE_VALUE_INIT;

  if (*pointer == '\0')
    return body;
  return sluice_pointer_get (body, pointer, &found, NULL) ? found : sluice_value_null ();
}

/* Where the next page is, in full; NULL: there is none. Never another server: headers go along. */
static char *
find_next (SluiceValue   options,
           SluiceValue   reply,
           GError      **error)
{
  const char *next = sluice_value_get_member_string (options, "next");
  const char *url = sluice_value_get_member_string (reply, "url");
  g_autofree char *target = NULL;
  g_autoptr (GUri) base = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) uri = NULL;

  if (*next == '/')
    target = sluice_value_dup_string (look_up (sluice_value_get_member (reply, "body"), next));
  else
    target = find_link (reply);
  if (target == NULL || *target == '\0')
    return NULL;
  uri = g_uri_parse_relative (base, target, G_URI_FLAGS_ENCODED, NULL);
  if (uri != NULL && g_strcmp0 (g_uri_get_scheme (uri), g_uri_get_scheme (base)) == 0
      && g_strcmp0 (g_uri_get_host (uri), g_uri_get_host (base)) == 0 && g_uri_get_port (uri) == g_uri_get_port (base))
    return g_uri_to_string (uri);
  g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_REDIRECT,
               "The next page, “%.200s”, is not on the same server.", target);
  return NULL;
}

static void
add_items (Walk        *walk,
           SluiceValue  reply)
{
  SluiceValue items = look_up (sluice_value_get_member (reply, "body"),
                               sluice_value_get_member_string (walk->options, "items"));

  if (!SLUICE_VALUE_IS_ARRAY (items))
    {
      if (!SLUICE_VALUE_IS_NULL (items))
        sluice_value_append (&walk->items, sluice_value_ref (items));
      return;
    }
  for (guint i = 0; i < sluice_value_get_length (items); i++)
    sluice_value_append (&walk->items, sluice_value_ref (sluice_value_get_element (items, i)));
}

static void
return_pages (SluiceCall  *call,
              SluiceValue  reply,
              SluiceValue  items)
{
  SluiceValue whole = sluice_value_ref (reply);

  sluice_value_set_member (&whole, "body", sluice_value_ref (items));
  sluice_call_return_value (call, whole);
}

static void
go_on (SluiceCall  *call,
       SluiceValue  reply,
       const Walk  *walk)
{
  GError *error = NULL;
  Walk *next = g_new0 (Walk, 1);
  g_autofree char *url = NULL;

  next->options = sluice_value_ref (walk->options);
  next->items = sluice_value_ref (walk->items);
  next->left = walk->left - 1;
  add_items (next, reply);
  url = next->left > 0 ? find_next (walk->options, reply, &error) : NULL;
  if (url != NULL)
    {
      sluice_value_set_member (&next->options, "url", sluice_value_string (url));
      sluice_value_remove_member (&next->options, "query");
      fetch (call, next);
      return;
    }
  if (error != NULL)
    sluice_call_return_error (call, error);
  else
    return_pages (call, reply, next->items);
  walk_free (next);
}

static void
replied_cb (SluiceCall   *call,
            SluiceValue   reply,
            const GError *error,
            gpointer      user_data)
{
  const Walk *walk = user_data;
  gint64 status = sluice_value_get_integer (sluice_value_get_member (reply, "status"));
  gint64 pages = sluice_value_get_integer (sluice_value_get_member (walk->options, "pages"));

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (status >= 400 && find_edge (sluice_call_get_node (call), status) == NULL)
    sluice_call_return_error (call, g_error_new (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_STATUS,
                                                 "The server answered %d to %s.", (int) status,
                                                 sluice_value_get_member_string (reply, "url")));
  else if (status >= 400 || pages <= 1)
    sluice_call_return_value (call, sluice_value_ref (reply));
  else
    go_on (call, reply, walk);
}

static void
fetch (SluiceCall *call,
       Walk       *take_walk)
{
  sluice_call_begin_effect (call, "http", sluice_value_ref (take_walk->options), replied_cb, take_walk, walk_free);
}

static void
sluice_http_node_perform (SluiceKindNode *node,
                          SluiceCall     *call,
                          SluiceValue     settings)
{
  Walk *walk = g_new0 (Walk, 1);

  walk->options = sluice_value_ref (settings);
  walk->items = sluice_value_array ();
  walk->left = sluice_value_get_integer (sluice_value_get_member (settings, "pages"));
  fetch (call, walk);
}

static void
sluice_http_node_finish (SluiceKindNode *node,
                         SluiceCall     *call)
{
  SluiceValue status = sluice_value_get_member (sluice_call_get_exec_result (call), "status");
  const char *edge = NULL;

  if (SLUICE_VALUE_IS_INTEGER (status))
    edge = find_edge (SLUICE_NODE (node), sluice_value_get_integer (status));
  sluice_call_return_action (call, edge);
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
install_request (GObjectClass *klass,
                 GParamFlags   flags)
{
  install (klass, 1, g_param_spec_string ("url", N_("Address"), N_("What is asked: http:// or https://"), "", flags),
           SLUICE_SETTING_STRING, SLUICE_SETTING_TEMPLATE | SLUICE_SETTING_REQUIRED);
  g_object_class_install_property (klass, 2,
    g_param_spec_enum ("method", N_("Method"), N_("What is done at the address"), SLUICE_TYPE_HTTP_METHOD,
                       SLUICE_HTTP_METHOD_GET, flags));
  install (klass, 3, g_param_spec_boxed ("query", N_("Query"), N_("Names and values put behind the address"),
                                         SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_MAP, SLUICE_SETTING_TEMPLATE);
  install (klass, 4, g_param_spec_boxed ("headers", N_("Headers"),
                                         N_("Names and values sent along; never to another server"),
                                         SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_MAP, SLUICE_SETTING_TEMPLATE);
  install (klass, 5, g_param_spec_boxed ("token", N_("Token"), N_("Sent as “Authorization: Bearer …”"),
                                         SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_SECRET, 0);
  install (klass, 6, g_param_spec_boxed ("body", N_("Body"), N_("What is sent: a text, or any value as JSON or form"),
                                         SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_JSON, SLUICE_SETTING_TEMPLATE);
  g_object_class_install_property (klass, 7,
    g_param_spec_enum ("body-type", N_("Body Is Sent As"), N_("Auto: a text as text, any other value as JSON"),
                       SLUICE_TYPE_HTTP_SENT, SLUICE_HTTP_BODY_TYPE_AUTO, flags));
}

static void
install_answer (GObjectClass *klass,
                GParamFlags   flags)
{
  g_object_class_install_property (klass, 8,
    g_param_spec_enum ("answer", N_("Answer Is Read As"), N_("Auto: as its content type says"),
                       SLUICE_TYPE_HTTP_ANSWER, SLUICE_HTTP_ANSWER_AUTO, flags));
  install (klass, 9, g_param_spec_double ("timeout", N_("Time Limit"),
                                          N_("How long one request may take, from connecting to the end"), 0.1, 3600,
                                          60, flags),
           SLUICE_SETTING_DURATION, 0);
  g_object_class_install_property (klass, 10,
    g_param_spec_int ("again", N_("Send Again"),
                      N_("How often it is sent again when the server is busy or fails (429, 5xx) or goes away"),
                      0, 20, 0, flags));
  sluice_setting_mark_unit (g_object_class_find_property (klass, "again"), N_("times"));
  g_object_class_install_property (klass, 11,
    g_param_spec_int ("redirects", N_("Redirects"), N_("How many redirects are followed"), 0, 20, 0, flags));
  g_object_class_install_property (klass, 12,
    g_param_spec_int ("max-size", N_("Largest Answer"), N_("More than that is an error"), 1, 64, 16, flags));
  sluice_setting_mark_unit (g_object_class_find_property (klass, "max-size"), N_("MiB"));
}

static void
install_pace (GObjectClass *klass,
              GParamFlags   flags)
{
  g_object_class_install_property (klass, 13,
    g_param_spec_int ("pages", N_("Pages"), N_("How many are fetched at most; their items become one list"),
                      1, MAX_PAGES, 1, flags));
  g_object_class_install_property (klass, 14,
    g_param_spec_string ("next", N_("Next Page"),
                         N_("“link” for the Link header, or a JSON Pointer to its address: /next"), "link", flags));
  g_object_class_install_property (klass, 15,
    g_param_spec_string ("items", N_("Items"), N_("A JSON Pointer to a page's list; empty: the page is the list"), "",
                         flags));
  g_object_class_install_property (klass, 16,
    g_param_spec_int ("concurrent", N_("At a Time"),
                      N_("Requests to this server, from all lanes; 0: as many as there are"), 0, 256, 0, flags));
  sluice_setting_mark_unit (g_object_class_find_property (klass, "concurrent"), N_("requests"));
  g_object_class_install_property (klass, 17,
    g_param_spec_int ("per-minute", N_("Per Minute"), N_("Requests to this server, from all lanes; 0: no limit"),
                      0, 100000, 0, flags));
  sluice_setting_mark_unit (g_object_class_find_property (klass, "per-minute"), N_("requests"));
}

static void
sluice_http_node_class_init (SluiceHttpNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_http_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_http_node_finish;
  install_request (object_class, flags);
  install_answer (object_class, flags);
  install_pace (object_class, flags);
}

static void
sluice_http_node_init (SluiceHttpNode *self)
{
}

const SluiceKind sluice_http_kind = {
  .info = {
    .id = "http",
    .title = N_("HTTP request"),
    .blurb = N_("Asks a server and returns its answer: status, headers and body."),
    .keywords = N_("web;api;rest;fetch;download;url;webhook;post;get;json"),
    .category = "services",
    .icon_name = "sluice-kind-http-symbolic",
    .summary_setting = "url",
  },
  .get_type = sluice_http_node_get_type,
};
