// Package scan is "airial scan": it looks for personal data in one file, a
// table or a text, and says where they are. Nothing is kept.
package scan
