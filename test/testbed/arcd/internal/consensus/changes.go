package consensus

import (
	"fmt"
	"log/slog"

	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/table"
)

// AddVoter puts a node into the configuration. A node that is there already with the same address
// is left alone: another configuration entry would only disturb.
func (c *Core) AddVoter(id, address string) error {
	if c.IsConfigured(id, address) {
		return nil
	}
	return c.raft.AddVoter(raft.ServerID(id), raft.ServerAddress(address), 0, addVoterTimeout).Error()
}

// AddNode writes a node into the replicated table.
func (c *Core) AddNode(node table.Node) error {
	return c.apply(table.AddCommand(node))
}

// Remove takes id out of the configuration and out of the table, as Arc does: a failed
// configuration change is only a warning, so success does not prove that the voter is gone.
func (c *Core) Remove(id string) error {
	if !c.IsLeader() {
		return ErrNotLeader
	}
	if err := c.raft.RemoveServer(raft.ServerID(id), 0, removeServerTimeout).Error(); err != nil {
		slog.Warn("raft did not remove the server", "id", id, "error", err)
	}
	if err := c.apply(table.RemoveCommand(id)); err != nil {
		return fmt.Errorf("failed to remove node from cluster state: %w", err)
	}
	return nil
}

// StepDown hands leadership to the most up-to-date follower.
func (c *Core) StepDown() error {
	return c.raft.LeadershipTransfer().Error()
}

// apply waits for the commit without a deadline: applyTimeout bounds only the enqueueing.
func (c *Core) apply(command []byte) error {
	future := c.raft.Apply(command, applyTimeout)
	if err := future.Error(); err != nil {
		return fmt.Errorf("failed to apply command: %w", err)
	}
	if err, failed := future.Response().(error); failed {
		return fmt.Errorf("failed to apply command: %w", err)
	}
	return nil
}
