package admin

import (
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"

	"raftcluster.dev/testbed/arcd/internal/faults"
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

// answer is what a handler decides; ServeHTTP carries it out.
type answer struct {
	status int
	body   any
	// allow is the Allow header of a 405.
	allow string
	// withheld says how the call ends instead, when status is 0.
	withheld faults.Outcome
}

// fields is a JSON object; encoding/json sorts its keys, as Arc's answers do.
type fields map[string]any

func failure(status int, text string) answer {
	return answer{status: status, body: fields{"error": text}}
}

// refusal is a failure in the shape of Arc's own handlers, which add "success".
func refusal(status int, text string) answer {
	return answer{status: status, body: fields{"success": false, "error": text}}
}

// ServeHTTP logs, decides and answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	c := &call{request: r, path: path}
	isDelete := r.Method == http.MethodDelete
	if isDelete {
		s.log(c, requestlog.Received, 0)
	}
	decided := s.dispatch(c)
	if decided.status == 0 {
		withhold(w, r, decided.withheld)
		s.log(c, requestlog.Abandoned, 0)
		// The one way to make net/http close a connection without an answer.
		panic(http.ErrAbortHandler)
	}
	// Logged before it is sent: whoever has the answer finds its line.
	s.log(c, requestlog.Answered, decided.status)
	send(w, decided)
}

func (s *Server) log(c *call, phase requestlog.Phase, status int) {
	_, present := token(c.request)
	s.options.Requests.Write(requestlog.Line{
		Node: s.options.NodeID, Phase: phase, Method: c.request.Method, Path: c.path, Status: status,
		TokenPresent: present, Fault: c.fault, IsLeader: s.isLeader(), Remote: c.request.RemoteAddr,
	})
}

func send(w http.ResponseWriter, decided answer) {
	body, err := json.Marshal(decided.body)
	if err != nil {
		panic(err) // bodies are built from strings, numbers and times
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if decided.allow != "" {
		w.Header().Set("Allow", decided.allow)
	}
	w.WriteHeader(decided.status)
	w.Write(body)
}

func withhold(w http.ResponseWriter, r *http.Request, outcome faults.Outcome) {
	if outcome == faults.Hang {
		<-r.Context().Done()
		return
	}
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		slog.Error("reset", "error", err)
		return
	}
	if wrapped, isTLS := conn.(interface{ NetConn() net.Conn }); isTLS {
		conn = wrapped.NetConn()
	}
	// Without lingering, close sends RST instead of FIN.
	conn.(*net.TCPConn).SetLinger(0)
	conn.Close()
}
