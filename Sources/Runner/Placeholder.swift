// This module is being built; see ARCHITECTURE.md.
