# What a newcomer types. "make help" says what there is.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
LDFLAGS := -s -w -X main.version=$(VERSION)
# DuckDB's symbols are of no use to others: hidden, they and what only they hold go.
ifeq ($(shell uname -s),Linux)
LDFLAGS += -extldflags "-Wl,--gc-sections -Wl,--exclude-libs,ALL"
endif
# Pages of a library that nobody looks at, for which the linker would keep every method of every type.
TAGS    := grpcnotrace
TEMPL   := go tool templ
PORT    ?= 8080
# One set of flags for all, so that what was compiled for one is there for the next.
export GOFLAGS ?= -trimpath

# Tests are linked without what only a debugger reads, and vetted once, by check.
TEST := go test -vet=off -ldflags='-s -w'

# Where tests note what they could not do for want of a program or of files.
export NOT_TESTED := $(CURDIR)/bin/not-tested.txt

# The short form always draws the same cases; make soak draws others each time.
test unit e2e: export RAPID_SEED ?= 20260701

.PHONY: help build deb run test check unit e2e bench soak oracles generate tools audit clean

help: ## this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

build: bin/airial ## one binary, bin/airial

bin/airial: web/dist/app.css FORCE
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o $@ ./cmd/airial

FORCE:

web/dist/app.css: web/node_modules/.package-lock.json $(shell find web/src -type f 2>/dev/null) web/build.mjs
	cd web && npm run --silent build
	@touch $@

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --silent
	@touch $@

deb: build ## a Debian package of bin/airial, in dist/
	deploy/deb/build

run: build ## Airial with a demonstration département, on http://localhost:8080
	bin/airial demo --data var
	bin/airial serve --data var --listen localhost:$(PORT)

test: tools build check ## everything, in its short form
	$(TEST) -race -timeout 12m $$(.ci/raced yes)
	$(TEST) -timeout 25m -parallel 3 ./e2e/... $$(.ci/raced no) # the browser waits, others work meanwhile
	@[ ! -s $(NOT_TESTED) ] || { echo 'NOT TESTED here:'; sort -u $(NOT_TESTED); }

check: web/node_modules/.package-lock.json ## gofmt, vet, staticcheck, types, generated files
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo 'gofmt would change these'; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	cd web && npm test --silent
	@.ci/generated

unit: ## the tests of every room, on SQLite and PostgreSQL; with the race detector where much goes on at once
	$(TEST) -race -timeout 12m $$(.ci/raced yes)
	$(TEST) -timeout 12m $$(.ci/raced no)

e2e: build ## the whole system, from outside, with a real browser
	$(TEST) -timeout 15m ./e2e/...

soak: build ## the full form: long properties and fuzzing (SOAK=seconds for each fuzz target)
	.ci/soak

oracles: build ## our answers beside those of independent programs
	oracles/run

bench: build ## figures, each with the limit or the peer that it stands against
	bench/run

audit: ## known mistakes in our code and in what it stands on (gosec, govulncheck)
	.ci/audit

generate: ## pages from their templates
	$(TEMPL) generate

tools: ## what the tests need beside Go and Node: Debian packages, when run as root
	@mkdir -p bin && rm -f $(NOT_TESTED)
	@.ci/tools

clean:
	rm -rf bin web/dist/* web/node_modules
