package command

import (
	"encoding"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
)

var (
	textual  = reflect.TypeFor[encoding.TextUnmarshaler]()
	duration = reflect.TypeFor[time.Duration]()
)

// settable tells whether a field can be read from text.
func settable(v reflect.Value) bool {
	if reflect.PointerTo(v.Type()).Implements(textual) {
		return true
	}
	switch v.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return true
	case reflect.Slice, reflect.Pointer:
		return settable(reflect.New(v.Type().Elem()).Elem())
	case reflect.Map:
		return v.Type().Key().Kind() == reflect.String && v.Type().Elem().Kind() == reflect.String
	}
	return false
}

func (f *Flag) isBool() bool { return f.target.Kind() == reflect.Bool }
func (f *Flag) isList() bool { return f.target.Kind() == reflect.Slice }

// Value is what the flag is set to.
func (f *Flag) Value() any { return f.target.Interface() }

// set reads the texts that were given for a flag, the last one for what is no list.
func (f *Flag) set(texts ...string) error {
	if f.target.Kind() == reflect.Map {
		return f.pairs(texts)
	}
	if !f.isList() || reflect.PointerTo(f.target.Type()).Implements(textual) {
		return f.read(f.target, texts[len(texts)-1])
	}
	list := reflect.MakeSlice(f.target.Type(), 0, len(texts))
	for _, text := range texts {
		parts := []string{text}
		if f.sep != "" {
			parts = strings.Split(text, f.sep)
		}
		for _, part := range parts {
			one := reflect.New(f.target.Type().Elem()).Elem()
			if err := f.read(one, part); err != nil {
				return err
			}
			list = reflect.Append(list, one)
		}
	}
	f.target.Set(list)
	return nil
}

// pairs reads NAME=VALUE, several of them given several times or with semicolons
// between.
func (f *Flag) pairs(texts []string) error {
	all := reflect.MakeMap(f.target.Type())
	for _, pair := range strings.Split(strings.Join(texts, ";"), ";") {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			return f.wants("NOM=VALEUR", "NAME=VALUE")
		}
		all.SetMapIndex(reflect.ValueOf(name).Convert(f.target.Type().Key()), reflect.ValueOf(value).Convert(f.target.Type().Elem()))
	}
	f.target.Set(all)
	return nil
}

func (f *Flag) read(v reflect.Value, text string) (err error) {
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := u.UnmarshalText([]byte(text)); err != nil { // it says itself what to write
			say := fault.Message(err)
			return wrong("%[1]s\u202f: "+escaped(say.Fr), "%[1]s: "+escaped(say.En), f.written())
		}
		return nil
	}
	switch {
	case v.Kind() == reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		if err := f.read(fresh.Elem(), text); err != nil {
			return err
		}
		v.Set(fresh)
	case v.Type() == duration:
		var d time.Duration
		if d, err = time.ParseDuration(text); err != nil {
			return f.wants("une durée, comme 90s, 15m ou 2h", "a duration, such as 90s, 15m or 2h")
		}
		v.SetInt(int64(d))
	case v.Kind() == reflect.Bool:
		var b bool
		if b, err = strconv.ParseBool(text); err != nil {
			return f.wants("true ou false", "true or false")
		}
		v.SetBool(b)
	case v.CanInt():
		var n int64
		if n, err = strconv.ParseInt(text, 10, 64); err != nil {
			return f.wants("un nombre entier", "a whole number")
		}
		v.SetInt(n)
	case v.CanFloat():
		var x float64
		if x, err = strconv.ParseFloat(text, 64); err != nil {
			return f.wants("un nombre, avec un point", "a number, with a dot")
		}
		v.SetFloat(x)
	default:
		if text, err = f.file(text); err != nil {
			return err
		}
		v.SetString(text)
	}
	return nil
}

// file makes the path of a file whole; - is standard input or output.
func (f *Flag) file(text string) (string, error) {
	if f.path == "" || text == "-" || text == "" {
		return text, nil
	}
	if rest, ok := strings.CutPrefix(text, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			text = filepath.Join(home, rest)
		}
	}
	whole, err := filepath.Abs(text)
	if err != nil {
		return "", err
	}
	if f.path == "existingfile" {
		info, err := os.Stat(whole)
		switch {
		case err != nil:
			return "", wrong("%[1]s\u202f: le fichier %[2]s n’est pas là, ou ne peut pas être lu. Vérifiez son chemin.",
				"%[1]s: the file %[2]s is not there, or cannot be read. Check its path.", f.written(), text)
		case info.IsDir():
			return "", wrong("%[1]s\u202f: %[2]s est un dossier. Indiquez un fichier.", "%[1]s: %[2]s is a folder. Name a file.", f.written(), text)
		}
	}
	return whole, nil
}
