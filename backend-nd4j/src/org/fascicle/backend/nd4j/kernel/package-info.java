/** The operations of a program with all addresses filled in: native functions where there is one, loops in Java elsewhere. */
@NullMarked
package org.fascicle.backend.nd4j.kernel;

import org.jspecify.annotations.NullMarked;
