# The front door. Each target does its own set-up and can be run twice; `make help` lists them.

SYSTEM_PATH := $(PATH)
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
# Jest needs it for ES modules.
JEST := NODE_OPTIONS='--experimental-vm-modules --disable-warning=ExperimentalWarning' jest $(if $(ONLY),--testPathPatterns $(ONLY))
SOURCES := $(shell find src -name '*.ts') scripts/build.ts package-lock.json
# What a real cluster loads; OPERATOR_IMAGE names another one.
OPERATOR_ARCHIVE := $(or $(OPERATOR_IMAGE),dist/image.tar)

MAKEFLAGS += --no-print-directory --no-builtin-rules
.DEFAULT_GOAL := help
.PHONY: help dashboard picture image e2e-container cluster e2e-cluster demo test test-long check unit e2e e2e-versions contract fixtures-compare simulate soak exhaustive planted told conformance bench page-picture build generate format install clean needs-node needs-all

help: ## Show this.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: needs-all install dist/operator.js $(if $(filter real,$(NODE)),$(OPERATOR_ARCHIVE)) ## Show the main job on real parts, in about a minute; KEEP=1 leaves it running, NODE=real takes two real nodes.
	@node test/demo/main.ts

picture: needs-all install dist/operator.js ## Play the demo and draw what it prints: docs/pictures/demo.svg.
	@node test/demo/picture/main.ts

test: needs-all install ## Run everything that guards a change: checks, unit tests, end-to-end tests, demo.
	@node scripts/test.ts

check: needs-node install ## Formatting, lint and dependency rule, types, unused code, generated files; within a minute.
	@node scripts/check.ts

unit: needs-node install ## Unit tests, within a minute; ONLY=quorum runs the files whose path matches.
	@$(JEST) --selectProjects unit

e2e: needs-all install dist/operator.js ## End-to-end tests; ONLY=… as above.
	@$(JEST) --selectProjects e2e --runInBand

e2e-container: needs-all install dist/operator.js ## The operator’s image in containers, locked down as in production (an engine, or Linux and root).
	@scripts/with-engine.sh sh -c 'node scripts/image/main.ts && $(JEST) --selectProjects container'

e2e-versions: needs-all install dist/operator.js ## The end-to-end tests' core on every supported Kubernetes version; KUBERNETES=1.36 on that one.
	@node scripts/e2e-versions.ts $(KUBERNETES)

dashboard: needs-all install dist/operator.js ## Draw every panel of the dashboard from a real Prometheus, in about three minutes: dist/dashboard.
	@node test/dashboard/main.ts

image: needs-node install dist/operator.js ## The operator’s image, in the container engine and as dist/image.tar; ARCH=arm64 for that one.
	@scripts/with-engine.sh node scripts/image/main.ts $(if $(ARCH),--architecture=$(ARCH))

cluster: needs-all install $(OPERATOR_ARCHIVE) ## A real Kubernetes cluster of two nodes with the operator on it (Linux, root); KEEP=1 leaves it running.
	@node test/cluster/main.ts

e2e-cluster: needs-all install $(OPERATOR_ARCHIVE) ## End-to-end scenarios and failover on that cluster; ONLY='^HA' plays those whose title matches.
	@node test/cluster/e2e.ts '$(ONLY)'

contract: $(if $(ARC),needs-node,needs-all) install ## Judge arcd by the contract of Arc's admin API; ARC=http://…,http://… [TOKEN=…] judges that cluster.
	@node test/stores/arc/contract/contract.check.ts

fixtures-compare: needs-all install ## Replay Arc's recorded answers, of the shared folder, against the test node and list what differs; ONLY=quorum plays the situations with that in their name.
	@node test/stores/arc/fixtures/compare.ts '$(ONLY)'

simulate: needs-node install ## Simulation: the scenarios, 5,000 random seeds, a crash at every point; about ten minutes.
	@node test/simulation/scenarios/main.ts
	@node test/simulation/search/random.ts --seeds=$(or $(SEEDS),5000) --from=$(or $(FROM),1)
	@node test/simulation/crash/main.ts
	@node test/simulation/guarded/main.ts

soak: needs-node install ## Simulation: random seeds for the night; SEEDS=1000000 FROM=5001.
	@node test/simulation/search/random.ts --seeds=$(or $(SEEDS),1000000) --from=$(or $(FROM),5001)

exhaustive: needs-node install ## Simulation: small scopes without gaps, stale caches, notifications that never come, pairs of crashes; about an hour.
	@node test/simulation/exhaustive/main.ts
	@node test/simulation/exhaustive/min-safe-replicas.ts
	@node test/simulation/stale/main.ts
	@node test/simulation/unobserved/main.ts
	@node test/simulation/crash/main.ts --pairs

planted: needs-node install ## Plant defects in the operator, one at a time, and show which search finds each.
	@node test/simulation/planted/main.ts

told: needs-all install ## What the stories of the simulation tell people and their tools; UPDATE_GOLDEN=1 writes the files to review.
	@node test/simulation/told/main.ts

conformance: needs-all install dist/operator.js ## Play the fault-free scenarios in simulation and on the real control plane, and compare; ONLY=6 plays one.
	@node test/simulation/conformance/main.ts

test-long: needs-all install dist/operator.js ## What takes too long for every change: recorded answers, conformance, exhaustive searches, planted defects, a real cluster; two and a half hours.
	@node scripts/test-long.ts

bench: needs-all install dist/operator.js ## Measure footprint, idle requests, the scale-down guard and how fresh its floor is on the test bed; about twelve minutes.
	@node bench/footprint.ts
	@node bench/idle-requests.ts
	@node bench/guard.ts
	@node bench/floor-freshness.ts

build: needs-node install dist/operator.js ## Bundle the operator into dist/operator.js.

page-picture: needs-node install ## Draw the picture of the status page in docs/, with Chromium.
	@node test/page/picture.ts

generate: needs-node install ## Write the CustomResourceDefinition and the reference pages from src/api.
	@node scripts/generate.ts

format: needs-node install ## Format every file.
	@prettier --write --log-level warn .

install: needs-node ## Install the packages, if package-lock.json has changed.
	@PATH='$(SYSTEM_PATH)' scripts/install.sh

clean: ## Remove what is built and installed here; the test bed's binaries stay in the cache of the user.
	@rm -rf dist node_modules

dist/image.tar: $(SOURCES) Dockerfile | install
	@$(MAKE) image

dist/operator.js: $(SOURCES) | install
	@node scripts/build.ts

needs-node:
	@PATH='$(SYSTEM_PATH)' scripts/prerequisites.sh node

needs-all:
	@PATH='$(SYSTEM_PATH)' scripts/prerequisites.sh node go linux
