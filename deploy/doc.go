// Package deploy holds what installs Airial on a machine: systemd units, the
// Debian package, a container file, a Grafana dashboard. Its tests keep what
// these files name in step with the repository.
package deploy
