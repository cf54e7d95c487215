package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	adminToken = "admin-0123456789-0123456789-0123456789"
	readToken  = "reads-0123456789-0123456789-0123456789"
)

// lastHost numbers the loopback addresses of this test run.
var lastHost atomic.Int32

// cluster is a set of nodes that share a hosts file and a request log.
type cluster struct {
	t          *testing.T
	nodes      map[string]*process
	requestLog string
}

// form starts one node for each id, the first of which bootstraps, and waits until all are members.
func form(t *testing.T, ids ...string) *cluster {
	t.Helper()
	return formWith(t, nil, ids...)
}

// formWith is form with further variables for every node.
func formWith(t *testing.T, env []string, ids ...string) *cluster {
	t.Helper()
	t.Parallel()
	dir := t.TempDir()
	c := &cluster{t: t, nodes: map[string]*process{}, requestLog: filepath.Join(dir, "requests")}
	hosts := filepath.Join(dir, "hosts")
	var lines, seeds []string
	for _, id := range ids {
		ip := loopback(int(lastHost.Add(1)))
		lines = append(lines, ip+" "+podName(id))
		seeds = append(seeds, podName(id)+":9100")
		c.nodes[id] = newProcess(t, id, ip, "--raft-advertise="+podName(id)+":9200", "--role="+strings.Split(id, "-")[1])
	}
	if err := os.WriteFile(hosts, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	c.nodes[ids[0]].flags = append(c.nodes[ids[0]].flags, "--bootstrap-ordinal=0")
	for _, node := range c.nodes {
		node.env = []string{"ARCD_HOSTS=" + hosts, "ARC_CLUSTER_SEEDS=" + strings.Join(seeds, ","),
			"ARCD_REQUEST_LOG=" + c.requestLog, "ARCD_READ_TOKEN=" + readToken, "ARC_AUTH_BOOTSTRAP_TOKEN=" + adminToken}
		node.env = append(node.env, env...)
		node.launch()
	}
	started := time.Now()
	c.awaitMembers(ids, ids...)
	t.Logf("%d nodes formed a cluster in %v", len(ids), time.Since(started).Round(time.Millisecond))
	return c
}

func podName(id string) string {
	return id + "." + id[:strings.LastIndexByte(id, '-')] + "-headless.arc.svc.cluster.local"
}

// awaitMembers waits until each observer follows one leader and has exactly these members, in
// its configuration and in its registry.
func (c *cluster) awaitMembers(members []string, observers ...string) {
	c.t.Helper()
	wanted := slices.Sorted(slices.Values(members))
	for _, id := range observers {
		eventually(c.t, fmt.Sprintf("%s sees the members %v", id, wanted), func() bool {
			v, err := c.nodes[id].view()
			return err == nil && v.Raft.LeaderID != "" && slices.Equal(v.configured(), wanted) && slices.Equal(v.registered(), wanted)
		})
	}
}

// leader waits until one of the given nodes leads.
func (c *cluster) leader(among ...string) *process {
	c.t.Helper()
	var found *process
	eventually(c.t, fmt.Sprintf("one of %v leads", among), func() bool {
		for _, id := range among {
			if v, err := c.nodes[id].view(); err == nil && v.Raft.IsLeader {
				found = c.nodes[id]
			}
		}
		return found != nil
	})
	return found
}

// Patient: a busy machine needs seconds for the 10 MB of one fault.
var client = &http.Client{Timeout: time.Minute}

// send makes one request with an optional header line and returns status and body.
func (p *process) send(method, path, header string) (int, string, error) {
	request, err := http.NewRequest(method, "http://"+p.ip+":8000", nil)
	if err != nil {
		return 0, "", err
	}
	// Opaque goes out as it is, without being cleaned or encoded.
	request.URL.Opaque = path
	if name, value, found := strings.Cut(header, ": "); found {
		request.Header.Set(name, value)
	}
	// One connection a request: idle ones would hide that a node restarted.
	request.Close = true
	response, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

// delete sends DELETE with the admin token.
func (p *process) delete(id string) (int, string, error) {
	return p.send("DELETE", "/api/v1/cluster/nodes/"+id, "Authorization: Bearer "+adminToken)
}

// expect fails the test unless the request is answered like this.
func (p *process) expect(method, path, header string, status int, body string) {
	p.t.Helper()
	gotStatus, gotBody, err := p.send(method, path, header)
	if err != nil || gotStatus != status || gotBody != body {
		p.t.Errorf("%s %.60s (%s) at %s:\n got %d %s %v\nwant %d %s", method, path, header, p.id, gotStatus, gotBody, err, status, body)
	}
}

// expectRemoved fails the test unless the removal is answered with success.
func (p *process) expectRemoved(id string) {
	p.t.Helper()
	p.expect("DELETE", "/api/v1/cluster/nodes/"+id, "Authorization: Bearer "+adminToken, 200, success(id))
}

func success(id string) string {
	return `{"message":"node removed from cluster","node_id":"` + id + `","success":true}`
}

// control sends one request to the control port and returns its status and body.
func (p *process) control(method, path, body string) (int, string) {
	p.t.Helper()
	request, err := http.NewRequest(method, "http://"+p.ip+":8001"+path, bytes.NewBufferString(body))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Close = true
	response, err := client.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// cutOff partitions the node from peers; without any it heals.
func (p *process) cutOff(peers ...string) {
	p.t.Helper()
	list, err := json.Marshal(map[string][]string{"peers": append([]string{}, peers...)})
	if err != nil {
		p.t.Fatal(err)
	}
	if status, body := p.control("PUT", "/partition", string(list)); status != 200 {
		p.t.Fatalf("PUT /partition %s: %d %s", list, status, body)
	}
}

func (p *process) setFaults(settings string) {
	p.t.Helper()
	if status, body := p.control("PUT", "/faults", settings); status != 200 {
		p.t.Fatalf("PUT /faults %s: %d %s", settings, status, body)
	}
}
