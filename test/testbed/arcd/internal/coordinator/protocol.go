package coordinator

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"time"

	"raftcluster.dev/testbed/arcd/internal/table"
)

// The protocol: one connection a message, one JSON object a line. A join is answered by one line,
// a heartbeat and a leave by none.

type messageKind string

const (
	join      messageKind = "join"
	heartbeat messageKind = "heartbeat"
	leave     messageKind = "leave"
)

type message struct {
	Kind messageKind `json:"kind"`
	// Node is the sender; heartbeats and leaves need only its id.
	Node table.Node `json:"node"`
	// RaftAddress is the server address to add; only in a join.
	RaftAddress string `json:"raft_address,omitempty"`
}

// reply answers a join: accepted, or where the leader is, or why not.
type reply struct {
	Accepted bool   `json:"accepted"`
	Leader   string `json:"leader,omitempty"`
	Error    string `json:"error,omitempty"`
}

const (
	dialTimeout = 2 * time.Second
	// readTimeout bounds how long an accepted connection may take to say something.
	readTimeout = 5 * time.Second
	// joinTimeout leaves room for the leader's 10 s for AddVoter and 5 s for the table.
	joinTimeout = 16 * time.Second
	// maxLine keeps a stranger on the port from filling the memory.
	maxLine = 64 << 10
)

func writeLine(conn net.Conn, value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = conn.Write(append(line, '\n'))
	return err
}

func readLine(conn net.Conn, value any) error {
	line, err := bufio.NewReader(io.LimitReader(conn, maxLine)).ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, value)
}

// tell sends a message that nobody answers.
func (c *Coordinator) tell(address string, m message) error {
	conn, err := c.options.Links.Dial(address, dialTimeout)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(dialTimeout))
	return writeLine(conn, m)
}

// ask sends a join and reads its answer; a node that stops does not wait for it.
func (c *Coordinator) ask(ctx context.Context, address string, m message) (reply, error) {
	conn, err := c.options.Links.Dial(address, dialTimeout)
	if err != nil {
		return reply{}, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	conn.SetDeadline(time.Now().Add(joinTimeout))
	if err := writeLine(conn, m); err != nil {
		return reply{}, err
	}
	var answer reply
	if err := readLine(conn, &answer); err != nil {
		return reply{}, err
	}
	if answer.Error != "" {
		return answer, errors.New(answer.Error)
	}
	return answer, nil
}
