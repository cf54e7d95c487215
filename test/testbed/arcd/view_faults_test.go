package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// viewFault is one row: what a follower with the fault answers to GET /api/v1/cluster.
type viewFault struct {
	name   string
	status int
	err    error
	// lies tells from the truth and the answer whether the fault shows.
	lies func(truth, answer view) bool
	// text is in the body, of which view knows nothing.
	text string
}

var viewFaults = []viewFault{
	{name: "lagging", status: 200, lies: func(truth, v view) bool { return v.lastLogIndex() == truth.lastLogIndex() }},
	{name: "claims-leader", status: 200, lies: func(truth, v view) bool {
		return v.claims(reader0) && v.Raft.Stats["term"] == truth.Raft.Stats["term"]
	}},
	{name: "claims-leader-ahead", status: 200, lies: func(truth, v view) bool {
		term, _ := strconv.Atoi(truth.Raft.Stats["term"])
		return v.claims(reader0) && v.Raft.Stats["term"] == strconv.Itoa(term+1)
	}},
	{name: "names-nobody", status: 200, lies: func(_, v view) bool { return v.Raft.LeaderID == "arc-nobody-0" && !v.Raft.IsLeader }},
	{name: "empty-configuration", status: 200, lies: func(_, v view) bool { return v.Raft.Stats["latest_configuration"] == "[]" }},
	{name: "unknown-suffrage", status: 200, lies: func(truth, v view) bool {
		return v.Raft.Stats["latest_configuration"] ==
			strings.Replace(truth.Raft.Stats["latest_configuration"], "Suffrage:Voter", "Suffrage:Witness", 1)
	}},
	{name: "bad-configuration", status: 200, lies: func(truth, v view) bool {
		return v.Raft.Stats["latest_configuration"]+"]" == truth.Raft.Stats["latest_configuration"]
	}},
	{name: "slow", status: 200, lies: func(truth, v view) bool { return v.NodeCount == truth.NodeCount }},
	{name: "hang", err: context.DeadlineExceeded},
	{name: "truncated", err: io.ErrUnexpectedEOF},
	{name: "not-json", status: 200, text: "<html>"},
	{name: "bad-gateway", status: 502, text: "<html>"},
	{name: "unavailable", status: 503, text: "<html>"},
	{name: "huge", status: 200, text: strings.Repeat("x", 10_000_000), lies: func(truth, v view) bool { return v.NodeCount == truth.NodeCount }},
}

func TestEveryFaultOfAViewDoesWhatItsNameSays(t *testing.T) {
	c := form(t, writer0, reader0)
	follower := c.nodes[reader0]
	truth := follower.mustView()
	for _, fault := range viewFaults {
		follower.setFaults(`{"view":"` + fault.name + `","viewDelayMs":1}`)
		patience := 10 * time.Second
		if fault.err == context.DeadlineExceeded {
			patience = 300 * time.Millisecond
		}
		status, body, err := follower.impatientRead(patience)
		if !errors.Is(err, fault.err) || err == nil && (status != fault.status || !strings.Contains(body, fault.text)) {
			t.Errorf("%s: got %d %.200s %v", fault.name, status, body, err)
		}
		if fault.lies == nil {
			continue
		}
		var answer view
		if err := json.Unmarshal([]byte(body), &answer); err != nil || !fault.lies(truth, answer) {
			t.Errorf("%s: got %.2000s %v", fault.name, body, err)
		}
	}
}

func TestNoFaultOfAViewIsWithoutATest(t *testing.T) {
	c := form(t, writer0)
	names := []string{"ok"}
	for _, fault := range viewFaults {
		names = append(names, fault.name)
	}
	expectNames(t, c.nodes[writer0], "view", names)
}

func TestALaggingViewStandsStillButForItsHeartbeat(t *testing.T) {
	c := form(t, writer0, reader0)
	leader, follower := c.nodes[writer0], c.nodes[reader0]
	c.enrol(leader, "arc-ghost-0")
	eventually(t, "the follower lists the ghost", func() bool {
		configured, registered := follower.lists("arc-ghost-0")
		return configured && registered
	})
	follower.setFaults(`{"view":"lagging"}`)
	before := follower.mustView()
	leader.expectRemoved("arc-ghost-0")
	after := follower.mustView()
	if configured, registered := follower.lists("arc-ghost-0"); !configured || !registered || after.lastLogIndex() != before.lastLogIndex() {
		t.Errorf("the view moved on: configured %v, registered %v", configured, registered)
	}
	eventually(t, "the heartbeat moves on", func() bool {
		return follower.mustView().Raft.Stats["last_contact"] != before.Raft.Stats["last_contact"]
	})
	follower.setFaults(`{}`)
	eventually(t, "the truth is back", func() bool {
		configured, registered := follower.lists("arc-ghost-0")
		return !configured && !registered
	})
}

func TestAViewFaultLeavesAllOtherRequestsAlone(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.setFaults(`{"view":"unavailable"}`)
	node.expectRemoved("nosuch")
	if status, _, err := node.send("GET", "/api/v1/cluster/local", asReader); status != 200 || err != nil {
		t.Errorf("/local was answered %d %v", status, err)
	}
	node.expect("GET", "/api/v1/cluster", "", 401, `{"error":"Authentication required","success":false}`)
}

func (v view) claims(id string) bool {
	return v.Raft.IsLeader && v.Raft.State == "Leader" && v.Raft.LeaderID == id && v.Raft.Stats["state"] == "Leader"
}

func (p *process) impatientRead(patience time.Duration) (int, string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", "http://"+p.ip+":8000/api/v1/cluster", nil)
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Authorization", "Bearer "+readToken)
	request.Close = true
	response, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

// expectNames fails the test unless the control port takes just these names for the field.
func expectNames(t *testing.T, node *process, field string, names []string) {
	t.Helper()
	_, body := node.control("PUT", "/faults", `{"`+field+`":"nosuch"}`)
	_, list, _ := strings.Cut(body, "use one of ")
	known := strings.Split(strings.TrimSuffix(strings.TrimSpace(list), `"}`), ", ")
	slices.Sort(known)
	slices.Sort(names)
	if !slices.Equal(known, names) {
		t.Errorf("%s knows %v, tested are %v", field, known, names)
	}
}
