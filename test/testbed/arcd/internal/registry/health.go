package registry

import "time"

// State is the health of an entry in Arc's words.
type State string

const (
	Unknown   State = "unknown"
	Healthy   State = "healthy"
	Unhealthy State = "unhealthy"
	Dead      State = "dead"
	Joining   State = "joining"
	Leaving   State = "leaving"
)

const (
	// UnhealthyThreshold is the number of failed checks in a row after which a node is unhealthy.
	UnhealthyThreshold = 3
	deadThreshold      = 6
	// staleIntervals: a check fails when the last heartbeat is older than this many intervals.
	staleIntervals = 3
)

// Check judges every peer once. Call it once an interval.
func (r *Registry) Check(now time.Time, interval time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, entry := range r.entries {
		if id != r.local.ID {
			r.entries[id] = entry.checked(now, interval)
		}
	}
}

func (e Entry) checked(now time.Time, interval time.Duration) Entry {
	if !e.LastHeartbeat.IsZero() && now.Sub(e.LastHeartbeat) <= staleIntervals*interval {
		e.FailedChecks = 0
		e.State = Healthy
		return e
	}
	e.FailedChecks++
	switch {
	case e.FailedChecks >= deadThreshold:
		e.State = Dead
	case e.FailedChecks >= UnhealthyThreshold:
		e.State = Unhealthy
	}
	return e
}
