package table

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/generation"
)

// record is a listener that writes down what it hears.
type record []string

func (r *record) NodeAdded(node Node)   { *r = append(*r, "+"+node.ID) }
func (r *record) NodeRemoved(id string) { *r = append(*r, "-"+id) }

func apply(t *testing.T, nodes *Table, command []byte) {
	t.Helper()
	if err, failed := nodes.Apply(&raft.Log{Data: command}).(error); failed {
		t.Fatal(err)
	}
}

// sink keeps a snapshot in memory.
type sink struct{ bytes.Buffer }

func (*sink) ID() string    { return "memory" }
func (*sink) Cancel() error { return nil }
func (*sink) Close() error  { return nil }

func TestOnlyGenerationBShowsARestoredSnapshotToTheRegistry(t *testing.T) {
	for g, wanted := range map[generation.Generation][]string{
		generation.A: {"+gone"},
		generation.B: {"+gone", "-gone", "+kept"},
	} {
		source := New(&record{}, g)
		apply(t, source, AddCommand(Node{ID: "kept"}))
		taken, err := source.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		var written sink
		if err := taken.Persist(&written); err != nil {
			t.Fatal(err)
		}

		var heard record
		target := New(&heard, g)
		apply(t, target, AddCommand(Node{ID: "gone"}))
		if err := target.Restore(io.NopCloser(&written)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(heard, wanted) {
			t.Errorf("generation %s: the registry heard %v, not %v", g, heard, wanted)
		}
		if _, found := target.Node("gone"); found {
			t.Errorf("generation %s: the table kept what the snapshot lacks", g)
		}
		if _, found := target.Node("kept"); !found {
			t.Errorf("generation %s: the table lacks what the snapshot has", g)
		}
	}
}

func TestAnEntryThatIsNoCommandIsAnError(t *testing.T) {
	nodes := New(&record{}, generation.A)
	for _, wrong := range []string{"", "{}", `{"type":"add_node"}`} {
		if _, failed := nodes.Apply(&raft.Log{Data: []byte(wrong)}).(error); !failed {
			t.Errorf("%q was applied", wrong)
		}
	}
	if err := nodes.Restore(io.NopCloser(strings.NewReader("no snapshot"))); err == nil {
		t.Error("restored from nothing")
	}
}
