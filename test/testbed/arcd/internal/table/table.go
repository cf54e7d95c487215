package table

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"sync"

	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/generation"
)

// Listener hears of each change after it was applied on this node.
type Listener interface {
	NodeAdded(Node)
	NodeRemoved(id string)
}

// Table implements raft.FSM. It is independent of the Raft configuration: each of the two can
// list a node that the other does not know.
type Table struct {
	listener   Listener
	generation generation.Generation

	mu    sync.RWMutex
	nodes map[string]Node
}

// New makes an empty table that reports changes to listener.
func New(listener Listener, g generation.Generation) *Table {
	return &Table{listener: listener, generation: g, nodes: map[string]Node{}}
}

// Node returns the entry of id.
func (t *Table) Node(id string) (Node, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	node, found := t.nodes[id]
	return node, found
}

// Cores is the sum over all entries, dead ones included: Arc's licence limit counts like this.
func (t *Table) Cores() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	sum := 0
	for _, node := range t.nodes {
		sum += node.Cores
	}
	return sum
}

type commandType string

const (
	addNode    commandType = "add_node"
	removeNode commandType = "remove_node"
)

type command struct {
	Type   commandType `json:"type"`
	Node   *Node       `json:"node,omitempty"`
	NodeID string      `json:"node_id,omitempty"`
}

// AddCommand encodes the log entry that adds or replaces a node.
func AddCommand(node Node) []byte {
	return encode(command{Type: addNode, Node: &node})
}

// RemoveCommand encodes the log entry that removes a node; removing an unknown id changes nothing.
func RemoveCommand(id string) []byte {
	return encode(command{Type: removeNode, NodeID: id})
}

func encode(c command) []byte {
	encoded, err := json.Marshal(c)
	if err != nil {
		panic(err) // a struct of strings and numbers always encodes
	}
	return encoded
}

// Apply executes one committed command and returns an error when it is none.
func (t *Table) Apply(entry *raft.Log) any {
	var c command
	if err := json.Unmarshal(entry.Data, &c); err != nil {
		return fmt.Errorf("log entry %d: %w", entry.Index, err)
	}
	switch {
	case c.Type == addNode && c.Node != nil:
		t.mu.Lock()
		t.nodes[c.Node.ID] = *c.Node
		t.mu.Unlock()
		t.listener.NodeAdded(*c.Node)
	case c.Type == removeNode:
		t.mu.Lock()
		delete(t.nodes, c.NodeID)
		t.mu.Unlock()
		t.listener.NodeRemoved(c.NodeID)
	default:
		return fmt.Errorf("log entry %d: unknown command %q", entry.Index, c.Type)
	}
	return nil
}

// Snapshot copies the table, so that Raft can write it while commands go on.
func (t *Table) Snapshot() (raft.FSMSnapshot, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return snapshot(maps.Clone(t.nodes)), nil
}

// Restore replaces the table. In generation A the listener is not told: the registry keeps what the
// snapshot dropped and lacks what it brought (Arc issues 807 and 847).
func (t *Table) Restore(source io.ReadCloser) error {
	defer source.Close()
	restored := map[string]Node{}
	if err := json.NewDecoder(source).Decode(&restored); err != nil {
		return err
	}
	t.mu.Lock()
	previous := t.nodes
	t.nodes = restored
	t.mu.Unlock()
	if t.generation.RegistersRestored() {
		t.announce(previous, restored)
	}
	return nil
}

func (t *Table) announce(previous, restored map[string]Node) {
	for id := range previous {
		if _, kept := restored[id]; !kept {
			t.listener.NodeRemoved(id)
		}
	}
	for _, node := range restored {
		t.listener.NodeAdded(node)
	}
}

type snapshot map[string]Node

func (s snapshot) Persist(sink raft.SnapshotSink) error {
	if err := json.NewEncoder(sink).Encode(s); err != nil {
		sink.Cancel()
		return err
	}
	return sink.Close()
}

func (snapshot) Release() {}
