package options

import (
	"io"
	"slices"
	"testing"

	"raftcluster.dev/testbed/arcd/internal/generation"
)

func parse(t *testing.T, environment map[string]string, args ...string) Options {
	t.Helper()
	o, err := Parse(args, func(name string) string { return environment[name] }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestFlagsGoBeforeOwnVariablesBeforeThoseOfArc(t *testing.T) {
	environment := map[string]string{"ARCD_NODE_ID": "own", "ARC_CLUSTER_NODE_ID": "arc", "ARC_CLUSTER_ROLE": "reader"}
	if o := parse(t, environment, "--node-id=flag"); o.NodeID != "flag" || o.Role != "reader" {
		t.Errorf("%+v", o)
	}
	if o := parse(t, environment); o.NodeID != "own" {
		t.Errorf("%+v", o)
	}
}

func TestOnlyTheBootstrapOrdinalBootstraps(t *testing.T) {
	for id, wanted := range map[string]bool{"arc-writer-0": true, "arc-writer-1": false, "arc-writer-10": false} {
		if o := parse(t, nil, "--bootstrap-ordinal=0", "--node-id="+id); o.Bootstrap != wanted {
			t.Errorf("%s bootstraps: %v", id, o.Bootstrap)
		}
	}
	if o := parse(t, map[string]string{"ARC_CLUSTER_RAFT_BOOTSTRAP": "true"}); !o.Bootstrap {
		t.Error("Arc's variable is not read")
	}
}

func TestDefaultsFollowFromOtherSettings(t *testing.T) {
	o := parse(t, map[string]string{"ARC_AUTH_BOOTSTRAP_TOKEN": "secret"}, "--raft-advertise=pod.svc:9200",
		"--coordinator-addr=127.0.0.1:9100", "--seeds=a:9100, b:9100,")
	if o.CoordinatorAdvertise != "pod.svc:9100" || !o.Auth || !slices.Equal(o.Seeds, []string{"a:9100", "b:9100"}) {
		t.Errorf("%+v", o)
	}
	if o := parse(t, nil); o.Auth || o.Generation != generation.A {
		t.Errorf("asks for a token that nobody has, or is no node of generation A: %+v", o)
	}
	if o := parse(t, map[string]string{"ARCD_GENERATION": "B"}); o.Generation != generation.B {
		t.Errorf("generation %s", o.Generation)
	}
}

func TestWrongSettingsAreRefused(t *testing.T) {
	for _, wrong := range []string{"--role=boss", "--generation=C", "--auth=maybe", "--leave=never", "--tls-cert=x", "--time-scale=0", "--log-level=loud", "stray"} {
		if _, err := Parse([]string{wrong}, func(string) string { return "" }, io.Discard); err == nil {
			t.Errorf("%s passed", wrong)
		}
	}
}
