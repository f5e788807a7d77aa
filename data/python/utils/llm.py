# SPDX-License-Identifier: LGPL-2.1-or-later
"""Language models behind the protocol of OpenAI's chat completions."""
import base64
import json
import mimetypes
import os
import re

from utils.web import request

# Address, and the variable of the environment that holds the key.
PROVIDERS = {
    "openai": ("https://api.openai.com/v1", "OPENAI_API_KEY"),
    "anthropic": ("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
    "gemini": ("https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
    "mistral": ("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "openrouter": ("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "ollama": ("http://localhost:11434/v1", None),
    "llama-cpp": ("http://localhost:8080/v1", None),
    "vllm": ("http://localhost:8000/v1", None),
}


def find_server(provider, url, key):
    """The address of a provider and its key. The default is set by LLM_PROVIDER."""
    if provider == "default":
        provider = os.environ.get("LLM_PROVIDER", "openai")
    address, variable = PROVIDERS.get(provider, (url, None))
    return (url or address).rstrip("/"), key or (os.environ.get(variable) if variable else None)


def show_image(place):
    """A picture as a part of a message: an address, or a file."""
    if not place.startswith(("http://", "https://", "data:")):
        kind = mimetypes.guess_type(place)[0] or "image/png"
        with open(place, "rb") as file:
            place = f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"
    return {"type": "image_url", "image_url": {"url": place}}


def read_yaml(text):
    """A value of YAML."""
    import yaml
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def cut_value(text, reply, keys):
    """The value of a reply: all of it, or its fenced block."""
    block = re.search(r"```\w*\s*\n(.*?)```", text, re.DOTALL)
    value = (read_yaml if reply == "yaml" else json.loads)(block.group(1) if block else text)
    missing = [key for key in keys if not isinstance(value, dict) or key not in value]
    if missing:
        raise ValueError(f"{', '.join(missing)} missing")
    return value


def call_llm(prompt, system="", history=None, images=(), provider="default", model="", url=None, key=None,
             reply="text", schema=None, keys=(), repair=2, timeout=120, again=2, **sampling):
    """Asks a model, and gives its text; or, with reply="json" or "yaml", the value that its text is."""
    if prompt is None:
        return None
    messages = [{"role": "system", "content": system}] if system else []
    messages += history or []
    if isinstance(prompt, list):
        messages += prompt
    elif images:
        messages.append({"role": "user", "content": [{"type": "text", "text": prompt}, *map(show_image, images)]})
    else:
        messages.append({"role": "user", "content": prompt})
    server, secret = find_server(provider, url, key)
    body = {"model": model or os.environ.get("LLM_MODEL", "gpt-4o-mini"), **sampling}
    if reply == "json" and schema:
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
        keys = [*keys, *schema.get("required", [])]
    elif reply == "json":
        body["response_format"] = {"type": "json_object"}
    for attempt in range(repair + 1):
        answer = request(f"{server}/chat/completions", "POST", token=secret, body={**body, "messages": messages},
                         answer="json", timeout=timeout, again=again)
        text = answer["body"]["choices"][0]["message"]["content"]
        if reply == "text":
            return text
        try:
            return cut_value(text, reply, keys)
        except ValueError as error:
            if attempt == repair:
                raise
            messages += [{"role": "assistant", "content": text},
                         {"role": "user", "content": f"That is not as asked for: {error}. Answer again, all of it."}]
    return None
