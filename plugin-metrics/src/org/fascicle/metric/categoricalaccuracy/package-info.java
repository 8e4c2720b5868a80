/** The metric {@code categorical_accuracy}, a bundle of its own. */
@NullMarked
@Version("1.2.0")
package org.fascicle.metric.categoricalaccuracy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
