package admin

import (
	"maps"
	"strings"

	"raftcluster.dev/testbed/arcd/internal/faults"
	"raftcluster.dev/testbed/arcd/internal/generation"
	"raftcluster.dev/testbed/arcd/internal/registry"
)

// padding makes a body larger than any client wants.
var padding = strings.Repeat("x", 10<<20)

// getCluster shows the local registry beside the local view of Raft; nothing makes the two agree.
func (s *Server) getCluster(cluster *Cluster, c *call) answer {
	fault, set := s.options.Faults.TakeView()
	if !set {
		return ok(s.overview(cluster, truthful))
	}
	c.fault = fault.Name
	if fault.Waits {
		if err := s.wait(fault.Delay); err != nil {
			return answer{delivery: silence}
		}
	}
	if frozen := s.frozen.Load(); fault.Frozen && frozen != nil {
		return ok(thawed(*frozen, cluster))
	}
	bend := fault.Bend
	if bend == nil {
		bend = truthful
	}
	return spoiled(ok(s.overview(cluster, bend)), fault.Answer)
}

func truthful(raft faults.Raft) faults.Raft {
	return raft
}

func (s *Server) overview(cluster *Cluster, bend func(faults.Raft) faults.Raft) fields {
	local := cluster.Registry.Local()
	entries := cluster.Registry.Entries()
	inRole := func(role string) int {
		return count(entries, func(e registry.Entry) bool { return e.Role == role })
	}
	nodes := []fields{}
	for _, entry := range entries {
		nodes = append(nodes, s.summary(entry))
	}
	body := fields{
		"enabled": true, "mode": "cluster", "running": true,
		"cluster_name": local.ClusterName, "local_node_id": local.ID, "local_role": local.Role,
		"node_count":    len(entries),
		"healthy_count": count(entries, func(e registry.Entry) bool { return e.State == registry.Healthy }),
		"writers":       inRole("writer"), "readers": inRole("reader"), "compactors": inRole("compactor"),
		"nodes": nodes, "raft": fields{"enabled": false}, "router": router(),
	}
	if cluster.Core != nil {
		body["raft"] = s.raft(cluster, bend)
		body["total_cores"] = cluster.Table.Cores()
	}
	return body
}

func (s *Server) raft(cluster *Cluster, bend func(faults.Raft) faults.Raft) fields {
	leaderAddr, leaderID := cluster.Core.Leader()
	members, err := cluster.Core.Membership()
	raft := bend(faults.Raft{
		NodeID: s.options.NodeID, Address: cluster.Core.LocalAddress(), IsLeader: cluster.Core.IsLeader(),
		LeaderID: leaderID, LeaderAddr: leaderAddr, State: cluster.Core.State(), Stats: cluster.Core.Stats(),
		Members: members,
	})
	body := fields{
		"enabled": true, "is_leader": raft.IsLeader, "leader_id": raft.LeaderID, "leader_addr": raft.LeaderAddr,
		"state": raft.State, "stats": raft.Stats,
	}
	if s.options.Generation == generation.B {
		body["membership"] = membership(raft, err)
	}
	return body
}

// thawed is an old answer with a fresh heartbeat in it: a follower that lags still hears its leader.
func thawed(frozen fields, cluster *Cluster) fields {
	raft, hasRaft := frozen["raft"].(fields)
	stats, hasStats := raft["stats"].(map[string]string)
	if !hasRaft || !hasStats {
		return frozen
	}
	fresh := maps.Clone(stats)
	fresh["last_contact"] = cluster.Core.Stats()["last_contact"]
	raft = maps.Clone(raft)
	raft["stats"] = fresh
	shown := maps.Clone(frozen)
	shown["raft"] = raft
	return shown
}

// router is the query router of an idle node; nothing is routed here.
func router() fields {
	return fields{
		"strategy": "round_robin", "timeout_ms": 5000, "retries": 3,
		"reader_index": 0, "writer_index": 0, "active_connections": fields{},
	}
}
