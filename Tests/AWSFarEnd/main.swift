import Glibc

// The client without its network, for scripts: a JSON request a line on standard input, a JSON answer a line on
// standard output. It is built for the tests only and is no part of the program.
var farEnd = FarEnd()
while let line = readLine() {
    print(farEnd.answer(line))
    fflush(nil)
}
