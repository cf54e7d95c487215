package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"raftcluster.dev/testbed/arcd/internal/requestlog"
)

func TestDeleteFaults(t *testing.T) {
	c := form(t, writer0, reader0, reader1, reader2)
	leader := c.nodes[writer0]
	c.nodes[reader1].crash()

	leader.setFaults(`{"delete":"lie","member":"arc-reader-1","count":1}`)
	leader.expectRemoved(reader1)
	leader.setFaults(`{"delete":"not-admin"}`)
	leader.expect("DELETE", "/api/v1/cluster/nodes/"+reader1, asAdmin, 403, `{"error":"Permission denied: admin required","success":false}`)
	leader.setFaults(`{"delete":"hang"}`)
	expectNoAnswer(t, leader, reader1)
	if v := leader.mustView(); !slices.Contains(v.configured(), reader1) {
		t.Errorf("removed by a fault that does nothing: %v", v.configured())
	}

	leader.setFaults(`{"delete":"error-after-success","count":1}`)
	leader.expect("DELETE", "/api/v1/cluster/nodes/"+reader1, asAdmin, 500,
		`{"error":"failed to remove node from cluster state: failed to apply command: leadership lost while committing log","success":false}`)
	c.awaitMembers([]string{writer0, reader0, reader2}, writer0)

	c.nodes[reader2].crash()
	leader.setFaults(`{"delete":"reset-after-success"}`)
	if _, _, err := leader.delete(reader2); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("not a reset: %v", err)
	}
	c.awaitMembers([]string{writer0, reader0}, writer0)

	before := leader.mustView().lastLogIndex()
	leader.setFaults(`{"delete":"hang-after-success"}`)
	expectNoAnswer(t, leader, "nosuch")
	if leader.mustView().lastLogIndex() != before+2 {
		t.Error("hang-after-success did nothing")
	}
	leader.setFaults(`{}`)
	leader.expectRemoved("nosuch")
}

// expectNoAnswer gives up on a DELETE after a moment.
func expectNoAnswer(t *testing.T, node *process, id string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "DELETE", "http://"+node.ip+":8000/api/v1/cluster/nodes/"+id, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	if _, err := client.Do(request); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("DELETE %s ended with %v", id, err)
	}
}

func TestAFaultIsLimitedToItsMemberAndItsCount(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.setFaults(`{"delete":"not-admin","member":"x","count":1}`)
	node.expectRemoved("y")
	node.expect("DELETE", "/api/v1/cluster/nodes/x", asAdmin, 403, `{"error":"Permission denied: admin required","success":false}`)
	node.expectRemoved("x")
	if _, body := node.control("GET", "/faults", ""); !strings.Contains(body, `"count":0`) {
		t.Errorf("the count is not shown: %s", body)
	}
	for _, wrong := range []string{`{"delete":"nosuch"}`, `{"delet":"lie"}`, `{"count":-1}`} {
		if status, _ := node.control("PUT", "/faults", wrong); status != 400 {
			t.Errorf("%s was answered %d", wrong, status)
		}
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

func TestEveryDeleteIsLoggedWhenItComesAndWhenItEnds(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	node.expectRemoved("a")
	node.setFaults(`{"delete":"hang"}`)
	expectNoAnswer(t, node, "b")
	var phases []string
	eventually(t, "the hanging DELETE is logged as abandoned", func() bool {
		phases = nil
		for _, line := range c.requests() {
			if line.Method == "DELETE" {
				phases = append(phases, line.Path[len("/api/v1/cluster/nodes/"):]+" "+string(line.Phase)+" "+line.Fault)
			}
		}
		return len(phases) == 4
	})
	if wanted := []string{"a received ", "a answered ", "b received ", "b abandoned hang"}; !slices.Equal(phases, wanted) {
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
