#!/bin/sh
# Fails when a module includes what the house does not allow.  The allowed arrows are
# the homeward_module() lines of CMakeLists.txt.  Also fails when a public header is not
# src/<module>/<module>.h, and when an engine reaches for a file, a process or the clock.
# usage: check_arrows.sh ROOT
set -eu
cd "${1:-.}"
awk '
FNR == 1 { file = FILENAME }
file == "CMakeLists.txt" {
    if ($1 ~ /^homeward_module\(/) {
        name = $1; sub(/^homeward_module\(/, "", name); uses = 0
        known[name] = 1
        for (i = 2; i <= NF; i++) {
            word = $i; gsub(/[()]/, "", word)
            if (word == "USES") uses = 1
            else if (word == "LIBRARIES" || word == "DATA") uses = 0
            else if (uses) allowed[name, word] = 1
        }
    }
    next
}
FNR == 1 {
    split(file, part, "/"); module = part[2]
    if (!(module in known)) { print file ": module \"" module "\" is not in CMakeLists.txt"; bad++ }
    if (file ~ /\.h$/ && file !~ /_int\.h$/ && part[3] != module ".h") {
        print file ": a header is " module "/" module ".h (public) or ends in _int.h"; bad++
    }
    engine = module ~ /^(names|trace|belief|census|exchange|law)$/
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\""); n = split(quoted[2], path, "/")
    if (n != 2) { print file ":" FNR ": include as \"module/header.h\""; bad++; next }
    arrows++
    if (path[1] != module && !((module, path[1]) in allowed)) { print file ":" FNR ": " module " may not include " path[1]; bad++ }
    else if (path[1] != module && path[2] != path[1] ".h") { print file ":" FNR ": only " path[1] "/" path[1] ".h is public"; bad++ }
}
engine && /(^|[^a-z_])(fopen|printf|fprintf|puts|time|clock_gettime|system|popen|fork|getenv|hw_clock_now)[ ]*\(/ {
    print file ":" FNR ": an engine is pure: " $0; bad++
}
END {
    if (bad) { print "not ok arrows: " bad " against the house"; exit 1 }
    print "ok arrows: " arrows " includes follow the house"
}' CMakeLists.txt $(find src -name '*.[ch]' | LC_ALL=C sort)
