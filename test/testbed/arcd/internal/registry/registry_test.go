package registry

import (
	"testing"
	"time"

	"raftcluster.dev/testbed/arcd/internal/clock"
	"raftcluster.dev/testbed/arcd/internal/table"
)

const interval = 5 * time.Second

func TestASilentPeerIsUnhealthyAfterThreeChecksAndDeadAfterSix(t *testing.T) {
	r := New(table.Node{ID: "local"}, time.Now(), &clock.Clock{})
	r.NodeAdded(table.Node{ID: "peer"})
	now := time.Now()
	for check, wanted := range []State{Healthy, Healthy, Unhealthy, Unhealthy, Unhealthy, Dead, Dead} {
		now = now.Add(interval)
		r.Check(now, interval)
		expectState(t, r, "peer", wanted, check+1)
	}
	expectState(t, r, "local", Healthy, 0)
	r.Heard("peer", now)
	r.Check(now.Add(3*interval), interval)
	expectState(t, r, "peer", Healthy, 0)
	r.Check(now.Add(3*interval+1), interval)
	expectState(t, r, "peer", Healthy, 1)
}

func TestARegisteredPeerStartsAfreshAndAStrangerIsIgnored(t *testing.T) {
	r := New(table.Node{ID: "local"}, time.Now(), &clock.Clock{})
	r.NodeAdded(table.Node{ID: "peer"})
	r.Heard("peer", time.Now())
	r.NodeAdded(table.Node{ID: "peer"})
	if entry, _ := r.Entry("peer"); !entry.LastHeartbeat.IsZero() {
		t.Error("the heartbeat survived")
	}
	r.NodeRemoved("peer")
	r.Heard("peer", time.Now())
	r.NodeRemoved("local")
	if entries := r.Entries(); len(entries) != 1 || entries[0].ID != "local" {
		t.Errorf("entries %+v", entries)
	}
}

func expectState(t *testing.T, r *Registry, id string, state State, failed int) {
	t.Helper()
	if entry, found := r.Entry(id); !found || entry.State != state || entry.FailedChecks != failed {
		t.Errorf("%s is %s after %d failed checks, not %s after %d", id, entry.State, entry.FailedChecks, state, failed)
	}
}

func TestASkewedClockShowsInEveryTimeAndChangesNobodysHealth(t *testing.T) {
	wall := &clock.Clock{}
	r := New(table.Node{ID: "local"}, time.Now(), wall)
	r.NodeAdded(table.Node{ID: "peer"})
	now := time.Now()
	r.Heard("peer", now)
	wall.SetSkew(time.Hour)
	r.Check(now.Add(interval), interval)
	expectState(t, r, "peer", Healthy, 0)
	peer, _ := r.Entry("peer")
	if !peer.LastHeartbeat.Equal(now.Add(time.Hour)) || !peer.StartedAt.After(now.Add(time.Minute)) || !peer.JoinedAt.IsZero() {
		t.Errorf("a clock an hour ahead shows %+v", peer)
	}
	if local := r.Local(); !local.StartedAt.After(now.Add(time.Minute)) || !local.LastHeartbeat.IsZero() {
		t.Errorf("a clock an hour ahead shows %+v", local)
	}
}
