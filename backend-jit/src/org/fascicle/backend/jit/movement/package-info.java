/** Tasks that move elements or go along an axis: copies, gather and scatter-add, sorting, running sums. */
package org.fascicle.backend.jit.movement;
