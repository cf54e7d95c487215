package control

import "net/http"

// stepDown hands leadership to a follower.
func (s *Server) stepDown(w http.ResponseWriter, _ *http.Request) {
	if s.options.Core == nil {
		fail(w, http.StatusConflict, errNotClustered)
		return
	}
	done(w, s.options.Core.StepDown())
}

// leave tells the peers what SIGTERM would, and leaves the process running.
func (s *Server) leave(w http.ResponseWriter, _ *http.Request) {
	if s.options.Leave == nil {
		fail(w, http.StatusConflict, errNotClustered)
		return
	}
	s.options.Leave()
	done(w, nil)
}

// halt ends Raft inside the running process.
func (s *Server) halt(w http.ResponseWriter, _ *http.Request) {
	if s.options.Core == nil {
		fail(w, http.StatusConflict, errNotClustered)
		return
	}
	done(w, s.options.Core.Halt())
}

// addNonvoter makes the leader list a server that no table and no registry knows.
func (s *Server) addNonvoter(w http.ResponseWriter, r *http.Request) {
	var server struct {
		ID      string `json:"id"`
		Address string `json:"address"`
	}
	if err := decode(r, &server); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if s.options.Core == nil {
		fail(w, http.StatusConflict, errNotClustered)
		return
	}
	done(w, s.options.Core.AddNonvoter(server.ID, server.Address))
}
