// Package options reads the flags and the environment of arcd.
package options

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"raftcluster.dev/testbed/arcd/internal/generation"
)

// Options are all settings of one node.
type Options struct {
	NodeID, Role, ClusterName string
	Generation                generation.Generation
	// Clustered false runs a node without Raft and coordinator.
	Clustered bool

	HTTPAddr, TLSCert, TLSKey string
	AdminToken, ReadToken     string
	// Auth says whether a token is asked for.
	Auth        bool
	ControlAddr string
	RequestLog  string

	CoordinatorAddr, CoordinatorAdvertise string
	Seeds                                 []string
	HeartbeatInterval                     time.Duration

	RaftAddr, RaftAdvertise, DataDir string
	// Bootstrap holds the result of all bootstrap flags for this node id.
	Bootstrap bool
	TimeScale float64
	HostsFile string

	// LeaveGracefully says whether SIGTERM sends leave notices, after LeaveDelay.
	LeaveGracefully bool
	LeaveDelay      time.Duration
	ExitWithStdin   bool

	LogLevel     slog.Level
	RaftLogLevel string
}

// Environment variables that Arc's chart sets, and the flags that they stand for.
var arcVariables = map[string]string{
	"node-id":        "ARC_CLUSTER_NODE_ID",
	"role":           "ARC_CLUSTER_ROLE",
	"seeds":          "ARC_CLUSTER_SEEDS",
	"raft-advertise": "ARC_CLUSTER_RAFT_ADVERTISE_ADDR",
	"bootstrap":      "ARC_CLUSTER_RAFT_BOOTSTRAP",
}

const noOrdinal = -1

// Parse reads args and, for every flag that args leave out, its variables. It returns
// flag.ErrHelp after it printed the help to usage.
func Parse(args []string, environment func(string) string, usage io.Writer) (Options, error) {
	var o Options
	var auth, leave, seeds, logLevel string
	var ordinal int
	flags := flag.NewFlagSet("arcd", flag.ContinueOnError)
	flags.SetOutput(usage)
	flags.Usage = func() { help(flags) }

	flags.StringVar(&o.NodeID, "node-id", "", "`id` of this node (default <hostname>-<pid>)")
	flags.StringVar(&o.Role, "role", "writer", "writer, reader, compactor or standalone: what the node does and, in generation B, whether its `role` votes")
	flags.TextVar(&o.Generation, "generation", generation.A, "`A|B`: which releases of Arc to behave like")
	flags.StringVar(&o.ClusterName, "cluster-name", "arc", "`name` that joining nodes must share")
	flags.BoolVar(&o.Clustered, "clustered", true, "false: no Raft, the admin API says enabled:false")
	flags.StringVar(&o.HTTPAddr, "http-addr", ":8000", "`address` of the admin API")
	flags.StringVar(&o.TLSCert, "tls-cert", "", "PEM `file`: serve the admin API by TLS")
	flags.StringVar(&o.TLSKey, "tls-key", "", "PEM `file` with the key of --tls-cert")
	flags.StringVar(&o.ReadToken, "read-token", "", "`token` that is valid but not admin; the admin token comes from ARC_AUTH_BOOTSTRAP_TOKEN only")
	flags.StringVar(&auth, "auth", "", "`on|off`: ask for a token (default on when a token is set)")
	flags.StringVar(&o.ControlAddr, "control-addr", "", "`address` of the control port; empty: none")
	flags.StringVar(&o.RequestLog, "request-log", "", "`file` to append one JSON line a request to")
	flags.StringVar(&o.CoordinatorAddr, "coordinator-addr", ":9100", "`address` for joins, heartbeats and leaves")
	flags.StringVar(&o.CoordinatorAdvertise, "coordinator-advertise", "", "host:port that peers dial (default: host of --raft-advertise, port of --coordinator-addr)")
	flags.StringVar(&seeds, "seeds", "", "comma separated coordinator `addresses` to join through")
	flags.DurationVar(&o.HeartbeatInterval, "heartbeat-interval", 5*time.Second, "`time` between heartbeats and between health checks")
	flags.StringVar(&o.RaftAddr, "raft-addr", ":9200", "`address` of the Raft transport")
	flags.StringVar(&o.RaftAdvertise, "raft-advertise", "", "host:port in the Raft configuration, verbatim (default --raft-addr)")
	flags.StringVar(&o.DataDir, "data-dir", "data", "`folder` of the Raft log; with state in it the node continues; empty: clustered without Raft")
	flags.BoolVar(&o.Bootstrap, "bootstrap", false, "make a cluster of one when --data-dir is empty")
	flags.IntVar(&ordinal, "bootstrap-ordinal", noOrdinal, "like --bootstrap on the node whose id ends in -`n` (-1: none)")
	flags.Float64Var(&o.TimeScale, "time-scale", 1, "`factor` for all Raft timeouts and for the 5 s after which a lost node re-joins")
	flags.StringVar(&o.HostsFile, "hosts", "", "hosts `file`, read on every dial, asked before DNS")
	flags.StringVar(&leave, "leave", "graceful", "`graceful|none`: what SIGTERM does before the node stops")
	flags.DurationVar(&o.LeaveDelay, "leave-delay", 0, "`time` between not ready and the leave notices")
	flags.BoolVar(&o.ExitWithStdin, "exit-with-stdin", false, "exit at once, without leaving, when stdin ends")
	flags.StringVar(&logLevel, "log-level", "info", "debug, info, warn or error: own `level`")
	flags.StringVar(&o.RaftLogLevel, "raft-log-level", "warn", "`level` of hashicorp/raft")

	if err := flags.Parse(args); err != nil {
		return Options{}, err
	}
	if flags.NArg() > 0 {
		return Options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err := fromEnvironment(flags, environment); err != nil {
		return Options{}, err
	}
	o.AdminToken = environment("ARC_AUTH_BOOTSTRAP_TOKEN")
	o.Seeds = splitList(seeds)
	if err := errors.Join(
		o.LogLevel.UnmarshalText([]byte(logLevel)),
		o.chooseAuth(auth),
		o.chooseLeave(leave),
		o.check(),
	); err != nil {
		return Options{}, err
	}
	return o.complete(ordinal)
}

// variables lists the environment variables of a flag, the first that is set counts.
func variables(name string) []string {
	own := "ARCD_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	if arc, found := arcVariables[name]; found {
		return []string{own, arc}
	}
	return []string{own}
}

