// Package adhesion keeps what members subscribe to and what it costs them: the
// operator's catalogue of prestations with a scale of charges for each year,
// each member's conventions and subscriptions, the yearly amount with its
// calculation line by line, and the statement from which the titres de
// recettes are made.
//
// Money is integer cents; rates per inhabitant and per agent are in hundredths
// of a cent. Each line of a calculation is rounded to the cent, half up; the
// share of the year (days of the subscription over days of the year) comes
// last and is rounded once. Population and agents are those on 1 January.
//
// A service that a member no longer subscribes to closes on its date: reading
// and export stay, deposits are refused. A member of whom nothing is recorded
// has all services.
package adhesion
