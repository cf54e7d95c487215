package admin

import "net/http"

// answer is what a handler decides; it says nothing about how it travels.
type answer struct {
	status int
	// body is a page or anything that JSON can say; nil is no body.
	body any
	// allow is the Allow header of a 405.
	allow    string
	delivery delivery
}

// delivery is how much of an answer reaches the client.
type delivery int

const (
	// The zero value sends all of it.
	_ delivery = iota
	// half closes the connection in the middle of the body.
	half
	// silence sends nothing until the client goes.
	silence
	// reset breaks the connection.
	reset
)

// withheld says that the client learns nothing at all.
func (a answer) withheld() bool {
	return a.delivery == silence || a.delivery == reset
}

// fields is a JSON object; encoding/json sorts its keys, as Arc's answers do.
type fields map[string]any

// page is an HTML document.
type page string

func ok(body any) answer {
	return answer{status: http.StatusOK, body: body}
}

func failure(status int, text string) answer {
	return answer{status: status, body: fields{"error": text}}
}

// refusal is a failure in the shape of Arc's own handlers, which add "success".
func refusal(status int, text string) answer {
	return answer{status: status, body: fields{"success": false, "error": text}}
}

// proxied is what a proxy says on its own.
func proxied(status int) answer {
	title := http.StatusText(status)
	return answer{status: status, body: page("<html>\r\n<head><title>" + title + "</title></head>\r\n" +
		"<body>\r\n<center><h1>" + title + "</h1></center>\r\n</body>\r\n</html>\r\n")}
}
