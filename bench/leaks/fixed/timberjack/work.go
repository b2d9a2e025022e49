// https://github.com/DeRuina/timberjack/issues/20: closing a logger does not end the goroutine that removes old files.
package main

import (
	"os"
	"path/filepath"

	"github.com/DeRuina/timberjack"
)

var kinds = map[string]func(){"timberjack": write}

var directory, directoryErr = os.MkdirTemp("", "timberjack-")

// write writes one line and closes the log.
func write() {
	if directoryErr != nil {
		panic(directoryErr)
	}
	logger := &timberjack.Logger{Filename: filepath.Join(directory, "log"), MaxBackups: 1}
	if _, err := logger.Write([]byte("line\n")); err != nil {
		panic(err)
	}
	if err := logger.Rotate(); err != nil {
		panic(err)
	}
	if err := logger.Close(); err != nil {
		panic(err)
	}
}
