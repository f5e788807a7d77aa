# SPDX-License-Identifier: LGPL-2.1-or-later
# fish completion for sluice

set -l commands run check fmt export import kinds thumbnail help

complete -c sluice -f
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -s h -l help -d 'Show help'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -l version -d 'Print the version'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a run -d 'Run a flow'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a check -d 'Print every problem of flow files'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a fmt -d 'Make flow files canonical'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a export -d 'Write a flow in another form'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a import -d 'Make a flow file of something else'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a kinds -d 'List the kinds of nodes'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a thumbnail -d 'Draw a flow as small as an icon'
complete -c sluice -n "not __fish_seen_subcommand_from $commands" -a help -d 'Show help'

complete -c sluice -n '__fish_seen_subcommand_from run check fmt export thumbnail' -k -xa '(__fish_complete_suffix .flow.json)'
complete -c sluice -n '__fish_seen_subcommand_from run check fmt export import kinds' -s h -l help -d 'Show help'
complete -c sluice -n '__fish_seen_subcommand_from run' -x -l flow -d 'Run this flow of the file only'
complete -c sluice -n '__fish_seen_subcommand_from run' -x -l set -d 'Set a key of the store: KEY=JSON'
complete -c sluice -n '__fish_seen_subcommand_from run' -r -F -l store -d 'Start with this store'
complete -c sluice -n '__fish_seen_subcommand_from run' -x -l answer -d 'The answer to the next question'
complete -c sluice -n '__fish_seen_subcommand_from run' -l ask -d 'Ask even if stdin is no terminal'
complete -c sluice -n '__fish_seen_subcommand_from run' -l print-store -d 'Print the final store'
complete -c sluice -n '__fish_seen_subcommand_from run' -r -F -l trace -d 'Write every event as JSON Lines'
complete -c sluice -n '__fish_seen_subcommand_from run' -x -l timeout -d 'End the run after this time, in seconds'
complete -c sluice -n '__fish_seen_subcommand_from run' -x -l max-visits -d 'End the run after so many visits'
complete -c sluice -n '__fish_seen_subcommand_from run' -x -l seed -d 'Make its random numbers the same'
complete -c sluice -n '__fish_seen_subcommand_from run check kinds' -l json -d 'Print JSON Lines'
complete -c sluice -n '__fish_seen_subcommand_from fmt' -l check -d 'Change nothing, say what is not canonical'
complete -c sluice -n '__fish_seen_subcommand_from import' -k -F
complete -c sluice -n '__fish_seen_subcommand_from export' -x -s t -l to -d 'The format' -a '(sluice export --to help 2>/dev/null | string match -r "[a-z-]+")'
complete -c sluice -n '__fish_seen_subcommand_from import' -x -s f -l from -d 'The format' -a '(sluice export --to help 2>/dev/null | string match -r "[a-z-]+")'
complete -c sluice -n '__fish_seen_subcommand_from export import' -r -F -s o -l output -d 'Where to'
complete -c sluice -n '__fish_seen_subcommand_from export' -x -l flow -d 'Only this flow of the file'
complete -c sluice -n '__fish_seen_subcommand_from export' -x -l theme -d 'Of a picture' -a 'light dark transparent'
complete -c sluice -n '__fish_seen_subcommand_from export' -x -l scale -d 'Of a picture in pixels' -a '1 2 3 4'
complete -c sluice -n '__fish_seen_subcommand_from kinds' -xa '(sluice kinds 2>/dev/null | string match -r "[a-z-]+")'
complete -c sluice -n '__fish_seen_subcommand_from help' -xa "$commands"
