#!/bin/sh
# Grades part I of N of a class, counted from 0, in the workshop that is the
# present folder:
#   shard.sh I N HANDED-IN OUT
# It leaves OUT/shard-I.json. Started again, it goes on where it was ended. When
# all parts are there:
#   checker report merge OUT/shard-*.json > class.json
#   checker report class class.json > class.html
# SEED is a number, the same for all parts: so they are what the whole would be.
# GRADE_FLAGS are more words for grade, such as --trust or "--lessons 1-5".
set -eu
i=$1 n=$2 dir=$3 out=$4

mkdir -p "$out"
part=$out/.shard-$i.part
status=0
# shellcheck disable=SC2086 # they are words
"${CHECKER:-checker}" grade "$dir" --shard "$i/$n" --seed "${SEED:?a number, the same for all parts}" --out "$out/grades-$i" --json ${GRADE_FLAGS:-} >"$part" || status=$?
if [ ! -s "$part" ]; then
	rm -f "$part"
	exit "$status"
fi
mv "$part" "$out/shard-$i.json" # also with status 3: some could not be judged, and the file says which
