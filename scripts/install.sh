#!/bin/sh
# Installs what is missing of the packages in packages.txt.  usage: install.sh run|test|check
# Nothing is touched when all is there.  Not root: sudo, else the exact line is printed.
set -eu
here=$(dirname "$0")
case "${1:-run}" in
run) wanted=$(awk '$1 == "run" {print $2}' "$here/packages.txt") ;;
test) wanted=$(awk '$1 == "run" || $1 == "test" {print $2}' "$here/packages.txt") ;;
check) wanted=$(awk '$1 == "run" || $1 == "test" || $1 == "check" {print $2}' "$here/packages.txt") ;;
*) echo "install.sh: run, test or check?" >&2; exit 2 ;;
esac
command -v dpkg-query >/dev/null 2>&1 || {
	echo "homeward: this machine has no dpkg; install the equivalents of:" $wanted >&2; exit 2; }
missing=
for package in $wanted; do
	state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
	[ "$state" = "install ok installed" ] && continue
	grep -q "^[a-z]* *$package  *command$" "$here/packages.txt" && command -v "$package" >/dev/null 2>&1 && continue
	missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "homeward: installing$missing" >&2
install="env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300$missing"
update="apt-get update -o DPkg::Lock::Timeout=300"
lists_missing() { ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; }
if [ "$(id -u)" = 0 ]; then as=
elif command -v sudo >/dev/null 2>&1; then as=sudo
else
	echo "homeward: not root and no sudo here; run this as root, then repeat:" >&2
	echo "  apt-get update && $install" >&2
	exit 2
fi
! lists_missing || $as $update >&2
# Lists may be old: one more try after an update.
$as $install >&2 || { $as $update >&2 && $as $install >&2; }
