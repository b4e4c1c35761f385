package label

// Standing is how long a face may be behind what was written beside it.
const Standing = facesLast
