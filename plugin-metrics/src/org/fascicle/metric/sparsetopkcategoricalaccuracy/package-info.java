/** The metric {@code sparse_top_k_categorical_accuracy}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.metric.sparsetopkcategoricalaccuracy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
