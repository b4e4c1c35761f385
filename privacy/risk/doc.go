// Package risk measures how far the rows of a table can be told apart by what
// others may know of a person: its quasi-identifiers.
//
// Rows that look alike in these columns form a class. [Table] counts the
// classes and gives the measures that the literature and the G29 (opinion
// 05/2014) speak of: k-anonymity (Sweeney 2002), uniqueness, average risk of
// re-identification, l-diversity in its distinct and entropy forms
// (Machanavajjhala 2006) and t-closeness with the equal distance (Li 2007). The
// rows that stand alone, and those of classes below a wanted k, are told by
// number.
//
// Memory is bounded: when there are more classes than it may hold, the rows are
// read again for the rest, a share of the classes at a time, and the result is
// the same to the last digit. Cells are compared as text, without the blanks
// around them.
package risk
