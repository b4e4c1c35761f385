package ui

// Icon names one of the drawings below, on a grid of 24 with a stroke of 1.75.
type Icon string

// The icons. An icon always stands beside its word, or has one for screen
// readers.
const (
	IconHome     Icon = "home"
	IconInbox    Icon = "inbox" // what waits for you
	IconDeposit  Icon = "deposit"
	IconData     Icon = "data"
	IconTable    Icon = "table"
	IconShield   Icon = "shield"
	IconMembers  Icon = "members"
	IconJournal  Icon = "journal"
	IconSettings Icon = "settings"
	IconKey      Icon = "key"
	IconSearch   Icon = "search"
	IconUser     Icon = "user"
	IconFile     Icon = "file"
	IconDownload Icon = "download"
	IconLink     Icon = "link"
	IconCopy     Icon = "copy"
	IconCheck    Icon = "check"
	IconInfo     Icon = "info"
	IconWarn     Icon = "warn"
	IconStop     Icon = "stop"
	IconClose    Icon = "close"
	IconPlus     Icon = "plus"
	IconFilter   Icon = "filter"
	IconLeft     Icon = "left"
	IconRight    Icon = "right"
	IconDown     Icon = "down"
	IconUp       Icon = "up"
	IconMore     Icon = "more"
	IconFold     Icon = "fold"
	IconTheme    Icon = "theme"
	IconCalendar Icon = "calendar"
	IconPlace    Icon = "place"
	IconHelp     Icon = "help"
	IconUndo     Icon = "undo"
	IconEye      Icon = "eye"
	IconTrash    Icon = "trash"
	IconCode     Icon = "code"
	IconLogout   Icon = "logout"
)

