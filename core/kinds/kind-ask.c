/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ask: a person answers; the answer is the result. Where the node says nothing of what to do with it
 * (no output, no post), it goes into the store under the node's id. */

#include <glib/gi18n-lib.h>

#include "kinds/grants.h"
#include "kinds/kind.h"
#include "kinds/prompt-limit.h"

typedef enum
{
  SLUICE_ASK_TEXT,
  SLUICE_ASK_MULTILINE,
  SLUICE_ASK_NUMBER,
  SLUICE_ASK_SECRET,
  SLUICE_ASK_FILE,
} SluiceAskType;

#define SLUICE_TYPE_ASK_TYPE (sluice_ask_type_get_type ())
GType sluice_ask_type_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceAskType, sluice_ask_type,
                    SLUICE_SETTING_CHOICE (SLUICE_ASK_TEXT, "text", N_("Text")),
                    SLUICE_SETTING_CHOICE (SLUICE_ASK_MULTILINE, "multiline", N_("Several Lines")),
                    SLUICE_SETTING_CHOICE (SLUICE_ASK_NUMBER, "number", N_("Number")),
                    SLUICE_SETTING_CHOICE (SLUICE_ASK_SECRET, "secret", N_("Secret")),
                    SLUICE_SETTING_CHOICE (SLUICE_ASK_FILE, "file", N_("File")))

#define SLUICE_TYPE_ASK_NODE (sluice_ask_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceAskNode, sluice_ask_node, SLUICE, ASK_NODE, SluiceKindNode)

struct _SluiceAskNode
{
  SluiceKindNode parent_instance;

  char          *prompt;
  char          *fallback;
  SluiceAskType  type;
  gboolean       allow_empty;
  double         timeout; /* s; 0: none */
};

G_DEFINE_FINAL_TYPE (SluiceAskNode, sluice_ask_node, SLUICE_TYPE_KIND_NODE)

enum
{
  PROP_0,
  PROP_PROMPT,
  PROP_TYPE,
  PROP_DEFAULT,
  PROP_ALLOW_EMPTY,
  PROP_TIMEOUT,
  N_PROPS,
};

static void
request_free (gpointer data)
{
  SluiceValue *request = data;

  sluice_value_unref (*request);
  g_free (request);
}

static void answered_cb (SluiceCall   *call,
                         SluiceValue   result,
                         const GError *error,
                         gpointer      user_data);

static void
ask (SluiceCall  *call,
     SluiceValue  take_request)
{
  SluiceValue *request = g_new (SluiceValue, 1);

  *request = take_request;
  sluice_call_begin_effect (call, "ask", sluice_value_ref (take_request), answered_cb, request, request_free);
}

/* Who chooses a file lets it be read. */
static void
grant_file (SluiceCall  *call,
            SluiceValue  request,
            SluiceValue  answer)
{
  const char *path = sluice_value_get_string (answer);

  if (g_strcmp0 (sluice_value_get_member_string (request, "type"), "file") == 0 && path != NULL
      && g_path_is_absolute (path))
    sluice_grants_add (sluice_run_get_grants (sluice_call_get_run (call)), SLUICE_GRANT_READ, path);
}

/* An empty answer stands for the default; where there is none and it is not allowed, the person is
 * asked again. */
static void
answered_cb (SluiceCall   *call,
             SluiceValue   result,
             const GError *error,
             gpointer      user_data)
{
  const SluiceValue *request = user_data;
  SluiceValue fallback = sluice_value_get_member (*request, "default");
  gboolean is_empty = SLUICE_VALUE_IS_STRING (result) && sluice_value_get_string_length (result) == 0;

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (is_empty && !SLUICE_VALUE_IS_NULL (fallback))
    sluice_call_return_value (call, sluice_value_ref (fallback));
  else if (is_empty && !sluice_value_get_boolean (sluice_value_get_member (*request, "allow-empty")))
    ask (call, sluice_value_ref (*request));
  else
    {
      grant_file (call, *request, result);
      sluice_call_return_value (call, sluice_value_ref (result));
    }
}

static void
sluice_ask_node_perform (SluiceKindNode *node,
                         SluiceCall     *call,
                         SluiceValue     settings)
{
  sluice_prompt_limit_time (call, settings);
  ask (call, sluice_value_ref (settings));
}

