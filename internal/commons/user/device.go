package user

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// Device is a browser in which a person has logged in before.
type Device struct {
	Key     string // names it, gives no access
	Agent   string // "Firefox, Windows"
	First   time.Time
	Last    time.Time
	Current bool
}

const (
	deviceLife = 400 * 24 * time.Hour // the longest that browsers keep a cookie
	maxDevices = 20                   // of one account; the one unused longest goes
)

// deviceOf returns the digest of the browser's own cookie, "" without one.
func (s *Sessions) deviceOf(r *http.Request) string {
	c, err := r.Cookie(s.scs.Cookie.Name + "-device")
	if err != nil || len(c.Value) != 26 {
		return ""
	}
	return sessionKey(c.Value)
}

// nameDevice gives a browser a cookie of its own, unless it has one, and
// returns its digest. It identifies nobody: it only makes the browser known to
// the accounts that log in there.
func (s *Sessions) nameDevice(w http.ResponseWriter, r *http.Request) string {
	value := rand.Text()
	if c, err := r.Cookie(s.scs.Cookie.Name + "-device"); err == nil && len(c.Value) == len(value) {
		value = c.Value
	}
	http.SetCookie(w, &http.Cookie{Name: s.scs.Cookie.Name + "-device", Value: value, Path: "/", MaxAge: int(deviceLife.Seconds()),
		Secure: s.scs.Cookie.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return sessionKey(value)
}

// knows tells whether an account has logged in with a browser before.
func knows(ctx context.Context, tx access.Tx, account, device string) (bool, error) {
	n, err := database.Value[int](ctx, tx, "user.knows", `select count(*) from account_device where digest = $1 and account_id = $2`, device, account)
	return n > 0, err
}

// meet notes that an account has logged in with a browser. It tells whether the
// browser is new to an account that knows others.
func meet(ctx context.Context, tx access.Tx, account, device, agent string) (stranger bool, err error) {
	const op = "user.meet"
	now := clock.Micros(tx.Clock().Now())
	n, err := database.Exec(ctx, tx, op, `update account_device set last_at = $1, agent = $2 where digest = $3 and account_id = $4`,
		now, agent, device, account)
	if err != nil || n > 0 {
		return false, err
	}
	others, err := database.Value[int](ctx, tx, op, `select count(*) from account_device where account_id = $1`, account)
	if err != nil {
		return false, err
	}
	if others >= maxDevices {
		_, err = database.Exec(ctx, tx, op, `delete from account_device where account_id = $1 and digest in
			(select digest from account_device where account_id = $1 order by last_at, digest limit $2)`, account, others-maxDevices+1)
		if err != nil {
			return false, err
		}
	}
	_, err = database.Exec(ctx, tx, op, `insert into account_device (digest, account_id, agent, first_at, last_at) values ($1,$2,$3,$4,$4)`,
		device, account, agent, now)
	return others > 0, err
}

// Devices lists the browsers that an account knows, the last used first.
func Devices(ctx context.Context, tx access.Tx, account string) ([]Device, error) {
	const op = "user.Devices"
	if err := herself(tx, op, account); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, func(r database.Row) (d Device, err error) {
		var first, last int64
		err = r.Scan(&d.Key, &d.Agent, &first, &last)
		d.First, d.Last = clock.FromMicros(first), clock.FromMicros(last)
		return d, err
	}, `select digest, agent, first_at, last_at from account_device where account_id = $1 order by last_at desc, digest`, account)
}

// agentOf names browser and system in the words that people know them by, from
// what the browser says of itself: "Firefox, Windows". It keeps no version.
func agentOf(r *http.Request) string {
	ua := r.UserAgent()
	browser, system := pick(ua, agents), pick(ua, systems)
	return strings.Trim(browser+", "+system, ", ")
}

// named is a word in the User-Agent and what it stands for; the first that is
// found counts.
type named struct{ word, name string }

var (
	agents = []named{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
		{"CriOS", "Chrome"}, {"HeadlessChrome", "Chromium"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}}
	systems = []named{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Macintosh", "macOS"},
		{"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

func pick(text string, list []named) string {
	for _, n := range list {
		if strings.Contains(text, n.word) {
			return n.name
		}
	}
	return ""
}

// placeOf keeps of an address what tells one's own network from a strange one
// and no person from her neighbour: two numbers of IPv4, a /48 of IPv6.
func placeOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	ip = ip.Unmap()
	if ip.Is4() {
		b := ip.As4()
		p, _ := netip.AddrFrom4([4]byte{b[0], b[1]}).Prefix(16)
		return strings.TrimSuffix(p.Addr().String(), ".0.0") + ".*.*"
	}
	p, err := ip.Prefix(48)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(p.Addr().String(), "::") + ":*"
}
