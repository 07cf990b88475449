#pragma once
#include <spawn.h>
// glibc 2.34 has it, and hides it from who asks for POSIX alone.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
