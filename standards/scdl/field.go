package scdl

import ts "airial/standards/tableschema"

// option completes a field.
type option func(*ts.Field)

// field describes a column: its name and type, its label and description in
// French and English, and an example of a value.
func field(name string, t ts.Type, label, description ts.Text, example string, options ...option) ts.Field {
	f := ts.Field{Name: name, Type: t, Title: label, Description: description, Example: example}
	for _, o := range options {
		o(&f)
	}
	return f
}

func required(f *ts.Field) { f.Constraints.Required = true }

// siret asks for the fourteen digits; the check digits are a custom check.
func siret(f *ts.Field) { f.Constraints.Pattern = `^\d{14}$` }

// insee asks for the code of a commune.
func insee(f *ts.Field) { f.Constraints.Pattern = `^([013-9]\d|2[AB1-9])\d{3}$` }

func yesNo(f *ts.Field) { f.TrueValues, f.FalseValues = []string{"oui"}, []string{"non"} }

func pattern(p string) option { return func(f *ts.Field) { f.Constraints.Pattern = p } }

func format(name string) option { return func(f *ts.Field) { f.Format = name } }

func enum(values ...string) option { return func(f *ts.Field) { f.Constraints.Enum = values } }

// items lists the values which the items of a list may have.
func items(values ...string) option { return func(f *ts.Field) { f.ItemEnum = values } }

func atLeast(n int) option { return func(f *ts.Field) { f.Constraints.MinLength = &n } }

func atMost(n int) option { return func(f *ts.Field) { f.Constraints.MaxLength = &n } }

func minimum(n string) option { return func(f *ts.Field) { f.Constraints.Minimum = n } }

func maximum(n string) option { return func(f *ts.Field) { f.Constraints.Maximum = n } }

func t(fr, en string) ts.Text { return ts.Text{Fr: fr, En: en} }

// check makes a custom check over columns.
func check(name string, columns ...string) ts.CustomCheck {
	return ts.CustomCheck{Name: name, Columns: columns}
}

// notBefore asks the first column to be at least the second.
func notBefore(first, second string) ts.CustomCheck {
	return ts.CustomCheck{Name: ts.CheckCompare, Columns: []string{first, second}, Op: ">="}
}

var emptyIsMissing = []string{""}
