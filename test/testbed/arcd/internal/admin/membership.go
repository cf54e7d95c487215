package admin

import (
	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/faults"
)

// membership is generation B's list of the configuration, beside the text in the stats; like it, it
// is this node's own and maybe uncommitted view. Known from source only.
func membership(shown faults.Raft, err error) fields {
	if err != nil {
		return fields{"error": err.Error(), "view": "local", "view_of": shown.NodeID}
	}
	servers := []fields{}
	voting, mismatches, unresolved := 0, 0, 0
	for _, member := range shown.Members {
		servers = append(servers, memberBody(member))
		if member.Suffrage == "voter" {
			voting++
		}
		switch {
		case !member.Resolved:
			unresolved++
		case !member.Matches():
			mismatches++
		}
	}
	return fields{
		"servers": servers, "voting_servers": voting, "mismatches": mismatches, "unresolved": unresolved,
		"view": "local", "view_of": shown.NodeID, "is_leader": shown.IsLeader,
	}
}

func memberBody(member consensus.Member) fields {
	body := fields{"id": member.ID, "suffrage": member.Suffrage, "role": nil, "resolved": member.Resolved}
	if member.Resolved {
		body["role"], body["expected"], body["matches"] = member.Role, member.Expected, member.Matches()
	}
	return body
}
