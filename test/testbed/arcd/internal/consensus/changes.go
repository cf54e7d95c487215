package consensus

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/table"
)

// Join puts a node into the configuration with the suffrage of its role. A node that is there already
// with the same address is left alone, whatever its suffrage: another entry would only disturb.
func (c *Core) Join(node table.Node, address string) error {
	if c.IsConfigured(node.ID, address) {
		return nil
	}
	id, server := raft.ServerID(node.ID), raft.ServerAddress(address)
	if suffrageOf(c.options.Generation, node.Role) == raft.Nonvoter {
		return c.raft.AddNonvoter(id, server, 0, addServerTimeout).Error()
	}
	return c.raft.AddVoter(id, server, 0, addServerTimeout).Error()
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
	if err := c.RemoveServer(id); err != nil {
		slog.Warn("raft did not remove the server", "id", id, "error", err)
	}
	return c.RemoveFromTable(id)
}

// RemoveServer is the first half of Remove. An id that is not configured is no error: an entry with
// the same servers is written.
func (c *Core) RemoveServer(id string) error {
	return c.raft.RemoveServer(raft.ServerID(id), 0, removeServerTimeout).Error()
}

// RemoveFromTable is the second half of Remove; the listeners of the table, and so all registries,
// hear of it.
func (c *Core) RemoveFromTable(id string) error {
	if err := c.apply(table.RemoveCommand(id)); err != nil {
		return fmt.Errorf("failed to remove node from cluster state: %w", err)
	}
	return nil
}

// StepDown hands leadership to the most up-to-date follower and returns when this node has lost it:
// Raft counts a transfer as done once the follower was told to campaign, and what the old leader
// writes until it hears of the new term would make that follower lose.
func (c *Core) StepDown() error {
	if err := c.raft.LeadershipTransfer().Error(); err != nil {
		return err
	}
	deadline := time.After(time.Duration(float64(electionTimeout) * c.options.TimeScale))
	for c.IsLeader() {
		select {
		case <-deadline:
			return errors.New("the follower did not take the leadership")
		case <-time.After(time.Millisecond):
		}
	}
	return nil
}

// SetLogStuck makes the log store refuse new entries, as a full disk does. On a follower heartbeats go
// on and the log stands still; a leader steps down with its next entry.
func (c *Core) SetLogStuck(stuck bool) {
	c.store.stuck.Store(stuck)
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
