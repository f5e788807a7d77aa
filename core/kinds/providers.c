/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of providers. Another one needs a line here, or a base address in the node. */

#include "kinds/providers.h"

static const SluiceProvider providers[] = {
  { "openai", "OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY", "max_completion_tokens" },
  { "anthropic", "Anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "max_tokens" },
  { "gemini", "Google Gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY",
    "max_tokens" },
  { "mistral", "Mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "max_tokens" },
  { "openrouter", "OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "max_tokens" },
  { "ollama", "Ollama", "http://localhost:11434/v1", NULL, "max_tokens" },
  { "llama-cpp", "llama.cpp", "http://localhost:8080/v1", NULL, "max_tokens" },
  { "vllm", "vLLM", "http://localhost:8000/v1", NULL, "max_tokens" },
};

guint
sluice_provider_get_n (void)
{
  return G_N_ELEMENTS (providers);
}

const SluiceProvider *
sluice_provider_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (providers), NULL);

  return &providers[index];
}

const SluiceProvider *
sluice_provider_find (const char *id)
{
  if (id == NULL || *id == '\0')
    return &providers[0];
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    if (g_str_equal (providers[i].id, id))
      return &providers[i];
  return NULL;
}
