// Package icalendar writes calendars that any calendar program can subscribe
// to (RFC 5545): days by which something is due.
package icalendar

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is a list of days, published under a name.
type Calendar struct {
	Product string // who made it: "-//Airial//FR"
	Name    string // shown by most programs
	Events  []Event
}

// Event is something that falls on a day, or at an instant.
type Event struct {
	UID         string // the same for the same thing, whenever the calendar is read
	Changed     time.Time
	Day         time.Time // its date counts
	At          time.Time // instead of Day: an instant, such as the end of 72 hours
	Summary     string
	Description string
	URL         string
	Categories  []string
	Done        bool
	Remind      time.Duration // before; 0 for no alarm
}

// Write writes a calendar.
func (c Calendar) Write(w io.Writer) error {
	out := &lines{w: bufio.NewWriter(w)}
	out.put("BEGIN", "VCALENDAR")
	out.put("VERSION", "2.0")
	out.put("PRODID", text(c.Product))
	out.put("CALSCALE", "GREGORIAN")
	out.put("METHOD", "PUBLISH")
	out.put("X-WR-CALNAME", text(c.Name))
	for _, e := range c.Events {
		out.event(e)
	}
	out.put("END", "VCALENDAR")
	return out.w.Flush()
}

type lines struct{ w *bufio.Writer }

const instant = "20060102T150405Z"

func (l *lines) event(e Event) {
	l.put("BEGIN", "VEVENT")
	l.put("UID", text(e.UID))
	l.put("DTSTAMP", e.Changed.UTC().Format(instant))
	l.put("LAST-MODIFIED", e.Changed.UTC().Format(instant))
	if e.At.IsZero() {
		l.put("DTSTART;VALUE=DATE", e.Day.Format("20060102"))
		l.put("DTEND;VALUE=DATE", e.Day.AddDate(0, 0, 1).Format("20060102")) // the day after: §3.6.1
	} else {
		l.put("DTSTART", e.At.UTC().Format(instant))
	}
	l.put("SUMMARY", text(e.Summary))
	if e.Description != "" {
		l.put("DESCRIPTION", text(e.Description))
	}
	if e.URL != "" {
		l.put("URL", e.URL)
	}
	if len(e.Categories) > 0 {
		names := make([]string, len(e.Categories))
		for i, c := range e.Categories {
			names[i] = text(c)
		}
		l.put("CATEGORIES", strings.Join(names, ","))
	}
	// A day that is due does not make anybody busy.
	l.put("TRANSP", "TRANSPARENT")
	if e.Remind > 0 && !e.Done {
		l.put("BEGIN", "VALARM")
		l.put("ACTION", "DISPLAY")
		l.put("DESCRIPTION", text(e.Summary))
		l.put("TRIGGER", duration(-e.Remind))
		l.put("END", "VALARM")
	}
	l.put("END", "VEVENT")
}

// put writes a line of content, folded after 75 octets and never within a
// letter (§3.1).
func (l *lines) put(name, value string) {
	line := name + ":" + value
	for room := 75; len(line) > room; room = 74 {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		l.w.WriteString(line[:cut])
		l.w.WriteString("\r\n ")
		line = line[cut:]
	}
	l.w.WriteString(line)
	l.w.WriteString("\r\n")
}

// text escapes a value (§3.3.11); what a line cannot hold becomes a space.
func text(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.NewReplacer("\\", `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s))
}

// duration writes whole minutes as §3.3.6 asks.
func duration(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	days, rest := d/(24*time.Hour), d%(24*time.Hour)
	var b strings.Builder
	b.WriteString(sign + "P")
	if days > 0 {
		b.WriteString(strconv.Itoa(int(days)) + "D")
	}
	if rest > 0 || days == 0 {
		b.WriteString("T" + strconv.Itoa(int(rest/time.Minute)) + "M")
	}
	return b.String()
}
