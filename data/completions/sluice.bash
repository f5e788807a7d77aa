# SPDX-License-Identifier: LGPL-2.1-or-later
# bash completion for sluice

_sluice_files ()
{
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen -d -- "$1") $(compgen -f -X '!*.flow.json' -- "$1"))
}

_sluice ()
{
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} options

  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W 'run debug check fmt diff merge export import kinds runs show replay resume fork compare judge prune thumbnail help
                            --help --version' -- "$current"))
    return
  fi

  case $command in
    run) options='--flow --set --store --answer --ask --print-store --trace --timeout --max-visits
                  --seed --allow-host --allow-env --allow-read --allow-write --allow-command --allow-key
                  --trust --record --no-record --record-size --pins --json --help' ;;
    debug) options='--flow --set --store --allow-host --allow-env --allow-read --allow-write
                    --allow-command --allow-key --trust --break --fresh --pins --record --no-record --record-size
                    --help' ;;
    check) options='--json --help' ;;
    fmt) options='--check --help' ;;
    diff) options='--layout --json --help' ;;
    merge) options='--output --help' ;;
    export) options='--to --output --flow --theme --scale --run --select --help' ;;
    import) options='--from --output --help' ;;
    kinds) options='--json --help' ;;
    runs) options='--name --pin --unpin --json --help' ;;
    show) options='--at --store --json --help' ;;
    replay) options='--with --print-store --trace --json --help' ;;
    resume) options='--answer --ask --allow-host --allow-env --allow-read --allow-write
                     --allow-command --allow-key --trust --print-store --trace --json --help' ;;
    fork) options='--at --set --with --record --answer --ask --allow-host --allow-env --allow-read --allow-write
                   --allow-command --allow-key --trust --print-store --trace --json --help' ;;
    compare) options='--json --help' ;;
    judge) options='--last --json --help' ;;
    prune) options='--keep --size --days --dry-run --json --help' ;;
    thumbnail) options='--help' ;;
    help) options='run debug check fmt diff merge export import kinds runs show replay resume fork compare judge
                   prune thumbnail' ;;
    *) return ;;
  esac

  case $command$previous in
    run--store | run--trace | debug--store | run--record | debug--record | replay--trace | resume--trace | fork--trace | fork--record | export--output | export-o | import--output | import-o | merge--output | merge-o)
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "$current"))
      return
      ;;
    export--to | export-t | import--from | import-f)
      COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" export --to help 2>/dev/null | while read -r format rest; do
                                 printf '%s ' "$format"; done)" -- "$current"))
      return
      ;;
    export--theme)
      COMPREPLY=($(compgen -W 'light dark transparent' -- "$current"))
      return
      ;;
    export--flow | export--scale | export--select | runs--name | show--at | fork--at | fork--set | fork--answer | resume--answer | judge--last | prune-*)
      return
      ;;
    replay--with | fork--with)
      _sluice_files "$current"
      return
      ;;
    run--flow | run--set | run--answer | run--timeout | run--max-visits | run--seed | run--record-size | debug--record-size | debug--flow | debug--set | debug--break | \
    debug-b)
      return
      ;;
  esac

  if [ "$command" = help ] || [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ "$command" = kinds ]; then
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" kinds 2>/dev/null | while read -r kind rest; do
                                 printf '%s ' "$kind"; done)" -- "$current"))
  elif [[ " runs show replay resume fork compare " == *" $command "* ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -W "last $("${COMP_WORDS[0]}" runs --json 2>/dev/null |
                                      sed -n 's/^{"run":"\([^"]*\)".*/\1/p')" -- "$current")
               $(compgen -f -- "$current"))
  elif [ "$command" = prune ]; then
    return
  elif [ "$command" = import ]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$current"))
  else
    _sluice_files "$current"
  fi
}

complete -F _sluice sluice
