/** Prediction: the graphs of a network alone, and programs that compute its outputs. */
@NullMarked
package org.fascicle.core.inference;

import org.jspecify.annotations.NullMarked;