func fromEnvironment(flags *flag.FlagSet, environment func(string) string) error {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	var problems []error
	flags.VisitAll(func(f *flag.Flag) {
		if given[f.Name] {
			return
		}
		for _, variable := range variables(f.Name) {
			if value := environment(variable); value != "" {
				if err := f.Value.Set(value); err != nil {
					problems = append(problems, fmt.Errorf("%s=%q: %w", variable, value, err))
				}
				return
			}
		}
	})
	return errors.Join(problems...)
}

func (o *Options) chooseAuth(auth string) error {
	switch auth {
	case "":
		o.Auth = o.AdminToken != "" || o.ReadToken != ""
	case "on", "off":
		o.Auth = auth == "on"
	default:
		return fmt.Errorf("--auth=%s: use on or off", auth)
	}
	return nil
}

func (o *Options) chooseLeave(leave string) error {
	if leave != "graceful" && leave != "none" {
		return fmt.Errorf("--leave=%s: use graceful or none", leave)
	}
	o.LeaveGracefully = leave == "graceful"
	return nil
}

func (o *Options) check() error {
	roles := []string{"writer", "reader", "compactor", "standalone"}
	switch {
	case !slices.Contains(roles, o.Role):
		return fmt.Errorf("--role=%s: use one of %s", o.Role, strings.Join(roles, ", "))
	case (o.TLSCert == "") != (o.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key go together")
	case o.HeartbeatInterval <= 0:
		return errors.New("--heartbeat-interval must be positive")
	case o.TimeScale <= 0:
		return errors.New("--time-scale must be positive")
	}
	return nil
}

// complete fills in the defaults that depend on other settings.
func (o Options) complete(ordinal int) (Options, error) {
	if o.NodeID == "" {
		hostname, err := os.Hostname()
		if err != nil {
			return Options{}, err
		}
		o.NodeID = fmt.Sprintf("%s-%d", hostname, os.Getpid())
	}
	if ordinal != noOrdinal && strings.HasSuffix(o.NodeID, fmt.Sprintf("-%d", ordinal)) {
		o.Bootstrap = true
	}
	if o.RaftAdvertise == "" {
		o.RaftAdvertise = o.RaftAddr
	}
	if o.CoordinatorAdvertise == "" {
		host, _, err := net.SplitHostPort(o.RaftAdvertise)
		if err != nil {
			return Options{}, fmt.Errorf("--raft-advertise: %w", err)
		}
		_, port, err := net.SplitHostPort(o.CoordinatorAddr)
		if err != nil {
			return Options{}, fmt.Errorf("--coordinator-addr: %w", err)
		}
		o.CoordinatorAdvertise = net.JoinHostPort(host, port)
	}
	return o, nil
}

func splitList(list string) []string {
	var items []string
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

func help(flags *flag.FlagSet) {
	fmt.Fprint(flags.Output(), `arcd is a cluster node with the admin API of Arc on hashicorp/raft.

Usage: arcd [flags]

`)
	flags.VisitAll(func(f *flag.Flag) {
		placeholder, text := flag.UnquoteUsage(f)
		fmt.Fprintf(flags.Output(), "  --%s %s\n        %s\n        [%s]", f.Name, placeholder, text, strings.Join(variables(f.Name), ", "))
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(flags.Output(), " default %s", f.DefValue)
		}
		fmt.Fprintln(flags.Output())
	})
	fmt.Fprint(flags.Output(), `
A flag that is not given is taken from its variables, in the order shown.
ARC_AUTH_BOOTSTRAP_TOKEN is the admin token. SIGTERM and SIGINT leave and stop; a second one kills.
`)
}
