// Package link carries the traffic between nodes, Raft's and the coordinator's, over connections
// whose two ends know each other's node id, so that a node can be cut off from peers by name.
package link

import (
	"context"
	"fmt"
	"net"
	"time"

	"raftcluster.dev/testbed/arcd/internal/names"
)

// Links makes and accepts the connections of one node.
type Links struct {
	nodeID    string
	resolver  names.Resolver
	partition partition
}

// New makes the links of a node that is cut off from nobody.
func New(nodeID string, resolver names.Resolver) *Links {
	return &Links{nodeID: nodeID, resolver: resolver, partition: partition{open: map[net.Conn]string{}}}
}

// SetPartition replaces the peers that this node is cut off from, in both directions: their open
// connections break, new ones are closed as soon as the peer is known. Everybody cuts off all.
func (l *Links) SetPartition(peers []string) {
	l.partition.set(peers)
}

// Partition lists the ids that SetPartition was given last; none when the node is cut off from nobody.
func (l *Links) Partition() []string {
	return l.partition.list()
}

// Resolve turns host:port into an address without connecting.
func (l *Links) Resolve(ctx context.Context, address string) (*net.TCPAddr, error) {
	return l.resolver.Resolve(ctx, address)
}

// Dial connects to the node at host:port and learns its id, both within timeout.
func (l *Links) Dial(address string, timeout time.Duration) (net.Conn, error) {
	deadline := time.Now().Add(timeout)
	raw, err := l.resolver.Dial(address, timeout)
	if err != nil {
		return nil, err
	}
	conn := &conn{Conn: raw, links: l}
	if err := conn.greet(deadline); err != nil {
		conn.Close()
		return nil, fmt.Errorf("greet %s: %w", address, err)
	}
	return conn, nil
}

// Listen accepts connections from other nodes. The greeting takes place with the first Read or Write
// of an accepted connection, so that a silent stranger does not hold up the accept loop.
func (l *Links) Listen(address string) (net.Listener, error) {
	tcp, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return listener{Listener: tcp, links: l}, nil
}

type listener struct {
	net.Listener
	links *Links
}

func (l listener) Accept() (net.Conn, error) {
	raw, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: raw, links: l.links}, nil
}
