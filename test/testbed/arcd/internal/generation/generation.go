// Package generation is what changed between the releases of Arc that a client may meet.
package generation

import "fmt"

// Generation is one of two behaviours. B is known from Arc's source only; no answer of it was recorded.
type Generation string

const (
	// A is v26.05.1 to v26.06.3 and 26.09.1.
	A Generation = "A"
	// B is 26.09.2.
	B Generation = "B"
)

// UnmarshalText accepts A and B.
func (g *Generation) UnmarshalText(text []byte) error {
	switch given := Generation(text); given {
	case A, B:
		*g = given
		return nil
	default:
		return fmt.Errorf("unknown generation %q: use A or B", text)
	}
}

// MarshalText is the reverse of UnmarshalText.
func (g Generation) MarshalText() ([]byte, error) {
	return []byte(g), nil
}

// Votes says whether a node of this role joins as a voter.
func (g Generation) Votes(role string) bool {
	return g == A || role == "writer" || role == "standalone"
}

// LatchesJoin says that a process joins once: a live node that is removed stays out until it restarts.
func (g Generation) LatchesJoin() bool {
	return g == B
}

// RegistersRestored says that a restored snapshot shows in the registry (Arc issues 807 and 847).
func (g Generation) RegistersRestored() bool {
	return g == B
}
