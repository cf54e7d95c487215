package consensus

import (
	"strings"

	"github.com/hashicorp/raft"

	"raftcluster.dev/testbed/arcd/internal/generation"
)

// Member is a server of the latest Raft configuration known here, committed or not, beside what the
// replicated table says of it.
type Member struct {
	ID string
	// Suffrage is voter, nonvoter, staging or unknown.
	Suffrage string
	// Role comes from the table; it is empty unless Resolved says that the table lists the id.
	Role     string
	Resolved bool
	// Expected is the suffrage with which the role joins; empty unless Resolved.
	Expected string
}

// Matches says whether a resolved member has the suffrage of its role.
func (m Member) Matches() bool {
	return m.Resolved && m.Suffrage == m.Expected
}

// Membership lists the servers in the order of the configuration.
func (c *Core) Membership() ([]Member, error) {
	future := c.raft.GetConfiguration()
	if err := future.Error(); err != nil {
		return nil, err
	}
	members := []Member{}
	for _, server := range future.Configuration().Servers {
		member := Member{ID: string(server.ID), Suffrage: strings.ToLower(server.Suffrage.String())}
		if node, found := c.table.Node(member.ID); found {
			member.Role, member.Resolved = node.Role, true
			member.Expected = strings.ToLower(suffrageOf(c.options.Generation, node.Role).String())
		}
		members = append(members, member)
	}
	return members, nil
}

func suffrageOf(g generation.Generation, role string) raft.ServerSuffrage {
	if g.Votes(role) {
		return raft.Voter
	}
	return raft.Nonvoter
}
