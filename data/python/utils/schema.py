# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether a value is as a JSON Schema asks; what is wrong is said in a sentence with its place."""
import json
import re

from utils.places import look_up

TYPES = {"null": type(None), "boolean": bool, "string": str, "array": list, "object": dict, "number": (int, float),
         "integer": int}


def is_a(value, name):
    """Whether a value is of a type of JSON: true and false are no numbers."""
    return isinstance(value, TYPES.get(name, ())) and (name == "boolean" or not isinstance(value, bool))


def show(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def is_same(one, other):
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def find_limits(schema, size, least, most, of_what):
    if schema.get(least) is not None and size < schema[least]:
        yield f"it must have at least {schema[least]} {of_what}"
    if schema.get(most) is not None and size > schema[most]:
        yield f"it must have at most {schema[most]} {of_what}"


def find_wrong_here(value, schema):
    """What is wrong with the value itself."""
    types = schema.get("type")
    if types is not None and not any(is_a(value, name) for name in (types if isinstance(types, list) else [types])):
        yield f"it must be of type {show(types)}"
    if "const" in schema and not is_same(value, schema["const"]):
        yield f"it must be {show(schema['const'])}"
    if "enum" in schema and not any(is_same(value, choice) for choice in schema["enum"]):
        yield f"it must be one of {show(schema['enum'])}"
    if is_a(value, "number"):
        for key, words, fits in (("minimum", "at least", value.__ge__), ("maximum", "at most", value.__le__),
                                 ("exclusiveMinimum", "more than", value.__gt__),
                                 ("exclusiveMaximum", "less than", value.__lt__)):
            if key in schema and not fits(type(value)(schema[key])):
                yield f"it must be {words} {schema[key]}"
    elif isinstance(value, str):
        yield from find_limits(schema, len(value), "minLength", "maxLength", "characters")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"it must match the pattern {schema['pattern']}"
    elif isinstance(value, list):
        yield from find_limits(schema, len(value), "minItems", "maxItems", "elements")
        if schema.get("uniqueItems") and len({json.dumps(item, sort_keys=True) for item in value}) < len(value):
            yield "it must not have the same element twice"


def find_wrong_within(value, schema, root, place):
    """What is wrong with members and elements."""
    if isinstance(value, dict):
        for key in schema.get("required", []):
            if key not in value:
                yield f"{place}: the key “{key}” is missing"
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        for key, member in value.items():
            inner = f"{place}/{key.replace('~', '~0').replace('/', '~1')}"
            if key not in known and others is False:
                yield f"{place}: the key “{key}” is not one of those that are asked for"
            yield from find_wrong(member, known.get(key, others), root, inner)
    for number, item in enumerate(value if isinstance(value, list) else []):
        yield from find_wrong(item, schema.get("items", True), root, f"{place}/{number}")


def find_wrong(value, schema, root, place=""):
    """All that is wrong, one sentence each."""
    if schema is False:
        yield f"{place}: it must not be there"
    if not isinstance(schema, dict):
        return
    if schema.get("$ref", "").startswith("#"):
        yield from find_wrong(value, look_up(root, schema["$ref"][1:]), root, place)
    yield from (f"{place}: {words}" for words in find_wrong_here(value, schema))
    yield from find_wrong_within(value, schema, root, place)
    for other in schema.get("allOf", []):
        yield from find_wrong(value, other, root, place)
    fits = {key: sum(not any(find_wrong(value, other, root)) for other in schema.get(key, []))
            for key in ("anyOf", "oneOf")}
    if "anyOf" in schema and not fits["anyOf"]:
        yield f"{place}: it fits none of the shapes under anyOf"
    if "oneOf" in schema and fits["oneOf"] != 1:
        yield f"{place}: it must fit just one of the shapes under oneOf"
    if isinstance(schema.get("not"), dict) and not any(find_wrong(value, schema["not"], root)):
        yield f"{place}: it has a shape that it must not have"


def check(value, schema):
    """Raises ValueError with the first thing that is wrong."""
    for words in find_wrong(value, schema, schema):
        raise ValueError(("The value" if words.startswith(":") else "") + words + ".")
