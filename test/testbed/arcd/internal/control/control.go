// Package control is a node's private port: faults and questions that Arc does not know.
package control

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/faults"
	"raftcluster.dev/testbed/arcd/internal/requestlog"
)

// Options describe one control server.
type Options struct {
	BindAddr string
	Faults   *faults.Switchboard
	Requests *requestlog.Log
	// Core is nil on a node that is not clustered.
	Core *consensus.Core
}

// Server answers the control port.
type Server struct {
	options Options
	http    *http.Server
}

// Start listens and serves.
func Start(options Options) (*Server, error) {
	listener, err := net.Listen("tcp", options.BindAddr)
	if err != nil {
		return nil, err
	}
	s := &Server{options: options}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /faults", s.getFaults)
	mux.HandleFunc("PUT /faults", s.putFaults)
	mux.HandleFunc("POST /step-down", s.stepDown)
	mux.HandleFunc("GET /requests", s.getRequests)
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

func (s *Server) getFaults(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, s.options.Faults.Settings())
}

// putFaults replaces all settings; what the body leaves out is healthy again.
func (s *Server) putFaults(w http.ResponseWriter, r *http.Request) {
	settings := faults.Healthy()
	body := json.NewDecoder(r.Body)
	// A misspelt fault must not pass as health.
	body.DisallowUnknownFields()
	if err := body.Decode(&settings); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if err := s.options.Faults.Set(settings); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	slog.Info("faults set", "delete", settings.Delete, "member", settings.Member, "clustered", settings.Clustered)
	s.getFaults(w, r)
}

func (s *Server) stepDown(w http.ResponseWriter, _ *http.Request) {
	if s.options.Core == nil {
		fail(w, http.StatusConflict, errors.New("not clustered"))
		return
	}
	if err := s.options.Core.StepDown(); err != nil {
		fail(w, http.StatusConflict, err)
		return
	}
	answer(w, http.StatusOK, map[string]bool{"success": true})
}

func (s *Server) getRequests(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"requests": s.options.Requests.Lines()})
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
