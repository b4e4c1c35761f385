package tables

import "container/list"

// lru orders keys by their last use and sums their costs. It is not safe for
// concurrent use.
type lru struct {
	order *list.List // of *lruItem, last used first
	at    map[string]*list.Element
	total int64
}

type lruItem struct {
	key  string
	cost int64
}

func newLRU() *lru { return &lru{order: list.New(), at: make(map[string]*list.Element)} }

// put adds a key or sets its cost, as used now.
func (l *lru) put(key string, cost int64) {
	l.remove(key)
	l.at[key] = l.order.PushFront(&lruItem{key, cost})
	l.total += cost
}

// touch marks a key as used now, if it is there.
func (l *lru) touch(key string) {
	if e, ok := l.at[key]; ok {
		l.order.MoveToFront(e)
	}
}

func (l *lru) remove(key string) {
	if e, ok := l.at[key]; ok {
		l.total -= e.Value.(*lruItem).cost
		l.order.Remove(e)
		delete(l.at, key)
	}
}

func (l *lru) len() int { return len(l.at) }

// oldest returns the key used longest ago among those that may go.
func (l *lru) oldest(mayGo func(key string) bool) (string, bool) {
	for e := l.order.Back(); e != nil; e = e.Prev() {
		if key := e.Value.(*lruItem).key; mayGo(key) {
			return key, true
		}
	}
	return "", false
}
