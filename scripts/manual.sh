#!/bin/sh
# Man pages and completions of shells, written by the program itself.
# usage: manual.sh PROGRAM SHARE_DIR   (make install: $PREFIX/share)
set -eu
program=$1
share=$2
mkdir -p "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d"
"$program" help --man >"$share/man/man1/homeward.1"
for command in $("$program" help --commands); do
	"$program" help --man "$command" >"$share/man/man1/homeward-$command.1"
done
"$program" help --completion bash >"$share/bash-completion/completions/homeward"
"$program" help --completion zsh >"$share/zsh/site-functions/_homeward"
"$program" help --completion fish >"$share/fish/vendor_completions.d/homeward.fish"
