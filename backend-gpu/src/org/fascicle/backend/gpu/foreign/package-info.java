/** Calls functions of libraries that may not be there: nothing of ours is linked against a driver. */
@NullMarked
package org.fascicle.backend.gpu.foreign;

import org.jspecify.annotations.NullMarked;
