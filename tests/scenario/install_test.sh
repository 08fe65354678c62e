#!/bin/sh
# The installed program and engines, and scripts/install.sh on pretended machines.
# usage: install_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
source=$(cd "$2" && pwd)
build=$(cd "$(dirname "$program")" && pwd)
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failed=0
result() { # result CODE TEXT
	if [ "$1" = 0 ]; then echo "ok $2"; else
		echo "not ok $2"
		[ -f out ] && head -12 out | sed 's/^/#   /'
		failed=1
	fi
}

# ---- cmake --install, pkg-config, a small program of somebody else
cmake --install "$build" --prefix "$folder/there" >out 2>&1; result $? "the build is installed"
"$folder/there/bin/homeward" --version >out 2>&1; result $? "the installed program runs"
# ---- manual pages and completions
"$program" help --commands >commands; result $? "the names of the commands"
missing=$(while read -r name; do [ -s "there/share/man/man1/homeward-$name.1" ] || echo "$name"; done <commands)
[ -s there/share/man/man1/homeward.1 ] && [ -z "$missing" ]; result $? "a manual page of the program and of every command: ${missing:-none is missing}"
if command -v man >/dev/null 2>&1; then
	for page in there/share/man/man1/*.1; do
		man --warnings -E UTF-8 -l -Tutf8 "$page" 2>&1 >/dev/null
	done >out; [ ! -s out ]; result $? "man reads them without a warning"
fi
grep -q 'require' there/share/man/man1/homeward-plan.1 && grep -q '^plan$' commands; result $? "with the options"
grep -q 'polygon' there/share/man/man1/homeward-protect.1; result $? "of every command"
cat >completes.bash <<'B'
. "$1"
COMP_WORDS=(homeward plan --req); COMP_CWORD=2; _homeward; echo "${COMPREPLY[*]}"
COMP_WORDS=(homeward rev); COMP_CWORD=1; _homeward; echo "${COMPREPLY[*]}"
COMP_WORDS=(homeward --db x.db review acc); COMP_CWORD=4; _homeward; echo "${COMPREPLY[*]}"
B
bash completes.bash there/share/bash-completion/completions/homeward >out 2>&1
[ "$(cat out)" = "--require
review
accept" ]; result $? "bash completes options, commands and what a command takes"
grep -q '^#compdef homeward' there/share/zsh/site-functions/_homeward; result $? "zsh has its completion"
if command -v zsh >/dev/null 2>&1; then zsh -n there/share/zsh/site-functions/_homeward >out 2>&1; result $? "which zsh reads"; fi
grep -q "__fish_use_subcommand -a plan" there/share/fish/vendor_completions.d/homeward.fish; result $? "fish has its completion"
if command -v fish >/dev/null 2>&1; then fish -n there/share/fish/vendor_completions.d/homeward.fish >out 2>&1; result $? "which fish reads"; fi
"$program" help --completion tcsh >out 2>&1; [ $? = 2 ]; result $? "another shell is wrong usage"

found=$(find there -name homeward.pc)
[ -n "$found" ]; result $? "with a file for pkg-config"
PKG_CONFIG_PATH=$folder/$(dirname "$found")
export PKG_CONFIG_PATH
flags=$(pkg-config --cflags homeward) && libraries=$(pkg-config --static --libs homeward)
result $? "which pkg-config reads"
case $flags in *"there/"*) ;; *) false ;; esac
result $? "and which finds the place where it was put"
sanitize=
if nm "$program" 2>/dev/null | grep -q __asan_init; then sanitize=-fsanitize=address,undefined; fi
for header in there/include/homeward/*/*.h; do
	name=$(basename "$(dirname "$header")")/$(basename "$header")
	printf '#include "%s"\n#include "%s"\nint main(void) { return 0; }\n' "$name" "$name" >alone.c
	${CC:-cc} -std=gnu17 -Wall -Wextra -Werror $flags -fsyntax-only alone.c >out 2>&1; result $? "$name stands alone, and twice"
