// Command points writes heap profiles of a process with very many stacks: points DIRECTORY COUNT STACKS. Between two of
// them each stack allocates once more, and every tenth keeps what it allocates.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
)

var kept [][]byte

// left and right call each other: the bits of path say which is next, and so what the stack is.
func left(path, depth int) []byte {
	if depth == 0 {
		return make([]byte, 64)
	}
	if path&1 == 0 {
		return left(path>>1, depth-1)
	}
	return right(path>>1, depth-1)
}

func right(path, depth int) []byte {
	if depth == 0 {
		return make([]byte, 128)
	}
	if path&1 == 0 {
		return left(path>>1, depth-1)
	}
	return right(path>>1, depth-1)
}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: points DIRECTORY COUNT STACKS")
	}
	count, _ := strconv.Atoi(os.Args[2])
	stacks, _ := strconv.Atoi(os.Args[3])
	for point := 1; point <= count; point++ {
		for path := 0; path < stacks; path++ {
			object := left(path, 24)
			if path%10 == 0 {
				kept = append(kept, object)
			}
		}
		runtime.GC()
		directory := filepath.Join(os.Args[1], strconv.Itoa(point))
		if err := os.MkdirAll(directory, 0o755); err != nil {
			log.Fatal(err)
		}
		file, err := os.Create(filepath.Join(directory, "heap.pb.gz"))
		if err != nil {
			log.Fatal(err)
		}
		if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
			log.Fatal(err)
		}
		if err := file.Close(); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(len(kept), "kept")
}
