package admin

import (
	"net/http"
	"strings"

	"raftcluster.dev/testbed/arcd/internal/requestlog"
)

// call is one request on its way through routing, authentication and handler.
type call struct {
	request *http.Request
	// path is as the client sent it, not decoded, without the query.
	path    string
	id      string
	granted access
	// fault is the name of the fault that shaped the answer, if one did.
	fault string
}

// ServeHTTP logs, decides and answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	c := &call{request: r, path: path}
	if matches(nodePattern, path) {
		c.id = lastSegment(path)
	}
	if r.Method == http.MethodDelete {
		s.log(c, requestlog.Received, 0)
	}
	decided := s.decide(w, c)
	if decided.withheld() {
		withhold(w, r, decided.delivery)
		s.log(c, requestlog.Abandoned, 0)
		hangUp()
	}
	// A client that has gone learns nothing, however the call ended.
	if r.Context().Err() != nil && s.running.Err() == nil {
		s.log(c, requestlog.Abandoned, 0)
		hangUp()
	}
	// Logged before it is sent: whoever has the answer finds its line.
	s.log(c, requestlog.Answered, decided.status)
	deliver(w, decided)
}

// decide puts a browser's questions before all others, as Arc does.
func (s *Server) decide(w http.ResponseWriter, c *call) answer {
	if allowOrigin(w.Header(), c.request) {
		return answer{status: http.StatusNoContent}
	}
	secure(w.Header())
	return s.dispatch(c)
}

func (s *Server) log(c *call, phase requestlog.Phase, status int) {
	_, present := token(c.request)
	s.options.Requests.Write(requestlog.Line{
		Node: s.options.NodeID, Phase: phase, Method: c.request.Method, Path: c.path, ID: c.id, Status: status,
		TokenPresent: present, Fault: c.fault, IsLeader: s.isLeader(), Remote: c.request.RemoteAddr,
	})
}
