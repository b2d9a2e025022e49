package main

// Places that //line names and that nobody may read, and places that speak to a terminal or a CI service.

func environ() *int {
//line /proc/self/environ:1
	n := 1
	return &n
}

func zero() *int {
//line /dev/zero:1
	n := 1
	return &n
}

func passwd() *int {
//line /etc/passwd:1
	n := 1
	return &n
}

func gitConfig() *int {
//line .git/config:1
	n := 1
	return &n
}

func link() *int {
//line link_plan9.go:1
	n := 1
	return &n
}

func gitLink() *int {
//line git_plan9.go:1
	n := 1
	return &n
}

func outside() *int {
//line ../outside/canary.go:1
	n := 1
	return &n
}

func pipe() *int {
//line pipe_plan9.go:1
	n := 1
	return &n
}

func command() *int {
//line ::error title=owned::msg.go:1
	n := 1
	return &n
}

func oldCommand() *int {
//line ##[error]owned.go:1
	n := 1
	return &n
}
