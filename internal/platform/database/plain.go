package database

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// plain makes text arguments such that both databases take them: PostgreSQL
// refuses NUL and what is no UTF-8, SQLite keeps both. They come with
// addresses and forms that nobody has typed; U+FFFD stands in their place, so
// that they are found nowhere and fail nothing.
func plain(args []any) []any {
	copied := false
	for i, arg := range args {
		text, ok := arg.(string)
		if !ok || utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 {
			continue
		}
		if !copied {
			args, copied = slices.Clone(args), true
		}
		args[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
	}
	return args
}
