package faults

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"raftcluster.dev/testbed/arcd/internal/consensus"
)

// Raft is what a node says of Raft in GET /api/v1/cluster.
type Raft struct {
	// NodeID and Address are the node's own.
	NodeID, Address      string
	IsLeader             bool
	LeaderID, LeaderAddr string
	State                string
	Stats                map[string]string
	// Members are the servers of Stats' configuration.
	Members []consensus.Member
}

// View is one named fault of GET /api/v1/cluster.
type View struct {
	Name string
	// Frozen answers what was true when the fault was set.
	Frozen bool
	// Bend turns the truth into what is answered; nil leaves it.
	Bend   func(Raft) Raft
	Waits  bool
	Answer Answer
	Delay  time.Duration
}

var views = map[string]View{
	"lagging":             {Frozen: true},
	"claims-leader":       {Bend: claimingLeadership},
	"claims-leader-ahead": {Bend: func(r Raft) Raft { return ahead(claimingLeadership(r)) }},
	"names-nobody":        {Bend: namingNobody},
	"empty-configuration": {Bend: withoutMembers},
	"unknown-suffrage":    {Bend: withWitness},
	"bad-configuration":   {Bend: withBrokenText},
	"slow":                {Waits: true},
	"hang":                {Answer: Silence},
	"truncated":           {Answer: Half},
	"not-json":            {Answer: Page},
	"bad-gateway":         {Answer: BadGateway},
	"unavailable":         {Answer: Unavailable},
	"huge":                {Answer: Huge},
}

func claimingLeadership(r Raft) Raft {
	r.IsLeader, r.LeaderID, r.LeaderAddr, r.State = true, r.NodeID, r.Address, "Leader"
	return r.With("state", "Leader").With("last_contact", "0")
}

func ahead(r Raft) Raft {
	term, err := strconv.ParseUint(r.Stats["term"], 10, 64)
	if err != nil {
		panic(err) // hashicorp/raft formats it as a number
	}
	return r.With("term", strconv.FormatUint(term+1, 10))
}

func namingNobody(r Raft) Raft {
	r.LeaderID = "arc-nobody-0"
	return r
}

const configuration = "latest_configuration"

func withoutMembers(r Raft) Raft {
	r.Members = nil
	return r.With(configuration, "[]")
}

// withWitness gives the first member a suffrage that hashicorp/raft does not have.
func withWitness(r Raft) Raft {
	head, tail, found := strings.Cut(r.Stats[configuration], "{Suffrage:")
	if !found {
		return r
	}
	r.Members = slices.Clone(r.Members)
	r.Members[0].Suffrage = "unknown"
	return r.With(configuration, head+"{Suffrage:Witness"+tail[strings.IndexByte(tail, ' '):])
}

func withBrokenText(r Raft) Raft {
	return r.With(configuration, strings.TrimSuffix(r.Stats[configuration], "]"))
}

// With returns a copy in which one of the stats is different.
func (r Raft) With(key, value string) Raft {
	r.Stats = maps.Clone(r.Stats)
	r.Stats[key] = value
	return r
}
