/** The metric {@code precision}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.metric.precision;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
