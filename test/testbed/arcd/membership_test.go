package main

import (
	"slices"
	"strings"
	"testing"
)

const (
	writer0 = "arc-writer-0"
	writer1 = "arc-writer-1"
	writer2 = "arc-writer-2"
	reader0 = "arc-reader-0"
	reader1 = "arc-reader-1"
	reader2 = "arc-reader-2"
)

func TestFiveNodesFormOneCluster(t *testing.T) {
	c := form(t, writer0, writer1, reader0, reader1, reader2)
	v := c.nodes[reader2].mustView()
	leader := c.nodes[writer0]
	if v.Raft.LeaderID != writer0 || v.Raft.LeaderAddr != leader.ip+":9200" {
		t.Errorf("leader is %s at %s, not by ip:port of %s", v.Raft.LeaderID, v.Raft.LeaderAddr, writer0)
	}
	if own := "ID:" + reader2 + " Address:" + podName(reader2) + ":9200}"; !strings.Contains(v.Raft.Stats["latest_configuration"], own) {
		t.Errorf("no %s in %s", own, v.Raft.Stats["latest_configuration"])
	}
	if v.Raft.Stats["latest_configuration_index"] != "0" {
		t.Errorf("latest_configuration_index is %s", v.Raft.Stats["latest_configuration_index"])
	}
	for _, node := range v.Nodes {
		if node.Address != podName(node.ID)+":9100" || node.State != "healthy" {
			t.Errorf("registry entry %+v", node)
		}
	}
}

func TestRemovesADeadVoterFromAllThreeStores(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	leader := c.nodes[writer0]
	cores := leader.mustView().TotalCores
	c.nodes[reader1].crash()
	leader.expectRemoved(reader1)
	c.awaitMembers([]string{writer0, reader0}, writer0, reader0)
	if left := leader.mustView().TotalCores; left != cores/3*2 {
		t.Errorf("the table counts %d cores after a removal from %d", left, cores)
	}
}

func TestALeavingFollowerIsRemovedEverywhere(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	if code := c.nodes[reader1].terminate(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	c.awaitMembers([]string{writer0, reader0}, writer0, reader0)
}

func TestALeavingLeaderStaysInTheConfiguration(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	if code := c.nodes[writer0].terminate(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	leader := c.leader(reader0, reader1)
	v := leader.mustView()
	if !slices.Equal(v.configured(), []string{reader0, reader1, writer0}) {
		t.Errorf("configuration %v", v.configured())
	}
	if !slices.Equal(v.registered(), []string{reader0, reader1}) {
		t.Errorf("registry %v", v.registered())
	}
	leader.expectRemoved(writer0)
	c.awaitMembers([]string{reader0, reader1}, reader0, reader1)
}

func TestWithoutAGracefulLeaveTheVoterStays(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	node := c.nodes[reader1]
	node.crash()
	node.flags = append(node.flags, "--leave=none")
	node.start()
	c.awaitMembers([]string{writer0, reader0, reader1}, reader1)
	if code := node.terminate(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	c.awaitMembers([]string{writer0, reader0, reader1}, writer0, reader0)
}

func TestACrashedVoterContinuesWithAndWithoutItsState(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	all := []string{writer0, reader0, reader1}
	term := c.nodes[writer0].mustView().Raft.Stats["term"]
	for _, forgets := range []bool{false, true} {
		c.nodes[reader1].crash()
		if forgets {
			c.nodes[reader1].forget()
		}
		c.nodes[reader1].start()
		c.awaitMembers(all, all...)
	}
	if now := c.nodes[writer0].mustView().Raft.Stats["term"]; now != term {
		t.Errorf("term went from %s to %s", term, now)
	}
}

func TestAWholeClusterRestartsWithItsState(t *testing.T) {
	all := []string{writer0, reader0, reader1}
	c := form(t, all...)
	for _, node := range c.nodes {
		node.crash()
	}
	for _, node := range c.nodes {
		node.start()
	}
	c.awaitMembers(all, all...)
}

func TestALiveNodeThatWasRemovedJoinsAgain(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	c.nodes[writer0].expectRemoved(reader1)
	eventually(t, "the removed node shows that it is outside", func() bool {
		return c.nodes[reader1].mustView().suffrages()[reader1] == ""
	})
	c.awaitMembers([]string{writer0, reader0, reader1}, writer0, reader0, reader1)
}

func TestARemovedBootstrapNodeWithoutStateMakesASecondCluster(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	c.nodes[writer0].crash()
	c.leader(reader0, reader1).expectRemoved(writer0)
	c.awaitMembers([]string{reader0, reader1}, reader0, reader1)
	c.nodes[writer0].forget()
	c.nodes[writer0].start()
	c.awaitMembers([]string{writer0}, writer0)
	c.awaitMembers([]string{reader0, reader1}, reader0, reader1)
}

func TestWithoutAQuorumNothingIsRemoved(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	leader := c.nodes[writer0]
	c.nodes[reader0].crash()
	c.nodes[reader1].crash()
	status, body, err := leader.delete(reader1)
	// The text depends on whether the leader lease ran out before, during or after the removal began.
	if status != 500 || err != nil ||
		!strings.Contains(body, `"error":"failed to remove node from cluster state: failed to apply command: `) &&
			!strings.Contains(body, `"error":"not the leader"`) {
		t.Errorf("%d %s %v", status, body, err)
	}
	eventually(t, "the leader steps down", func() bool { return !leader.mustView().Raft.IsLeader })
	leader.expect("DELETE", "/api/v1/cluster/nodes/"+reader1, asAdmin, 500, `{"error":"not the leader","success":false}`)
	if v := leader.mustView(); !slices.Contains(v.registered(), reader1) {
		t.Errorf("the registry forgot a node that the table still has: %v", v.registered())
	}
}

func TestHeartbeatsKeepPeersHealthyAndSilenceKillsThem(t *testing.T) {
	c := formWith(t, []string{"ARCD_HEARTBEAT_INTERVAL=100ms"}, writer0, reader0, reader1)
	observer := c.nodes[writer0]
	stateOf := func(id string) string {
		for _, node := range observer.mustView().Nodes {
			if node.ID == id && (id == writer0) == node.LastHeartbeat.IsZero() {
				return node.State
			}
		}
		return "not heard from"
	}
	for _, id := range []string{writer0, reader0, reader1} {
		eventually(t, id+" is healthy", func() bool { return stateOf(id) == "healthy" })
	}
	c.nodes[reader1].crash()
	eventually(t, "a crashed node is dead", func() bool { return stateOf(reader1) == "dead" })
	if others := stateOf(reader0); others != "healthy" {
		t.Errorf("a live node is %s", others)
	}
	observer.expect("GET", "/api/v1/cluster/health", asReader, 200,
		`{"health_checker":{"check_interval_ms":100,"check_timeout_ms":3000,"running":true,"unhealthy_threshold":3},"healthy":2,"total":3,"unhealthy":1}`)
	c.awaitMembers([]string{writer0, reader0, reader1}, writer0)
}

func TestStepDownMovesTheLeader(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	if status, body := c.nodes[writer0].control("POST", "/step-down", ""); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	c.leader(reader0, reader1)
	if status, _ := c.nodes[writer0].control("POST", "/step-down", ""); status != 409 {
		t.Errorf("a follower stepped down with %d", status)
	}
}
