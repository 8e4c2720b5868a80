/** Watches: what they measure of a training step, in a program that changes nothing. */
@NullMarked
package org.fascicle.core.watch;

import org.jspecify.annotations.NullMarked;
