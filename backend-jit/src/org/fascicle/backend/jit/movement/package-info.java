/** Tasks that move elements or go along an axis: copies, gather and scatter-add, sorting, running sums. */
@NullMarked
package org.fascicle.backend.jit.movement;

import org.jspecify.annotations.NullMarked;
