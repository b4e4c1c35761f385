// Command generate makes the list of codes of communes, communes.txt, out of
// communes.json of the npm package @etalab/decoupage-administratif:
//
//	go run ./standards/quality/generate 2026-01-01 6.0.0 communes.json > standards/quality/communes.txt
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
)

const head = `# Codes of the communes of France and of the arrondissements of Paris, Lyon and Marseille, and codes that were one:
# of communes that became part of another (associated and delegated ones included) or changed their code.
# Made of facts of the Code officiel géographique (INSEE, Licence Ouverte 2.0), edition of %[1]s, as
# @etalab/decoupage-administratif %[2]s has them, by standards/quality/generate. A line holds the first two characters
# of the codes, and the numbers that follow, with runs as 4-17.
date %[1]s
`

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "generate DATE VERSION COMMUNES.JSON")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(date, version, path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var list []struct {
		Code, Type   string
		AnciensCodes []string
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	now, before := map[string]bool{}, map[string]bool{}
	for _, c := range list {
		if c.Type == "commune-actuelle" || c.Type == "arrondissement-municipal" {
			now[c.Code] = true
		}
	}
	for _, c := range list {
		for _, code := range append(c.AnciensCodes, c.Code) {
			if !now[code] {
				before[code] = true
			}
		}
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(out, head, date, version)
	for _, part := range []struct {
		name  string
		codes map[string]bool
	}{{"now", now}, {"before", before}} {
		fmt.Fprintln(out, part.name)
		if err := write(out, part.codes); err != nil {
			return err
		}
	}
	return out.Flush()
}

// write writes the codes by their first two characters, with runs.
func write(out *bufio.Writer, codes map[string]bool) error {
	byStart := map[string][]int{}
	var starts []string
	for code := range codes {
		n, err := strconv.Atoi(code[2:])
		if err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
		if byStart[code[:2]] == nil {
			starts = append(starts, code[:2])
		}
		byStart[code[:2]] = append(byStart[code[:2]], n)
	}
	slices.Sort(starts)
	for _, start := range starts {
		numbers := byStart[start]
		slices.Sort(numbers)
		fmt.Fprint(out, start)
		for i := 0; i < len(numbers); i++ {
			first := numbers[i]
			for i+1 < len(numbers) && numbers[i+1] == numbers[i]+1 {
				i++
			}
			fmt.Fprint(out, " ", first)
			if numbers[i] != first {
				fmt.Fprint(out, "-", numbers[i])
			}
		}
		fmt.Fprintln(out)
	}
	return nil
}
