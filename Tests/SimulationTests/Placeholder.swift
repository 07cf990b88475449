// Tests of the simulator land with it.
