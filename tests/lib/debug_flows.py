# SPDX-License-Identifier: LGPL-2.1-or-later
"""Flows to be debugged: those of the stories, of which pictures are taken, too."""

LANES = {
    'format': 1, 'name': 'Lanes', 'run': ['main'], 'flows': {
        'main': {'start': 'all', 'nodes': {
            'all': {'kind': 'flow', 'title': 'Eight at once', 'settings': {'flow': 'lane'},
                    'batch': 'parallel',
                    'prep': ['local all = {}', 'for n = 1, 8 do all[n] = { n = n } end', 'return all']}}},
        'lane': {'start': 'inner', 'nodes': {
            'inner': {'kind': 'flow', 'title': 'Inner', 'settings': {'flow': 'deep'}}}},
        'deep': {'start': 'work', 'nodes': {
            'work': {'kind': 'script', 'title': 'Work', 'batch': 'each', 'prep': "return { 'a', 'b', 'c' }",
                     'exec': 'return item .. params.n',
                     'post': "shared['done' .. params.n] = exec_res"}}}}}

LOOP = {
    'format': 1, 'name': 'Loop', 'run': ['main'], 'shared': {'count': 0}, 'flows': {
        'main': {'start': 'add', 'nodes': {
            'add': {'kind': 'script', 'title': 'Add one',
                    'post': ['shared.count = shared.count + 1', 'if shared.count >= 6 then',
                             "  return 'enough'", 'end', "return 'more'"],
                    'next': {'more': 'look', 'enough': 'end'}},
            'look': {'kind': 'log', 'title': 'Look', 'settings': {'message': 'seen {{ shared.count }}'},
                     'next': {'default': 'add'}},
            'end': {'kind': 'end', 'title': 'End'}}}}}

SCRIPT = {
    'format': 1, 'name': 'Script', 'run': ['main'], 'shared': {'words': ['red', 'green']}, 'flows': {
        'main': {'start': 'count', 'nodes': {
            'count': {'kind': 'script', 'title': 'Count letters', 'prep': 'return shared.words',
                      'exec': ['local n = 0', 'for i, word in ipairs (prep_res) do',
                               '  local length = #word', '  n = n + length', 'end', 'return n'],
                      'output': 'letters'}}}}}

BRANCHING = {
    'format': 1, 'name': 'Branching', 'run': ['main'], 'shared': {'old': 'x', 'order': {'items': [1, 2]}},
    'flows': {'main': {'start': 'count', 'nodes': {
        'count': {'kind': 'script', 'title': 'Count',
                  'post': 'shared.count = (shared.count or 0) + 1 shared.old = nil '
                          'shared.order.items[1] = 5',
                  'next': {'default': 'decide'}, 'ui': {'x': 0, 'y': 0}},
        'decide': {'kind': 'script', 'title': 'Decide',
                   'post': 'if shared.count > 2 then return "many" end return "few"',
                   'next': {'many': 'many', 'few': 'few'}, 'ui': {'x': 16, 'y': 0}},
        'many': {'kind': 'end', 'title': 'Many', 'ui': {'x': 32, 'y': -6}},
        'few': {'kind': 'end', 'title': 'Few', 'ui': {'x': 32, 'y': 6}}}}}}

RETRYING = {
    'format': 1, 'name': 'Retrying', 'run': ['main'], 'shared': {},
    'flows': {'main': {'start': 'fetch', 'nodes': {
        'fetch': {'kind': 'script', 'title': 'Fetch', 'retries': 3, 'wait': 0.05,
                  'prep': 'return { place = "Seoul", round = shared.round or 1 }',
                  'exec': 'if prep_res.round > 1 then return string.rep("sunny ", 2000) end '
                          'error("the network is down")',
                  'fallback': 'return "unknown"',
                  'post': 'shared.round = (shared.round or 1) + 1 shared.weather = exec_res '
                          'if shared.round < 3 then return "again" end return "done"',
                  'next': {'again': 'fetch', 'done': 'end'}, 'ui': {'x': 0, 'y': 0}},
        'end': {'kind': 'end', 'title': 'The End', 'ui': {'x': 18, 'y': 0}}}}}}

PARALLEL = {
    'format': 1, 'name': 'Parallel', 'run': ['main'], 'shared': {},
    'flows': {'main': {'start': 'ask', 'nodes': {
        'ask': {'kind': 'script', 'title': 'Ask Three', 'batch': {'mode': 'parallel'},
                'prep': 'return { "one", "two", "three" }', 'exec': 'return ask(item)',
                'post': 'shared.answers = exec_res', 'ui': {'x': 0, 'y': 0}}}}}}

# Ends with "done" as soon as shared.n has reached shared.limit: 2 × limit + 1 visits.
COUNTING = {
    'format': 1, 'name': 'Counting', 'run': ['main'], 'shared': {'limit': 10},
    'flows': {'main': {'start': 'count', 'nodes': {
        'count': {'kind': 'script', 'title': 'Count',
                  'post': 'shared.n = (shared.n or 0) + 1 '
                          'if shared.n >= shared.limit then return "done" end',
                  'next': {'default': 'again', 'done': 'end'}, 'ui': {'x': 0, 'y': 0}},
        'again': {'kind': 'script', 'title': 'Again', 'next': {'default': 'count'}, 'ui': {'x': 20, 'y': 0}},
        'end': {'kind': 'end', 'title': 'The End', 'ui': {'x': 0, 'y': 12}}}}}}


# What can be seen in a timeline: attempts, waits between them and for a person, lanes beside each other, idle time.
TIMES = {
    'format': 1, 'name': 'Times', 'run': ['main'], 'flows': {'main': {'start': 'flaky', 'nodes': {
        'flaky': {'kind': 'script', 'title': 'Flaky call', 'retries': 3, 'wait': 0.1,
                  'exec': "sleep(0.05) if attempt < 2 then error('no luck') end", 'next': {'default': 'idle'}},
        'idle': {'kind': 'delay', 'title': 'Idle', 'settings': {'seconds': 1.5}, 'next': {'default': 'many'}},
        'many': {'kind': 'script', 'title': 'Many', 'prep': 'return {1, 2, 3, 4, 5, 6, 7}',
                 'batch': {'mode': 'parallel'}, 'exec': 'sleep(item * 0.04) if item == 5 then return ask("Five?") end',
                 'next': {'default': 'who'}},
        'who': {'kind': 'ask', 'title': 'Who', 'settings': {'prompt': 'Who?'}}}}}}


def make_wide(n_lanes):
    """So many parallel items, each with a wait."""
    return {'format': 1, 'name': 'Wide', 'run': ['main'], 'flows': {'main': {'start': 'all', 'nodes': {
        'all': {'kind': 'script', 'title': 'All at once', 'batch': 'parallel',
                'prep': f'local all = {{}} for i = 1, {n_lanes} do all[i] = i end return all',
                'exec': 'sleep(0.02 + item % 7 * 0.01) sleep(0.01)'}}}}}


def make_long(n_visits):
    """A loop of so many visits of three phases each, with no wait."""
    return {'format': 1, 'name': 'Long', 'run': ['main'], 'flows': {'main': {'start': 'work', 'nodes': {
        'work': {'kind': 'script', 'title': 'Work', 'prep': 'return 1', 'exec': 'return prep_res',
                 'post': f'shared.n = (shared.n or 0) + 1 if shared.n < {n_visits} then return "more" end',
                 'next': {'more': 'work'}}}}}}
