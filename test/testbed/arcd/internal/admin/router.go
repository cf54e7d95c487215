package admin

import (
	"html"
	"net/http"
	"strings"
)

// route is one endpoint. Its pattern is lower case; a segment ":id" matches any one segment.
type route struct {
	method  string
	pattern string
	access  access
	handle  func(*call) answer
}

const clusterPrefix = "/api/v1/cluster/"

func (s *Server) api() []route {
	return []route{
		{http.MethodGet, "/health", anybody, s.getAlive},
		{http.MethodGet, "/ready", anybody, s.getReady},
		{http.MethodGet, "/api/v1/cluster", anyToken, s.whenClustered(getCluster)},
		{http.MethodGet, "/api/v1/cluster/nodes", anyToken, s.whenClustered(getNodes)},
		{http.MethodGet, "/api/v1/cluster/nodes/:id", anyToken, s.whenClustered(getNode)},
		{http.MethodDelete, "/api/v1/cluster/nodes/:id", adminToken, s.whenClustered(s.deleteNode)},
		{http.MethodGet, "/api/v1/cluster/local", anyToken, s.whenClustered(getLocal)},
		{http.MethodGet, "/api/v1/cluster/health", anyToken, s.whenClustered(getHealth)},
		{http.MethodGet, "/api/v1/cluster/files", adminToken, s.whenClustered(getFiles)},
	}
}

// whenClustered answers for nodes that are not: with 200, before anything else is looked at.
func (s *Server) whenClustered(handle func(*Cluster, *call) answer) func(*call) answer {
	return func(c *call) answer {
		cluster := s.clustered()
		if cluster == nil {
			return answer{status: http.StatusOK, body: fields{
				"enabled": false, "mode": "standalone", "reason": "Enterprise license not configured",
			}}
		}
		return handle(cluster, c)
	}
}

// dispatch does as Fiber with its defaults: case-insensitive routes, an optional trailing slash, no
// percent-decoding, and authentication before the question whether a route exists.
func (s *Server) dispatch(c *call) answer {
	candidates := s.candidates(c.path)
	if len(candidates) > 0 && candidates[0].access == anybody {
		c.granted = anybody
	} else if refusal := s.options.Tokens.authenticate(c); refusal != nil {
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
		c.id = lastSegment(c.path)
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
