package succession

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// takes says which kinds of body may take in which: a CCAS goes to its commune
// (art. L123-4 CASF), a CIAS or a syndicat to an EPCI, an EPCI to an EPCI.
var takes = map[organisation.Kind][]organisation.Kind{
	organisation.Commune:         {organisation.Commune, organisation.CommuneNouvelle, organisation.CCAS, organisation.Other},
	organisation.CommuneNouvelle: {organisation.Commune, organisation.CommuneNouvelle, organisation.CCAS, organisation.Other},
	organisation.EPCI:            {organisation.EPCI, organisation.Syndicat, organisation.CIAS, organisation.CCAS, organisation.Other},
	organisation.CCAS:            {organisation.CCAS, organisation.Other},
	organisation.CIAS:            {organisation.CIAS, organisation.CCAS, organisation.Other},
	organisation.Syndicat:        {organisation.Syndicat, organisation.Other},
	organisation.Departement:     {organisation.Syndicat, organisation.Other},
	organisation.Other:           {organisation.Other},
}

// MaxEraseAfter bounds the delay before what is left of a member is destroyed,
// in days: ten years.
const MaxEraseAfter = 3650

// Check tells why an act cannot be, nil when it can.
func Check(ctx context.Context, tx access.Tx, kind Kind, p Plan, day string) error {
	const op = "succession.Check"
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator) {
		return fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur enregistre un tel acte.", "Only the operator’s administrator records such an act.")
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return fault.New(fault.Invalid, op, "Indiquez la date d’effet.", "Give the day of effect.")
	}
	members, err := organisation.ByIDs(ctx, tx, p.all())
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, id := range p.Members {
		m := members[id]
		if err := concerns(ctx, tx, op, m, id, seen[id]); err != nil {
			return err
		}
		seen[id] = true
	}
	if len(p.Members) == 0 {
		return fault.New(fault.Invalid, op, "Indiquez au moins une collectivité.", "Name at least one body.")
	}
	switch kind {
	case Merger, Absorption:
		if err := inheriting(op, kind, p, members); err != nil || p.Heir != "" {
			return err
		}
		// A body that keeps the SIREN of one of those that merge is that member,
		// which takes the others over.
		for _, id := range p.Members {
			if members[id].Siren == p.Body.Siren {
				return fault.New(fault.Invalid, op, "Le SIREN %[1]s est celui de «\u00a0%[2]s\u00a0»\u202f: enregistrez plutôt que cette collectivité reprend les autres.",
					"SIREN %[1]s is that of “%[2]s”: record instead that this body takes the others over.", p.Body.Siren, members[id].Name)
			}
		}
		return organisation.CheckNew(ctx, tx, *p.Body)
	case Split:
		return splitting(op, p, members)
	case Leaving:
		if p.EraseAfter < 1 || p.EraseAfter > MaxEraseAfter {
			return fault.New(fault.Invalid, op, "Le délai avant effacement va de 1 à %[1]d jours.", "The delay before erasure goes from 1 to %[1]d days.", MaxEraseAfter)
		}
	}
	return nil
}

func concerns(ctx context.Context, tx access.Tx, op string, m organisation.Member, id string, twice bool) error {
	switch {
	case m.ID == "":
		return fault.Missing(op)
	case twice:
		return fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» est nommée deux fois.", "“%[1]s” is named twice.", m.Name)
	case m.IsOperator:
		return fault.New(fault.Invalid, op, "L’opérateur ne peut ni fusionner, ni partir\u202f: il sert les autres.", "The operator can neither merge nor leave: it serves the others.")
	case !m.Closed.IsZero():
		return fault.New(fault.Conflict, op, "«\u00a0%[1]s\u00a0» n’est déjà plus adhérente.", "“%[1]s” is no longer a member.", m.Name)
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from succession s join succession_member m on m.succession_id = s.id
		where s.state = 'planned' and m.member_id = $1`, id)
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, op, "Un autre acte est déjà prévu pour «\u00a0%[1]s\u00a0». Attendez qu’il soit fait, ou annulez-le.",
			"Another act is planned for “%[1]s” already. Wait until it is done, or cancel it.", m.Name)
	}
	return err
}

func inheriting(op string, kind Kind, p Plan, members map[string]organisation.Member) error {
	var heir organisation.Kind
	switch {
	case p.Heir != "":
		h := members[p.Heir]
		if h.ID == "" {
			return fault.Missing(op)
		}
		if h.IsOperator || !h.Closed.IsZero() {
			return fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» ne peut pas hériter.", "“%[1]s” cannot inherit.", h.Name)
		}
		for _, id := range p.Members {
			if id == h.ID {
				return fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» ne peut pas hériter d’elle-même\u202f: retirez-la de la liste.", "“%[1]s” cannot inherit from itself: take it off the list.", h.Name)
			}
		}
		heir = h.Kind
	case p.Body == nil:
		return fault.New(fault.Invalid, op, "Dites qui hérite.", "Say who inherits.")
	case len(p.Members) < 2:
		return fault.New(fault.Invalid, op, "Pour fonder une collectivité nouvelle, nommez au moins deux collectivités qui fusionnent.",
			"To found a new body, name at least two bodies that merge.")
	}
	if p.Body != nil {
		heir = p.Body.Kind
	}
	for _, id := range p.Members {
		m := members[id]
		ok := false
		for _, k := range takes[heir] {
			ok = ok || k == m.Kind
		}
		if !ok {
			return fault.New(fault.Invalid, op, "Une collectivité du type «\u00a0%[1]s\u00a0» ne peut pas reprendre «\u00a0%[2]s\u00a0» (%[3]s).",
				"A body of the kind “%[1]s” cannot take “%[2]s” (%[3]s) in.", heir.Label().Fr, m.Name, m.Kind.Label().Fr)
		}
	}
	return nil
}

func splitting(op string, p Plan, members map[string]organisation.Member) error {
	h := members[p.Heir]
	switch {
	case h.ID == "":
		return fault.New(fault.Invalid, op, "Dites quelle collectivité est rétablie.", "Say which body is set up again.")
	case h.IsOperator || len(p.Members) != 1 || h.ID == p.Members[0]:
		return fault.New(fault.Invalid, op, "Cette collectivité ne peut pas être rétablie ainsi.", "This body cannot be set up again this way.")
	}
	return nil
}
