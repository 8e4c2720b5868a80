/**
 * What a training step writes. Small passes, each on what the one before it gave: gradients, the techniques around the
 * optimizer ({@link org.fascicle.core.update.GradientPass}), rules ({@link org.fascicle.core.update.RulePass}), merging.
 */
@NullMarked
package org.fascicle.core.update;

import org.jspecify.annotations.NullMarked;
