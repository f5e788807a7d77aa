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
    COMPREPLY=($(compgen -W 'run check fmt kinds help --help --version' -- "$current"))
    return
  fi

  case $command in
    run) options='--flow --set --store --answer --ask --print-store --trace --timeout --max-visits
                  --seed --json --help' ;;
    check) options='--json --help' ;;
    fmt) options='--check --help' ;;
    kinds) options='--json --help' ;;
    help) options='run check fmt kinds' ;;
    *) return ;;
  esac

  case $command$previous in
    run--store | run--trace)
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "$current"))
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
  else
    _sluice_files "$current"
  fi
}

complete -F _sluice sluice
