package web

// Callers tells how many callers a limiter remembers.
func Callers(l *Limiter) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.young) + len(l.old)
}
