package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"raftcluster.dev/testbed/arcd/internal/requestlog"
)

const (
	lostLeadership = `{"error":"failed to remove node from cluster state: failed to apply command: leadership lost while committing log","success":false}`
	notEnqueued    = `{"error":"failed to remove node from cluster state: failed to apply command: timed out enqueuing operation","success":false}`
	notTheLeader   = `{"error":"not the leader","success":false}`
	notAdmin       = `{"error":"Permission denied: admin required","success":false}`
)

// removalFault is one row: what the fault answers and where the member is still listed afterwards.
type removalFault struct {
	name   string
	status int
	// body is the whole body, or the beginning of a web page; empty means the success body.
	body string
	// err is how the request ends instead of an answer.
	err                    error
	configured, registered bool
}

var removalFaults = []removalFault{
	{name: "lie", status: 200, configured: true, registered: true},
	{name: "error-after-success", status: 500, body: lostLeadership},
	{name: "hang", err: context.DeadlineExceeded, configured: true, registered: true},
	{name: "hang-after-success", err: context.DeadlineExceeded},
	{name: "reset-after-success", err: syscall.ECONNRESET},
	{name: "not-admin", status: 403, body: notAdmin, configured: true, registered: true},
	{name: "enqueue-timeout", status: 200, configured: true},
	{name: "table-failure", status: 500, body: notEnqueued, registered: true},
	{name: "slow", status: 200},
	{name: "slow-before", status: 200},
	{name: "truncated", err: io.ErrUnexpectedEOF},
	{name: "not-json", status: 200, body: "<html>"},
	{name: "bad-gateway", status: 502, body: "<html>", configured: true, registered: true},
	{name: "bad-gateway-after-success", status: 502, body: "<html>"},
	{name: "unavailable", status: 503, body: "<html>", configured: true, registered: true},
	{name: "step-down", status: 500, body: notTheLeader, configured: true, registered: true},
	{name: "step-down-after", status: 200},
}

func TestEveryFaultOfARemovalDoesWhatItsNameSays(t *testing.T) {
	all := []string{writer0, reader0}
	c := form(t, all...)
	for n, fault := range removalFaults {
		leader := c.leader(all...)
		member := fmt.Sprintf("arc-ghost-%d", n)
		c.enrol(leader, member)
		leader.setFaults(fmt.Sprintf(`{"delete":%q,"count":1,"delayMs":1}`, fault.name))
		status, body, err := leader.impatientDelete(member, giveUp(fault))
		if !errors.Is(err, fault.err) || err == nil && (status != fault.status || !strings.HasPrefix(body, fault.expectedBody(member))) {
			t.Errorf("%s: got %d %s %v", fault.name, status, body, err)
		}
		// A client that gave up may look before the removal is through.
		eventually(t, fmt.Sprintf("%s: configured %v, registered %v", fault.name, fault.configured, fault.registered), func() bool {
			configured, registered := c.leader(all...).lists(member)
			return configured == fault.configured && registered == fault.registered
		})
	}
}

func giveUp(fault removalFault) time.Duration {
	if fault.err == context.DeadlineExceeded {
		return 300 * time.Millisecond
	}
	return 10 * time.Second
}

func (f removalFault) expectedBody(member string) string {
	if f.body == "" {
		return success(member)
	}
	return f.body
}

func TestNoFaultOfARemovalIsWithoutATest(t *testing.T) {
	c := form(t, writer0)
	names := []string{"ok"}
	for _, fault := range removalFaults {
		names = append(names, fault.name)
	}
	expectNames(t, c.nodes[writer0], "delete", names)
}

func TestStepDownFaultsMoveTheLeader(t *testing.T) {
	for _, fault := range []string{"step-down", "step-down-after"} {
		t.Run(fault, func(t *testing.T) {
			c := form(t, writer0, reader0, reader1)
			c.nodes[writer0].setFaults(`{"delete":"` + fault + `"}`)
			if _, _, err := c.nodes[writer0].delete("nosuch"); err != nil {
				t.Fatal(err)
			}
			c.leader(reader0, reader1)
		})
	}
}

func TestASlowRemovalIsDoneLongBeforeItsAnswer(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	c.enrol(node, "arc-ghost-0")
	node.setFaults(`{"delete":"slow","delayMs":3600000}`)
	expectNoAnswer(t, node, "arc-ghost-0")
	eventually(t, "it is removed", func() bool {
		configured, registered := node.lists("arc-ghost-0")
		return !configured && !registered
	})
}

func TestARemovalThatIsSlowToBeginOutlivesItsClient(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	c.enrol(node, "arc-ghost-0")
	node.setFaults(`{"delete":"slow-before","delayMs":3600000,"count":1}`)
	expectNoAnswer(t, node, "arc-ghost-0")
	if configured, registered := node.lists("arc-ghost-0"); !configured || !registered {
		t.Errorf("removed before its time: configured %v, registered %v", configured, registered)
	}
	node.setFaults(`{"delete":"slow-before","delayMs":1000}`)
	c.giveUp(node, "arc-ghost-0")
	eventually(t, "it is removed after all", func() bool {
		configured, registered := node.lists("arc-ghost-0")
		return !configured && !registered
	})
}

// expectNoAnswer gives up on a DELETE after a moment.
func expectNoAnswer(t *testing.T, node *process, id string) {
	t.Helper()
	expectNoAnswerWithin(t, node, id, 300*time.Millisecond)
}

func expectNoAnswerWithin(t *testing.T, node *process, id string, patience time.Duration) {
	t.Helper()
	if _, _, err := node.impatientDelete(id, patience); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("DELETE %s ended with %v", id, err)
	}
}

// giveUp sends a DELETE and hangs up as soon as it has arrived.
func (c *cluster) giveUp(node *process, id string) {
	c.t.Helper()
	ctx, hangUp := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	before := c.received(id)
	go func() {
		_, _, err := node.deleteUntil(ctx, id)
		ended <- err
	}()
	eventually(c.t, "DELETE "+id+" arrives", func() bool { return c.received(id) > before })
	hangUp()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		c.t.Errorf("DELETE %s ended with %v", id, err)
	}
}

// received counts the DELETEs of id that have arrived anywhere.
func (c *cluster) received(id string) int {
	c.t.Helper()
	count := 0
	for _, line := range c.requests() {
		if line.ID == id && line.Phase == requestlog.Received {
			count++
		}
	}
	return count
}

// impatientDelete is delete by a client that gives up.
func (p *process) impatientDelete(id string, patience time.Duration) (int, string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return p.deleteUntil(ctx, id)
}

func (p *process) deleteUntil(ctx context.Context, id string) (int, string, error) {
	request, err := http.NewRequestWithContext(ctx, "DELETE", "http://"+p.ip+":8000/api/v1/cluster/nodes/"+id, nil)
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	request.Close = true
	response, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}
