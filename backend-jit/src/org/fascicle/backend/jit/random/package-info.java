/** Random bits: Philox in lanes. */
@NullMarked
package org.fascicle.backend.jit.random;

import org.jspecify.annotations.NullMarked;
