package coordinator

import (
	"context"
	"fmt"
	"log/slog"
)

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
	if err := c.core.Join(m.Node, m.RaftAddress); err != nil {
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
