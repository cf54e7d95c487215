// Package node puts the parts of one node together and takes them apart again.
package node

import (
	"log/slog"
	"os"
	"runtime"
	"time"

	"raftcluster.dev/testbed/arcd/internal/admin"
	"raftcluster.dev/testbed/arcd/internal/clock"
	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/control"
	"raftcluster.dev/testbed/arcd/internal/coordinator"
	"raftcluster.dev/testbed/arcd/internal/faults"
	"raftcluster.dev/testbed/arcd/internal/link"
	"raftcluster.dev/testbed/arcd/internal/names"
	"raftcluster.dev/testbed/arcd/internal/options"
	"raftcluster.dev/testbed/arcd/internal/registry"
	"raftcluster.dev/testbed/arcd/internal/requestlog"
	"raftcluster.dev/testbed/arcd/internal/table"
)

const (
	// version is the release of Arc whose answers are given.
	version = "26.06.3"
	// apiAddress is what Arc says in Kubernetes, where it listens on all addresses.
	apiAddress = ":8000"
	// rejoinInterval is Arc's, at time scale 1.
	rejoinInterval = 5 * time.Second
)

// Node is one running node.
type Node struct {
	options options.Options
	// stops undoes the start, in reverse order.
	stops       []func()
	admin       *admin.Server
	clock       *clock.Clock
	links       *link.Links
	coordinator *coordinator.Coordinator
}

// Start brings the node up; a clustered node may not be a member of a cluster yet.
func Start(o options.Options) (*Node, error) {
	n := &Node{options: o, clock: &clock.Clock{}, links: link.New(o.NodeID, names.Resolver{HostsFile: o.HostsFile})}
	if err := n.start(time.Now()); err != nil {
		n.Stop()
		return nil, err
	}
	return n, nil
}

func (n *Node) start(startedAt time.Time) error {
	requests, err := requestlog.Open(n.options.RequestLog)
	if err != nil {
		return err
	}
	n.onStop(func() { requests.Close() })
	var cluster *admin.Cluster
	if n.options.Clustered {
		if cluster, err = n.startCluster(startedAt); err != nil {
			return err
		}
	}
	switchboard := faults.New()
	if err := n.startControl(switchboard, requests, cluster); err != nil {
		return err
	}
	n.admin, err = admin.Start(admin.Options{
		NodeID: n.options.NodeID, BindAddr: n.options.HTTPAddr,
		TLSCert: n.options.TLSCert, TLSKey: n.options.TLSKey,
		Tokens:  admin.Tokens{Enabled: n.options.Auth, Admin: n.options.AdminToken, Read: n.options.ReadToken},
		Cluster: cluster, Faults: switchboard, Requests: requests, StartedAt: startedAt,
		Generation: n.options.Generation, Clock: n.clock,
	})
	return err
}

func (n *Node) startCluster(startedAt time.Time) (*admin.Cluster, error) {
	o := n.options
	peers := registry.New(table.Node{
		ID: o.NodeID, Role: o.Role, ClusterName: o.ClusterName, Address: o.CoordinatorAdvertise,
		APIAddress: apiAddress, Version: version, Cores: runtime.NumCPU(),
	}, startedAt, n.clock)
	nodes := table.New(peers, o.Generation)
	cluster := &admin.Cluster{Registry: peers, Table: nodes, HeartbeatInterval: o.HeartbeatInterval}
	if o.DataDir == "" {
		return cluster, nil
	}
	core, err := consensus.Start(consensus.Options{
		NodeID: o.NodeID, BindAddr: o.RaftAddr, Advertise: o.RaftAdvertise, DataDir: o.DataDir,
		Bootstrap: o.Bootstrap, TimeScale: o.TimeScale, Generation: o.Generation, Links: n.links,
		LogLevel: o.RaftLogLevel, LogOutput: os.Stderr,
	}, nodes)
	if err != nil {
		return nil, err
	}
	cluster.Core = core
	n.onStop(core.Stop)
	n.coordinator, err = coordinator.Start(coordinator.Options{
		BindAddr: o.CoordinatorAddr, Seeds: o.Seeds, HeartbeatInterval: o.HeartbeatInterval,
		RejoinInterval: time.Duration(float64(rejoinInterval) * o.TimeScale), Generation: o.Generation, Links: n.links,
	}, peers, nodes, core)
	if err != nil {
		return nil, err
	}
	n.onStop(n.coordinator.Stop)
	return cluster, nil
}

func (n *Node) startControl(switchboard *faults.Switchboard, requests *requestlog.Log, cluster *admin.Cluster) error {
	if n.options.ControlAddr == "" {
		return nil
	}
	o := control.Options{BindAddr: n.options.ControlAddr, Faults: switchboard, Requests: requests, Clock: n.clock}
	if cluster != nil && cluster.Core != nil {
		o.Core, o.Links, o.Leave = cluster.Core, n.links, n.coordinator.Leave
	}
	server, err := control.Start(o)
	if err != nil {
		return err
	}
	n.onStop(server.Stop)
	return nil
}

// Leave does what Arc does on SIGTERM: not ready, a delay, no more requests, leave notices. Stop follows.
func (n *Node) Leave() {
	n.admin.NotReady()
	if n.options.LeaveGracefully {
		time.Sleep(n.options.LeaveDelay)
	}
	n.admin.Stop()
	if n.options.LeaveGracefully && n.coordinator != nil {
		slog.Info("leaving")
		n.coordinator.Leave()
	}
}

// Stop ends what Start began.
func (n *Node) Stop() {
	for len(n.stops) > 0 {
		last := len(n.stops) - 1
		n.stops[last]()
		n.stops = n.stops[:last]
	}
}

func (n *Node) onStop(stop func()) {
	n.stops = append(n.stops, stop)
}
