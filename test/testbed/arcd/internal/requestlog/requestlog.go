// Package requestlog records every request to the admin API, so that tests can say who was asked what.
package requestlog

import (
	"encoding/json"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"
)

// Phase says at which point of a request a line was written.
type Phase string

const (
	// Received: a DELETE has arrived; written before anything is done.
	Received Phase = "received"
	// Answered: the status is known and is about to be sent.
	Answered Phase = "answered"
	// Abandoned: a request ended without an answer, because a fault withheld it or the client had gone.
	Abandoned Phase = "abandoned"
)

// Line is one line of the log. It never holds a token: Path comes without its query.
type Line struct {
	Time   time.Time `json:"time"`
	Node   string    `json:"node"`
	Phase  Phase     `json:"phase"`
	Method string    `json:"method"`
	Path   string    `json:"path"`
	// ID is the node that the path names, as sent.
	ID           string `json:"id,omitempty"`
	Status       int    `json:"status,omitempty"`
	TokenPresent bool   `json:"tokenPresent"`
	Fault        string `json:"fault,omitempty"`
	IsLeader     bool   `json:"isLeader"`
	Remote       string `json:"remote"`
}

// remembered bounds the lines kept in memory for the control port.
const remembered = 1000

// Log appends to a file, if it has one, and remembers the latest lines.
type Log struct {
	file *os.File

	mu    sync.Mutex
	lines []Line
}

// Open opens path for appending; several nodes may share one file. An empty path means memory only.
func Open(path string) (*Log, error) {
	if path == "" {
		return &Log{}, nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &Log{file: file}, nil
}

// Write appends one line with one write, so that lines of several nodes do not mix.
func (l *Log) Write(line Line) {
	line.Time = time.Now().UTC()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	if len(l.lines) > remembered {
		l.lines = l.lines[1:]
	}
	if l.file == nil {
		return
	}
	encoded, err := json.Marshal(line)
	if err == nil {
		_, err = l.file.Write(append(encoded, '\n'))
	}
	if err != nil {
		slog.Error("request log", "error", err)
	}
}

// Lines returns the latest lines, oldest first.
func (l *Log) Lines() []Line {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.lines)
}

// Close closes the file.
func (l *Log) Close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
