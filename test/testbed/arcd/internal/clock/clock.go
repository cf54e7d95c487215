// Package clock is one node's wall clock, which can be set wrong while the node runs.
package clock

import (
	"sync/atomic"
	"time"
)

// Clock tells wall time with a skew. What it never skews is the passing of time: intervals are
// measured by the monotonic clock, as on a machine whose wall clock is wrong.
type Clock struct {
	skew atomic.Int64
}

// SetSkew makes the clock go ahead by skew, or behind if it is negative.
func (c *Clock) SetSkew(skew time.Duration) {
	c.skew.Store(int64(skew))
}

// Now is the wrong wall time in UTC.
func (c *Clock) Now() time.Time {
	return c.Show(time.Now())
}

// Show turns a true moment into what this clock says of it; the zero time means "never" and stays.
func (c *Clock) Show(moment time.Time) time.Time {
	if moment.IsZero() {
		return moment
	}
	return moment.Add(time.Duration(c.skew.Load())).UTC()
}
