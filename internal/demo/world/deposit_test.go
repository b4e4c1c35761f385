package world

import (
	"testing"
	"time"
)

func TestEveryEndingIsThere(t *testing.T) {
	w := demo()
	if n := len(w.Deposits); n < 140 || n > 170 {
		t.Errorf("%d deposits, want some 150", n)
	}
	versions, pieces, schemas, faults, corrected := map[Ending]int{}, map[Ending]int{}, map[string]int{}, map[FaultKind]int{}, 0
	for _, d := range w.Deposits {
		pieces[d.Ending()]++
		schemas[d.Schema]++
		for i, v := range d.Versions {
			versions[v.Ending]++
			for _, f := range v.Faults {
				faults[f.Kind]++
			}
			if i > 0 && d.Versions[i-1].Ending == Invalid && v.Ending == Published {
				corrected++
			}
		}
	}
	for ending, least := range map[Ending]int{Published: 120, Superseded: 15, Invalid: 12, AwaitingDepositor: 3, AwaitingSecond: 2,
		AwaitingOfficer: 3, StoppedPrivacy: 3, Withdrawn: 2, Erased: 2} {
		if versions[ending] < least {
			t.Errorf("%d versions are %s, want %d", versions[ending], ending, least)
		}
	}
	if corrected < 7 {
		t.Errorf("%d corrections", corrected)
	}
	for _, schema := range []string{"budget", "catalogue", "deliberations", "equipements", "menus-collectifs",
		"plats-menus-collectifs", "prenoms", "subventions"} {
		if schemas["scdl/"+schema] < 2 {
			t.Errorf("%d deposits under %s", schemas["scdl/"+schema], schema)
		}
	}
	if schemas["none"] < 10 {
		t.Errorf("%d deposits without schema", schemas["none"])
	}
	for _, kind := range []FaultKind{FaultMissingColumn, FaultDuplicateColumn, FaultSlashedDates, FaultScientific, FaultEuroAmounts,
		FaultVotes, FaultCapitals, FaultUnclosedQuote, FaultPDF, FaultEmpty, FaultNamedPerson, FaultIBAN, FaultContacts} {
		if faults[kind] == 0 {
			t.Errorf("no fault %s", kind)
		}
	}
}

func TestFormsOfFiles(t *testing.T) {
	bom, cp1252, titles, names := 0, 0, 0, map[string]bool{}
	for _, d := range demo().Deposits {
		for _, v := range d.Versions {
			names[v.File] = true
			switch {
			case len(v.Bytes) < 3:
			case string(v.Bytes[:3]) == "\ufeff":
				bom++
			case v.Bytes[0] == 'B' && len(v.Bytes) > 8 && string(v.Bytes[:6]) == "Budget" || string(v.Bytes[:6]) == "Compte":
				titles++
			}
			for _, b := range v.Bytes {
				if b == 0xe9 { // é in Windows-1252; in UTF-8 it begins three bytes of far away scripts
					cp1252++
					break
				}
			}
		}
	}
	if bom < 8 || cp1252 < 40 || titles < 3 {
		t.Errorf("%d files with a byte order mark, %d in Windows-1252, %d with titles", bom, cp1252, titles)
	}
	for _, name := range []string{"export_mandats_2025 (2).csv", "subventions 2026 DEF v2.csv"} {
		if !names[name] {
			t.Errorf("no file is named %s", name)
		}
	}
}

func TestDepositsAreInOrder(t *testing.T) {
	w := Make(Options{Members: 140, Seed: 8, Today: today})
	people := map[string]*User{}
	for i := range w.Users {
		people[w.Users[i].Login] = &w.Users[i]
	}
	members := map[string]*Member{w.Operator.SIREN: &w.Operator}
	for i := range w.Members {
		members[w.Members[i].SIREN] = &w.Members[i]
	}
	keys := map[string]bool{}
	for _, d := range w.Deposits {
		if keys[d.Key] {
			t.Errorf("key %s twice", d.Key)
		}
		keys[d.Key] = true
		m := members[d.SIREN]
		last := time.Time{}
		for i, v := range d.Versions {
			if !v.At.After(last) || DateOf(v.At).Before(today.AddDays(-730)) || !DateOf(v.At).Before(today) {
				t.Errorf("%s: version %d at %v, after %v", d.Key, i+1, v.At, last)
			}
			last = v.At
			if day := DateOf(v.At); day.workday() != day {
				t.Errorf("%s: deposited on %v", d.Key, v.At)
			}
			if u := people[v.By]; u == nil || !u.Has(d.SIREN, RoleDepositor) {
				t.Errorf("%s: %q may not deposit", d.Key, v.By)
			}
			rule := m.NeedsApproval(d.Schema)
			if public := v.Ending == Published || v.Ending == Superseded; public != (v.Approval != nil) && rule != nil {
				t.Errorf("%s: %s without approval under %+v", d.Key, v.Ending, *rule)
			}
			if v.Approval != nil && (v.Approval.Login == v.By || !v.Approval.At.After(v.At) || people[v.Approval.Login] == nil) {
				t.Errorf("%s: approval %+v of %s", d.Key, *v.Approval, v.By)
			}
			if v.Ending == AwaitingSecond && (rule == nil || rule.Approver != RoleApprover) ||
				v.Ending == AwaitingOfficer && (rule == nil || rule.Approver != RoleDataOfficer) {
				t.Errorf("%s is %s without such a rule", d.Key, v.Ending)
			}
		}
		if r := d.Removal; r != nil && (!r.At.After(last) || r.Words == "" || people[r.By] == nil) {
			t.Errorf("%s: removal %+v", d.Key, *r)
		}
		if (d.Removal != nil) != (d.Ending() == Withdrawn || d.Ending() == Erased) {
			t.Errorf("%s: %s, removal %v", d.Key, d.Ending(), d.Removal)
		}
	}
}

func TestALargeWorldHasTheVolumesOfLife(t *testing.T) {
	const n = 600
	pieces, rows, bytes := 0, 0, 0
	err := Stream(Options{Members: n, Seed: 1, Today: today}, func(_ Member, _ []User, deposits []Deposit) error {
		pieces += len(deposits)
		for _, d := range deposits {
			for _, v := range d.Versions {
				rows += v.Rows
				if v.Rows == 0 && len(v.Faults) == 0 {
					t.Errorf("%s has no row", d.Key)
				}
				bytes += len(v.Bytes)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d members: %d pieces, %d rows, %d bytes", n, pieces, rows, bytes)
	if per := pieces * 10 / n; per < 50 || per > 70 {
		t.Errorf("%d pieces for %d members", pieces, n)
	}
}
