// Package table is the replicated node table: the state machine that Raft feeds.
package table

// Node is what a member says of itself when it joins, as every member stores it.
type Node struct {
	ID          string `json:"id"`
	Role        string `json:"role"`
	ClusterName string `json:"cluster_name"`
	// Address is the coordinator's advertised host:port.
	Address    string `json:"address"`
	APIAddress string `json:"api_address"`
	Version    string `json:"version"`
	Cores      int    `json:"cores"`
}
