/** A fused kernel of the core's passes as a task: what it loops over, its recipe, its blocks. */
@NullMarked
package org.fascicle.backend.jit.fused;

import org.jspecify.annotations.NullMarked;
