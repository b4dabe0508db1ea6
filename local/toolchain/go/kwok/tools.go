//go:build tools

// Package tools pins what the local platform builds; `go mod tidy` keeps go.sum complete for it.
package tools

import (
	_ "sigs.k8s.io/kwok/cmd/kwok"
	_ "sigs.k8s.io/kwok/cmd/kwokctl"
)
