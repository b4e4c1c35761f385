// Command generate makes tables.json out of a copy of the official catalogue:
//
//	go run ./standards/catalogue/generate -copy DIR -date YYYY-MM-DD >standards/catalogue/tables.json
//
// DIR holds schemas.json, and the latest version of each schema under
// <name>/latest.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"airial/standards/catalogue"
	"airial/standards/scdl"
	"airial/standards/tableschema"
)

func main() {
	copied := flag.String("copy", "", "folder of the copy")
	date := flag.String("date", "", "day of the copy, YYYY-MM-DD")
	flag.Parse()
	if err := run(*copied, *date); err != nil {
		log.Fatal(err)
	}
}

func run(dir, date string) error {
	raw, err := os.ReadFile(filepath.Join(dir, "schemas.json"))
	if err != nil {
		return err
	}
	list, err := catalogue.Listed(raw)
	if err != nil {
		return err
	}
	book := catalogue.Book{Date: date, Source: catalogue.Official}
	for _, s := range list {
		if _, ours := scdl.Lookup(s.Name); ours && strings.HasPrefix(s.Name, "scdl/") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(s.Name), "latest", path.Base(s.URL)))
		if err != nil {
			return err
		}
		schema, err := tableschema.LoadJSON(raw)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		schema.Name, schema.Version, schema.Title = s.Name, s.Version, tableschema.Text{}
		descriptor, err := schema.Descriptor()
		if err != nil {
			return err
		}
		book.Schemas = append(book.Schemas, descriptor)
	}
	slices.SortFunc(book.Schemas, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	// One schema a line, so that a change can be read.
	fmt.Printf("{\"date\": %q, \"source\": %q, \"schemas\": [\n", book.Date, book.Source)
	for i, s := range book.Schemas {
		end := ",\n"
		if i == len(book.Schemas)-1 {
			end = "\n"
		}
		fmt.Printf("%s%s", s, end)
	}
	fmt.Println("]}")
	return nil
}
