/** The backend on ND4J's native library, for the CPU. Nothing here is exported. */
@NullMarked
package org.fascicle.backend.nd4j;

import org.jspecify.annotations.NullMarked;
