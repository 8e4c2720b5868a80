/** Random bits: Philox in lanes and one call at a time. */
@NullMarked
package org.fascicle.backend.jit.random;

import org.jspecify.annotations.NullMarked;
