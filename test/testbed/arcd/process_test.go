package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

const runMain = "ARCD_TEST_RUN_MAIN"

// TestMain lets the test binary be arcd itself, so that tests have real processes without a second build.
func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process is one arcd with an address of its own on loopback.
type process struct {
	t       *testing.T
	id      string
	ip      string
	dataDir string
	flags   []string
	env     []string

	command *exec.Cmd
	stdin   io.Closer
	stderr  *bytes.Buffer
	exited  chan struct{}
}

func (p *process) start() {
	p.t.Helper()
	p.command = exec.Command(os.Args[0], append([]string{
		"--node-id=" + p.id, "--data-dir=" + p.dataDir, "--exit-with-stdin",
		"--http-addr=" + p.ip + ":8000", "--control-addr=" + p.ip + ":8001",
		"--coordinator-addr=" + p.ip + ":9100", "--raft-addr=" + p.ip + ":9200",
	}, p.flags...)...)
	p.command.Env = append([]string{runMain + "=1", "ARCD_LOG_LEVEL=debug"}, p.env...)
	p.stderr = &bytes.Buffer{}
	p.command.Stderr = p.stderr
	// Held open by this process: children die with it, however it ends.
	var err error
	if p.stdin, err = p.command.StdinPipe(); err != nil {
		p.t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.exited = make(chan struct{})
	go func(command *exec.Cmd, exited chan struct{}) {
		command.Wait()
		close(exited)
	}(p.command, p.exited)
}

// crash is a SIGKILL.
func (p *process) crash() {
	p.command.Process.Kill()
	<-p.exited
}

// terminate is a SIGTERM; it returns the exit code.
func (p *process) terminate() int {
	p.t.Helper()
	p.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(10 * time.Second):
		p.t.Fatalf("%s still runs 10 s after SIGTERM", p.id)
	}
	return p.command.ProcessState.ExitCode()
}

// forget empties the data folder, as a pod on emptyDir does.
func (p *process) forget() {
	if err := os.RemoveAll(p.dataDir); err != nil {
		p.t.Fatal(err)
	}
}

func newProcess(t *testing.T, id, ip string, flags ...string) *process {
	return &process{t: t, id: id, ip: ip, dataDir: filepath.Join(t.TempDir(), id), flags: flags}
}

// launch starts p and ends it with the test, showing its log if the test failed.
func (p *process) launch() *process {
	p.t.Helper()
	p.start()
	p.t.Cleanup(func() {
		p.crash()
		if p.t.Failed() {
			p.t.Logf("%s:\n%s", p.id, p.stderr)
		}
	})
	return p
}

// eventually waits for a condition; it is asked for often and for long, so that a busy machine passes.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatal("never came true: " + what)
}

func loopback(host int) string {
	// The process id keeps two test runs on one machine apart.
	return fmt.Sprintf("127.%d.%d.%d", 100+os.Getpid()%100, os.Getpid()/100%250, host)
}
