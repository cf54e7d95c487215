package main

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

const (
	asAdmin  = "Authorization: Bearer " + adminToken
	asReader = "Authorization: Bearer " + readToken
)

func TestDeleteAnswersLikeArc(t *testing.T) {
	all := []string{writer0, reader0, reader1}
	c := form(t, all...)
	leader, follower := c.nodes[writer0], c.nodes[reader0]
	const nodes = "/api/v1/cluster/nodes/"
	const self = `{"error":"cannot remove self from cluster — use graceful shutdown instead","success":false}`

	leader.expect("DELETE", nodes+writer0, asAdmin, 400, self)
	follower.expect("DELETE", nodes+reader0, asAdmin, 400, self)
	follower.expect("DELETE", nodes+reader1, asAdmin, 500, `{"error":"not the leader","success":false}`)
	follower.expect("DELETE", nodes+strings.Repeat("x", 257), asAdmin, 400, `{"error":"invalid node ID","success":false}`)
	follower.expect("DELETE", nodes+strings.Repeat("x", 256), asAdmin, 500, `{"error":"not the leader","success":false}`)
	leader.expect("DELETE", nodes, asAdmin, 405, `{"error":"Method Not Allowed"}`)
	leader.expect("DELETE", nodes+"a/b", asAdmin, 404, `{"error":"Cannot DELETE /api/v1/cluster/nodes/a/b"}`)

	before := leader.mustView().lastLogIndex()
	leader.expectRemoved("nosuch")
	if grown := leader.mustView().lastLogIndex() - before; grown != 2 {
		t.Errorf("removing nobody wrote %d log entries, not 2", grown)
	}
	// None of these is the id of a live node: case counts, and nothing is decoded.
	leader.expectRemoved("ARC-READER-1")
	leader.expectRemoved("arc%2Dreader%2D1")
	leader.expectRemoved("arc%2Dwriter%2D0")
	leader.expect("DELETE", "/API/v1/Cluster/NODES/nosuch/?x=1", asAdmin, 200, success("nosuch"))
	leader.expect("DELETE", nodes+"nöde", asAdmin, 200, success("nöde"))
	leader.expect("DELETE", nodes+"..", asAdmin, 200, success(".."))
	c.awaitMembers(all, all...)
}

func TestReadsAnswerLikeArc(t *testing.T) {
	c := form(t, writer0, reader0)
	node := c.nodes[reader0]
	node.expect("GET", "/api/v1/cluster/nodes?role=boss", asReader, 400,
		`{"error":"Invalid role filter. Valid values: writer, reader, compactor, standalone"}`)
	node.expect("GET", "/api/v1/cluster/nodes?state=boss", asReader, 400,
		`{"error":"Invalid state filter. Valid values: healthy, unhealthy, dead, unknown, joining, leaving"}`)
	node.expect("GET", "/api/v1/cluster/nodes?role=compactor", asReader, 200, `{"nodes":[],"total":0}`)
	node.expect("GET", "/api/v1/cluster/nodes/nosuch", asReader, 404, `{"error":"Node not found"}`)
	node.expect("GET", "/api/v1/cluster/nodes/"+strings.Repeat("x", 257), asReader, 400, `{"error":"Invalid node ID"}`)
	node.expect("GET", "/api/v1/cluster/health", asReader, 200,
		`{"health_checker":{"check_interval_ms":5000,"check_timeout_ms":3000,"running":true,"unhealthy_threshold":3},"healthy":2,"total":2,"unhealthy":0}`)
	node.expect("GET", "/api/v1/cluster/files", asAdmin, 200, `{"files":[],"total":0}`)
	node.expect("GET", "/api/v1//cluster", asAdmin, 404, `{"error":"Cannot GET /api/v1//cluster"}`)
	node.expect("POST", "/api/v1/cluster", asAdmin, 405, `{"error":"Method Not Allowed"}`)
	node.expect("HEAD", "/api/v1/cluster/", asReader, 200, "")

	expectKeys(t, node, "/api/v1/cluster", "cluster_name compactors enabled healthy_count local_node_id local_role mode "+
		"node_count nodes raft readers router running total_cores writers")
	const nodeKeys = "address api_address cluster_name failed_checks id joined_at last_heartbeat name role started_at state stats version"
	expectKeys(t, node, "/api/v1/cluster/nodes/"+writer0, nodeKeys)
	expectKeys(t, node, "/api/v1/cluster/local", nodeKeys+" capabilities is_local")
	expectKeys(t, node, "/health", "status time uptime uptime_sec")
	expectKeys(t, node, "/ready", "status time uptime_sec")
	for _, path := range []string{"/metrics", "/api/v1/metrics"} {
		if status, body, err := node.send("GET", path, ""); status != 200 || err != nil || !strings.Contains(body, `"uptime_seconds":`) {
			t.Errorf("%s was answered %d %s %v", path, status, body, err)
		}
	}
}

