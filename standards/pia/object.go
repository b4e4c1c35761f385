package pia

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// object is a JSON object as it was read.
type object map[string]json.RawMessage

func (o object) text(key string) string {
	var s string
	if json.Unmarshal(o[key], &s) == nil {
		return s
	}
	return ""
}

// ref is a text or a number, as a text: the tool writes some references either
// way.
func (o object) ref(key string) string {
	if s := o.text(key); s != "" {
		return s
	}
	var n json.Number
	if json.Unmarshal(o[key], &n) == nil {
		return n.String()
	}
	return ""
}

// number is a number, or a text that is one.
func (o object) number(key string) (int, bool) {
	n, err := strconv.Atoi(o.ref(key))
	return n, err == nil
}

func (o object) int(key string) int { n, _ := o.number(key); return n }

// yes is a truth value, written as one or as 0 and 1.
func (o object) yes(key string) (value, told bool) {
	var b bool
	if len(o[key]) > 0 && string(o[key]) != "null" && json.Unmarshal(o[key], &b) == nil {
		return b, true
	}
	n, told := o.number(key)
	return n != 0, told
}

func (o object) time(key string) time.Time {
	t, err := time.Parse(time.RFC3339, o.text(key))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

func (o object) object(key string) object {
	var inner object
	if json.Unmarshal(o[key], &inner) != nil || inner == nil {
		inner = object{}
	}
	return inner
}

func (o object) texts(key string) []string {
	var list []string
	_ = json.Unmarshal(o[key], &list)
	return list
}

// set writes a value; HTML stays readable.
func (o object) set(key string, value any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // texts, numbers, lists and objects of them
	o[key] = bytes.TrimSpace(b.Bytes())
}

// change writes a value where it differs from what is read there.
func change[T comparable](o object, key string, was, now T, value any) {
	if was != now {
		o.set(key, value)
	}
}

func (o object) changeText(key, now string) { change(o, key, o.text(key), now, now) }
func (o object) changeInt(key string, now int) {
	change(o, key, o.int(key), now, now)
}

func (o object) changeTime(key string, now time.Time) {
	if !o.time(key).Equal(now) {
		if now.IsZero() {
			o.set(key, nil)
			return
		}
		o.set(key, now.UTC().Format("2006-01-02T15:04:05.000Z"))
	}
}
