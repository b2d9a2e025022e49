//go:build !unix

package mapped

func allocate(int) []byte { return nil }
