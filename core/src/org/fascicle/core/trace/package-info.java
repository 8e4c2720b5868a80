/** Tracing: techniques are asked for their expressions, and what they declare is recorded. */
@NullMarked
package org.fascicle.core.trace;

import org.jspecify.annotations.NullMarked;
