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
    COMPREPLY=($(compgen -W 'run check fmt export import kinds thumbnail help --help --version' -- "$current"))
    return
  fi

  case $command in
    run) options='--flow --set --store --answer --ask --print-store --trace --timeout --max-visits
                  --seed --json --help' ;;
    check) options='--json --help' ;;
    fmt) options='--check --help' ;;
    export) options='--to --output --flow --theme --scale --help' ;;
    import) options='--from --output --help' ;;
    kinds) options='--json --help' ;;
    thumbnail) options='--help' ;;
    help) options='run check fmt export import kinds thumbnail' ;;
    *) return ;;
  esac

  case $command$previous in
    run--store | run--trace | export--output | export-o | import--output | import-o)
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
    export--flow | export--scale)
      return
      ;;
    run--flow | run--set | run--answer | run--timeout | run--max-visits | run--seed)
      return
      ;;
  esac

  if [ "$command" = help ] || [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ "$command" = kinds ]; then
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" kinds 2>/dev/null | while read -r kind rest; do
                                 printf '%s ' "$kind"; done)" -- "$current"))
  elif [ "$command" = import ]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$current"))
  else
    _sluice_files "$current"
  fi
}

complete -F _sluice sluice
