package main

import (
	"testing"
	"time"
)

func TestAPartitionedLeaderLosesItsOfficeAndItsPeersAndFollowsWhenHealed(t *testing.T) {
	all := []string{writer0, reader0, reader1}
	c := formWith(t, []string{"ARCD_HEARTBEAT_INTERVAL=200ms"}, all...)
	lost := c.nodes[writer0]
	lost.cutOff(reader0, reader1)
	leader := c.leader(reader0, reader1)
	eventually(t, "the old leader knows no leader and hears no heartbeat", func() bool {
		v := lost.mustView()
		return v.Raft.LeaderID == "" && v.health(reader0) == "dead" && v.health(reader1) == "dead"
	})
	lost.cutOff()
	c.awaitMembers(all, all...)
	eventually(t, "heartbeats arrive again", func() bool {
		return lost.mustView().health(leader.id) == "healthy" && leader.mustView().health(writer0) == "healthy"
	})
}

func TestAClockThatIsWrongShowsInHeartbeatsAndChangesNoHealth(t *testing.T) {
	c := formWith(t, []string{"ARCD_HEARTBEAT_INTERVAL=200ms"}, writer0, reader0)
	node := c.nodes[writer0]
	node.setFaults(`{"clockSkewMs":-120000}`)
	eventually(t, "a heartbeat of the past keeps a peer healthy", func() bool {
		for _, peer := range node.mustView().Nodes {
			if peer.ID == reader0 && !peer.LastHeartbeat.IsZero() {
				return peer.State == "healthy" && time.Since(peer.LastHeartbeat) > time.Minute
			}
		}
		return false
	})
}
