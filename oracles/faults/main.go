// Command faults writes the tables of standards/catalogue/faulttest, their
// schemas and a list of them into a folder, for the reference checker:
//
//	go run ./oracles/faults DIR
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strings"

	"airial/standards/catalogue"
	"airial/standards/catalogue/faulttest"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(dir string) error {
	type listed struct{ ID, Schema, Fault, File, Code string }
	var list []listed
	for _, s := range catalogue.BuiltIn().All() {
		raw, err := s.Descriptor()
		if err != nil {
			return err
		}
		for ours, theirs := range former {
			raw = bytes.ReplaceAll(raw, []byte(`"name":"`+ours+`","params"`), []byte(`"name":"`+theirs+`","params"`))
		}
		if err := os.WriteFile(filepath.Join(dir, plain(s.Name)+".schema.json"), raw, 0o644); err != nil {
			return err
		}
	}
	for _, f := range faulttest.Files() {
		name := plain(f.ID) + ".csv"
		if err := os.WriteFile(filepath.Join(dir, name), f.Text, 0o644); err != nil {
			return err
		}
		list = append(list, listed{f.ID, plain(f.Schema) + ".schema.json", f.Fault, name, f.Code})
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "list.json"), raw, 0o644)
}

// former are the names under which Validata's published engine knows the
// checks.
var former = map[string]string{
	"siret": "french-siret-value", "siren": "french-siren-value", "nomenclature-actes": "nomenclature-actes-value",
	"compare": "compare-columns-value", "cohesive": "cohesive-columns-value", "sum": "sum-columns-value",
	"year-interval": "year-interval-value", "opening-hours": "opening-hours-value", "phone-number": "phone-number-value",
}

func plain(name string) string { return strings.ReplaceAll(name, "/", "+") }
