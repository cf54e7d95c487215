package link

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	// greetTimeout bounds how long an accepted connection may take to say who it is.
	greetTimeout = 5 * time.Second
	greeting     = "arcd "
	// maxGreeting keeps a stranger from filling the memory; an id has at most 256 bytes.
	maxGreeting = 512
)

var errCutOff = errors.New("cut off by a partition")

// conn is a connection that begins with one line from each end: "arcd <node id>".
type conn struct {
	net.Conn
	links *Links

	once     sync.Once
	greetErr error
}

func (c *conn) Read(buffer []byte) (int, error) {
	if err := c.greet(time.Now().Add(greetTimeout)); err != nil {
		return 0, err
	}
	return c.Conn.Read(buffer)
}

func (c *conn) Write(data []byte) (int, error) {
	if err := c.greet(time.Now().Add(greetTimeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(data)
}

func (c *conn) Close() error {
	c.links.partition.forget(c.Conn)
	return c.Conn.Close()
}

// greet exchanges ids once. Both ends speak first, so neither waits for a role.
func (c *conn) greet(deadline time.Time) error {
	c.once.Do(func() {
		if c.greetErr = c.exchange(deadline); c.greetErr != nil {
			c.Close()
		}
	})
	return c.greetErr
}

// exchange leaves the deadlines of the connection alone: they are the caller's.
func (c *conn) exchange(deadline time.Time) error {
	defer time.AfterFunc(time.Until(deadline), func() { c.Conn.Close() }).Stop()
	if _, err := c.Conn.Write([]byte(greeting + c.links.nodeID + "\n")); err != nil {
		return err
	}
	line, err := readLine(c.Conn)
	if err != nil {
		return err
	}
	peer, known := strings.CutPrefix(line, greeting)
	if !known {
		return fmt.Errorf("a stranger says %q", line)
	}
	if !c.links.partition.admit(c.Conn, peer) {
		return errCutOff
	}
	return nil
}

// readLine takes no byte after the line's end: what follows is the caller's.
func readLine(source net.Conn) (string, error) {
	var line []byte
	one := make([]byte, 1)
	for len(line) < maxGreeting {
		if _, err := source.Read(one); err != nil {
			return "", err
		}
		if one[0] == '\n' {
			return string(line), nil
		}
		line = append(line, one[0])
	}
	return "", errors.New("the greeting has no end")
}
