package database

import (
	"context"
	"strings"
)

// A Sight says which rows a transaction is shown. PostgreSQL holds it against
// the policies made from the register of tables: a query that forgets to ask
// whose rows it may have is shown no others all the same. SQLite has no such
// lock, and ignores it.
//
// The zero value leaves the session's setting, which on PostgreSQL is that
// nothing is shown but what is open to everybody.
type Sight struct {
	scope   string
	members string
}

// The names of the settings that policies ask for, and the scopes there are.
const (
	scopeSetting   = "airial.scope"
	membersSetting = "airial.members"
	scopeAll       = "all"
	scopeMembers   = "members"
	scopePublic    = "public"
)

// SeeAll shows every row.
func SeeAll() Sight { return Sight{scope: scopeAll} }

// SeePublic shows what anybody may read, and lets nothing be written.
func SeePublic() Sight { return Sight{scope: scopePublic} }

// SeeMembers shows, and lets be written, the rows of members with the given
// ids; it shows what anybody may read as well.
func SeeMembers(ids []string) Sight {
	return Sight{scope: scopeMembers, members: strings.Join(ids, ",")}
}

// set returns the calls that make the sight that of the transaction, to follow
// "select", and their arguments.
func (s Sight) set() (calls []string, args []any) {
	return []string{"set_config('" + scopeSetting + "', $1, true)", "set_config('" + membersSetting + "', $2, true)"},
		[]any{s.scope, s.members}
}

type sightKey struct{}

// Under returns a context whose transactions are shown what the sight says.
func Under(ctx context.Context, s Sight) context.Context {
	return context.WithValue(ctx, sightKey{}, s)
}

func sightOf(ctx context.Context) Sight {
	s, _ := ctx.Value(sightKey{}).(Sight)
	return s
}
