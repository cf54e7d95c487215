// Package coordinator is the nodes' talk beside Raft: joining, heartbeats, leaving.
package coordinator

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/generation"
	"raftcluster.dev/testbed/arcd/internal/link"
	"raftcluster.dev/testbed/arcd/internal/registry"
	"raftcluster.dev/testbed/arcd/internal/table"
)

// Options describe one coordinator.
type Options struct {
	BindAddr string
	// Seeds are coordinator addresses to join through; the node's own is skipped.
	Seeds []string
	// HeartbeatInterval is also the interval of health checks, as in Arc.
	HeartbeatInterval time.Duration
	// RejoinInterval is how often a node that joined once looks whether it is still a member.
	RejoinInterval time.Duration
	Generation     generation.Generation
	Links          *link.Links
}

// Coordinator connects the registry and the Raft core of one node with those of its peers.
type Coordinator struct {
	options  Options
	registry *registry.Registry
	table    *table.Table
	core     *consensus.Core

	listener net.Listener
	stop     context.CancelFunc
	loops    sync.WaitGroup
}

// Start listens and begins to join, to send heartbeats and to check health.
func Start(options Options, peers *registry.Registry, nodes *table.Table, core *consensus.Core) (*Coordinator, error) {
	listener, err := options.Links.Listen(options.BindAddr)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	c := &Coordinator{options: options, registry: peers, table: nodes, core: core, listener: listener, stop: stop}
	c.loops.Go(func() { c.serve() })
	c.loops.Go(func() { c.discover(ctx) })
	c.loops.Go(func() { c.beat(ctx) })
	return c, nil
}

// Stop ends all loops without telling anybody.
func (c *Coordinator) Stop() {
	c.stop()
	c.listener.Close()
	c.loops.Wait()
}

func (c *Coordinator) serve() {
	for {
		conn, err := c.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			slog.Warn("coordinator accept", "error", err)
			continue
		}
		// Not waited for on stop: a join may sit in AddVoter for its whole timeout.
		go c.handle(conn)
	}
}

func (c *Coordinator) handle(conn net.Conn) {
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(readTimeout))
	var m message
	if err := readLine(conn, &m); err != nil {
		slog.Debug("coordinator message", "from", conn.RemoteAddr().String(), "error", err)
		return
	}
	switch m.Kind {
	case join:
		if err := writeLine(conn, c.admit(m)); err != nil {
			slog.Debug("join answer", "id", m.Node.ID, "error", err)
		}
	case heartbeat:
		c.registry.Heard(m.Node.ID, time.Now())
	case leave:
		c.letGo(m.Node.ID)
	}
}
