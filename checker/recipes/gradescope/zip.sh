#!/usr/bin/env bash
# Makes autograder.zip for Gradescope from the workshop that this file lies in:
#   checker/recipes/gradescope/zip.sh autograder.zip [LESSON...]
set -euo pipefail
zip=$(realpath -m "${1:?the name of the zip}")
shift
recipe=$(cd "$(dirname "$0")" && pwd)
cd "$recipe/../../.."

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -r go.mod go.sum lessons solutions checker "$staging"
mkdir "$staging/testdata"
cp -r testdata/strftime testdata/struct "$staging/testdata"
cp "$recipe/setup.sh" "$recipe/run_autograder" "$staging"
printf '%s\n' "$@" >"$staging/LESSONS"
rm -f "$zip"
cd "$staging" && zip -qry "$zip" .