func TestABrowserIsAnsweredLikeArcDoes(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	preflight := node.headers("OPTIONS", http.Header{"Origin": {"http://x"}, "Access-Control-Request-Method": {"DELETE"}})
	for name, value := range map[string]string{
		"Vary":                         "Access-Control-Request-Method, Access-Control-Request-Headers, Origin",
		"Access-Control-Allow-Origin":  "*",
		"Access-Control-Allow-Methods": "GET,POST,PUT,DELETE,OPTIONS",
		"Access-Control-Allow-Headers": "Origin,Content-Type,Accept,Authorization,x-api-key,x-arc-database,Content-Encoding",
		"X-Frame-Options":              "",
		"Content-Type":                 "",
	} {
		if preflight.Get(name) != value {
			t.Errorf("a preflight's %s is %q, not %q", name, preflight.Get(name), value)
		}
	}
	for name, value := range map[string]string{
		"Access-Control-Allow-Origin": "*",
		"Content-Type":                "application/json",
		"X-Frame-Options":             "DENY",
		"X-Content-Type-Options":      "nosniff",
		"X-Xss-Protection":            "1; mode=block",
		"Referrer-Policy":             "strict-origin-when-cross-origin",
		"Permissions-Policy":          "geolocation=(), microphone=(), camera=()",
		"Content-Security-Policy":     "default-src 'none'; frame-ancestors 'none'",
	} {
		if got := node.headers("GET", http.Header{"Origin": {"http://x"}}).Get(name); got != value {
			t.Errorf("an answer's %s is %q, not %q", name, got, value)
		}
	}
	plain := node.headers("OPTIONS", http.Header{"Origin": {"http://x"}, "Authorization": {"Bearer " + adminToken}})
	if plain.Get("Allow") != "GET, HEAD, DELETE" || plain.Get("Vary") != "Origin" {
		t.Errorf("a plain OPTIONS got %v", plain)
	}
}

// headers are those of the answer to a request for a node.
func (p *process) headers(method string, header http.Header) http.Header {
	p.t.Helper()
	request, err := http.NewRequest(method, "http://"+p.ip+":8000/api/v1/cluster/nodes/x", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header = header
	request.Close = true
	response, err := client.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	response.Body.Close()
	return response.Header
}

func TestGenerationBSaysWhoVotes(t *testing.T) {
	c := formWith(t, []string{"ARCD_GENERATION=B"}, writer0)
	node := c.nodes[writer0]
	c.enrol(node, "arc-reader-7")
	if status, body := node.control("POST", "/nonvoters", `{"id":"arc-ghost-0","address":"ghost:9200"}`); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	// A leader that bootstrapped enters itself into the table a moment later.
	eventually(t, "the leader is in the table", func() bool { return node.mustView().TotalCores > 2 })
	const membership = `"membership":{"is_leader":true,"mismatches":0,"servers":[` +
		`{"expected":"voter","id":"arc-writer-0","matches":true,"resolved":true,"role":"writer","suffrage":"voter"},` +
		`{"expected":"nonvoter","id":"arc-reader-7","matches":true,"resolved":true,"role":"reader","suffrage":"nonvoter"},` +
		`{"id":"arc-ghost-0","resolved":false,"role":null,"suffrage":"nonvoter"}],` +
		`"unresolved":1,"view":"local","view_of":"arc-writer-0","voting_servers":1}`
	node.expectIn("/api/v1/cluster", membership)
	node.expectIn("/api/v1/cluster/local", `"is_active_compactor":false`)
	node.expectIn("/api/v1/cluster/local", `"writer_state":"primary"`)
	node.expectIn("/api/v1/cluster/nodes/arc-reader-7", `"writer_state":""`)

	node.setFaults(`{"view":"unknown-suffrage"}`)
	node.expectIn("/api/v1/cluster", `"suffrage":"unknown"`)
	node.setFaults(`{"view":"empty-configuration"}`)
	node.expectIn("/api/v1/cluster", `"servers":[],"unresolved":0`)

	node.setFaults(`{"clustered":false}`)
	const off = `{"enabled":false,"mode":"standalone","reason":"Enterprise license not configured","success":false}`
	node.expect("GET", "/api/v1/cluster", asReader, 200, off)
	node.expect("DELETE", "/api/v1/cluster/nodes/x", asAdmin, 200, off)
	node.expect("POST", "/api/v1/cluster/voters/converge", asAdmin, 501, `{"error":"the test node does not do this","success":false}`)
}

func TestGenerationAHasNoMembershipBlock(t *testing.T) {
	c := form(t, writer0)
	_, body, err := c.nodes[writer0].send("GET", "/api/v1/cluster", asReader)
	if err != nil || strings.Contains(body, "membership") {
		t.Errorf("%s %v", body, err)
	}
	c.nodes[writer0].expect("GET", "/ready/write", asAdmin, 404, `{"error":"Cannot GET /ready/write"}`)
}

// expectIn fails the test unless the body has this text.
func (p *process) expectIn(path, text string) {
	p.t.Helper()
	if status, body, err := p.send("GET", path, asReader); status != 200 || err != nil || !strings.Contains(body, text) {
		p.t.Errorf("GET %s: got %d %s %v\nwithout %s", path, status, body, err, text)
	}
}

func TestAClusteredNodeWithoutRaftDropsOnlyItsOwnEntry(t *testing.T) {
	t.Parallel()
	node := newProcess(t, "arc-x-0", loopback(int(lastHost.Add(1))))
	node.dataDir = ""
	node.launch()
	eventually(t, "the node answers", func() bool {
		_, _, err := node.send("GET", "/health", "")
		return err == nil
	})
	node.expectIn("/api/v1/cluster", `"raft":{"enabled":false}`)
	node.expect("DELETE", "/api/v1/cluster/nodes/nosuch", "", 200, success("nosuch"))
	node.expect("DELETE", "/api/v1/cluster/nodes/arc-x-0", "", 400,
		`{"error":"cannot remove self from cluster — use graceful shutdown instead","success":false}`)
}

func expectKeys(t *testing.T, node *process, path, keys string) {
	t.Helper()
	_, body, err := node.send("GET", path, asReader)
	if err != nil {
		t.Fatal(err)
	}
	object := map[string]any{}
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		t.Fatal(err)
	}
	var got []string
	for key := range object {
		got = append(got, key)
	}
	wanted := strings.Fields(keys)
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		t.Errorf("%s has the keys %v, not %v", path, got, wanted)
	}
}

