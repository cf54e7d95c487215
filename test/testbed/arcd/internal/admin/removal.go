package admin

import (
	"net/http"
	"time"

	"raftcluster.dev/testbed/arcd/internal/faults"
)

const (
	// leadershipLost is what a leader answers that loses its office between log entry and commit.
	leadershipLost = "failed to remove node from cluster state: failed to apply command: leadership lost while committing log"
	notEnqueued    = "failed to remove node from cluster state: failed to apply command: timed out enqueuing operation"
)

// deleteNode checks in Arc's order: length, self, leader. Only a removal that would really begin
// can meet a fault.
func (s *Server) deleteNode(cluster *Cluster, c *call) answer {
	switch {
	case len(c.id) > maxIDLength:
		return refusal(http.StatusBadRequest, "invalid node ID")
	case c.id == cluster.Registry.Local().ID:
		return refusal(http.StatusBadRequest, "cannot remove self from cluster — use graceful shutdown instead")
	case cluster.Core == nil:
		cluster.Registry.NodeRemoved(c.id)
		return removed(c)
	case cluster.Core.IsLeader():
		if fault, set := s.options.Faults.TakeRemoval(c.id); set {
			c.fault = fault.Name
			return s.failing(fault, cluster, c)
		}
	}
	return concluded(cluster.Core.Remove(c.id), c)
}

func removed(c *call) answer {
	return ok(fields{"success": true, "message": "node removed from cluster", "node_id": c.id})
}

func concluded(err error, c *call) answer {
	if err != nil {
		return refusal(http.StatusInternalServerError, err.Error())
	}
	return removed(c)
}

// failing takes the fault's steps and answers as it says; a step that fails by itself is answered
// truthfully.
func (s *Server) failing(fault faults.Removal, cluster *Cluster, c *call) answer {
	for _, step := range fault.Steps {
		if err := s.take(step, fault.Delay, cluster, c); err != nil {
			return concluded(err, c)
		}
	}
	switch fault.Answer {
	case faults.Success:
		return removed(c)
	case faults.LeadershipLost:
		return refusal(http.StatusInternalServerError, leadershipLost)
	case faults.NotEnqueued:
		return refusal(http.StatusInternalServerError, notEnqueued)
	case faults.Forbidden:
		return forbidden
	default:
		return spoiled(removed(c), fault.Answer)
	}
}

func (s *Server) take(step faults.Step, delay time.Duration, cluster *Cluster, c *call) error {
	switch step {
	case faults.Remove:
		return cluster.Core.Remove(c.id)
	case faults.RemoveFromTable:
		return cluster.Core.RemoveFromTable(c.id)
	case faults.RemoveFromConfiguration:
		return cluster.Core.RemoveServer(c.id)
	case faults.StepDown:
		return cluster.Core.StepDown()
	case faults.Wait:
		return s.wait(delay)
	}
	panic("a step that nobody can take")
}

// spoiled is an honest answer after what happens to it on its way.
func spoiled(honest answer, how faults.Answer) answer {
	switch how {
	case faults.Honest:
	case faults.Silence:
		honest.delivery = silence
	case faults.Reset:
		honest.delivery = reset
	case faults.Half:
		honest.delivery = half
	case faults.Page:
		return proxied(http.StatusOK)
	case faults.BadGateway:
		return proxied(http.StatusBadGateway)
	case faults.Unavailable:
		return proxied(http.StatusServiceUnavailable)
	case faults.Huge:
		honest.body.(fields)["padding"] = padding
	default:
		panic("an answer that nobody can give")
	}
	return honest
}
