package coordinator

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// firstJoinInterval is short, so that a fresh cluster forms within a second or two of its first leader.
const firstJoinInterval = 200 * time.Millisecond

// discover joins the cluster, and joins it again whenever this node finds itself outside (Arc
// before 26.09.2 re-arms its join like this, so a live node that was removed comes back).
func (c *Coordinator) discover(ctx context.Context) {
	settled := false
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
			settled = c.registerLeader()
		case !settled && c.electsItself():
			// Joining now would heal what Arc does not: an empty bootstrap node makes a second cluster.
		case !settled || c.isOutside():
			settled = c.joinThroughSeeds(ctx) || settled
		}
	}
}

// electsItself holds from the bootstrap to the first election, unless the leader of an older cluster
// that still lists this node comes first.
func (c *Coordinator) electsItself() bool {
	_, leader := c.core.Leader()
	return c.core.Bootstrapped() && leader == ""
}

// isOutside asks both ways in which a removal shows: an own configuration without this node, or no leader.
func (c *Coordinator) isOutside() bool {
	_, leader := c.core.Leader()
	return leader == "" || !c.core.IsConfigured(c.registry.Local().ID, c.core.Address())
}

// registerLeader enters a node that bootstrapped, and so never asked anybody to join, into the table.
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

func (c *Coordinator) joinThroughSeeds(ctx context.Context) bool {
	local := c.registry.Local().Node
	request := message{Kind: join, Node: local, RaftAddress: c.core.Address()}
	for _, seed := range c.options.Seeds {
		if seed == local.Address || ctx.Err() != nil {
			continue
		}
		answer, err := c.ask(ctx, seed, request)
		if err == nil && answer.Leader != "" && answer.Leader != local.Address {
			answer, err = c.ask(ctx, answer.Leader, request)
		}
		if err != nil {
			slog.Debug("join", "seed", seed, "error", err)
			continue
		}
		if answer.Accepted {
			slog.Info("joined", "seed", seed)
			return true
		}
	}
	return false
}

// admit handles a join on the receiving side. Only the leader adds voters; the table comes second
// and may fail, so a member can be missing in it.
func (c *Coordinator) admit(m message) reply {
	if own := c.registry.Local().ClusterName; m.Node.ClusterName != own {
		return reply{Error: fmt.Sprintf("this is cluster %s, not %s", own, m.Node.ClusterName)}
	}
	if !c.core.IsLeader() {
		return c.redirect()
	}
	if err := c.core.AddVoter(m.Node.ID, m.RaftAddress); err != nil {
		return reply{Error: err.Error()}
	}
	if err := c.core.AddNode(m.Node); err != nil {
		slog.Warn("joined node is not in the table", "id", m.Node.ID, "error", err)
	}
	return reply{Accepted: true}
}

func (c *Coordinator) redirect() reply {
	_, id := c.core.Leader()
	leader, found := c.table.Node(id)
	if !found {
		return reply{Error: "no leader is known here"}
	}
	return reply{Leader: leader.Address}
}
