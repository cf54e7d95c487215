// Package control is a node's private port: faults and questions that Arc does not know.
package control

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"raftcluster.dev/testbed/arcd/internal/clock"
	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/faults"
	"raftcluster.dev/testbed/arcd/internal/link"
	"raftcluster.dev/testbed/arcd/internal/requestlog"
)

// Options describe one control server.
type Options struct {
	BindAddr string
	Faults   *faults.Switchboard
	Requests *requestlog.Log
	Clock    *clock.Clock
	// Core, Links and Leave are nil on a node that is not clustered.
	Core  *consensus.Core
	Links *link.Links
	// Leave tells the peers that this node goes.
	Leave func()
}

// Server answers the control port.
type Server struct {
	options Options
	http    *http.Server
}

var errNotClustered = errors.New("not clustered")

// Start listens, serves, and from now on carries out those faults that are not the admin API's.
func Start(options Options) (*Server, error) {
	listener, err := net.Listen("tcp", options.BindAddr)
	if err != nil {
		return nil, err
	}
	s := &Server{options: options}
	options.Faults.OnSet(s.apply)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /faults", s.getFaults)
	mux.HandleFunc("PUT /faults", s.putFaults)
	mux.HandleFunc("GET /requests", s.getRequests)
	mux.HandleFunc("GET /partition", s.getPartition)
	mux.HandleFunc("PUT /partition", s.putPartition)
	mux.HandleFunc("POST /step-down", s.stepDown)
	mux.HandleFunc("POST /leave", s.leave)
	mux.HandleFunc("POST /halt", s.halt)
	mux.HandleFunc("POST /nonvoters", s.addNonvoter)
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("control server", "error", err)
		}
	}()
	return s, nil
}

// Stop closes the port at once.
func (s *Server) Stop() {
	s.http.Close()
}

func (s *Server) getRequests(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"requests": s.options.Requests.Lines()})
}

// decode reads a body strictly: a misspelt field must not pass as one left out.
func decode(r *http.Request, into any) error {
	body := json.NewDecoder(r.Body)
	body.DisallowUnknownFields()
	return body.Decode(into)
}

// done answers 200, or 409 with the error.
func done(w http.ResponseWriter, err error) {
	if err != nil {
		fail(w, http.StatusConflict, err)
		return
	}
	answer(w, http.StatusOK, map[string]bool{"success": true})
}

func fail(w http.ResponseWriter, status int, err error) {
	answer(w, status, map[string]string{"error": err.Error()})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Debug("control answer", "error", err)
	}
}
