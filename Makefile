# Two commands are enough: `make run` and `make test`.  The rest: `make help`.
.POSIX:
.PHONY: help build ui ui-pictures picture run test check bench bench-exchange bench-names bench-search bench-trace bench-estimation bench-law docs clean install

help:
	@sed -n 's/^## //p' Makefile

## make run           install what is missing, build, load the founding example, print the briefing, serve it
## make run SERVE=0   the same without serving
## make run FRESH=1   begin the training bureau anew; the one before is set aside, not deleted
run:
	@sh scripts/run.sh

## make ui-pictures   ui/e2e/kept, how the main screens look (needs chromium; look at them before they are committed)
ui-pictures: build
	@HOMEWARD_WRITE=1 sh tests/scenario/browser_test.sh "$$PWD/build/homeward" "$$PWD"

## make test          install what is missing, build with warnings as errors, run every test, also under sanitizers
test:
	@sh scripts/test.sh

## make build         only the program: build/homeward
build:
	@sh scripts/build.sh

## make ui            ui/dist, the browser application, from ui/ (needs npm; make test compares it with what is committed)
ui:
	@sh scripts/ui.sh

## make check         clang-format, clang-tidy and cppcheck (installs them)
check:
	@sh scripts/check.sh

## make bench         the measurements of bench/README.md
bench:
	@sh bench/run.sh

## make bench-exchange   packages: our solver beside cbc, GLPK and HiGHS (minutes)
bench-exchange:
	@sh bench/exchange/run.sh

## make bench-names   names on public sets, peers in the same run (DATA=folder, default ../shared/data/linkage)
bench-names:
	@sh bench/names/run.sh $(DATA)

## make bench-search  search by name beside SQLite, PostgreSQL and rapidfuzz (DATA=folder of the open test sets)
bench-search: build
	@sh bench/search/run.sh

## make bench-estimation   belief and census: seconds, recorded figures of other programs, coverage (minutes; DATA=../shared/data)
bench-estimation:
	@for script in bench/estimation/*.sh; do sh $$script || exit 1; done

## make bench-law     a million facts by 60 rules, and again when some changed (seconds)
bench-law:
	@sh bench/law/run.sh

## make bench-trace   tracing beside Splink and recordlinkage (DATA=folder of open data sets; downloads both)
bench-trace:
	@sh bench/trace/run.sh "$${DATA:-../shared/data}"

## make picture       docs/briefing.png as a browser shows it (needs chromium)
picture: build
	@sh scripts/picture.sh

## make docs          docs/interview.md and docs/formats.md from the program's own output
docs:
	@sh scripts/docs.sh

## make install       build and install under PREFIX (default /usr/local)
install: build
	@cmake --install build/release --prefix $${PREFIX:-/usr/local}

## make clean         remove build/; what was judged in run/ stays (rm -rf run when it may go)
clean:
	@rm -rf build
