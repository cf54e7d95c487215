package consensus

import "github.com/hashicorp/raft"

// AddNonvoter writes a server into the configuration and into nothing else: the state in which a
// join leaves a member whose second half failed.
func (c *Core) AddNonvoter(id, address string) error {
	return c.raft.AddNonvoter(raft.ServerID(id), raft.ServerAddress(address), 0, addServerTimeout).Error()
}

// Halt shuts Raft down and leaves everything else running; the node says Shutdown from now on.
func (c *Core) Halt() error {
	return c.raft.Shutdown().Error()
}

// LocalAddress is this node's Raft address as ip:port, as other nodes show it in leader_addr.
func (c *Core) LocalAddress() string {
	return string(c.transport.LocalAddr())
}
