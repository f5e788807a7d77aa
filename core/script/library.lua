-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The part of the library that calls functions of the script or may take long: written in Lua, it
-- can be suspended like the script itself. Gets the table of C functions, adds to it.

local core = ...
local to_integer = core.math.tointeger
local type, select, floor = core.type, core.select, core.math.floor
local step, sub, byte = core.pattern_step, core.string.sub, core.string.byte
local join, pack, unpack = core.join, core.table.pack, core.table.unpack
local is_proxy, raise = core.is_proxy, core.raise

-- Joins piece by piece, so that it can be suspended in between.
local piece = 10000

local function join_all (list, n, separator)
  if n <= piece then
    return join (list, separator, 1, n)
  end
  local pieces, m = {}, 0
  for from = 1, n, piece do
    m = m + 1
    pieces[m] = join (list, separator, from, from + piece - 1 < n and from + piece - 1 or n)
  end
  return join_all (pieces, m, separator)
end

-- Patterns

local function check_text (value, name, position)
  local kind = type (value)
  if kind == 'number' then
    return value .. ''
  elseif kind ~= 'string' then
    raise ("bad argument #" .. position .. " to '" .. name .. "' (string expected, got " .. kind .. ")", 3)
  end
  return value
end

local function check_integer (value, name, position)
  local number = to_integer (core.tonumber (value))
  if not number then
    raise ("bad argument #" .. position .. " to '" .. name .. "' (number expected, got " .. type (value) .. ")", 3)
  end
  return number
end

function core.string.gmatch (subject, pattern)
  local from, last = 1, 0
  subject = check_text (subject, 'gmatch', 1)
  pattern = check_text (pattern, 'gmatch', 2)
  local function advance (start, after, ...)
    if start then
      from, last = after, after
      return ...
    end
    from = #subject + 2
  end
  return function ()
    return advance (step (subject, pattern, from, last, false))
  end
end

local function expand (replacement, whole, captures)
  local out, n, from = {}, 0, 1
  while true do
    local at = core.string.find (replacement, '%', from, true)
    if not at then
      break
    end
    local what = sub (replacement, at + 1, at + 1)
    local digit = core.tonumber (what)
    n = n + 1
    out[n] = sub (replacement, from, at - 1)
    n = n + 1
    if what == '%' then
      out[n] = '%'
    elseif digit == 0 then
      out[n] = whole
    elseif digit then
      if digit > captures.n then
        raise ("invalid capture index %" .. digit .. " in replacement string", 3)
      end
      out[n] = captures[digit] .. ''
    else
      raise ("invalid use of '%' in replacement string", 3)
    end
    from = at + 2
  end
  out[n + 1] = sub (replacement, from)
  return join_all (out, n + 1)
end

local function replace (replacement, kind, whole, captures)
  local value
  if kind == 'string' then
    return expand (replacement, whole, captures)
  elseif kind == 'function' then
    value = replacement (unpack (captures, 1, captures.n))
  else
    value = replacement[captures[1]]
  end
  local got = type (value)
  if not value then
    return whole
  elseif got ~= 'string' and got ~= 'number' then
    raise ("invalid replacement value (a " .. got .. ")", 3)
  end
  return value .. ''
end

function core.string.gsub (subject, pattern, replacement, max)
  subject = check_text (subject, 'gsub', 1)
  pattern = check_text (pattern, 'gsub', 2)
  local kind = type (replacement)
  if kind == 'number' then
    replacement, kind = replacement .. '', 'string'
  elseif kind ~= 'string' and kind ~= 'table' and kind ~= 'function' then
    raise ("bad argument #3 to 'gsub' (string/function/table expected, got " .. kind .. ")", 2)
  end
  local out, n, count, copied, last = {}, 0, 0, 1, 0
  local anchored = byte (pattern) == 94
  max = max or #subject + 1
  while count < max do
    local found = pack (step (subject, pattern, copied > last and copied or last, last, true))
    local start, after = found[1], found[2]
    if not start then
      break
    end
    local captures = { n = found.n - 2, unpack (found, 3, found.n) }
    out[n + 1] = sub (subject, copied, start - 1)
    out[n + 2] = replace (replacement, kind, sub (subject, start, after - 1), captures)
    n, count, copied, last = n + 2, count + 1, after, after
    if anchored then
      break
    end
  end
  out[n + 1] = sub (subject, copied)
  return join_all (out, n + 1), count
end

-- UTF-8

local count = core.utf8.len
local part = 65536

