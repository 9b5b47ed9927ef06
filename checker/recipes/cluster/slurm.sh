#!/bin/bash
# A Slurm array that grades a class in eight parts. In the workshop:
#   sbatch --export=ALL,CLASS=/home/me/handed-in,OUT=/home/me/grades checker/recipes/cluster/slurm.sh
# and when all parts are done, checker report merge "$OUT"/shard-*.json > class.json
#SBATCH --job-name=checker
#SBATCH --array=0-7
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=02:00:00
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-.}"
export SEED="${SEED:-$SLURM_ARRAY_JOB_ID}" # the same for all parts
exec sh checker/recipes/cluster/shard.sh "$SLURM_ARRAY_TASK_ID" "$SLURM_ARRAY_TASK_COUNT" "${CLASS:?the folder of what was handed in}" "${OUT:?the folder for the results}"
