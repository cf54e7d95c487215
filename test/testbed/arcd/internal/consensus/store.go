package consensus

import (
	"os"
	"path/filepath"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
	raftboltdb "github.com/hashicorp/raft-boltdb/v2"
	"go.etcd.io/bbolt"
)

// store keeps log, term and vote in one bolt file and snapshots beside it.
type store struct {
	*raftboltdb.BoltStore
	snapshots raft.SnapshotStore
}

func openStore(dir string, logger hclog.Logger) (store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return store{}, err
	}
	// No fsync: a killed process loses nothing of the page cache, and the machine is not what is tested.
	bolt, err := raftboltdb.New(raftboltdb.Options{
		Path:        filepath.Join(dir, "raft.db"),
		NoSync:      true,
		BoltOptions: &bbolt.Options{NoFreelistSync: true, NoSync: true},
	})
	if err != nil {
		return store{}, err
	}
	snapshots, err := raft.NewFileSnapshotStoreWithLogger(dir, 2, logger)
	if err != nil {
		bolt.Close()
		return store{}, err
	}
	return store{BoltStore: bolt, snapshots: snapshots}, nil
}

func (s store) isEmpty() (bool, error) {
	existing, err := raft.HasExistingState(s, s, s.snapshots)
	return !existing, err
}
