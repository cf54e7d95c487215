package admin

import (
	"net/http"
	"slices"
	"time"

	"raftcluster.dev/testbed/arcd/internal/registry"
)

const maxIDLength = 256

// secondPrecision is how Arc prints the time of its probes.
const secondPrecision = time.RFC3339

func (s *Server) getAlive(*call) answer {
	uptime := time.Since(s.options.StartedAt)
	return ok(fields{
		"status": "ok", "time": s.options.Clock.Now().Format(secondPrecision),
		"uptime": uptime.String(), "uptime_sec": uptime.Seconds(),
	})
}

// getReady says nothing about Raft, as in Arc.
func (s *Server) getReady(*call) answer {
	body := fields{
		"status": "ready", "time": s.options.Clock.Now().Format(secondPrecision),
		"uptime_sec": time.Since(s.options.StartedAt).Seconds(),
	}
	if s.stopping.Load() {
		body["status"] = "not_ready"
		body["reason"] = "shutting down"
		return answer{status: http.StatusServiceUnavailable, body: body}
	}
	return ok(body)
}

func (s *Server) getNodes(cluster *Cluster, c *call) answer {
	query := c.request.URL.Query()
	role, state := query.Get("role"), registry.State(query.Get("state"))
	if role != "" && !slices.Contains([]string{"writer", "reader", "compactor", "standalone"}, role) {
		return failure(http.StatusBadRequest,
			"Invalid role filter. Valid values: writer, reader, compactor, standalone")
	}
	states := []registry.State{registry.Healthy, registry.Unhealthy, registry.Dead,
		registry.Unknown, registry.Joining, registry.Leaving}
	if state != "" && !slices.Contains(states, state) {
		return failure(http.StatusBadRequest,
			"Invalid state filter. Valid values: healthy, unhealthy, dead, unknown, joining, leaving")
	}
	nodes := []fields{}
	for _, entry := range cluster.Registry.Entries() {
		if (role == "" || entry.Role == role) && (state == "" || entry.State == state) {
			nodes = append(nodes, s.node(cluster, entry))
		}
	}
	return ok(fields{"nodes": nodes, "total": len(nodes)})
}

func (s *Server) getNode(cluster *Cluster, c *call) answer {
	if len(c.id) > maxIDLength {
		return failure(http.StatusBadRequest, "Invalid node ID")
	}
	entry, found := cluster.Registry.Entry(c.id)
	if !found {
		return failure(http.StatusNotFound, "Node not found")
	}
	return ok(s.node(cluster, entry))
}

func (s *Server) getLocal(cluster *Cluster, _ *call) answer {
	local := cluster.Registry.Local()
	body := s.node(cluster, local)
	body["is_local"] = true
	body["capabilities"] = fields{
		"can_ingest":     local.Role == "writer",
		"can_query":      local.Role != "compactor",
		"can_compact":    local.Role == "compactor",
		"can_coordinate": local.Role == "writer",
	}
	return ok(body)
}

func getHealth(cluster *Cluster, _ *call) answer {
	entries := cluster.Registry.Entries()
	healthy := count(entries, func(e registry.Entry) bool { return e.State == registry.Healthy })
	return ok(fields{
		"healthy": healthy, "unhealthy": len(entries) - healthy, "total": len(entries),
		"health_checker": fields{
			"running": true, "check_interval_ms": cluster.HeartbeatInterval.Milliseconds(),
			"check_timeout_ms": 3000, "unhealthy_threshold": registry.UnhealthyThreshold,
		},
	})
}

// getFiles serves clients that want to know whether their token has the admin permission.
func getFiles(*Cluster, *call) answer {
	return ok(fields{"files": []string{}, "total": 0})
}

func count(entries []registry.Entry, holds func(registry.Entry) bool) int {
	sum := 0
	for _, entry := range entries {
		if holds(entry) {
			sum++
		}
	}
	return sum
}
