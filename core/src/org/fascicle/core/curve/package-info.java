/** Techniques as curves. */
@NullMarked
package org.fascicle.core.curve;

import org.jspecify.annotations.NullMarked;
