package main

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// view is the part of GET /api/v1/cluster that tests look at.
type view struct {
	NodeCount  int `json:"node_count"`
	TotalCores int `json:"total_cores"`
	Nodes      []struct {
		ID, Address, State string
		LastHeartbeat      time.Time `json:"last_heartbeat"`
	}
	Raft struct {
		IsLeader   bool   `json:"is_leader"`
		LeaderID   string `json:"leader_id"`
		LeaderAddr string `json:"leader_addr"`
		State      string
		Stats      map[string]string
	}
}

var server = regexp.MustCompile(`\{Suffrage:(\w+) ID:(\S+) Address:[^}]*\}`)

// suffrages are the servers of the latest configuration that the node knows.
func (v view) suffrages() map[string]string {
	servers := map[string]string{}
	for _, match := range server.FindAllStringSubmatch(v.Raft.Stats["latest_configuration"], -1) {
		servers[match[2]] = match[1]
	}
	return servers
}

func (v view) configured() []string {
	return slices.Sorted(maps.Keys(v.suffrages()))
}

func (v view) registered() []string {
	var ids []string
	for _, node := range v.Nodes {
		ids = append(ids, node.ID)
	}
	return slices.Sorted(slices.Values(ids))
}

func (v view) lastLogIndex() int {
	return v.number("last_log_index")
}

// number is a statistic of Raft that is one, or 0.
func (v view) number(name string) int {
	value, _ := strconv.Atoi(v.Raft.Stats[name])
	return value
}

// health is the state of id in the registry, or "".
func (v view) health(id string) string {
	for _, node := range v.Nodes {
		if node.ID == id {
			return node.State
		}
	}
	return ""
}

func (p *process) view() (view, error) {
	var v view
	_, body, err := p.send("GET", "/api/v1/cluster", "Authorization: Bearer "+readToken)
	if err == nil {
		err = json.Unmarshal([]byte(body), &v)
	}
	return v, err
}

// mustView is view of a node that must answer.
func (p *process) mustView() view {
	p.t.Helper()
	v, err := p.view()
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}
