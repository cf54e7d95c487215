package main

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// expectUnknownOutcome sends a DELETE that cannot commit. Which of the texts comes depends on whether
// the leader lease runs out during or after the first half of the removal.
func (p *process) expectUnknownOutcome(id string) {
	p.t.Helper()
	status, body, err := p.delete(id)
	if status != 500 || err != nil ||
		!strings.HasPrefix(body, `{"error":"failed to remove node from cluster state: failed to apply command: `) {
		p.t.Fatalf("DELETE %s: %d %s %v", id, status, body, err)
	}
}

// awaitUncommittedRemoval waits until the node is leader no more and shows a removal that never committed.
func (p *process) awaitUncommittedRemoval(id string) {
	p.t.Helper()
	eventually(p.t, p.id+" is deposed and shows a removal that did not commit", func() bool {
		v := p.mustView()
		return !v.Raft.IsLeader && v.suffrages()[id] == "" && v.number("commit_index") < v.lastLogIndex()
	})
}

// awaitCommittedRemoval waits until one of the given nodes leads without id and has committed its log.
func (c *cluster) awaitCommittedRemoval(id string, among ...string) (leader *process) {
	c.t.Helper()
	eventually(c.t, "the removal of "+id+" commits", func() bool {
		leader = c.leader(among...)
		v := leader.mustView()
		return v.Raft.IsLeader && v.suffrages()[id] == "" && v.number("commit_index") == v.lastLogIndex()
	})
	return leader
}

func TestADeposedLeaderShowsARemovalThatCommitsWhenTheOtherOneReturns(t *testing.T) {
	c := formWith(t, []string{"ARCD_TIME_SCALE=2"}, writer0, reader0, reader1)
	leader, other, deleted := c.nodes[writer0], c.nodes[reader0], c.nodes[reader1]
	deleted.cutOff("*")
	other.cutOff("*")
	leader.expectUnknownOutcome(reader1)
	leader.awaitUncommittedRemoval(reader1)
	leader.expect("DELETE", "/api/v1/cluster/nodes/"+reader1, asAdmin, 500, `{"error":"not the leader","success":false}`)

	other.cutOff()
	// Either may lead: the last thing that a deposed leader sends can still reach the other one.
	leader = c.awaitCommittedRemoval(reader1, writer0, reader0)
	// The second half was never written.
	if v := leader.mustView(); v.health(reader1) == "" {
		t.Errorf("the registry forgot %s: %v", reader1, v.registered())
	}
}

func TestRemovingALiveFollowerWhileAnotherIsDeadWedgesTheCluster(t *testing.T) {
	c := formWith(t, generationB, writer0, writer1, writer2)
	leader, alive, dead := c.nodes[writer0], c.nodes[writer1], c.nodes[writer2]
	dead.crash()
	leader.expectUnknownOutcome(writer1)
	leader.awaitUncommittedRemoval(writer1)
	term := leader.mustView().number("term")
	eventually(t, "two survivors of three elect nobody, again and again", func() bool {
		v := leader.mustView()
		return v.number("term") >= term+2 && v.Raft.LeaderID == "" && alive.mustView().Raft.LeaderID == ""
	})

	dead.start()
	c.awaitCommittedRemoval(writer1, writer0, writer2)
	if v := alive.mustView(); v.Raft.LeaderID != "" || v.Raft.State != "Follower" {
		t.Errorf("the removed one follows %q as %s", v.Raft.LeaderID, v.Raft.State)
	}
	if status, _, err := alive.send("GET", "/ready", ""); status != 200 || err != nil {
		t.Errorf("the removed one is not ready: %d %v", status, err)
	}
}

func TestARemovalCommitsAfterItsClientGaveUp(t *testing.T) {
	c := formWith(t, append([]string{"ARCD_TIME_SCALE=2"}, generationB...), writer0, writer1, writer2)
	leader := c.nodes[writer0]
	for _, follower := range []*process{c.nodes[writer1], c.nodes[writer2]} {
		follower.freeze()
		defer follower.thaw()
	}
	expectNoAnswerWithin(t, leader, writer2, 150*time.Millisecond)
	if v := leader.mustView(); v.number("commit_index") == v.lastLogIndex() {
		t.Fatal("committed without a quorum")
	}
	c.nodes[writer1].thaw()
	c.awaitCommittedRemoval(writer2, writer0, writer1)
}

func TestTwoDeadOfFiveAreRemovedAtOnce(t *testing.T) {
	c := form(t, writer0, writer1, reader0, reader1, reader2)
	leader := c.nodes[writer0]
	dead := []string{reader1, reader2}
	for _, id := range dead {
		c.nodes[id].crash()
	}
	var removals sync.WaitGroup
	for _, id := range dead {
		removals.Go(func() { leader.expectRemoved(id) })
	}
	removals.Wait()
	c.awaitMembers([]string{writer0, writer1, reader0}, writer0, writer1, reader0)
}

func TestAFollowerWhoseLogIsStuckStaysInTouchAndFallsBehind(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	leader, stuck := c.nodes[writer0], c.nodes[reader1]
	stuck.setFaults(`{"log":"stuck"}`)
	before := stuck.mustView().lastLogIndex()
	leader.expectRemoved("nosuch")
	eventually(t, "the other follower has all entries", func() bool {
		return c.nodes[reader0].mustView().lastLogIndex() == leader.mustView().lastLogIndex()
	})
	if now := stuck.mustView(); now.lastLogIndex() != before {
		t.Errorf("the log went from %d to %d", before, now.lastLogIndex())
	}
	eventually(t, "heartbeats go on", func() bool {
		v := stuck.mustView()
		return v.Raft.LeaderID == writer0 && strings.HasSuffix(v.Raft.Stats["last_contact"], "ms")
	})
	stuck.setFaults(`{}`)
	eventually(t, "it catches up", func() bool { return stuck.mustView().lastLogIndex() == leader.mustView().lastLogIndex() })
}
