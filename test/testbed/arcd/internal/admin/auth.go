package admin

import (
	"net/http"
	"strings"
)

// access is what a route asks for and what a request was granted, from little to much.
type access int

const (
	anybody access = iota
	anyToken
	adminToken
)

// Tokens are the valid tokens of a node. Without Enabled everything is open to everybody.
type Tokens struct {
	Enabled bool
	Admin   string
	// Read is valid and lacks the admin permission.
	Read string
}

var (
	unauthenticated = refusal(http.StatusUnauthorized, "Authentication required")
	unknownToken    = refusal(http.StatusUnauthorized, "Invalid or expired token")
	forbidden       = refusal(http.StatusForbidden, "Permission denied: admin required")
)

// authenticate grants what the token allows, or returns the 401. A node that no token has reached yet
// knows none.
func (t Tokens) authenticate(c *call, known bool) *answer {
	if !t.Enabled {
		c.granted = adminToken
		return nil
	}
	given, present := token(c.request)
	switch {
	case !present:
		return &unauthenticated
	case known && given == t.Admin && given != "":
		c.granted = adminToken
	case known && given == t.Read && given != "":
		c.granted = anyToken
	default:
		return &unknownToken
	}
	return nil
}

// token takes the first carrier that is there, even if a later one would have the right token.
func token(r *http.Request) (string, bool) {
	if header := r.Header.Get("Authorization"); header != "" {
		for _, scheme := range []string{"Bearer ", "Token "} {
			if given, found := strings.CutPrefix(header, scheme); found {
				return given, true
			}
		}
		return header, true
	}
	if key := r.Header.Get("x-api-key"); key != "" {
		return key, true
	}
	parameter := r.URL.Query().Get("p")
	return parameter, parameter != ""
}
