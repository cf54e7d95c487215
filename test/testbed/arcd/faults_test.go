package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"raftcluster.dev/testbed/arcd/internal/requestlog"
)

func TestAFaultIsLimitedToItsMemberAndItsCount(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.setFaults(`{"delete":"not-admin","member":"x","count":1,"view":"unavailable","viewCount":1}`)
	node.expectRemoved("y")
	node.expect("DELETE", "/api/v1/cluster/nodes/x", asAdmin, 403, `{"error":"Permission denied: admin required","success":false}`)
	node.expectRemoved("x")
	if status, _, err := node.send("GET", "/api/v1/cluster", asReader); status != 503 || err != nil {
		t.Errorf("the first read was answered %d %v", status, err)
	}
	node.mustView()
	if _, body := node.control("GET", "/faults", ""); !strings.Contains(body, `"count":0`) || !strings.Contains(body, `"viewCount":0`) {
		t.Errorf("the counts are not shown: %s", body)
	}
}

func TestSettingsThatNobodyKnowsAreRefused(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	for _, wrong := range []string{
		`{"delete":"nosuch"}`, `{"view":"nosuch"}`, `{"token":"nosuch"}`, `{"log":"nosuch"}`, `{"delet":"lie"}`,
		`{"count":-1}`, `{"delayMs":-1}`, `{"viewCount":-1}`, `{"viewDelayMs":-1}`, `{`,
	} {
		if status, _ := node.control("PUT", "/faults", wrong); status != 400 {
			t.Errorf("%s was answered %d", wrong, status)
		}
	}
	if status, _ := node.control("PUT", "/partition", `{"peer":["x"]}`); status != 400 {
		t.Errorf("a misspelt partition was answered %d", status)
	}
}

func TestAClusteredNodeCanDenyThatItIs(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.setFaults(`{"clustered":false}`)
	node.expect("DELETE", "/api/v1/cluster/nodes/x", asAdmin, 200,
		`{"enabled":false,"mode":"standalone","reason":"Enterprise license not configured"}`)
	node.setFaults(`{}`)
	node.expectRemoved("x")
}

func TestATokenThatHasNotReachedANodeIsInvalidThere(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.setFaults(`{"token":"unknown"}`)
	const invalid = `{"error":"Invalid or expired token","success":false}`
	node.expect("DELETE", "/api/v1/cluster/nodes/x", asAdmin, 401, invalid)
	node.expect("GET", "/api/v1/cluster", asReader, 401, invalid)
	node.expect("GET", "/api/v1/cluster", "", 401, `{"error":"Authentication required","success":false}`)
	if status, _, err := node.send("GET", "/health", ""); status != 200 || err != nil {
		t.Errorf("/health was answered %d %v", status, err)
	}
	node.setFaults(`{}`)
	node.expectRemoved("x")
}

func TestAWrongClockShowsInEveryTime(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.setFaults(`{"clockSkewMs":-86400000}`)
	var local struct {
		StartedAt time.Time `json:"started_at"`
	}
	var alive struct{ Time time.Time }
	for path, into := range map[string]any{"/api/v1/cluster/local": &local, "/health": &alive} {
		_, body, err := node.send("GET", path, asReader)
		if err == nil {
			err = json.Unmarshal([]byte(body), into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-12 * time.Hour)
	if local.StartedAt.After(yesterday) || alive.Time.After(yesterday) {
		t.Errorf("started %v, now %v", local.StartedAt, alive.Time)
	}
}

func TestAPartitionedNodeIsDeposedAndStillAnswers(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	old := c.nodes[writer0]
	if status, body := old.control("PUT", "/partition", `{"peers":["arc-reader-1","arc-reader-0"]}`); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	if _, body := old.control("GET", "/partition", ""); body != `{"peers":["arc-reader-0","arc-reader-1"]}`+"\n" {
		t.Errorf("the partition is shown as %s", body)
	}
	c.leader(reader0, reader1)
	eventually(t, "the old leader is deposed", func() bool { return !old.mustView().Raft.IsLeader })
	if status, body := old.control("PUT", "/partition", `{"peers":[]}`); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	c.awaitMembers([]string{writer0, reader0, reader1}, writer0, reader0, reader1)
}

func TestANodeThatSaysItLeavesIsForgottenAndRunsOn(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	if status, body := c.nodes[reader1].control("POST", "/leave", ""); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	c.awaitMembers([]string{writer0, reader0}, writer0, reader0)
	c.nodes[reader1].mustView()
}

func TestAHaltedNodeSaysShutdown(t *testing.T) {
	c := form(t, writer0, reader0, reader1)
	node := c.nodes[reader1]
	if status, body := node.control("POST", "/halt", ""); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	if state := node.mustView().Raft.State; state != "Shutdown" {
		t.Errorf("the state is %s", state)
	}
	node.expect("DELETE", "/api/v1/cluster/nodes/x", asAdmin, 500, `{"error":"not the leader","success":false}`)
}

func TestEveryDeleteIsLoggedWhenItComesAndWhenItEnds(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.expectRemoved("a")
	node.setFaults(`{"delete":"hang"}`)
	expectNoAnswer(t, node, "b")
	node.setFaults(`{"delete":"slow","delayMs":1000}`)
	c.giveUp(node, "c")
	node.setFaults(`{"delete":"truncated"}`)
	if _, _, err := node.delete("d"); err == nil {
		t.Error("a truncated answer came whole")
	}
	var phases []string
	eventually(t, "the hanging DELETE is logged as abandoned", func() bool {
		phases = nil
		for _, line := range c.requests() {
			if line.Method == "DELETE" {
				phases = append(phases, line.ID+" "+string(line.Phase)+" "+line.Fault)
			}
		}
		return len(phases) == 8
	})
	wanted := []string{"a received ", "a answered ", "b received ", "b abandoned hang",
		"c received ", "c abandoned slow", "d received ", "d answered truncated"}
	slices.Sort(phases)
	slices.Sort(wanted)
	if !slices.Equal(phases, wanted) {
		t.Errorf("logged %q", phases)
	}
}

// requests reads the request log that all nodes share.
func (c *cluster) requests() []requestlog.Line {
	c.t.Helper()
	content, err := os.ReadFile(c.requestLog)
	if err != nil {
		c.t.Fatal(err)
	}
	var lines []requestlog.Line
	for text := range strings.Lines(string(content)) {
		var line requestlog.Line
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			c.t.Fatalf("%s: %v", text, err)
		}
		lines = append(lines, line)
	}
	return lines
}
