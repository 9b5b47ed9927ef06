#!/usr/bin/env bash
# Gradescope runs this once, when it makes the image: it gets Go and builds the
# checker. The zip holds this file and run_autograder at its top, and beside them
# the workshop.
set -euo pipefail
: "${AUTOGRADER:=/autograder}"
: "${GO_VERSION:=1.26.0}"

if ! command -v go >/dev/null; then
	apt-get update
	apt-get install -y --no-install-recommends ca-certificates curl git
	curl -fsSL "https://go.dev/dl/go$GO_VERSION.linux-amd64.tar.gz" | tar -C /usr/local -xz
	ln -sf /usr/local/go/bin/go /usr/local/bin/go
fi
cd "$AUTOGRADER/source"
go build -o "$AUTOGRADER/checker" ./checker
