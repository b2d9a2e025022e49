package main

func main() { println(*plain()) }

func plain() *int {
	n := 1
	return &n
}
