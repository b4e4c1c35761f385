// Package measure counts how what is published is used: visits of pages,
// downloads, calls of the interfaces and searches that find nothing, by day,
// dataset and member.
//
// It promises:
//
//   - Nothing about anybody is kept or could be: no address, no cookie, no agent,
//     no word that was searched for, no order of pages. A count is a number
//     beside a day, a kind and a dataset.
//   - Programs that say that they are robots are left out while counting; of
//     pages, whatever is not a browser.
//   - Counting never makes a reader wait and never fails a page. Each process
//     counts in memory and adds what it has counted to the database every half
//     minute, and when it stops; several processes add up right. A process that
//     is killed loses half a minute.
//
// The figures are public, for all and for each member, as a page, CSV and JSON.
package measure
