/** Loops over the steps of sequences. */
@NullMarked
package org.fascicle.backend.jit.loop;

import org.jspecify.annotations.NullMarked;
