/** Operations under a sliding window: convolutions and their gradients as products of lines, pooling. */
@NullMarked
package org.fascicle.backend.jit.window;

import org.jspecify.annotations.NullMarked;
