/** The metric {@code sparse_categorical_accuracy}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.metric.sparsecategoricalaccuracy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