done
cat >engines.c <<'C'
#include <math.h>
#include <stdio.h>
#include "belief/belief.h"
#include "names/names.h"
int main(void)
{
	hw_error error;
	names_tables *tables = NULL;
	hw_arena *arena = hw_arena_new((size_t)1 << 24);
	hw_text latin;
	if (names_tables_open(&tables, &error) ||
	    names_romanize(tables, NAMES_KMU2010, NAMES_SPELLING_OPEN, arena, HW_TEXT("Згурський"), &latin, NULL, &error))
		return puts(error.why), 1;
	printf("%.*s\n", HW_TEXT_ARG(latin));
	const double region = 1, day = 10;
	const belief_site site = {.id = HW_TEXT("s"), .share = 1, .lat = NAN, .lon = NAN};
	const belief_person person = {.id = HW_TEXT("P"), .prior = {.captive = 1}, .group = BELIEF_NONE};
	const belief_problem problem = {.region_weights = &region, .region_count = 1, .sites = &site, .site_count = 1,
		.rates = {.death = 0.01}, .persons = &person, .person_count = 1, .as_of = NAN};
	const belief_run run = {.threads = 1};
	belief *b = NULL;
	double p[3];
	if (belief_new(&problem, &b, &error) || belief_posteriors(b, 0, 1, &day, 1, &run, p, &error))
		return puts(error.why), 1;
	printf("%.4f %.4f %.4f\n", p[0], p[1], p[2]);
	belief_free(b);
	names_tables_close(tables);
	hw_arena_free(arena);
	return 0;
}
C
${CC:-cc} -std=gnu17 $sanitize $flags engines.c -o engines $libraries >out 2>&1; result $? "a program on the engines is built"
./engines >out 2>&1; result $? "and runs"
grep -q '^Zghurskyi$' out; result $? "names romanizes there"
grep -q '^0.9048 0.0952 0.0000$' out; result $? "belief lets a person die at the given rate"

# ---- install.sh: machines that are pretended by what is first on PATH
fakes=$folder/fakes
tools=$folder/tools
mkdir fakes tools
for tool in awk sh dirname cat env grep; do ln -s "$(command -v $tool)" tools/$tool; done
fake() { # fake NAME (its lines from standard input)
	{ echo "#!$(command -v sh)"; cat; } >"fakes/$1"
	chmod +x "fakes/$1"
}
machine() { # machine LIST: install.sh in that world; what it calls is told in `called`
	: >called
	env -i PATH="$fakes:$tools" CALLED="$folder/called" sh "$source/scripts/install.sh" "$@" >out 2>&1
}
fake dpkg-query <<'S'
case "$*" in *cmake*) [ -e "$CALLED.cmake" ] || exit 1 ;; esac
printf 'install ok installed'
S
fake apt-get <<'S'
echo "apt-get $*" >>"$CALLED"
S
fake id <<'S'
echo 0
S
fake ls <<'S'
exit 0
S
touch called.cmake
machine run; code=$?
[ $code = 0 ] && [ ! -s called ] && [ ! -s out ]; result $? "nothing is done when all is there"
rm called.cmake
machine run; code=$?
[ $code = 0 ] && grep -qx 'apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 cmake' called && [ "$(wc -l <called)" = 1 ]
result $? "root installs what is missing and no more"
fake ls <<'S'
exit 2
S
machine run
[ "$(sed -n 1p called | cut -d' ' -f1,2)" = "apt-get update" ] && sed -n 2p called | grep -q "install.* cmake$"
result $? "lists that are missing are fetched first"
fake id <<'S'
echo 1000
S
machine run; code=$?
[ $code = 2 ] && [ ! -s called ] && grep -qF 'apt-get update && env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 cmake' out
result $? "without root and sudo the exact line is printed, and nothing else is done"
fake sudo <<'S'
echo "sudo" >>"$CALLED"
exec "$@"
S
machine run; code=$?
[ $code = 0 ] && grep -q '^sudo' called && grep -q 'apt-get install.* cmake$' called; result $? "sudo is used where it is"
fake ls <<'S'
exit 0
S
fake apt-get <<'S'
echo "apt-get $*" >>"$CALLED"
case "$1" in install) [ -e "$CALLED.updated" ] || exit 100 ;; update) : >"$CALLED.updated" ;; esac
S
machine run; code=$?
[ $code = 0 ] && [ "$(grep -c 'apt-get install' called)" = 2 ]; result $? "lists that are old are fetched, and it is tried again"
fake apt-get <<'S'
exit 100
S
machine run; [ $? != 0 ]; result $? "what cannot be installed is a failure"
machine everything; [ $? = 2 ]; result $? "an unknown list is wrong usage"
rm fakes/dpkg-query
machine run; code=$?
[ $code = 2 ] && grep -q 'cmake' out; result $? "a machine without dpkg is told what it needs"
exit $failed
