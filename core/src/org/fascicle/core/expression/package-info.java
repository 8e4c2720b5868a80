/**
 * What is done to expressions between tracing and a graph: rewriting for stability, differentiation, merging of updates,
 * lowering.
 */
package org.fascicle.core.expression;
