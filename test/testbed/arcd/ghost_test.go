package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"time"
)

// enrol makes a member of a node that does not exist: a nonvoter, so that no quorum needs it, in the
// configuration and in the table.
func (c *cluster) enrol(leader *process, id string) {
	c.t.Helper()
	// Raft refuses two servers at one address.
	address := id + ".arc.svc.cluster.local:9200"
	if status, body := leader.control("POST", "/nonvoters", fmt.Sprintf(`{"id":%q,"address":%q}`, id, address)); status != 200 {
		c.t.Fatalf("%s is not configured: %d %s", id, status, body)
	}
	if err := leader.joinAs(id, address); err != nil {
		c.t.Fatalf("%s did not join: %v", id, err)
	}
	eventually(c.t, leader.id+" lists "+id, func() bool {
		configured, registered := leader.lists(id)
		return configured && registered
	})
}

// joinAs speaks the coordinators' protocol as the node id would.
func (p *process) joinAs(id, raftAddress string) error {
	conn, err := net.Dial("tcp", p.ip+":9100")
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "arcd %s\n", id)
	fmt.Fprintf(conn, `{"kind":"join","raft_address":%q,"node":{"id":%q,"role":"reader","cluster_name":"arc","cores":2,"address":%q}}`+"\n",
		raftAddress, id, strings.Replace(raftAddress, ":9200", ":9100", 1))
	lines := bufio.NewReader(conn)
	if _, err := lines.ReadString('\n'); err != nil {
		return err
	}
	var reply struct {
		Accepted bool
		Error    string
	}
	line, err := lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &reply)
	}
	if err == nil && !reply.Accepted {
		err = fmt.Errorf("refused: %s", line)
	}
	return err
}

// lists says where p lists id: in its configuration, with any suffrage, and in its registry.
func (p *process) lists(id string) (configured, registered bool) {
	p.t.Helper()
	v := p.mustView()
	for _, node := range v.Nodes {
		registered = registered || node.ID == id
	}
	return strings.Contains(v.Raft.Stats["latest_configuration"], " ID:"+id+" "), registered
}