func TestTokensAreTakenFromEveryCarrierAndCheckedFirst(t *testing.T) {
	c := form(t, writer0)
	node := c.nodes[writer0]
	const (
		remove    = "/api/v1/cluster/nodes/nosuch"
		missing   = `{"error":"Authentication required","success":false}`
		invalid   = `{"error":"Invalid or expired token","success":false}`
		forbidden = `{"error":"Permission denied: admin required","success":false}`
	)
	for _, carrier := range []string{asAdmin, "Authorization: Token " + adminToken, "Authorization: " + adminToken, "x-api-key: " + adminToken} {
		node.expect("DELETE", remove, carrier, 200, success("nosuch"))
	}
	node.expect("DELETE", remove+"?p="+adminToken, "", 200, success("nosuch"))

	node.expect("DELETE", remove, "", 401, missing)
	node.expect("GET", "/api/v1/nosuch", "", 401, missing)
	node.expect("POST", "/api/v1/cluster", "", 401, missing)
	node.expect("DELETE", remove, "Authorization: Bearer wrong", 401, invalid)
	node.expect("DELETE", remove, "Authorization: bearer "+adminToken, 401, invalid)
	node.expect("DELETE", remove, "Authorization: Bearer  "+adminToken, 401, invalid)
	node.expect("DELETE", remove+"?p="+adminToken, "Authorization: Bearer wrong", 401, invalid)
	node.expect("DELETE", remove, asReader, 403, forbidden)
	node.expect("DELETE", "/api/v1/cluster/nodes/"+writer0, asReader, 403, forbidden)
	node.expect("GET", "/api/v1/cluster/files", asReader, 403, forbidden)
	node.expect("POST", remove, asReader, 403, forbidden)
	if status, _, err := node.send("GET", "/ready", ""); status != 200 || err != nil {
		t.Errorf("/ready is not public: %d %v", status, err)
	}
	if content, err := os.ReadFile(c.requestLog); err != nil || strings.Contains(string(content), adminToken) {
		t.Errorf("the request log holds a token, or nothing: %v", err)
	}
}

func TestANodeThatIsNotClusteredSaysSoWithSuccess(t *testing.T) {
	t.Parallel()
	node := newProcess(t, "arc-compactor-0", loopback(int(lastHost.Add(1))), "--clustered=false").launch()
	eventually(t, "the node answers", func() bool {
		_, _, err := node.send("GET", "/health", "")
		return err == nil
	})
	const off = `{"enabled":false,"mode":"standalone","reason":"Enterprise license not configured"}`
	for _, path := range []string{"", "/nodes", "/nodes/x", "/local", "/health", "/files"} {
		node.expect("GET", "/api/v1/cluster"+path, "", 200, off)
	}
	node.expect("DELETE", "/api/v1/cluster/nodes/"+strings.Repeat("x", 257), "", 200, off)
	if code := node.terminate(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestAnOrphanExits(t *testing.T) {
	t.Parallel()
	node := newProcess(t, "arc-reader-0", loopback(int(lastHost.Add(1)))).launch()
	node.stdin.Close()
	eventually(t, "the process ends with its standard input", func() bool {
		select {
		case <-node.exited:
			return true
		default:
			return false
		}
	})
}
