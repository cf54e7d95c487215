package consensus

import (
	"net"
	"time"

	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/names"
)

// stream is Raft's TCP layer with one difference from the library's own: names are resolved on
// every dial, through the hosts file too.
type stream struct {
	net.Listener
	advertise net.Addr
	resolver  names.Resolver
}

func (s stream) Dial(address raft.ServerAddress, timeout time.Duration) (net.Conn, error) {
	return s.resolver.Dial(string(address), timeout)
}

// Addr is what this node sends to its peers as its own address, hence the ip:port in `leader_addr`
// beside the names in the configuration.
func (s stream) Addr() net.Addr {
	return s.advertise
}
