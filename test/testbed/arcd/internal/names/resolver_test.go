package names

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestTheHostsFileIsAskedAnewEachTimeAndBeforeDNS(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hosts")
	r := Resolver{HostsFile: file}
	resolve := func(address string) string {
		t.Helper()
		found, err := r.Resolve(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		return found.String()
	}
	if got := resolve("127.1.2.3:9200"); got != "127.1.2.3:9200" {
		t.Errorf("an IP became %s", got)
	}
	for _, ip := range []string{"127.1.1.1", "127.1.1.2"} {
		if err := os.WriteFile(file, []byte("# pods\n"+ip+"\tother Pod.svc localhost # comment pod.two\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := resolve("pod.SVC:9200"); got != ip+":9200" {
			t.Errorf("the pod is at %s, not %s", got, ip)
		}
		if got := resolve("localhost:1"); got != ip+":1" {
			t.Errorf("DNS was asked first: %s", got)
		}
	}
}
