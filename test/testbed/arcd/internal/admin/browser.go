package admin

import "net/http"

// allowOrigin sets the CORS headers and says whether the request was a preflight, which has no other
// answer than these. It comes before authentication and before the question whether a route exists.
func allowOrigin(header http.Header, r *http.Request) (preflight bool) {
	if r.Header.Get("Origin") == "" {
		return false
	}
	if r.Method != http.MethodOptions {
		header.Set("Access-Control-Allow-Origin", "*")
		return false
	}
	if r.Header.Get("Access-Control-Request-Method") == "" {
		header.Set("Vary", "Origin")
		return false
	}
	header.Set("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers, Origin")
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Allow-Methods", "GET,POST,PUT,DELETE,OPTIONS")
	header.Set("Access-Control-Allow-Headers",
		"Origin,Content-Type,Accept,Authorization,x-api-key,x-arc-database,Content-Encoding")
	return true
}

// secure sets what every answer but a preflight's carries.
func secure(header http.Header) {
	header.Set("X-Frame-Options", "DENY")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Xss-Protection", "1; mode=block")
	header.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	header.Set("Permissions-Policy", "geolocation=(), microphone=(), camera=()")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
}
