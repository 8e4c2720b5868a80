/** Compiled graphs and the tensors that they work on, on a backend. */
@NullMarked
package org.fascicle.core.program;

import org.jspecify.annotations.NullMarked;
