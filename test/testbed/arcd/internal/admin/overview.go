package admin

import (
	"net/http"

	"raftcluster.dev/testbed/arcd/internal/registry"
)

// getCluster shows the local registry beside the local view of Raft; nothing makes the two agree.
func getCluster(cluster *Cluster, _ *call) answer {
	local := cluster.Registry.Local()
	entries := cluster.Registry.Entries()
	inRole := func(role string) int {
		return count(entries, func(e registry.Entry) bool { return e.Role == role })
	}
	nodes := []fields{}
	for _, entry := range entries {
		nodes = append(nodes, summaryBody(entry))
	}
	return answer{status: http.StatusOK, body: fields{
		"enabled": true, "mode": "cluster", "running": true,
		"cluster_name": local.ClusterName, "local_node_id": local.ID, "local_role": local.Role,
		"node_count":    len(entries),
		"healthy_count": count(entries, func(e registry.Entry) bool { return e.State == registry.Healthy }),
		"writers":       inRole("writer"), "readers": inRole("reader"), "compactors": inRole("compactor"),
		"nodes": nodes, "raft": raftBody(cluster), "router": routerBody(),
		"total_cores": cluster.Table.Cores(),
	}}
}

func raftBody(cluster *Cluster) fields {
	address, id := cluster.Core.Leader()
	return fields{
		"enabled": true, "is_leader": cluster.Core.IsLeader(), "leader_id": id, "leader_addr": address,
		"state": cluster.Core.State(), "stats": cluster.Core.Stats(),
	}
}

// routerBody is the query router of an idle node; nothing is routed here.
func routerBody() fields {
	return fields{
		"strategy": "round_robin", "timeout_ms": 5000, "retries": 3,
		"reader_index": 0, "writer_index": 0, "active_connections": fields{},
	}
}

// summaryBody is a node as the overview lists it.
func summaryBody(entry registry.Entry) fields {
	return fields{
		"id": entry.ID, "name": entry.ID, "role": entry.Role, "state": entry.State,
		"address": entry.Address, "api_address": entry.APIAddress, "version": entry.Version,
		"last_heartbeat": entry.LastHeartbeat, "stats": load{},
	}
}

// nodeBody is a node as the node routes show it.
func nodeBody(entry registry.Entry) fields {
	body := summaryBody(entry)
	body["cluster_name"] = entry.ClusterName
	body["started_at"] = entry.StartedAt
	body["joined_at"] = entry.JoinedAt
	body["failed_checks"] = entry.FailedChecks
	return body
}

// load is what a node reports of its work: none, always.
type load struct {
	CPUUsage       float64 `json:"cpu_usage"`
	MemoryUsage    float64 `json:"memory_usage"`
	IngestRate     float64 `json:"ingest_rate"`
	QueryRate      float64 `json:"query_rate"`
	StorageUsed    int64   `json:"storage_used"`
	Connections    int     `json:"connections"`
	ActiveQueries  int     `json:"active_queries"`
	CompactionJobs int     `json:"compaction_jobs"`
}
