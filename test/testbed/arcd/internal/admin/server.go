// Package admin is the HTTP API of Arc v26.05.1 to v26.06.3 as its clients see it.
package admin

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/faults"
	"raftcluster.dev/testbed/arcd/internal/registry"
	"raftcluster.dev/testbed/arcd/internal/requestlog"
	"raftcluster.dev/testbed/arcd/internal/table"
)

// Cluster is what a clustered node answers from.
type Cluster struct {
	Registry          *registry.Registry
	Table             *table.Table
	Core              *consensus.Core
	HeartbeatInterval time.Duration
}

// Options describe one admin server.
type Options struct {
	NodeID   string
	BindAddr string
	// TLSCert and TLSKey are PEM files; both empty means plain HTTP.
	TLSCert, TLSKey string
	Tokens          Tokens
	// Cluster is nil on a node that is not clustered.
	Cluster   *Cluster
	Faults    *faults.Switchboard
	Requests  *requestlog.Log
	StartedAt time.Time
}

const (
	// Arc's limits; its write timeout of 30 s is left out, since a fault may hang for longer.
	headerTimeout = 30 * time.Second
	idleTimeout   = 120 * time.Second
	// drainTimeout bounds how long stopping waits for requests in flight.
	drainTimeout = 2 * time.Second
)

// Server answers the admin API.
type Server struct {
	options  Options
	routes   []route
	http     *http.Server
	stopping atomic.Bool
	// endHangs ends the requests that a fault keeps without an answer.
	endHangs context.CancelFunc
}

// Start listens and serves.
func Start(options Options) (*Server, error) {
	listener, err := listen(options)
	if err != nil {
		return nil, err
	}
	requests, endHangs := context.WithCancel(context.Background())
	s := &Server{options: options, endHangs: endHangs}
	s.routes = s.api()
	s.http = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		BaseContext:       func(net.Listener) context.Context { return requests },
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
	}
	go func() {
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("admin server", "error", err)
		}
	}()
	return s, nil
}

func listen(options Options) (net.Listener, error) {
	listener, err := net.Listen("tcp", options.BindAddr)
	if err != nil || options.TLSCert == "" {
		return listener, err
	}
	certificate, err := tls.LoadX509KeyPair(options.TLSCert, options.TLSKey)
	if err != nil {
		listener.Close()
		return nil, err
	}
	// Fiber speaks HTTP/1.1 only.
	return tls.NewListener(listener, &tls.Config{
		Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"},
	}), nil
}

// NotReady makes /ready answer 503; everything else goes on.
func (s *Server) NotReady() {
	s.stopping.Store(true)
}

// Stop lets requests in flight finish within a bound and closes the port.
func (s *Server) Stop() {
	s.endHangs()
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		s.http.Close()
	}
}

// clustered returns nil when the node is not clustered, or has to say so.
func (s *Server) clustered() *Cluster {
	if !s.options.Faults.Clustered() {
		return nil
	}
	return s.options.Cluster
}

func (s *Server) isLeader() bool {
	return s.options.Cluster != nil && s.options.Cluster.Core.IsLeader()
}
