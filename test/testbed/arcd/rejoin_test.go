package main

import (
	"slices"
	"testing"
)

// alone makes the node start without anybody to join through; the result undoes that.
func (p *process) alone() (again func()) {
	flags := p.flags
	p.flags = append(slices.Clone(flags), "--seeds=")
	return func() { p.flags = flags }
}

func TestARemovedVoterWithOldStateCampaignsInVainAndDeposesTheLeaderWhenItJoins(t *testing.T) {
	all := []string{writer0, reader0, reader1}
	c := form(t, all...)
	leader, removed := c.nodes[writer0], c.nodes[reader1]
	removed.crash()
	leader.expectRemoved(reader1)
	before := leader.mustView().number("term")

	again := removed.alone()
	removed.start()
	campaign := 0
	eventually(t, "the removed voter campaigns and its term climbs", func() bool {
		v, err := removed.view()
		if err != nil {
			return false
		}
		campaign = v.number("term")
		return v.Raft.State == "Candidate" && campaign >= before+2 && v.suffrages()[reader1] == "Voter"
	})
	if v := leader.mustView(); !v.Raft.IsLeader || v.number("term") != before {
		t.Errorf("the leader was disturbed: %s of term %d, not %d", v.Raft.State, v.number("term"), before)
	}

	removed.crash()
	again()
	removed.start()
	c.awaitMembers(all, all...)
	if now := c.leader(all...).mustView().number("term"); now <= campaign {
		t.Errorf("the join of a node of term %d left the cluster at %d", campaign, now)
	}
}

func TestABootstrapNodeThatForgotIsTakenBackWhileItIsStillListed(t *testing.T) {
	all := []string{writer0, reader0, reader1}
	c := form(t, all...)
	c.nodes[writer0].crash()
	c.leader(reader0, reader1)
	c.nodes[writer0].forget()
	c.nodes[writer0].start()
	c.awaitMembers(all, all...)
	if v := c.nodes[writer0].mustView(); v.Raft.IsLeader {
		t.Error("the node that forgot everything leads")
	}
}

func TestAnIdThatChangesOnOneAddressIsStuckUntilTheOldOneIsRemoved(t *testing.T) {
	const renamed = "arc-reader-9"
	c := form(t, writer0, reader0, reader1)
	old := c.nodes[reader1]
	old.crash()
	successor := newProcess(t, renamed, old.ip, old.flags...)
	successor.env = old.env
	c.nodes[renamed] = successor.launch()
	eventually(t, "the join is refused for its address", func() bool {
		return successor.says("found duplicate address in configuration")
	})
	if v := c.nodes[writer0].mustView(); v.suffrages()[renamed] != "" {
		t.Errorf("two ids share an address: %v", v.suffrages())
	}
	c.nodes[writer0].expectRemoved(reader1)
	c.awaitMembers([]string{writer0, reader0, renamed}, writer0, reader0, renamed)
}
