/** Tracing: records are asked for expressions, and what they declare is collected. */
package org.fascicle.core.trace;
