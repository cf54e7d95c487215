package faults

import "time"

// Step is one thing that a faulty DELETE does before it is answered.
type Step int

const (
	// Remove takes the id out of the Raft configuration and out of the table, with Arc's checks.
	Remove Step = iota
	// RemoveFromTable leaves it in the configuration, as when RemoveServer times out.
	RemoveFromTable
	// RemoveFromConfiguration leaves it in the table, as when the command cannot be applied.
	RemoveFromConfiguration
	// StepDown hands leadership to a follower.
	StepDown
	// Wait lets Delay pass, whether the client still listens or not.
	Wait
)

// Removal is one named fault of DELETE: what is done, in this order, and what the client sees.
type Removal struct {
	Name   string
	Steps  []Step
	Answer Answer
	Delay  time.Duration
}

var removals = map[string]Removal{
	"lie":                       {Answer: Success},
	"error-after-success":       {Steps: []Step{Remove}, Answer: LeadershipLost},
	"hang":                      {Answer: Silence},
	"hang-after-success":        {Steps: []Step{Remove}, Answer: Silence},
	"reset-after-success":       {Steps: []Step{Remove}, Answer: Reset},
	"not-admin":                 {Answer: Forbidden},
	"enqueue-timeout":           {Steps: []Step{RemoveFromTable}, Answer: Success},
	"table-failure":             {Steps: []Step{RemoveFromConfiguration}, Answer: NotEnqueued},
	"slow":                      {Steps: []Step{Remove, Wait}, Answer: Honest},
	"slow-before":               {Steps: []Step{Wait, Remove}, Answer: Honest},
	"truncated":                 {Steps: []Step{Remove}, Answer: Half},
	"not-json":                  {Steps: []Step{Remove}, Answer: Page},
	"bad-gateway":               {Answer: BadGateway},
	"bad-gateway-after-success": {Steps: []Step{Remove}, Answer: BadGateway},
	"unavailable":               {Answer: Unavailable},
	"step-down":                 {Steps: []Step{StepDown, Remove}, Answer: Honest},
	"step-down-after":           {Steps: []Step{Remove, StepDown}, Answer: Honest},
}
