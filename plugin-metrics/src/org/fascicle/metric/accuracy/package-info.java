/** The metric {@code accuracy}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.metric.accuracy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
