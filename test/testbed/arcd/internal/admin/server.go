// Package admin is the HTTP API of Arc as its clients see it.
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

	"raftcluster.dev/testbed/arcd/internal/clock"
	"raftcluster.dev/testbed/arcd/internal/consensus"
	"raftcluster.dev/testbed/arcd/internal/faults"
	"raftcluster.dev/testbed/arcd/internal/generation"
	"raftcluster.dev/testbed/arcd/internal/registry"
	"raftcluster.dev/testbed/arcd/internal/requestlog"
	"raftcluster.dev/testbed/arcd/internal/table"
)

// Cluster is what a clustered node answers from.
type Cluster struct {
	Registry *registry.Registry
	Table    *table.Table
	// Core is nil on a clustered node without Raft.
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
	Cluster    *Cluster
	Faults     *faults.Switchboard
	Requests   *requestlog.Log
	StartedAt  time.Time
	Generation generation.Generation
	Clock      *clock.Clock
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
	// running ends with endWaits, and with it all requests that a fault keeps waiting.
	running  context.Context
	endWaits context.CancelFunc
	// frozen is the overview that a lagging node goes on showing.
	frozen atomic.Pointer[fields]
}

var errStopped = errors.New("the node stopped before the fault ended")

// Start listens and serves.
func Start(options Options) (*Server, error) {
	listener, err := listen(options)
	if err != nil {
		return nil, err
	}
	running, endWaits := context.WithCancel(context.Background())
	s := &Server{options: options, running: running, endWaits: endWaits}
	options.Faults.OnSet(s.freeze)
	s.routes = s.api()
	s.http = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		BaseContext:       func(net.Listener) context.Context { return running },
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
	s.endWaits()
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
	return s.options.Cluster != nil && s.options.Cluster.Core != nil && s.options.Cluster.Core.IsLeader()
}

// freeze keeps the present overview if that is what is to be shown from now on.
func (s *Server) freeze(settings faults.Settings) {
	if cluster := s.options.Cluster; cluster != nil && settings.FreezesView() {
		overview := s.overview(cluster, truthful)
		s.frozen.Store(&overview)
	}
}

// wait lets a delay pass, whether the client still listens or not.
func (s *Server) wait(delay time.Duration) error {
	select {
	case <-time.After(delay):
		return nil
	case <-s.running.Done():
		return errStopped
	}
}
