/** The backend that generates its kernels: a graph is scheduled, bound to memory as tasks, and run, in float32, on the CPU. */
@NullMarked
package org.fascicle.backend.jit;

import org.jspecify.annotations.NullMarked;