-- A piece ends where no character goes on.
local function find_end (text, at, last)
  while at < last and (byte (text, at + 1) & 0xc0) == 0x80 do
    at = at + 1
  end
  return at
end

function core.utf8.len (text, from, to, lax)
  text = check_text (text, 'len', 1)
  if #text <= part then
    return count (text, from, to, lax)
  end
  from = check_integer (from or 1, 'len', 2)
  to = check_integer (to or -1, 'len', 3)
  from = from < 0 and from >= -#text and #text + from + 1 or from
  to = to < 0 and to >= -#text and #text + to + 1 or to
  local n = 0
  while to - from >= part and from >= 1 and to <= #text do
    local last = find_end (text, from + part - 1, to)
    local more, wrong = count (text, from, last, lax)
    if not more then
      return more, wrong
    end
    n, from = n + more, last + 1
  end
  local more, wrong = count (text, from, to, lax)
  return more and n + more, wrong
end

-- Tables

local function check_table (value, name, position)
  if type (value) ~= 'table' then
    raise ("bad argument #" .. position .. " to '" .. name .. "' (table expected, got " .. type (value) .. ")", 3)
  end
end

function core.table.concat (list, separator, from, to)
  check_table (list, 'concat', 1)
  separator, from, to = separator or '', from or 1, to or #list
  local out, n = {}, 0
  for i = from, to do
    local value = list[i]
    local kind = type (value)
    if kind ~= 'string' and kind ~= 'number' then
      raise ("invalid value (at index " .. i .. ") in table for 'concat'", 2)
    end
    n = n + 1
    out[n] = value
  end
  return join_all (out, n, separator)
end

function core.table.move (source, from, to, at, target)
  check_table (source, 'move', 1)
  target = target or source
  check_table (target, 'move', 5)
  if at > to or at <= from or target ~= source then
    for i = 0, to - from do
      target[at + i] = source[from + i]
    end
  else
    for i = to - from, 0, -1 do
      target[at + i] = source[from + i]
    end
  end
  return target
end

-- What insert and remove do where there is much to move, or metamethods to call.
core.moves = {}

function core.moves.insert (list, ...)
  check_table (list, 'insert', 1)
  local n, at, value = #list + 1, ...
  if select ('#', ...) == 1 then
    list[n] = at
    return
  elseif select ('#', ...) ~= 2 then
    raise ("wrong number of arguments to 'insert'", 2)
  end
  at = check_integer (at, 'insert', 2)
  if at < 1 or at > n then
    raise ("bad argument #2 to 'insert' (position out of bounds)", 2)
  end
  for i = n, at + 1, -1 do
    list[i] = list[i - 1]
  end
  list[at] = value
end

function core.moves.remove (list, ...)
  check_table (list, 'remove', 1)
  local n, at = #list, ...
  at = check_integer (at == nil and n or at, 'remove', 2)
  if at ~= n and (at < 1 or at > n + 1) then
    raise ("bad argument #2 to 'remove' (position out of bounds)", 2)
  end
  local value = list[at]
  for i = at, n - 1 do
    list[i] = list[i + 1]
  end
  list[at > n and at or n] = nil
  return value
end

-- A merge sort, from the bottom up: it needs no trust in the order that it is given.
local function less (a, b)
  return a < b
end

local function merge (from, to, low, middle, high, before)
  local left, right = low, middle
  for i = low, high - 1 do
    if left < middle and (right >= high or not before (from[right], from[left])) then
      to[i] = from[left]
      left = left + 1
    else
      to[i] = from[right]
      right = right + 1
    end
  end
end

function core.table.sort (list, before)
  check_table (list, 'sort', 1)
  if before ~= nil and type (before) ~= 'function' then
    raise ("bad argument #2 to 'sort' (function expected, got " .. type (before) .. ")", 2)
  end
  before = before or less
  local n, from, to = #list, {}, {}
  for i = 1, n do
    from[i] = list[i]
  end
  local width = 1
  while width < n do
    for low = 1, n, 2 * width do
      local middle, high = low + width, low + 2 * width
      merge (from, to, low, middle <= n and middle or n + 1, high <= n and high or n + 1, before)
    end
    from, to, width = to, from, 2 * width
  end
  for i = 1, n do
    if list[i] ~= from[i] then
      list[i] = from[i]
    end
  end
end

-- Errors

local function handle (handler, ok, ...)
  if ok then
    return ok, ...
  end
  return false, handler (...)
end

function core.xpcall (body, handler, ...)
  return handle (handler, core.pcall (body, ...))
end
