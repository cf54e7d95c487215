package main

import (
	"maps"
	"testing"
)

// generationB is the variable that turns formWith into B.
var generationB = []string{"ARCD_GENERATION=B"}

func TestReadersAndCompactorsJoinGenerationBWithoutAVote(t *testing.T) {
	const compactor0 = "arc-compactor-0"
	c := formWith(t, generationB, writer0, writer1, reader0, compactor0)
	wanted := map[string]string{writer0: "Voter", writer1: "Voter", reader0: "Nonvoter", compactor0: "Nonvoter"}
	for id, node := range c.nodes {
		if got := node.mustView().suffrages(); !maps.Equal(got, wanted) {
			t.Errorf("%s sees %v", id, got)
		}
	}
	c.nodes[reader0].crash()
	leader := c.nodes[writer0]
	leader.expectRemoved(reader0)
	leader.expectRemoved(compactor0) // it lives
	c.awaitMembers([]string{writer0, writer1}, writer0, writer1)
}

func TestARemovedNodeOfGenerationBStaysOutUntilItsProcessRestarts(t *testing.T) {
	all := []string{writer0, writer1, reader0}
	c := formWith(t, append([]string{"ARCD_TIME_SCALE=0.5", "ARCD_HEARTBEAT_INTERVAL=400ms"}, generationB...), all...)
	leader, removed := c.leader(all...), c.nodes[reader0]
	leader.expectRemoved(reader0)
	// 6 failed checks after 3 silent intervals: 3.2 s at least, when generation A would be back after 2.5 s.
	eventually(t, "the removed node counts its silent peers as dead", func() bool {
		v := removed.mustView()
		return v.health(writer0) == "dead" && v.health(writer1) == "dead"
	})
	if v := leader.mustView(); v.suffrages()[reader0] != "" {
		t.Errorf("came back by itself: %v", v.suffrages())
	}
	removed.crash()
	removed.start()
	c.awaitMembers(all, all...)
}

func TestARemovedNodeThatRunsIsAFollowerOfNobody(t *testing.T) {
	c := formWith(t, generationB, writer0, writer1, reader0)
	c.nodes[writer0].expectRemoved(writer1)
	eventually(t, "the removed node has lost its leader", func() bool {
		v := c.nodes[writer1].mustView()
		return v.Raft.State == "Follower" && v.Raft.LeaderID == "" && v.Raft.LeaderAddr == "" &&
			v.suffrages()[writer1] == "" && v.Raft.Stats["num_peers"] == "0"
	})
	if v := c.nodes[writer1].mustView(); v.health(writer1) != "healthy" {
		t.Errorf("it does not list itself: %v", v.registered())
	}
	c.nodes[writer1].expect("DELETE", "/api/v1/cluster/nodes/"+reader0, asAdmin, 500, `{"error":"not the leader","success":false}`)
}

func TestALeaderOfGenerationBThatLosesItsOfficeJoinsLikeEverybody(t *testing.T) {
	all := []string{writer0, writer1, writer2}
	c := formWith(t, append([]string{"ARCD_TIME_SCALE=0.5"}, generationB...), all...)
	const joined = "msg=joined"
	// Only a join closes the latch, and a node that bootstrapped never needed one.
	if c.nodes[writer0].says(joined) {
		t.Fatal("the bootstrap node joined itself")
	}
	if status, body := c.nodes[writer0].control("POST", "/step-down", ""); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	eventually(t, "the old leader joins", func() bool { return c.nodes[writer0].says(joined) })
	c.awaitMembers(all, all...)
}
