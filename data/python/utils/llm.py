# SPDX-License-Identifier: LGPL-2.1-or-later
"""Language models behind the protocol of OpenAI's chat completions."""
import base64
import json
import os
import re

from utils.pictures import find_kind, read_picture
from utils.schema import check
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
    """The address of a provider and its key, which goes to no other address. The default is set by LLM_PROVIDER."""
    if url:
        return url.rstrip("/"), key
    if provider == "default":
        provider = os.environ.get("LLM_PROVIDER", "openai")
    if provider not in PROVIDERS:
        raise RuntimeError(f"There is no provider of models called “{provider}”; LLM_PROVIDER names one.")
    address, variable = PROVIDERS[provider]
    secret = key or (os.environ.get(variable) if variable else None)
    if variable and not secret:
        raise RuntimeError(f"There is no key of {provider}: set {variable}, or LLM_PROVIDER to another.")
    return address, secret


def show_image(place):
    """A picture as a part of a message: an address, or a file."""
    if not place.startswith(("http://", "https://", "data:")):
        data = read_picture(place, 20)
        place = f"data:{find_kind(data)};base64,{base64.b64encode(data).decode()}"
    return {"type": "image_url", "image_url": {"url": place}}


# Replies

def read_yaml(text):
    """A list or an object of YAML."""
    import yaml
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    if not isinstance(value, (dict, list)):
        raise ValueError("words are not what was asked for")
    return value


def find_value(text, reply):
    """The value that a reply holds: all of it, a fenced block, or what stands in braces."""
    blocks = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL)
    braces = re.search(r"\{.*\}|\[.*\]", text, re.DOTALL)
    candidates = [*blocks, text] if reply == "yaml" else [text, *blocks, *([braces.group()] if braces else [])]
    for candidate in candidates:
        try:
            return (read_yaml if reply == "yaml" else json.loads)(candidate)
        except ValueError:
            pass
    raise ValueError("The answer holds no list or object in YAML." if reply == "yaml" else "The answer holds no JSON.")


def cut_value(text, reply, schema, keys):
    """The value of a reply, if it is as was asked for."""
    value = find_value(text, reply)
    if schema:
        check(value, schema)
    if keys:
        check(value, {"type": "object", "required": list(keys)})
    return value


def take_message(answer):
    """What a model said, and the tools that it calls: the id, name and arguments of each."""
    choice = answer["choices"][0]
    if choice.get("finish_reason") == "length":
        raise RuntimeError("The model's answer was cut short at the limit on its tokens.")
    if choice.get("finish_reason") == "content_filter":
        raise RuntimeError("The model server withheld the answer.")
    calls = [{"id": call.get("id", ""), "name": call["function"]["name"],
              "arguments": json.loads(call["function"].get("arguments") or "{}")}
             for call in choice["message"].get("tool_calls") or []]
    return choice["message"].get("content"), calls


# Requests

def make_messages(prompt, system, history, images):
    messages = [{"role": "system", "content": system}] if system else []
    messages += history or []
    messages += prompt if isinstance(prompt, list) else [{"role": "user", "content": prompt}]
    for place in reversed(range(len(messages)) if images else []):
        if messages[place]["role"] == "user":
            content = messages[place]["content"]
            parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
            messages[place] = {**messages[place], "content": [*parts, *map(show_image, images)]}
            break
    return messages


def make_body(provider, model, reply, schema, tools, max_tokens, options):
    body = {"model": model or os.environ.get("LLM_MODEL", "gpt-4o-mini")}
    body.update((name, value) for name, value in options.items() if value not in (-1, (), []))
    if max_tokens:
        body["max_completion_tokens" if provider in ("default", "openai") else "max_tokens"] = max_tokens
    if tools:
        body["tools"] = tools
    if reply == "json":
        body["response_format"] = ({"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
                                   if schema else {"type": "json_object"})
    return body


def call_llm(prompt, system="", history=None, images=(), provider="default", model="", url=None, key=None,
             reply="text", schema=None, keys=(), repair=2, tools=None, max_tokens=0, timeout=120, again=2,
             concurrent=0, per_minute=0, **options):
    """Asks a model, and gives its text; with reply="json" or "yaml" the value that its text is; and where it calls
    tools, its text and the calls. What is not as was asked for goes back to it, a few times."""
    if prompt is None:
        return None
    server, secret = find_server(provider, url, key)
    body = make_body(provider, model, reply, schema, tools, max_tokens, options)
    messages = make_messages(prompt, system, history, images)
    for attempt in range(repair + 1):
        answer = request(f"{server}/chat/completions", "POST", token=secret, body={**body, "messages": messages},
                         answer="json", timeout=timeout, again=again, concurrent=concurrent, per_minute=per_minute)
        text, calls = take_message(answer["body"])
        if calls:
            return {"text": text, "tool_calls": calls}
        if reply == "text":
            return text
        try:
            return cut_value(text, reply, schema, keys)
        except ValueError as error:
            if attempt == repair:
                raise
            messages += [{"role": "assistant", "content": text},
                         {"role": "user", "content": f"{error} Answer again, with the corrected {reply.upper()} and "
                                                     "nothing else."}]
    return None
