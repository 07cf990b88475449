/// What shells read to complete our command lines. They know no command: each press of the tabulator asks the program.
enum CompletionScripts {
    static let shells = ["bash", "zsh", "fish"]

    static func script(_ shell: String) -> String? {
        switch shell {
        case "bash": bash
        case "zsh": zsh
        case "fish": fish
        default: nil
        }
    }

    private static let bash = #"""
        # bash completion of reconcile
        _reconcile() {
            local line quoted directive=""
            COMPREPLY=()
            while IFS= read -r line; do
                if [ -z "$directive" ]; then directive=$line; continue; fi
                printf -v quoted %q "${line%%$'\t'*}"
                COMPREPLY+=("$quoted")
            done < <("$1" __complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            # What goes on behind it gets no space.
            case "${COMPREPLY[*]}" in *[=/]) compopt -o nospace 2>/dev/null ;; esac
            if [ "$directive" = files ]; then
                compopt -o filenames 2>/dev/null
                local word=$2
                [ "$word" = = ] && word=""
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
            fi
        }
        complete -F _reconcile reconcile
        """#

    private static let zsh = #"""
        #compdef reconcile
        # zsh completion of reconcile
        _reconcile() {
            local -a lines plain open
            local line text
            lines=("${(@f)$("${(Q)words[1]}" __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
            for line in "${(@)lines[2,-1]}"; do
                text=${${line%%$'\t'*}//:/\\:}
                [[ $line == *$'\t'* ]] && text+=":${line#*$'\t'}"
                # What goes on behind it gets no space.
                if [[ ${line%%$'\t'*} == *[=/] ]]; then open+=("$text"); else plain+=("$text"); fi
            done
            (( $#plain )) && _describe -V value plain
            (( $#open )) && _describe -V value open -S ''
            [[ $lines[1] == files ]] && _files
        }
        if [ "$funcstack[1]" = _reconcile ]; then _reconcile "$@"; else compdef _reconcile reconcile; fi
        """#

    private static let fish = #"""
        # fish completion of reconcile
        function __reconcile_complete
            set -l words (commandline -opc)
            set -l typed (commandline -ct)
            set -l lines ($words[1] __complete fish $words[2..-1] "$typed" 2>/dev/null)
            for line in $lines[2..-1]
                echo $line
            end
            test "$lines[1]" = files; and __fish_complete_path "$typed"
        end
        complete -c reconcile -f -a '(__reconcile_complete)'
        """#
}
