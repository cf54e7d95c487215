package control

import (
	"log/slog"
	"net/http"
	"slices"

	"raftcluster.dev/testbed/arcd/internal/faults"
)

func (s *Server) getFaults(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, s.options.Faults.Settings())
}

// putFaults replaces all settings; what the body leaves out is healthy again.
func (s *Server) putFaults(w http.ResponseWriter, r *http.Request) {
	settings := faults.Healthy()
	if err := decode(r, &settings); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if err := s.options.Faults.Set(settings); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	slog.Info("faults set", "settings", settings)
	s.getFaults(w, r)
}

// apply carries out the faults below the admin API.
func (s *Server) apply(settings faults.Settings) {
	s.options.Clock.SetSkew(settings.ClockSkew())
	if s.options.Core != nil {
		s.options.Core.SetLogStuck(settings.LogStuck())
	}
}

// partition lists the node ids that a node neither hears nor reaches; "*" stands for all.
type partition struct {
	Peers []string `json:"peers"`
}

func (s *Server) getPartition(w http.ResponseWriter, _ *http.Request) {
	peers := []string{}
	if s.options.Links != nil {
		peers = append(peers, s.options.Links.Partition()...)
	}
	answer(w, http.StatusOK, partition{Peers: peers})
}

// putPartition replaces the partition; no peers heal it.
func (s *Server) putPartition(w http.ResponseWriter, r *http.Request) {
	var wanted partition
	if err := decode(r, &wanted); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if s.options.Links == nil {
		fail(w, http.StatusConflict, errNotClustered)
		return
	}
	slices.Sort(wanted.Peers)
	s.options.Links.SetPartition(wanted.Peers)
	slog.Info("partition set", "peers", wanted.Peers)
	s.getPartition(w, r)
}
