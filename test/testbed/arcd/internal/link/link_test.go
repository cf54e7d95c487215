package link

import (
	"io"
	"net"
	"testing"
	"time"

	"raftcluster.dev/testbed/arcd/internal/names"
)

// end is one node that echoes what it is sent.
type end struct {
	t     *testing.T
	links *Links
	// address is where it listens.
	address string
}

func newEnd(t *testing.T, id string) end {
	t.Helper()
	links := New(id, names.Resolver{})
	listener, err := links.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				io.Copy(conn, conn)
			}()
		}
	}()
	return end{t: t, links: links, address: listener.Addr().String()}
}

// dial connects to other and fails the test if that fails.
func (e end) dial(other end) net.Conn {
	e.t.Helper()
	conn, err := e.links.Dial(other.address, time.Minute)
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() { conn.Close() })
	return conn
}

// isOpen says whether the other end still answers.
func isOpen(conn net.Conn) bool {
	if _, err := conn.Write([]byte("x")); err != nil {
		return false
	}
	_, err := io.ReadFull(conn, make([]byte, 1))
	return err == nil
}

func TestAPartitionCutsBothDirectionsWhicheverEndKnowsOfIt(t *testing.T) {
	a, b, c := newEnd(t, "a"), newEnd(t, "b"), newEnd(t, "c")
	fromA, fromB, bystander := a.dial(b), b.dial(a), a.dial(c)
	if !isOpen(fromA) || !isOpen(fromB) || !isOpen(bystander) {
		t.Fatal("nothing is cut yet")
	}
	a.links.SetPartition([]string{"b"})
	if isOpen(fromA) || isOpen(fromB) {
		t.Error("an open connection survived the partition")
	}
	if !isOpen(bystander) {
		t.Error("the connection to a peer that is not named broke")
	}
	if conn, err := a.links.Dial(b.address, time.Minute); err == nil {
		conn.Close()
		t.Error("the node that is cut off reached its peer")
	}
	// The dialling end does not know of the partition: its greeting may be answered before it is cut.
	if conn, err := b.links.Dial(a.address, time.Minute); err == nil && isOpen(conn) {
		t.Error("the peer reached the node that is cut off")
	}
	a.links.SetPartition(nil)
	if !isOpen(a.dial(b)) || !isOpen(b.dial(a)) {
		t.Error("the partition did not heal")
	}
}

func TestEverybodyCutsOffAll(t *testing.T) {
	a, b := newEnd(t, "a"), newEnd(t, "b")
	a.links.SetPartition([]string{Everybody})
	if conn, err := a.links.Dial(b.address, time.Minute); err == nil {
		conn.Close()
		t.Error("reached a peer")
	}
	if peers := a.links.Partition(); len(peers) != 1 || peers[0] != Everybody {
		t.Errorf("cut off from %v", peers)
	}
}

func TestAStrangerIsRefusedAndASilentOneHoldsUpNobody(t *testing.T) {
	a, b := newEnd(t, "a"), newEnd(t, "b")
	silent, err := net.Dial("tcp", a.address)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	stranger, err := net.Dial("tcp", a.address)
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	if _, err := stranger.Write([]byte("GET / HTTP/1.1\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	// It is told who is there, and then nothing more. A reset counts as the end, too.
	if said, _ := io.ReadAll(stranger); len(said) > len("arcd a\n") {
		t.Errorf("a stranger was told %q", said)
	}
	if !isOpen(b.dial(a)) {
		t.Error("a peer was not let in")
	}
}
