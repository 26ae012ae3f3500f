# shellcheck shell=bash
# Debian's packages, for tools/setup. Two ways in:
#   apt_install PACKAGE…          with apt, onto the machine (root or sudo)
#   private_apt_open SUITE-LINE…  a private apt inside the toolchain folder, for suites that the
#   private_apt download …        machine itself does not use; its own configuration stays as it is
# The mirror's address is read from the machine's own apt sources; none is written here.

# shellcheck disable=SC2154  # toolchain, debian_codename: the caller sets them

apt_retries=(-o Acquire::Retries=5 -o DPkg::Lock::Timeout=600)

# apt_source FOLDER CODENAME: "<mirror> <keyring or ->" of the machine's first main source for the
# release, from one-line files (sources.list, *.list) or deb822 files (*.sources).
apt_source() {
  local folder="$1" codename="$2" files=() file
  for file in "$folder/sources.list" "$folder"/sources.list.d/*.{list,sources}; do
    if [ -f "$file" ]; then files+=("$file"); fi
  done
  [ ${#files[@]} -gt 0 ] || return 1
  awk -v codename="$codename" '
    function offer(uri, suites, key,    part, count, i) {
      if (found || uri !~ /^(https?|mirror|mirror\+[a-z]+|file|copy|tor\+https?):/) return
      count = split(suites, part, /[ \t]+/)
      for (i = 1; i <= count; ++i)
        if (part[i] == codename || part[i] == "stable" || part[i] == "oldstable") {
          print uri, (key ~ /^\// ? key : "-")
          found = 1
          return
        }
    }
    function stanza() {
      if (types ~ /(^| )deb( |$)/ && enabled != "no") offer(uris, suites, key)
      types = uris = suites = key = enabled = ""
    }
    FNR == 1 { stanza() }
    /^[ \t]*#/ { next }
    FILENAME ~ /\.list$/ {
      if ($1 != "deb") next
      line = $0
      key = ""
      if (match(line, /\[[^]]*\]/)) {
        options = substr(line, RSTART + 1, RLENGTH - 2)
        line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
        if (match(options, /signed-by=[^ ]+/)) key = substr(options, RSTART + 10, RLENGTH - 10)
      }
      split(line, word, /[ \t]+/)
      offer(word[2], word[3], key)
      key = ""
      next
    }
    /^[ \t]*$/ { stanza(); next }
    { name = tolower($1); value = $0; sub(/^[^:]*:[ \t]*/, "", value); sub(/[ \t]+$/, "", value) }
    name == "types:" { types = value }
    name == "uris:" { split(value, word, /[ \t]+/); uris = word[1] }
    name == "suites:" { suites = value }
    name == "signed-by:" { key = value }
    name == "enabled:" { enabled = tolower(value) }
    END { stanza(); exit !found }
  ' "${files[@]}"
}

# missing_packages PACKAGE…: those that are not installed, one a line.
missing_packages() {
  local installed
  installed="$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2> /dev/null || true)"
  local package
  for package in "$@"; do
    grep -qx "$package installed" <<< "$installed" || printf '%s\n' "$package"
  done
}

# as_root COMMAND…: as it is for root, else through sudo, which may ask only where somebody can
# answer.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo && [ -t 0 ]; then
    sudo "$@"
  elif have sudo; then
    sudo -n "$@"
  else
    return 1
  fi
}

# Some packages bring a service, and only its program is wanted: while this policy lies there,
# nothing is started that is installed.
service_policy=/usr/sbin/policy-rc.d

# without_services COMMAND…: its exit code is the command's.
without_services() {
  local code=0 is_ours=no
  if [ ! -e "$service_policy" ]; then
    is_ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$service_policy" > /dev/null
    as_root chmod +x "$service_policy"
  fi
  "$@" || code=$?
  if [ "$is_ours" = yes ]; then as_root rm -f "$service_policy"; fi
  return "$code"
}

# keep_from_boot PACKAGE…: the services of these, which have just been installed, do not start with
# the machine either.
keep_from_boot() {
  local package
  have systemctl || return 0
  for package in "$@"; do
    case "$package" in
      nginx-light) as_root systemctl --quiet disable nginx || true ;;
      postgresql | postgresql-[0-9]*) as_root systemctl --quiet disable postgresql || true ;;
    esac
  done
}

apt_install() {
  local log="$toolchain/apt.log" by_hand="run as root: apt-get update && apt-get install -y $*"
  if [ "$(id -u)" != 0 ] && ! have sudo; then
    fail "these packages are missing, and apt needs root: $*" "$by_hand, then start again"
  fi
  step "installing with apt: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${apt_retries[@]}" -qq update \
    < /dev/null > "$log" 2>&1 ||
    fail "apt-get update ($(tail -n 1 "$log"))" "$by_hand, then start again; the log is $log"
  without_services as_root env DEBIAN_FRONTEND=noninteractive apt-get "${apt_retries[@]}" -qq -y \
    -o Dpkg::Options::=--force-confold --no-install-recommends install "$@" \
    < /dev/null >> "$log" 2>&1 ||
    fail "apt-get install ($(grep '^E:' "$log" | tail -n 1))" \
      "$by_hand, then start again; the log is $log"
  keep_from_boot "$@" >> "$log" 2>&1
}

# private_apt_open LINE…: LINE is "deb trixie" or "deb-src sid"; sets up the private apt and reads
# those suites' indexes.
private_apt_open() {
  local source mirror key options line
  source="$(apt_source /etc/apt "$debian_codename")" ||
    fail "no Debian mirror was found in /etc/apt/sources.list or /etc/apt/sources.list.d" \
      "add the line 'deb MIRROR $debian_codename main' there and start again"
  mirror="${source% *}"
  key="${source##* }"
  if [ "$key" = - ] && [ -f /usr/share/keyrings/debian-archive-keyring.gpg ]; then
    key=/usr/share/keyrings/debian-archive-keyring.gpg
  fi
  options=""
  if [ "$key" != - ]; then options="[signed-by=$key] "; fi
  private_apt_folder="$toolchain/apt"
  mkdir -p "$private_apt_folder"/{lists,archives}/partial
  for line in "$@"; do
    printf '%s %s%s %s main\n' "${line% *}" "$options" "$mirror" "${line#* }"
  done > "$private_apt_folder/sources.list"
  private_apt update > "$private_apt_folder/log" 2>&1 ||
    fail "reading $* from $mirror ($(grep '^E:' "$private_apt_folder/log" | tail -n 1))" \
      "see that the mirror can be reached, then start again; the log is $private_apt_folder/log"
}

# Signatures are checked as ever, but not a Release file's age: a mirror may be a snapshot that
# stands still, and what is taken from it is pinned to a version or line of versions anyway.
private_apt() { private_apt_tool apt-get -qq "$@"; }

private_apt_tool() {
  local tool="$1" folder="$private_apt_folder"
  shift
  "$tool" "${apt_retries[@]}" \
    -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=- \
    -o Dir::State::lists="$folder/lists" -o Dir::State::status=/dev/null \
    -o Dir::Cache::archives="$folder/archives" -o Dir::Cache::pkgcache= \
    -o Dir::Cache::srcpkgcache= \
    -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User= -o APT::Get::List-Cleanup=false "$@"
}
