// Package faults holds the ways in which a node may be told to misbehave while it runs. Each fault is
// data: the admin API carries it out.
package faults

import "time"

// Answer is how the client learns of the end, or does not.
type Answer int

const (
	// Honest answers as if there were no fault.
	Honest Answer = iota
	// Success answers 200 as if the node had been removed.
	Success
	// LeadershipLost answers 500 as if the office had been lost between log entry and commit.
	LeadershipLost
	// NotEnqueued answers 500 as if Raft had not taken the command in time.
	NotEnqueued
	// Forbidden answers 403 as if the token lacked admin.
	Forbidden
	// Silence never answers; the request ends when the client goes.
	Silence
	// Reset breaks the connection with a TCP reset.
	Reset
	// Half sends the honest answer's head and half of its body, then closes.
	Half
	// Page answers 200 with a web page.
	Page
	// BadGateway answers 502 as a proxy does that got no answer.
	BadGateway
	// Unavailable answers 503 as a proxy does that knows no server.
	Unavailable
	// Huge sends the honest answer with some 10 MB more in it.
	Huge
)

// defaultDelay is how long a fault waits when its settings do not say.
const defaultDelay = time.Second

// none is the name under which everything behaves.
const none = "ok"
