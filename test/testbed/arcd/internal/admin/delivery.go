package admin

import (
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strconv"
)

// deliver sends as much of the answer as its delivery says.
func deliver(w http.ResponseWriter, a answer) {
	kind, body := encode(a.body)
	if a.allow != "" {
		w.Header().Set("Allow", a.allow)
	}
	if kind != "" {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.status)
	if a.delivery == half {
		w.Write(body[:len(body)/2])
		if err := http.NewResponseController(w).Flush(); err != nil {
			slog.Debug("half an answer", "error", err)
		}
		hangUp()
	}
	w.Write(body)
}

func encode(body any) (kind string, encoded []byte) {
	switch body := body.(type) {
	case nil:
		return "", nil
	case page:
		return "text/html", []byte(body)
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			panic(err) // bodies are built from strings, numbers and times
		}
		return "application/json", encoded
	}
}

// withhold ends a call that gets no answer.
func withhold(w http.ResponseWriter, r *http.Request, how delivery) {
	if how == silence {
		<-r.Context().Done()
		return
	}
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		slog.Error("reset", "error", err)
		return
	}
	if wrapped, isTLS := conn.(interface{ NetConn() net.Conn }); isTLS {
		conn = wrapped.NetConn()
	}
	// Without lingering, close sends RST instead of FIN.
	conn.(*net.TCPConn).SetLinger(0)
	conn.Close()
}

// hangUp is the one way to make net/http close a connection in the middle. It does not return.
func hangUp() {
	panic(http.ErrAbortHandler)
}
