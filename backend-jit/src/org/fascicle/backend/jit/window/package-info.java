/** Operations under a sliding window: convolutions and their gradients as products of lines, pooling. */
package org.fascicle.backend.jit.window;
