// Kstatus says of objects how GitOps tools see them: a JSON array of objects on standard input, a JSON array of
// "Current", "InProgress", "Failed" or "Terminating" on standard output. The judgement is Flux's own.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "kstatus:", err)
		os.Exit(1)
	}
}

func run() error {
	var raw []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&raw); err != nil {
		return fmt.Errorf("reading objects: %w", err)
	}
	seen := make([]string, len(raw))
	for i, text := range raw {
		var object unstructured.Unstructured
		// Unlike encoding/json it keeps integers, which kstatus asks for.
		if err := object.UnmarshalJSON(text); err != nil {
			return fmt.Errorf("object %d: %w", i, err)
		}
		result, err := status.Compute(&object)
		if err != nil {
			return fmt.Errorf("object %d: %w", i, err)
		}
		seen[i] = result.Status.String()
	}
	return json.NewEncoder(os.Stdout).Encode(seen)
}
