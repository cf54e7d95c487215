package consensus

import (
	"net"
	"time"

	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/link"
)

// stream is Raft's TCP layer over links: names are resolved on every dial, through the hosts file
// too, and partitions apply.
type stream struct {
	net.Listener
	advertise net.Addr
	links     *link.Links
}

func (s stream) Dial(address raft.ServerAddress, timeout time.Duration) (net.Conn, error) {
	return s.links.Dial(string(address), timeout)
}

// Addr is what this node sends to its peers as its own address, hence the ip:port in `leader_addr`
// beside the names in the configuration.
func (s stream) Addr() net.Addr {
	return s.advertise
}
