// Runs the groups of a kernel one after the other; the threads of a group are fibers, which change places at barriers.
#ifndef FAKE_THREADS_H
#define FAKE_THREADS_H

#include <string>

#include "kernel.h"

// Runs a kernel; gives what was wrong, or nothing. "current" is where the kernel looks for its thread.
std::string run_kernel(const fake_kernel& kernel, fake_thread** current, void** arguments, fake_point grid, fake_point block);

#endif
