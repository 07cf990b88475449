import TestSupport

/// moto behind a gate that checks signatures, one for all tests of the program.
enum CheckedMoto {
    static let shared = Result { try PythonServer("checked_moto.py") }
}
