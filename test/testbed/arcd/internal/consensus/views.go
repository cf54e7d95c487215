package consensus

import "github.com/hashicorp/raft"

// IsLeader is this node's own, possibly outdated, opinion.
func (c *Core) IsLeader() bool {
	return c.raft.State() == raft.Leader
}

// Leader returns the leader that this node follows; both are empty while it knows none.
func (c *Core) Leader() (address, id string) {
	serverAddress, serverID := c.raft.LeaderWithID()
	return string(serverAddress), string(serverID)
}

// State is Leader, Follower, Candidate or Shutdown.
func (c *Core) State() string {
	return c.raft.State().String()
}

// Stats is hashicorp/raft's own map, verbatim.
func (c *Core) Stats() map[string]string {
	return c.raft.Stats()
}

// Address is this node's server address in the Raft configuration.
func (c *Core) Address() string {
	return c.options.Advertise
}

// Bootstrapped says whether this node made a cluster of its own when it started.
func (c *Core) Bootstrapped() bool {
	return c.bootstrapped
}

// IsConfigured says whether the latest configuration known here, committed or not, lists id at address.
func (c *Core) IsConfigured(id, address string) bool {
	future := c.raft.GetConfiguration()
	if future.Error() != nil {
		return false
	}
	for _, server := range future.Configuration().Servers {
		if string(server.ID) == id {
			return string(server.Address) == address
		}
	}
	return false
}
