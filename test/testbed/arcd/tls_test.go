package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestServesAndResetsByTLS(t *testing.T) {
	t.Parallel()
	ip := loopback(int(lastHost.Add(1)))
	cert, key, roots := selfSigned(t, ip)
	node := newProcess(t, "arc-writer-0", ip, "--bootstrap", "--tls-cert="+cert, "--tls-key="+key).launch()
	secure := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true, DisableKeepAlives: true,
	}}
	send := func(method, path string) (*http.Response, error) {
		request, err := http.NewRequest(method, "https://"+ip+":8000"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := secure.Do(request)
		if err == nil {
			response.Body.Close()
		}
		return response, err
	}
	eventually(t, "a DELETE by TLS succeeds", func() bool {
		response, err := send("DELETE", "/api/v1/cluster/nodes/nosuch")
		return err == nil && response.StatusCode == 200 && response.ProtoMajor == 1
	})
	node.setFaults(`{"delete":"reset-after-success"}`)
	if _, err := send("DELETE", "/api/v1/cluster/nodes/nosuch"); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("not a reset: %v", err)
	}
}

// selfSigned writes a certificate for ip and returns the paths of its files and a pool that trusts it.
func selfSigned(t *testing.T, ip string) (certFile, keyFile string, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP(ip)}, IsCA: true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	encodedKey, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte) (string, []byte) {
		file := filepath.Join(t.TempDir(), name)
		encoded := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
		if err := os.WriteFile(file, encoded, 0o600); err != nil {
			t.Fatal(err)
		}
		return file, encoded
	}
	keyFile, _ = write("tls.key", "PRIVATE KEY", encodedKey)
	certFile, encodedCert := write("tls.crt", "CERTIFICATE", cert)
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(encodedCert)
	return certFile, keyFile, roots
}
