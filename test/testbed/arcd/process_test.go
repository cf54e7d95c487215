package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
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
	// The tests wait far more than they work. A -parallel on the command line goes before.
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
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
	// stderr is of all runs of the process.
	stderr *transcript
	exited chan struct{}
}

func (p *process) start() {
	p.t.Helper()
	p.command = exec.Command(os.Args[0], append([]string{
		"--node-id=" + p.id, "--data-dir=" + p.dataDir, "--exit-with-stdin",
		"--http-addr=" + p.ip + ":8000", "--control-addr=" + p.ip + ":8001",
		"--coordinator-addr=" + p.ip + ":9100", "--raft-addr=" + p.ip + ":9200",
	}, p.flags...)...)
	p.command.Env = append([]string{runMain + "=1", "ARCD_LOG_LEVEL=debug"}, p.env...)
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

// freeze stops the process in its tracks until thaw: SIGSTOP and SIGCONT.
func (p *process) freeze() { p.command.Process.Signal(syscall.SIGSTOP) }
func (p *process) thaw()   { p.command.Process.Signal(syscall.SIGCONT) }

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
	return &process{t: t, id: id, ip: ip, dataDir: filepath.Join(t.TempDir(), id), flags: flags, stderr: &transcript{}}
}

// launch starts p and ends it with the test, showing its log if the test failed.
func (p *process) launch() *process {
	p.t.Helper()
	p.start()
	p.t.Cleanup(func() {
		p.crash()
		if p.says("WARNING: DATA RACE") {
			p.t.Errorf("%s has a data race", p.id)
		}
		if p.t.Failed() {
			p.t.Logf("%s:\n%s", p.id, p.stderr.String())
		}
	})
	return p
}

// says looks for a text in what the process has said since its first start.
func (p *process) says(text string) bool {
	return strings.Contains(p.stderr.String(), text)
}

// transcript collects what a process says and can be read while the process still talks.
type transcript struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (t *transcript) Write(data []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.said.Write(data)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.said.String()
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
	run := os.Getpid()
	return fmt.Sprintf("127.%d.%d.%d", 100+run%100, (run/100+host/250)%250, 1+host%250)
}
