// Package supervised tells the service manager how the process is: that it is
// ready, that it stops, and that it is still alive. It speaks systemd's
// protocol (sd_notify(3), a datagram to the socket that NOTIFY_SOCKET names);
// where nobody listens it does nothing.
package supervised
