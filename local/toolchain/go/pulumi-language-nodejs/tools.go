//go:build tools

// Package tools pins what the local platform builds; `go mod tidy` keeps go.sum complete for it.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
