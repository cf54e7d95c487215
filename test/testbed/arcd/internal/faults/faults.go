// Package faults holds the ways in which a node may be told to misbehave while it runs.
package faults

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Outcome is how a faulty DELETE ends for the client.
type Outcome int

const (
	// Succeed answers as if the node had been removed.
	Succeed Outcome = iota
	// FailApply answers 500 as if the table could not be written.
	FailApply
	// Forbid answers 403 as if the token lacked admin.
	Forbid
	// Hang never answers; the request ends when the client goes.
	Hang
	// Reset breaks the connection with a TCP reset.
	Reset
)

// Delete is one named fault of DELETE: whether the removal is done, and what the client sees.
type Delete struct {
	Name     string
	Performs bool
	Outcome  Outcome
}

var deletes = map[string]Delete{
	"lie":                 {Performs: false, Outcome: Succeed},
	"error-after-success": {Performs: true, Outcome: FailApply},
	"hang":                {Performs: false, Outcome: Hang},
	"hang-after-success":  {Performs: true, Outcome: Hang},
	"reset-after-success": {Performs: true, Outcome: Reset},
	"not-admin":           {Performs: false, Outcome: Forbid},
}

// none is the name under which DELETE behaves.
const none = "ok"

// Settings are the faults of one node, as its control port shows and takes them.
type Settings struct {
	// Delete is "ok" or the name of a fault.
	Delete string `json:"delete"`
	// Member limits the fault to removals of this id; empty means all.
	Member string `json:"member,omitempty"`
	// Count is how many removals are still to fail; absent means all.
	Count *int `json:"count,omitempty"`
	// Clustered false makes the admin API answer as a node that is not clustered; Raft goes on.
	Clustered bool `json:"clustered"`
}

// Healthy are the settings of a node without faults.
func Healthy() Settings {
	return Settings{Delete: none, Clustered: true}
}

// Switchboard holds the current settings.
type Switchboard struct {
	mu       sync.Mutex
	settings Settings
}

// New makes a switchboard without faults.
func New() *Switchboard {
	return &Switchboard{settings: Healthy()}
}

// Settings returns a copy of the current settings.
func (s *Switchboard) Settings() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	settings := s.settings
	if settings.Count != nil {
		count := *settings.Count
		settings.Count = &count
	}
	return settings
}

// Set replaces all settings at once.
func (s *Switchboard) Set(settings Settings) error {
	if _, known := deletes[settings.Delete]; !known && settings.Delete != none {
		names := append(slices.Sorted(maps.Keys(deletes)), none)
		return fmt.Errorf("unknown delete fault %q: use one of %s", settings.Delete, strings.Join(names, ", "))
	}
	if settings.Count != nil && *settings.Count < 0 {
		return fmt.Errorf("count %d is negative", *settings.Count)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings = settings
	return nil
}

// Clustered says whether the admin API may admit that the node is clustered.
func (s *Switchboard) Clustered() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.Clustered
}

// TakeDelete returns the fault for this removal and counts it.
func (s *Switchboard) TakeDelete(member string) (Delete, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fault, set := deletes[s.settings.Delete]
	if !set || (s.settings.Member != "" && s.settings.Member != member) {
		return Delete{}, false
	}
	if s.settings.Count != nil {
		if *s.settings.Count == 0 {
			return Delete{}, false
		}
		*s.settings.Count--
	}
	fault.Name = s.settings.Delete
	return fault, true
}
