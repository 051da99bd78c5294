# edgestack for bash: `source <(edgestack completion bash)`, or this text as a file in ~/.local/share/bash-completion/completions/edgestack.
_edgestack() {
  local line="${COMP_LINE:0:COMP_POINT}" reply
  line="${line#"${line%%[![:space:]]*}"}"
  line="${line#"${COMP_WORDS[0]}"}"
  line="${line#"${line%%[![:space:]]*}"}"
  COMPREPLY=()
  while IFS= read -r reply; do
    # What is answered has the word somewhere; readline would put what they begin with in its place.
    [[ -z "$reply" || "$reply" != "$2"* ]] || COMPREPLY+=("$reply")
  done < <("$1" "[suggest:${#line}]" "$line" 2>/dev/null)
}
complete -o default -F _edgestack edgestack
