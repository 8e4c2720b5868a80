/** The native libraries, memory outside the heap, and what a call of native code is handed. */
@NullMarked
package org.fascicle.backend.nd4j.natives;

import org.jspecify.annotations.NullMarked;
