package activity

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/paper"
)

// Officer is who answers for the protection of a member's data, as papers name
// her: its designated officer. Without one papers name the operator.
func Officer(ctx context.Context, tx access.Tx, m organisation.Member) (paper.Officer, error) {
	o, ok, err := designation.Of(ctx, tx, m.ID, designation.Officer)
	if err != nil || !ok {
		return paper.Officer{}, err
	}
	out := paper.Officer{Name: o.Holder, Number: o.Reference}
	if o.Body != "" && o.Body != o.Holder {
		out.Name += ", " + o.Body
	}
	var contact []string
	for _, c := range []string{o.Email, o.Phone, strings.ReplaceAll(o.Address, "\n", ", ")} {
		if c != "" {
			contact = append(contact, c)
		}
	}
	out.Contact = strings.Join(contact, ", ")
	return out, nil
}

// officerOf is how the public page names the officer.
func officerOf(ctx context.Context, tx access.Tx, member string) (string, error) {
	who, err := designation.ContactOf(ctx, tx, member)
	if err != nil || who != "" {
		return who, err
	}
	o, err := organisation.Operator(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return o.Name, err
}