static void
sluice_ask_node_finish (SluiceKindNode *node,
                        SluiceCall     *call)
{
  SluicePhases *phases = sluice_kind_node_get_phases (node);
  const char *id = sluice_node_get_id (SLUICE_NODE (node));

  if (phases->output == NULL && phases->post == NULL && id != NULL)
    sluice_store_set (sluice_call_get_store (call, NULL), id,
                      sluice_value_ref (sluice_call_get_exec_result (call)));
  sluice_call_return_action (call, sluice_prompt_get_late_action (call));
}

static void
sluice_ask_node_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SluiceAskNode *self = SLUICE_ASK_NODE (object);

  switch (id)
    {
    case PROP_PROMPT: g_value_set_string (value, self->prompt); break;
    case PROP_TYPE: g_value_set_enum (value, self->type); break;
    case PROP_DEFAULT: g_value_set_string (value, self->fallback); break;
    case PROP_ALLOW_EMPTY: g_value_set_boolean (value, self->allow_empty); break;
    case PROP_TIMEOUT: g_value_set_double (value, self->timeout); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_ask_node_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SluiceAskNode *self = SLUICE_ASK_NODE (object);

  switch (id)
    {
    case PROP_PROMPT:
      g_free (self->prompt);
      self->prompt = g_value_dup_string (value);
      break;

    case PROP_TYPE: self->type = g_value_get_enum (value); break;

    case PROP_DEFAULT:
      g_free (self->fallback);
      self->fallback = g_value_dup_string (value);
      break;

    case PROP_ALLOW_EMPTY: self->allow_empty = g_value_get_boolean (value); break;
    case PROP_TIMEOUT: self->timeout = g_value_get_double (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_ask_node_finalize (GObject *object)
{
  SluiceAskNode *self = SLUICE_ASK_NODE (object);

  g_free (self->prompt);
  g_free (self->fallback);
  G_OBJECT_CLASS (sluice_ask_node_parent_class)->finalize (object);
}

static void
sluice_ask_node_class_init (SluiceAskNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_ask_node_get_property;
  object_class->set_property = sluice_ask_node_set_property;
  object_class->finalize = sluice_ask_node_finalize;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_ask_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_ask_node_finish;

  g_object_class_install_property (object_class, PROP_PROMPT,
    sluice_setting_mark (g_param_spec_string ("prompt", N_("Prompt"), N_("What the person is asked"), "", flags),
                         SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE));
  g_object_class_install_property (object_class, PROP_TYPE,
    g_param_spec_enum ("type", N_("Type"), N_("What sort of answer is wanted"),
                       SLUICE_TYPE_ASK_TYPE, SLUICE_ASK_TEXT, flags));
  g_object_class_install_property (object_class, PROP_DEFAULT,
    sluice_setting_mark (g_param_spec_string ("default", N_("Default"),
                                              N_("The answer that an empty one stands for"), NULL, flags),
                         SLUICE_SETTING_STRING, SLUICE_SETTING_TEMPLATE));
  g_object_class_install_property (object_class, PROP_ALLOW_EMPTY,
    g_param_spec_boolean ("allow-empty", N_("Allow Empty"),
                          N_("Whether an empty answer is taken"), FALSE, flags));
  g_object_class_install_property (object_class, PROP_TIMEOUT,
    sluice_setting_mark (g_param_spec_double ("timeout", N_("Time Limit"),
                                              N_("After that the default is the answer, or the action is timeout; 0: "
                                                 "none"), 0, 1e6, 0, flags),
                         SLUICE_SETTING_DURATION, 0));
}

static void
sluice_ask_node_init (SluiceAskNode *self)
{
  self->prompt = g_strdup ("");
}

static char **
dup_actions (SluiceValue node)
{
  return sluice_kind_dup_actions (node, "timeout", FALSE);
}

const SluiceKind sluice_ask_kind = {
  .info = {
    .id = "ask",
    .title = N_("Ask"),
    .blurb = N_("Asks a person for a text, a number, a secret or a file."),
    .keywords = N_("input;question;prompt;answer;form;person;human;user;text"),
    .category = "people",
    .icon_name = "sluice-kind-ask-symbolic",
    .summary_setting = "prompt",
    .dup_actions = dup_actions,
  },
  .get_type = sluice_ask_node_get_type,
};
