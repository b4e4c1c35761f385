// Package duty says what a member owes to publish, what it has done, what it is
// late with, and what nobody may ask of it: the page “Mes obligations”.
//
// The rules are dated data with their article and their source
// (data/rules.yaml); no threshold stands in code. A rule is owed only where its
// reach is certain for the member as it was then: its kind, its population and
// its staff are dated attributes. What is not certain is shown as “à vérifier”
// and is never a reproach; neither is what the law asks only of those who did
// something (granted a subsidy, signed a contract), for nobody here can know.
//
// What is done is read from what is published and from the declarations that
// there is nothing to publish, both handed in (Answers), and from what a member
// says that it publishes elsewhere, which this room keeps.
//
// Owed is what a consolidation asks to tell silence from what is not owed.
package duty
