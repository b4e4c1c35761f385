// Package command reads a command line into structures: commands, their flags
// and arguments, as tags of the fields say.
//
//	cmd:""            the field is a command (of this one); default:"withargs" for the one that needs no name
//	arg:""            it is an argument; optional:"" one that may be missing; a slice takes all that follow
//	embed:""          the fields of the structure are this command's (as those of an anonymous one are)
//	name, short       how it is written, where not as the field is called
//	env               the variable of the environment that stands for it
//	default, required, enum, xor, negatable, sep, type (path, existingfile)
//	help, placeholder what people read
//
// A flag goes before the environment, the environment before what Resolve finds
// (a file of settings), that before the default. What is wrong is told in both
// languages, with what to write instead.
//
// It is ours because the libraries for it look for methods by names that are only
// known when the program runs. Where that is done anywhere in a program, the
// linker has to keep every method of every type: nearly half of this one.
package command
