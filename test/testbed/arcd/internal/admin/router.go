package admin

import (
	"html"
	"net/http"
	"strings"

	"raftcluster.dev/testbed/arcd/internal/generation"
)

// route is one endpoint. Its pattern is lower case; a segment ":id" matches any one segment.
type route struct {
	method  string
	pattern string
	access  access
	handle  func(*call) answer
}

const (
	clusterPrefix = "/api/v1/cluster/"
	nodePattern   = "/api/v1/cluster/nodes/:id"
)

func (s *Server) api() []route {
	routes := []route{
		{http.MethodGet, "/health", anybody, s.getAlive},
		{http.MethodGet, "/ready", anybody, s.getReady},
		{http.MethodGet, "/metrics", anybody, s.getMetrics},
		{http.MethodGet, "/api/v1/metrics", anybody, s.getMetrics},
		{http.MethodGet, "/api/v1/cluster", anyToken, s.whenClustered(s.getCluster)},
		{http.MethodGet, "/api/v1/cluster/nodes", anyToken, s.whenClustered(s.getNodes)},
		{http.MethodGet, nodePattern, anyToken, s.whenClustered(s.getNode)},
		{http.MethodDelete, nodePattern, adminToken, s.whenClustered(s.deleteNode)},
		{http.MethodGet, "/api/v1/cluster/local", anyToken, s.whenClustered(s.getLocal)},
		{http.MethodGet, "/api/v1/cluster/health", anyToken, s.whenClustered(getHealth)},
		{http.MethodGet, "/api/v1/cluster/files", adminToken, s.whenClustered(getFiles)},
	}
	if s.options.Generation == generation.B {
		routes = append(routes,
			route{http.MethodGet, "/ready/write", anybody, s.getReady},
			route{http.MethodPost, "/api/v1/cluster/voters/converge", adminToken, missing},
			route{http.MethodPost, "/api/v1/cluster/writers/:id/demote", adminToken, missing},
			route{http.MethodPost, "/api/v1/cluster/compactor/assign", adminToken, missing},
		)
	}
	return routes
}

// missing stands for generation B's endpoints that change roles: no client of the removal needs them.
func missing(*call) answer {
	return refusal(http.StatusNotImplemented, "the test node does not do this")
}

// whenClustered answers for nodes that are not: with 200, before anything else is looked at.
func (s *Server) whenClustered(handle func(*Cluster, *call) answer) func(*call) answer {
	return func(c *call) answer {
		if cluster := s.clustered(); cluster != nil {
			return handle(cluster, c)
		}
		body := fields{"enabled": false, "mode": "standalone", "reason": "Enterprise license not configured"}
		if s.options.Generation == generation.B {
			body["success"] = false
		}
		return ok(body)
	}
}

// dispatch does as Fiber with its defaults: case-insensitive routes, an optional trailing slash, no
// percent-decoding, and authentication before the question whether a route exists.
func (s *Server) dispatch(c *call) answer {
	candidates := s.candidates(c.path)
	if len(candidates) > 0 && candidates[0].access == anybody {
		c.granted = anybody
	} else if refusal := s.options.Tokens.authenticate(c, s.options.Faults.KnowsTokens()); refusal != nil {
		return *refusal
	}
	method := c.request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, candidate := range candidates {
		if candidate.method != method {
			continue
		}
		if candidate.access > c.granted {
			return forbidden
		}
		return candidate.handle(c)
	}
	return unrouted(c, candidates)
}

func unrouted(c *call, candidates []route) answer {
	// What no cluster route takes falls through to a group that wants admin.
	if strings.HasPrefix(strings.ToLower(c.path), clusterPrefix) && c.granted < adminToken {
		return forbidden
	}
	if len(candidates) == 0 {
		return failure(http.StatusNotFound, "Cannot "+c.request.Method+" "+html.EscapeString(c.path))
	}
	var allow []string
	for _, candidate := range candidates {
		allow = append(allow, candidate.method)
		if candidate.method == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	refused := failure(http.StatusMethodNotAllowed, "Method Not Allowed")
	refused.allow = strings.Join(allow, ", ")
	return refused
}

func (s *Server) candidates(path string) []route {
	var found []route
	for _, candidate := range s.routes {
		if matches(candidate.pattern, path) {
			found = append(found, candidate)
		}
	}
	return found
}

func matches(pattern, path string) bool {
	wanted := strings.Split(pattern, "/")
	given := strings.Split(strings.TrimSuffix(path, "/"), "/")
	if len(wanted) != len(given) {
		return false
	}
	for i, segment := range wanted {
		isParameter := strings.HasPrefix(segment, ":")
		if isParameter && given[i] == "" || !isParameter && !strings.EqualFold(segment, given[i]) {
			return false
		}
	}
	return true
}

func lastSegment(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}
