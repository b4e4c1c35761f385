// Package client deposits a file on a server of Airial through its public
// interface and follows what becomes of it: the command line's side of the
// contract. It uses nothing of the server's rooms.
package client
