package link

import (
	"net"
	"slices"
	"sync"
)

// Everybody, in a partition, stands for all peers.
const Everybody = "*"

// partition knows which peers are cut off and which connections each peer has.
type partition struct {
	mu    sync.Mutex
	peers []string
	// open maps each identified connection to the peer at its other end.
	open map[net.Conn]string
}

func (p *partition) set(peers []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.peers = slices.Clone(peers)
	for conn, peer := range p.open {
		if p.cuts(peer) {
			conn.Close()
		}
	}
}

func (p *partition) list() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.peers)
}

// admit registers a connection, unless its peer is cut off.
func (p *partition) admit(conn net.Conn, peer string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cuts(peer) {
		return false
	}
	p.open[conn] = peer
	return true
}

func (p *partition) forget(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, conn)
}

// cuts wants the lock held.
func (p *partition) cuts(peer string) bool {
	return slices.Contains(p.peers, Everybody) || slices.Contains(p.peers, peer)
}
