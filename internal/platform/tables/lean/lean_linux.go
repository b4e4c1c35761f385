package lean

import "C" // absent_linux.cc needs it
