// Package registry is one node's own, unreplicated idea of its peers and their health.
package registry

import (
	"sync"
	"time"

	"raftcluster.dev/testbed/arcd/internal/clock"
	"raftcluster.dev/testbed/arcd/internal/table"
)

// Entry is one node as this node knows it. Zero times mean "never".
type Entry struct {
	table.Node
	State         State
	StartedAt     time.Time
	JoinedAt      time.Time
	LastHeartbeat time.Time
	FailedChecks  int
}

// Registry is fed by the replicated table, by heartbeats and by leave notices. It is never
// reconciled with the Raft configuration, so the two can disagree, as in Arc. It keeps true times,
// so that health follows the passing of time, and shows those of the node's own clock.
type Registry struct {
	local Entry
	clock *clock.Clock

	mu      sync.RWMutex
	entries map[string]Entry
}

// New makes a registry that knows only the local node.
func New(local table.Node, startedAt time.Time, wall *clock.Clock) *Registry {
	entry := Entry{Node: local, State: Healthy, StartedAt: startedAt, JoinedAt: time.Now()}
	return &Registry{local: entry, clock: wall, entries: map[string]Entry{local.ID: entry}}
}

// Local is what the node knows of itself, whatever the cluster thinks of it.
func (r *Registry) Local() Entry {
	return r.shown(r.local)
}

// Entries lists all nodes in no particular order: Arc's answers have none.
func (r *Registry) Entries() []Entry {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := make([]Entry, 0, len(r.entries))
	for _, entry := range r.entries {
		all = append(all, r.shown(entry))
	}
	return all
}

// Entry returns the entry of id.
func (r *Registry) Entry(id string) (Entry, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	entry, found := r.entries[id]
	return r.shown(entry), found
}

func (r *Registry) shown(e Entry) Entry {
	e.StartedAt, e.JoinedAt = r.clock.Show(e.StartedAt), r.clock.Show(e.JoinedAt)
	e.LastHeartbeat = r.clock.Show(e.LastHeartbeat)
	return e
}

// Peers lists all nodes but the local one.
func (r *Registry) Peers() []Entry {
	var peers []Entry
	for _, entry := range r.Entries() {
		if entry.ID != r.local.ID {
			peers = append(peers, entry)
		}
	}
	return peers
}

// NodeAdded registers a node afresh. It starts as healthy without a heartbeat, also when it was
// known before and is dead: Arc forgets what it knew.
func (r *Registry) NodeAdded(node table.Node) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries[node.ID] = Entry{Node: node, State: Healthy, StartedAt: time.Now()}
}

// NodeRemoved drops a node. A node never drops itself: a removed node that still runs lists itself.
func (r *Registry) NodeRemoved(id string) {
	if id == r.local.ID {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.entries, id)
}

// Heard stamps a heartbeat of id; an unregistered sender is ignored.
func (r *Registry) Heard(id string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if entry, found := r.entries[id]; found {
		entry.LastHeartbeat = now
		r.entries[id] = entry
	}
}
