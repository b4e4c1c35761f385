package tables

// Cached returns how many query files the cache of this process holds, and
// their bytes.
func (e *Engine) Cached() (files int, bytes int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.files.at), e.files.total
}
