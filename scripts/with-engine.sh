#!/bin/sh
# Runs a command with a container engine: scripts/with-engine.sh make image
# It is the one that answers; else Debian's, in a folder of its own, for as long as the command runs (root, and apt-get where
# it is not installed), and the command is told to skip nothing: CONTAINER_ENGINE=required. Where neither is to be had it
# runs without, unless that is said from outside.
set -u

answers() {
  command -v docker >/dev/null && docker version >/dev/null 2>&1
}

installed() {
  command -v dockerd >/dev/null && command -v docker >/dev/null
}

# Debian's engine and client, which later releases have as a package of its own; without what they merely recommend.
install() {
  for package in docker.io docker-cli; do
    installed || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $package >/dev/null 2>&1
  done
  installed
}

# Why there can be none; empty: there can.
obstacle() {
  if [ "$(uname -s)" != Linux ]; then echo 'none answers, and one is brought up on Linux only'
  elif [ "$(id -u)" != 0 ]; then echo 'none answers, and only root can bring one up'
  elif installed; then return
  elif ! command -v apt-get >/dev/null; then echo 'none answers, and there is no apt-get to install one'
  elif ! { install || { apt-get update -qq >/dev/null 2>&1 && install; }; }; then echo 'apt-get cannot install docker.io'
  fi
}

start() {
  # Sockets have short paths.
  folder=$(mktemp -d /tmp/engine.XXXXXX)
  export DOCKER_HOST="unix://$folder/docker.sock"
  # In a session of its own, so that Ctrl-C lets the command clean up before the engine goes.
  setsid dockerd --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/docker.pid" -H "$DOCKER_HOST" \
    >"$folder/log" 2>&1 &
  engine=$!
  trap stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  tries=0
  until docker version >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 120 ] || ! kill -0 $engine 2>/dev/null; then
      tail -n 20 "$folder/log" >&2
      return 1
    fi
    sleep 0.5
  done
}

stop() {
  trap - EXIT
  kill $engine 2>/dev/null
  wait $engine 2>/dev/null
  # What a container of a command that was killed has left mounted.
  grep -o " $folder[^ ]*" /proc/mounts | sort -r | while read -r mounted; do umount "$mounted" 2>/dev/null; done
  rm -rf "$folder"
}

# With an engine nothing may be skipped for the want of one.
if answers; then CONTAINER_ENGINE=required exec "$@"; fi
reason=$(obstacle)
if [ -z "$reason" ]; then
  start && { CONTAINER_ENGINE=required "$@"; exit $?; }
  reason='the engine did not start'
fi
echo "no container engine: $reason" >&2
if [ "${CONTAINER_ENGINE:-}" = required ]; then exit 1; fi
export CONTAINER_ENGINE_MISSING="$reason"
"$@"
