/** Tracing: records are asked for expressions, and what they declare is collected. */
@NullMarked
package org.fascicle.core.trace;

import org.jspecify.annotations.NullMarked;
