package consensus

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"raftcluster.dev/testbed/arcd/internal/generation"
	"raftcluster.dev/testbed/arcd/internal/link"
	"raftcluster.dev/testbed/arcd/internal/names"
	"raftcluster.dev/testbed/arcd/internal/table"
)

// deaf is a listener that does not listen.
type deaf struct{}

func (deaf) NodeAdded(table.Node) {}
func (deaf) NodeRemoved(string)   {}

// lead starts a cluster of one of generation B and waits until it leads. Members that join it never run.
func lead(t *testing.T) (*Core, *table.Table) {
	t.Helper()
	t.Parallel()
	nodes := table.New(deaf{}, generation.B)
	core, err := Start(Options{
		NodeID: "writer", BindAddr: "127.0.0.1:0", Advertise: "127.0.0.1:9", DataDir: t.TempDir(),
		Bootstrap: true, TimeScale: 0.5, Generation: generation.B,
		Links: link.New("writer", names.Resolver{}), LogLevel: "off", LogOutput: io.Discard,
	}, nodes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(core.Stop)
	eventually(t, "the only node leads", core.IsLeader)
	if err := core.AddNode(table.Node{ID: "writer", Role: "writer"}); err != nil {
		t.Fatal(err)
	}
	return core, nodes
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatal("never came true: " + what)
}

func admit(t *testing.T, core *Core, node table.Node, address string) {
	t.Helper()
	if err := core.Join(node, address); err != nil {
		t.Fatal(err)
	}
	if err := core.AddNode(node); err != nil {
		t.Fatal(err)
	}
}

func TestTheLastVoterCannotBeRemoved(t *testing.T) {
	core, _ := lead(t)
	admit(t, core, table.Node{ID: "reader", Role: "reader"}, "127.0.0.1:10")
	if err := core.RemoveServer("writer"); err == nil || !strings.HasPrefix(err.Error(), "need at least one voter in configuration") {
		t.Errorf("removing the last voter ended with %v", err)
	}
}

func TestEachHalfOfARemovalLeavesTheOtherStoreAlone(t *testing.T) {
	core, nodes := lead(t)
	for id, address := range map[string]string{"one": "127.0.0.1:11", "two": "127.0.0.1:12"} {
		admit(t, core, table.Node{ID: id, Role: "reader"}, address)
	}
	if err := core.RemoveServer("one"); err != nil {
		t.Fatal(err)
	}
	if _, listed := nodes.Node("one"); !listed || core.IsConfigured("one", "127.0.0.1:11") {
		t.Error("one is to be in the table and not in the configuration")
	}
	if err := core.RemoveFromTable("two"); err != nil {
		t.Fatal(err)
	}
	if _, listed := nodes.Node("two"); listed || !core.IsConfigured("two", "127.0.0.1:12") {
		t.Error("two is to be in the configuration and not in the table")
	}
}

func TestTwoIdsCannotShareAnAddress(t *testing.T) {
	core, _ := lead(t)
	admit(t, core, table.Node{ID: "old", Role: "reader"}, "127.0.0.1:13")
	err := core.Join(table.Node{ID: "new", Role: "reader"}, "127.0.0.1:13")
	if err == nil || !strings.Contains(err.Error(), "found duplicate address in configuration") {
		t.Errorf("a second id at one address ended with %v", err)
	}
}

func TestMembershipShowsWhoLacksARoleAndWhoHasTheWrongSuffrage(t *testing.T) {
	core, _ := lead(t)
	admit(t, core, table.Node{ID: "reader", Role: "reader"}, "127.0.0.1:14")
	if err := core.Join(table.Node{ID: "half", Role: "compactor"}, "127.0.0.1:15"); err != nil {
		t.Fatal(err)
	}
	// As in a cluster that was upgraded: the table learns of another role, the suffrage stays.
	if err := core.AddNode(table.Node{ID: "writer", Role: "reader"}); err != nil {
		t.Fatal(err)
	}
	members, err := core.Membership()
	if err != nil {
		t.Fatal(err)
	}
	wanted := []Member{
		{ID: "writer", Suffrage: "voter", Role: "reader", Resolved: true, Expected: "nonvoter"},
		{ID: "reader", Suffrage: "nonvoter", Role: "reader", Resolved: true, Expected: "nonvoter"},
		{ID: "half", Suffrage: "nonvoter"},
	}
	if !slices.Equal(members, wanted) {
		t.Errorf("members\n got %+v\nwant %+v", members, wanted)
	}
	if members[0].Matches() || !members[1].Matches() || members[2].Matches() {
		t.Error("only the reader has the suffrage of its role")
	}
}

func TestALeaderWhoseLogIsStuckStepsDown(t *testing.T) {
	core, _ := lead(t)
	core.SetLogStuck(true)
	if err := core.RemoveFromTable("nobody"); err == nil {
		t.Error("an entry was written to a stuck log")
	}
	eventually(t, "the leader steps down", func() bool { return !core.IsLeader() })
	core.SetLogStuck(false)
	eventually(t, "it leads again", core.IsLeader)
}
