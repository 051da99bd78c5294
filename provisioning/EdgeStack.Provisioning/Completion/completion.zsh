#compdef edgestack
# edgestack for zsh: `source <(edgestack completion zsh)` behind compinit, or this text as a file _edgestack in a folder of $fpath.
_edgestack() {
  local line="${(j: :)words[2,CURRENT-1]}"
  line="${line:+$line }$PREFIX"
  local -a replies=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
  replies=("${(@)replies:#}")
  if (( ${#replies} )); then compadd -- "${replies[@]}"; else _files; fi
}
if [[ "${funcstack[1]}" == _edgestack ]]; then _edgestack "$@"; else compdef _edgestack edgestack; fi
