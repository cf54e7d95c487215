// Command arcd is a cluster node with the admin API of Arc on hashicorp/raft: see README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"raftcluster.dev/testbed/arcd/internal/node"
	"raftcluster.dev/testbed/arcd/internal/options"
)

func main() {
	o, err := options.Parse(os.Args[1:], os.Getenv, os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(0)
	}
	if err == nil {
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "arcd:", err)
		os.Exit(1)
	}
}

func run(o options.Options) error {
	handler := slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: o.LogLevel})
	slog.SetDefault(slog.New(handler).With("node", o.NodeID))
	if o.ExitWithStdin {
		go exitWithStdin()
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	n, err := node.Start(o)
	if err != nil {
		return err
	}
	slog.Info("started", "http", o.HTTPAddr, "raft", o.RaftAdvertise)
	<-ctx.Done()
	// From here on a second signal kills.
	stop()
	n.Leave()
	n.Stop()
	return nil
}

// exitWithStdin ends an orphan: the pipe closes with the parent, however that ended.
func exitWithStdin() {
	io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
