package coordinator

import (
	"context"
	"log/slog"
	"time"
)

// firstJoinInterval is short, so that a fresh cluster forms within a second or two of its first leader.
const firstJoinInterval = 200 * time.Millisecond

// discover joins the cluster, and joins it again when the generation says so.
func (c *Coordinator) discover(ctx context.Context) {
	settled, joined := false, false
	for {
		interval := firstJoinInterval
		if settled {
			interval = c.options.RejoinInterval
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(interval):
		}
		switch {
		case c.core.IsLeader():
			// Whoever leads is a member. This is no join: a leader that loses its office still may join once.
			settled = c.registerLeader()
		case !settled && c.electsItself():
			// Joining now would heal what Arc does not: an empty bootstrap node makes a second cluster.
		case c.mayJoin(settled, joined):
			joined = c.joinThroughSeeds(ctx) || joined
			settled = settled || joined
		}
	}
}

// electsItself holds from the bootstrap to the first election, unless the leader of an older cluster
// that still lists this node comes first.
func (c *Coordinator) electsItself() bool {
	_, leader := c.core.Leader()
	return c.core.Bootstrapped() && leader == ""
}

// mayJoin is where the generations part. In B a process whose join was accepted never asks again, so a
// removed node stays out. In A whoever finds itself outside does, so a removed node that lives comes back.
func (c *Coordinator) mayJoin(settled, joined bool) bool {
	if c.options.Generation.LatchesJoin() {
		return !joined
	}
	return !settled || c.isOutside()
}

// isOutside asks both ways in which a removal shows: an own configuration without this node, or no leader.
func (c *Coordinator) isOutside() bool {
	_, leader := c.core.Leader()
	return leader == "" || !c.core.IsConfigured(c.registry.Local().ID, c.core.Address())
}

// registerLeader enters a leader that the table does not list: one that bootstrapped and so never
// asked anybody to join, or whose join ended before its second half.
func (c *Coordinator) registerLeader() bool {
	local := c.registry.Local().Node
	if _, found := c.table.Node(local.ID); found {
		return true
	}
	if err := c.core.AddNode(local); err != nil {
		slog.Warn("leader could not register itself", "error", err)
		return false
	}
	return true
}
