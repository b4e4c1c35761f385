// Package config is the one place for the settings of the program: their names
// as flags and as AIRIAL_* variables of the environment, their defaults, what
// they mean and what values they take.
//
// The structures carry the tags that package command reads; this package only knows the
// values. What is wrong is refused by Validate before anything starts, with the
// name of the setting and what to write instead.
package config
