package faults

import (
	"sync"
	"time"
)

// Switchboard holds the current settings.
type Switchboard struct {
	mu       sync.Mutex
	settings Settings
	onSet    []func(Settings)
}

// New makes a switchboard without faults.
func New() *Switchboard {
	return &Switchboard{settings: Healthy()}
}

// OnSet calls act each time after settings were replaced, before whoever replaced them hears of it.
func (s *Switchboard) OnSet(act func(Settings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onSet = append(s.onSet, act)
}

// Settings returns a copy of the current settings.
func (s *Switchboard) Settings() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.copied()
}

// Set replaces all settings at once.
func (s *Switchboard) Set(settings Settings) error {
	if err := settings.check(); err != nil {
		return err
	}
	s.mu.Lock()
	s.settings = settings.copied()
	onSet := s.onSet
	s.mu.Unlock()
	for _, act := range onSet {
		act(settings)
	}
	return nil
}

// Clustered says whether the admin API may admit that the node is clustered.
func (s *Switchboard) Clustered() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.Clustered
}

// KnowsTokens says whether any token is valid on this node yet.
func (s *Switchboard) KnowsTokens() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.Token == tokenKnown
}

// TakeRemoval returns the fault for this removal and counts it.
func (s *Switchboard) TakeRemoval(member string) (Removal, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fault, set := removals[s.settings.Delete]
	if !set || s.settings.Member != "" && s.settings.Member != member || !take(s.settings.Count) {
		return Removal{}, false
	}
	fault.Name, fault.Delay = s.settings.Delete, delay(s.settings.DelayMs)
	return fault, true
}

// TakeView returns the fault for this read and counts it.
func (s *Switchboard) TakeView() (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fault, set := views[s.settings.View]
	if !set || !take(s.settings.ViewCount) {
		return View{}, false
	}
	fault.Name, fault.Delay = s.settings.View, delay(s.settings.ViewDelayMs)
	return fault, true
}

// take counts down; without a count there is always one left.
func take(count *int) bool {
	if count == nil {
		return true
	}
	if *count == 0 {
		return false
	}
	*count--
	return true
}

func delay(milliseconds *int) time.Duration {
	if milliseconds == nil {
		return defaultDelay
	}
	return time.Duration(*milliseconds) * time.Millisecond
}
