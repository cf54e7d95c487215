#!/bin/sh
# Lays out what the image adds to its base, a folder a layer in /layers; runs in the Dockerfile's build stage, also in busybox:
#   lay-out.sh source|context [amd64|arm64]
set -eu
umask 022

case "${2:-$(uname -m)}" in
  amd64 | x86_64) cpu=x64 ;;
  arm64 | aarch64) cpu=arm64 ;;
  *) echo "there is no Node.js for ${2:-$(uname -m)} in package-lock.json" >&2 && exit 1 ;;
esac
case "$1" in
  # Node.js as package-lock.json pins it: the one that all tests run on.
  source) bundle=dist node=node_modules/node-linux-$cpu/bin/node ;;
  context) bundle=dist/image node=dist/image/node ;;
esac

mkdir -p /nodejs/bin /operator/compile-cache
cp "$node" /nodejs/bin/node
# As .mjs: nobody has to look for a package.json, or at the text, to know that it is a module.
cp "$bundle/operator.js" /operator/operator.mjs
cp "$bundle/operator.js.LEGAL.txt" LICENSE /operator/
chmod 755 /nodejs/bin/node

# The bundle compiled, for the version, architecture and flags of the image's Node.js: the same as in its ENTRYPOINT. A seed
# makes the cache the same each time; it seeds nothing at run time. For another architecture than this there is none.
if /nodejs/bin/node --version >/dev/null 2>&1; then
  NODE_COMPILE_CACHE=/operator/compile-cache /nodejs/bin/node --random-seed=1 --max-semi-space-size=1 \
    --optimize-for-size --v8-pool-size=1 --no-wasm-tier-up --no-wasm-dynamic-tiering /operator/operator.mjs --help \
    >/dev/null
  # Node.js looks for it under the number of its user.
  for folder in /operator/compile-cache/*; do mv "$folder" "${folder%-*}-65532"; done
else
  echo "no compile cache: Node.js for $cpu does not run on this machine" >&2
fi

# The same contents give the same layers, whenever they are built. Below folders of their own: those that COPY names it dates
# itself.
mkdir -p /layers/node /layers/operator
mv /nodejs /layers/node/
mv /operator /layers/operator/
chmod -R a+rX,go-w /layers
find /layers -exec touch -h -d @0 {} +
