// Train makes the models of package person: what weighs whether a person acts in
// a public role (role.model), and whether a word is part of a person's name
// (words.model). It learns from the development half of the corpus alone, in which
// names are exchanged for others and sentences written in capitals too; the same
// corpus gives the same models.
//
//	go run ./train           # in privacy/person: writes the models
//	go run ./train -measure  # how they do on sentences they have not learned from
package main

import (
	"flag"
	"fmt"
	"os"

	"airial/privacy/corpus"
	"airial/privacy/person"
)

func main() {
	measure := flag.Bool("measure", false, "tell how the models do on sentences they have not learned from")
	flag.Parse()
	if err := run(*measure); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(measure bool) error {
	sentences, err := corpus.Sentences()
	if err != nil {
		return err
	}
	if measure {
		crossRoles(roles(sentences))
		crossWords(words(sentences))
		return nil
	}
	if err := write("role.model", roles(sentences), roleLearning); err != nil {
		return err
	}
	return write("words.model", words(sentences), wordLearning)
}

func write[E interface{ plain() example }](path string, examples []E, how learning) error {
	l := learn(others(examples, parts), how) // there is no such part: all of them
	return os.WriteFile(path, person.Pack(l.weights, l.bias), 0o644)
}
