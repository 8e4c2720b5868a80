/** The programs of a network, its tensors, and the loop that trains it. */
@NullMarked
package org.fascicle.core.training;

import org.jspecify.annotations.NullMarked;
