package coordinator

import (
	"context"
	"log/slog"
	"time"

	"raftcluster.dev/testbed/arcd/internal/registry"
)

// beat sends heartbeats and judges those that came, both once an interval.
func (c *Coordinator) beat(ctx context.Context) {
	ticker := time.NewTicker(c.options.HeartbeatInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for _, peer := range c.registry.Peers() {
			// Each on its own: a dead peer must not delay the heartbeats to the living.
			go c.beatOnce(peer)
		}
		c.registry.Check(time.Now(), c.options.HeartbeatInterval)
	}
}

func (c *Coordinator) beatOnce(peer registry.Entry) {
	if err := c.tell(peer.Address, message{Kind: heartbeat, Node: c.registry.Local().Node}); err != nil {
		slog.Debug("heartbeat", "to", peer.ID, "error", err)
	}
}