// drawings are the insides of each icon's svg, drawn for this project.
var drawings = map[Icon]string{
	IconHome:     `<path d="M4 11.5 12 4.5l8 7"/><path d="M6.5 10v9.5h11V10"/><path d="M10 19.5v-5h4v5"/>`,
	IconInbox:    `<path d="M4 13.5 6.5 5h11l2.5 8.5v6H4z"/><path d="M4 13.5h4.5c.3 2 1.6 3 3.5 3s3.2-1 3.5-3H20"/>`,
	IconDeposit:  `<path d="M12 15V4.5"/><path d="m7.5 9 4.5-4.5L16.5 9"/><path d="M4.5 14.5v5h15v-5"/>`,
	IconData:     `<ellipse cx="12" cy="6" rx="7.5" ry="2.75"/><path d="M4.5 6v12c0 1.5 3.4 2.75 7.5 2.75s7.5-1.25 7.5-2.75V6"/><path d="M4.5 12c0 1.5 3.4 2.75 7.5 2.75s7.5-1.25 7.5-2.75"/>`,
	IconTable:    `<path d="M4 5h16v14H4z"/><path d="M4 10h16M4 14.5h16M9.5 10v9"/>`,
	IconShield:   `<path d="M12 3.5 19 6v5.5c0 4.2-2.7 7.3-7 9-4.3-1.7-7-4.8-7-9V6z"/><path d="m8.75 12 2.3 2.3 4.2-4.6"/>`,
	IconMembers:  `<path d="M3.5 19.5h17"/><path d="M5.5 19.5v-8h5v8"/><path d="M10.5 19.5V7l4-3 4 3v12.5"/><path d="M14.5 11v.01M14.5 15v.01M8 15v.01"/>`,
	IconJournal:  `<path d="M6 4h11.5v16H6z"/><path d="M9.5 4v16"/><path d="M12.5 8.5h2.5M12.5 12h2.5"/>`,
	IconSettings: `<path d="M4 7h8M17 7h3M4 17h3M12 17h8"/><circle cx="14.5" cy="7" r="2.5"/><circle cx="9.5" cy="17" r="2.5"/>`,
	IconKey:      `<circle cx="8.5" cy="15.5" r="4"/><path d="m11.5 12.5 8-8M16.5 7.5l2.5 2.5M14 10l1.75 1.75"/>`,
	IconSearch:   `<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>`,
	IconUser:     `<circle cx="12" cy="8.5" r="3.75"/><path d="M4.5 20c.8-4 3.6-6 7.5-6s6.7 2 7.5 6"/>`,
	IconFile:     `<path d="M6 3.5h8l4 4v13H6z"/><path d="M14 3.5v4h4"/><path d="M9 12.5h6M9 16h4"/>`,
	IconDownload: `<path d="M12 4.5V15"/><path d="m7.5 10.5 4.5 4.5 4.5-4.5"/><path d="M4.5 14.5v5h15v-5"/>`,
	IconLink:     `<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1.25 1.25"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1.25-1.25"/>`,
	IconCopy:     `<path d="M8.5 8.5h11v11h-11z"/><path d="M15.5 8.5v-4h-11v11h4"/>`,
	IconCheck:    `<path d="m5 12.5 4.5 4.5L19 7"/>`,
	IconInfo:     `<circle cx="12" cy="12" r="8.25"/><path d="M12 11v5.5M12 7.75v.01"/>`,
	IconWarn:     `<path d="M12 4 3.5 19.5h17z"/><path d="M12 10v4.5M12 17v.01"/>`,
	IconStop:     `<circle cx="12" cy="12" r="8.25"/><path d="m6.25 17.75 11.5-11.5"/>`,
	IconClose:    `<path d="m6 6 12 12M18 6 6 18"/>`,
	IconPlus:     `<path d="M12 5v14M5 12h14"/>`,
	IconFilter:   `<path d="M4 6.5h16M7 12h10M10 17.5h4"/>`,
	IconLeft:     `<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>`,
	IconRight:    `<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>`,
	IconDown:     `<path d="m6 9.5 6 6 6-6"/>`,
	IconUp:       `<path d="m6 14.5 6-6 6 6"/>`,
	IconMore:     `<circle cx="5.5" cy="12" r="1.25" fill="currentColor"/><circle cx="12" cy="12" r="1.25" fill="currentColor"/><circle cx="18.5" cy="12" r="1.25" fill="currentColor"/>`,
	IconFold:     `<path d="M4 5h16v14H4z"/><path d="M9.5 5v14"/><path d="m16 9.5-2.5 2.5 2.5 2.5"/>`,
	IconTheme:    `<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>`,
	IconCalendar: `<path d="M4 6h16v14H4z"/><path d="M4 10.5h16M8.5 3.5V8M15.5 3.5V8"/>`,
	IconPlace:    `<path d="M12 21c-4-4.5-6.5-7.8-6.5-11a6.5 6.5 0 0 1 13 0c0 3.2-2.5 6.5-6.5 11z"/><circle cx="12" cy="10" r="2.25"/>`,
	IconHelp:     `<circle cx="12" cy="12" r="8.25"/><path d="M9.5 9.75c.2-1.5 1.2-2.25 2.6-2.25 1.5 0 2.5.9 2.5 2.2 0 2-2.6 2-2.6 4M12 16.75v.01"/>`,
	IconUndo:     `<path d="M4.5 9.5h9a5 5 0 0 1 0 10H9"/><path d="m8.5 5-4.5 4.5L8.5 14"/>`,
	IconEye:      `<path d="M2.5 12C5 7.5 8.2 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12z"/><circle cx="12" cy="12" r="3"/>`,
	IconTrash:    `<path d="M4.5 6.5h15M9 6.5v-3h6v3M6.5 6.5l1 14h9l1-14"/>`,
	IconCode:     `<path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14"/>`,
	IconLogout:   `<path d="M13 4.5H5v15h8"/><path d="M10 12h10M16.5 8.5 20 12l-3.5 3.5"/>`,
}

func (t Tone) icon() Icon {
	switch t {
	case Good:
		return IconCheck
	case Wait:
		return IconWarn
	case Bad:
		return IconStop
	}
	return IconInfo
}
