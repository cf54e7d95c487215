package admin

import (
	"net/http"

	"raftcluster.dev/testbed/arcd/internal/faults"
)

// applyFailed is what a leader answers that loses its office between log entry and commit.
const applyFailed = "failed to remove node from cluster state: failed to apply command: leadership lost while committing log"

// deleteNode checks in Arc's order: length, self, leader. Only a removal that would really begin
// can meet a fault.
func (s *Server) deleteNode(cluster *Cluster, c *call) answer {
	if len(c.id) > maxIDLength {
		return refusal(http.StatusBadRequest, "invalid node ID")
	}
	if c.id == cluster.Registry.Local().ID {
		return refusal(http.StatusBadRequest, "cannot remove self from cluster — use graceful shutdown instead")
	}
	if cluster.Core.IsLeader() {
		if fault, set := s.options.Faults.TakeDelete(c.id); set {
			c.fault = fault.Name
			return failing(fault, cluster, c)
		}
	}
	return remove(cluster, c)
}

func remove(cluster *Cluster, c *call) answer {
	if err := cluster.Core.Remove(c.id); err != nil {
		return refusal(http.StatusInternalServerError, err.Error())
	}
	return removed(c)
}

func removed(c *call) answer {
	return answer{status: http.StatusOK, body: fields{
		"success": true, "message": "node removed from cluster", "node_id": c.id,
	}}
}

// failing answers as the fault says; a removal that fails by itself is answered truthfully.
func failing(fault faults.Delete, cluster *Cluster, c *call) answer {
	if fault.Performs {
		if honest := remove(cluster, c); honest.status != http.StatusOK {
			return honest
		}
	}
	switch fault.Outcome {
	case faults.Succeed:
		return removed(c)
	case faults.FailApply:
		return refusal(http.StatusInternalServerError, applyFailed)
	case faults.Forbid:
		return forbidden
	case faults.Hang, faults.Reset:
		return answer{withheld: fault.Outcome}
	}
	panic("a fault without an outcome")
}
