#!/bin/sh
# Says what is missing on this machine, all of it at once: scripts/prerequisites.sh node go linux
missing=0

lacks() {
  missing=1
  printf '%s\n' "$1" >&2
}

# Whether version $1 (1.26.8) is at least $2 (1.26).
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

node() {
  version=$(command node --version 2>/dev/null | sed 's/^v//')
  if [ -z "$version" ] || ! at_least "$version" 20; then
    lacks "Node.js 20 or newer is needed (${version:-none} is here): https://nodejs.org/en/download, or the package nodejs of your system. It only installs the packages; Node.js 24 itself comes with them."
  fi
  version=$(npm --version 2>/dev/null)
  if [ -z "$version" ] || ! at_least "$version" 10; then
    lacks "npm 10 or newer is needed (${version:-none} is here): it comes with Node.js."
  fi
}

go() {
  version=$(command go env GOVERSION 2>/dev/null | sed 's/^go//')
  if [ -z "$version" ] || ! at_least "$version" 1.26; then
    lacks "Go 1.26 or newer is needed (${version:-none} is here), to build the Kubernetes control plane and the Raft store that the demo and the end-to-end tests run on: https://go.dev/dl"
  fi
}

linux() {
  if [ "$(uname -s)" != Linux ]; then
    lacks "Linux is needed for the demo and the end-to-end tests ($(uname -s) is here): every pod has an address of its own in 127.0.0.0/8."
  elif ! command -v setpriv >/dev/null; then
    printf 'Without setpriv (package util-linux) processes may outlive a test that is killed with SIGKILL.\n' >&2
  fi
}

for requirement in "$@"; do "$requirement"; done
exit $missing
