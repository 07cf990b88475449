// Rehearsals of runs with faults are being built on the runner's deterministic executor.
