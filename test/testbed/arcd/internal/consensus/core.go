// Package consensus runs hashicorp/raft with Arc's timeouts and Arc's ways to change the configuration.
package consensus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/generation"
	"raftcluster.dev/testbed/arcd/internal/link"
	"raftcluster.dev/testbed/arcd/internal/table"
)

// ErrNotLeader carries the text of Arc's answer.
var ErrNotLeader = errors.New("not the leader")

const (
	addServerTimeout    = 10 * time.Second
	removeServerTimeout = 5 * time.Second
	applyTimeout        = 5 * time.Second

	// Arc's Raft timeouts at time scale 1.
	heartbeatTimeout   = 500 * time.Millisecond
	electionTimeout    = time.Second
	leaderLeaseTimeout = 500 * time.Millisecond
	commitTimeout      = 50 * time.Millisecond

	transportTimeout = 10 * time.Second
	transportPool    = 3
)

// Options describe one Raft server.
type Options struct {
	NodeID string
	// BindAddr is listened on; Advertise is the server address in the Raft configuration, verbatim.
	BindAddr  string
	Advertise string
	DataDir   string
	// Bootstrap makes a one-server cluster when DataDir is empty.
	Bootstrap bool
	// TimeScale multiplies all Raft timeouts.
	TimeScale  float64
	Generation generation.Generation
	Links      *link.Links
	LogLevel   string
	LogOutput  io.Writer
}

// Core is a running Raft server with its replicated table.
type Core struct {
	raft      *raft.Raft
	table     *table.Table
	store     *store
	transport *raft.NetworkTransport
	options   Options
	// bootstrapped says that this run, not an earlier one, made a cluster.
	bootstrapped bool
}

// Start opens the store, listens and joins Raft as whatever the store says.
func Start(options Options, nodes *table.Table) (*Core, error) {
	logger := hclog.New(&hclog.LoggerOptions{
		Name:   "raft",
		Level:  hclog.LevelFromString(options.LogLevel),
		Output: options.LogOutput,
	})
	store, err := openStore(options.DataDir, logger)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", options.DataDir, err)
	}
	transport, err := listen(options, logger)
	if err != nil {
		store.Close()
		return nil, err
	}
	core := &Core{table: nodes, store: store, transport: transport, options: options}
	if err := core.start(config(options, logger)); err != nil {
		transport.Close()
		store.Close()
		return nil, err
	}
	return core, nil
}

func listen(options Options, logger hclog.Logger) (*raft.NetworkTransport, error) {
	listener, err := options.Links.Listen(options.BindAddr)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), transportTimeout)
	defer cancel()
	advertise, err := options.Links.Resolve(ctx, options.Advertise)
	if err != nil {
		// The hosts file may list this node only after it runs; its own bind address is then as good.
		advertise = listener.Addr().(*net.TCPAddr)
	}
	if advertise.IP.IsUnspecified() {
		listener.Close()
		return nil, fmt.Errorf("raft address %s cannot be advertised: give an IP to bind or a name that resolves", options.Advertise)
	}
	return raft.NewNetworkTransportWithConfig(&raft.NetworkTransportConfig{
		Stream:  stream{Listener: listener, advertise: advertise, links: options.Links},
		MaxPool: transportPool,
		Timeout: transportTimeout,
		Logger:  logger,
	}), nil
}

func config(options Options, logger hclog.Logger) *raft.Config {
	scaled := func(d time.Duration) time.Duration { return time.Duration(float64(d) * options.TimeScale) }
	config := raft.DefaultConfig()
	config.LocalID = raft.ServerID(options.NodeID)
	config.HeartbeatTimeout = scaled(heartbeatTimeout)
	config.ElectionTimeout = scaled(electionTimeout)
	config.LeaderLeaseTimeout = scaled(leaderLeaseTimeout)
	config.CommitTimeout = scaled(commitTimeout)
	config.Logger = logger
	return config
}

func (c *Core) start(config *raft.Config) error {
	empty, err := c.store.isEmpty()
	if err != nil {
		return err
	}
	if c.options.Bootstrap && empty {
		alone := raft.Configuration{Servers: []raft.Server{{
			Suffrage: raft.Voter, ID: config.LocalID, Address: raft.ServerAddress(c.options.Advertise),
		}}}
		if err := raft.BootstrapCluster(config, c.store, c.store, c.store.snapshots, c.transport, alone); err != nil {
			return fmt.Errorf("bootstrap: %w", err)
		}
		c.bootstrapped = true
		slog.Info("bootstrapped a cluster of one", "address", c.options.Advertise)
	}
	c.raft, err = raft.NewRaft(config, c.table, c.store, c.store, c.store.snapshots, c.transport)
	return err
}

// Stop shuts Raft down and closes its store.
func (c *Core) Stop() {
	if err := c.raft.Shutdown().Error(); err != nil {
		slog.Warn("raft shutdown", "error", err)
	}
	c.transport.Close()
	c.store.Close()
}
