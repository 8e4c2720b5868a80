/** Recipes made into classes at run time, in two forms, and what generated code works on: frames and a thread's small memory. */
@NullMarked
package org.fascicle.backend.jit.kernel;

import org.jspecify.annotations.NullMarked;
