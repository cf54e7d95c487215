package faults

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Settings are the faults of one node, as its control port shows and takes them.
type Settings struct {
	// Delete is "ok" or the name of a fault that a removal meets on the leader, after all checks.
	Delete string `json:"delete"`
	// Member limits the fault to removals of this id; empty means all.
	Member string `json:"member,omitempty"`
	// Count is how many removals are still to fail; absent means all.
	Count *int `json:"count,omitempty"`
	// DelayMs is how long a slow removal waits; absent means 1000.
	DelayMs *int `json:"delayMs,omitempty"`

	// View is "ok" or the name of a fault of GET /api/v1/cluster.
	View string `json:"view"`
	// ViewCount and ViewDelayMs are for View what Count and DelayMs are for Delete.
	ViewCount   *int `json:"viewCount,omitempty"`
	ViewDelayMs *int `json:"viewDelayMs,omitempty"`

	// Clustered false makes the admin API answer as a node that is not clustered; Raft goes on.
	Clustered bool `json:"clustered"`
	// Token "unknown" makes this node refuse every token, as before tokens have reached it.
	Token string `json:"token"`
	// Log "stuck" makes this node's log store take no entry any more; heartbeats go on.
	Log string `json:"log"`
	// ClockSkewMs is added to every wall time that this node writes or shows.
	ClockSkewMs int `json:"clockSkewMs"`
}

const (
	tokenKnown, tokenUnknown = "known", "unknown"
	logWorks, logStuck       = "ok", "stuck"
)

// Healthy are the settings of a node without faults.
func Healthy() Settings {
	return Settings{Delete: none, View: none, Clustered: true, Token: tokenKnown, Log: logWorks}
}

// LogStuck says whether the log store is to take no entries.
func (s Settings) LogStuck() bool {
	return s.Log == logStuck
}

// FreezesView says whether reads are to show from now on what is true now.
func (s Settings) FreezesView() bool {
	return views[s.View].Frozen
}

// ClockSkew is what is added to the wall clock.
func (s Settings) ClockSkew() time.Duration {
	return time.Duration(s.ClockSkewMs) * time.Millisecond
}

func (s Settings) check() error {
	for _, choice := range []struct {
		field, value string
		names        []string
	}{
		{"delete", s.Delete, append(slices.Sorted(maps.Keys(removals)), none)},
		{"view", s.View, append(slices.Sorted(maps.Keys(views)), none)},
		{"token", s.Token, []string{tokenKnown, tokenUnknown}},
		{"log", s.Log, []string{logWorks, logStuck}},
	} {
		if !slices.Contains(choice.names, choice.value) {
			return fmt.Errorf("unknown %s %q: use one of %s", choice.field, choice.value, strings.Join(choice.names, ", "))
		}
	}
	for field, number := range map[string]*int{
		"count": s.Count, "delayMs": s.DelayMs, "viewCount": s.ViewCount, "viewDelayMs": s.ViewDelayMs,
	} {
		if number != nil && *number < 0 {
			return fmt.Errorf("%s %d is negative", field, *number)
		}
	}
	return nil
}

// copied shares no number with s.
func (s Settings) copied() Settings {
	for _, number := range []**int{&s.Count, &s.DelayMs, &s.ViewCount, &s.ViewDelayMs} {
		if *number != nil {
			value := **number
			*number = &value
		}
	}
	return s
}
