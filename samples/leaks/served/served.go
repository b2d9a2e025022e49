// Package served has a test that leaves a server and a response behind: see served_test.go.
package served
