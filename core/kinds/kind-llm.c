/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* llm: asks a language model. The messages are the system's text, what the history's key in the store
 * holds, and the prompt; without a prompt, what prep gives: a text, or a list of messages. The result is the
 * answer's text, or the value of a structured reply; with tools that were called, { text, tool_calls }. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kinds/kind.h"
#include "kinds/providers.h"

typedef enum
{
  SLUICE_LLM_TEXT,
  SLUICE_LLM_JSON,
  SLUICE_LLM_YAML,
} SluiceLlmReplyType;

#define SLUICE_TYPE_LLM_REPLY_TYPE (sluice_llm_reply_type_get_type ())
GType sluice_llm_reply_type_get_type (void) G_GNUC_CONST;
G_DEFINE_ENUM_TYPE (SluiceLlmReplyType, sluice_llm_reply_type,
                    SLUICE_SETTING_CHOICE (SLUICE_LLM_TEXT, "text", N_("Text")),
                    SLUICE_SETTING_CHOICE (SLUICE_LLM_JSON, "json", "JSON"),
                    SLUICE_SETTING_CHOICE (SLUICE_LLM_YAML, "yaml", "YAML"))

#define SLUICE_TYPE_LLM_NODE (sluice_llm_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceLlmNode, sluice_llm_node, SLUICE, LLM_NODE, SluiceKindNode)

struct _SluiceLlmNode
{
  SluiceKindNode parent_instance;
};

G_DEFINE_FINAL_TYPE (SluiceLlmNode, sluice_llm_node, SLUICE_TYPE_KIND_NODE)

static void
add_message (SluiceValue *messages,
             const char  *role,
             SluiceValue  take_content)
{
  SluiceValue message = sluice_value_object ();

  sluice_value_set_member (&message, "role", sluice_value_string (role));
  sluice_value_set_member (&message, "content", take_content);
  sluice_value_append (messages, message);
}

static void
add_all (SluiceValue *messages,
         SluiceValue  list)
{
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (list) && i < sluice_value_get_length (list); i++)
    sluice_value_append (messages, sluice_value_ref (sluice_value_get_element (list, i)));
}

static gboolean
is_text (SluiceValue value)
{
  const char *text = sluice_value_get_string (value);

  while (text != NULL && g_ascii_isspace (*text))
    text++;
  return text != NULL && *text != '\0';
}

/* What is asked: the prompt, else what prep gave. Null: neither is a text; blank is none. */
static SluiceValue
get_question (SluiceCall  *call,
              SluiceValue  settings)
{
  SluiceValue prompt = sluice_value_get_member (settings, "prompt");

  if (is_text (prompt))
    return prompt;
  prompt = sluice_call_get_item (call);
  return is_text (prompt) ? prompt : sluice_value_null ();
}

/* @asks: whether they ask anything, beyond what the system says and what was said before. */
static SluiceValue
make_messages (SluiceCall  *call,
               SluiceValue  settings,
               gboolean    *asks)
{
  const SluiceValue *store = sluice_call_get_data (call);
  const char *system = sluice_value_get_member_string (settings, "system");
  const char *history = sluice_value_get_member_string (settings, "history");
  SluiceValue question = get_question (call, settings);
  SluiceValue messages = sluice_value_array ();
  guint n_before;

  if (system != NULL && *system != '\0')
    add_message (&messages, "system", sluice_value_string (system));
  if (history != NULL && *history != '\0' && store != NULL)
    add_all (&messages, sluice_value_get_member (*store, history));
  n_before = sluice_value_get_length (messages);
  if (!SLUICE_VALUE_IS_NULL (question))
    add_message (&messages, "user", sluice_value_ref (question));
  else
    add_all (&messages, sluice_call_get_item (call));
  *asks = sluice_value_get_length (messages) > n_before;
  return messages;
}

static void
replied_cb (SluiceCall   *call,
            SluiceValue   reply,
            const GError *error,
            gpointer      user_data)
{
  SluiceValue result;

  if (error != NULL)
    sluice_call_return_error (call, g_error_copy (error));
  else if (sluice_value_has_member (reply, "tool_calls"))
    {
      result = sluice_value_object ();
      sluice_value_set_member (&result, "text", sluice_value_ref (sluice_value_get_member (reply, "text")));
      sluice_value_set_member (&result, "tool_calls", sluice_value_ref (sluice_value_get_member (reply, "tool_calls")));
      sluice_call_return_value (call, result);
    }
  else if (sluice_value_has_member (reply, "value"))
    sluice_call_return_value (call, sluice_value_ref (sluice_value_get_member (reply, "value")));
  else
    sluice_call_return_value (call, sluice_value_ref (sluice_value_get_member (reply, "text")));
}

