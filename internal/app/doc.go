// Package app puts the program together: it opens what an installation stands
// on, builds the rooms, hands each what it needs of another, and lists the
// routes. It is the only room that knows them all, and decides nothing else.
package app
