package adhesion

import (
	"fmt"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
)

// ReadMoney reads an amount that people type, "1 234,56" or "1234.56", as a
// number with so many decimals: 2 for cents, 4 for hundredths of a cent. "" is
// zero.
func ReadMoney(text string, decimals int) (int64, error) {
	const op = "adhesion.ReadMoney"
	clean := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "€", "", ",", ".").Replace(text)
	if clean == "" {
		return 0, nil
	}
	whole, part, _ := strings.Cut(clean, ".")
	wrong := fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» n’est pas un montant\u202f: écrivez par exemple 0,35, avec %[2]d décimales au plus.",
		"“%[1]s” is no amount: write for instance 0.35, with %[2]d decimals at most.", text, decimals)
	if len(part) > decimals || len(whole) > 12 || whole == "" || strings.Trim(whole+part, "0123456789") != "" {
		return 0, wrong
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", decimals-len(part)), 10, 64)
	if err != nil {
		return 0, wrong
	}
	return n, nil
}

// WriteMoney writes an amount as ReadMoney reads it, without zeros that say
// nothing beyond the cents; zero is "".
func WriteMoney(n int64, decimals int) string {
	if n == 0 {
		return ""
	}
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	text := fmt.Sprintf("%d,%0*d", n/unit, decimals, n%unit)
	for range decimals - 2 {
		text = strings.TrimSuffix(text, "0")
	}
	return text
}

// ReadBrackets reads brackets one a line, "500 : 100 : 0,10" (up to, flat
// amount, per inhabitant); "∞" or "reste" for the rest.
func ReadBrackets(text string) ([]Bracket, error) {
	var out []Bracket
	err := eachRule(text, 3, func(upTo int, rest []string) error {
		flat, err := ReadMoney(rest[0], 2)
		if err != nil {
			return err
		}
		per, err := ReadMoney(rest[1], 4)
		out = append(out, Bracket{upTo, flat, per})
		return err
	})
	return out, err
}

// ReadCoefficients reads coefficients one a line, "500 : 80" (up to, percent).
func ReadCoefficients(text string) ([]Coefficient, error) {
	var out []Coefficient
	err := eachRule(text, 2, func(upTo int, rest []string) error {
		n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest[0]), "%")), 10, 64)
		if err != nil {
			return fault.New(fault.Invalid, "adhesion.ReadCoefficients", "«\u00a0%[1]s\u00a0» n’est pas un pourcentage entier.", "“%[1]s” is no whole percentage.", rest[0])
		}
		out = append(out, Coefficient{upTo, n})
		return nil
	})
	return out, err
}

func eachRule(text string, parts int, fn func(upTo int, rest []string) error) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		fields := strings.Split(line, ":")
		for len(fields) < parts && parts == 3 && len(fields) == 2 {
			fields = append(fields, "")
		}
		first := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(fields[0])
		upTo := 0
		var err error
		if first != "∞" && first != "reste" && first != "rest" {
			upTo, err = strconv.Atoi(first)
		}
		if err != nil || upTo < 0 || len(fields) != parts {
			return fault.New(fault.Invalid, "adhesion.eachRule", "La ligne «\u00a0%[1]s\u00a0» ne se lit pas.", "The line “%[1]s” cannot be read.", line)
		}
		if err := fn(upTo, fields[1:]); err != nil {
			return err
		}
	}
	return nil
}

func bracketsText(list []Bracket) string {
	var b strings.Builder
	for _, k := range list {
		fmt.Fprintf(&b, "%s : %s : %s\n", boundText(k.UpTo), orZero(WriteMoney(k.Flat, 2)), orZero(WriteMoney(k.PerInhabitant, 4)))
	}
	return b.String()
}

func coefficientsText(list []Coefficient) string {
	var b strings.Builder
	for _, k := range list {
		fmt.Fprintf(&b, "%s : %d\n", boundText(k.UpTo), k.Percent)
	}
	return b.String()
}

func boundText(upTo int) string {
	if upTo == 0 {
		return "reste"
	}
	return strconv.Itoa(upTo)
}

func orZero(s string) string {
	if s == "" {
		return "0"
	}
	return s
}
