// Package names turns the DNS-like names of pods into addresses that can be dialled.
package names

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// Resolver looks names up in a hosts file first and asks DNS only for names that the file does not list.
// The file is read on every lookup: a pod that comes back may have another address.
type Resolver struct {
	// HostsFile has the format of /etc/hosts; empty means DNS only.
	HostsFile string
}

// Dial connects to host:port by TCP within timeout.
func (r Resolver) Dial(address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	target, err := r.Resolve(ctx, address)
	if err != nil {
		return nil, err
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", target.String())
}

// Resolve turns host:port into the first address known for host.
func (r Resolver) Resolve(ctx context.Context, address string) (*net.TCPAddr, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := net.DefaultResolver.LookupPort(ctx, "tcp", service)
	if err != nil {
		return nil, err
	}
	ip, err := r.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	return &net.TCPAddr{IP: ip, Port: port}, nil
}

func (r Resolver) lookup(ctx context.Context, host string) (net.IP, error) {
	if ip := net.ParseIP(host); ip != nil {
		return ip, nil
	}
	if ip := r.listed(host); ip != nil {
		return ip, nil
	}
	ips, err := net.DefaultResolver.LookupIP(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", host, err)
	}
	return ips[0], nil
}

// listed answers nil for an unreadable file too: the file may be written only after the first dial.
func (r Resolver) listed(host string) net.IP {
	if r.HostsFile == "" {
		return nil
	}
	content, err := os.ReadFile(r.HostsFile)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(content)) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		for i := 1; i < len(fields); i++ {
			if strings.EqualFold(fields[i], host) {
				return net.ParseIP(fields[0])
			}
		}
	}
	return nil
}
