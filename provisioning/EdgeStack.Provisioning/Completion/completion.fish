# edgestack for fish: this text as a file in ~/.config/fish/completions/edgestack.fish.
function __edgestack_complete
    set -l words (commandline -opc)
    set -l line (string join -- ' ' $words[2..-1] (commandline -ct))
    set -l replies ($words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
    if test (count $replies) -gt 0
        string join -- \n $replies
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c edgestack -f -a '(__edgestack_complete)'
