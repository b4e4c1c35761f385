// Package mailbox fetches the letters that wait in a mailbox, over IMAP.
//
// The connection is always encrypted: imaps:// speaks TLS from the first byte,
// imap:// asks for STARTTLS before any password. Only a server on the same machine
// may be spoken to in the clear. The protocol is github.com/emersion/go-imap's.
package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/client"
)

// patience bounds one conversation with the server.
const patience = 2 * time.Minute

// MaxLetter is the most bytes of a letter that is fetched.
const MaxLetter = 30 << 20

// ErrLeave says that a letter is left as it is, and that the next one may come.
var ErrLeave = errors.New("mailbox: left")

// A Box is a folder of a mailbox.
type Box struct {
	Host, User, Password string
	Port                 int
	Folder               string
	Wrapped              bool // TLS from the first byte
	Clear                bool // none: a server on this machine
	Remove               bool // letters that were taken are removed; otherwise they are marked as read
	TLS                  *tls.Config
	// Dial connects: what the program may contact is told there (package outbound).
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Parse reads "imaps://user@host/INBOX" or "imap://user@host:143/INBOX". A user
// that is an address is written with %40. The password is never part of it.
func Parse(address string) (Box, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Box{}, errors.New("it is no address") // the cause may quote a password
	}
	b := Box{Host: u.Hostname(), User: u.User.Username(), Folder: strings.Trim(u.Path, "/"), Port: 143}
	switch u.Scheme {
	case "imap":
	case "imaps":
		b.Wrapped, b.Port = true, 993
	default:
		return Box{}, errors.New("it begins with imaps:// or imap://")
	}
	if _, has := u.User.Password(); has {
		return Box{}, errors.New("the password stands elsewhere, not in the address")
	}
	if b.Host == "" || b.User == "" || u.Fragment != "" {
		return Box{}, errors.New("it holds a user and a host")
	}
	if b.Folder == "" {
		b.Folder = "INBOX"
	}
	if p := u.Port(); p != "" {
		if b.Port, err = strconv.Atoi(p); err != nil || b.Port < 1 || b.Port > 65535 {
			return Box{}, errors.New("the port is a number from 1 to 65535")
		}
	}
	for key, values := range u.Query() {
		if key != "tls" || len(values) != 1 || values[0] != "none" {
			return Box{}, fmt.Errorf("%q is not known after the question mark; only tls=none is", key)
		}
		if b.Wrapped || !loopback(b.Host) {
			return Box{}, errors.New("tls=none is for a server on this machine")
		}
		b.Clear = true
	}
	return b, nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Address names the host and port, for people.
func (b Box) Address() string { return net.JoinHostPort(b.Host, strconv.Itoa(b.Port)) }

// Each gives each letter that nobody has read to take, the oldest first, at most
// so many. One that was taken is marked as read, or removed; where take fails, it
// waits for the next time and Each goes no further, or to the next one where it
// returns ErrLeave. What is larger than MaxLetter is given as nil, with its size.
func (b Box) Each(ctx context.Context, most int, take func(letter io.Reader, size int64) error) (taken int, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := b.dial(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = c.Logout() }()
	stop := context.AfterFunc(ctx, func() { _ = c.Terminate() })
	defer stop()
	if err := c.Login(b.User, b.Password); err != nil {
		return 0, errors.New("mailbox: the server refused the user or the password")
	}
	if _, err := c.Select(b.Folder, false); err != nil {
		return 0, fmt.Errorf("mailbox: the folder cannot be opened: %w", err)
	}
	unread := imap.NewSearchCriteria()
	unread.WithoutFlags = []string{imap.SeenFlag, imap.DeletedFlag}
	uids, err := c.UidSearch(unread)
	if err != nil {
		return 0, fmt.Errorf("mailbox: %w", err)
	}
	for _, uid := range uids {
		if taken == most {
			break
		}
		switch err := b.one(c, uid, take); {
		case errors.Is(err, ErrLeave):
		case err != nil:
			return taken, err
		default:
			taken++
		}
	}
	if b.Remove && taken > 0 {
		err = c.Expunge(nil)
	}
	return taken, err
}

func (b Box) dial(ctx context.Context) (*client.Client, error) {
	conn, err := b.Dial(ctx, "tcp", b.Address())
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if b.TLS != nil {
		config = b.TLS.Clone()
	}
	config.ServerName = b.Host
	if b.Wrapped {
		conn = tls.Client(conn, config)
	}
	c, err := client.New(conn)
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	if !b.Wrapped && !b.Clear {
		if err := c.StartTLS(config); err != nil {
			_ = c.Terminate()
			return nil, fmt.Errorf("mailbox: the server does not encrypt: %w", err)
		}
	}
	return c, nil
}

// one fetches a letter and has it taken.
func (b Box) one(c *client.Client, uid uint32, take func(io.Reader, int64) error) error {
	set := new(imap.SeqSet)
	set.AddNum(uid)
	size, err := sizeOf(c, set)
	if err != nil {
		return err
	}
	if size > MaxLetter {
		err = take(nil, size)
	} else {
		err = fetch(c, set, size, take)
	}
	if err != nil {
		return err
	}
	flag := imap.SeenFlag
	if b.Remove {
		flag = imap.DeletedFlag
	}
	return c.UidStore(set, imap.FormatFlagsOp(imap.AddFlags, true), []any{flag}, nil)
}

func sizeOf(c *client.Client, set *imap.SeqSet) (int64, error) {
	list := make(chan *imap.Message, 10)
	if err := c.UidFetch(set, []imap.FetchItem{imap.FetchRFC822Size, imap.FetchUid}, list); err != nil {
		return 0, fmt.Errorf("mailbox: %w", err)
	}
	for m := range list {
		return int64(m.Size), nil
	}
	return 0, errors.New("mailbox: a letter is gone")
}

func fetch(c *client.Client, set *imap.SeqSet, size int64, take func(io.Reader, int64) error) error {
	section := &imap.BodySectionName{Peek: true}
	list := make(chan *imap.Message, 10)
	if err := c.UidFetch(set, []imap.FetchItem{section.FetchItem()}, list); err != nil {
		return fmt.Errorf("mailbox: %w", err)
	}
	for m := range list {
		if body := m.GetBody(section); body != nil {
			return take(io.LimitReader(body, MaxLetter), size)
		}
	}
	return errors.New("mailbox: a letter is gone")
}
