#!/bin/sh
# Installs the packages of package-lock.json, unless exactly those are installed.
set -eu
installed=node_modules/.installed-package-lock.json
cmp -s package-lock.json "$installed" && exit 0
echo 'installing the packages of package-lock.json: about half a minute'
npm ci --loglevel=error
cp package-lock.json "$installed"
