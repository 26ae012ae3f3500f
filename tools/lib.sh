# shellcheck shell=bash
# What every script in tools/ shares. Use:
#   source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
#   step "building release"; run_logged ...; fail "what happened" "how to go on"
# It goes to the checkout's root, fixes the locale, and knows where the toolchain folder and emcc
# are.

set -euo pipefail
export LC_ALL=C.UTF-8
unset CDPATH

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
toolchain="${ENIG_TOOLCHAIN_DIR:-$root/.toolchain}"
mkdir -p "$toolchain"
toolchain="$(cd "$toolchain" && pwd)"
export ENIG_TOOLCHAIN_DIR="$toolchain"

emcc_version_least=3.1.64
node_version_least=18

step() { printf '%s: %s\n' "${0##*/}" "$*"; }

# fail WHAT HOW: says what failed and how to go on, and ends the script.
fail() {
  printf '\n%s: FAILED: %s\n' "${0##*/}" "$1" >&2
  [ $# -lt 2 ] || printf '%s: to go on: %s\n' "${0##*/}" "$2" >&2
  exit 1
}

# usage: the comment at the head of the script.
usage() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

have() { command -v "$1" > /dev/null 2>&1; }

# version_at_least HAVE LEAST: compares dotted versions, 3.1.69 against 3.1.64.
version_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

node_is_fit() {
  local version
  version="$(node --version 2> /dev/null)" && version_at_least "${version#v}" "$node_version_least"
}

# path_emscripten_root: the folder of a fit emcc on PATH (emsdk, or Debian 13's), or failure. It
# reads the version from Emscripten's own file, which is quicker than starting emcc.
path_emscripten_root() {
  local folder version
  have emcc || return 1
  folder="$(dirname "$(readlink -f "$(command -v emcc)")")"
  read -r version < "$folder/emscripten-version.txt" 2> /dev/null || return 1
  version="${version//\"/}"
  version_at_least "${version%-git}" "$emcc_version_least" || return 1
  printf '%s\n' "$folder"
}

side_emscripten_root() { printf '%s\n' "$toolchain/emscripten/root/usr/share/emscripten"; }

# use_toolchain: what a build needs in its environment.
use_toolchain() {
  if [ -z "${ENIG_EMSCRIPTEN_ROOT:-}" ]; then
    ENIG_EMSCRIPTEN_ROOT="$(path_emscripten_root || side_emscripten_root)"
    export ENIG_EMSCRIPTEN_ROOT
  fi
  # A version manager's python3 costs a tenth of a second for every file; the system's own does not.
  if [ -z "${EMSDK_PYTHON:-}" ] && [ -x /usr/bin/python3 ]; then
    export EMSDK_PYTHON=/usr/bin/python3
  fi
}

# jobs: how many compilers run at once; ENIG_JOBS decides, else the processors.
jobs() { printf '%s\n' "${ENIG_JOBS:-$(nproc)}"; }
