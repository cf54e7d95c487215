package admin

import (
	"raftcluster.dev/testbed/arcd/internal/generation"
	"raftcluster.dev/testbed/arcd/internal/registry"
)

// summary is a node as the overview lists it.
func (s *Server) summary(entry registry.Entry) fields {
	return fields{
		"id": entry.ID, "name": entry.ID, "role": entry.Role, "state": entry.State,
		"address": entry.Address, "api_address": entry.APIAddress, "version": entry.Version,
		"last_heartbeat": entry.LastHeartbeat, "stats": load{},
	}
}

// node is a node as the node routes show it.
func (s *Server) node(cluster *Cluster, entry registry.Entry) fields {
	body := s.summary(entry)
	body["cluster_name"] = entry.ClusterName
	body["started_at"] = entry.StartedAt
	body["joined_at"] = entry.JoinedAt
	body["failed_checks"] = entry.FailedChecks
	if s.options.Generation == generation.B {
		body["writer_state"] = writerState(cluster.Registry, entry)
		body["is_active_compactor"] = isFirst(cluster.Registry, entry, "compactor")
	}
	return body
}

// writerState names the first writer as the primary: nothing is written here, so nothing elects one.
func writerState(all *registry.Registry, entry registry.Entry) string {
	switch {
	case entry.Role != "writer":
		return ""
	case isFirst(all, entry, "writer"):
		return "primary"
	default:
		return "standby"
	}
}

// isFirst says whether entry has the role, and the smallest id of all that have it.
func isFirst(all *registry.Registry, entry registry.Entry, role string) bool {
	if entry.Role != role {
		return false
	}
	for _, other := range all.Entries() {
		if other.Role == role && other.ID < entry.ID {
			return false
		}
	}
	return true
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
