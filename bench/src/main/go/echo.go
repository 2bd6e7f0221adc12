package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"runtime/debug"
)

// bufferBytes is what a connection is read with, at most.
const bufferBytes = 1024

// echoServer serves until standard input ends. It prints the port that it
// listens on, and a line whenever it has collected its garbage.
func echoServer() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			go echo(conn)
		}
	}()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if lines.Text() == "gc" {
			debug.FreeOSMemory()
			fmt.Println("collected")
		}
	}
	return lines.Err()
}

// echo writes back what comes.
func echo(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, bufferBytes)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return // the load closes its connections by a reset
		}
		if _, err := conn.Write(buffer[:n]); err != nil {
			return
		}
	}
}
