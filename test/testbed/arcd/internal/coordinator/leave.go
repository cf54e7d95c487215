package coordinator

import (
	"errors"
	"log/slog"
	"sync"

	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/registry"
)

// Leave tells every peer that this node goes and does not wait for what they make of it. A leader
// tells its followers, none of whom can remove it: it stays in the configuration. The loops end
// first: a join that crosses the notice would bring a voter back that is about to stop.
func (c *Coordinator) Leave() {
	c.stop()
	notice := message{Kind: leave, Node: c.registry.Local().Node}
	var notices sync.WaitGroup
	for _, peer := range c.registry.Peers() {
		notices.Go(func() { c.notify(peer, notice) })
	}
	notices.Wait()
}

func (c *Coordinator) notify(peer registry.Entry, notice message) {
	if err := c.tell(peer.Address, notice); err != nil {
		slog.Info("leave notice not delivered", "to", peer.ID, "error", err)
	}
}

// letGo handles a leave notice: the registry forgets the node even when the leader fails to remove it.
func (c *Coordinator) letGo(id string) {
	c.registry.NodeRemoved(id)
	if err := c.core.Remove(id); err != nil && !errors.Is(err, consensus.ErrNotLeader) {
		slog.Warn("leaving node not removed", "id", id, "error", err)
	}
}
