package consensus

import (
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
	raftboltdb "github.com/hashicorp/raft-boltdb/v2"
	"go.etcd.io/bbolt"
)

// errStuck is what the log store answers while it takes no entry.
var errStuck = errors.New("no space left on device")

// store keeps log, term and vote in one bolt file and snapshots beside it.
type store struct {
	*raftboltdb.BoltStore
	snapshots raft.SnapshotStore
	stuck     atomic.Bool
}

func openStore(dir string, logger hclog.Logger) (*store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	// No fsync: a killed process loses nothing of the page cache, and the machine is not what is tested.
	bolt, err := raftboltdb.New(raftboltdb.Options{
		Path:        filepath.Join(dir, "raft.db"),
		NoSync:      true,
		BoltOptions: &bbolt.Options{NoFreelistSync: true, NoSync: true},
	})
	if err != nil {
		return nil, err
	}
	snapshots, err := raft.NewFileSnapshotStoreWithLogger(dir, 2, logger)
	if err != nil {
		bolt.Close()
		return nil, err
	}
	return &store{BoltStore: bolt, snapshots: snapshots}, nil
}

func (s *store) isEmpty() (bool, error) {
	existing, err := raft.HasExistingState(s, s, s.snapshots)
	return !existing, err
}

// StoreLog and StoreLogs refuse while the store is stuck. Terms and votes are still written: Raft
// panics where it cannot write a term, and heartbeats are to go on.
func (s *store) StoreLog(entry *raft.Log) error {
	return s.StoreLogs([]*raft.Log{entry})
}

func (s *store) StoreLogs(entries []*raft.Log) error {
	if s.stuck.Load() {
		return errStuck
	}
	return s.BoltStore.StoreLogs(entries)
}
