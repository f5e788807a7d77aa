/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of the library, in no order that matters. */

#include "script/words.h"

#include <glib/gi18n-lib.h>

#define CALL(name, arguments, blurb) { name, arguments, blurb, TRUE }
#define VALUE(name, blurb) { name, "", blurb, FALSE }

static const SluiceScriptWord words[] = {
  CALL ("all", "(functions)", N_("Runs the functions of a list together and returns their results.")),
  CALL ("ask", "(prompt, options)", N_("Asks a person and returns the answer; options: type, default.")),
  CALL ("append", "(path, text)", N_("Adds a text to the end of a file.")),
  CALL ("assert", "(value, message)", N_("Raises an error when the value is false or nil.")),
  CALL ("choose", "(prompt, choices)", N_("Asks a person to choose, and returns the choice.")),
  CALL ("error", "(message)", N_("Raises an error: the attempt has failed.")),
  CALL ("getmetatable", "(table)", N_("The metatable of a table, or nil.")),
  CALL ("http", "(options)", N_("Asks a server: url, method, body … The answer has status, headers and body.")),
  CALL ("ipairs", "(list)", N_("Goes through a list in order: for i, value in ipairs (list) do.")),
  CALL ("list", "(folder)", N_("The names of the files in a folder.")),
  CALL ("embed", "(options)", N_("Makes vectors of texts; options: input, model … The answer has vectors.")),
  CALL ("llm", "(options)", N_("Asks a language model; options: model, prompt … The answer has text or value.")),
  CALL ("log", "(value, …)", N_("Writes a line to the console.")),
  CALL ("next", "(table, key)", N_("The next key of a table with its value.")),
  CALL ("now", "()", N_("The time: seconds since 1970.")),
  CALL ("pairs", "(table)", N_("Goes through a table: for key, value in pairs (table) do.")),
  CALL ("pcall", "(function, …)", N_("Calls a function; returns false and the error when it raises one.")),
  CALL ("print", "(value, …)", N_("Writes a line to the console.")),
  CALL ("queue", "(name)", N_("A queue that all lanes of the run share; it has put, get and size.")),
  CALL ("random", "(low, high)", N_("A random number of the run; alone from 0 to 1.")),
  CALL ("rawequal", "(a, b)", N_("Whether two values are the same, metatables aside.")),
  CALL ("rawget", "(table, key)", N_("A value of a table, metatables aside.")),
  CALL ("rawlen", "(table)", N_("The length of a list or text, metatables aside.")),
  CALL ("rawset", "(table, key, value)", N_("Sets a value of a table, metatables aside.")),
  CALL ("read", "(path)", N_("The text of a file, by its path beside the document; the folder has to be granted.")),
  CALL ("run", "(command)",
        N_("Starts a program: {program, argument, …, input =}. The result has status, output and errors.")),
  CALL ("select", "(n, …)", N_("What follows the n-th argument; with \"#\" how many there are.")),
  CALL ("setmetatable", "(table, metatable)", N_("Gives a table a metatable.")),
  CALL ("sleep", "(seconds)", N_("Waits without holding up anything else.")),
  CALL ("sql", "(database, query, params)", N_("Asks a database of SQLite; returns its rows.")),
  CALL ("template", "(text)", N_("Fills in the expressions of a text.")),
  CALL ("tonumber", "(value, base)", N_("The number that a text says, or nil.")),
  CALL ("tostring", "(value)", N_("A value as a text.")),
  CALL ("type", "(value)", N_("The type of a value: \"string\", \"table\", \"null\" …")),
  CALL ("write", "(path, text)", N_("Makes a file of a text, in place of what it was.")),
  CALL ("xpcall", "(function, handler, …)", N_("As pcall, with a function that is given the error.")),
  CALL ("json.array", "(list)", N_("A list that stays a list when it is empty.")),
  CALL ("json.decode", "(text)", N_("The value that a JSON text says.")),
  CALL ("json.encode", "(value)", N_("A value as a JSON text.")),
  CALL ("json.object", "(table)", N_("A table that stays an object when it is empty.")),
  CALL ("math.abs", "(x)", N_("The number without its sign.")),
  CALL ("math.ceil", "(x)", N_("The next whole number above.")),
  CALL ("math.floor", "(x)", N_("The next whole number below.")),
  CALL ("math.fmod", "(x, y)", N_("The rest of a division, with the sign of x.")),
  CALL ("math.max", "(x, …)", N_("The largest of its arguments.")),
  CALL ("math.min", "(x, …)", N_("The smallest of its arguments.")),
  CALL ("math.modf", "(x)", N_("The whole part and the fraction of a number.")),
  CALL ("math.random", "(low, high)", N_("A random number of the run; alone from 0 to 1.")),
  CALL ("math.sqrt", "(x)", N_("The square root.")),
  CALL ("math.tointeger", "(x)", N_("The number as an integer, or nil.")),
  CALL ("math.type", "(x)", N_("“integer”, “float” or nil.")),
  CALL ("string.byte", "(text, from, to)", N_("The bytes of a text as numbers.")),
  CALL ("string.char", "(byte, …)", N_("A text of these bytes.")),
  CALL ("string.find", "(text, pattern, from, plain)", N_("Where a pattern is first found in a text: from and to.")),
  CALL ("string.format", "(format, …)", N_("A text made as by printf: %s, %d, %.2f.")),
  CALL ("string.gmatch", "(text, pattern)", N_("Goes through all matches: for word in text:gmatch (\"%a+\") do.")),
  CALL ("string.gsub", "(text, pattern, replacement, n)", N_("The text with what matches replaced, and how often.")),
  CALL ("string.len", "(text)", N_("How many bytes a text has.")),
  CALL ("string.lower", "(text)", N_("The text in small letters.")),
  CALL ("string.match", "(text, pattern)", N_("What a pattern captures in a text, or nil.")),
  CALL ("string.rep", "(text, n, separator)", N_("The text n times.")),
  CALL ("string.reverse", "(text)", N_("The text from its end to its start.")),
  CALL ("string.sub", "(text, from, to)", N_("A part of a text; negative numbers count from its end.")),
  CALL ("string.upper", "(text)", N_("The text in capitals.")),
  CALL ("table.concat", "(list, separator, from, to)", N_("The texts of a list, joined.")),
  CALL ("table.insert", "(list, position, value)", N_("Adds a value to a list, at its end without a position.")),
  CALL ("table.move", "(source, from, to, at, target)", N_("Copies a part of a list.")),
  CALL ("table.pack", "(…)", N_("A list of its arguments, with their number in n.")),
  CALL ("table.remove", "(list, position)", N_("Takes a value out of a list, the last where no position is given.")),
  CALL ("table.sort", "(list, before)", N_("Sorts a list in place.")),
  CALL ("table.unpack", "(list, from, to)", N_("The values of a list, as arguments.")),
  CALL ("utf8.char", "(code, …)", N_("A text of these characters.")),
  CALL ("utf8.codepoint", "(text, from, to)", N_("The characters of a text as numbers.")),
  CALL ("utf8.codes", "(text)", N_("Goes through the characters: for at, code in utf8.codes (text) do.")),
  CALL ("utf8.len", "(text, from, to)", N_("How many characters a text has.")),
  CALL ("utf8.offset", "(text, n, from)", N_("Where the n-th character begins.")),
  CALL ("yaml.decode", "(text)", N_("The value that a YAML text says.")),
  CALL ("yaml.encode", "(value)", N_("A value as a YAML text.")),
  VALUE ("attempt", N_("Which attempt of exec this is, from 0.")),
  VALUE ("exec_res", N_("What exec has returned; in post.")),
  VALUE ("item", N_("The item that this exec is for, in a batch.")),
  VALUE ("json.null", N_("The JSON null, which a table can hold.")),
  VALUE ("math.huge", N_("More than every number.")),
  VALUE ("math.maxinteger", N_("The greatest integer.")),
  VALUE ("math.mininteger", N_("The least integer.")),
  VALUE ("math.pi", N_("3.14159…")),
  VALUE ("json", N_("Functions for JSON.")),
  VALUE ("math", N_("Functions for numbers.")),
  VALUE ("string", N_("Functions for texts.")),
  VALUE ("table", N_("Functions for lists.")),
  VALUE ("utf8", N_("Functions for characters.")),
  VALUE ("yaml", N_("Functions for YAML.")),
  VALUE ("params", N_("The params of the node and of the flows around it.")),
  VALUE ("prep_res", N_("What prep has returned.")),
  VALUE ("shared", N_("The shared store; in prep and post it is read and written.")),
};

/**
 * sluice_script_get_words: (skip)
 * @n: (out): how many there are
 *
 * Lists the names that a script can use: functions of the library, and what a phase is given.
 *
 * Returns: (transfer none) (array length=n): the words
 */
const SluiceScriptWord *
sluice_script_get_words (guint *n)
{
  *n = G_N_ELEMENTS (words);
  return words;
}