/* A prep that gives nothing to a prompt that says nothing wants nothing asked, and the result is null. */
static gboolean
wants_nothing (SluiceKindNode *node,
               SluiceCall     *call)
{
  const SluicePhases *phases = sluice_kind_node_get_phases (node);

  return (phases->prep != NULL || phases->input != NULL) && SLUICE_VALUE_IS_NULL (sluice_call_get_item (call));
}

/* A prompt that was given comes out empty where what it takes is not in the store. */
static GError *
error_new_nothing (SluiceKindNode *node)
{
  g_autofree char *prompt = NULL;

  g_object_get (node, "prompt", &prompt, NULL);
  return g_error_new_literal (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                              prompt != NULL && *prompt != '\0'
                                ? "The prompt came out empty: what it takes is not in the store. A node puts its "
                                  "result there under the key that is its output."
                                : "There is nothing to ask the model: give a prompt, or a text or messages from prep.");
}

static void
sluice_llm_node_perform (SluiceKindNode *node,
                         SluiceCall     *call,
                         SluiceValue     settings)
{
  static const char * const ours[] = { "system", "history", "prompt" };
  SluiceValue request = sluice_value_ref (settings);
  gboolean asks;
  SluiceValue messages = make_messages (call, settings, &asks);

  if (!asks)
    {
      sluice_value_unref (messages);
      sluice_value_unref (request);
      if (wants_nothing (node, call))
        sluice_call_return (call);
      else
        sluice_call_return_error (call, error_new_nothing (node));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    sluice_value_remove_member (&request, ours[i]);
  sluice_value_set_member (&request, "messages", messages);
  sluice_call_begin_effect (call, "llm", request, replied_cb, NULL, NULL);
}

/* What was asked and answered is added to the history, so that the next visit knows of it. */
static void
sluice_llm_node_finish (SluiceKindNode *node,
                        SluiceCall     *call)
{
  SluiceValue result = sluice_call_get_exec_result (call);
  SluiceValue question = sluice_call_get_prep_result (call);
  g_autofree char *history = NULL;
  SluiceStore *store = sluice_call_get_store (call, NULL);
  SluiceValue messages;

  g_object_get (node, "history", &history, NULL);
  if (history != NULL && *history != '\0' && SLUICE_VALUE_IS_STRING (result) && SLUICE_VALUE_IS_STRING (question))
    {
      messages = sluice_value_ref (sluice_store_get (store, history));
      if (!SLUICE_VALUE_IS_ARRAY (messages))
        sluice_value_replace (&messages, sluice_value_array ());
      add_message (&messages, "user", sluice_value_ref (question));
      add_message (&messages, "assistant", sluice_value_ref (result));
      sluice_store_set (store, history, messages);
    }
  sluice_call_return (call);
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
install_question (GObjectClass *klass,
                  GParamFlags   flags)
{
  install (klass, 1, g_param_spec_string ("prompt", N_("Prompt"),
                                          N_("What the model is asked; empty: the text or messages that prep gives"),
                                          "", flags), SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE);
  install (klass, 2, g_param_spec_string ("system", N_("System"), N_("How it is to answer"), "", flags),
           SLUICE_SETTING_TEXT, SLUICE_SETTING_TEMPLATE);
  install (klass, 3, g_param_spec_string ("history", N_("History"),
                                          N_("A key of the store with the messages before; prep's text and the answer "
                                             "are added to it"), "", flags), SLUICE_SETTING_STRING, 0);
  install (klass, 4, g_param_spec_boxed ("images", N_("Images"),
                                         N_("Pictures shown with the prompt: files, or addresses"), G_TYPE_STRV, flags),
           SLUICE_SETTING_FILES, SLUICE_SETTING_TEMPLATE);
}

static void
install_server (GObjectClass *klass,
                GParamFlags   flags)
{
  g_object_class_install_property (klass, 5,
    g_param_spec_enum ("provider", N_("Provider"), N_("Who serves the model; default: as the preferences say"),
                       sluice_provider_get_enum_type (), 0, flags));
  install (klass, 6, g_param_spec_string ("model", N_("Model"),
                                          N_("Its name with the provider; empty: that of the default"), "", flags),
           SLUICE_SETTING_MODEL, SLUICE_SETTING_TEMPLATE);
  g_object_class_install_property (klass, 7,
    g_param_spec_string ("url", N_("Base Address"), N_("Of another server that speaks OpenAI's protocol"), NULL,
                         flags));
  install (klass, 8, g_param_spec_boxed ("key", N_("Key"),
                                         N_("Where the key is kept; empty: the provider's variable of the environment"),
                                         SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_SECRET, 0);
}

static void
install_reply (GObjectClass *klass,
               GParamFlags   flags)
{
  g_object_class_install_property (klass, 9,
    g_param_spec_enum ("reply", N_("Reply"), N_("A text, or a value that is checked, in JSON or YAML"),
                       SLUICE_TYPE_LLM_REPLY_TYPE, SLUICE_LLM_TEXT, flags));
  install (klass, 10, g_param_spec_boxed ("schema", N_("Schema"), N_("A JSON Schema that the value must fit"),
                                          SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_JSON, 0);
  g_object_class_install_property (klass, 11,
    g_param_spec_boxed ("keys", N_("Keys"), N_("Keys that the value must have"), G_TYPE_STRV, flags));
  g_object_class_install_property (klass, 12,
    g_param_spec_int ("repair", N_("Repairs"), N_("How often the model is told what is wrong and asked again"),
                      0, 10, 2, flags));
  install (klass, 13, g_param_spec_boxed ("tools", N_("Tools"),
                                          N_("Functions that the model may call, as OpenAI has them"),
                                          SLUICE_TYPE_VALUE, flags), SLUICE_SETTING_JSON, 0);
}

static void
install_sampling (GObjectClass *klass,
                  GParamFlags   flags)
{
  g_object_class_install_property (klass, 14,
    g_param_spec_double ("temperature", N_("Temperature"), N_("0: always alike; -1: the server's own"), -1, 2, -1,
                         flags));
  g_object_class_install_property (klass, 15,
    g_param_spec_double ("top-p", N_("Top P"), N_("The share of likely words chosen from; -1: the server's own"),
                         -1, 1, -1, flags));
  g_object_class_install_property (klass, 16,
    sluice_setting_mark_unit (g_param_spec_int ("max-tokens", N_("Longest Reply"), N_("0: the server's own limit"),
                                                0, 10000000, 0, flags), N_("tokens")));
  g_object_class_install_property (klass, 17,
    g_param_spec_int ("seed", N_("Seed"), N_("For replies that repeat; -1: none"), -1, G_MAXINT, -1, flags));
  g_object_class_install_property (klass, 18,
    g_param_spec_boxed ("stop", N_("Stop"), N_("Texts before which the reply ends"), G_TYPE_STRV, flags));
  g_object_class_install_property (klass, 19,
    g_param_spec_boolean ("stream", N_("Stream"),
                          N_("Whether the reply comes in pieces: it is seen at once, and a stall is noticed sooner"),
                          TRUE, flags));
}

static void
install_pace (GObjectClass *klass,
              GParamFlags   flags)
{
  install (klass, 20, g_param_spec_double ("timeout", N_("Time Limit"), N_("How long one reply may take"), 0.1, 3600,
                                           120, flags),
           SLUICE_SETTING_DURATION, 0);
  g_object_class_install_property (klass, 21,
    g_param_spec_int ("again", N_("Send Again"),
                      N_("How often it is sent again when the server is busy or fails (429, 5xx) or goes away"),
                      0, 20, 2, flags));
  sluice_setting_mark_unit (g_object_class_find_property (klass, "again"), N_("times"));
  g_object_class_install_property (klass, 22,
    g_param_spec_int ("concurrent", N_("At a Time"),
                      N_("Requests to this server, from all lanes; 0: as many as there are"), 0, 256, 0, flags));
  sluice_setting_mark_unit (g_object_class_find_property (klass, "concurrent"), N_("requests"));
  g_object_class_install_property (klass, 23,
    g_param_spec_int ("per-minute", N_("Per Minute"), N_("Requests to this server, from all lanes; 0: no limit"),
                      0, 100000, 0, flags));
  sluice_setting_mark_unit (g_object_class_find_property (klass, "per-minute"), N_("requests"));
}

static void
sluice_llm_node_class_init (SluiceLlmNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sluice_kind_node_get_property;
  object_class->set_property = sluice_kind_node_set_property;
  SLUICE_KIND_NODE_CLASS (klass)->perform = sluice_llm_node_perform;
  SLUICE_KIND_NODE_CLASS (klass)->finish = sluice_llm_node_finish;
  SLUICE_KIND_NODE_CLASS (klass)->wants_store = TRUE;
  install_question (object_class, flags);
  install_server (object_class, flags);
  install_reply (object_class, flags);
  install_sampling (object_class, flags);
  install_pace (object_class, flags);
}

static void
sluice_llm_node_init (SluiceLlmNode *self)
{
}

const SluiceKind sluice_llm_kind = {
  .info = {
    .id = "llm",
    .title = N_("Language model"),
    .blurb = N_("Asks a language model for a text or a checked value."),
    .keywords = N_("llm;ai;chat;gpt;prompt;model;openai;claude;gemini;ollama;agent;"
                   "assistant;memory;history;summarize;translate;generate"),
    .category = "services",
    .icon_name = "sluice-kind-llm-symbolic",
    .summary_setting = "prompt",
  },
  .get_type = sluice_llm_node_get_type,
};
